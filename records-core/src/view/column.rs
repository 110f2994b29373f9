//! One field of all rows.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::Lent;
use super::iter::Split;
use crate::kernel::{self, Kernel, reduce};
use crate::memory::Strided;
use crate::{Chunks, ColumnIter, Element, Error, Number, Record, Records};

/// One field of all rows of a view: `len` items of type `F`, a fixed number of
/// bytes apart, at any alignment.
///
/// It borrows the bytes, as a slice would: it is `Copy`, can be sent to other
/// threads, and cannot outlive what it looks at.
///
/// ```
/// use records_core::{Record, Records};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Sample { id: i16, value: f32 }
///
/// let bytes = [1, 0, 0, 0, 0x80, 0x3f, 2, 0, 0, 0, 0, 0x40];
/// let samples = Records::<Sample>::from_bytes(&bytes)?;
/// let value = samples.columns().value;
/// assert_eq!(value.to_vec(), [1.0, 2.0]);
/// assert_eq!(value.sum(), 3.0);
/// assert_eq!(value.stride(), 6);
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct Column<'a, F> {
    /// **Invariant**: for `'a`, the `F::SIZE` bytes at each item can be read as
    /// `Element::read` asks, and nobody writes them.
    items: Strided,
    of: Lent<'a, F>,
}

impl<F> Clone for Column<'_, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Column<'_, F> {}

// SAFETY: a column lends values out of shared bytes, as `&[F]` does.
unsafe impl<F: Sync> Send for Column<'_, F> {}
// SAFETY: as above.
unsafe impl<F: Sync> Sync for Column<'_, F> {}

impl<'a, F> Column<'a, F> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    pub(crate) const unsafe fn from_items(items: Strided) -> Column<'a, F> {
        Column { items, of: PhantomData }
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

    /// The address of the first item, at any alignment.
    #[must_use]
    #[inline]
    pub const fn as_ptr(&self) -> *const u8 {
        self.items.base()
    }

    /// The items of a range.
    ///
    /// # Panics
    /// If it does not lie within the column.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Column<'a, F> {
        Column { items: self.items.slice(range), of: PhantomData }
    }

    /// Every `step`-th item, the first included.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by(&self, step: usize) -> Column<'a, F> {
        Column { items: self.items.step_by(step), of: PhantomData }
    }

    /// The last item first.
    #[must_use]
    pub fn reversed(&self) -> Column<'a, F> {
        Column { items: self.items.reversed(), of: PhantomData }
    }

    /// The first `middle` items, and the rest.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn split_at(&self, middle: usize) -> (Column<'a, F>, Column<'a, F>) {
        (self.slice(..middle), self.slice(middle..))
    }

    /// Parts of `size` items, the last one maybe shorter.
    ///
    /// # Panics
    /// If `size` is 0.
    #[must_use]
    #[track_caller]
    pub fn chunks(&self, size: usize) -> Chunks<Column<'a, F>> {
        Chunks::new(*self, size)
    }
}

impl<F> Split for Column<'_, F> {
    fn len(&self) -> usize {
        self.len()
    }

    fn split_at(&self, middle: usize) -> (Self, Self) {
        self.split_at(middle)
    }
}

impl<'a, F: Element> Column<'a, F> {
    /// A column of the items of a slice.
    ///
    /// Does not compile for types that Rust keeps in memory in another way than
    /// records do.
    #[must_use]
    pub const fn from_slice(items: &'a [F]) -> Column<'a, F> {
        const {
            assert!(F::IN_PLACE, "Rust keeps this type in memory in another way than records do");
        }
        let items = Strided::new(items.as_ptr().cast_mut().cast(), items.len(), F::SIZE as isize);
        // SAFETY: the items of a slice, borrowed for 'a; in place, so that they
        // are F's bytes, `size_of::<F>() == F::SIZE` apart.
        unsafe { Column::from_items(items) }
    }

    pub(crate) const fn items(&self) -> Strided {
        self.items
    }

    /// Item `index`.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<F> {
        if index < self.len() {
            // SAFETY: an item of the column.
            Some(unsafe { F::read(self.items.at(index)) })
        } else {
            None
        }
    }

    /// The first item.
    #[must_use]
    #[inline]
    pub fn first(&self) -> Option<F> {
        self.get(0)
    }

    /// The last item.
    #[must_use]
    #[inline]
    pub fn last(&self) -> Option<F> {
        self.get(self.len().wrapping_sub(1))
    }

    /// The items, first to last, by value.
    #[must_use]
    #[inline]
    pub fn iter(&self) -> ColumnIter<'a, F> {
        ColumnIter::new(self.items)
    }

    /// A copy of the items.
    #[must_use]
    pub fn to_vec(&self) -> Vec<F> {
        let mut items = Vec::new();
        super::sets::column_into(*self, &mut items);
        items
    }

    /// Copies all items.
    ///
    /// # Panics
    /// If the slice has another length.
    #[track_caller]
    pub fn copy_to_slice(&self, to: &mut [F]) {
        assert!(
            to.len() == self.len(),
            "a column of {} items copied to a slice of {}",
            self.len(),
            to.len()
        );
        super::sets::column_to_slice(*self, to);
    }

    /// The items as a slice, where they lie one behind the other, are aligned for
    /// `F`, and Rust keeps `F` in memory as records do.
    #[must_use]
    #[inline]
    pub fn as_slice(&self) -> Option<&'a [F]> {
        if self.is_empty() {
            return Some(&[]);
        }
        let first = self.items.base().cast::<F>();
        if F::IN_PLACE && self.items.is_dense(F::SIZE) && first.is_aligned() {
            // SAFETY: `len` valid items one behind the other, aligned, in place,
            // readable and not written for 'a. A single item has any stride.
            Some(unsafe { core::slice::from_raw_parts(first, self.len()) })
        } else {
            None
        }
    }
}

/// For numbers: zerocopy's endian types count as the number they hold.
impl<F: Number> Column<'_, F> {
    /// The sum: floats in their own type, integers in `i64` or `u64`, 128-bit
    /// ones in 128 bits; 0 of no items.
    ///
    /// Floats are added pairwise, with an error that grows with the logarithm of
    /// the length, in an order that is the same on every machine: that of NumPy
    /// for a contiguous array, so that the result has the same bits.
    ///
    /// # Panics
    /// If a sum of integers does not fit; [`checked_sum`](Column::checked_sum) asks.
    #[must_use]
    #[track_caller]
    pub fn sum(&self) -> F::Sum {
        self.checked_sum().expect("the sum of the column does not fit its type")
    }

    /// The [`sum`](Column::sum), or `None` if a sum of integers does not fit.
    ///
    /// ```
    /// use records_core::Column;
    ///
    /// let huge = [u64::MAX, 1];
    /// assert_eq!(Column::from_slice(&huge).checked_sum(), None);
    /// assert_eq!(Column::from_slice(&huge[1..]).checked_sum(), Some(1));
    /// ```
    #[must_use]
    pub fn checked_sum(&self) -> Option<F::Sum> {
        // SAFETY: the items of the column, of which every byte is a number's; a kernel in use is
        // one that the CPU can run.
        F::sum(unsafe { reduce::sum::<F::Item>(Kernel::current(), self.items) })
    }

    /// The least item, NaN if there is one, as in NumPy; `None` of no items. Of two
    /// zeros the negative one is less.
    #[must_use]
    pub fn min(&self) -> Option<F::Value> {
        self.end(true)
    }

    /// The greatest item, NaN if there is one, as in NumPy; `None` of no items. Of two
    /// zeros the positive one is greater.
    #[must_use]
    pub fn max(&self) -> Option<F::Value> {
        self.end(false)
    }

    fn end(&self, least: bool) -> Option<F::Value> {
        // SAFETY: as for the sum.
        unsafe { kernel::extreme::<F::Item>(Kernel::current(), least, self.items) }
            .map(F::from_number)
    }

    /// The sum divided by the length: floats in their own type, integers as
    /// `f64`; `None` of no items.
    ///
    /// # Panics
    /// If a sum of integers does not fit.
    #[must_use]
    pub fn mean(&self) -> Option<F::Mean> {
        if self.is_empty() { None } else { Some(F::mean(self.sum(), self.len())) }
    }

    /// The variance of the items as a whole population: the mean of the squares of
    /// their distances from the mean, which is `numpy.var`'s; `None` of no items.
    ///
    /// It is worked out in `f64` for all types and rounded once: block by block, the
    /// mean first and then the distances from it, and blocks are joined by the same tree that
    /// [`sum`](Column::sum) adds along. So it does not suffer where the spread is small against
    /// the mean, and has the same bits on every machine; those of NumPy's it need not
    /// have.
    ///
    /// ```
    /// use records_core::Column;
    ///
    /// let column = Column::from_slice(&[1e9, 1e9 + 1.0, 1e9 + 2.0, 1e9 + 3.0]);
    /// assert_eq!(column.var(), Some(1.25));
    /// assert_eq!(Column::from_slice(&[2_u8, 4]).std(), Some(1.0));
    /// ```
    #[must_use]
    pub fn var(&self) -> Option<F::Mean> {
        self.moments().variance().map(F::round)
    }

    /// The standard deviation: the square root of the variance, rounded once; `None`
    /// of no items. See [`var`](Column::var).
    #[must_use]
    pub fn std(&self) -> Option<F::Mean> {
        self.moments().deviation().map(F::round)
    }

    fn moments(&self) -> reduce::Moments {
        // SAFETY: as for the sum.
        unsafe { reduce::moments::<F::Item>(Kernel::current(), self.items) }
    }
}

/// For arrays.
impl<'a, E: Element, const N: usize> Column<'a, [E; N]> {
    /// Element `k` of the array of every row.
    ///
    /// # Panics
    /// If the arrays are not that long.
    #[must_use]
    #[track_caller]
    pub fn component(&self, k: usize) -> Column<'a, E> {
        assert!(k < N, "component {k} of arrays of {N}");
        // SAFETY: element k of an array of N is a valid E within the item.
        unsafe { Column::from_items(self.items.shifted(k * E::SIZE)) }
    }
}

/// For nested records.
impl<'a, R: Record> Column<'a, R> {
    /// The nested records as rows.
    #[must_use]
    pub const fn records(&self) -> Records<'a, R> {
        // SAFETY: each item is a whole valid R, laid out as R's own layout says.
        unsafe { Records::from_rows(self.items, crate::Own) }
    }
}

impl<'a, F: Element> IntoIterator for Column<'a, F> {
    type Item = F;
    type IntoIter = ColumnIter<'a, F>;

    fn into_iter(self) -> ColumnIter<'a, F> {
        self.iter()
    }
}

impl<'a, F: Element> IntoIterator for &Column<'a, F> {
    type Item = F;
    type IntoIter = ColumnIter<'a, F>;

    fn into_iter(self) -> ColumnIter<'a, F> {
        self.iter()
    }
}

impl<F: Element + PartialEq> PartialEq for Column<'_, F> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl<F: Element + PartialEq> PartialEq<[F]> for Column<'_, F> {
    fn eq(&self, other: &[F]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

impl<F: Element + PartialEq, const N: usize> PartialEq<[F; N]> for Column<'_, F> {
    fn eq(&self, other: &[F; N]) -> bool {
        *self == other[..]
    }
}

/// A column of no items.
impl<F: Element> Default for Column<'_, F> {
    fn default() -> Self {
        // SAFETY: there is no item.
        unsafe { Column::from_items(Strided::new(core::ptr::dangling_mut(), 0, F::SIZE as isize)) }
    }
}

impl Error {
    pub(crate) fn wrong_type<F: Element>(field: &crate::Field) -> Error {
        use alloc::string::ToString;
        Error::WrongType {
            field: field.name().into(),
            expected: F::DTYPE.to_string(),
            found: field.dtype().to_string(),
        }
    }
}
