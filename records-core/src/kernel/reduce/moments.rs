//! How far numbers spread about their mean.

use super::sum::pairs;

/// How many numbers, what they add up to, and the squares of their distances from
/// the mean, added up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    pub(crate) count: usize,
    pub(crate) sum: f64,
    pub(crate) squares: f64,
}

impl Moments {
    /// Of a leaf, in two passes: first the mean, then the distances from it. Both are
    /// added up in eight strands.
    #[inline(always)]
    pub(super) fn of(numbers: &[f64]) -> Moments {
        let sum = strands(numbers, |number| number);
        let mean = sum / numbers.len() as f64;
        let squares = strands(numbers, |number| (number - mean) * (number - mean));
        Moments { count: numbers.len(), sum, squares }
    }

    /// Of two parts: by what Chan, Golub and LeVeque found, the squares about the common
    /// mean are those about each part's own and what the two means are apart.
    #[inline(always)]
    pub(crate) fn join(front: Moments, back: Moments) -> Moments {
        if front.count == 0 || back.count == 0 {
            return if front.count == 0 { back } else { front };
        }
        let (a, b) = (front.count as f64, back.count as f64);
        let apart = back.sum / b - front.sum / a;
        let count = front.count + back.count;
        Moments {
            count,
            sum: front.sum + back.sum,
            squares: (front.squares + back.squares) + apart * apart * (a * (b / count as f64)),
        }
    }

    /// The mean of the squares: the variance of a whole population. `None` of no
    /// numbers.
    pub(crate) fn variance(&self) -> Option<f64> {
        let variance = self.squares / self.count as f64;
        match self.count {
            0 => None,
            // Its sign and payload depend on the machine.
            _ => Some(if variance.is_nan() { f64::NAN } else { variance }),
        }
    }

    /// The square root of the variance.
    pub(crate) fn deviation(&self) -> Option<f64> {
        self.variance().map(square_root)
    }
}

/// Rounded to nearest by both.
fn square_root(of: f64) -> f64 {
    #[cfg(feature = "std")]
    return of.sqrt();
    #[cfg(not(feature = "std"))]
    libm::sqrt(of)
}

/// What the numbers become, added up as [`super::sum::strands`] does.
#[inline(always)]
fn strands(numbers: &[f64], get: impl Fn(f64) -> f64) -> f64 {
    let (whole, rest) = numbers.as_chunks::<8>();
    let Some((first, whole)) = whole.split_first() else {
        return match rest.split_first() {
            None => 0.0,
            Some((first, rest)) => rest.iter().fold(get(*first), |sum, x| sum + get(*x)),
        };
    };
    let mut strands = first.map(&get);
    for chunk in whole {
        for (strand, number) in strands.iter_mut().zip(chunk) {
            *strand += get(*number);
        }
    }
    rest.iter().fold(pairs(strands), |sum, x| sum + get(*x))
}
