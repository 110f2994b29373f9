//! Numbers put into parts that the nearer caches hold, so that all but one pass over them stay
//! there.
//!
//! The topmost bits of each number are its place in a table, which says its part: parts are made of
//! neighbours in the table, as many as are worth a part, however the numbers lie.

use alloc::vec;
use alloc::vec::Vec;

use super::pack::places;

/// Of fewer numbers all passes stay in a cache anyway.
const LEAST: usize = 1 << 15;

/// Numbers in a part, if there are not too many parts for it.
const PART: usize = 4096;

/// Parts that are written to in turn: their cache lines, and what the processor knows of their
/// pages, are within the second-level caches for both.
const PARTS: usize = 512;

/// The most bits that are looked up.
const FINE: u32 = 18;

/// Which part each number belongs to.
#[derive(Debug)]
pub(super) struct Split {
    /// How many bits are looked up.
    fine: u32,
    /// The part, for each value of these bits.
    part_of: Vec<u16>,
    parts: Vec<Part>,
}

/// Numbers between two others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The least and the greatest of the bits that are looked up.
    least: usize,
    most: usize,
}

impl Split {
    /// Parts of numbers that differ in their topmost `bits`, of which there is one at least, if they
    /// are worth it: `None` for few numbers, those in order, and those of which many are alike.
    pub(super) fn of(numbers: &[u64], bits: u32) -> Option<Split> {
        let len = numbers.len();
        if len < LEAST || u32::try_from(len).is_err() || numbers.is_sorted() {
            return None;
        }
        // More places in the table than numbers tell nothing.
        let mut fine = bits.min(places(len) - 2).min(FINE);
        let mut counts = vec![0_u32; 1 << fine];
        for number in numbers {
            counts[(number >> (64 - fine)) as usize] += 1;
        }
        let least = (len / PARTS).max(PART);
        fine -= fold(&mut counts, least / 4);
        // Of unlike lengths, lest all parts are written to in lines that exclude each other from
        // the caches.
        let enough = |parts: &Vec<Part>| least + 8 * (parts.len() % 61);
        let (mut part_of, mut parts) = (vec![0; 1 << fine], Vec::with_capacity(2 * PARTS));
        let mut start = 0;
        let mut open: Option<Part> = None;
        for (at, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = count as usize;
            // One that is much by itself is by itself.
            let most = enough(&parts);
            parts.extend(open.take_if(|part| part.end - part.start + count > 2 * most));
            let part = open.get_or_insert(Part { start, end: start, least: at, most: at });
            start += count;
            (part.end, part.most) = (start, at);
            part_of[at] = parts.len() as u16;
            parts.extend(open.take_if(|part| part.end - part.start >= most));
        }
        parts.extend(open);
        let even = parts.iter().all(|part| part.end - part.start <= len / 4);
        even.then_some(Split { fine, part_of, parts })
    }

    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Where each part starts.
    pub(super) fn starts(&self) -> Vec<usize> {
        self.parts.iter().map(|part| part.start).collect()
    }

    /// Where a number belongs, if the parts have been filled as far as `next` says, which it takes
    /// into account.
    #[inline(always)]
    pub(super) fn place(&self, number: u64, next: &mut [usize]) -> usize {
        let next = &mut next[usize::from(self.part_of[(number >> (64 - self.fine)) as usize])];
        *next += 1;
        *next - 1
    }

    /// Numbers of a part without the bits that are alike in it: those that are left from the top, what
    /// is in the `low` ones there. Says how many of the `bits` are left.
    pub(super) fn unlike(
        &self,
        part: &Part,
        numbers: &[u64],
        bits: u32,
        low: u64,
        out: &mut Vec<u64>,
    ) -> u32 {
        let differ = usize::BITS - (part.most - part.least).leading_zeros();
        let (base, alike) = ((part.least as u64) << (64 - self.fine), self.fine - differ);
        out.clear();
        let number = |number: &u64| (number.wrapping_sub(base) & !low) << alike | number & low;
        out.extend(numbers.iter().map(number));
        bits - alike
    }
}

/// Counts by fewer bits, as long as none comes to more than `most`, or than there was before. Says
/// how many fewer.
fn fold(counts: &mut Vec<u32>, most: usize) -> u32 {
    let greatest = |counts: &[u32]| counts.iter().copied().max().unwrap_or(0);
    let most = greatest(counts).max(most as u32);
    let mut fewer = 0;
    while counts.len() > 2 {
        let pairs: Vec<u32> = counts.as_chunks().0.iter().map(|[a, b]| a + b).collect();
        if greatest(&pairs) > most {
            break;
        }
        *counts = pairs;
        fewer += 1;
    }
    fewer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::Random;

    #[test]
    fn parts_follow_each_other_and_hold_all_numbers() {
        let mut random = Random(1);
        let len = 100_000;
        let mask = (1 << 17) - 1;
        for bits in [1, 2, 5, 16, 18, 30, 47] {
            for skew in [0, 1, 6] {
                let numbers: Vec<u64> = (0..len)
                    .map(|i| {
                        // The more skewed, the more of the upper bits are zeros.
                        let number =
                            (0..skew).fold(random.next(), |number, _| number & random.next());
                        number >> (64 - bits) << (64 - bits) | i
                    })
                    .collect();
                let Some(split) = Split::of(&numbers, bits) else {
                    assert!(bits <= 5 || skew == 6, "{bits} bits, skew {skew}");
                    continue;
                };
                let ends = split.parts.iter().map(|part| part.end);
                assert!(split.starts().into_iter().skip(1).eq(ends.take(split.parts.len() - 1)));
                assert_eq!(split.parts.last().map(|part| part.end), Some(numbers.len()));
                let mut next = split.starts();
                let mut put = vec![0; numbers.len()];
                numbers.iter().for_each(|&number| put[split.place(number, &mut next)] = number);
                let (mut places, mut part_numbers) = (Vec::new(), Vec::new());
                for part in split.parts() {
                    let numbers = &put[part.start..part.end];
                    let left = split.unlike(part, numbers, bits, mask, &mut part_numbers);
                    part_numbers.sort_by_key(|number| number.checked_shr(64 - left).unwrap_or(0));
                    places.extend(part_numbers.iter().map(|number| (number & mask) as usize));
                }
                let mut expected: Vec<usize> = (0..numbers.len()).collect();
                expected.sort_by_key(|&i| numbers[i] >> (64 - bits));
                assert!(places == expected, "{bits} bits, skew {skew}");
            }
        }
    }

    #[test]
    fn few_numbers_are_not_split_and_neither_are_those_in_order() {
        let numbers: Vec<u64> = (0..LEAST as u64).map(|i| i << 40 | i).collect();
        assert!(Split::of(&numbers, 30).is_none());
        let back: Vec<u64> = numbers.iter().rev().copied().collect();
        assert!(Split::of(&back, 30).is_some());
        assert!(Split::of(&back[1..], 30).is_none());
        let alike: Vec<u64> = (0..LEAST as u64).rev().map(|i| (i % 9).min(1) << 63 | i).collect();
        assert!(Split::of(&alike, 1).is_none());
    }
}
