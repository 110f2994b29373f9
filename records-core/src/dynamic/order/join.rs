//! Rows of one view that are equal to rows of another.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::SortKey;
use crate::Error;
use crate::dynamic::DynRecords;
use crate::kernel::sort::Keyed;
use crate::layout::comparable;
use crate::ops::order::{inner, left};

impl DynRecords<'_> {
    /// Pairs of a row of this view and a row of another that are equal in the fields of
    /// these paths: an inner join, in the order of the rows here, and for each of them in
    /// that of the rows on the right; see [`Records::join`](crate::Records::join).
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let trades = Layout::parse("[('symbol', '<u2'), ('volume', 'u1')]")?;
    /// let companies = Layout::parse("[('name', 'S1'), ('symbol', '>u2')]")?;
    /// let trades = DynRecords::from_bytes(&[7, 0, 1, 9, 0, 2, 7, 0, 3], &trades)?;
    /// let companies = DynRecords::from_bytes(b"A\0\x08B\0\x07", &companies)?;
    /// assert_eq!(trades.join(&companies, &["symbol"])?, [(0, 1), (2, 1)]);
    /// let pairs = trades.left_join(&companies, &["symbol"])?;
    /// assert_eq!(pairs, [(0, Some(1)), (1, None), (2, Some(1))]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort), for either view; [`Error::WrongType`] if a
    /// field on the right has another type than its partner, but for the byte order.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn join<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
    ) -> Result<Vec<(usize, usize)>, Error> {
        let mut pairs = Vec::new();
        self.join_into(right, keys, &mut pairs)?;
        Ok(pairs)
    }

    /// [`join`](DynRecords::join) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn join_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        pairs: &mut Vec<(usize, usize)>,
    ) -> Result<(), Error> {
        self.join_on_into(right, keys, keys, pairs)
    }

    /// [`join`](DynRecords::join), with `None` for rows of this view that no row on the right
    /// is equal to: a left join.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn left_join<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
    ) -> Result<Vec<(usize, Option<usize>)>, Error> {
        let mut pairs = Vec::new();
        self.left_join_into(right, keys, &mut pairs)?;
        Ok(pairs)
    }

    /// [`left_join`](DynRecords::left_join) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn left_join_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        pairs: &mut Vec<(usize, Option<usize>)>,
    ) -> Result<(), Error> {
        self.left_join_on_into(right, keys, keys, pairs)
    }

    /// [`join`](DynRecords::join) by fields that have other paths on the right.
    ///
    /// # Errors
    /// As there; [`Error::Lengths`] if there are more or fewer paths for the right.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn join_on<'k, 'j, K: Clone + Into<SortKey<'k>>, J: Clone + Into<SortKey<'j>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        right_keys: &[J],
    ) -> Result<Vec<(usize, usize)>, Error> {
        let mut pairs = Vec::new();
        self.join_on_into(right, keys, right_keys, &mut pairs)?;
        Ok(pairs)
    }

    /// [`join_on`](DynRecords::join_on) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn join_on_into<'k, 'j, K: Clone + Into<SortKey<'k>>, J: Clone + Into<SortKey<'j>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        right_keys: &[J],
        pairs: &mut Vec<(usize, usize)>,
    ) -> Result<(), Error> {
        self.with_keys(right, keys, right_keys, |own, others| inner(own, others, pairs))
    }

    /// [`left_join`](DynRecords::left_join) by fields that have other paths on the right.
    ///
    /// # Errors
    /// As there; [`Error::Lengths`] if there are more or fewer paths for the right.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn left_join_on<'k, 'j, K: Clone + Into<SortKey<'k>>, J: Clone + Into<SortKey<'j>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        right_keys: &[J],
    ) -> Result<Vec<(usize, Option<usize>)>, Error> {
        let mut pairs = Vec::new();
        self.left_join_on_into(right, keys, right_keys, &mut pairs)?;
        Ok(pairs)
    }

    /// [`left_join_on`](DynRecords::left_join_on) into a vector. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn left_join_on_into<'k, 'j, K: Clone + Into<SortKey<'k>>, J: Clone + Into<SortKey<'j>>>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        right_keys: &[J],
        pairs: &mut Vec<(usize, Option<usize>)>,
    ) -> Result<(), Error> {
        self.with_keys(right, keys, right_keys, |own, others| left(own, others, pairs))
    }

    fn with_keys<'k, 'j, K: Clone + Into<SortKey<'k>>, J: Clone + Into<SortKey<'j>>, T>(
        &self,
        right: &DynRecords<'_>,
        keys: &[K],
        right_keys: &[J],
        join: impl FnOnce(Keyed<'_>, Keyed<'_>) -> T,
    ) -> Result<T, Error> {
        if keys.len() != right_keys.len() {
            let what = "the list of keys for the right".into();
            return Err(Error::Lengths { what, expected: keys.len(), found: right_keys.len() });
        }
        let (mut own, mut others) = (self.keys(keys)?, right.keys(right_keys)?);
        for (i, (own, other)) in own.iter_mut().zip(&mut others).enumerate() {
            if !comparable(own.dtype, other.dtype) {
                let key: SortKey<'j> = right_keys[i].clone().into();
                return Err(Error::WrongType {
                    field: key.path().into(),
                    expected: own.dtype.to_string(),
                    found: other.dtype.to_string(),
                });
            }
            // Which way they run makes no difference, as long as both run the same.
            (own.descending, other.descending) = (false, false);
        }
        let (own, others) = (self.words(&own), right.words(&others));
        // SAFETY: the words are those of fields of the rows of each view.
        Ok(unsafe { join(Keyed::new(self.rows(), &own), Keyed::new(right.rows(), &others)) })
    }
}
