//! Sorting numbers of 64 bits.

use alloc::vec;
use alloc::vec::Vec;

use crate::kernel::advise_large;

/// Shorter slices are compared, not counted.
const FEW: usize = 1500;

/// The most bits looked at in one pass: the places that are written to in turn, 2048,
/// are within what the second-level cache and its table of pages hold.
const DIGIT: u32 = 11;

/// Sorts numbers by their topmost `bits`; numbers in which these are equal ascend, and
/// stay as they are.
///
/// `spare` is memory that may be used.
pub(super) fn sort(numbers: &mut [u64], bits: u32, spare: &mut Vec<u64>) {
    if !compared(numbers, bits) {
        if spare.len() < numbers.len() {
            make_long(spare, numbers.len());
        }
        if by_digits(numbers, bits, &mut spare[..numbers.len()]) {
            numbers.copy_from_slice(&spare[..numbers.len()]);
        }
    }
}

/// [`sort`] of a whole vector, which may become the spare one.
pub(super) fn sort_vec(numbers: &mut Vec<u64>, bits: u32, spare: &mut Vec<u64>) {
    if !compared(numbers, bits) {
        make_long(spare, numbers.len());
        if by_digits(numbers, bits, spare) {
            core::mem::swap(numbers, spare);
        }
    }
}

/// Sorts parts of numbers that nearer caches hold: by as many bits as tell most of them apart, after
/// which those that are alike in these are compared.
#[derive(Debug)]
pub(super) struct Near {
    /// How many bits more than the places of the numbers take.
    more: u32,
}

impl Default for Near {
    fn default() -> Near {
        Near { more: 8 }
    }
}

impl Near {
    /// [`sort_vec`] of distinct numbers, those that are equal in the bits ascending.
    pub(super) fn sort(&mut self, numbers: &mut Vec<u64>, bits: u32, spare: &mut Vec<u64>) {
        let enough = usize::BITS - numbers.len().leading_zeros() + self.more;
        if bits <= enough.next_multiple_of(DIGIT) {
            return sort_vec(numbers, bits, spare);
        }
        sort_vec(numbers, enough, spare);
        let alike = |a: u64, b: u64| (a ^ b) >> (64 - enough) == 0;
        let (mut next, mut compared) = (1, 0);
        while next < numbers.len() {
            if numbers[next - 1] < numbers[next] {
                next += 1;
                continue;
            }
            let number = numbers[next];
            let alike = |other: &&u64| alike(**other, number);
            let before = numbers[..next].iter().rev().take_while(alike).count();
            let behind = numbers[next..].iter().take_while(alike).count();
            // What is below the bits ascends in those that are equal in them.
            numbers[next - before..next + behind].sort_unstable();
            compared += before + behind;
            next += behind;
        }
        if compared > numbers.len() / 16 {
            // The next part may be of the same kind.
            self.more += DIGIT;
        }
    }
}

/// Makes a vector so long, whatever it holds.
pub(super) fn make_long(numbers: &mut Vec<u64>, len: usize) {
    if numbers.capacity() < len {
        // Not grown: what it held need not be copied.
        *numbers = vec![0; len];
        advise_large(numbers.as_ptr().cast(), len * 8);
    } else {
        numbers.resize(len, 0);
    }
}

/// Sorts what is in order already, or short; whether it was.
fn compared(numbers: &mut [u64], bits: u32) -> bool {
    if bits == 0 || numbers.is_sorted() {
        return true;
    }
    let few = numbers.len() < FEW;
    if few {
        // Of equal ones the rest ascends as they do.
        numbers.sort_unstable();
    }
    few
}

/// Passes from the lowest digit to the highest, each of them stable; whether the result is in
/// the spare memory.
fn by_digits(numbers: &mut [u64], bits: u32, spare: &mut [u64]) -> bool {
    let passes = bits.div_ceil(DIGIT);
    let digit = bits.div_ceil(passes);
    let (buckets, mask) = (1_usize << digit, (1_u64 << digit) - 1);
    let shift = |pass: usize| 64 - bits + digit * pass as u32;
    // Of a length that the compiler knows, so that no index need be checked.
    let mut counts = vec![[0_usize; 1 << DIGIT]; passes as usize];
    let at = |number: u64, shift: u32| (number >> shift & mask) as usize % (1 << DIGIT);
    for &number in &*numbers {
        for (pass, counts) in counts.iter_mut().enumerate() {
            counts[at(number, shift(pass))] += 1;
        }
    }
    let (mut from, mut to) = (numbers, spare);
    let mut swapped = false;
    for (pass, places) in counts.iter_mut().enumerate() {
        let shift = shift(pass);
        let first = from.first().map_or(0, |&number| at(number, shift));
        if places[first] == from.len() {
            // All have the same digit.
            continue;
        }
        let mut start = 0;
        for place in &mut places[..buckets] {
            start += core::mem::replace(place, start);
        }
        for &number in &*from {
            let place = &mut places[at(number, shift)];
            to[*place] = number;
            *place += 1;
        }
        (from, to) = (to, from);
        swapped = !swapped;
    }
    swapped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::Random;

    #[test]
    fn sorts_by_the_topmost_bits_and_keeps_the_rest_in_order() {
        let mut random = Random(1);
        for len in [0, 1, 2, 3, FEW - 1, FEW, FEW + 1, 10_000] {
            for bits in [0, 1, 5, 10, 11, 12, 22, 23, 33, 44, 50] {
                let low = 64 - bits;
                let mut numbers: Vec<u64> = (0..len as u64)
                    .map(|i| {
                        // What is below the key ascends.
                        if bits == 0 { i } else { random.next() >> low << low | i }
                    })
                    .collect();
                let mut expected = numbers.clone();
                expected.sort_by_key(|number| number.checked_shr(low).unwrap_or(0));
                let mut whole = numbers.clone();
                sort(&mut numbers, bits, &mut Vec::new());
                assert!(numbers == expected, "{len} numbers, {bits} bits");
                sort_vec(&mut whole, bits, &mut vec![7; len / 2]);
                assert!(whole == expected, "{len} numbers, {bits} bits, a vector");
            }
        }
    }
}
