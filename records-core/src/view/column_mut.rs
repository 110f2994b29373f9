//! One field of all rows, to be written.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::LentMut;
use crate::kernel::each;
use crate::memory::Strided;
use crate::{Column, ColumnIter, Element, Number, Record, Records, RecordsMut};

/// One field of all rows of a mutable view.
///
/// It is the only way to its items while it lives, but not to the bytes between
/// them: the mutable columns of one view can be held together, and sent to
/// different threads.
///
/// ```
/// use records_core::{Record, RecordsMut};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Sample { id: i16, value: f32 }
///
/// let mut bytes = [0; 12];
/// let mut samples = RecordsMut::<Sample>::from_bytes(&mut bytes)?;
/// let SampleColumnsMut { mut id, mut value } = samples.columns_mut();
/// id.copy_from_slice(&[1, 2]);
/// value.fill(0.5);
/// value.update(|v| v + 1.0);
/// assert_eq!(samples.get(1), Some(Sample { id: 2, value: 1.5 }));
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct ColumnMut<'a, F> {
    /// **Invariant**: for `'a`, the `F::SIZE` bytes at each item can be read as
    /// `Element::read` asks and written as `Element::write` asks, nobody else
    /// reads or writes them, and no two items have one in common.
    items: Strided,
    of: LentMut<'a, F>,
}

// SAFETY: the only way to its items, as `&mut [F]` is.
unsafe impl<F: Send> Send for ColumnMut<'_, F> {}
// SAFETY: by shared reference it only lends values out.
unsafe impl<F: Sync> Sync for ColumnMut<'_, F> {}

impl<'a, F> ColumnMut<'a, F> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    pub(crate) const unsafe fn from_items(items: Strided) -> ColumnMut<'a, F> {
        ColumnMut { items, of: PhantomData }
    }

    /// How many items there are.
    #[must_use]
    #[inline]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.items.len() == 0
    }

    /// Bytes from one item to the next.
    #[must_use]
    #[inline]
    pub const fn stride(&self) -> isize {
        self.items.stride()
    }

    /// The column, to read it.
    #[must_use]
    #[inline]
    pub const fn view(&self) -> Column<'_, F> {
        // SAFETY: what can be written can be read, and nobody writes it while
        // `self` is borrowed.
        unsafe { Column::from_items(self.items) }
    }

    /// The column for good, to read it.
    #[must_use]
    pub const fn into_view(self) -> Column<'a, F> {
        // SAFETY: as for `view`; `self` is gone.
        unsafe { Column::from_items(self.items) }
    }

    /// The same column for a shorter time.
    #[must_use]
    pub const fn reborrow(&mut self) -> ColumnMut<'_, F> {
        // SAFETY: `self` is borrowed meanwhile.
        unsafe { ColumnMut::from_items(self.items) }
    }

    /// The items of a range, to read them.
    ///
    /// # Panics
    /// If it does not lie within the column.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Column<'_, F> {
        self.view().slice(range)
    }

    /// Every `step`-th item, the first included, to read them.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by(&self, step: usize) -> Column<'_, F> {
        self.view().step_by(step)
    }

    /// The last item first, to read them.
    #[must_use]
    pub fn reversed(&self) -> Column<'_, F> {
        self.view().reversed()
    }

    /// The items of a range; takes the column.
    ///
    /// To write them while the column is borrowed: `column.reborrow().into_slice(1..)`; so for
    /// all that takes it.
    ///
    /// # Panics
    /// If it does not lie within the column.
    #[must_use]
    #[track_caller]
    pub fn into_slice(self, range: impl RangeBounds<usize>) -> ColumnMut<'a, F> {
        // SAFETY: some of the items.
        unsafe { ColumnMut::from_items(self.items.slice(range)) }
    }

    /// Every `step`-th item, the first included; takes the column.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn into_step_by(self, step: usize) -> ColumnMut<'a, F> {
        // SAFETY: some of the items.
        unsafe { ColumnMut::from_items(self.items.step_by(step)) }
    }

    /// The last item first; takes the column.
    #[must_use]
    pub fn into_reversed(self) -> ColumnMut<'a, F> {
        // SAFETY: the same items.
        unsafe { ColumnMut::from_items(self.items.reversed()) }
    }

    /// The first `middle` items, and the rest, to be written together; takes the
    /// column.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn into_split_at(self, middle: usize) -> (ColumnMut<'a, F>, ColumnMut<'a, F>) {
        let (front, back) = self.items.split_at(middle);
        // SAFETY: each some of the items, none in both.
        unsafe { (ColumnMut::from_items(front), ColumnMut::from_items(back)) }
    }
}

impl<'a, F: Element> ColumnMut<'a, F> {
    /// Item `index`.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<F> {
        self.view().get(index)
    }

    /// The items, first to last, by value.
    #[must_use]
    #[inline]
    pub fn iter(&self) -> ColumnIter<'_, F> {
        ColumnIter::new(self.items)
    }

    /// A copy of the items.
    #[must_use]
    pub fn to_vec(&self) -> Vec<F> {
        self.view().to_vec()
    }

    /// Copies all items.
    ///
    /// # Panics
    /// If the slice has another length.
    #[track_caller]
    pub fn copy_to_slice(&self, to: &mut [F]) {
        self.view().copy_to_slice(to);
    }

    /// The items as a slice; see [`Column::as_slice`].
    #[must_use]
    pub fn as_slice(&self) -> Option<&[F]> {
        self.view().as_slice()
    }

    /// The items as a slice to be written, where [`as_slice`](ColumnMut::as_slice) gives one and `F`
    /// has no padding, whose bytes Rust would not keep.
    #[must_use]
    pub fn as_mut_slice(&mut self) -> Option<&mut [F]> {
        if self.is_empty() {
            return Some(&mut []);
        }
        let first = self.items.base().cast::<F>();
        let plain = F::IN_PLACE && !F::DTYPE.has_padding();
        if plain && self.items.is_dense(F::SIZE) && first.is_aligned() {
            // SAFETY: `len` valid items one behind the other, aligned, in place;
            // the only way to them while `self` is borrowed. All bytes of an F
            // belong to its value, so that none of the buffer's is ever left
            // uninitialised.
            Some(unsafe { core::slice::from_raw_parts_mut(first, self.len()) })
        } else {
            None
        }
    }

    /// Writes item `index`.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    #[track_caller]
    pub fn set(&mut self, index: usize, value: F) {
        assert!(index < self.len(), "item {index} of a column of {}", self.len());
        // SAFETY: an item of the column.
        unsafe { value.write(self.items.at(index)) }
    }

    /// Writes the value to all items.
    pub fn fill(&mut self, value: F) {
        each(self.items, F::SIZE, |_, item| {
            // SAFETY: an item of the column.
            unsafe { value.write(item) }
        });
    }

    /// Writes all items.
    ///
    /// # Panics
    /// If the slice has another length.
    #[track_caller]
    pub fn copy_from_slice(&mut self, from: &[F]) {
        assert!(
            from.len() == self.len(),
            "a slice of {} copied to a column of {} items",
            from.len(),
            self.len()
        );
        each(self.items, F::SIZE, |index, item| {
            // SAFETY: an item of the column; the slice has as many.
            unsafe { from.get_unchecked(index).write(item) }
        });
    }

    /// Writes to each item what the function makes of it.
    pub fn update(&mut self, mut change: impl FnMut(F) -> F) {
        each(self.items, F::SIZE, |_, item| {
            // SAFETY: an item of the column.
            unsafe { change(F::read(item)).write(item) }
        });
    }
}

/// For numbers; see the same of [`Column`].
impl<F: Number> ColumnMut<'_, F> {
    /// The sum; see [`Column::sum`].
    ///
    /// # Panics
    /// If a sum of integers does not fit.
    #[must_use]
    #[track_caller]
    pub fn sum(&self) -> F::Sum {
        self.view().sum()
    }

    /// The least item, NaN if there is one; `None` of no items.
    #[must_use]
    pub fn min(&self) -> Option<F::Value> {
        self.view().min()
    }

    /// The greatest item, NaN if there is one; `None` of no items.
    #[must_use]
    pub fn max(&self) -> Option<F::Value> {
        self.view().max()
    }

    /// The mean; see [`Column::mean`].
    ///
    /// # Panics
    /// If a sum of integers does not fit.
    #[must_use]
    #[track_caller]
    pub fn mean(&self) -> Option<F::Mean> {
        self.view().mean()
    }

    /// The variance; see [`Column::var`].
    #[must_use]
    pub fn var(&self) -> Option<F::Mean> {
        self.view().var()
    }

    /// The standard deviation; see [`Column::std`].
    #[must_use]
    pub fn std(&self) -> Option<F::Mean> {
        self.view().std()
    }
}

/// For arrays.
impl<'a, E: Element, const N: usize> ColumnMut<'a, [E; N]> {
    /// Element `k` of the array of every row, to read it.
    ///
    /// # Panics
    /// If the arrays are not that long.
    #[must_use]
    #[track_caller]
    pub fn component(&self, k: usize) -> Column<'_, E> {
        self.view().component(k)
    }

    /// Element `k` of the array of every row; takes the column.
    ///
    /// # Panics
    /// If the arrays are not that long.
    #[must_use]
    #[track_caller]
    pub fn into_component(self, k: usize) -> ColumnMut<'a, E> {
        assert!(k < N, "component {k} of arrays of {N}");
        // SAFETY: element k of an array of N is a valid E within the item.
        unsafe { ColumnMut::from_items(self.items.shifted(k * E::SIZE)) }
    }
}

/// For nested records.
impl<'a, R: Record> ColumnMut<'a, R> {
    /// The nested records as rows, to read them.
    #[must_use]
    pub const fn records(&self) -> Records<'_, R> {
        self.view().records()
    }

    /// The nested records as rows; takes the column.
    #[must_use]
    pub const fn into_records(self) -> RecordsMut<'a, R> {
        // SAFETY: each item is a whole valid R, laid out as R's own layout says.
        unsafe { RecordsMut::from_rows(self.items, crate::Own) }
    }
}

impl<F: Element + PartialEq> PartialEq for ColumnMut<'_, F> {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl<'a, F: Element> IntoIterator for &'a ColumnMut<'_, F> {
    type Item = F;
    type IntoIter = ColumnIter<'a, F>;

    fn into_iter(self) -> ColumnIter<'a, F> {
        self.iter()
    }
}
