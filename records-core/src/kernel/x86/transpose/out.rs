//! Items of rows to columns, block by block.

use core::arch::x86_64::{
    __m256, __m512d, _mm256_castpd_si256, _mm256_castps_si256, _mm256_castsi256_pd,
    _mm256_castsi256_ps, _mm256_loadu_si256, _mm256_maskload_epi32, _mm256_maskload_epi64,
    _mm256_storeu_si256, _mm512_castpd_si512, _mm512_castsi512_pd, _mm512_maskz_loadu_epi64,
    _mm512_storeu_si512,
};

use super::lines::{are_off, out_lines, out_lines_of_4};
use super::masks;
use super::net::{net_4x4, net_8x8, net_8x8_of_4};
use crate::kernel::Kernel;
use crate::memory::Strided;

/// # Safety
/// As for [`out`](super::out), with AVX-512 F; items of 8 bytes.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn out_8x8(rows: Strided, to: &[*mut u8]) -> usize {
    /// # Safety
    /// As for [`out_8x8`]; as many columns as there are.
    #[target_feature(enable = "avx512f")]
    unsafe fn of<const N: usize>(rows: Strided, to: &[*mut u8]) -> usize {
        let Ok(to) = <&[*mut u8; N]>::try_from(to) else { return 0 };
        // SAFETY: the caller's promise.
        unsafe {
            if are_off(to, rows.len(), 8) { out_lines(rows, to) } else { out_plain(rows, to) }
        }
    }
    // SAFETY: the caller's promise.
    unsafe {
        match to.len() {
            4 => of::<4>(rows, to),
            5 => of::<5>(rows, to),
            6 => of::<6>(rows, to),
            7 => of::<7>(rows, to),
            _ => of::<8>(rows, to),
        }
    }
}

/// # Safety
/// As for [`out`](super::out), with AVX-512 F; items of 8 bytes.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn block<const N: usize>(rows: Strided, row: usize) -> [__m512d; 8] {
    let mask = (1_u16 << N).wrapping_sub(1) as u8;
    let load = |k| {
        // SAFETY: the items of a row.
        let items = unsafe { _mm512_maskz_loadu_epi64(mask, rows.at(row + k).cast()) };
        _mm512_castsi512_pd(items)
    };
    net_8x8(core::array::from_fn(load))
}

/// # Safety
/// As for [`out`](super::out), with AVX-512 F; items of 8 bytes.
#[target_feature(enable = "avx512f")]
unsafe fn out_plain<const N: usize>(rows: Strided, to: &[*mut u8; N]) -> usize {
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        // SAFETY: the caller's promise.
        let columns = unsafe { block::<N>(rows, row) };
        for (to, items) in to.iter().zip(columns) {
            let (to, items) = (to.wrapping_add(row * 8).cast(), _mm512_castpd_si512(items));
            // SAFETY: eight items of the column.
            unsafe { _mm512_storeu_si512(to, items) }
        }
    }
    whole
}

/// # Safety
/// As for [`out`](super::out), with AVX2; items of 8 bytes.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn out_4x4(rows: Strided, to: &[*mut u8]) -> usize {
    let mask = masks::<8>(to.len());
    // SAFETY: 32 bytes of an array.
    let mask = unsafe { _mm256_loadu_si256(mask.as_ptr().cast()) };
    let whole = rows.len() - rows.len() % 4;
    for row in (0..whole).step_by(4) {
        let load = |k| {
            // SAFETY: the items of a row.
            let items = unsafe { _mm256_maskload_epi64(rows.at(row + k).cast(), mask) };
            _mm256_castsi256_pd(items)
        };
        let columns = net_4x4(core::array::from_fn(load));
        for (to, items) in to.iter().zip(columns) {
            // SAFETY: four items of the column.
            unsafe {
                _mm256_storeu_si256(to.wrapping_add(row * 8).cast(), _mm256_castpd_si256(items));
            }
        }
    }
    whole
}

/// # Safety
/// As for [`out`](super::out), with AVX2; items of 4 bytes; the kernel is that of the CPU.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn out_8x8_of_4(kernel: Kernel, rows: Strided, to: &[*mut u8]) -> usize {
    /// # Safety
    /// As for [`out_8x8_of_4`].
    #[target_feature(enable = "avx2")]
    unsafe fn of<const N: usize>(kernel: Kernel, rows: Strided, to: &[*mut u8]) -> usize {
        let Ok(to) = <&[*mut u8; N]>::try_from(to) else { return 0 };
        // With the registers of AVX2 what waits would go through memory.
        let lines = kernel == Kernel::Avx512 && are_off(to, rows.len(), 4);
        // SAFETY: the caller's promise.
        unsafe { if lines { out_lines_of_4(rows, to) } else { out_plain_of_4(rows, to) } }
    }
    // SAFETY: the caller's promise.
    unsafe {
        match to.len() {
            3 => of::<3>(kernel, rows, to),
            4 => of::<4>(kernel, rows, to),
            5 => of::<5>(kernel, rows, to),
            6 => of::<6>(kernel, rows, to),
            7 => of::<7>(kernel, rows, to),
            _ => of::<8>(kernel, rows, to),
        }
    }
}

/// # Safety
/// As for [`out`](super::out), with AVX2; items of 4 bytes.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) unsafe fn block_of_4<const N: usize>(rows: Strided, row: usize) -> [__m256; 8] {
    let mask = masks::<4>(N);
    // SAFETY: 32 bytes of an array.
    let mask = unsafe { _mm256_loadu_si256(mask.as_ptr().cast()) };
    let load = |k| {
        // SAFETY: the items of a row.
        let items = unsafe { _mm256_maskload_epi32(rows.at(row + k).cast(), mask) };
        _mm256_castsi256_ps(items)
    };
    net_8x8_of_4(core::array::from_fn(load))
}

/// # Safety
/// As for [`out`](super::out), with AVX2; items of 4 bytes.
#[target_feature(enable = "avx2")]
unsafe fn out_plain_of_4<const N: usize>(rows: Strided, to: &[*mut u8; N]) -> usize {
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        // SAFETY: the caller's promise.
        let columns = unsafe { block_of_4::<N>(rows, row) };
        for (to, items) in to.iter().zip(columns) {
            let (to, items) = (to.wrapping_add(row * 4).cast(), _mm256_castps_si256(items));
            // SAFETY: eight items of the column.
            unsafe { _mm256_storeu_si256(to, items) }
        }
    }
    whole
}
