//! Rows: records found in bytes.

mod fields;
mod from;
mod matrix;

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::iter::Split;
use super::{Lent, sets};
use crate::memory::Strided;
use crate::record::read_row;
use crate::{Chunks, Own, Placement, Record, RecordsIter};

pub(super) use fields::find;
pub(crate) use from::{check_rows, count_whole};

/// Records found in bytes that somebody else owns: `len` rows, a fixed number of
/// bytes apart, at any alignment.
///
/// `L` says where in a row the fields lie: as `R` itself has them ([`Own`]), or
/// found in the rows of another record ([`project`](Records::project), [`select`](Records::select)).
/// Nothing is copied until a row or a column is asked for.
///
/// It borrows the bytes, as a slice would: it is `Copy`, can be sent to other
/// threads, and cannot outlive what it looks at.
///
/// ```
/// use records_core::{Record, Records};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Tick { side: u8, price: f32 }
///
/// let bytes = [b'B', 0, 0, 0x80, 0x3f, b'S', 0, 0, 0, 0x40];
/// let ticks = Records::<Tick>::from_bytes(&bytes)?;
/// assert_eq!(ticks.len(), 2);
/// assert_eq!(ticks.get(1), Some(Tick { side: b'S', price: 2.0 }));
/// assert_eq!(ticks.columns().price.max(), Some(2.0));
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct Records<'a, R, L = Own> {
    /// **Invariant**: for `'a`, at each item each field of `R` lies where `place`
    /// says, its bytes can be read as `Element::read` asks, and nobody writes
    /// them. With a placement that is `WHOLE`, `R::SIZE` bytes can be read,
    /// though padding among them may be uninitialised.
    rows: Strided,
    place: L,
    of: Lent<'a, R>,
}

impl<R, L: Clone> Clone for Records<'_, R, L> {
    fn clone(&self) -> Self {
        Records { rows: self.rows, place: self.place.clone(), of: PhantomData }
    }
}

impl<R, L: Copy> Copy for Records<'_, R, L> {}

// SAFETY: rows lend values out of shared bytes, as `&[R]` does.
unsafe impl<R: Sync, L: Send> Send for Records<'_, R, L> {}
// SAFETY: as above.
unsafe impl<R: Sync, L: Sync> Sync for Records<'_, R, L> {}

impl<'a, R: Record, L: Placement<R>> Records<'a, R, L> {
    /// # Safety
    /// The rows satisfy the invariant of the field.
    pub(crate) const unsafe fn from_rows(rows: Strided, place: L) -> Records<'a, R, L> {
        Records { rows, place, of: PhantomData }
    }

    pub(crate) const fn rows(&self) -> Strided {
        self.rows
    }

    pub(crate) const fn place(&self) -> &L {
        &self.place
    }

    fn with_rows(&self, rows: Strided) -> Records<'a, R, L> {
        Records { rows, place: self.place.clone(), of: PhantomData }
    }

    /// How many rows there are.
    #[must_use]
    #[inline]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// Bytes from one row to the next.
    #[must_use]
    #[inline]
    pub const fn stride(&self) -> isize {
        self.rows.stride()
    }

    /// The address of the first row, at any alignment.
    #[must_use]
    #[inline]
    pub const fn as_ptr(&self) -> *const u8 {
        self.rows.base()
    }

    /// Row `index`.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<R> {
        if index < self.len() {
            // SAFETY: a row of the view.
            Some(unsafe { read_row(self.rows.at(index), &self.place) })
        } else {
            None
        }
    }

    /// The first row.
    #[must_use]
    #[inline]
    pub fn first(&self) -> Option<R> {
        self.get(0)
    }

    /// The last row.
    #[must_use]
    #[inline]
    pub fn last(&self) -> Option<R> {
        self.get(self.len().wrapping_sub(1))
    }

    /// The rows, first to last, by value.
    #[must_use]
    #[inline]
    pub fn iter(&self) -> RecordsIter<'a, R, L> {
        RecordsIter::new(self.rows, self.place.clone())
    }

    /// A copy of the rows as Rust values.
    #[must_use]
    pub fn to_vec(&self) -> Vec<R> {
        self.iter().collect()
    }

    /// The rows of a range.
    ///
    /// # Panics
    /// If it does not lie within the view.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Records<'a, R, L> {
        self.with_rows(self.rows.slice(range))
    }

    /// Every `step`-th row, the first included.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by(&self, step: usize) -> Records<'a, R, L> {
        self.with_rows(self.rows.step_by(step))
    }

    /// The last row first.
    #[must_use]
    pub fn reversed(&self) -> Records<'a, R, L> {
        self.with_rows(self.rows.reversed())
    }

    /// The first `middle` rows, and the rest.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn split_at(&self, middle: usize) -> (Records<'a, R, L>, Records<'a, R, L>) {
        (self.slice(..middle), self.slice(middle..))
    }

    /// Parts of `size` rows, the last one maybe shorter.
    ///
    /// # Panics
    /// If `size` is 0.
    #[must_use]
    #[track_caller]
    pub fn chunks(&self, size: usize) -> Chunks<Records<'a, R, L>> {
        Chunks::new(self.clone(), size)
    }

    /// The rows as a slice, where they lie one behind the other, are aligned for
    /// `R`, and Rust lays `R` out as the record is (`#[repr(C)]` or `#[repr(C, packed)]`).
    #[must_use]
    #[inline]
    pub fn as_slice(&self) -> Option<&'a [R]> {
        if self.is_empty() {
            return Some(&[]);
        }
        let first = self.rows.base().cast::<R>();
        if R::IN_PLACE && L::WHOLE && self.rows.is_dense(R::SIZE) && first.is_aligned() {
            // SAFETY: `len` whole valid records one behind the other, aligned,
            // laid out as Rust does, readable and not written for 'a.
            Some(unsafe { core::slice::from_raw_parts(first, self.len()) })
        } else {
            None
        }
    }

    /// The owned columns; see [`to_columns`](Records::to_columns).
    pub(crate) fn columns_into(&self, set: &mut R::Set<crate::VecsFamily>) {
        // SAFETY: the rows of this view.
        unsafe { sets::columns_into(self.rows, &self.place, set) }
    }
}

impl<R: Record, L: Placement<R> + Copy> Split for Records<'_, R, L> {
    fn len(&self) -> usize {
        self.len()
    }

    fn split_at(&self, middle: usize) -> (Self, Self) {
        self.split_at(middle)
    }
}

impl<'a, R: Record, L: Placement<R>> IntoIterator for Records<'a, R, L> {
    type Item = R;
    type IntoIter = RecordsIter<'a, R, L>;

    fn into_iter(self) -> RecordsIter<'a, R, L> {
        self.iter()
    }
}

impl<'a, R: Record, L: Placement<R>> IntoIterator for &Records<'a, R, L> {
    type Item = R;
    type IntoIter = RecordsIter<'a, R, L>;

    fn into_iter(self) -> RecordsIter<'a, R, L> {
        self.iter()
    }
}

/// Row by row, wherever the rows lie.
impl<R: Record + PartialEq, L: Placement<R>, M: Placement<R>> PartialEq<Records<'_, R, M>>
    for Records<'_, R, L>
{
    fn eq(&self, other: &Records<'_, R, M>) -> bool {
        self.iter().eq(other.iter())
    }
}

/// A view of no rows.
impl<R: Record> Default for Records<'_, R> {
    fn default() -> Self {
        // SAFETY: there is no row.
        unsafe { Records::from_raw_parts(core::ptr::dangling(), R::SIZE as isize, 0) }
    }
}
