//! Items of rows far apart, brought together in registers, eight of 8 bytes or sixteen of 4, and
//! written past the caches.

use core::arch::x86_64::{
    __m128i, __m512i, _mm_castpd_si128, _mm_castps_si128, _mm256_castsi128_si256,
    _mm256_inserti128_si256, _mm512_castsi256_si512, _mm512_inserti64x4, _mm512_stream_si512,
};

use super::together::{four, pair};
use crate::kernel::items::Eight;
use crate::memory::Strided;

/// Whether items of this width, so many bytes apart, are brought together. With a line for each item,
/// loads are waited for least if nothing else is done.
pub(crate) fn takes(width: usize, stride: isize) -> bool {
    matches!(width, 4 | 8) && stride.unsigned_abs() < 64
}

/// Copies items past the caches to dense ones, as many as fill whole lines, and says how many these
/// are; [`fence`](super::fence) must follow.
///
/// # Safety
/// The CPU has AVX-512 F, BW and VL; the width is 4 or 8. The items can be
/// read, and as many dense ones be written, which share no byte with them, and the first of which
/// begins a cache line.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
pub(crate) unsafe fn past(from: Strided, width: usize, to: *mut u8) -> usize {
    let line = 64 / width;
    let whole = from.len() - from.len() % line;
    // SAFETY: the items of a vector each time, a line of the column.
    let write = |at, items| unsafe { _mm512_stream_si512(to.wrapping_add(at).cast(), items) };
    // SAFETY: the caller's promise.
    unsafe {
        match width {
            8 => lines::<8>(from, write),
            _ => lines::<4>(from, write),
        }
    }
    whole
}

/// Brings the items of each whole vector together.
///
/// # Safety
/// The items, of `N` bytes, can be read.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
unsafe fn lines<const N: usize>(from: Strided, mut write: impl FnMut(usize, __m512i)) {
    let mut read = from.base();
    let eight = Eight::of(from.stride(), N);
    for line in 0..from.len() / (64 / N) {
        // SAFETY: the items of a line.
        let items = unsafe {
            if N == 8 {
                let at = eight.from(read);
                read = read.wrapping_offset(eight.next);
                whole(core::array::from_fn(|k| _mm_castpd_si128(pair(at[2 * k], at[2 * k + 1]))))
            } else {
                let second = read.wrapping_offset(eight.next);
                let at = [eight.from(read), eight.from(second)];
                read = second.wrapping_offset(eight.next);
                let quarter =
                    |k: usize| four(core::array::from_fn(|item| at[k / 2][k % 2 * 4 + item]));
                whole(core::array::from_fn(|k| _mm_castps_si128(quarter(k))))
            }
        };
        write(line * 64, items);
    }
}

/// Four quarters of a vector.
#[inline]
#[target_feature(enable = "avx512f")]
fn whole([a, b, c, d]: [__m128i; 4]) -> __m512i {
    let half = |a, b| _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(a), b);
    _mm512_inserti64x4::<1>(_mm512_castsi256_si512(half(a, b)), half(c, d))
}
