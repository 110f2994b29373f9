//! Rows that grow, in Python.

use std::sync::Arc;

use pyo3::ffi;
use pyo3::prelude::*;
use records_core::DynRecordBuf;

use super::PyRecords;
use crate::arguments::List;
use crate::export::{export, release};
use crate::layouts::{dtype_of, named};
use crate::memory::Growable;

/// Rows in memory of their own, which grows as they are added.
///
/// While anything has a view of them, a NumPy array or a memoryview, they cannot grow: that is a
/// `BufferError`, as it is for a bytearray.
#[pyclass(frozen, name = "RecordBuffer", module = "nprecords")]
#[derive(Debug)]
pub struct PyRecordBuffer {
    rows: Arc<Growable>,
}

impl PyRecordBuffer {
    pub(crate) fn rows(&self) -> &Arc<Growable> {
        &self.rows
    }
}

impl From<Arc<Growable>> for PyRecordBuffer {
    fn from(rows: Arc<Growable>) -> PyRecordBuffer {
        PyRecordBuffer { rows }
    }
}

#[pymethods]
impl PyRecordBuffer {
    #[new]
    #[pyo3(signature = (dtype, names=None))]
    fn parse(dtype: &Bound<'_, PyAny>, names: Option<List<String>>) -> PyResult<PyRecordBuffer> {
        let layout = named(dtype_of(dtype)?, names.map(|names| names.0))?;
        Ok(PyRecordBuffer { rows: Arc::new(Growable::new(DynRecordBuf::new(&layout))) })
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    /// The rows as they are now; while this lives, there will be no others.
    fn view(&self) -> PyResult<PyRecords> {
        Ok(PyRecords::from(self.rows.view()?))
    }

    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: i32,
    ) -> PyResult<()> {
        let rows = slf.get().rows.view()?;
        // SAFETY: Python's promise.
        unsafe { export(rows, slf.into_any(), view, flags) }
    }

    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: Python's promise.
        unsafe { release(view) }
    }
}
