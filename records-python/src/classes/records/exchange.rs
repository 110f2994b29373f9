//! Records as memory for others: the buffer protocol and NumPy's.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::PyRecords;
use crate::export::{export, interface, release, to_numpy};
use crate::layouts;

#[pymethods]
impl PyRecords {
    /// NumPy's description of the memory.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        interface(py, &self.view)
    }

    /// The records as a NumPy array of the same memory, or a copy of another dtype.
    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__<'py>(
        &self,
        py: Python<'py>,
        dtype: Option<&Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let array = to_numpy(py, &self.view)?;
        if dtype.is_none() && copy != Some(true) {
            return Ok(array);
        }
        let options = PyDict::new(py);
        options.set_item("dtype", dtype)?;
        options.set_item("copy", copy)?;
        layouts::module(py)?.getattr("array")?.call((array,), Some(&options))
    }

    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: i32,
    ) -> PyResult<()> {
        let rows = slf.get().view.clone();
        // SAFETY: Python's promise.
        unsafe { export(rows, slf.into_any(), view, flags) }
    }

    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: Python's promise.
        unsafe { release(view) }
    }
}
