//! Places in sorted rows.

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
pub(crate) fn search(
    sorted: &Keyed<'_>,
    values: &Keyed<'_>,
    sought: Sought,
    places: &mut Vec<usize>,
) {
    places.clear();
    places.resize(values.len(), 0);
    if sorted.len() == 0 || values.len() == 0 {
        return;
    }
    assert!(sorted.words.len() == values.words.len(), "values of another kind than the rows");
    for (tile, places) in places.chunks_mut(LANES).enumerate() {
        // The parts of the rows that are equal to the values as far as the words before go; lanes
        // without a value have none.
        let (mut firsts, mut sizes) = ([0; LANES], [0; LANES]);
        sizes[..places.len()].fill(sorted.len());
        for (i, (word, theirs)) in sorted.words.iter().zip(values.words).enumerate() {
            let mut numbers = [0; LANES];
            // SAFETY: the bytes of a word of the values, of which there are as many.
            unsafe {
                theirs.read(|i| values.rows.at(tile * LANES + i), &mut numbers[..places.len()]);
            }
            let last = i + 1 == sorted.words.len();
            let ends = if last { Some(sought) } else { None };
            let parts = (&mut firsts, &mut sizes);
            word.with(Narrow { word, rows: sorted.rows, numbers, sought: ends, parts });
        }
        for (place, (first, size)) in places.iter_mut().zip(firsts.iter().zip(sizes)) {
            *place = if sought == Sought::First { *first } else { first + size };
        }
    }
}

/// Narrows parts of rows, which ascend, to where the word has these numbers; if only one end is
/// sought, that is right, and the other may be anywhere in the part.
struct Narrow<'p> {
    word: &'p Word,
    rows: Strided,
    numbers: [u64; LANES],
    sought: Option<Sought>,
    /// First row and number of rows.
    parts: (&'p mut [usize; LANES], &'p mut [usize; LANES]),
}

impl With for Narrow<'_> {
    type Out = ();

    #[inline(always)]
    fn with(self, number: impl Number) {
        let Word { offset, count, step, kind, .. } = *self.word;
        let rows = self.rows;
        let at = |row: usize| {
            debug_assert!(row < rows.len());
            rows.at(row).wrapping_add(offset)
        };
        if count == 1 {
            // SAFETY: a word of a row within a part of the rows.
            self.narrow(|row| unsafe { number.number(at(row)) });
        } else {
            // SAFETY: as above.
            self.narrow(|row| unsafe { joined(number, at(row), count, step, kind.bits()) });
        }
    }
}

impl Narrow<'_> {
    #[inline(always)]
    fn narrow(self, at: impl Fn(usize) -> u64) {
        let (numbers, (firsts, sizes)) = (self.numbers, self.parts);
        let (starts, lens) = (*firsts, *sizes);
        if self.sought != Some(Sought::Last) {
            *firsts = firsts_behind(starts, lens, |lane, row| at(row) < numbers[lane]);
        }
        let mut ends = *firsts;
        if self.sought != Some(Sought::First) {
            ends = firsts_behind(starts, lens, |lane, row| at(row) <= numbers[lane]);
        }
        for (size, (first, end)) in sizes.iter_mut().zip(firsts.iter().zip(ends)) {
            // The parts stay within the rows whatever those hold, in order or not.
            *size = end.saturating_sub(*first);
        }
    }
}

/// For each part of the rows the first row that does not come `before`, those that do being the
/// first; its end if all do. `before` is asked about rows within the part only.
#[inline(always)]
fn firsts_behind(
    mut firsts: [usize; LANES],
    mut sizes: [usize; LANES],
    before: impl Fn(usize, usize) -> bool,
) -> [usize; LANES] {
    let longest = sizes.iter().copied().fold(0, usize::max);
    let mut step = |lane: usize, half: usize| {
        // Those before the middle need not be asked for: they come before it.
        let (first, middle) = (firsts[lane], firsts[lane] + half);
        firsts[lane] = select_unpredictable(before(lane, middle), middle, first);
    };
    // All lanes step by step, so that none waits for the memory of another.
    if sizes.iter().all(|&size| size == longest) {
        let mut size = longest;
        while size > 1 {
            (0..LANES).for_each(|lane| step(lane, size / 2));
            size -= size / 2;
        }
    } else {
        let mut size = longest;
        while size > 1 {
            for (lane, size) in sizes.iter_mut().enumerate().filter(|(_, size)| **size > 1) {
                step(lane, *size / 2);
                *size -= *size / 2;
            }
            size -= size / 2;
        }
    }
    for lane in 0..LANES {
        if sizes[lane] > 0 {
            firsts[lane] += usize::from(before(lane, firsts[lane]));
        }
    }
    firsts
}
