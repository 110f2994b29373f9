//! Neighbouring fields of one width turned into columns, and back, in registers: eight rows
//! of eight items at a time by a network of 24 shuffles (four of four by eight).
//!
//! Fewer than eight neighbours go through the same network, by masked loads or stores.

use core::arch::x86_64::{
    __m256, __m256d, __m512d, _mm256_castpd_si256, _mm256_castps_si256, _mm256_castsi256_pd,
    _mm256_castsi256_ps, _mm256_loadu_si256, _mm256_mask_storeu_epi32, _mm256_maskload_epi32,
    _mm256_maskload_epi64, _mm256_permute2f128_pd, _mm256_permute2f128_ps, _mm256_shuffle_ps,
    _mm256_storeu_si256, _mm256_unpackhi_pd, _mm256_unpackhi_ps, _mm256_unpacklo_pd,
    _mm256_unpacklo_ps, _mm512_castpd_si512, _mm512_castsi512_pd, _mm512_loadu_si512,
    _mm512_mask_storeu_epi64, _mm512_maskz_loadu_epi64, _mm512_shuffle_f64x2, _mm512_storeu_si512,
    _mm512_unpackhi_pd, _mm512_unpacklo_pd,
};

use crate::kernel::Kernel;
use crate::memory::Strided;

/// How many neighbours of this width a network takes at least (with fewer, copying them one by one
/// is as good) and at most, to write them as columns.
pub(crate) fn neighbours_out(kernel: Kernel, width: usize) -> Option<(usize, usize)> {
    match (kernel, width) {
        (Kernel::Avx512, 8) => Some((4, 8)),
        (Kernel::Avx2, 8) => Some((3, 4)),
        (Kernel::Avx2 | Kernel::Avx512, 4) => Some((3, 8)),
        _ => None,
    }
}

/// As [`neighbours_out`], to write columns as neighbours. Without AVX-512 they must be as many
/// as a vector has: the masked stores of AVX2 take longer than all the others together.
pub(crate) fn neighbours_back(kernel: Kernel, width: usize) -> Option<(usize, usize)> {
    let (least, most) = neighbours_out(kernel, width)?;
    Some((if kernel == Kernel::Avx512 { least } else { most }, most))
}

/// Copies neighbouring items of rows to dense columns, for as many rows as fill whole networks,
/// and says how many these are.
///
/// # Safety
/// The CPU has the kernel, for which `neighbours_out` allows as many items of this width as there
/// are columns. At each row the items can be read, one behind the other; the columns can be
/// written for as many items as there are rows. What is read and what is written share no byte.
pub(crate) unsafe fn out(kernel: Kernel, width: usize, rows: Strided, to: &[*mut u8]) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        match (kernel, width) {
            (Kernel::Avx512, 8) => out_8x8(rows, to),
            (_, 8) => out_4x4(rows, to),
            (_, 4) => out_8x8_of_4(rows, to),
            _ => 0,
        }
    }
}

/// Copies dense columns to neighbouring items of rows; the reverse of [`out`].
///
/// # Safety
/// As for [`out`], what is read and what is written exchanged; rows do not overlap.
pub(crate) unsafe fn back(kernel: Kernel, width: usize, rows: Strided, from: &[*mut u8]) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        match (kernel, width) {
            (Kernel::Avx512, 8) => back_8x8(rows, from),
            (_, 8) => back_4x4(rows, from),
            (Kernel::Avx512, 4) => back_8x8_masked(rows, from),
            (_, 4) => back_8x8_of_4(rows, from),
            _ => 0,
        }
    }
}

/// # Safety
/// As for [`out`], with AVX-512 F; items of 8 bytes.
#[target_feature(enable = "avx512f")]
unsafe fn out_8x8(rows: Strided, to: &[*mut u8]) -> usize {
    let mask = (1_u16 << to.len()).wrapping_sub(1) as u8;
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        let load = |k| {
            // SAFETY: the items of a row.
            let items = unsafe { _mm512_maskz_loadu_epi64(mask, rows.at(row + k).cast()) };
            _mm512_castsi512_pd(items)
        };
        let columns = net_8x8(core::array::from_fn(load));
        for (to, items) in to.iter().zip(columns) {
            let (to, items) = (to.wrapping_add(row * 8).cast(), _mm512_castpd_si512(items));
            // SAFETY: eight items of the column.
            unsafe { _mm512_storeu_si512(to, items) }
        }
    }
    whole
}

/// # Safety
/// As for [`back`], with AVX-512 F; items of 8 bytes.
#[target_feature(enable = "avx512f")]
unsafe fn back_8x8(rows: Strided, from: &[*mut u8]) -> usize {
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

/// Rows and columns of eight times eight items exchanged.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn net_8x8(rows: [__m512d; 8]) -> [__m512d; 8] {
    let [a, b, c, d, e, f, g, h] = rows;
    let (ab, cd) = (_mm512_unpacklo_pd(a, b), _mm512_unpacklo_pd(c, d));
    let (ba, dc) = (_mm512_unpackhi_pd(a, b), _mm512_unpackhi_pd(c, d));
    let (ef, gh) = (_mm512_unpacklo_pd(e, f), _mm512_unpacklo_pd(g, h));
    let (fe, hg) = (_mm512_unpackhi_pd(e, f), _mm512_unpackhi_pd(g, h));
    // Quarters 0 and 2 of both, and 1 and 3.
    let even = |a, b| _mm512_shuffle_f64x2::<0b10_00_10_00>(a, b);
    let odd = |a, b| _mm512_shuffle_f64x2::<0b11_01_11_01>(a, b);
    let (first, second) = ([even(ab, cd), even(ba, dc)], [even(ef, gh), even(fe, hg)]);
    let (third, fourth) = ([odd(ab, cd), odd(ba, dc)], [odd(ef, gh), odd(fe, hg)]);
    [
        even(first[0], second[0]),
        even(first[1], second[1]),
        even(third[0], fourth[0]),
        even(third[1], fourth[1]),
        odd(first[0], second[0]),
        odd(first[1], second[1]),
        odd(third[0], fourth[0]),
        odd(third[1], fourth[1]),
    ]
}

/// For each number of items, the mask that lets so many through, one number of 64 or two of 32
/// bits for each.
#[inline]
const fn masks<const N: usize>(items: usize) -> [u8; 32] {
    let mut mask = [0; 32];
    let mut byte = 0;
    while byte < 32 {
        if byte < items * N {
            mask[byte] = 0xff;
        }
        byte += 1;
    }
    mask
}

/// # Safety
/// As for [`out`], with AVX2; items of 8 bytes.
#[target_feature(enable = "avx2")]
unsafe fn out_4x4(rows: Strided, to: &[*mut u8]) -> usize {
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
/// As for [`back`], with AVX2; four items of 8 bytes.
#[target_feature(enable = "avx2")]
unsafe fn back_4x4(rows: Strided, from: &[*mut u8]) -> usize {
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

/// Rows and columns of four times four items exchanged.
#[inline]
#[target_feature(enable = "avx2")]
fn net_4x4([a, b, c, d]: [__m256d; 4]) -> [__m256d; 4] {
    let (ab, cd) = (_mm256_unpacklo_pd(a, b), _mm256_unpacklo_pd(c, d));
    let (ba, dc) = (_mm256_unpackhi_pd(a, b), _mm256_unpackhi_pd(c, d));
    [
        _mm256_permute2f128_pd::<0x20>(ab, cd),
        _mm256_permute2f128_pd::<0x20>(ba, dc),
        _mm256_permute2f128_pd::<0x31>(ab, cd),
        _mm256_permute2f128_pd::<0x31>(ba, dc),
    ]
}

/// # Safety
/// As for [`out`], with AVX2; items of 4 bytes.
#[target_feature(enable = "avx2")]
unsafe fn out_8x8_of_4(rows: Strided, to: &[*mut u8]) -> usize {
    let mask = masks::<4>(to.len());
    // SAFETY: 32 bytes of an array.
    let mask = unsafe { _mm256_loadu_si256(mask.as_ptr().cast()) };
    let whole = rows.len() - rows.len() % 8;
    for row in (0..whole).step_by(8) {
        let load = |k| {
            // SAFETY: the items of a row.
            let items = unsafe { _mm256_maskload_epi32(rows.at(row + k).cast(), mask) };
            _mm256_castsi256_ps(items)
        };
        let columns = net_8x8_of_4(core::array::from_fn(load));
        for (to, items) in to.iter().zip(columns) {
            let (to, items) = (to.wrapping_add(row * 4).cast(), _mm256_castps_si256(items));
            // SAFETY: eight items of the column.
            unsafe { _mm256_storeu_si256(to, items) }
        }
    }
    whole
}

/// # Safety
/// As for [`back`], with AVX2; eight items of 4 bytes.
#[target_feature(enable = "avx2")]
unsafe fn back_8x8_of_4(rows: Strided, from: &[*mut u8]) -> usize {
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
/// As for [`back`], with AVX-512 F and VL; items of 4 bytes.
#[target_feature(enable = "avx512f,avx512vl")]
unsafe fn back_8x8_masked(rows: Strided, from: &[*mut u8]) -> usize {
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

/// Rows and columns of eight times eight items exchanged.
#[inline]
#[target_feature(enable = "avx2")]
fn net_8x8_of_4([a, b, c, d, e, f, g, h]: [__m256; 8]) -> [__m256; 8] {
    /// Columns 0 to 3 of four rows in the lower halves, 4 to 7 in the upper.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn four(a: __m256, b: __m256, c: __m256, d: __m256) -> [__m256; 4] {
        let (ab, cd) = (_mm256_unpacklo_ps(a, b), _mm256_unpacklo_ps(c, d));
        let (ba, dc) = (_mm256_unpackhi_ps(a, b), _mm256_unpackhi_ps(c, d));
        [
            _mm256_shuffle_ps::<0b01_00_01_00>(ab, cd),
            _mm256_shuffle_ps::<0b11_10_11_10>(ab, cd),
            _mm256_shuffle_ps::<0b01_00_01_00>(ba, dc),
            _mm256_shuffle_ps::<0b11_10_11_10>(ba, dc),
        ]
    }
    let (upper, lower) = (four(a, b, c, d), four(e, f, g, h));
    core::array::from_fn(|column| {
        let (a, b) = (upper[column % 4], lower[column % 4]);
        if column < 4 {
            _mm256_permute2f128_ps::<0x20>(a, b)
        } else {
            _mm256_permute2f128_ps::<0x31>(a, b)
        }
    })
}
