//! Memory of owners in Rust as views.

use std::ptr::NonNull;
use std::sync::Arc;

use pyo3::PyResult;
use records_core::{DynArray, DynArrayMut, Error};

use super::{Item, Owner, View};
use crate::error::raise;

/// An owner in a place of its own, which nobody touches until it is dropped.
struct Kept<T>(NonNull<T>);

// SAFETY: the owner may be sent, and goes to the thread that drops it.
unsafe impl<T: Send> Send for Kept<T> {}
// SAFETY: nobody gets at the owner by reference.
unsafe impl<T: Send> Sync for Kept<T> {}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        // SAFETY: made of a box, by `kept_mut` alone.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

impl View {
    /// What an owner lends, to be read, with the owner kept alive.
    ///
    /// # Errors
    /// Those of `lend`.
    pub(crate) fn kept<T: Send + Sync + 'static>(
        owner: Arc<T>,
        lend: impl for<'a> FnOnce(&'a T) -> Result<DynArray<'a>, Error>,
    ) -> PyResult<View> {
        let array = lend(&owner).map_err(raise)?;
        // SAFETY: borrowed of what lies in the `Arc`, which the view keeps: the borrow may last
        // as long, since the owner is only ever shared.
        unsafe { View::lent(&array, false, Arc::clone(&owner) as Owner) }
    }

    /// What an owner lends, to be written, with the owner kept alive and to itself.
    ///
    /// # Errors
    /// Those of `lend`.
    pub(crate) fn kept_mut<T: Send + 'static>(
        owner: T,
        lend: impl for<'a> FnOnce(&'a mut T) -> Result<DynArrayMut<'a>, Error>,
    ) -> PyResult<View> {
        let kept = Kept(NonNull::from(Box::leak(Box::new(owner))));
        let place = kept.0.as_ptr();
        // SAFETY: nobody else gets at the owner, now or while the view keeps it.
        let array = lend(unsafe { &mut *place }).map_err(raise)?.into_view();
        // SAFETY: borrowed of what lies in the box, for as long as it lies there.
        unsafe { View::lent(&array, true, Arc::new(kept)) }
    }

    /// An array of which `owner` is the owner.
    ///
    /// # Safety
    /// The items can be read, and, if so said, written, while the owner lives; the bytes between
    /// them are of the same allocation.
    pub(crate) unsafe fn lent(
        array: &DynArray<'_>,
        writable: bool,
        owner: Owner,
    ) -> PyResult<View> {
        let first = array.as_ptr().cast_mut();
        let (shape, strides) = (array.shape().into(), array.strides().into());
        let item = Arc::new(Item::new(array.dtype().clone()));
        // SAFETY: the caller's promise.
        unsafe { View::new(first, shape, strides, item, writable, owner) }.map_err(raise)
    }
}
