//! Memory of owners in Rust as views.

use std::ptr::NonNull;
use std::sync::Arc;

use pyo3::PyResult;
use pyo3::exceptions::PyValueError;
use records_core::{DType, DynArray, DynArrayMut, DynRecordBuf, Error};

use super::{Item, Owner, View, room};
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
    /// What an owner lends, to be read, with the owner kept alive; copied, if items have bytes that
    /// may not be initialised.
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
        unsafe { View::shared(&array, Arc::clone(&owner) as Owner) }
    }

    /// [`kept`](View::kept) without a copy.
    ///
    /// # Errors
    /// Those of `lend`.
    ///
    /// # Safety
    /// All bytes of the items, padding included, are initialised, and nobody writes them while the
    /// owner lives.
    pub(crate) unsafe fn kept_whole<T: Send + Sync + 'static>(
        owner: Arc<T>,
        lend: impl for<'a> FnOnce(&'a T) -> Result<DynArray<'a>, Error>,
    ) -> PyResult<View> {
        let array = lend(&owner).map_err(raise)?;
        // SAFETY: as in `kept`; of the padding, the caller's promise.
        unsafe { View::lent(&array, false, Arc::clone(&owner) as Owner) }
    }

    /// What an owner lends, to be written, with the owner kept alive and to itself.
    ///
    /// # Errors
    /// Those of `lend`; `ValueError` if there are bytes that are no values, or that may not be
    /// initialised.
    pub(crate) fn kept_mut<T: Send + 'static>(
        owner: T,
        lend: impl for<'a> FnOnce(&'a mut T) -> Result<DynArrayMut<'a>, Error>,
    ) -> PyResult<View> {
        View::kept_mut_if(owner, lend, |dtype| {
            let reason = if dtype.needs_check() {
                "Python may write what is no value of them"
            } else if dtype.has_padding() {
                "the bytes between their fields may be anybody's"
            } else {
                return Ok(());
            };
            Err(PyValueError::new_err(format!("items {dtype} cannot be lent to Python: {reason}")))
        })
    }

    /// [`kept_mut`](View::kept_mut) of any items.
    ///
    /// # Errors
    /// Those of `lend`.
    ///
    /// # Safety
    /// All bytes of the items, padding included, are initialised and nobody else's, and the owner
    /// may be dropped whatever they have become.
    pub(crate) unsafe fn kept_mut_whole<T: Send + 'static>(
        owner: T,
        lend: impl for<'a> FnOnce(&'a mut T) -> Result<DynArrayMut<'a>, Error>,
    ) -> PyResult<View> {
        View::kept_mut_if(owner, lend, |_| Ok(()))
    }

    /// Of items that `check` lets pass: where they can be invalid or have padding, by the promise
    /// of `kept_mut_whole`.
    fn kept_mut_if<T: Send + 'static>(
        owner: T,
        lend: impl for<'a> FnOnce(&'a mut T) -> Result<DynArrayMut<'a>, Error>,
        check: impl FnOnce(&DType) -> PyResult<()>,
    ) -> PyResult<View> {
        let kept = Kept(NonNull::from(Box::leak(Box::new(owner))));
        let place = kept.0.as_ptr();
        // SAFETY: nobody else gets at the owner, now or while the view keeps it.
        let array = lend(unsafe { &mut *place }).map_err(raise)?.into_view();
        check(array.dtype())?;
        // SAFETY: borrowed of what lies in the box, for as long as it lies there; what items are,
        // was checked.
        unsafe { View::lent(&array, true, Arc::new(kept)) }
    }

    /// An array of which `owner` is the owner, to be read: copied, if some bytes of its items may
    /// not be initialised.
    ///
    /// # Safety
    /// The array can be read while the owner lives.
    pub(crate) unsafe fn shared(array: &DynArray<'_>, owner: Owner) -> PyResult<View> {
        if array.dtype().has_padding() {
            return View::copied(array).map(View::read_only);
        }
        // SAFETY: the caller's promise; all bytes of the items are those of fields.
        unsafe { View::lent(array, false, owner) }
    }

    /// The items in memory of their own, in C order and laid out as they are, with zeros for padding.
    fn copied(array: &DynArray<'_>) -> PyResult<View> {
        let size = array.len().checked_mul(array.dtype().size());
        room(size)?;
        let zeros = vec![0; size.unwrap_or(0)];
        let mut rows = DynRecordBuf::from_bytes(zeros, array.layout()).map_err(raise)?;
        let mut at = 0;
        for lane in array.lanes() {
            let lane_rows = at..at + lane.len();
            at = lane_rows.end;
            rows.view_mut().slice_mut(lane_rows).copy_from(&lane).map_err(raise)?;
        }
        // The elements of arrays are dimensions, as in all views.
        let (mut dtype, mut shape) = (array.dtype(), array.shape().to_vec());
        while let DType::Array(element, len) = dtype {
            dtype = element.get();
            shape.push(*len);
        }
        View::owned_array(rows, &Arc::new(Item::new(array.dtype().clone())), &shape)
    }

    /// An array of which `owner` is the owner.
    ///
    /// # Safety
    /// While the owner lives, the bytes of the items, padding included, are initialised, can be
    /// read, and, if so said, written, whatever is written; they lie in one allocation.
    unsafe fn lent(array: &DynArray<'_>, writable: bool, owner: Owner) -> PyResult<View> {
        let first = array.as_ptr().cast_mut();
        let (shape, strides) = (array.shape().into(), array.strides().into());
        let item = Arc::new(Item::new(array.dtype().clone()));
        // SAFETY: the caller's promise.
        unsafe { View::new(first, shape, strides, item, writable, owner) }.map_err(raise)
    }
}
