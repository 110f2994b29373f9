//! Rows that are equal in some fields.

use alloc::vec::Vec;

use super::SortKey;
use crate::Error;
use crate::dynamic::{DynRecordBuf, DynRecords};
use crate::ops::order::{duplicate_rows, unique_rows};

impl DynRecords<'_> {
    /// A copy of the first of all rows that are equal in these fields, in the order of
    /// the fields, as with `np.unique`; see
    /// [`Records::unique_by`](crate::Records::unique_by). Laid out as
    /// [`filter_mask`](DynRecords::filter_mask) does.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn unique_by<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<DynRecordBuf, Error> {
        self.take(&self.unique_indices(keys)?)
    }

    /// [`unique_by`](DynRecords::unique_by) into a buffer, whose layout becomes that of the result. What it held is
    /// gone; its memory is used again.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort); then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn unique_by_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        unique: &mut DynRecordBuf,
    ) -> Result<(), Error> {
        self.take_into(&self.unique_indices(keys)?, unique)
    }

    /// The numbers of the rows of [`unique_by`](DynRecords::unique_by).
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn unique_indices<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<Vec<usize>, Error> {
        let mut rows = Vec::new();
        self.unique_indices_into(keys, &mut rows)?;
        Ok(rows)
    }

    /// [`unique_indices`](DynRecords::unique_indices) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort); then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn unique_indices_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        rows: &mut Vec<usize>,
    ) -> Result<(), Error> {
        *rows = unique_rows(self.sorted(keys, true, rows)?);
        Ok(())
    }

    /// A copy of all rows that have the same values in these fields as another row, in
    /// the order of the fields, equal ones in their own order; see
    /// [`Records::find_duplicates`](crate::Records::find_duplicates). Laid out as
    /// [`filter_mask`](DynRecords::filter_mask) does.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("S1,u1")?;
    /// let rows = DynRecords::from_bytes(b"b\x01a\x02b\x03", &layout)?;
    /// assert_eq!(rows.find_duplicates(&["f0"])?.as_bytes(), b"b\x01b\x03");
    /// assert_eq!(rows.unique_by(&["f0"])?.as_bytes(), b"a\x02b\x01");
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn find_duplicates<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<DynRecordBuf, Error> {
        self.take(&self.duplicate_indices(keys)?)
    }

    /// [`find_duplicates`](DynRecords::find_duplicates) into a buffer, whose layout becomes that of the result. What it held is
    /// gone; its memory is used again.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort); then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn find_duplicates_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        duplicates: &mut DynRecordBuf,
    ) -> Result<(), Error> {
        self.take_into(&self.duplicate_indices(keys)?, duplicates)
    }

    /// The numbers of the rows of [`find_duplicates`](DynRecords::find_duplicates).
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn duplicate_indices<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<Vec<usize>, Error> {
        let mut rows = Vec::new();
        self.duplicate_indices_into(keys, &mut rows)?;
        Ok(rows)
    }

    /// [`duplicate_indices`](DynRecords::duplicate_indices) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort); then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn duplicate_indices_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        rows: &mut Vec<usize>,
    ) -> Result<(), Error> {
        *rows = duplicate_rows(self.sorted(keys, true, rows)?);
        Ok(())
    }
}
