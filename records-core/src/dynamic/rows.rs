//! Run-time rows copied: all of them, those that pass, those that are listed.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::{DynColumns, DynRecordBuf, DynRecords};
use crate::kernel::{self, Holes, Move};
use crate::view::moves_of;
use crate::{ByteOrder, Error, Field, Layout};

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
        let mut copy = self.empty_copy();
        self.repack_into(&mut copy);
        copy
    }

    /// [`repack`](DynRecords::repack) into a buffer. What it held is gone, and its layout that of
    /// the copy; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn repack_into(&self, copy: &mut DynRecordBuf) {
        let layout = repacked(self.shared_layout(), copy);
        let parts = self.moves_to(&layout);
        let zeros = !kernel::covers(&parts, layout.itemsize());
        // SAFETY: the moves are the fields' bytes in both; the copy's memory is its own, and bytes
        // that are not moved are zeros.
        unsafe {
            copy.refill(layout, self.len(), zeros, |rows| {
                kernel::repack(self.rows(), rows, &parts, Holes::Zero);
            });
        }
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
        let mut kept = self.empty_copy();
        self.filter_mask_into(mask, &mut kept)?;
        Ok(kept)
    }

    /// [`filter_mask`](DynRecords::filter_mask) into a buffer. What it held is gone, and its layout
    /// that of the copy; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn filter_mask_into(&self, mask: &[bool], kept: &mut DynRecordBuf) -> Result<(), Error> {
        Error::check_mask(mask.len(), self.len())?;
        let layout = self.shared_copy_layout()?;
        let parts = self.moves_to(&layout);
        let count = kernel::count(mask);
        // SAFETY: the moves are the fields' bytes in both; the mask has a place for each row; the
        // buffer's memory is its own, and all of it is written.
        unsafe {
            let size = layout.itemsize();
            kept.refill(layout, count, false, |rows| {
                kernel::keep_rows(self.rows(), mask, count, (size, &parts), rows.base());
            });
        }
        Ok(())
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
        let mut taken = self.empty_copy();
        self.take_into(indices, &mut taken)?;
        Ok(taken)
    }

    /// [`take`](DynRecords::take) into a buffer. What it held is gone, and its layout that of the
    /// copy; its memory is used again.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,u1")?;
    /// let rows = DynRecords::from_bytes(&[1, 2, 3, 4, 5, 6], &layout)?;
    /// let mut some = DynRecordBuf::new(&layout);
    /// rows.take_into(&[2, 0], &mut some)?;
    /// assert_eq!(some.as_bytes(), [5, 6, 1, 2]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn take_into(&self, indices: &[usize], taken: &mut DynRecordBuf) -> Result<(), Error> {
        Error::check_listed(indices, self.len())?;
        let layout = self.shared_copy_layout()?;
        let parts = self.moves_to(&layout);
        // SAFETY: the numbers have been checked; the moves are the fields' bytes in both; the
        // buffer's memory is its own, and all of it is written.
        unsafe {
            taken.refill(layout, indices.len(), false, |rows| {
                kernel::take_rows(self.rows(), indices, rows, &parts);
            });
        }
        Ok(())
    }

    /// [`copy_layout`](DynRecords::copy_layout), without a copy where it is the view's own.
    pub(super) fn shared_copy_layout(&self) -> Result<Arc<Layout>, Error> {
        if self.is_part() {
            return Ok(Arc::new(self.copy_layout()?));
        }
        Ok(Arc::clone(self.shared_layout()))
    }

    /// No rows, of the view's layout, for a copy that has its own.
    fn empty_copy(&self) -> DynRecordBuf {
        DynRecordBuf::shared(Arc::clone(self.shared_layout()))
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
        let mut columns = DynColumns::empty(self.layout().clone());
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
            columns.become_of(self.layout().clone());
        }
        columns.fill(self);
    }

    /// [`to_columns`](DynRecords::to_columns) in the byte order of the machine: numbers, times and
    /// characters that are in the other one are turned round on the way, in the same pass.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("[('id', '>u2'), ('x', '>f8')]")?;
    /// let bytes = [0, 7, 0x3f, 0xf0, 0, 0, 0, 0, 0, 0];
    /// let columns = DynRecords::from_bytes(&bytes, &layout)?.to_native_columns();
    /// assert_eq!(columns.column::<u16>("id")?.as_slice(), Some(&[7][..]));
    /// assert_eq!(columns.column::<f64>("x")?.as_slice(), Some(&[1.0][..]));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn to_native_columns(&self) -> DynColumns {
        let mut columns = DynColumns::empty(self.layout().with_order(ByteOrder::NATIVE));
        columns.fill(self);
        columns
    }

    /// [`copy_columns_into`](DynRecords::copy_columns_into) in the byte order of the machine, as
    /// [`to_native_columns`](DynRecords::to_native_columns) makes them.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn copy_native_columns_into(&self, columns: &mut DynColumns) {
        let layout = self.layout().with_order(ByteOrder::NATIVE);
        if !columns.has_fields_of(&layout) {
            columns.become_of(layout);
        }
        columns.fill(self);
    }
}

/// The layout of rows copied without holes: that of the copy, if it is so already, since to make one
/// takes as long as to copy some hundred rows.
pub(super) fn repacked(layout: &Arc<Layout>, copy: &DynRecordBuf) -> Arc<Layout> {
    if layout.is_repacked_to(copy.layout()) {
        return copy.shared_layout();
    }
    // Of fields that fit side by side; only padding could be too large.
    layout.repacked().map_or_else(|_| Arc::clone(layout), Arc::new)
}

/// What takes the fields of a row to where the same fields in the same order lie in another.
pub(super) fn moves_between(from: &[Field], to: &[Field]) -> Vec<Move> {
    moves_of(from.iter().zip(to).map(|(from, to)| (from.dtype(), from.offset(), to.offset())))
}
