//! The least and the greatest.

/// The least and the greatest of some numbers; both NaN if one of them is. Of two
/// zeros the negative one is less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ends<T> {
    /// The least.
    pub least: T,
    /// The greatest.
    pub greatest: T,
}

/// Of integers; the compiler makes vectors of the loop.
#[inline(always)]
pub(super) fn whole_ends<T: Copy + Ord>(numbers: &[T]) -> Ends<T> {
    let mut ends = Ends { least: numbers[0], greatest: numbers[0] };
    for &number in numbers {
        ends.least = ends.least.min(number);
        ends.greatest = ends.greatest.max(number);
    }
    ends
}

/// Of floats: so many lanes side by side, without a branch. That of the zeros, which
/// compare equal, is looked at only where it is a zero that is least or greatest.
macro_rules! float_ends {
    ($type:ident, $lanes:literal, $numbers:expr) => {{
        let numbers: &[$type] = $numbers;
        let first = numbers[0];
        let mut least = [first; $lanes];
        let mut greatest = [first; $lanes];
        let mut undefined = [false; $lanes];
        let (whole, rest) = numbers.as_chunks::<$lanes>();
        for chunk in whole {
            for (lane, &number) in chunk.iter().enumerate() {
                least[lane] = if number < least[lane] { number } else { least[lane] };
                greatest[lane] = if number > greatest[lane] { number } else { greatest[lane] };
                undefined[lane] |= number.is_nan();
            }
        }
        for (lane, &number) in rest.iter().enumerate() {
            least[lane] = if number < least[lane] { number } else { least[lane] };
            greatest[lane] = if number > greatest[lane] { number } else { greatest[lane] };
            undefined[lane] |= number.is_nan();
        }
        if undefined.contains(&true) {
            Ends { least: $type::NAN, greatest: $type::NAN }
        } else {
            let lesser = |a: $type, b: &$type| if *b < a { *b } else { a };
            let greater = |a: $type, b: &$type| if *b > a { *b } else { a };
            let mut ends = Ends {
                least: least.iter().fold(first, lesser),
                greatest: greatest.iter().fold(first, greater),
            };
            // Nothing is below a least zero but the negative zeros, and the other way round.
            if ends.least == 0.0 {
                let negative = numbers.iter().fold(false, |any, x| any | x.is_sign_negative());
                ends.least = if negative { -0.0 } else { 0.0 };
            }
            if ends.greatest == 0.0 {
                let positive = numbers.iter().fold(false, |any, x| any | x.is_sign_positive());
                ends.greatest = if positive { 0.0 } else { -0.0 };
            }
            ends
        }
    }};
}
pub(super) use float_ends;
