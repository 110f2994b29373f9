//! Numbers in native byte order, and how a leaf of each kind is reduced.

use super::block::Block;
use super::ends::{float_end, whole_end};
use super::item::Form;
use super::moments::Moments;
#[cfg(target_arch = "x86_64")]
use super::narrow;
use super::run::Leaf;
use super::sum::{Wide, strands};
use super::tree::LEAF;
use crate::kernel::Kernel;

/// A number in native byte order that can be reduced.
///
/// Public only because `Number` names it; not to be implemented outside.
pub trait Num: Copy + PartialOrd + Send + Sync + 'static {
    /// What numbers add up to: of floats the float, of integers something that all
    /// of them fit.
    type Total: Copy + Send + Sync;

    /// # Safety
    /// The bytes of the number can be read and are initialised, at any alignment.
    unsafe fn read<const SWAPPED: bool>(from: *const u8) -> Self;

    /// The nearest `f64`.
    fn to_f64(self) -> f64;

    /// How many are added up in one loop: of floats a leaf of the tree, of integers, which may
    /// be added in any order, more.
    const RUN: usize;

    /// What the first `len` numbers, not more than a run, add up to.
    fn leaf(len: usize, get: impl Fn(usize) -> Self) -> Self::Total;

    /// A loop that adds up a leaf of items in the other byte order, any number of bytes
    /// apart, where there is a better one than one by one.
    #[inline(always)]
    fn swapped_leaf(_: Kernel) -> Option<Leaf<Self::Total>> {
        None
    }

    /// A loop that adds up a run of items so many bytes apart, some of them in a vector.
    #[inline(always)]
    fn narrow_leaf(_: Kernel, _: Form, _stride: isize) -> Option<Leaf<Self::Total>> {
        None
    }

    /// The total of two parts.
    fn join(front: Self::Total, back: Self::Total) -> Self::Total;

    /// The total as others see it: one NaN for all.
    fn finish(total: Self::Total) -> Self::Total;

    /// The nearest `f64` of a total.
    fn total_to_f64(total: Self::Total) -> f64;

    /// The total of a leaf whose moments have been added up in the same way.
    #[inline(always)]
    fn known_total(_: &Moments) -> Option<Self::Total> {
        None
    }

    /// The least or the greatest of numbers, at least one; NaN if one of them is.
    fn end(least: bool, numbers: &[Self]) -> Self;

    /// The least or the greatest of two; NaN if one of them is.
    fn nearer(least: bool, a: Self, b: Self) -> Self;

    /// Numbers as `f64`s, which are put in the block if they are not some already.
    fn widen<'b>(numbers: &'b [Self], block: &'b mut Block<f64>) -> &'b [f64];
}

macro_rules! floats {
    ($($type:ident $bits:ident $lanes:literal $swapped:ident, $widen:expr, $known:expr;)*) => {$(
        impl Num for $type {
            type Total = $type;
            const RUN: usize = LEAF;

            #[inline(always)]
            unsafe fn read<const SWAPPED: bool>(from: *const u8) -> $type {
                // SAFETY: the caller's promise.
                let bits = unsafe { from.cast::<$bits>().read_unaligned() };
                $type::from_bits(if SWAPPED { bits.swap_bytes() } else { bits })
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                self.into()
            }

            #[inline(always)]
            fn leaf(len: usize, get: impl Fn(usize) -> $type) -> $type {
                strands(len, get)
            }

            #[cfg(target_arch = "x86_64")]
            #[inline(always)]
            fn swapped_leaf(kernel: Kernel) -> Option<Leaf<$type>> {
                match kernel {
                    Kernel::Avx2 | Kernel::Avx512 => Some(super::swapped::$swapped),
                    Kernel::Portable => None,
                }
            }

            #[inline(always)]
            fn join(front: $type, back: $type) -> $type {
                front + back
            }

            #[inline(always)]
            fn finish(total: $type) -> $type {
                // Its sign and payload depend on the machine.
                if total.is_nan() { $type::NAN } else { total }
            }

            #[inline(always)]
            fn total_to_f64(total: $type) -> f64 {
                total.into()
            }

            #[inline(always)]
            fn known_total(moments: &Moments) -> Option<$type> {
                let known: fn(&Moments) -> Option<$type> = $known;
                known(moments)
            }

            #[inline(always)]
            fn end(least: bool, numbers: &[$type]) -> $type {
                float_end!($type, $bits, $lanes, least, numbers)
            }

            #[inline(always)]
            fn nearer(least: bool, a: $type, b: $type) -> $type {
                float_end!($type, $bits, $lanes, least, &[a, b])
            }

            #[inline(always)]
            fn widen<'b>(numbers: &'b [$type], block: &'b mut Block<f64>) -> &'b [f64] {
                let widen: fn(&'b [$type], &'b mut Block<f64>) -> &'b [f64] = $widen;
                widen(numbers, block)
            }
        }
    )*};
}

floats! {
    f32 u32 16 sum_f32, |numbers, block| block.widened(numbers), |_| None;
    f64 u64 8 sum_f64, |numbers, _| numbers, |moments| Some(moments.sum);
}

macro_rules! whole {
    ($($type:ident $total:ty $(, narrow $size:literal $signed:literal)?,
        |$numbers:ident| $leaf:expr;)*) => {$(
        impl Num for $type {
            type Total = $total;
            const RUN: usize = 1 << 12;

            #[inline(always)]
            unsafe fn read<const SWAPPED: bool>(from: *const u8) -> $type {
                // SAFETY: the caller's promise.
                let number = unsafe { from.cast::<$type>().read_unaligned() };
                if SWAPPED { number.swap_bytes() } else { number }
            }

            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }

            #[inline(always)]
            fn leaf(len: usize, get: impl Fn(usize) -> $type) -> $total {
                let $numbers = (0..len).map(&get);
                $leaf
            }

            $(
                #[cfg(target_arch = "x86_64")]
                #[inline(always)]
                fn narrow_leaf(kernel: Kernel, form: Form, stride: isize) -> Option<Leaf<$total>> {
                    if kernel != Kernel::Avx512 || !narrow::suits(stride, $size) {
                        return None;
                    }
                    match form {
                        Form::Native => Some(narrow::sum::<$size, $signed, false>),
                        Form::Swapped => Some(narrow::sum::<$size, $signed, true>),
                        Form::Other => None,
                    }
                }
            )?

            #[inline(always)]
            fn join(front: $total, back: $total) -> $total {
                front + back
            }

            #[inline(always)]
            fn finish(total: $total) -> $total {
                total
            }

            #[inline(always)]
            fn total_to_f64(total: $total) -> f64 {
                Wide::from(total).to_f64()
            }

            #[inline(always)]
            fn end(least: bool, numbers: &[$type]) -> $type {
                whole_end(least, numbers)
            }

            #[inline(always)]
            fn nearer(least: bool, a: $type, b: $type) -> $type {
                if least { a.min(b) } else { a.max(b) }
            }

            #[inline(always)]
            fn widen<'b>(numbers: &'b [$type], block: &'b mut Block<f64>) -> &'b [f64] {
                block.widened(numbers)
            }
        }
    )*};
}

// 2^12 numbers of 16 bits fit 32, as many of 32 bits fit 64. Those of 64 bits mostly do,
// too, which a look at their upper bits tells; where they do not they are added up in halves.
whole! {
    u8 i128, narrow 1 false, |numbers| numbers.map(u32::from).fold(0, u32::wrapping_add).into();
    u16 i128, narrow 2 false, |numbers| numbers.map(u32::from).fold(0, u32::wrapping_add).into();
    u32 i128, |numbers| numbers.map(u64::from).fold(0, u64::wrapping_add).into();
    u64 i128, |numbers| {
        let (mut sum, mut all) = (0_u64, 0);
        for number in numbers.clone() {
            sum = sum.wrapping_add(number);
            all |= number;
        }
        if all >> 52 == 0 {
            return sum.into();
        }
        let (mut high, mut low) = (0_u64, 0_u64);
        for number in numbers {
            high = high.wrapping_add(number >> 32);
            low = low.wrapping_add(number & 0xffff_ffff);
        }
        (i128::from(high) << 32) + i128::from(low)
    };
    u128 Wide, |numbers| numbers.map(Wide::from).fold(Wide::default(), |a, b| a + b);
    i8 i128, narrow 1 true, |numbers| numbers.map(i32::from).fold(0, i32::wrapping_add).into();
    i16 i128, narrow 2 true, |numbers| numbers.map(i32::from).fold(0, i32::wrapping_add).into();
    i32 i128, |numbers| numbers.map(i64::from).fold(0, i64::wrapping_add).into();
    i64 i128, |numbers| {
        let (mut sum, mut all) = (0_i64, 0);
        for number in numbers.clone() {
            sum = sum.wrapping_add(number);
            // From -2^51 to 2^51 no bit is set above the 52nd.
            all |= number.wrapping_add(1 << 51) as u64;
        }
        if all >> 52 == 0 {
            return sum.into();
        }
        let (mut high, mut low) = (0_i64, 0_i64);
        for number in numbers {
            high = high.wrapping_add(number >> 32);
            low = low.wrapping_add(number & 0xffff_ffff);
        }
        (i128::from(high) << 32) + i128::from(low)
    };
    i128 Wide, |numbers| numbers.map(Wide::from).fold(Wide::default(), |a, b| a + b);
}
