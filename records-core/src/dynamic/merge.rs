//! Rows made of others: fields side by side, rows one behind the other.

use alloc::string::{String, ToString};
use alloc::sync::Arc;

use super::rows::moves_between;
use super::{DynColumn, DynRecordBuf, DynRecords};
use crate::kernel::{self, Holes};
use crate::{DType, Error, Layout};

impl DynRecords<'_> {
    /// A copy of the rows with one more field behind the others, laid out anew by
    /// the rule of the rows.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("[('a', 'u1'), ('b', 'u1')]")?;
    /// let rows = DynRecords::from_bytes(&[1, 2, 3, 4], &layout)?;
    /// let more = rows.with_field("sum", &[3_u8, 7])?;
    /// assert_eq!(more.as_bytes(), [1, 2, 3, 3, 4, 7]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] if there is a field of this name; [`Error::Lengths`] if the
    /// column is longer or shorter than the rows.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn with_field<'c>(
        &self,
        name: &str,
        column: impl Into<DynColumn<'c>>,
    ) -> Result<DynRecordBuf, Error> {
        let mut more = DynRecordBuf::shared(self.shared_layout().clone());
        self.with_field_into(name, column, &mut more)?;
        Ok(more)
    }

    /// [`with_field`](DynRecords::with_field) into a buffer. What it held is gone, and its layout that
    /// of the copy; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn with_field_into<'c>(
        &self,
        name: &str,
        column: impl Into<DynColumn<'c>>,
        more: &mut DynRecordBuf,
    ) -> Result<(), Error> {
        let column = column.into();
        let one = Layout::try_packed([(name.to_string(), column.dtype().clone())])?;
        // SAFETY: each item of a column is a row of this one field.
        let column = unsafe { DynRecords::from_rows(column.items(), one.into(), false) };
        self.zip_into(&column, more)
    }

    /// A copy of the rows with the fields of as many other rows behind their own,
    /// laid out anew by the rule of these rows.
    ///
    /// # Errors
    /// [`Error::Layout`] if both have a field of one name; [`Error::Lengths`] if there
    /// are more or fewer other rows.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn zip(&self, other: &DynRecords<'_>) -> Result<DynRecordBuf, Error> {
        let mut both = DynRecordBuf::shared(self.shared_layout().clone());
        self.zip_into(other, &mut both)?;
        Ok(both)
    }

    /// [`zip`](DynRecords::zip) into a buffer. What it held is gone, and its layout that of the
    /// copy; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn zip_into(&self, other: &DynRecords<'_>, both: &mut DynRecordBuf) -> Result<(), Error> {
        if other.len() != self.len() {
            let what = "what is put beside the rows".into();
            return Err(Error::Lengths { what, expected: self.len(), found: other.len() });
        }
        let layout = Arc::new(self.layout().followed_by(other.layout())?);
        let (own, others) = layout.fields().split_at(self.layout().fields().len());
        let copy = |rows| {
            for (from, to) in [(self, own), (other, others)] {
                if !from.is_empty() {
                    let moves = moves_between(from.layout().fields(), to);
                    // SAFETY: the moves are the fields' bytes in both; the copy's memory is its own.
                    unsafe { kernel::repack(from.rows(), rows, &moves, Holes::Kept) };
                }
            }
        };
        let zeros = layout.has_padding();
        // SAFETY: without padding, the fields are all bytes of the rows.
        unsafe { both.refill(Arc::clone(&layout), self.len(), zeros, copy) };
        Ok(())
    }

    /// A copy of the rows of several views one behind the other, laid out as the
    /// first; fields are matched by name, wherever each view has them.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let (a, b) = (Layout::parse("{'x': ('u1', 0)}")?, Layout::parse("{'x': ('u1', 1)}")?);
    /// let (a, b) = (DynRecords::from_bytes(&[1, 2], &a)?, DynRecords::from_bytes(&[0, 3], &b)?);
    /// assert_eq!(DynRecords::concat(&[a, b])?.as_bytes(), [1, 2, 3]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] if a later view lacks a field of the first,
    /// [`Error::WrongType`] if it has another dtype there ([`convert_to`](DynRecords::convert_to)
    /// before, if nothing would be lost); [`Error::Invalid`] as for
    /// [`DynRecordsMut::copy_from`](crate::DynRecordsMut::copy_from).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn concat(views: &[DynRecords<'_>]) -> Result<DynRecordBuf, Error> {
        let none: [(String, DType); 0] = [];
        let mut all = DynRecordBuf::new(&Layout::try_packed(none)?);
        DynRecords::concat_into(views, &mut all)?;
        Ok(all)
    }

    /// [`concat`](DynRecords::concat) into a buffer. What it held is gone, and its layout that of the
    /// copy; its memory is used again.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1")?;
    /// let mut all = DynRecordBuf::new(&layout);
    /// for bytes in [[1, 2], [3, 4]] {
    ///     let rows = DynRecords::from_bytes(&bytes, &layout)?;
    ///     DynRecords::concat_into(&[rows.slice(1..), rows.slice(..1)], &mut all)?;
    ///     assert_eq!(all.as_bytes(), [bytes[1], bytes[0]]);
    /// }
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there; if a view does not fit the first, the buffer is empty then.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn concat_into(views: &[DynRecords<'_>], all: &mut DynRecordBuf) -> Result<(), Error> {
        let layout = match views.first() {
            Some(first) => first.shared_copy_layout()?,
            None => {
                let none: [(String, DType); 0] = [];
                Arc::new(Layout::try_packed(none)?)
            }
        };
        let len = views.iter().try_fold(0_usize, |len, view| len.checked_add(view.len()));
        let len = len.ok_or(crate::LayoutError::TooLarge)?;
        // SAFETY: zeros.
        unsafe { all.refill(layout, len, true, |_| ()) };
        let mut start = 0;
        for view in views {
            let end = start + view.len();
            let copied = all.view_mut().slice_mut(start..end).copy_from(view);
            if copied.is_err() {
                all.clear();
                return copied;
            }
            start = end;
        }
        Ok(())
    }
}
