//! Items of 4 and 8 bytes, wherever they lie, four or two to a store, by what every x86-64 has.
//!
//! A store for each is what copying them one by one waits for.

use core::arch::x86_64::{
    __m128, __m128d, _mm_load_sd, _mm_load_ss, _mm_loadh_pd, _mm_movelh_ps, _mm_storeu_pd,
    _mm_storeu_ps, _mm_unpacklo_ps,
};

use crate::kernel::items::Eight;
use crate::memory::Strided;

/// Copies the first `whole` items, of `N` bytes, to dense ones; eight are read before the first of
/// them is written.
///
/// # Safety
/// `N` is 4 or 8, and `whole` a multiple of eight. The items can be read, and as many dense ones be
/// written, which share no byte with them.
#[inline(always)]
pub(crate) unsafe fn out<const N: usize>(from: Strided, to: *mut u8, whole: usize) {
    let (mut read, mut written) = (from.base(), to);
    let eight = Eight::of(from.stride(), N);
    for _ in 0..whole / 8 {
        let at = eight.from(read);
        // SAFETY: eight items, and room for as many.
        unsafe {
            if N == 8 {
                let pairs: [__m128d; 4] = core::array::from_fn(|k| pair(at[2 * k], at[2 * k + 1]));
                for (k, pair) in pairs.into_iter().enumerate() {
                    _mm_storeu_pd(written.wrapping_add(16 * k).cast(), pair);
                }
            } else {
                let [a, b, c, d, e, f, g, h] = at;
                for (k, four) in [four([a, b, c, d]), four([e, f, g, h])].into_iter().enumerate() {
                    _mm_storeu_ps(written.wrapping_add(16 * k).cast(), four);
                }
            }
        }
        read = read.wrapping_offset(eight.next);
        written = written.wrapping_add(8 * N);
    }
}

/// # Safety
/// Eight bytes can be read at each.
#[inline(always)]
pub(super) unsafe fn pair(first: *mut u8, second: *mut u8) -> __m128d {
    // SAFETY: the caller's promise; at any alignment.
    unsafe { _mm_loadh_pd(_mm_load_sd(first.cast()), second.cast()) }
}

/// # Safety
/// Four bytes can be read at each.
#[inline(always)]
pub(super) unsafe fn four([a, b, c, d]: [*mut u8; 4]) -> __m128 {
    // SAFETY: the caller's promise; at any alignment.
    unsafe {
        let two =
            |a: *mut u8, b: *mut u8| _mm_unpacklo_ps(_mm_load_ss(a.cast()), _mm_load_ss(b.cast()));
        _mm_movelh_ps(two(a, b), two(c, d))
    }
}
