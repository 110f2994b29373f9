//! Rows kept with AVX2 and AVX-512.

use core::arch::x86_64::*;

use super::mask::{self, Numbers};
use super::row::Number;
use super::{Masked, RowCopy, check};
use crate::memory::Strided;

/// [`RowCopy::tile`].
///
/// # Safety
/// As there.
#[target_feature(enable = "avx2,bmi1,bmi2")]
pub(super) unsafe fn tile_avx2<N: Number>(
    copy: &RowCopy<'_>,
    rows: Strided,
    numbers: &[N],
    to: *mut u8,
) {
    // SAFETY: the caller's promise.
    unsafe { copy.tile_of(rows, numbers, to) }
}

/// [`RowCopy::tile`].
///
/// # Safety
/// As there.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,bmi1,bmi2")]
pub(super) unsafe fn tile_avx512<N: Number>(
    copy: &RowCopy<'_>,
    rows: Strided,
    numbers: &[N],
    to: *mut u8,
) {
    // SAFETY: the caller's promise.
    unsafe {
        match &copy.masked {
            None => copy.tile_of(rows, numbers, to),
            Some(masked) if copy.size <= 32 => {
                masked_short::<false, N>(masked, rows, numbers, to, copy.size);
            }
            Some(masked) if copy.size <= 48 => {
                masked_short::<true, N>(masked, rows, numbers, to, copy.size);
            }
            Some(masked) => match copy.size.div_ceil(64) {
                1 => masked_rows::<1, N>(masked, rows, numbers, to, copy.size),
                2 => masked_rows::<2, N>(masked, rows, numbers, to, copy.size),
                3 => masked_rows::<3, N>(masked, rows, numbers, to, copy.size),
                _ => masked_rows::<4, N>(masked, rows, numbers, to, copy.size),
            },
        }
    }
}

/// Copies rows by `LINES` loads that see only bytes that are moved, and give zeros elsewhere. The
/// last store of a row goes on into the next ones, which are written afterwards; where there are
/// none it ends with the row.
///
/// # Safety
/// As for [`RowCopy::tile`]; the rows that are made are of `size` bytes, and lines as many as it
/// takes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
unsafe fn masked_rows<const LINES: usize, N: Number>(
    masked: &Masked,
    rows: Strided,
    numbers: &[N],
    to: *mut u8,
    size: usize,
) {
    let base = rows.base().wrapping_offset(masked.shift);
    let rows = Strided::new(base, rows.len(), rows.stride());
    let line = |number: N, k: usize| {
        let from = rows.at(number.row()).wrapping_add(k * 64).cast_const().cast();
        // SAFETY: bytes that are moved; no other is read.
        unsafe { _mm512_maskz_loadu_epi8(masked.bits[k], from) }
    };
    // Rows behind a row that its last line may reach.
    let reach = (LINES * 64 - size).div_ceil(size);
    let (ahead, last) = numbers.split_at(numbers.len().saturating_sub(reach));
    let store = |i: usize, number: N, whole: bool| {
        let to = to.wrapping_add(i * size);
        for k in 0..LINES {
            let at = to.wrapping_add(k * 64);
            if whole || k + 1 < LINES {
                // SAFETY: within this row and the `reach` behind it, which are there and are
                // written later.
                unsafe { _mm512_storeu_si512(at.cast(), line(number, k)) };
            } else {
                let row = u64::MAX >> (LINES * 64 - size);
                // SAFETY: bytes of this row.
                unsafe { _mm512_mask_storeu_epi8(at.cast(), row, line(number, k)) };
            }
        }
    };
    for (i, &number) in ahead.iter().enumerate() {
        store(i, number, true);
    }
    for (i, &number) in last.iter().enumerate() {
        store(ahead.len() + i, number, false);
    }
}

/// [`masked_rows`] of up to 32 bytes, or, with `TWO` loads a row, of up to 48: the shorter the loads
/// and stores, the fewer lie upon two lines of the cache.
///
/// # Safety
/// As there.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
unsafe fn masked_short<const TWO: bool, N: Number>(
    masked: &Masked,
    rows: Strided,
    numbers: &[N],
    to: *mut u8,
    size: usize,
) {
    let base = rows.base().wrapping_offset(masked.shift);
    let rows = Strided::new(base, rows.len(), rows.stride());
    let (first, second) = (masked.bits[0] as u32, (masked.bits[0] >> 32) as u16);
    let row = u64::MAX >> (64 - size);
    // Rows behind a row that its last store may reach.
    let reach = (if TWO { 48 - size } else { 32 - size }).div_ceil(size);
    let (ahead, last) = numbers.split_at(numbers.len().saturating_sub(reach));
    let copy = |i: usize, number: N, whole: bool| {
        let (from, to) = (rows.at(number.row()), to.wrapping_add(i * size));
        // SAFETY: bytes that are moved, and no others, are read; what is written is this row and,
        // if `whole`, the `reach` behind it, which are there and are written later.
        unsafe {
            let bytes = _mm256_maskz_loadu_epi8(first, from.cast());
            let rest = if TWO {
                _mm_maskz_loadu_epi8(second, from.wrapping_add(32).cast())
            } else {
                _mm_setzero_si128()
            };
            let second_to = to.wrapping_add(32).cast();
            if whole {
                _mm256_storeu_si256(to.cast(), bytes);
                if TWO {
                    _mm_storeu_si128(second_to, rest);
                }
            } else {
                _mm256_mask_storeu_epi8(to.cast(), row as u32, bytes);
                if TWO {
                    _mm_mask_storeu_epi8(second_to.cast(), (row >> 32) as u16, rest);
                }
            }
        }
    };
    for (i, &number) in ahead.iter().enumerate() {
        copy(i, number, true);
    }
    for (i, &number) in last.iter().enumerate() {
        copy(ahead.len() + i, number, false);
    }
}

/// [`check::bad_part_by_signs`].
///
/// # Safety
/// The CPU can run it.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn bad_part_avx2(numbers: &[usize], len: usize) -> Option<usize> {
    check::bad_part_by_signs(numbers, len)
}

/// [`check::bad_part`].
///
/// # Safety
/// The CPU can run it.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
pub(super) unsafe fn bad_part_avx512(numbers: &[usize], len: usize) -> Option<usize> {
    check::bad_part(numbers, len)
}

/// [`RowCopy::list`].
///
/// # Safety
/// The CPU can run it.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(super) unsafe fn list_avx2(tile: &[bool], numbers: &mut Numbers) -> usize {
    let bits = |mask: &[bool; 64]| {
        let half = |at: usize| {
            // SAFETY: 32 of the 64 bytes, which are 0 or 1.
            let bytes = unsafe { _mm256_loadu_si256(mask.as_ptr().wrapping_add(at).cast()) };
            _mm256_movemask_epi8(_mm256_slli_epi16::<7>(bytes)) as u32
        };
        u64::from(half(0)) | u64::from(half(32)) << 32
    };
    // SAFETY: `list` hands out places with room for 64.
    mask::list(tile, numbers, bits, |bits, row, out| unsafe { mask::write_places(bits, row, out) })
}

/// [`RowCopy::list`].
///
/// # Safety
/// The CPU can run it.
#[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2,popcnt")]
pub(super) unsafe fn list_avx512(tile: &[bool], numbers: &mut Numbers) -> usize {
    let bits = |mask: &[bool; 64]| {
        // SAFETY: 64 bytes.
        unsafe {
            let bytes = _mm512_loadu_si512(mask.as_ptr().cast());
            _mm512_test_epi8_mask(bytes, bytes)
        }
    };
    let write = |bits: u64, row: u32, out: *mut u32| {
        let mut out = out;
        // SAFETY: 16 numbers at a time, of which `out` moves on by no more, four times.
        unsafe {
            let mut places = _mm512_add_epi32(
                _mm512_set1_epi32(row as i32),
                _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
            );
            for k in 0..4 {
                let part = (bits >> (16 * k)) as u16;
                _mm512_storeu_si512(out.cast(), _mm512_maskz_compress_epi32(part, places));
                out = out.wrapping_add(part.count_ones() as usize);
                places = _mm512_add_epi32(places, _mm512_set1_epi32(16));
            }
        }
    };
    mask::list(tile, numbers, bits, write)
}
