//! Views by the array interface.

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use records_core::ArrayInterface;

use crate::memory::View;

/// The dict that `__array_interface__` is.
///
/// # Errors
/// `AttributeError` where NumPy would make something else of it than it is: padding in a record
/// that the buffer protocol has no words for, so that NumPy would see fields there. It asks
/// `__array__` then.
pub(crate) fn interface<'py>(py: Python<'py>, view: &View) -> PyResult<Bound<'py, PyDict>> {
    let layout = view.item().layout();
    if view.item().format().is_none() && layout.has_padding() {
        return Err(PyAttributeError::new_err(
            "__array_interface__: its padding would be fields, and its fields are not sayable as a buffer",
        ));
    }
    let interface: ArrayInterface = view.interface()?;
    let dict = PyDict::new(py);
    let (address, read_only) = interface.data;
    dict.set_item("shape", PyTuple::new(py, interface.shape)?)?;
    dict.set_item("typestr", interface.typestr)?;
    let descr = std::ffi::CString::new(interface.descr)?;
    dict.set_item("descr", py.eval(&descr, Some(&PyDict::new(py)), None)?)?;
    dict.set_item("data", (address, read_only))?;
    dict.set_item("strides", PyTuple::new(py, interface.strides.unwrap_or_default())?)?;
    dict.set_item("version", interface.version)?;
    Ok(dict)
}
