//! Floats in the other byte order, any number of bytes apart: eight at a time in
//! vectors, whose bytes are put right by one shuffle. Taken one by one, each would go
//! through an integer register on its way.

use core::arch::x86_64::*;

use super::sum::pairs;
use super::{Item, Num, Plain};

/// Adds up the eight strands of a leaf.
macro_rules! leaf {
    ($(#[$doc:meta])* $name:ident, $type:ident, |$at:ident, $stride:ident, $sums:ident| $load:expr,
        $store:expr) => {
        $(#[$doc])*
        ///
        /// # Safety
        /// The items can be read, are initialised, and nobody writes them meanwhile; the CPU has
        /// AVX2.
        #[target_feature(enable = "avx2,bmi1,bmi2")]
        pub(super) unsafe fn $name($at: *const u8, $stride: isize, len: usize) -> $type {
            // SAFETY: item i of so many.
            let get = |i: usize| unsafe {
                Plain::<$type, true>::read($at.wrapping_offset(i as isize * $stride))
            };
            if len < 16 {
                return $type::leaf(len, get);
            }
            let whole = len - len % 8;
            let first = $at;
            let mut $sums = {
                let $at = first;
                // SAFETY: the first eight items.
                unsafe { $load }
            };
            for start in (8..whole).step_by(8) {
                let $at = first.wrapping_offset(start as isize * $stride);
                // SAFETY: eight items more.
                let next = unsafe { $load };
                $sums = add!($type, $sums, next);
            }
            let strands: [$type; 8] = $store;
            (whole..len).fold(pairs(strands), |sum, i| sum + get(i))
        }
    };
}

macro_rules! add {
    (f64, $a:ident, $b:ident) => {
        [_mm256_add_pd($a[0], $b[0]), _mm256_add_pd($a[1], $b[1])]
    };
    (f32, $a:ident, $b:ident) => {
        _mm256_add_ps($a, $b)
    };
}

leaf! {
    /// What a leaf of swapped `f64`s adds up to.
    sum_f64, f64, |at, stride, sums| [four_f64(at, stride), four_f64(at.wrapping_offset(4 * stride), stride)],
    {
        let mut strands = [0.0; 8];
        // SAFETY: room for four numbers each.
        unsafe {
            _mm256_storeu_pd(strands.as_mut_ptr(), sums[0]);
            _mm256_storeu_pd(strands.as_mut_ptr().add(4), sums[1]);
        }
        strands
    }
}

leaf! {
    /// What a leaf of swapped `f32`s adds up to.
    sum_f32, f32, |at, stride, sums| eight_f32(at, stride),
    {
        let mut strands = [0.0; 8];
        // SAFETY: room for eight numbers.
        unsafe { _mm256_storeu_ps(strands.as_mut_ptr(), sums) };
        strands
    }
}

/// # Safety
/// Four items can be read; the CPU has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn four_f64(at: *const u8, stride: isize) -> __m256d {
    // Not by `_mm_load_sd`, which in Rust is a plain read of an aligned `f64`.
    // SAFETY: the eight bytes of an item, at any alignment.
    let item = |i: isize| unsafe { at.wrapping_offset(i * stride).cast::<f64>().read_unaligned() };
    let (low, high) = (_mm_set_pd(item(1), item(0)), _mm_set_pd(item(3), item(2)));
    let four = _mm256_castpd_si256(_mm256_set_m128d(high, low));
    let order = _mm256_broadcastsi128_si256(_mm_set_epi8(
        8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7,
    ));
    _mm256_castsi256_pd(_mm256_shuffle_epi8(four, order))
}

/// # Safety
/// Eight items can be read; the CPU has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn eight_f32(at: *const u8, stride: isize) -> __m256 {
    // SAFETY: the four bytes of an item, at any alignment.
    let item = |i: isize| unsafe { at.wrapping_offset(i * stride).cast::<i32>().read_unaligned() };
    let four = |i: isize| {
        let first = _mm_cvtsi32_si128(item(i));
        let first = _mm_insert_epi32::<1>(first, item(i + 1));
        let first = _mm_insert_epi32::<2>(first, item(i + 2));
        _mm_insert_epi32::<3>(first, item(i + 3))
    };
    let eight = _mm256_set_m128i(four(4), four(0));
    let order = _mm256_broadcastsi128_si256(_mm_set_epi8(
        12, 13, 14, 15, 8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3,
    ));
    _mm256_castsi256_ps(_mm256_shuffle_epi8(eight, order))
}
