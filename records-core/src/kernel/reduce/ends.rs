//! The least and the greatest.

use super::Num;

/// The least and the greatest of some numbers; both NaN if one of them is. Of two
/// zeros the negative one is less.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ends<T> {
    /// The least.
    pub(crate) least: T,
    /// The greatest.
    pub(crate) greatest: T,
}

impl<T: Num> Ends<T> {
    /// Of numbers, at least one.
    #[inline(always)]
    pub(super) fn of(numbers: &[T]) -> Ends<T> {
        Ends { least: T::end(true, numbers), greatest: T::end(false, numbers) }
    }

    /// Of two parts.
    #[inline(always)]
    pub(super) fn join(a: Ends<T>, b: Ends<T>) -> Ends<T> {
        Ends {
            least: T::nearer(true, a.least, b.least),
            greatest: T::nearer(false, a.greatest, b.greatest),
        }
    }
}

/// The end of integers, of which there is at least one; the compiler makes vectors of the loop.
#[inline(always)]
pub(super) fn whole_end<T: Copy + Ord>(least: bool, numbers: &[T]) -> T {
    let mut end = numbers[0];
    for &number in numbers {
        end = if least { end.min(number) } else { end.max(number) };
    }
    end
}

/// The end of floats, of which there is at least one: so many lanes side by side, without a
/// branch. Zeros compare equal; which there are is looked at only where a zero is the end.
macro_rules! float_end {
    ($type:ident, $bits:ident, $lanes:literal, $least:expr, $numbers:expr) => {{
        let (least, numbers): (bool, &[$type]) = ($least, $numbers);
        let first = numbers[0];
        let mut ends = [first; $lanes];
        // All bits of a lane are set where there was a NaN.
        let mut undefined = [0 as $bits; $lanes];
        let nearer = |a: $type, b: $type| if least { a < b } else { a > b };
        let (whole, rest) = numbers.as_chunks::<$lanes>();
        for chunk in whole {
            for lane in 0..$lanes {
                let number = chunk[lane];
                ends[lane] = if nearer(number, ends[lane]) { number } else { ends[lane] };
                undefined[lane] |= if number.is_nan() { $bits::MAX } else { 0 };
            }
        }
        let mut end = ends.iter().fold(first, |a, &b| if nearer(b, a) { b } else { a });
        let mut odd = undefined.iter().fold(0, |any, lane| any | lane) != 0;
        for &number in rest {
            end = if nearer(number, end) { number } else { end };
            odd |= number.is_nan();
        }
        if odd {
            $type::NAN
        } else if end == 0.0 {
            // All that is below a least zero, or above a greatest, is the other zero.
            let other = if least { $bits::MAX } else { 0 };
            let signs = numbers.iter().map(|number| number.to_bits() ^ !other);
            let found = signs.fold(0, |any, bits| any | bits) >> ($bits::BITS - 1) != 0;
            if found == least { -0.0 } else { 0.0 }
        } else {
            end
        }
    }};
}
pub(super) use float_end;
