//! What a leaf adds up to.

use core::ops::Add;

/// Floats in eight strands, which are added up in pairs: bit for bit what NumPy
/// gives for so many contiguous ones, and what eight lanes of a vector give.
///
/// The sum of none is 0. In blocks joined by halves the rounding error grows with
/// the logarithm of the length.
#[inline(always)]
pub(super) fn strands<T: Copy + Default + Add<Output = T>>(
    len: usize,
    get: impl Fn(usize) -> T,
) -> T {
    if len < 8 {
        if len == 0 {
            return T::default();
        }
        // Not from `T::default()`: 0.0 + -0.0 would lose the sign.
        return (1..len).fold(get(0), |sum, i| sum + get(i));
    }
    let mut strands: [T; 8] = core::array::from_fn(&get);
    let whole = len - len % 8;
    let mut start = 8;
    while start < whole {
        for (k, strand) in strands.iter_mut().enumerate() {
            *strand = *strand + get(start + k);
        }
        start += 8;
    }
    (whole..len).fold(pairs(strands), |sum, i| sum + get(i))
}

/// The sum of eight strands.
#[inline(always)]
pub(super) fn pairs<T: Add<Output = T>>([a, b, c, d, e, f, g, h]: [T; 8]) -> T {
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}

/// The sum of integers of up to 128 bits, of which there may be 2^64: exact, in
/// whatever order they are added.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wide {
    /// Of what the numbers have above 64 bits, rounded down.
    high: i128,
    /// Of their lower 64 bits.
    low: u128,
}

impl Add for Wide {
    type Output = Wide;

    #[inline(always)]
    fn add(self, other: Wide) -> Wide {
        // Neither wraps: 2^64 numbers of 64 bits.
        Wide { high: self.high.wrapping_add(other.high), low: self.low.wrapping_add(other.low) }
    }
}

impl From<i128> for Wide {
    #[inline(always)]
    fn from(number: i128) -> Wide {
        Wide { high: number >> 64, low: u128::from(number as u64) }
    }
}

impl From<u128> for Wide {
    #[inline(always)]
    fn from(number: u128) -> Wide {
        Wide { high: (number >> 64) as i128, low: u128::from(number as u64) }
    }
}

impl Wide {
    /// What lies above the lower 64 bits, and those.
    fn parts(self) -> (i128, u64) {
        (self.high + (self.low >> 64) as i128, self.low as u64)
    }

    /// The sum, if it fits.
    pub(crate) fn to_i128(self) -> Option<i128> {
        let (high, low) = self.parts();
        Some(i128::from(i64::try_from(high).ok()?) << 64 | i128::from(low))
    }

    /// The sum, if it fits.
    pub(crate) fn to_u128(self) -> Option<u128> {
        let (high, low) = self.parts();
        Some(u128::from(u64::try_from(high).ok()?) << 64 | u128::from(low))
    }

    /// The nearest `f64`, or, beyond 128 bits, nearly.
    pub(crate) fn to_f64(self) -> f64 {
        match (self.to_i128(), self.to_u128()) {
            (Some(sum), _) => sum as f64,
            (_, Some(sum)) => sum as f64,
            _ => {
                let (high, low) = self.parts();
                high as f64 * 18_446_744_073_709_551_616.0 + low as f64
            }
        }
    }
}
