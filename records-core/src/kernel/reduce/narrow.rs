//! Integers of a byte or two, a few bytes apart: as many as lie in 64 bytes at a time.
//!
//! A masked load sees their bytes and has zeros between them, so that the sums of absolute
//! differences to zero (`vpsadbw`) are sums of bytes: all of them, and the lower ones of numbers of
//! two bytes, of which the rest are the upper ones.

use core::arch::x86_64::*;

/// Bytes of a vector.
const VECTOR: usize = 64;

/// Bytes from one number to the next at most: further apart, there are too few in a vector.
const APART: usize = 16;

/// Whether [`sum`] is for numbers of a size with this stride.
pub(super) const fn suits(stride: isize, size: usize) -> bool {
    let apart = stride.unsigned_abs();
    apart >= size && apart <= APART
}

/// What numbers of `SIZE` bytes, 1 or 2, add up to.
///
/// # Safety
/// The numbers can be read, are initialised, and nobody writes them meanwhile; the stride
/// [suits](suits) them; the CPU has AVX-512 F and BW.
#[target_feature(enable = "avx512f,avx512bw")]
pub(super) unsafe fn sum<const SIZE: usize, const SIGNED: bool, const SWAPPED: bool>(
    at: *const u8,
    stride: isize,
    len: usize,
) -> i128 {
    debug_assert!(suits(stride, SIZE));
    if len == 0 {
        return 0;
    }
    // Whatever their order, from the lowest address on.
    let back = if stride < 0 { (len as isize - 1).wrapping_mul(stride) } else { 0 };
    let (at, apart) = (at.wrapping_offset(back), stride.unsigned_abs());
    let step = (VECTOR - SIZE) / apart + 1;
    // Bytes of so many numbers: the first of each, then all.
    let first = |count: usize| (0..count).fold(0, |bits, k| bits | 1_u64 << (k * apart));
    let all = |count: usize| first(count) | first(count) << (SIZE - 1);
    let low = if SWAPPED { first(step) << (SIZE - 1) } else { first(step) };
    let high = if SWAPPED { first(step) } else { first(step) << (SIZE - 1) };
    let flip = if SIGNED { _mm512_maskz_set1_epi8(high, i8::MIN) } else { _mm512_setzero_si512() };
    let zero = _mm512_setzero_si512();
    let (mut bytes, mut lower) = (zero, zero);
    let mut add = |at: *const u8, mask: u64| {
        // SAFETY: bytes of numbers; no other is read.
        let numbers = unsafe { _mm512_maskz_loadu_epi8(mask, at.cast()) };
        // As many more as the least number is below zero.
        let numbers = _mm512_xor_si512(numbers, _mm512_maskz_mov_epi8(mask, flip));
        bytes = _mm512_add_epi64(bytes, _mm512_sad_epu8(numbers, zero));
        if SIZE == 2 {
            let low = _mm512_maskz_mov_epi8(low, numbers);
            lower = _mm512_add_epi64(lower, _mm512_sad_epu8(low, zero));
        }
    };
    let whole = all(step);
    for turn in 0..len / step {
        add(at.wrapping_add(turn * step * apart), whole);
    }
    let rest = len % step;
    if rest > 0 {
        add(at.wrapping_add((len - rest) * apart), all(rest));
    }
    let total = |sums| i128::from(_mm512_reduce_add_epi64(sums));
    let below = if SIGNED { len as i128 * (1 << (8 * SIZE - 1)) } else { 0 };
    match SIZE {
        1 => total(bytes) - below,
        _ => 256 * total(bytes) - 255 * total(lower) - below,
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::super::{Item, Num, Plain, sum};
    use crate::kernel::Kernel;
    use crate::memory::Strided;

    /// Sums by every kernel against numbers added one by one, in memory of exactly their extent.
    fn check<T: Num<Total = i128> + Into<i128>, const SWAPPED: bool>() {
        let size = size_of::<T>();
        let mut state = 1_u32;
        let mut random = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // Often the ends of what a byte holds, or those of its signed half.
            [(state >> 24) as u8, 0, 0xff, 0x80, 0x7f][(state >> 16) as usize % 5]
        };
        for apart in 0..20_usize {
            for len in (0..70_usize).chain([127, 128, 1000, 4095, 4096, 4097, 9000]) {
                let span = len.saturating_sub(1) * apart + if len == 0 { 0 } else { size };
                let bytes: Vec<u8> = (0..span).map(|_| random()).collect();
                for back in [false, true] {
                    let first = if back { len.saturating_sub(1) * apart } else { 0 };
                    let stride = if back { -(apart as isize) } else { apart as isize };
                    let base = bytes.as_ptr().wrapping_add(first).cast_mut();
                    let items = Strided::new(base, len, stride);
                    // SAFETY: items within the bytes, or none.
                    let number = |i| unsafe { Plain::<T, SWAPPED>::read(items.at(i)).into() };
                    let expected: i128 = (0..len).map(number).sum();
                    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
                        // SAFETY: as above; the CPU can run the kernel.
                        let found = unsafe { sum::<Plain<T, SWAPPED>>(kernel, items) };
                        assert_eq!(found, expected, "{kernel}: {len} of {size}, {stride} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn narrow_integers_add_up_as_one_by_one() {
        check::<u8, false>();
        check::<i8, false>();
        check::<u16, false>();
        check::<u16, true>();
        check::<i16, false>();
        check::<i16, true>();
    }
}
