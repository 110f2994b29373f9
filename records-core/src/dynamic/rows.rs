//! Run-time rows copied: all of them, those that pass, those that are listed.

use alloc::vec::Vec;

use super::{DynColumns, DynRecordBuf, DynRecords};
use crate::kernel::{self, Holes, Move};
use crate::view::moves_of;
use crate::{Error, Field, Layout};

impl DynRecords<'_> {
    /// The layout that a copy of the rows has: the view's own, or, where it leaves
    /// fields of the rows out, its fields laid out anew by the rule of the rows.
    pub(crate) fn copy_layout(&self) -> Result<Layout, Error> {
        if !self.is_part() {
            return Ok(self.layout().clone());
        }
        Ok(self.layout().repacked()?)
    }

    /// What takes a row's fields to where `to`, a layout of the same fields in the
    /// same order, has them.
    pub(crate) fn moves_to(&self, to: &Layout) -> Vec<Move> {
        if self.is_empty() {
            return Vec::new();
        }
        moves_between(self.layout().fields(), to.fields())
    }

    /// A copy of the rows with these fields only, laid out anew without the holes
    /// that other fields leave: packed, or aligned if the layout is aligned.
    /// Padding is zero.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn repack(&self) -> DynRecordBuf {
        match self.layout().repacked() {
            Ok(layout) => self.copy_as(layout),
            // Of fields that fit side by side; only padding could be too large.
            Err(_) => self.copy_as(self.layout().clone()),
        }
    }

    /// A copy of the rows in a layout of the same fields in the same order.
    pub(crate) fn copy_as(&self, layout: Layout) -> DynRecordBuf {
        let parts = self.moves_to(&layout);
        let mut copy = DynRecordBuf::zeroed(layout, self.len());
        // SAFETY: the moves are the fields' bytes in both; the copy's memory is new.
        unsafe { kernel::repack(self.rows(), copy.rows(), &parts, Holes::Zero) };
        copy
    }

    /// A copy of the rows whose place in the mask is `true`, in their order; laid
    /// out as the view is, or as [`repack`](DynRecords::repack) does where it
    /// leaves fields out.
    ///
    /// # Errors
    /// [`Error::Lengths`] if the mask is longer or shorter than the view.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn filter_mask(&self, mask: &[bool]) -> Result<DynRecordBuf, Error> {
        if mask.len() != self.len() {
            let what = "the mask".into();
            return Err(Error::Lengths { what, expected: self.len(), found: mask.len() });
        }
        let kept = mask.iter().enumerate().filter(|(_, keep)| **keep).map(|(row, _)| row);
        self.take(&kept.collect::<Vec<_>>())
    }

    /// A copy of the listed rows, in the order of the list, in which a row may
    /// stand more than once; laid out as [`filter_mask`](DynRecords::filter_mask)
    /// does.
    ///
    /// # Errors
    /// [`Error::NoSuchRow`] if a number is none of a row.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn take(&self, indices: &[usize]) -> Result<DynRecordBuf, Error> {
        if let Some(at) = indices.iter().position(|&row| row >= self.len()) {
            return Err(Error::NoSuchRow { row: indices[at], at, len: self.len() });
        }
        let layout = self.copy_layout()?;
        let parts = self.moves_to(&layout);
        let mut taken = DynRecordBuf::zeroed(layout, indices.len());
        // SAFETY: the numbers have been checked; the moves are the fields' bytes in
        // both; the copy's memory is new.
        unsafe { kernel::take(self.rows(), indices, taken.rows(), &parts) };
        Ok(taken)
    }

    /// A copy of all columns, made in one pass over the rows.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,(2,)u1")?;
    /// let rows = DynRecords::from_bytes(&[1, 2, 3, 4, 5, 6], &layout)?;
    /// let columns = rows.to_columns();
    /// assert_eq!(columns.column::<u8>("f0")?.as_slice(), Some(&[1, 4][..]));
    /// assert_eq!(columns.column::<[u8; 2]>("f1")?.get(1), Some([5, 6]));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn to_columns(&self) -> DynColumns {
        let mut columns = DynColumns::empty(self.layout());
        columns.fill(self);
        columns
    }

    /// Copies all columns in one pass over the rows. What the columns held is gone;
    /// their memory is used again where it is enough.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn copy_columns_into(&self, columns: &mut DynColumns) {
        if !columns.has_fields_of(self.layout()) {
            *columns = DynColumns::empty(self.layout());
        }
        columns.fill(self);
    }
}

/// What takes the fields of a row to where the same fields in the same order lie in another.
pub(super) fn moves_between(from: &[Field], to: &[Field]) -> Vec<Move> {
    moves_of(from.iter().zip(to).map(|(from, to)| (from.dtype(), from.offset(), to.offset())))
}
