//! Sums. `get` is called for each index below `len`, in an order of the
//! function's own. Sums of integers that do not fit their type are `None`.

use core::ops::Add;

/// The sum of floats, by halves: the rounding error grows with the logarithm of
/// the length, and the result is the same on every machine.
///
/// Bit for bit what NumPy gives for a contiguous array: blocks of up to 128 are
/// added in eight strands, larger ones are halved at a multiple of eight. The
/// sum of nothing is 0.
pub(crate) fn pairwise<T: Copy + Default + Add<Output = T>>(
    len: usize,
    get: impl Fn(usize) -> T,
) -> Option<T> {
    Some(if len == 0 { T::default() } else { halves(0, len, &get) })
}

/// Blocks up to this length are added in a loop.
const BLOCK: usize = 128;

fn halves<T: Copy + Default + Add<Output = T>>(
    start: usize,
    len: usize,
    get: &impl Fn(usize) -> T,
) -> T {
    if len > BLOCK {
        let half = len / 2;
        let half = half - half % 8;
        return halves(start, half, get) + halves(start + half, len - half, get);
    }
    if len < 8 {
        // Not from `T::default()`: 0.0 + -0.0 would lose the sign.
        return (start + 1..start + len).fold(get(start), |sum, i| sum + get(i));
    }
    let mut strands: [T; 8] = core::array::from_fn(|k| get(start + k));
    let whole = len - len % 8;
    for i in (8..whole).step_by(8) {
        for (k, strand) in strands.iter_mut().enumerate() {
            *strand = *strand + get(start + i + k);
        }
    }
    let [a, b, c, d, e, f, g, h] = strands;
    let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
    (start + whole..start + len).fold(sum, |sum, i| sum + get(i))
}

/// Half precision, added up in single precision and rounded once.
#[cfg(feature = "half")]
pub(crate) fn half(len: usize, get: impl Fn(usize) -> half::f16) -> Option<half::f16> {
    pairwise(len, |i| get(i).to_f32()).map(half::f16::from_f32)
}

/// How many 32-bit integers a 64-bit one can add up without overflowing.
const CHUNK: usize = 1 << 31;

macro_rules! small {
    ($($(#[$doc:meta])* $name:ident $sum:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $name<T: Into<$sum>>(len: usize, get: impl Fn(usize) -> T) -> Option<$sum> {
            const { assert!(size_of::<T>() <= 4) };
            let mut total: $sum = 0;
            let mut start = 0;
            while start < len {
                let end = start + (len - start).min(CHUNK);
                let mut sum: $sum = 0;
                for i in start..end {
                    // Cannot wrap: no more than 2^31 numbers of 32 bits.
                    sum = sum.wrapping_add(get(i).into());
                }
                total = total.checked_add(sum)?;
                start = end;
            }
            Some(total)
        }
    )*};
}

small! {
    /// The sum of `u8`, `u16` or `u32`.
    small_unsigned u64;
    /// The sum of `i8`, `i16` or `i32`.
    small_signed i64;
}

/// The sum of `u64`.
pub(crate) fn u64(len: usize, get: impl Fn(usize) -> u64) -> Option<u64> {
    let sum: u128 = (0..len).map(|i| u128::from(get(i))).sum();
    u64::try_from(sum).ok()
}

/// The sum of `i64`: only the whole must fit, not what is added on the way.
pub(crate) fn i64(len: usize, get: impl Fn(usize) -> i64) -> Option<i64> {
    let sum: i128 = (0..len).map(|i| i128::from(get(i))).sum();
    i64::try_from(sum).ok()
}

/// The sum of `u128`.
pub(crate) fn u128(len: usize, get: impl Fn(usize) -> u128) -> Option<u128> {
    (0..len).try_fold(0, |sum: u128, i| sum.checked_add(get(i)))
}

/// The sum of `i128`; what is added on the way must fit, too.
pub(crate) fn i128(len: usize, get: impl Fn(usize) -> i128) -> Option<i128> {
    (0..len).try_fold(0, |sum: i128, i| sum.checked_add(get(i)))
}
