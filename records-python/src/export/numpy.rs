//! Views as NumPy's arrays.

use std::ffi::c_int;
use std::ptr::dangling_mut;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::PyBufferError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::{export_bytes, release};
use crate::layouts;
use crate::memory::View;

/// The memory under an array: it is the array's base, and keeps what the array sees alive and in
/// its place.
///
/// Bytes between the items may be somebody else's, a column that Rust writes meanwhile. Where there
/// are some, it has no bytes for anybody, and tells where the items lie, as NumPy wants it told.
#[pyclass(frozen, module = "nprecords")]
#[derive(Debug)]
pub(crate) struct Memory {
    view: View,
    /// Whether the array is made: before, NumPy would take the buffer for the items.
    made: AtomicBool,
}

impl Memory {
    /// Where the bytes begin that may be had, and how many they are.
    fn bytes(&self) -> (*mut u8, usize) {
        if self.view.has_gaps() {
            return (dangling_mut(), 0);
        }
        let (low, high) = self.view.extent();
        (self.view.first().wrapping_offset(low), high.abs_diff(low))
    }
}

#[pymethods]
impl Memory {
    /// The items as raw bytes.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let said = PyDict::new(py);
        said.set_item("version", 3)?;
        said.set_item("typestr", format!("|V{}", self.view.item().size()))?;
        said.set_item("shape", PyTuple::new(py, self.view.shape())?)?;
        said.set_item("strides", PyTuple::new(py, self.view.strides())?)?;
        said.set_item("data", (self.view.first().expose_provenance(), !self.view.is_writable()))?;
        Ok(said)
    }

    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        raw: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let this = slf.get();
        if this.view.has_gaps() && !this.made.load(Ordering::Acquire) {
            return Err(PyBufferError::new_err("the items are not contiguous"));
        }
        let (view, bytes) = (this.view.clone(), this.bytes());
        // SAFETY: Python's promise; there are no bytes but those of items.
        unsafe { export_bytes(view, bytes, slf.into_any(), raw, flags) }
    }

    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: Python's promise.
        unsafe { release(view) }
    }

    fn __repr__(&self) -> String {
        format!("<nprecords memory of {} bytes>", self.bytes().1)
    }
}

/// The view as an array: the same memory, and exactly the dtype, whatever buffers can say.
///
/// # Errors
/// `ImportError` without NumPy.
pub(crate) fn to_numpy<'py>(py: Python<'py>, view: &View) -> PyResult<Bound<'py, PyAny>> {
    let numpy = layouts::module(py)?;
    let dtype = view.item().own_numpy(py)?;
    let memory = Bound::new(py, Memory { view: view.clone(), made: AtomicBool::new(false) })?;
    if view.has_gaps() {
        // Of the same size, so that the strides stay.
        let raw = numpy.getattr("asarray")?.call1((&memory,))?;
        memory.get().made.store(true, Ordering::Release);
        return raw.call_method1("view", (dtype,));
    }
    let arguments = PyDict::new(py);
    arguments.set_item("dtype", dtype)?;
    arguments.set_item("buffer", &memory)?;
    arguments.set_item("offset", view.extent().0.unsigned_abs())?;
    arguments.set_item("strides", PyTuple::new(py, view.strides())?)?;
    let shape = PyTuple::new(py, view.shape())?;
    numpy.getattr("ndarray")?.call((shape,), Some(&arguments))
}
