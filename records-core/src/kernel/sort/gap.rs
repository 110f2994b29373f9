//! Numbers without the gap that there is in the middle of them.
//!
//! Doubles about zero are numbers of which most are far from it on either side: nearly all exponents
//! lie between the greatest negative one and the least positive one, and would take bits.

/// What the numbers of a word are lowered by, of which the upper half begins at `pivot`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    pivot: u64,
    width: u64,
}

/// Numbers on both sides of a gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) gap: Gap,
    /// The least of the numbers with the gap closed.
    pub(super) least: u64,
    /// How many bits the greatest exceeds it by.
    pub(super) bits: u32,
}

impl Gap {
    /// The number with the gap closed.
    #[inline(always)]
    pub(super) const fn close(self, number: u64) -> u64 {
        number - if number >= self.pivot { self.width } else { 0 }
    }
}

impl Extent {
    /// Of numbers as they are.
    pub(super) fn of(numbers: &[u64]) -> Extent {
        let wider = |(least, most): (u64, u64), &n: &u64| (least.min(n), most.max(n));
        let (least, most) = numbers.iter().fold((u64::MAX, 0), wider);
        Extent { gap: Gap::default(), least, bits: width(least, most) }
    }

    /// Of numbers of so many bits, the gap between the lower and the upper half of which is closed
    /// where that makes them shorter.
    pub(super) fn of_halves(numbers: &[u64], bits: u32) -> Extent {
        let pivot = 1 << (bits - 1);
        // The least and the greatest of all, and those next to the gap.
        let (mut least, mut most, mut below, mut above) = (u64::MAX, 0, 0, u64::MAX);
        for &number in numbers {
            let upper = number >= pivot;
            (least, most) = (least.min(number), most.max(number));
            below = below.max(if upper { 0 } else { number });
            above = above.min(if upper { number } else { u64::MAX });
        }
        let open = Extent { gap: Gap::default(), least, bits: width(least, most) };
        if least >= pivot || most < pivot {
            return open;
        }
        let gap = Gap { pivot, width: above - below - 1 };
        let closed = width(least, gap.close(most));
        if closed < open.bits { Extent { gap, least, bits: closed } } else { open }
    }
}

/// How many bits the greatest exceeds the least by.
const fn width(least: u64, most: u64) -> u32 {
    64 - most.saturating_sub(least).leading_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_keeps_the_order_and_shortens() {
        let middle = 1_u64 << 63;
        let numbers = [middle - 10, middle - 7, middle + 5_000_000, middle + 5_000_009];
        let extent = Extent::of_halves(&numbers, 64);
        assert_eq!((extent.least, extent.bits), (middle - 10, 4));
        let closed = numbers.map(|number| extent.gap.close(number) - extent.least);
        assert_eq!(closed, [0, 3, 4, 13]);
        // Nothing to be gained, or but one half.
        assert_eq!(Extent::of_halves(&[middle - 1, middle], 64).bits, 1);
        assert_eq!(Extent::of_halves(&[middle + 8, middle + 9], 64).bits, 1);
        assert_eq!(Extent::of_halves(&[1, 4], 64).bits, 2);
        assert_eq!(Extent::of_halves(&[0, 255], 8).bits, 1);
        assert_eq!(Extent::of(&[0, 255]).bits, 8);
        assert_eq!(Extent::of_halves(&[7, 7], 8).bits, 0);
        assert_eq!(Extent::of_halves(&[0, u64::MAX], 64).bits, 1);
    }
}
