//! Rows that grow, in Python.

use std::sync::Arc;

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use records_core::DynRecordBuf;

use super::PyRecords;
use crate::arguments::List;
use crate::layouts::{dtype_of, named};
use crate::memory::Growable;
use crate::rows::Encoder;

/// Rows in memory of their own, which grows as they are added.
///
/// While anything has a view of them, a NumPy array or a memoryview, they cannot grow: that is a
/// `BufferError`, as it is for a bytearray.
///
/// What `Records` can do the buffer can, too, through a view that lives as long as the call and
/// what it returns.
#[pyclass(frozen, name = "RecordBuffer", module = "nprecords")]
#[derive(Debug)]
pub struct PyRecordBuffer {
    rows: Arc<Growable>,
    /// Of the layout of the rows.
    encoder: Encoder,
}

impl PyRecordBuffer {
    /// The rows of a buffer as an object of Python.
    #[must_use]
    pub fn new(py: Python<'_>, rows: DynRecordBuf) -> PyRecordBuffer {
        let encoder = Encoder::new(py, rows.layout());
        PyRecordBuffer { rows: Arc::new(Growable::new(rows)), encoder }
    }

    pub(crate) fn rows(&self) -> &Arc<Growable> {
        &self.rows
    }

    pub(super) fn encoder(&self) -> &Encoder {
        &self.encoder
    }
}

#[pymethods]
impl PyRecordBuffer {
    #[new]
    #[pyo3(signature = (dtype, names=None, capacity=0))]
    fn parse(
        dtype: &Bound<'_, PyAny>,
        names: Option<List<String>>,
        capacity: usize,
    ) -> PyResult<PyRecordBuffer> {
        let layout = named(dtype_of(dtype)?, names.map(|names| names.0))?;
        let made = PyRecordBuffer::new(dtype.py(), DynRecordBuf::new(&layout));
        made.reserve(dtype.py(), capacity)?;
        Ok(made)
    }

    /// Makes room for so many more rows.
    #[pyo3(signature = (additional, /))]
    fn reserve(&self, py: Python<'_>, additional: usize) -> PyResult<()> {
        self.rows.change(py, |mut rows| rows.reserve(additional))
    }

    /// Removes all rows, and keeps the memory for others.
    fn clear(&self, py: Python<'_>) -> PyResult<()> {
        self.truncate(py, 0)
    }

    /// Keeps the first `len` rows, if there are more.
    #[pyo3(signature = (len, /))]
    fn truncate(&self, py: Python<'_>, len: usize) -> PyResult<()> {
        self.rows.change_shortly(py, |mut rows| {
            rows.truncate(len);
            Ok(())
        })
    }

    /// Removes the last row, and returns it.
    fn pop<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let bytes = self.rows.change_shortly(py, |mut rows| Ok(rows.pop()))?;
        let bytes = bytes.ok_or_else(|| PyIndexError::new_err("pop from an empty RecordBuffer"))?;
        let row = Growable::new(DynRecordBuf::new(self.rows.layout()));
        row.push(py, &bytes)?;
        let row = Arc::new(row).view()?;
        Bound::new(py, PyRecords::from(row))?.into_any().get_item(0)
    }
}
