//! Places in sorted rows.

use alloc::vec;
use alloc::vec::Vec;
use core::hint::select_unpredictable;

use super::Keyed;
use super::number::Number;
use super::word::{With, Word, joined};
use crate::memory::Strided;

/// Which of the places that a value could have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sought {
    /// Before all equal ones.
    First,
    /// Behind all equal ones.
    Last,
}

/// Values looked for at a time: memory answers all of them while one would wait.
const LANES: usize = 16;

/// Where in `sorted`, which ascends, each of the `values` would have to be put; both have words
/// of the same kinds. In rows that do not ascend, some place.
pub(crate) fn search(sorted: &Keyed<'_>, values: &Keyed<'_>, sought: Sought) -> Vec<usize> {
    let mut places = vec![0; values.len()];
    if sorted.len() == 0 || values.len() == 0 {
        return places;
    }
    assert!(sorted.words.len() == values.words.len(), "values of another kind than the rows");
    for (tile, places) in places.chunks_mut(LANES).enumerate() {
        // The part of the rows that is equal to the value as far as the words before go.
        let mut parts = [(0, sorted.len()); LANES];
        let parts = &mut parts[..places.len()];
        for (i, (word, theirs)) in sorted.words.iter().zip(values.words).enumerate() {
            let mut numbers = [0; LANES];
            let numbers = &mut numbers[..places.len()];
            // SAFETY: the bytes of a word of the values, of which there are as many.
            unsafe { theirs.read(|i| values.rows.at(tile * LANES + i), numbers) };
            let last = i + 1 == sorted.words.len();
            let sought = last.then_some(sought);
            word.with(Narrow { word, rows: sorted.rows, numbers, sought, parts });
        }
        for (place, part) in places.iter_mut().zip(parts) {
            *place = if sought == Sought::First { part.0 } else { part.1 };
        }
    }
    places
}

/// Narrows parts of rows, which ascend, to where the word has these numbers, or, if only one end
/// is sought, to what lies from there on, or before it.
struct Narrow<'p> {
    word: &'p Word,
    rows: Strided,
    numbers: &'p [u64],
    sought: Option<Sought>,
    parts: &'p mut [(usize, usize)],
}

impl With for Narrow<'_> {
    type Out = ();

    #[inline(always)]
    fn with(self, number: impl Number) {
        let Word { offset, count, step, kind, .. } = *self.word;
        let (rows, numbers) = (self.rows, self.numbers);
        let at = |row: usize| {
            debug_assert!(row < rows.len());
            let at = rows.at(row).wrapping_add(offset);
            // SAFETY: a word of a row within a part of the rows.
            unsafe { joined(number, at, count, step, kind.bits()) }
        };
        let mut firsts = [0; LANES];
        if self.sought != Some(Sought::Last) {
            first_of_each(self.parts, &mut firsts, |lane, row| at(row) < numbers[lane]);
        }
        let mut ends = [0; LANES];
        if self.sought != Some(Sought::First) {
            first_of_each(self.parts, &mut ends, |lane, row| at(row) <= numbers[lane]);
        }
        for (lane, part) in self.parts.iter_mut().enumerate() {
            *part = (firsts[lane], ends[lane]);
        }
    }
}

/// For each part of the rows the first row that is not `before`, those that are coming first; its
/// end if all are. `before` is asked about rows within the part only.
#[inline(always)]
fn first_of_each(
    parts: &[(usize, usize)],
    out: &mut [usize; LANES],
    before: impl Fn(usize, usize) -> bool,
) {
    let mut sizes = [0; LANES];
    for (lane, &(start, end)) in parts.iter().enumerate() {
        (out[lane], sizes[lane]) = (start, end - start);
    }
    let (sizes, out) = (&mut sizes[..parts.len()], &mut out[..parts.len()]);
    // All of them step by step, so that none waits for the memory of another.
    let longest = sizes.iter().copied().fold(0, usize::max);
    let alike = sizes.iter().all(|&size| size == longest);
    let mut size = longest;
    while size > 1 {
        let half = size / 2;
        for (lane, first) in out.iter_mut().enumerate() {
            let half = if alike { half } else { sizes[lane] / 2 };
            if half > 0 {
                // Those before the middle need not be asked for: they come before it.
                let middle = *first + half;
                *first = select_unpredictable(before(lane, middle), middle, *first);
            }
        }
        if !alike {
            sizes.iter_mut().for_each(|size| *size -= *size / 2);
        }
        size -= half;
    }
    for (lane, first) in out.iter_mut().enumerate() {
        if parts[lane].0 < parts[lane].1 && before(lane, *first) {
            *first += 1;
        }
    }
}
