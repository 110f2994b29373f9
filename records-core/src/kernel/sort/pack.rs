//! Words of many rows put side by side in 64 bits, of each the bits that differ.

use alloc::vec;
use alloc::vec::Vec;

use super::radix::{DIGIT, make_long};
use super::{Keyed, Kind, Word};

/// Words read in one pass over the rows.
const AHEAD: usize = 4;

/// Rows read at a time: their cache lines are fetched once for all words.
const TILE: usize = 512;

/// How far the words have been used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    /// The next word.
    word: usize,
    /// If its upper bits have been used: what to subtract, and how many bits are left.
    begun: Option<(u64, u32)>,
}

impl Cursor {
    pub(super) const START: Cursor = Cursor { word: 0, begun: None };

    pub(super) const fn is_done(&self, words: &[Word]) -> bool {
        self.word >= words.len()
    }

    /// Uses `room` of the `bits` by which the numbers of the next word, or what is left of
    /// them, exceed the least.
    const fn advance(&mut self, least: u64, bits: u32, room: u32) {
        if room == bits {
            *self = Cursor { word: self.word + 1, begun: None };
        } else {
            let base = match self.begun {
                Some((base, _)) => base,
                None => 0,
            };
            // Of the bits that are left, the upper ones make no difference.
            self.begun = Some((base.wrapping_add(least), bits - room));
        }
    }
}

/// Bits that the places of so many rows take, of which there are two at least.
pub(super) const fn places(len: usize) -> u32 {
    usize::BITS - (len - 1).leading_zeros()
}

/// How many bits of words there is room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Beside the places of the rows.
    bits: u32,
    /// The last bits of doubles seldom tell rows apart, and cost a pass: no more than these
    /// are used. The few rows that stay equal are sorted by the next ones.
    doubles: u32,
}

impl Budget {
    /// More bits than tell so many rows apart.
    const SPARE: u32 = 13;

    /// For so many rows, of which there are two at least.
    pub(super) fn of(len: usize) -> Budget {
        let bits = 64 - places(len);
        let doubles = (places(len) + Self::SPARE).next_multiple_of(DIGIT);
        Budget { bits, doubles: doubles.min(bits) }
    }

    /// How many there are for a word, of which some have been used.
    fn room(&self, word: &Word, used: u32) -> u32 {
        let bits = if word.kind == Kind::Float(8) { self.doubles } else { self.bits };
        bits.saturating_sub(used)
    }
}

/// Memory for numbers of rows.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    /// What the rows are sorted by.
    pub(super) packed: Vec<u64>,
    /// Words as they are read.
    pub(super) words: [Vec<u64>; AHEAD],
}

impl Buffers {
    /// What the rows are sorted by, and memory that may be used, if there is any.
    pub(super) fn packed_and_spare(&mut self) -> (&mut Vec<u64>, &mut Vec<u64>) {
        let [first, others @ ..] = &mut self.words;
        let longest = others.iter_mut().fold(first, |longest, other| {
            if other.capacity() > longest.capacity() { other } else { longest }
        });
        (&mut self.packed, longest)
    }

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
    /// from the top the bits of the next words, as many as the budget allows, from the bottom its
    /// place among the rows. Says how many bits of words there are. There are two rows at least.
    pub(super) fn pack(
        &self,
        listed: Option<&[usize]>,
        cursor: &mut Cursor,
        budget: Budget,
        buffers: &mut Buffers,
    ) -> u32 {
        let len = listed.map_or_else(|| self.len(), <[usize]>::len);
        let words = self.words();
        let mut used = 0;
        let mut full = false;
        while !full && !cursor.is_done(words) {
            let first = cursor.word;
            let group = together(&words[first..]);
            let numbers = &mut buffers.words[..group];
            numbers.iter_mut().for_each(|numbers| make_long(numbers, len));
            self.read(first, listed, numbers);
            for (word, numbers) in words[first..].iter().zip(numbers) {
                let (least, bits) = range(numbers, cursor.begun);
                let room = bits.min(budget.room(word, used));
                if room > 0 && used == 0 {
                    core::mem::swap(&mut buffers.packed, numbers);
                    change(&mut buffers.packed, |number| {
                        number.wrapping_sub(least) >> (bits - room) << (64 - room)
                    });
                } else if room > 0 {
                    for (packed, &number) in buffers.packed.iter_mut().zip(&*numbers) {
                        let part = number.wrapping_sub(least) >> (bits - room);
                        *packed |= part << (64 - room) >> used;
                    }
                }
                used += room;
                cursor.advance(least, bits, room);
                full = room < bits;
                if full {
                    break;
                }
            }
        }
        if used > 0 {
            for (place, number) in buffers.packed.iter_mut().enumerate() {
                *number |= place as u64;
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

/// The least of the numbers, or of what is left of them if some bits have been used, which are
/// then cut off; and how many bits the greatest exceeds it by.
fn range(numbers: &mut [u64], begun: Option<(u64, u32)>) -> (u64, u32) {
    if let Some((base, left)) = begun {
        let mask = u64::MAX >> (64 - left);
        change(numbers, |number| number.wrapping_sub(base) & mask);
    }
    let wider = |(least, most): (u64, u64), &number: &u64| (least.min(number), most.max(number));
    let (least, most) = numbers.iter().fold((u64::MAX, 0), wider);
    (least, 64 - most.saturating_sub(least).leading_zeros())
}

/// Makes other numbers of all.
fn change(numbers: &mut [u64], of: impl Fn(u64) -> u64) {
    numbers.iter_mut().for_each(|number| *number = of(*number));
}
