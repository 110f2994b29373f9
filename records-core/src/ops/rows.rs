//! Rows copied: all of them, those that pass, those that are listed.

use core::mem::MaybeUninit;

use crate::kernel::{self, Holes, RowCopy};
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
        let mut copy = RecordBuf::new();
        self.repack_into(&mut copy);
        copy
    }

    /// [`repack`](Records::repack) into a buffer. What it held is gone; its memory is used again.
    pub fn repack_into(&self, copy: &mut RecordBuf<R>) {
        let parts = moves::<R, _, _>(self.place(), &Own);
        let zeros = !kernel::covers(&parts, R::SIZE);
        // SAFETY: the moves are the fields' bytes in both; the copy's memory is its own, and bytes
        // that are not moved are zeros.
        unsafe {
            copy.refill(self.len(), zeros, |rows| {
                kernel::repack(self.rows(), rows, &parts, Holes::Zero)
            })
        };
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
    pub fn filter(&self, keep: impl FnMut(&R) -> bool) -> RecordBuf<R> {
        let mut kept = RecordBuf::new();
        self.filter_into(keep, &mut kept);
        kept
    }

    /// [`filter`](Records::filter) into a buffer. What it held is gone; its memory is used again.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Person { age: i32, height: f32 }
    /// # let people: RecordBuf<Person> = [Person { age: 40, height: 1.8 }].into_iter().collect();
    /// let mut some = RecordBuf::new();
    /// for part in people.view().chunks(1000) {
    ///     part.filter_into(|person| person.age > 30, &mut some);
    ///     assert_eq!(some.len(), 1);
    /// }
    /// ```
    pub fn filter_into(&self, mut keep: impl FnMut(&R) -> bool, kept: &mut RecordBuf<R>) {
        let parts = moves::<R, _, _>(self.place(), &Own);
        // SAFETY: the moves are the fields' bytes in both.
        let copy = unsafe { RowCopy::new(self.rows(), R::SIZE, &parts) };
        kept.clear();
        let mut passed = [MaybeUninit::<u32>::uninit(); kernel::TILE];
        for start in (0..self.len()).step_by(kernel::TILE) {
            let tile = self.rows().slice(start..self.len().min(start + kernel::TILE));
            let mut count = 0;
            for row in 0..tile.len() {
                // Written whether it passes or not, so that there is no branch.
                passed[count].write(row as u32);
                // SAFETY: a row of the view.
                count += usize::from(keep(&unsafe { read_row(tile.at(row), self.place()) }));
            }
            if kept.capacity() - kept.len() < count {
                // As many of the rest may pass as have until now.
                let seen = start + tile.len();
                let all = (kept.len() + count) as u128 * self.len() as u128 / seen as u128;
                let rest = (all as usize).saturating_sub(kept.len()).max(count);
                kept.reserve(rest);
            }
            // SAFETY: so many numbers have been written, each less than the tile's rows; the
            // buffer's memory is its own, and all of it is written.
            unsafe {
                let passed = core::slice::from_raw_parts(passed.as_ptr().cast(), count);
                kept.append(count, |to| copy.take_from(start, passed, to));
            }
        }
    }

    /// A copy of the rows whose place in the mask is `true`, in their order.
    ///
    /// # Errors
    /// [`Error::Lengths`] if the mask is longer or shorter than the view.
    pub fn filter_mask(&self, mask: &[bool]) -> Result<RecordBuf<R>, Error> {
        let mut kept = RecordBuf::new();
        self.filter_mask_into(mask, &mut kept)?;
        Ok(kept)
    }

    /// [`filter_mask`](Records::filter_mask) into a buffer. What it held is gone; its memory is
    /// used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    pub fn filter_mask_into(&self, mask: &[bool], kept: &mut RecordBuf<R>) -> Result<(), Error> {
        Error::check_mask(mask.len(), self.len())?;
        let parts = moves::<R, _, _>(self.place(), &Own);
        let count = kernel::count(mask);
        // SAFETY: the moves are the fields' bytes in both; the mask has a place for each row; the
        // buffer's memory is its own, and all of it is written.
        unsafe {
            kept.refill(count, false, |rows| {
                kernel::keep_rows(self.rows(), mask, count, (R::SIZE, &parts), rows.base());
            });
        }
        Ok(())
    }

    /// A copy of the listed rows, in the order of the list, in which a row may
    /// stand more than once.
    ///
    /// # Errors
    /// [`Error::NoSuchRow`] if a number is none of a row.
    pub fn take(&self, indices: &[usize]) -> Result<RecordBuf<R>, Error> {
        let mut taken = RecordBuf::new();
        self.take_into(indices, &mut taken)?;
        Ok(taken)
    }

    /// [`take`](Records::take) into a buffer. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    pub fn take_into(&self, indices: &[usize], taken: &mut RecordBuf<R>) -> Result<(), Error> {
        Error::check_listed(indices, self.len())?;
        let parts = moves::<R, _, _>(self.place(), &Own);
        // SAFETY: the numbers have been checked; the moves are the fields' bytes in both; the
        // buffer's memory is its own, and all of it is written.
        unsafe {
            taken.refill(indices.len(), false, |rows| {
                kernel::take_rows(self.rows(), indices, rows, &parts);
            });
        }
        Ok(())
    }
}
