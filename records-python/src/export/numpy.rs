//! Views as NumPy's arrays.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::{export, release};
use crate::layouts;
use crate::memory::View;

/// The memory under an array: it is the array's base, and keeps what the array sees alive and in
/// its place.
///
/// NumPy lets go of the buffer at once, and keeps this.
#[pyclass(frozen, module = "nprecords")]
#[derive(Debug)]
pub(crate) struct Memory {
    /// Raw bytes, from the lowest to the highest.
    bytes: View,
}

#[pymethods]
impl Memory {
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let bytes = slf.get().bytes.clone();
        // SAFETY: Python's promise.
        unsafe { export(bytes, slf.into_any(), view, flags) }
    }

    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: Python's promise.
        unsafe { release(view) }
    }

    fn __repr__(&self) -> String {
        format!("<nprecords memory of {} bytes>", self.bytes.len())
    }
}

/// The view as an array: the same memory, and exactly the dtype, whatever buffers can say.
///
/// # Errors
/// `ImportError` without NumPy.
pub(crate) fn to_numpy<'py>(py: Python<'py>, view: &View) -> PyResult<Bound<'py, PyAny>> {
    let numpy = layouts::module(py)?;
    let (bytes, offset) = view.bytes()?;
    let memory = Bound::new(py, Memory { bytes })?;
    let arguments = PyDict::new(py);
    arguments.set_item("dtype", view.item().numpy(py)?)?;
    arguments.set_item("buffer", memory)?;
    arguments.set_item("offset", offset)?;
    arguments.set_item("strides", PyTuple::new(py, view.strides())?)?;
    let shape = PyTuple::new(py, view.shape())?;
    numpy.getattr("ndarray")?.call((shape,), Some(&arguments))
}
