//! Rows to be written; the mutable twin of `records/`.

mod fields;
mod from;

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::moves::moves;
use super::{LentMut, sets};
use crate::kernel::{self, Holes};
use crate::memory::Strided;
use crate::record::read_row;
use crate::{Error, Own, Placement, Record, Records, RecordsIter, VecsFamily};

/// Records found in bytes that somebody else owns, to be written; the mutable
/// twin of [`Records`].
///
/// It is the only way to its rows' fields while it lives. What belongs to no
/// field is never written.
///
/// ```
/// use records_core::{Record, RecordsMut};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Tick { side: u8, price: f32 }
///
/// let mut bytes = [0; 10];
/// let mut ticks = RecordsMut::<Tick>::from_bytes(&mut bytes)?;
/// ticks.set(1, Tick { side: b'S', price: 2.0 });
/// ticks.columns_mut().price.update(|price| price + 1.0);
/// assert_eq!(ticks.get(1), Some(Tick { side: b'S', price: 3.0 }));
/// assert_eq!(bytes[5], b'S');
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct RecordsMut<'a, R, L = Own> {
    /// **Invariant**: for `'a`, at each item each field of `R` lies where `place`
    /// says, its bytes can be read as `Element::read` asks and written as
    /// `Element::write` asks, nobody else reads or writes them, and no two fields
    /// of any rows have a byte in common. With a placement that is `WHOLE`,
    /// `R::SIZE` bytes can be read, though padding among them may be
    /// uninitialised.
    rows: Strided,
    place: L,
    of: LentMut<'a, R>,
}

// SAFETY: the only way to its rows, as `&mut [R]` is.
unsafe impl<R: Send, L: Send> Send for RecordsMut<'_, R, L> {}
// SAFETY: by shared reference it only lends values out.
unsafe impl<R: Sync, L: Sync> Sync for RecordsMut<'_, R, L> {}

impl<'a, R: Record, L: Placement<R>> RecordsMut<'a, R, L> {
    /// # Safety
    /// The rows satisfy the invariant of the field.
    pub(crate) const unsafe fn from_rows(rows: Strided, place: L) -> RecordsMut<'a, R, L> {
        RecordsMut { rows, place, of: PhantomData }
    }

    pub(crate) const fn rows(&self) -> Strided {
        self.rows
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

    /// The rows, to read them.
    #[must_use]
    #[inline]
    pub fn view(&self) -> Records<'_, R, L> {
        // SAFETY: what can be written can be read, and nobody writes it while
        // `self` is borrowed.
        unsafe { Records::from_rows(self.rows, self.place.clone()) }
    }

    /// The rows for good, to read them.
    #[must_use]
    pub fn into_view(self) -> Records<'a, R, L> {
        // SAFETY: as for `view`; `self` is gone.
        unsafe { Records::from_rows(self.rows, self.place) }
    }

    /// The same rows for a shorter time.
    #[must_use]
    pub fn reborrow(&mut self) -> RecordsMut<'_, R, L> {
        // SAFETY: `self` is borrowed meanwhile.
        unsafe { RecordsMut::from_rows(self.rows, self.place.clone()) }
    }

    /// Row `index`.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<R> {
        self.view().get(index)
    }

    /// The rows, first to last, by value.
    #[must_use]
    #[inline]
    pub fn iter(&self) -> RecordsIter<'_, R, L> {
        RecordsIter::new(self.rows, self.place.clone())
    }

    /// A copy of the rows as Rust values.
    #[must_use]
    pub fn to_vec(&self) -> Vec<R> {
        self.iter().collect()
    }

    /// Writes the fields of row `index`.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    #[track_caller]
    pub fn set(&mut self, index: usize, record: R) {
        assert!(index < self.len(), "row {index} of a view of {} rows", self.len());
        // SAFETY: a row of the view.
        unsafe { record.write_row(self.rows.at(index), &self.place) }
    }

    /// Writes the record to all rows.
    pub fn fill(&mut self, record: R) {
        for index in 0..self.len() {
            // SAFETY: a row of the view.
            unsafe { record.write_row(self.rows.at(index), &self.place) }
        }
    }

    /// Writes to each row what the function makes of it.
    pub fn update(&mut self, mut change: impl FnMut(R) -> R) {
        for index in 0..self.len() {
            let row = self.rows.at(index);
            // SAFETY: a row of the view.
            unsafe { change(read_row(row, &self.place)).write_row(row, &self.place) }
        }
    }

    /// Exchanges two rows.
    ///
    /// # Panics
    /// If one of them is none.
    #[track_caller]
    pub fn swap(&mut self, a: usize, b: usize) {
        let (Some(first), Some(second)) = (self.get(a), self.get(b)) else {
            panic!("rows {a} and {b} of a view of {} rows", self.len());
        };
        self.set(a, second);
        self.set(b, first);
    }

    /// Copies the fields of as many other rows, wherever those have them.
    ///
    /// # Errors
    /// [`Error::Lengths`] if there are more or fewer; then nothing is written.
    pub fn copy_from<M: Placement<R>>(&mut self, from: &Records<'_, R, M>) -> Result<(), Error> {
        if from.len() != self.len() {
            let what = "the view copied from".into();
            return Err(Error::Lengths { what, expected: self.len(), found: from.len() });
        }
        let parts = moves::<R, _, _>(from.place(), &self.place);
        // SAFETY: the moves are the fields' bytes in both; this is the only way to its rows.
        unsafe { kernel::repack(from.rows(), self.rows, &parts, Holes::Kept) };
        Ok(())
    }

    /// The rows of a range, while `self` is borrowed.
    ///
    /// # Panics
    /// If it does not lie within the view.
    #[must_use]
    #[track_caller]
    pub fn slice_mut(&mut self, range: impl RangeBounds<usize>) -> RecordsMut<'_, R, L> {
        // SAFETY: some of the rows.
        unsafe { RecordsMut::from_rows(self.rows.slice(range), self.place.clone()) }
    }

    /// Every `step`-th row, the first included, while `self` is borrowed.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by_mut(&mut self, step: usize) -> RecordsMut<'_, R, L> {
        // SAFETY: some of the rows.
        unsafe { RecordsMut::from_rows(self.rows.step_by(step), self.place.clone()) }
    }

    /// The last row first, while `self` is borrowed.
    #[must_use]
    pub fn reversed_mut(&mut self) -> RecordsMut<'_, R, L> {
        // SAFETY: the same rows.
        unsafe { RecordsMut::from_rows(self.rows.reversed(), self.place.clone()) }
    }

    /// The first `middle` rows, and the rest, while `self` is borrowed.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn split_at_mut(&mut self, middle: usize) -> (RecordsMut<'_, R, L>, RecordsMut<'_, R, L>) {
        self.reborrow().into_split_at(middle)
    }

    /// The first `middle` rows, and the rest; takes the view.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn into_split_at(self, middle: usize) -> (RecordsMut<'a, R, L>, RecordsMut<'a, R, L>) {
        let (front, back) = self.rows.split_at(middle);
        // SAFETY: each some of the rows, none in both.
        unsafe {
            (
                RecordsMut::from_rows(front, self.place.clone()),
                RecordsMut::from_rows(back, self.place),
            )
        }
    }

    /// Parts of `size` rows, the last one maybe shorter, while `self` is borrowed.
    ///
    /// # Panics
    /// If `size` is 0.
    #[track_caller]
    pub fn chunks_mut(&mut self, size: usize) -> impl Iterator<Item = RecordsMut<'_, R, L>> {
        assert!(size > 0, "chunks of no rows never end");
        let mut rest = Some(self.reborrow());
        core::iter::from_fn(move || {
            let all = rest.take()?;
            if all.is_empty() {
                return None;
            }
            let middle = size.min(all.len());
            let (chunk, others) = all.into_split_at(middle);
            rest = Some(others);
            Some(chunk)
        })
    }

    /// The rows as a slice; see [`Records::as_slice`].
    #[must_use]
    pub fn as_slice(&self) -> Option<&[R]> {
        self.view().as_slice()
    }

    /// The rows as a slice to be written, where [`as_slice`](RecordsMut::as_slice) gives one and
    /// `R` has no padding, whose bytes Rust would not keep.
    #[must_use]
    pub fn as_mut_slice(&mut self) -> Option<&mut [R]> {
        if self.is_empty() {
            return Some(&mut []);
        }
        let first = self.rows.base().cast::<R>();
        let plain = R::IN_PLACE && L::WHOLE && !R::LAYOUT.has_padding();
        if plain && self.rows.is_dense(R::SIZE) && first.is_aligned() {
            // SAFETY: `len` whole valid records one behind the other, aligned,
            // laid out as Rust does; the only way to them while `self` is
            // borrowed. All bytes of an R belong to its fields, so that none of
            // the buffer's is ever left uninitialised.
            Some(unsafe { core::slice::from_raw_parts_mut(first, self.len()) })
        } else {
            None
        }
    }

    /// Writes all columns from vectors.
    ///
    /// # Errors
    /// [`Error::Lengths`] if one of them has more or fewer items than there are
    /// rows; then nothing is written.
    pub fn assign_columns(&mut self, columns: &R::Set<VecsFamily>) -> Result<(), Error> {
        let found = sets::common_len::<R>(columns)?;
        if found != self.len() && !R::OFFSETS.is_empty() {
            let what = "each of the columns".into();
            return Err(Error::Lengths { what, expected: self.len(), found });
        }
        // SAFETY: the rows of this view, and vectors of as many items.
        unsafe { sets::columns_from(self.rows, &self.place, columns, Holes::Kept) };
        Ok(())
    }
}
