//! Rows put in order by parts of their bytes.
//!
//! Values become unsigned numbers of up to 64 bits whose order is that of the
//! values ([`Word`]). Of those numbers the bits that differ are put one behind
//! the other, the row's number behind them, all in 64 bits; these are sorted
//! ([`radix`]), many of them in parts that the caches hold ([`split`]), to which
//! small rows are taken along ([`rows`]). Where not all bits had room, the rows that
//! are still equal are sorted once more by the next ones ([`sort`]).
//!
//! A [`Keyed`] promises that the bytes of its words can be read; everything but
//! the reading of them and the copying of rows is safe code.

mod gap;
mod number;
mod order;
mod pack;
mod radix;
mod rows;
mod search;
mod split;
mod word;

pub(crate) use order::{Sorted, sort};
pub(crate) use rows::sort_rows;
pub(crate) use search::{Sought, search};
pub(crate) use word::{Kind, Word};

use crate::memory::Strided;

/// Rows, and the words that they are ordered by, the weightiest first.
///
/// **Invariant**: the bytes of each word at each row can be read, are
/// initialised, and nobody writes them.
#[derive(Clone, Debug)]
pub(crate) struct Keyed<'w> {
    rows: Strided,
    words: &'w [Word],
}

impl<'w> Keyed<'w> {
    /// # Safety
    /// The invariant of the struct, for as long as it is used.
    pub(crate) const unsafe fn new(rows: Strided, words: &'w [Word]) -> Keyed<'w> {
        Keyed { rows, words }
    }

    pub(crate) const fn len(&self) -> usize {
        self.rows.len()
    }
}
