//! Views as NumPy's arrays.

use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::{export_bytes, release};
use crate::layouts;
use crate::memory::View;

/// The memory under an array: it is the array's base, and keeps what the array sees alive and in
/// its place.
///
/// NumPy asks for the bytes from the lowest to the highest item, sees that all items lie there, lets
/// go of them at once, and keeps this. Those between the items may be somebody else's, a column that
/// Rust writes meanwhile: once the array is made, they are not given to anybody.
#[pyclass(frozen, module = "nprecords")]
#[derive(Debug)]
pub(crate) struct Memory {
    view: View,
    made: AtomicBool,
}

impl Memory {
    /// Where the bytes begin that may be had, and how many they are.
    fn bytes(&self) -> (*mut u8, usize) {
        if self.made.load(Ordering::Acquire) && self.view.has_gaps() {
            return (self.view.first(), 0);
        }
        let (low, high) = self.view.extent();
        (self.view.first().wrapping_offset(low), high.abs_diff(low))
    }
}

#[pymethods]
impl Memory {
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        raw: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let this = slf.get();
        let (view, bytes) = (this.view.clone(), this.bytes());
        // SAFETY: Python's promise; there are no bytes but those of items, or NumPy, which looks at
        // none of them, makes the array, and nobody else has heard of the object.
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
    let offset = view.extent().0.unsigned_abs();
    let memory = Bound::new(py, Memory { view: view.clone(), made: AtomicBool::new(false) })?;
    let arguments = PyDict::new(py);
    arguments.set_item("dtype", view.item().numpy(py)?)?;
    arguments.set_item("buffer", &memory)?;
    arguments.set_item("offset", offset)?;
    arguments.set_item("strides", PyTuple::new(py, view.strides())?)?;
    let shape = PyTuple::new(py, view.shape())?;
    let array = numpy.getattr("ndarray")?.call((shape,), Some(&arguments))?;
    memory.get().made.store(true, Ordering::Release);
    Ok(array)
}
