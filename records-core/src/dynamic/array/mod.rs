//! Arrays of any number of dimensions whose dtype arrives at run time, to be read.

mod array_mut;
mod from;
mod print;
mod typed;

use alloc::sync::Arc;
use core::marker::PhantomData;
use core::ops::RangeBounds;

pub use array_mut::DynArrayMut;

use super::rows::{moves_between, repacked};
use super::{DynRecordBuf, DynRecords, path};
use crate::error::tuple;
use crate::kernel::{self, Holes};
use crate::memory::{Lanes, Shaped, Strided};
use crate::view::value_at::ValueAt;
use crate::{DType, Error, Layout, Value};

/// What the items of an array are.
#[derive(Clone, Debug)]
struct Item {
    dtype: DType,
    /// Its layout, or that of a record whose only field `f0` it is.
    layout: Arc<Layout>,
}

impl Item {
    /// # Errors
    /// [`Error::Layout`] if the dtype is too large to be one.
    fn new(dtype: DType) -> Result<Arc<Item>, Error> {
        let layout = match &dtype {
            DType::Record(layout) => layout.get().clone(),
            _ => Layout::try_packed([("f0", dtype.clone())])?,
        };
        Ok(Arc::new(Item { dtype, layout: Arc::new(layout) }))
    }

    fn of_records(layout: &Arc<Layout>) -> Arc<Item> {
        let dtype = DType::record(layout.as_ref().clone());
        Arc::new(Item { dtype, layout: Arc::clone(layout) })
    }

    /// A part of an item, and where in it; the empty path is the item itself unless a
    /// field has that name.
    fn find(&self, path: &str) -> Result<(usize, &DType), Error> {
        if path.is_empty() && self.layout.field("").is_none() {
            return Ok((0, &self.dtype));
        }
        path::find(&self.layout, path)
    }

    fn size(&self) -> usize {
        self.layout.itemsize()
    }
}

/// An array of any number of dimensions in bytes that somebody else owns: items of
/// one dtype, records or plain ones, at any strides.
///
/// It is what [`DynRecords`] is in one dimension, and what NumPy's `ndarray` is:
/// nothing is copied until a value is asked for. Typed views of it
/// ([`typed`](DynArray::typed), [`grid`](DynArray::grid), [`column`](DynArray::column),
/// [`matrix`](DynArray::matrix)) are those of derived records.
///
/// ```
/// use records_core::{DType, DynArray};
///
/// // Two lines of three, each padded to 4 bytes, the last line first.
/// let bytes = [1, 2, 3, 0, 4, 5, 6, 0];
/// let array = DynArray::from_strided(&bytes, &DType::U8, 4, &[2, 3], &[-4, 1])?;
/// assert_eq!(array.shape(), [2, 3]);
/// assert_eq!(array.get(&[1, 2]).unwrap(), 3);
/// assert_eq!(array.to_string(), "[[4, 5, 6], [1, 2, 3]]");
/// assert_eq!(array.matrix::<u8>("")?.column(0).to_vec(), [4, 1]);
///
/// let error = DynArray::from_strided(&bytes, &DType::U8, 0, &[3, 3], &[4, 1]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "an array of shape (3, 3) with strides (4, 1), of items of 1 byte, from byte 0 \
///      does not lie within 8 bytes: it would end at byte 11",
/// );
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone)]
pub struct DynArray<'a> {
    /// **Invariant**: for `'a`, the bytes of the dtype at each item lie within one
    /// allocation and can be read, those of its fields are initialised (padding may
    /// not be), and nobody writes them.
    items: Shaped,
    item: Arc<Item>,
    /// Whether the items have fields that the layout leaves out; see `DynRecords`.
    part: bool,
    of: PhantomData<&'a [u8]>,
}

// SAFETY: an array lends values out of shared bytes, as `&[u8]` does.
unsafe impl Send for DynArray<'_> {}
// SAFETY: as above.
unsafe impl Sync for DynArray<'_> {}

impl<'a> DynArray<'a> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    unsafe fn from_items(items: Shaped, item: Arc<Item>, part: bool) -> DynArray<'a> {
        DynArray { items, item, part, of: PhantomData }
    }

    fn with_items(&self, items: Shaped) -> DynArray<'a> {
        DynArray { items, ..self.clone() }
    }

    /// Whether some of the items' fields are out of sight.
    #[cfg(feature = "npy")]
    pub(crate) const fn is_part(&self) -> bool {
        self.part
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

    /// How many dimensions there are; an array without any is one item.
    #[must_use]
    pub fn ndim(&self) -> usize {
        self.shape().len()
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

    /// The layout of an item that is a record; for others that of a record whose only
    /// field, `f0`, it is.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.item.layout
    }

    /// The address of the first item, at any alignment.
    #[must_use]
    pub const fn as_ptr(&self) -> *const u8 {
        self.items.base()
    }

    /// Whether the items lie one right behind the other, the index of the last
    /// dimension changing fastest.
    #[must_use]
    pub fn is_c_contiguous(&self) -> bool {
        self.items.is_c_dense(self.item.size())
    }

    /// Whether the items lie one right behind the other, the index of the first
    /// dimension changing fastest.
    #[must_use]
    pub fn is_f_contiguous(&self) -> bool {
        self.items.is_f_dense(self.item.size())
    }

    /// The item at an index, which has a number for each dimension.
    #[must_use]
    pub fn get(&self, index: &[usize]) -> Option<Value> {
        // SAFETY: an item of the array.
        self.items.at(index).map(|at| unsafe { ValueAt::new(&self.item.dtype, at) }.decode())
    }

    /// All items in C order, the index of the last dimension changing fastest, each by
    /// itself: for looking at some.
    pub fn iter(&self) -> impl Iterator<Item = Value> {
        self.values().map(|value| value.decode())
    }

    fn values(&self) -> impl Iterator<Item = ValueAt<'_>> {
        let items = self.items.merged().lanes(self.item.size());
        let addresses = items.flat_map(|lane| (0..lane.len()).map(move |i| lane.at(i)));
        // SAFETY: items of the array, each of its dtype, while it is borrowed.
        addresses.map(|at| unsafe { ValueAt::new(&self.item.dtype, at) })
    }

    /// One dimension less: the items at one index of dimension `axis`.
    ///
    /// # Panics
    /// If there is no such dimension or index.
    #[must_use]
    #[track_caller]
    pub fn index(&self, axis: usize, index: usize) -> DynArray<'a> {
        self.with_items(self.items.index(axis, index))
    }

    /// The items of a range of dimension `axis`.
    ///
    /// # Panics
    /// If there is no such dimension, or the range does not lie within it.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, axis: usize, range: impl RangeBounds<usize>) -> DynArray<'a> {
        self.with_items(self.items.slice(axis, range))
    }

    /// The last item first, in dimension `axis`.
    ///
    /// # Panics
    /// If there is no such dimension.
    #[must_use]
    #[track_caller]
    pub fn reversed(&self, axis: usize) -> DynArray<'a> {
        self.with_items(self.items.reversed(axis))
    }

    /// The dimensions in the opposite order.
    ///
    /// ```
    /// use records_core::{DType, DynArray};
    ///
    /// // An array in Fortran's order.
    /// let array = DynArray::from_bytes(&[1, 2, 3, 4, 5, 6], &DType::U8, &[3, 2])?.transposed();
    /// assert_eq!(array.shape(), [2, 3]);
    /// assert_eq!(array.to_string(), "[[1, 3, 5], [2, 4, 6]]");
    /// assert!(array.is_f_contiguous());
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn transposed(&self) -> DynArray<'a> {
        self.with_items(self.items.transposed())
    }

    /// A field of every item, or a part of one, in the same shape: nothing is copied.
    /// See [`DynRecords::column`] for paths; the empty one is the item itself.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field, [`Error::NoSuchPart`] if the field
    /// has no such part.
    pub fn field(&self, path: &str) -> Result<DynArray<'a>, Error> {
        let (offset, dtype) = self.item.find(path)?;
        // The item itself may leave fields of the rows out; a field is there whole.
        let part = self.part && core::ptr::eq(dtype, &raw const self.item.dtype);
        let item = Item::new(dtype.clone())?;
        // SAFETY: a part of each item, of this dtype.
        Ok(unsafe { DynArray::from_items(self.items.shifted(offset), item, part) })
    }

    /// All items in C order, as rows of records: nothing is copied. Items that are no
    /// records are those of one field, `f0`.
    ///
    /// ```
    /// use records_core::{DynArray, DType};
    ///
    /// let array = DynArray::from_bytes(&[1, 2, 3, 4, 5, 6], &DType::U8, &[2, 3])?;
    /// assert_eq!(array.records()?.column::<u8>("f0")?.sum(), 21);
    ///
    /// let error = array.transposed().records().unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "an array of shape (3, 2) has strides (1, 3), by which its items are not equally \
    ///      far apart in C order",
    /// );
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Shape`] if, in C order, the items are not all the same number of bytes
    /// apart; those of one dimension always are.
    pub fn records(&self) -> Result<DynRecords<'a>, Error> {
        // SAFETY: all items of the array.
        Ok(unsafe { self.rows_of(self.collapsed()?) })
    }

    fn collapsed(&self) -> Result<Strided, Error> {
        self.items.collapsed(self.item.size()).ok_or_else(|| Error::Shape {
            shape: self.shape().into(),
            reason: alloc::format!(
                "has strides {}, by which its items are not equally far apart in C order",
                tuple(self.strides())
            ),
        })
    }

    /// # Safety
    /// Items of the array.
    unsafe fn rows_of(&self, rows: Strided) -> DynRecords<'a> {
        // SAFETY: the caller's promise; the layout's fields are those of the dtype.
        unsafe { DynRecords::from_rows(rows, Arc::clone(&self.item.layout), self.part) }
    }

    /// The items along the last dimension as rows, for each index of the others in C
    /// order; an array without dimensions is one lane of one item.
    ///
    /// ```
    /// use records_core::{DynArray, DType};
    ///
    /// let array = DynArray::from_bytes(&[1, 2, 3, 4, 5, 6], &DType::U8, &[2, 3])?;
    /// let sums = array.lanes().map(|lane| lane.column::<u8>("f0").map(|lane| lane.sum()));
    /// assert_eq!(sums.collect::<Result<Vec<_>, _>>()?, [6, 15]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn lanes(&self) -> DynLanes<'a> {
        DynLanes { lanes: self.items.lanes(self.item.size()), array: self.clone() }
    }

    /// A copy of all items in C order as rows; see [`DynRecords::repack`] for their
    /// layout.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn to_records(&self) -> DynRecordBuf {
        let mut copy = DynRecordBuf::new(self.layout());
        self.to_records_into(&mut copy);
        copy
    }

    /// [`to_records`](DynArray::to_records) into a buffer. What it held is gone, and its layout that
    /// of the copy; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn to_records_into(&self, copy: &mut DynRecordBuf) {
        let layout = repacked(&self.item.layout, copy);
        if self.is_empty() {
            // No bytes stand behind the lengths of arrays.
            // SAFETY: no rows.
            return unsafe { copy.refill(layout, 0, true, |_| ()) };
        }
        let moves = moves_between(self.layout().fields(), layout.fields());
        let size = layout.itemsize();
        let zeros = !kernel::covers(&moves, size);
        // SAFETY: items of the array; as many rows of the copy, whose memory is its own; the moves
        // are the fields' bytes in both, and bytes that are not moved are zeros.
        unsafe {
            copy.refill(layout, self.len(), zeros, |mut rows| {
                for lane in self.items.merged().lanes(size) {
                    let (to, rest) = rows.split_at(lane.len());
                    kernel::repack(lane, to, &moves, Holes::Zero);
                    rows = rest;
                }
            });
        }
    }
}

/// The items along the last dimension of a [`DynArray`]; made by [`DynArray::lanes`].
#[derive(Clone, Debug)]
pub struct DynLanes<'a> {
    lanes: Lanes,
    array: DynArray<'a>,
}

impl<'a> Iterator for DynLanes<'a> {
    type Item = DynRecords<'a>;

    fn next(&mut self) -> Option<DynRecords<'a>> {
        // SAFETY: some of the array's items.
        self.lanes.next().map(|lane| unsafe { self.array.rows_of(lane) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.lanes.size_hint()
    }
}

impl ExactSizeIterator for DynLanes<'_> {}

// SAFETY: some of an array, which can be sent and shared.
unsafe impl Send for DynLanes<'_> {}
// SAFETY: as above.
unsafe impl Sync for DynLanes<'_> {}

/// Equal shapes, equal dtypes and the same values, as columns compare.
impl PartialEq for DynArray<'_> {
    fn eq(&self, other: &DynArray<'_>) -> bool {
        self.shape() == other.shape()
            && self.dtype() == other.dtype()
            // Of items of no bytes there may be any number.
            && (self.item.size() == 0
                || self.values().zip(other.values()).all(|(a, b)| a.same(&b)))
    }
}
