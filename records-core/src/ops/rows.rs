//! Rows copied: all of them, those that pass, those that are listed.

use crate::kernel::{self, Holes};
use crate::record::read_row;
use crate::view::moves;
use crate::{Error, Own, Placement, Record, RecordBuf, Records};

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// A copy of the rows in `R`'s own layout: of a projection its fields only,
    /// padding zero.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Sample { id: i16, sin: f64, cos: f64 }
    /// # let bytes = [0; 36];
    /// let samples = Records::<Sample>::from_bytes(&bytes)?;
    /// let cosines = samples.select((Sample::FIELDS.cos,)).repack();
    /// assert_eq!(cosines.as_bytes().len(), 2 * 8);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn repack(&self) -> RecordBuf<R> {
        let parts = moves::<R>(self.place(), &Own);
        let mut copy = RecordBuf::zeroed(self.len());
        // SAFETY: the moves are the fields' bytes in both; the copy's memory is new.
        unsafe { kernel::repack(self.rows(), copy.rows(), &parts, Holes::Zero) };
        copy
    }

    /// A copy of the rows for which the function says `true`, in their order.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Person { age: i32, height: f32 }
    /// # let people: RecordBuf<Person> = [Person { age: 40, height: 1.8 }].into_iter().collect();
    /// let old = people.view().filter(|person| person.age > 30);
    /// assert_eq!(old.len(), 1);
    /// ```
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(&R) -> bool) -> RecordBuf<R> {
        // SAFETY: `row` is less than `len` whenever `keep_rows` asks.
        self.keep_rows(|row| keep(&unsafe { read_row(self.rows().at(row), self.place()) }))
    }

    /// A copy of the rows whose place in the mask is `true`, in their order.
    ///
    /// # Errors
    /// [`Error::Lengths`] if the mask is longer or shorter than the view.
    pub fn filter_mask(&self, mask: &[bool]) -> Result<RecordBuf<R>, Error> {
        if mask.len() != self.len() {
            let what = "the mask".into();
            return Err(Error::Lengths { what, expected: self.len(), found: mask.len() });
        }
        Ok(self.keep_rows(|row| mask[row]))
    }

    /// A copy of the listed rows, in the order of the list, in which a row may
    /// stand more than once.
    ///
    /// # Errors
    /// [`Error::NoSuchRow`] if a number is none of a row.
    pub fn take(&self, indices: &[usize]) -> Result<RecordBuf<R>, Error> {
        if let Some(at) = indices.iter().position(|&row| row >= self.len()) {
            return Err(Error::NoSuchRow { row: indices[at], at, len: self.len() });
        }
        let parts = moves::<R>(self.place(), &Own);
        let mut taken = RecordBuf::zeroed(indices.len());
        // SAFETY: the numbers have been checked; the moves are the fields' bytes in
        // both; the copy's memory is new.
        unsafe { kernel::take(self.rows(), indices, taken.rows(), &parts) };
        Ok(taken)
    }

    /// The rows whose numbers pass.
    fn keep_rows(&self, mut keep: impl FnMut(usize) -> bool) -> RecordBuf<R> {
        /// Numbers collected before the rows are copied: they stay in cache, and
        /// so do the rows, which have just been looked at.
        const TILE: usize = 1024;
        let parts = moves::<R>(self.place(), &Own);
        let mut kept = RecordBuf::new();
        let mut passed = [0; TILE];
        for start in (0..self.len()).step_by(TILE) {
            let mut count = 0;
            for row in start..self.len().min(start + TILE) {
                // Written whether it passes or not, so that there is no branch.
                passed[count] = row;
                count += usize::from(keep(row));
            }
            let rows = kept.grow(count);
            // SAFETY: the numbers are less than `len`; the moves are the fields' bytes
            // in both; the buffer's memory is its own.
            unsafe { kernel::take(self.rows(), &passed[..count], rows, &parts) };
        }
        kept
    }
}
