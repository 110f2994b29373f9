//! Rows that move when they grow, and stay while somebody sees them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::PyResult;
use pyo3::exceptions::PyBufferError;
use records_core::{DynRecordBuf, Error, Layout};

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
        Growable { item: Arc::new(Item::new(dtype)), state: Mutex::new(State { rows, views: 0 }) }
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
        let mut rows = state.rows.view_mut();
        let interface = rows.array_interface();
        let first = std::ptr::with_exposed_provenance_mut(interface.data.0);
        let (shape, strides) = (interface.shape, interface.strides.unwrap_or_default());
        state.views += 1;
        drop(state);
        let lease = Arc::new(Lease(Arc::clone(self)));
        // SAFETY: the rows of the buffer, which stays as it is while the lease lives.
        unsafe { View::new(first, shape, strides, Arc::clone(&self.item), true, lease) }
            .map_err(raise)
    }

    /// Changes the rows. No code of Python's may run in `change`: it could come back here.
    ///
    /// # Errors
    /// `BufferError` if somebody has a view of them; those of `change`.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut DynRecordBuf) -> Result<T, Error>,
    ) -> PyResult<T> {
        let mut state = self.state();
        if state.views > 0 {
            // Python's words for a bytearray, and how many.
            return Err(PyBufferError::new_err(format!(
                "Existing exports of data: object cannot be re-sized ({} of them)",
                state.views
            )));
        }
        change(&mut state.rows).map_err(raise)
    }

    /// No thread waits for Python while it has the lock.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
