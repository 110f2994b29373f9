//! Rows and columns of a block of items exchanged, in registers.

use core::arch::x86_64::{
    __m256, __m256d, __m512d, _mm256_permute2f128_pd, _mm256_permute2f128_ps, _mm256_shuffle_ps,
    _mm256_unpackhi_pd, _mm256_unpackhi_ps, _mm256_unpacklo_pd, _mm256_unpacklo_ps,
    _mm512_shuffle_f64x2, _mm512_unpackhi_pd, _mm512_unpacklo_pd,
};

/// Rows and columns of eight times eight items exchanged.
#[inline]
#[target_feature(enable = "avx512f")]
pub(in crate::kernel::x86) fn net_8x8(rows: [__m512d; 8]) -> [__m512d; 8] {
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

/// Rows and columns of four times four items exchanged.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn net_4x4([a, b, c, d]: [__m256d; 4]) -> [__m256d; 4] {
    let (ab, cd) = (_mm256_unpacklo_pd(a, b), _mm256_unpacklo_pd(c, d));
    let (ba, dc) = (_mm256_unpackhi_pd(a, b), _mm256_unpackhi_pd(c, d));
    [
        _mm256_permute2f128_pd::<0x20>(ab, cd),
        _mm256_permute2f128_pd::<0x20>(ba, dc),
        _mm256_permute2f128_pd::<0x31>(ab, cd),
        _mm256_permute2f128_pd::<0x31>(ba, dc),
    ]
}

/// Rows and columns of eight times eight items exchanged.
#[inline]
#[target_feature(enable = "avx2")]
pub(super) fn net_8x8_of_4([a, b, c, d, e, f, g, h]: [__m256; 8]) -> [__m256; 8] {
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
