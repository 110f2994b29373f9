//! Items of columns to rows, block by block.

use core::arch::x86_64::{
    _mm256_castpd_si256, _mm256_castps_si256, _mm256_castsi256_pd, _mm256_castsi256_ps,
    _mm256_loadu_si256, _mm256_mask_storeu_epi32, _mm256_storeu_si256, _mm512_castpd_si512,
    _mm512_castsi512_pd, _mm512_loadu_si512, _mm512_mask_storeu_epi64, _mm512_storeu_si512,
};

use super::net::{net_4x4, net_8x8, net_8x8_of_4};
use crate::memory::Strided;

/// # Safety
/// As for [`back`](super::back), with AVX-512 F; items of 8 bytes.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn back_8x8(rows: Strided, from: &[*mut u8]) -> usize {
    let mask = (1_u16 << from.len()).wrapping_sub(1) as u8;
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        let load = |k: usize| {
            // A column too few is one that is not stored.
            let column = from[k.min(from.len() - 1)].wrapping_add(row * 8);
            // SAFETY: eight items of the column.
            _mm512_castsi512_pd(unsafe { _mm512_loadu_si512(column.cast()) })
        };
        for (k, items) in net_8x8(core::array::from_fn(load)).into_iter().enumerate() {
            let items = _mm512_castpd_si512(items);
            let to = rows.at(row + k);
            // SAFETY: the items of a row.
            unsafe {
                if from.len() == 8 {
                    _mm512_storeu_si512(to.cast(), items);
                } else {
                    _mm512_mask_storeu_epi64(to.cast(), mask, items);
                }
            }
        }
    }
    whole
}

/// # Safety
/// As for [`back`](super::back), with AVX2; four items of 8 bytes.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn back_4x4(rows: Strided, from: &[*mut u8]) -> usize {
    let &[a, b, c, d] = from else { return 0 };
    let whole = rows.len() - rows.len() % 4;
    for row in (0..whole).step_by(4) {
        let load = |column: *mut u8| {
            // SAFETY: four items of the column.
            let items = unsafe { _mm256_loadu_si256(column.wrapping_add(row * 8).cast()) };
            _mm256_castsi256_pd(items)
        };
        for (k, items) in net_4x4([a, b, c, d].map(load)).into_iter().enumerate() {
            // SAFETY: the items of a row.
            unsafe { _mm256_storeu_si256(rows.at(row + k).cast(), _mm256_castpd_si256(items)) }
        }
    }
    whole
}

/// # Safety
/// As for [`back`](super::back), with AVX2; eight items of 4 bytes.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn back_8x8_of_4(rows: Strided, from: &[*mut u8]) -> usize {
    let Ok(from) = <&[*mut u8; 8]>::try_from(from) else { return 0 };
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        let load = |column: *mut u8| {
            // SAFETY: eight items of the column.
            let items = unsafe { _mm256_loadu_si256(column.wrapping_add(row * 4).cast()) };
            _mm256_castsi256_ps(items)
        };
        for (k, items) in net_8x8_of_4(from.map(load)).into_iter().enumerate() {
            // SAFETY: the items of a row.
            unsafe { _mm256_storeu_si256(rows.at(row + k).cast(), _mm256_castps_si256(items)) }
        }
    }
    whole
}

/// # Safety
/// As for [`back`](super::back), with AVX-512 F and VL; items of 4 bytes.
#[target_feature(enable = "avx512f,avx512vl")]
pub(super) unsafe fn back_8x8_masked(rows: Strided, from: &[*mut u8]) -> usize {
    let mask = (1_u16 << from.len()).wrapping_sub(1) as u8;
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        let load = |k: usize| {
            // A column too few is one that is not stored.
            let column = from[k.min(from.len() - 1)].wrapping_add(row * 4);
            // SAFETY: eight items of the column.
            _mm256_castsi256_ps(unsafe { _mm256_loadu_si256(column.cast()) })
        };
        for (k, items) in net_8x8_of_4(core::array::from_fn(load)).into_iter().enumerate() {
            let (to, items) = (rows.at(row + k), _mm256_castps_si256(items));
            // SAFETY: the items of a row.
            unsafe {
                if from.len() == 8 {
                    _mm256_storeu_si256(to.cast(), items);
                } else {
                    _mm256_mask_storeu_epi32(to.cast(), mask, items);
                }
            }
        }
    }
    whole
}
