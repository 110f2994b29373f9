//! Rows that grow, written by Rust and seen by Python.

use pyo3::prelude::*;
use records_core::{DynRecordBuf, DynRecords, Layout, Record};

use crate::{BorrowedArray, BorrowedArrayMut, PyRecordBuffer, PyRecords};

/// For people who write extensions in Rust: the same object grows here and is seen there.
///
/// ```
/// use pyo3::prelude::*;
/// use records_core::Record;
/// use records_python::PyRecordBuffer;
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Tick { price: f64, size: u32 }
///
/// Python::attach(|py| {
///     let ticks = Bound::new(py, PyRecordBuffer::of(py, Tick::LAYOUT))?;
///     ticks.get().push(py, Tick { price: 9.5, size: 100 })?;
///     assert_eq!(ticks.len()?, 1);
///     // While Python has a view of them, the rows stay where they are.
///     let view = pyo3::types::PyMemoryView::from(&ticks)?;
///     let error = ticks.get().push(py, Tick { price: 9.6, size: 50 }).unwrap_err();
///     assert!(error.is_instance_of::<pyo3::exceptions::PyBufferError>(py));
///     view.call_method0("release")?;
///     ticks.get().push(py, Tick { price: 9.6, size: 50 })?;
///     assert_eq!(ticks.get().read()?.column::<f64>("price")?.sum(), 19.1);
///     Ok::<_, PyErr>(())
/// })?;
/// # Ok::<(), PyErr>(())
/// ```
impl PyRecordBuffer {
    /// No rows yet.
    #[must_use]
    pub fn of(py: Python<'_>, layout: &Layout) -> PyRecordBuffer {
        PyRecordBuffer::new(py, DynRecordBuf::new(layout))
    }

    /// What a row is.
    #[must_use]
    pub fn row_layout(&self) -> &Layout {
        self.rows().layout()
    }

    /// How many rows there are now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows().len()
    }

    /// Whether there is none now.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many have a view of the rows: as long as there are any, the buffer does not grow.
    #[must_use]
    pub fn exports(&self) -> usize {
        self.rows().views()
    }

    /// Adds a row, whose fields are found by name.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of the rows; `MemoryError`; `TypeError` with all
    /// differences, field by field.
    pub fn push<R: Record + Send>(&self, py: Python<'_>, record: R) -> PyResult<()> {
        self.rows().change_shortly(py, |mut rows| {
            rows.reserve(1)?;
            rows.add(|rows| {
                rows.pusher::<R>()?.push(record);
                Ok(())
            })
        })
    }

    /// Adds rows, all of them or, if somebody has a view, none.
    ///
    /// # Errors
    /// As for [`push`](PyRecordBuffer::push).
    pub fn push_all<R: Record + Send>(
        &self,
        py: Python<'_>,
        records: impl IntoIterator<Item = R>,
    ) -> PyResult<()> {
        // First, since they may come from anywhere: from Python, from this very buffer.
        let records: Vec<R> = records.into_iter().collect();
        self.rows().change(py, |mut rows| {
            rows.reserve(records.len())?;
            rows.add(|rows| {
                rows.pusher::<R>()?.extend(records);
                Ok(())
            })
        })
    }

    /// Adds rows of the same layout.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of the rows; `MemoryError`; `TypeError` if the layouts
    /// differ.
    pub fn append_rows(&self, py: Python<'_>, more: &DynRecords<'_>) -> PyResult<()> {
        self.rows().change(py, |mut rows| rows.extend_from_rows(more))
    }

    /// Adds rows that are bytes already.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of the rows; `MemoryError`; `ValueError` if they are
    /// not a whole number of rows.
    pub fn append_bytes(&self, py: Python<'_>, bytes: &[u8]) -> PyResult<()> {
        let itemsize = self.row_layout().itemsize().max(1);
        self.rows().change(py, |mut rows| {
            rows.reserve(bytes.len() / itemsize)?;
            rows.add(|rows| rows.extend_from_bytes(bytes))
        })
    }

    /// Takes the rows out; there are none afterwards.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of the rows.
    pub fn take_rows(&self, py: Python<'_>) -> PyResult<DynRecordBuf> {
        self.rows().change(py, |mut rows| Ok(rows.take()))
    }

    /// The rows as they are now, for Python; while they live, the buffer does not grow.
    ///
    /// # Errors
    /// None that would be known.
    pub fn to_records(&self) -> PyResult<PyRecords> {
        self.rows().view().map(PyRecords::from)
    }

    /// Borrows the rows to read them.
    ///
    /// # Errors
    /// `BufferError` if somebody is writing to them.
    pub fn read(&self) -> PyResult<BorrowedArray> {
        BorrowedArray::of(self.rows().view()?)
    }

    /// Borrows the rows to write them.
    ///
    /// # Errors
    /// `BufferError` if somebody is reading them or writing to them.
    pub fn write(&self) -> PyResult<BorrowedArrayMut> {
        BorrowedArrayMut::of(self.rows().view()?)
    }
}
