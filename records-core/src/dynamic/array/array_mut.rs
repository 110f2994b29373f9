//! Arrays of any number of dimensions, to be written.

use alloc::sync::Arc;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::from::check_dense;
use super::{DynArray, Item};
use crate::dynamic::{DynRecordsMut, encode};
use crate::error::tuple;
use crate::kernel::{self, Holes};
use crate::memory::{Shaped, Strided, check_shape_apart, check_shape_within, dense_strides};
use crate::{DType, Error, Layout, Value};

/// An array of any number of dimensions in bytes that somebody else owns, to be written;
/// the mutable twin of [`DynArray`].
///
/// It is the only way to its items while it lives. What belongs to no field is never
/// written.
///
/// ```
/// use records_core::{DType, DynArrayMut};
///
/// let mut bytes = [0; 8];
/// let mut array = DynArrayMut::from_strided(&mut bytes, &DType::U8, 0, &[2, 3], &[4, 1])?;
/// array.set(&[1, 2], &7.into())?;
/// array.matrix_mut::<u8>("")?.set(0, 1, 9);
/// assert_eq!(bytes, [0, 9, 0, 0, 0, 0, 7, 0]);
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct DynArrayMut<'a> {
    /// **Invariant**: that of `DynArray`; the bytes of the fields can also be written,
    /// nobody else reads or writes them, and no two items have a byte in common.
    pub(super) items: Shaped,
    pub(super) item: Arc<Item>,
    part: bool,
    of: PhantomData<&'a mut [u8]>,
}

// SAFETY: the only way to its items, as `&mut [u8]` is.
unsafe impl Send for DynArrayMut<'_> {}
// SAFETY: by shared reference it only lends values out.
unsafe impl Sync for DynArrayMut<'_> {}

impl<'a> DynArrayMut<'a> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    unsafe fn from_items(items: Shaped, item: Arc<Item>, part: bool) -> DynArrayMut<'a> {
        DynArrayMut { items, item, part, of: PhantomData }
    }

    /// The array that the bytes are: its items one behind the other in C order; see
    /// [`DynArray::from_bytes`].
    ///
    /// # Errors
    /// As there.
    pub fn from_bytes(
        bytes: &'a mut [u8],
        dtype: &DType,
        shape: &[usize],
    ) -> Result<DynArrayMut<'a>, Error> {
        check_dense(bytes.len(), dtype, shape)?;
        DynArrayMut::from_strided(bytes, dtype, 0, shape, &dense_strides(shape, dtype.size()))
    }

    /// The array whose first item lies at byte `offset`, and whose next item along
    /// dimension `i` lies `strides[i]` bytes behind it; see [`DynArray::from_strided`].
    ///
    /// # Errors
    /// As there, and [`Error::RowsOverlap`] if items overlap: such arrays can only be
    /// read. Each stride must step over all that the smaller ones reach; lines that
    /// interleave are refused even where their items do not touch.
    pub fn from_strided(
        bytes: &'a mut [u8],
        dtype: &DType,
        offset: usize,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<DynArrayMut<'a>, Error> {
        let item = Item::new(dtype.clone())?;
        let first = bytes.as_mut_ptr().wrapping_add(offset);
        let items = Shaped::new(first, shape.into(), strides.into())?;
        check_shape_within(bytes.len(), offset, shape, strides, item.size())?;
        check_shape_apart(shape, strides, item.size())?;
        // SAFETY: all items lie within `bytes`, initialised and borrowed for 'a, and do
        // not overlap.
        Ok(unsafe { DynArrayMut::from_items(items, item, false) })
    }

    /// An array in memory that is known only by its address; see
    /// [`DynArray::from_raw_parts`].
    ///
    /// # Errors
    /// As there, and [`Error::RowsOverlap`] as for [`from_strided`](DynArrayMut::from_strided).
    ///
    /// # Safety
    /// As there, and: the memory can be written, and nobody else reads or writes the
    /// items for `'a`.
    pub unsafe fn from_raw_parts(
        first: *mut u8,
        dtype: &DType,
        shape: &[usize],
        strides: &[isize],
    ) -> Result<DynArrayMut<'a>, Error> {
        let item = Item::new(dtype.clone())?;
        let items = Shaped::new(first, shape.into(), strides.into())?;
        check_shape_apart(shape, strides, item.size())?;
        // SAFETY: the caller's promise; items do not overlap.
        Ok(unsafe { DynArrayMut::from_items(items, item, false) })
    }

    /// Items along each dimension.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        self.items.shape()
    }

    /// Bytes from one item to the next along each dimension.
    #[must_use]
    pub fn strides(&self) -> &[isize] {
        self.items.strides()
    }

    /// How many items there are in all.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.len() == 0
    }

    /// What an item is.
    #[must_use]
    pub fn dtype(&self) -> &DType {
        &self.item.dtype
    }

    /// The layout of an item; see [`DynArray::layout`].
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.item.layout
    }

    /// The address of the first item.
    pub(in crate::dynamic) const fn first(&self) -> *mut u8 {
        self.items.base()
    }

    /// The array, to read it.
    #[must_use]
    pub fn view(&self) -> DynArray<'_> {
        // SAFETY: what can be written can be read, and nobody writes it while `self` is
        // borrowed.
        unsafe { DynArray::from_items(self.items.clone(), Arc::clone(&self.item), self.part) }
    }

    /// The array for good, to read it.
    #[must_use]
    pub fn into_view(self) -> DynArray<'a> {
        // SAFETY: as for `view`; `self` is gone.
        unsafe { DynArray::from_items(self.items, self.item, self.part) }
    }

    /// The same array for a shorter time.
    #[must_use]
    pub fn reborrow(&mut self) -> DynArrayMut<'_> {
        self.with_items(self.items.clone())
    }

    /// Some of the items, while `self` is borrowed.
    fn with_items(&mut self, items: Shaped) -> DynArrayMut<'_> {
        // SAFETY: some of the items, of which `self` is the only way, borrowed meanwhile.
        unsafe { DynArrayMut::from_items(items, Arc::clone(&self.item), self.part) }
    }

    /// The item at an index.
    #[must_use]
    pub fn get(&self, index: &[usize]) -> Option<Value> {
        self.view().get(index)
    }

    /// Writes the item at an index; a record takes a [`Value::Record`] of all its fields.
    /// See [`DynRecordsMut::set_value`] for what a dtype can hold, and
    /// [`field_mut`](DynArrayMut::field_mut) for a single field.
    ///
    /// # Errors
    /// [`Error::Shape`] if there is no such item, [`Error::CannotHold`] if it cannot hold the
    /// value; then nothing is written.
    pub fn set(&mut self, index: &[usize], value: &Value) -> Result<(), Error> {
        let Some(at) = self.items.at(index) else {
            let reason = alloc::format!("has no item {}", tuple(index));
            return Err(Error::Shape { shape: self.shape().into(), reason });
        };
        let dtype = self.dtype();
        // Written beside first, so that a part that does not fit leaves all as it was,
        // and padding inside is not touched.
        let mut bytes = alloc::vec![0; dtype.size()];
        encode::value(dtype, "item", value, &mut bytes)?;
        let size = dtype.size() as isize;
        let from = Strided::new(bytes.as_mut_ptr(), 1, size);
        let parts = crate::view::moves_of([(dtype, 0, 0)].into_iter());
        // SAFETY: the bytes of one value; those of the fields of an item of the array.
        unsafe { kernel::repack(from, Strided::new(at, 1, size), &parts, Holes::Kept) };
        Ok(())
    }

    /// One dimension less, while `self` is borrowed; see [`DynArray::index`].
    ///
    /// # Panics
    /// If there is no such dimension or index.
    #[must_use]
    #[track_caller]
    pub fn index_mut(&mut self, axis: usize, index: usize) -> DynArrayMut<'_> {
        self.with_items(self.items.index(axis, index))
    }

    /// The items of a range of dimension `axis`, while `self` is borrowed.
    ///
    /// # Panics
    /// If there is no such dimension, or the range does not lie within it.
    #[must_use]
    #[track_caller]
    pub fn slice_mut(&mut self, axis: usize, range: impl RangeBounds<usize>) -> DynArrayMut<'_> {
        self.with_items(self.items.slice(axis, range))
    }

    /// The last item first, in dimension `axis`, while `self` is borrowed.
    ///
    /// # Panics
    /// If there is no such dimension.
    #[must_use]
    #[track_caller]
    pub fn reversed_mut(&mut self, axis: usize) -> DynArrayMut<'_> {
        self.with_items(self.items.reversed(axis))
    }

    /// The dimensions in the opposite order, while `self` is borrowed.
    #[must_use]
    pub fn transposed_mut(&mut self) -> DynArrayMut<'_> {
        self.with_items(self.items.transposed())
    }

    /// A field of every item, or a part of one, to be written; see [`DynArray::field`].
    ///
    /// # Errors
    /// As there.
    pub fn field_mut(&mut self, path: &str) -> Result<DynArrayMut<'_>, Error> {
        let (offset, dtype) = self.item.find(path)?;
        // The item itself may leave fields of the rows out; a field is there whole.
        let part = self.part && core::ptr::eq(dtype, &raw const self.item.dtype);
        let item = Item::new(dtype.clone())?;
        // SAFETY: a part of each item, of this dtype; `self` is borrowed meanwhile.
        Ok(unsafe { DynArrayMut::from_items(self.items.shifted(offset), item, part) })
    }

    /// All items in C order, as rows of records, to be written; see
    /// [`DynArray::records`].
    ///
    /// # Errors
    /// As there.
    pub fn records_mut(&mut self) -> Result<DynRecordsMut<'_>, Error> {
        self.reborrow().into_records()
    }

    /// [`records_mut`](DynArrayMut::records_mut) for good.
    ///
    /// # Errors
    /// As there.
    pub fn into_records(self) -> Result<DynRecordsMut<'a>, Error> {
        let rows = self.view().collapsed()?;
        // SAFETY: all items, of which `self`, the only way to them, is gone.
        Ok(unsafe { DynRecordsMut::from_rows(rows, Arc::clone(&self.item.layout), self.part) })
    }
}

/// One dimension.
impl<'a> From<DynRecordsMut<'a>> for DynArrayMut<'a> {
    fn from(records: DynRecordsMut<'a>) -> DynArrayMut<'a> {
        let view = DynArray::from(records.view());
        let (items, item, part) = (view.items.clone(), Arc::clone(&view.item), view.part);
        // SAFETY: the rows, of which the view that is gone was the only way.
        unsafe { DynArrayMut::from_items(items, item, part) }
    }
}
