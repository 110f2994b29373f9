//! Rows sorted.

use alloc::vec::Vec;

use super::SortKey;
use crate::dynamic::rows::moves_between;
use crate::dynamic::{DynRecordBuf, DynRecords, DynRecordsMut, path};
use crate::kernel::sort::{self, Keyed, Sorted, Word};
use crate::kernel::{self, Holes};
use crate::ops::order::{Key, words};
use crate::{Error, Layout};

impl DynRecords<'_> {
    /// The numbers of the rows in the order of these fields, the weightiest first, and of no
    /// others: rows that are equal in them keep their order. Of no fields at all, the
    /// order is that of the rows.
    ///
    /// Keys are [paths](DynRecords::column), or [`SortKey`]s where some are to descend;
    /// [`OrderBy`](crate::OrderBy) says how values of each type are ordered.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("[('age', 'u1'), ('height', 'u1')]")?;
    /// let people = DynRecords::from_bytes(&[40, 180, 30, 170, 40, 160], &layout)?;
    /// assert_eq!(people.argsort(&["age", "height"])?, [1, 2, 0]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field, [`Error::NoSuchPart`] if a field
    /// has no such part.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn argsort<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<Vec<usize>, Error> {
        Ok(self.sorted(keys, false, &mut Vec::new())?.rows)
    }

    /// [`argsort`](DynRecords::argsort) into a vector. What it held is gone; its memory is used
    /// again.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort); then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn argsort_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        rows: &mut Vec<usize>,
    ) -> Result<(), Error> {
        *rows = self.sorted(keys, false, rows)?.rows;
        Ok(())
    }

    /// A copy of the rows in the order of these fields; see
    /// [`argsort`](DynRecords::argsort). Laid out as [`filter_mask`](DynRecords::filter_mask)
    /// does.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn sort_by<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<DynRecordBuf, Error> {
        let mut sorted = DynRecordBuf::shared(self.shared_layout().clone());
        self.sort_by_into(keys, &mut sorted)?;
        Ok(sorted)
    }

    /// [`sort_by`](DynRecords::sort_by) into a buffer, whose layout becomes that of the result. What
    /// it held is gone; its memory is used again.
    ///
    /// # Errors
    /// Those of [`argsort`](DynRecords::argsort); then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn sort_by_into<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        sorted: &mut DynRecordBuf,
    ) -> Result<(), Error> {
        let (before, layout) = (self.words(&self.keys(keys)?), self.shared_copy_layout()?);
        let moves = self.moves_to(&layout);
        let after = if self.is_empty() { Vec::new() } else { words(keys_in(&layout, keys)?) };
        let size = layout.itemsize();
        // SAFETY: the words are those of fields of the rows, and of the same fields of the copies; the
        // moves are the fields' bytes in both; the buffer's memory is its own, and all of it is
        // written.
        unsafe {
            sorted.refill(layout, self.len(), false, |to| {
                let rows = Keyed::new(self.rows(), &before);
                sort::sort_rows(rows, &after, size, &moves, to.base());
            });
        }
        Ok(())
    }

    /// The rows in order, and, if asked for, which of them are equal; the vector's memory is used
    /// again, unless there is an error.
    pub(super) fn sorted<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
        groups: bool,
        memory: &mut Vec<usize>,
    ) -> Result<Sorted, Error> {
        let words = self.words(&self.keys(keys)?);
        let memory = core::mem::take(memory);
        // SAFETY: the words are those of fields of the rows.
        Ok(sort::sort(&[unsafe { Keyed::new(self.rows(), &words) }], groups, memory))
    }

    /// The parts of the rows that keys name.
    pub(super) fn keys<'k, K: Clone + Into<SortKey<'k>>>(
        &self,
        keys: &[K],
    ) -> Result<Vec<Key<'_>>, Error> {
        keys_in(self.layout(), keys)
    }

    /// The words of keys; none where there are no rows.
    pub(super) fn words(&self, keys: &[Key<'_>]) -> Vec<Word> {
        if self.is_empty() { Vec::new() } else { words(keys.iter().copied()) }
    }
}

/// The parts that keys name of rows of a layout.
fn keys_in<'l, 'k, K: Clone + Into<SortKey<'k>>>(
    layout: &'l Layout,
    keys: &[K],
) -> Result<Vec<Key<'l>>, Error> {
    let found = keys.iter().map(|key| {
        let key: SortKey<'k> = key.clone().into();
        let (offset, dtype) = path::find(layout, key.path())?;
        Ok(Key { offset, dtype, descending: key.is_descending() })
    });
    found.collect()
}

impl DynRecordsMut<'_> {
    /// Puts the rows in the order of these fields; see [`DynRecords::argsort`]. The fields
    /// of the layout move, what is between them stays.
    ///
    /// ```
    /// use records_core::{DynRecordsMut, Layout};
    ///
    /// let mut bytes = *b"b1a2a3";
    /// let layout = Layout::parse("S1,S1")?;
    /// DynRecordsMut::from_bytes(&mut bytes, &layout)?.sort_in_place(&["f0"])?;
    /// assert_eq!(bytes, *b"a2a3b1");
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`DynRecords::argsort`]; then nothing is moved.
    ///
    /// # Panics
    /// If memory for a copy of the rows runs out, as `Vec` does.
    pub fn sort_in_place<'k, K: Clone + Into<SortKey<'k>>>(
        &mut self,
        keys: &[K],
    ) -> Result<(), Error> {
        let mut sorted = self.view().sort_by(keys)?;
        if sorted.is_empty() {
            // No bytes stand behind the lengths of arrays.
            return Ok(());
        }
        let from = sorted.rows();
        let moves = moves_between(sorted.layout().fields(), self.layout().fields());
        // SAFETY: the moves are the fields' bytes in both; this is the only way to its rows.
        unsafe { kernel::repack(from, self.view().rows(), &moves, Holes::Kept) };
        Ok(())
    }
}

impl DynRecordBuf {
    /// Puts the rows in the order of these fields; see [`DynRecords::argsort`].
    ///
    /// # Errors
    /// Those of [`DynRecords::argsort`]; then nothing is moved.
    ///
    /// # Panics
    /// If memory for a copy of the rows runs out, as `Vec` does.
    pub fn sort_in_place<'k, K: Clone + Into<SortKey<'k>>>(
        &mut self,
        keys: &[K],
    ) -> Result<(), Error> {
        self.view_mut().sort_in_place(keys)
    }
}
