//! Rows made of others: fields side by side, rows one behind the other.

use alloc::string::{String, ToString};

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
        let column = column.into();
        let one = Layout::try_packed([(name.to_string(), column.dtype().clone())])?;
        // SAFETY: each item of a column is a row of this one field.
        let column = unsafe { DynRecords::from_rows(column.items(), one.into(), false) };
        self.zip(&column)
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
        if other.len() != self.len() {
            let what = "what is put beside the rows".into();
            return Err(Error::Lengths { what, expected: self.len(), found: other.len() });
        }
        let layout = self.layout().followed_by(other.layout())?;
        let mut both = DynRecordBuf::zeroed(layout, self.len());
        let rows = both.rows();
        let (own, others) = both.layout().fields().split_at(self.layout().fields().len());
        for (from, to) in [(self, own), (other, others)] {
            if !from.is_empty() {
                let moves = moves_between(from.layout().fields(), to);
                // SAFETY: the moves are the fields' bytes in both; the copy's memory is new.
                unsafe { kernel::repack(from.rows(), rows, &moves, Holes::Kept) };
            }
        }
        Ok(both)
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
        let Some(first) = views.first() else {
            let none: [(String, DType); 0] = [];
            return Ok(DynRecordBuf::new(&Layout::try_packed(none)?));
        };
        let len = views.iter().try_fold(0_usize, |len, view| len.checked_add(view.len()));
        let len = len.ok_or(crate::LayoutError::TooLarge)?;
        let mut all = DynRecordBuf::zeroed(first.copy_layout()?, len);
        let mut start = 0;
        for view in views {
            let end = start + view.len();
            all.view_mut().slice_mut(start..end).copy_from(view)?;
            start = end;
        }
        Ok(all)
    }
}
