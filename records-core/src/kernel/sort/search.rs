//! Places in sorted rows.

use alloc::vec;
use alloc::vec::Vec;

use super::Keyed;
use super::number::Number;
use super::word::{With, joined};
use crate::memory::Strided;

/// Which of the places that a value could have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    /// Before all equal ones.
    First,
    /// Behind all equal ones.
    Last,
}

/// Where in `sorted`, which ascends, each of the `values` would have to be put; both have words
/// of the same kinds. In rows that do not ascend, some place.
pub(crate) fn search(sorted: &Keyed<'_>, values: &Keyed<'_>, sought: Sought) -> Vec<usize> {
    let len = sorted.len();
    // The part of the rows that is equal to the value as far as the words before go.
    let mut parts = vec![(0, len); values.len()];
    if len > 0 && values.len() > 0 {
        assert!(sorted.words.len() == values.words.len(), "values of another kind than the rows");
        for (own, word) in sorted.words.iter().zip(values.words) {
            let mut numbers = vec![0; values.len()];
            // SAFETY: the bytes of a word of the values, of which there are as many as numbers.
            unsafe { word.read(|i| values.rows.at(i), &mut numbers) };
            let rows = sorted.rows;
            own.with(Narrow { word: own, rows, numbers: &numbers, parts: &mut parts });
        }
    }
    let place = |(first, last)| if sought == Sought::First { first } else { last };
    parts.into_iter().map(place).collect()
}

/// Narrows parts of rows, which ascend, to where the word has these numbers.
struct Narrow<'p> {
    word: &'p super::Word,
    rows: Strided,
    numbers: &'p [u64],
    parts: &'p mut [(usize, usize)],
}

impl With for Narrow<'_> {
    type Out = ();

    #[inline(always)]
    fn with(self, number: impl Number) {
        let super::Word { offset, count, step, kind, .. } = *self.word;
        let at = |row: usize| {
            let at = self.rows.at(row).wrapping_add(offset);
            // SAFETY: `search` asks for words of its sorted rows, and for parts of these.
            unsafe { joined(number, at, count, step, kind.bits()) }
        };
        for (part, &sought) in self.parts.iter_mut().zip(self.numbers) {
            let first = first(*part, |row| at(row) >= sought);
            // Most often the next one is greater already.
            let last = if first < part.1 && at(first) == sought {
                first_behind((first, part.1), |row| at(row) > sought)
            } else {
                first
            };
            *part = (first, last);
        }
    }
}

/// The first row of a part that passes, those that do coming last; its end if none does.
fn first((mut start, mut end): (usize, usize), passes: impl Fn(usize) -> bool) -> usize {
    while start < end {
        let middle = start + (end - start) / 2;
        if passes(middle) {
            end = middle;
        } else {
            start = middle + 1;
        }
    }
    start
}

/// [`first`], by steps that double: it is expected to be near the start.
fn first_behind((start, end): (usize, usize), passes: impl Fn(usize) -> bool) -> usize {
    let mut step = 1;
    let mut known = start;
    while step < end - start && !passes(start + step) {
        known = start + step;
        step *= 2;
    }
    first((known, end.min(start + step.min(end - start))), passes)
}
