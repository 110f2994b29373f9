//! Rows that are equal in some fields.

use alloc::vec::Vec;

use super::OrderBy;
use crate::kernel::sort::Sorted;
use crate::{Placement, Record, RecordBuf, Records};

/// The first row of each group of equal rows, in order.
pub(crate) fn unique_rows(sorted: Sorted) -> Vec<usize> {
    let Sorted { mut rows, equal } = sorted;
    let mut kept = 0;
    let mut next = 0;
    for (start, end) in equal {
        // Those that no other is equal to, and the first of those that are.
        rows.copy_within(next..=start, kept);
        kept += start + 1 - next;
        next = end;
    }
    rows.copy_within(next.., kept);
    rows.truncate(kept + rows.len() - next);
    rows
}

/// All rows that others are equal to, in order.
pub(crate) fn duplicate_rows(sorted: Sorted) -> Vec<usize> {
    let Sorted { mut rows, equal } = sorted;
    let mut kept = 0;
    for (start, end) in equal {
        rows.copy_within(start..end, kept);
        kept += end - start;
    }
    rows.truncate(kept);
    rows
}

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// A copy of the first of all rows that are equal in these fields, in the order of
    /// the fields, as with `np.unique`.
    ///
    /// NaN is equal to NaN here, NaT to NaT, and `-0.0` to `0.0`; see [`OrderBy`].
    /// [`unique_indices`](Records::unique_indices) gives the numbers of the rows, with which they can
    /// also be had in their own order.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Tick { symbol: u8, price: f32 }
    ///
    /// let ticks: RecordBuf<Tick> = [(b'B', 2.0), (b'A', 1.0), (b'B', 3.0)]
    ///     .map(|(symbol, price)| Tick { symbol, price })
    ///     .into_iter()
    ///     .collect();
    /// let ticks = ticks.view();
    /// let unique = ticks.unique_by(Tick::FIELDS.symbol);
    /// assert_eq!(unique.columns().price, [1.0, 2.0]);
    ///
    /// let mut rows = ticks.unique_indices(Tick::FIELDS.symbol);
    /// assert_eq!(rows, [1, 0]);
    /// rows.sort();
    /// assert_eq!(ticks.take(&rows)?.columns().price, [2.0, 1.0]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn unique_by<K: OrderBy<R>>(&self, keys: K) -> RecordBuf<R> {
        self.taken(&self.unique_indices(keys))
    }

    /// [`unique_by`](Records::unique_by) into a buffer. What it held is gone; its memory is used
    /// again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn unique_by_into<K: OrderBy<R>>(&self, keys: K, unique: &mut RecordBuf<R>) {
        self.taken_into(&self.unique_indices(keys), unique);
    }

    /// The numbers of the rows of [`unique_by`](Records::unique_by).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn unique_indices<K: OrderBy<R>>(&self, keys: K) -> Vec<usize> {
        let mut rows = Vec::new();
        self.unique_indices_into(keys, &mut rows);
        rows
    }

    /// [`unique_indices`](Records::unique_indices) into a vector. What it held is gone; its memory is
    /// used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn unique_indices_into<K: OrderBy<R>>(&self, _: K, rows: &mut Vec<usize>) {
        *rows = unique_rows(self.sorted(K::KEYS, true, core::mem::take(rows)));
    }

    /// A copy of all rows that have the same values in these fields as another row, in
    /// the order of the fields, equal ones in their own order, as with `find_duplicates` of
    /// `numpy.lib.recfunctions`.
    ///
    /// What is equal is as for [`unique_by`](Records::unique_by);
    /// [`duplicate_indices`](Records::duplicate_indices) gives the numbers of the rows.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// # #[record(packed)]
    /// # struct Tick { symbol: u8, price: f32 }
    /// # let ticks: RecordBuf<Tick> = [(b'B', 2.0), (b'A', 1.0), (b'B', 3.0)]
    /// #     .map(|(symbol, price)| Tick { symbol, price })
    /// #     .into_iter()
    /// #     .collect();
    /// let twice = ticks.view().find_duplicates(Tick::FIELDS.symbol);
    /// assert_eq!(twice.columns().price, [2.0, 3.0]);
    /// assert_eq!(ticks.view().duplicate_indices(Tick::FIELDS.symbol), [0, 2]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn find_duplicates<K: OrderBy<R>>(&self, keys: K) -> RecordBuf<R> {
        self.taken(&self.duplicate_indices(keys))
    }

    /// [`find_duplicates`](Records::find_duplicates) into a buffer. What it held is gone; its memory
    /// is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn find_duplicates_into<K: OrderBy<R>>(&self, keys: K, duplicates: &mut RecordBuf<R>) {
        self.taken_into(&self.duplicate_indices(keys), duplicates);
    }

    /// The numbers of the rows of [`find_duplicates`](Records::find_duplicates).
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn duplicate_indices<K: OrderBy<R>>(&self, keys: K) -> Vec<usize> {
        let mut rows = Vec::new();
        self.duplicate_indices_into(keys, &mut rows);
        rows
    }

    /// [`duplicate_indices`](Records::duplicate_indices) into a vector. What it held is gone; its
    /// memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn duplicate_indices_into<K: OrderBy<R>>(&self, _: K, rows: &mut Vec<usize>) {
        *rows = duplicate_rows(self.sorted(K::KEYS, true, core::mem::take(rows)));
    }
}
