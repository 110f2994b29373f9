//! Items of rows far apart, brought together in registers: eight of 8 bytes, sixteen of 4.

use core::arch::x86_64::{
    __m128i, __m512i, _mm_castpd_si128, _mm_castps_si128, _mm_insert_epi32, _mm_load_sd,
    _mm_load_ss, _mm_loadh_pd, _mm256_castsi128_si256, _mm256_inserti128_si256,
    _mm512_castsi256_si512, _mm512_inserti64x4, _mm512_storeu_si512, _mm512_stream_si512,
};

use crate::kernel::items::Eight;
use crate::memory::Strided;

/// Whether items of this width, so many bytes apart, are brought together. With more than
/// a line for each item, loads are waited for least if nothing else is done.
pub(crate) fn takes(width: usize, stride: isize) -> bool {
    matches!(width, 4 | 8) && stride.unsigned_abs() <= 64
}

/// Copies items to dense ones, as many as fill whole vectors, and says how many these are; with
/// `past`, past the caches, which [`fence`](super::fence) must follow.
///
/// # Safety
/// The CPU has AVX-512 F, BW and VL; the width is 4 or 8. The items can be
/// read, and as many dense ones be written, which share no byte with them. With `past`, the first
/// of these begins a cache line.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
pub(crate) unsafe fn out(from: Strided, width: usize, to: *mut u8, past: bool) -> usize {
    let line = 64 / width;
    let whole = from.len() - from.len() % line;
    // SAFETY: the items of a vector each time, a line of the column.
    unsafe {
        match (width, past) {
            (8, false) => {
                lines::<8>(from, |at, items| {
                    _mm512_storeu_si512(to.wrapping_add(at).cast(), items)
                });
            }
            (8, true) => {
                lines::<8>(from, |at, items| {
                    _mm512_stream_si512(to.wrapping_add(at).cast(), items)
                });
            }
            (_, false) => {
                lines::<4>(from, |at, items| {
                    _mm512_storeu_si512(to.wrapping_add(at).cast(), items)
                });
            }
            (_, true) => {
                lines::<4>(from, |at, items| {
                    _mm512_stream_si512(to.wrapping_add(at).cast(), items)
                });
            }
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
                four(core::array::from_fn(|k| two(at[2 * k], at[2 * k + 1])))
            } else {
                let second = read.wrapping_offset(eight.next);
                let at = [eight.from(read), eight.from(second)];
                read = second.wrapping_offset(eight.next);
                let quarter =
                    |k: usize| quarter(core::array::from_fn(|item| at[k / 2][k % 2 * 4 + item]));
                four(core::array::from_fn(quarter))
            }
        };
        write(line * 64, items);
    }
}

/// # Safety
/// Eight bytes can be read at each.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn two(first: *mut u8, second: *mut u8) -> __m128i {
    // SAFETY: the caller's promise; at any alignment.
    unsafe { _mm_castpd_si128(_mm_loadh_pd(_mm_load_sd(first.cast()), second.cast())) }
}

/// # Safety
/// Four bytes can be read at each.
#[inline]
#[target_feature(enable = "avx512f")]
unsafe fn quarter([a, b, c, d]: [*mut u8; 4]) -> __m128i {
    // SAFETY: the caller's promise; at any alignment.
    unsafe {
        let read = |at: *mut u8| at.cast::<i32>().read_unaligned();
        let first = _mm_castps_si128(_mm_load_ss(a.cast()));
        let second = _mm_insert_epi32::<1>(first, read(b));
        let third = _mm_insert_epi32::<2>(second, read(c));
        _mm_insert_epi32::<3>(third, read(d))
    }
}

/// Four quarters of a vector.
#[inline]
#[target_feature(enable = "avx512f")]
fn four([a, b, c, d]: [__m128i; 4]) -> __m512i {
    let half = |a, b| _mm256_inserti128_si256::<1>(_mm256_castsi128_si256(a), b);
    _mm512_inserti64x4::<1>(_mm512_castsi256_si512(half(a, b)), half(c, d))
}
