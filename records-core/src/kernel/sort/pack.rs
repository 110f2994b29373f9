//! Words of many rows put side by side in 64 bits, of each the bits that differ.

use alloc::vec;
use alloc::vec::Vec;

use super::gap::{Extent, Gap};
use super::radix::{Near, make_long};
use super::{Keyed, Word};

/// Words read in one pass over the rows.
const AHEAD: usize = 4;

/// Rows read at a time: their cache lines are fetched once for all words.
const TILE: usize = 512;

/// How far the words have been used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    /// The next word.
    word: usize,
    /// If its upper bits have been used.
    begun: Option<Begun>,
}

/// A word of which the lower bits are left.
#[derive(Clone, Copy, Debug)]
struct Begun {
    gap: Gap,
    /// What to subtract from the numbers without the gap.
    base: u64,
    /// How many bits are left.
    left: u32,
}

impl Begun {
    /// What is left of a number.
    #[inline(always)]
    const fn left_of(&self, number: u64) -> u64 {
        self.gap.close(number).wrapping_sub(self.base) & (u64::MAX >> (64 - self.left))
    }
}

impl Cursor {
    pub(super) const START: Cursor = Cursor { word: 0, begun: None };

    pub(super) const fn is_done(&self, words: &[Word]) -> bool {
        self.word >= words.len()
    }

    /// Uses `room` of the bits of the next word, or of what is left of it.
    const fn advance(&mut self, extent: Extent, room: u32) {
        let Extent { gap, least, bits } = extent;
        if room == bits {
            *self = Cursor { word: self.word + 1, begun: None };
        } else {
            // Of the bits that are left, the upper ones make no difference.
            let (gap, base) = match self.begun {
                Some(Begun { gap, base, .. }) => (gap, base.wrapping_add(least)),
                None => (gap, least),
            };
            self.begun = Some(Begun { gap, base, left: bits - room });
        }
    }
}

/// Bits that the places of so many rows take, of which there are two at least.
pub(super) const fn places(len: usize) -> u32 {
    usize::BITS - (len - 1).leading_zeros()
}

/// Memory for numbers of rows.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// What the rows are sorted by.
    pub(super) packed: Vec<u64>,
    /// Words as they are read.
    pub(super) words: [Vec<u64>; AHEAD],
    pub(super) near: Near,
}

/// The longest of some vectors.
pub(super) fn longest(words: &mut [Vec<u64>; AHEAD]) -> &mut Vec<u64> {
    let [first, others @ ..] = words;
    others.iter_mut().fold(first, |longest, other| {
        if other.capacity() > longest.capacity() { other } else { longest }
    })
}

impl Buffers {
    /// The memory that lies there, if words were read into it, for other numbers.
    pub(super) fn memory_at(&mut self, at: *const u64) -> Option<Vec<usize>> {
        let words = self.words.iter_mut().find(|words| words.as_ptr() == at)?;
        let mut words = core::mem::take(words);
        words.clear();
        Some(words.into_iter().map(|_| 0).collect())
    }
}

/// Rows one behind the other, of several views with words of the same kinds.
#[derive(Debug)]
pub(super) struct Sources<'s, 'w>(&'s [Keyed<'w>]);

impl<'s, 'w> Sources<'s, 'w> {
    /// # Panics
    /// If the numbers of words or of bits differ.
    pub(super) fn new(sources: &'s [Keyed<'w>]) -> Sources<'s, 'w> {
        let sources = Sources(sources);
        let bits = |words: &'w [Word]| words.iter().map(Word::bits);
        // Where there are no rows, nobody knows the words.
        let mut filled = sources.0.iter().filter(|source| source.len() > 0);
        let alike = filled.all(|source| bits(source.words).eq(bits(sources.words())));
        assert!(alike, "rows compared by words of different kinds");
        sources
    }

    pub(super) fn len(&self) -> usize {
        let total = self.0.iter().try_fold(0_usize, |sum, source| sum.checked_add(source.len()));
        total.expect("capacity overflow")
    }

    /// The words of those that have rows.
    pub(super) fn words(&self) -> &'w [Word] {
        self.0.iter().find(|source| source.len() > 0).map_or(&[], |source| source.words)
    }

    /// Fills `buffers.packed` with a number for each of the listed rows, or of all rows:
    /// from the top the bits of the next words, as many as there is room for, from the bottom its
    /// place among the rows. Says how many bits of words there are. There are two rows at least.
    pub(super) fn pack(
        &self,
        listed: Option<&[usize]>,
        cursor: &mut Cursor,
        buffers: &mut Buffers,
    ) -> u32 {
        let len = listed.map_or_else(|| self.len(), <[usize]>::len);
        let words = self.words();
        let all = 64 - places(len);
        let mut used = 0;
        let mut full = false;
        while !full && !cursor.is_done(words) {
            let first = cursor.word;
            let group = together(&words[first..]);
            let numbers = &mut buffers.words[..group];
            numbers.iter_mut().for_each(|numbers| make_long(numbers, len));
            self.read(first, listed, numbers);
            for (word, numbers) in words[first..].iter().zip(numbers) {
                let extent = match cursor.begun {
                    Some(begun) => {
                        numbers.iter_mut().for_each(|number| *number = begun.left_of(*number));
                        Extent::of(numbers)
                    }
                    None => Extent::of_halves(numbers, word.bits()),
                };
                let Extent { gap, least, bits } = extent;
                let room = bits.min(all - used);
                if room > 0 && used == 0 {
                    core::mem::swap(&mut buffers.packed, numbers);
                    for (place, number) in buffers.packed.iter_mut().enumerate() {
                        let part = (gap.close(*number) - least) >> (bits - room);
                        *number = part << (64 - room) | place as u64;
                    }
                } else if room > 0 {
                    for (packed, &number) in buffers.packed.iter_mut().zip(&*numbers) {
                        let part = (gap.close(number) - least) >> (bits - room);
                        *packed |= part << (64 - room) >> used;
                    }
                }
                used += room;
                cursor.advance(extent, room);
                full = room < bits;
                if full {
                    break;
                }
            }
        }
        used
    }

    /// Reads the words from `first` on, one for each vector, of all rows or of those listed.
    fn read(&self, first: usize, listed: Option<&[usize]>, out: &mut [Vec<u64>]) {
        let mut start = 0;
        for source in self.0 {
            let end = start + source.len();
            match listed {
                None => source.read_all(first, start, out),
                Some(rows) if self.0.len() == 1 => source.read_listed(first, rows, out),
                Some(rows) => {
                    let own = |&place: &usize| (start..end).contains(&rows[place]);
                    let places: Vec<usize> = (0..rows.len()).filter(own).collect();
                    let rows: Vec<usize> = places.iter().map(|&i| rows[i] - start).collect();
                    let mut numbers = vec![vec![0; rows.len()]; out.len()];
                    source.read_listed(first, &rows, &mut numbers);
                    for (out, numbers) in out.iter_mut().zip(numbers) {
                        places.iter().zip(numbers).for_each(|(&place, it)| out[place] = it);
                    }
                }
            }
            start = end;
        }
    }
}

impl Keyed<'_> {
    /// Reads words of all rows to the places from `start` on.
    fn read_all(&self, first: usize, start: usize, out: &mut [Vec<u64>]) {
        if self.len() == 0 {
            return;
        }
        let mut tile = 0;
        while tile < self.len() {
            let end = self.len().min(tile + TILE);
            for (word, out) in self.words[first..].iter().zip(&mut *out) {
                let out = &mut out[start + tile..start + end];
                // SAFETY: the bytes of the words of the rows from `tile` to `end`.
                unsafe { word.read(|i| self.rows.at(tile + i), out) };
            }
            tile = end;
        }
    }

    /// Reads words of these rows.
    fn read_listed(&self, first: usize, rows: &[usize], out: &mut [Vec<u64>]) {
        assert!(rows.iter().all(|&row| row < self.len()), "rows that are none");
        for (tile, rows) in rows.chunks(TILE).enumerate() {
            for (word, out) in self.words[first..].iter().zip(&mut *out) {
                let out = &mut out[tile * TILE..][..rows.len()];
                // SAFETY: the bytes of the words of rows that there are, as many as `out` is long.
                unsafe { word.read(|i| self.rows.at(rows[i]), out) };
            }
        }
    }
}

/// How many words are read in one pass: until there are as many bits as could be used.
fn together(words: &[Word]) -> usize {
    let mut bits = 0;
    let enough = words.iter().take(AHEAD).position(|word| {
        bits += word.bits();
        bits >= 64
    });
    enough.map_or(words.len().min(AHEAD), |last| last + 1)
}
