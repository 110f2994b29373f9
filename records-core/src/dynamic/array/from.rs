//! Arrays from bytes, addresses and other views.

use super::{DynArray, Item};
use crate::dynamic::{DynRecordBuf, DynRecords};
use crate::memory::{Shaped, check_shape_within, count, dense_strides};
use crate::{DType, Error};

impl<'a> DynArray<'a> {
    /// The array that the bytes are: its items one behind the other in C order, the
    /// index of the last dimension changing fastest. For Fortran's order give the shape
    /// backwards and take the array [transposed](DynArray::transposed).
    ///
    /// # Errors
    /// [`Error::Lengths`] if there are more or fewer bytes than the items take,
    /// [`Error::Shape`] if there are too many dimensions or items, [`Error::Layout`] if the
    /// dtype is too large.
    pub fn from_bytes(
        bytes: &'a [u8],
        dtype: &DType,
        shape: &[usize],
    ) -> Result<DynArray<'a>, Error> {
        check_dense(bytes.len(), dtype, shape)?;
        DynArray::from_strided(bytes, dtype, 0, shape, &dense_strides(shape, dtype.size()))
    }

    /// The array whose first item, with index 0 in every dimension, lies at byte
    /// `offset`, and whose next item along dimension `i` lies `strides[i]` bytes behind it.
    ///
    /// Strides may be anything: negative, larger than needed, smaller, so that items
    /// overlap, or 0.
    ///
    /// # Errors
    /// [`Error::ArrayOutOfBounds`] if some item does not lie within the bytes;
    /// [`Error::Lengths`] if there are more or fewer strides than dimensions,
    /// [`Error::Shape`] if there are too many dimensions or items, [`Error::Layout`] if the
    /// dtype is too large.
    pub fn from_strided(
        bytes: &'a [u8],
        dtype: &DType,
        offset: usize,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<DynArray<'a>, Error> {
        DynArray::check_strided(bytes.len(), dtype, offset, shape, strides)?;
        let item = Item::new(dtype.clone())?;
        let first = bytes.as_ptr().cast_mut().wrapping_add(offset);
        let items = Shaped::new(first, shape.into(), strides.into())?;
        // SAFETY: all items lie within `bytes`, initialised and borrowed for 'a.
        Ok(unsafe { DynArray::from_items(items, item, false) })
    }

    /// Checks that the items of an array lie within so many bytes, the first at byte `offset`,
    /// without looking at them: for memory that is known by its address and its length.
    ///
    /// # Errors
    /// Those of [`from_strided`](DynArray::from_strided).
    pub fn check_strided(
        bytes: usize,
        dtype: &DType,
        offset: usize,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<(), Error> {
        let item = Item::new(dtype.clone())?;
        Shaped::new(core::ptr::without_provenance_mut(offset), shape.into(), strides.into())?;
        check_shape_within(bytes, offset, shape, strides, item.size())
    }

    /// An array in memory that is known only by its address: the item with index 0 in
    /// every dimension lies at `first`, at any alignment.
    ///
    /// # Errors
    /// Those of [`from_strided`](DynArray::from_strided) that do not concern bytes.
    ///
    /// # Safety
    /// For `'a`, the `dtype.size()` bytes at each item lie in one allocation, can be
    /// read, and nobody writes them; the bytes of the fields are initialised.
    pub unsafe fn from_raw_parts(
        first: *const u8,
        dtype: &DType,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<DynArray<'a>, Error> {
        let item = Item::new(dtype.clone())?;
        let items = Shaped::new(first.cast_mut(), shape.into(), strides.into())?;
        // SAFETY: the caller's promise.
        Ok(unsafe { DynArray::from_items(items, item, false) })
    }
}

/// Checks that items one behind the other take all the bytes.
pub(super) fn check_dense(bytes: usize, dtype: &DType, shape: &[usize]) -> Result<(), Error> {
    let items = count(shape, shape.len())?;
    // More than there can be bytes, if it cannot be told.
    let expected = items.saturating_mul(dtype.size());
    if expected != bytes {
        let what = alloc::format!("the memory of an array of shape {}", crate::error::tuple(shape));
        return Err(Error::Lengths { what, expected, found: bytes });
    }
    Ok(())
}

/// One dimension.
impl<'a> From<DynRecords<'a>> for DynArray<'a> {
    fn from(records: DynRecords<'a>) -> DynArray<'a> {
        let item = Item::of_records(records.shared_layout());
        // SAFETY: the rows, of this layout.
        unsafe { DynArray::from_items(Shaped::line(records.rows()), item, records.is_part()) }
    }
}

impl<'a> From<&'a DynRecordBuf> for DynArray<'a> {
    fn from(records: &'a DynRecordBuf) -> DynArray<'a> {
        records.view().into()
    }
}
