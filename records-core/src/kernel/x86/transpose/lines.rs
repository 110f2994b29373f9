//! Items of rows to columns that do not begin with lines of the cache.

use core::arch::x86_64::{
    _mm256_add_epi32, _mm256_castps_si256, _mm256_mask_storeu_epi32, _mm256_permutex2var_ps,
    _mm256_set1_epi32, _mm256_setr_epi32, _mm256_store_si256, _mm256_storeu_si256,
    _mm512_add_epi64, _mm512_castpd_si512, _mm512_mask_storeu_epi64, _mm512_permutex2var_pd,
    _mm512_set1_epi64, _mm512_setr_epi64, _mm512_store_si512, _mm512_storeu_si512,
};

use super::out::{block, block_of_4};
use crate::kernel::cache::LINE;
use crate::memory::Strided;

/// Whether columns of items of `width` bytes, eight of which are stored at a time, begin where some
/// of these stores cross from one line to the next, but could be written from elsewhere on, and have
/// rows enough for it.
pub(super) fn are_off(to: &[*mut u8], rows: usize, width: usize) -> bool {
    let items = to.iter().all(|column| column.addr().is_multiple_of(width));
    items && rows >= 32 && to.iter().any(|column| !column.addr().is_multiple_of(8 * width))
}

/// Stores whole lines of the cache, wherever in one a column begins: a store that crosses from one
/// line to the next takes twice the time. Of eight items of a column some go to the line before
/// and some wait for the next eight.
///
/// # Safety
/// As for [`out`](super::out), with AVX-512 F; items of 8 bytes, in columns at multiples of 8; eight
/// rows at least.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn out_lines<const N: usize>(rows: Strided, to: &[*mut u8; N]) -> usize {
    let whole = rows.len() - rows.len() % 8;
    // Items before the first line.
    let before: [usize; N] = to.map(|column| column.addr().wrapping_neg() % LINE / 8);
    let pick = before.map(|items| {
        let first = _mm512_set1_epi64(items as i64);
        _mm512_add_epi64(first, _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7))
    });
    let lines: [*mut u8; N] = core::array::from_fn(|k| to[k].wrapping_add(before[k] * 8));
    // SAFETY: the caller's promise.
    let mut held = unsafe { block::<N>(rows, 0) };
    for k in 0..N {
        let mask = (1_u16 << before[k]).wrapping_sub(1) as u8;
        // SAFETY: fewer than eight items of the column.
        unsafe { _mm512_mask_storeu_epi64(to[k].cast(), mask, _mm512_castpd_si512(held[k])) }
    }
    for row in (8..whole).step_by(8) {
        // SAFETY: the caller's promise.
        let next = unsafe { block::<N>(rows, row) };
        for k in 0..N {
            let items = _mm512_permutex2var_pd(held[k], pick[k], next[k]);
            let line = lines[k].wrapping_add((row - 8) * 8);
            // SAFETY: eight items of the column, the last of them before the end of `next`, at a
            // multiple of 64.
            unsafe { _mm512_store_si512(line.cast(), _mm512_castpd_si512(items)) }
        }
        held = next;
    }
    for (to, items) in to.iter().zip(held) {
        let (to, items) = (to.wrapping_add((whole - 8) * 8).cast(), _mm512_castpd_si512(items));
        // SAFETY: the last eight items of the column, some of which are there already.
        unsafe { _mm512_storeu_si512(to, items) }
    }
    whole
}

/// The same for items of 4 bytes, of which eight are half a line: no store crosses to another.
///
/// # Safety
/// As for [`out`](super::out), with AVX-512 F and VL; items of 4 bytes, in columns at multiples of 4;
/// eight rows at least.
#[target_feature(enable = "avx512f,avx512vl")]
pub(super) unsafe fn out_lines_of_4<const N: usize>(rows: Strided, to: &[*mut u8; N]) -> usize {
    let whole = rows.len() - rows.len() % 8;
    // Items before the first half of a line.
    let before: [usize; N] = to.map(|column| column.addr().wrapping_neg() % (LINE / 2) / 4);
    let places = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    let pick = before.map(|items| _mm256_add_epi32(_mm256_set1_epi32(items as i32), places));
    let halves: [*mut u8; N] = core::array::from_fn(|k| to[k].wrapping_add(before[k] * 4));
    // SAFETY: the caller's promise.
    let mut held = unsafe { block_of_4::<N>(rows, 0) };
    for k in 0..N {
        let mask = (1_u16 << before[k]).wrapping_sub(1) as u8;
        // SAFETY: fewer than eight items of the column.
        unsafe { _mm256_mask_storeu_epi32(to[k].cast(), mask, _mm256_castps_si256(held[k])) }
    }
    for row in (8..whole).step_by(8) {
        // SAFETY: the caller's promise.
        let next = unsafe { block_of_4::<N>(rows, row) };
        for k in 0..N {
            let items = _mm256_castps_si256(_mm256_permutex2var_ps(held[k], pick[k], next[k]));
            let half = halves[k].wrapping_add((row - 8) * 4);
            // SAFETY: eight items of the column, the last of them before the end of `next`, at a
            // multiple of 32.
            unsafe { _mm256_store_si256(half.cast(), items) }
        }
        held = next;
    }
    for (to, items) in to.iter().zip(held) {
        let (to, items) = (to.wrapping_add((whole - 8) * 4).cast(), _mm256_castps_si256(items));
        // SAFETY: the last eight items of the column, some of which are there already.
        unsafe { _mm256_storeu_si256(to, items) }
    }
    whole
}

#[cfg(test)]
mod tests {
    use alloc::vec;
    use alloc::vec::Vec;

    use super::*;
    use crate::kernel::Kernel;
    use crate::kernel::random::Random;

    #[test]
    fn columns_begin_anywhere_in_a_line() {
        for kernel in [Kernel::Avx512, Kernel::Avx2].into_iter().filter(|it| it.is_available()) {
            for (width, least) in [(8, 4), (4, 3)] {
                if kernel == Kernel::Avx512 || width == 4 {
                    try_all(kernel, width, least);
                }
            }
        }
    }

    fn try_all(kernel: Kernel, width: usize, least: usize) {
        for count in least..=8 {
            for len in (0..80).chain([250, 257]) {
                let mut random = Random(count as u64);
                let mut rows = random.bytes(count * len * width);
                let stride = count * width;
                let strided = Strided::new(rows.as_mut_ptr(), len, stride as isize);
                for shift in 0..11 {
                    // Each column at another place, with bytes of nobody's on both sides, and in one
                    // of three rounds at an odd address.
                    let odd = if shift % 3 == 2 { shift } else { 0 };
                    let start = |k| 64 + (shift * (k + 1) * width) % 64 + odd;
                    let size = len * width + 192;
                    let mut columns: Vec<_> = (0..count).map(|_| vec![0xAB_u8; size]).collect();
                    let place = |(k, column): (usize, &mut Vec<u8>)| {
                        column.as_mut_ptr().wrapping_add(start(k))
                    };
                    let to: Vec<_> = columns.iter_mut().enumerate().map(place).collect();
                    // SAFETY: the CPU has the kernel; rows of so many items; columns of as many rows.
                    let done = unsafe { super::super::out(kernel, width, strided, &to) };
                    assert_eq!(done, len - len % 8);
                    for (k, column) in columns.iter().enumerate() {
                        let (before, rest) = column.split_at(start(k));
                        let (written, after) = rest.split_at(done * width);
                        assert!(before.iter().chain(after).all(|&byte| byte == 0xAB));
                        let items = rows.chunks_exact(stride).map(|row| &row[k * width..][..width]);
                        let expected: Vec<_> = items.take(done).flatten().copied().collect();
                        assert_eq!(written, expected, "{count} of {width}, {len}, {shift}");
                    }
                }
            }
        }
    }
}
