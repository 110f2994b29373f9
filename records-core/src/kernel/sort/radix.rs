//! Sorting numbers of 64 bits.

use alloc::vec;
use alloc::vec::Vec;

use crate::kernel::advise_large;

/// Shorter slices are compared, not counted.
const FEW: usize = 1500;

/// The most bits looked at in one pass: the places that are written to in turn, 2048,
/// are within what the second-level cache and its table of pages hold.
pub(super) const DIGIT: u32 = 11;

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
    let mut counts = vec![0_usize; buckets * passes as usize];
    for &number in &*numbers {
        for (pass, counts) in counts.chunks_exact_mut(buckets).enumerate() {
            counts[(number >> shift(pass) & mask) as usize] += 1;
        }
    }
    let (mut from, mut to) = (numbers, spare);
    let mut swapped = false;
    for (pass, places) in counts.chunks_exact_mut(buckets).enumerate() {
        let shift = shift(pass);
        let first = from.first().map_or(0, |&number| (number >> shift & mask) as usize);
        if places[first] == from.len() {
            // All have the same digit.
            continue;
        }
        let mut start = 0;
        for place in &mut *places {
            start += core::mem::replace(place, start);
        }
        for &number in &*from {
            let place = &mut places[(number >> shift & mask) as usize];
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

    #[test]
    fn sorts_by_the_topmost_bits_and_keeps_the_rest_in_order() {
        let mut state = 1_u64;
        for len in [0, 1, 2, 3, FEW - 1, FEW, FEW + 1, 10_000] {
            for bits in [0, 1, 5, 10, 11, 12, 22, 23, 33, 44, 50] {
                let low = 64 - bits;
                let mut numbers: Vec<u64> = (0..len as u64)
                    .map(|i| {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        // What is below the key ascends.
                        if bits == 0 { i } else { state >> low << low | i }
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
