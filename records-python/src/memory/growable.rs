//! Rows that move when they grow, and stay while somebody sees them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use pyo3::exceptions::{PyBufferError, PyMemoryError};
use pyo3::prelude::*;
use records_core::{DynRecordBuf, DynRecords, Error, Layout};

use super::{Item, View};
use crate::error::raise;

/// A [`DynRecordBuf`] that Python sees, too: it grows only while nobody has a view of it.
#[derive(Debug)]
pub(crate) struct Growable {
    /// **Invariant**: while `views` is not 0, the buffer is not touched but for its length.
    state: Mutex<State>,
    item: Arc<Item>,
}

#[derive(Debug)]
struct State {
    rows: DynRecordBuf,
    views: usize,
    /// Where the rows are, while somebody has a view of them: found for the first, for to look
    /// again would be to borrow what others read or write.
    seen: Seen,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    first: usize,
    shape: Vec<usize>,
    strides: Vec<isize>,
}

/// One of the views of a [`Growable`], which it counts.
#[derive(Debug)]
struct Lease(Arc<Growable>);

impl Drop for Lease {
    fn drop(&mut self) {
        self.0.state().views -= 1;
    }
}

impl Growable {
    pub(crate) fn new(rows: DynRecordBuf) -> Growable {
        let dtype = records_core::DType::record(rows.layout().clone());
        let state = State { rows, views: 0, seen: Seen::default() };
        Growable { item: Arc::new(Item::new(dtype)), state: Mutex::new(state) }
    }

    pub(crate) fn layout(&self) -> &Layout {
        self.item.layout()
    }

    pub(crate) fn item(&self) -> &Arc<Item> {
        &self.item
    }

    pub(crate) fn len(&self) -> usize {
        self.state().rows.len()
    }

    /// How many have a view of the rows.
    pub(crate) fn views(&self) -> usize {
        self.state().views
    }

    /// The rows as they are now; until the last copy of the view is gone, there will be no others.
    pub(crate) fn view(self: &Arc<Self>) -> PyResult<View> {
        let mut state = self.state();
        if state.views == 0 {
            let interface = state.rows.view_mut().array_interface();
            let (first, strides) = (interface.data.0, interface.strides.unwrap_or_default());
            state.seen = Seen { first, shape: interface.shape, strides };
        }
        let Seen { first, shape, strides } = state.seen.clone();
        state.views += 1;
        drop(state);
        let first = std::ptr::with_exposed_provenance_mut(first);
        let lease = Arc::new(Lease(Arc::clone(self)));
        // SAFETY: the rows of the buffer, which stays as it is while the lease lives.
        unsafe { View::new(first, shape, strides, Arc::clone(&self.item), true, lease) }
            .map_err(raise)
    }

    /// Adds rows of just these bytes.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of the rows, `MemoryError`; then nothing is changed.
    #[inline(always)]
    pub(crate) fn push(&self, py: Python<'_>, row: &[u8]) -> PyResult<()> {
        match self.state.try_lock() {
            Ok(mut state) => state.push(row),
            Err(_) => self.change(py, |mut rows| rows.push(row)),
        }
    }

    /// Changes the rows, for as long as it takes: whoever else comes waits without the
    /// interpreter. No code of Python's may run in `change`: it could come back here.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of them; those of `change`.
    pub(crate) fn change<T: Send>(
        &self,
        py: Python<'_>,
        change: impl FnOnce(Growing<'_>) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        py.detach(|| self.state().growing().and_then(change))
    }

    /// The same for what takes no longer than giving the interpreter away.
    pub(crate) fn change_shortly<T: Send>(
        &self,
        py: Python<'_>,
        change: impl FnOnce(Growing<'_>) -> PyResult<T> + Send,
    ) -> PyResult<T> {
        match self.state.try_lock() {
            Ok(mut state) => state.growing().and_then(change),
            Err(TryLockError::Poisoned(_) | TryLockError::WouldBlock) => self.change(py, change),
        }
    }

    /// No thread waits for Python while it has the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    #[inline(always)]
    fn push(&mut self, row: &[u8]) -> PyResult<()> {
        self.growing()?.push(row)
    }

    #[inline(always)]
    fn growing(&mut self) -> PyResult<Growing<'_>> {
        if self.views > 0 {
            return Err(exported(self.views));
        }
        Ok(Growing { rows: &mut self.rows })
    }
}

/// Python's words for a bytearray, and how many.
#[cold]
fn exported(views: usize) -> PyErr {
    PyBufferError::new_err(format!(
        "Existing exports of data: object cannot be re-sized ({views} of them)"
    ))
}

#[cold]
fn no_memory(rows: usize, itemsize: usize) -> PyErr {
    PyMemoryError::new_err(format!("no memory for {rows} more rows of {itemsize} bytes"))
}

/// The rows while they may grow. Memory that there is not is an error here.
#[derive(Debug)]
pub(crate) struct Growing<'s> {
    rows: &'s mut DynRecordBuf,
}

impl Growing<'_> {
    /// Makes room for so many more rows.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub(crate) fn reserve(&mut self, more: usize) -> PyResult<()> {
        self.rows.try_reserve(more).map_err(|_| no_memory(more, self.rows.layout().itemsize()))
    }

    /// Adds a row of just these bytes.
    #[inline(always)]
    pub(crate) fn push(&mut self, row: &[u8]) -> PyResult<()> {
        if row.is_empty() {
            return self.extend_from_bytes(row, 1);
        }
        self.reserve(1)?;
        self.rows.extend_from_bytes(row).map_err(raise)
    }

    /// Adds so many rows of just these bytes.
    pub(crate) fn extend_from_bytes(&mut self, bytes: &[u8], count: usize) -> PyResult<()> {
        self.reserve(count)?;
        if self.rows.layout().itemsize() > 0 {
            return self.rows.extend_from_bytes(bytes).map_err(raise);
        }
        // Of no bytes there are any number.
        let layout = self.rows.layout().clone();
        let rows = DynRecords::from_bytes_at(bytes, &layout, 0, count).map_err(raise)?;
        self.extend_from_rows(&rows)
    }

    /// Adds copies of rows, matched by name.
    ///
    /// # Errors
    /// Those of [`DynRecordBuf::extend_from_rows`], `MemoryError`; then nothing is added.
    pub(crate) fn extend_from_rows(&mut self, rows: &DynRecords<'_>) -> PyResult<()> {
        self.try_extend_from_rows(rows)?.map_err(raise)
    }

    /// The same; what is wrong with the rows is left to be looked at.
    pub(crate) fn try_extend_from_rows(
        &mut self,
        rows: &DynRecords<'_>,
    ) -> PyResult<Result<(), Error>> {
        self.reserve(rows.len())?;
        if self.rows.len().checked_add(rows.len()).is_none() {
            return Err(no_memory(rows.len(), self.rows.layout().itemsize()));
        }
        Ok(self.rows.extend_from_rows(rows))
    }

    /// Adds rows of any kind in any way of the buffer's own, which keeps its layout.
    pub(crate) fn add<T>(
        &mut self,
        add: impl FnOnce(&mut DynRecordBuf) -> Result<T, Error>,
    ) -> PyResult<T> {
        add(self.rows).map_err(raise)
    }

    /// Takes all rows out.
    pub(crate) fn take(&mut self) -> DynRecordBuf {
        let none = DynRecordBuf::new(self.rows.layout());
        std::mem::replace(self.rows, none)
    }

    /// Adds a copy of all rows.
    pub(crate) fn double(&mut self) -> PyResult<()> {
        let count = self.rows.len();
        self.reserve(count)?;
        let mut copy = Vec::new();
        let bytes = self.rows.as_bytes();
        copy.try_reserve_exact(bytes.len())
            .map_err(|_| no_memory(count, self.rows.layout().itemsize()))?;
        copy.extend_from_slice(bytes);
        self.extend_from_bytes(&copy, count)
    }

    /// Takes the last row away, and gives its bytes.
    pub(crate) fn pop(&mut self) -> Option<Vec<u8>> {
        let last = self.rows.len().checked_sub(1)?;
        let start = last * self.rows.layout().itemsize();
        let row = self.rows.as_bytes()[start..].to_vec();
        self.rows.truncate(last);
        Some(row)
    }

    /// Keeps the first rows.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.rows.truncate(len);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Arc<Growable> {
        Arc::new(Growable::new(DynRecordBuf::new(&Layout::parse("u1,u2").unwrap())))
    }

    #[test]
    fn rows_stay_while_they_are_seen() {
        Python::attach(|py| {
            let rows = rows();
            rows.push(py, &[1, 2, 3]).unwrap();
            let view = rows.view().unwrap();
            let part = view.clone();
            assert_eq!((view.len(), rows.views()), (1, 1));
            drop(view);
            assert!(rows.push(py, &[4, 5, 6]).unwrap_err().is_instance_of::<PyBufferError>(py));
            assert!(rows.change(py, |mut rows| rows.double()).is_err());
            drop(part);
            assert_eq!((rows.views(), rows.len()), (0, 1));
            rows.change(py, |mut rows| rows.double()).unwrap();
            rows.push(py, &[4, 5, 6]).unwrap();
            let last = rows.change_shortly(py, |mut rows| Ok(rows.pop())).unwrap();
            assert_eq!((last.unwrap(), rows.len()), (vec![4, 5, 6], 2));
            assert_eq!(
                rows.view().unwrap().read().unwrap().contents().unwrap(),
                [1, 2, 3, 1, 2, 3]
            );
        });
    }

    #[test]
    fn memory_that_there_is_not_is_an_error() {
        Python::attach(|py| {
            let rows = rows();
            for more in [usize::MAX, usize::MAX / 3, isize::MAX as usize / 3] {
                let error = rows.change(py, |mut rows| rows.reserve(more)).unwrap_err();
                assert!(error.is_instance_of::<PyMemoryError>(py));
            }
            let none = Growable::new(DynRecordBuf::new(&Layout::parse("V0").unwrap()));
            let zeros = |mut rows: Growing<'_>| rows.extend_from_bytes(&[], usize::MAX);
            none.change(py, zeros).unwrap();
            assert!(none.change(py, zeros).unwrap_err().is_instance_of::<PyMemoryError>(py));
            assert!(none.push(py, &[]).unwrap_err().is_instance_of::<PyMemoryError>(py));
            assert_eq!(none.len(), usize::MAX);
        });
    }
}
