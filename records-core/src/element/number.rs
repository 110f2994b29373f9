//! Numbers that columns can add up and compare.

use core::cmp::Ordering;

use zerocopy::byteorder::{
    BigEndian, F32, F64, I16, I32, I64, I128, LittleEndian, U16, U32, U64, U128,
};

use super::Element;
#[cfg(feature = "half")]
use crate::kernel::reduce::HalfItem;
use crate::kernel::reduce::{Item, Plain, Total};

/// A number: what `sum`, `min`, `max` and `mean` of a column need.
///
/// Implemented by the integers and floats of Rust, by zerocopy's endian types,
/// which count as the number they hold, and by `half::f16`.
///
/// ```
/// use records_core::{Column, Number};
///
/// fn spread<F: Number<Value = f64>>(column: Column<'_, F>) -> Option<f64> {
///     Some(column.max()? - column.min()?)
/// }
/// assert_eq!(spread(Column::from_slice(&[1.0, 4.0, 2.5])), Some(3.0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "its column has no sum, mean, least or greatest"
)]
pub trait Number: Element + Sealed {
    /// The number in native byte order; the type itself for Rust's own.
    type Value: Copy + 'static;
    /// What a sum is: the same float, `i64` or `u64`, or the 128-bit integer.
    type Sum: Copy + 'static;
    /// What a mean is: the same float, `f64` for integers.
    type Mean: Copy + 'static;

    /// The number in native byte order.
    fn value(self) -> Self::Value;

    /// How two compare; `None` where NaN takes part.
    #[doc(hidden)]
    fn order(a: Self::Value, b: Self::Value) -> Option<Ordering>;

    /// How the kernels read an item: its [`SIZE`](Element::SIZE) bytes, whatever they are.
    #[doc(hidden)]
    type Item: Item;

    /// A number as kernels have it.
    #[doc(hidden)]
    fn from_number(number: <Self::Item as Item>::Number) -> Self::Value;

    /// What items add up to, if it fits.
    #[doc(hidden)]
    fn sum(total: Total<Self::Item>) -> Option<Self::Sum>;

    /// A sum divided by a number of items, which is not 0.
    #[doc(hidden)]
    fn mean(sum: Self::Sum, items: usize) -> Self::Mean;

    /// The nearest mean.
    #[doc(hidden)]
    fn round(mean: f64) -> Self::Mean;
}

/// Keeps [`Number`] to the types whose bytes kernels may read as [`Number::Item`] says.
pub trait Sealed {}

macro_rules! number {
    // How a type becomes its value, a kernel's number that value, a total a sum.
    ($type:ty, $item:ty, $value:ty, |$x:ident| $get:expr, |$number:ident| $from:expr,
        $sum:ty, |$total:ident| $fit:expr, $mean:ty, $divide:expr, |$wide:ident| $round:expr) => {
        impl Sealed for $type {}

        impl Number for $type {
            type Value = $value;
            type Sum = $sum;
            type Mean = $mean;
            type Item = $item;

            #[inline(always)]
            fn value(self) -> $value {
                let $x = self;
                $get
            }

            #[inline(always)]
            fn order(a: $value, b: $value) -> Option<Ordering> {
                a.partial_cmp(&b)
            }

            #[inline(always)]
            fn from_number($number: <$item as Item>::Number) -> $value {
                $from
            }

            #[inline]
            fn sum($total: Total<$item>) -> Option<$sum> {
                $fit
            }

            #[inline]
            fn mean(sum: $sum, items: usize) -> $mean {
                let divide: fn($sum, usize) -> $mean = $divide;
                divide(sum, items)
            }

            #[inline]
            fn round($wide: f64) -> $mean {
                $round
            }
        }
    };
}

macro_rules! native {
    ($($type:ident $sum:ident $mean:ident |$total:ident| $fit:expr;)*) => {$(
        number!($type, Plain<$type, false>, $type, |x| x, |number| number, $sum,
            |$total| $fit, $mean, |sum, len| sum as $mean / len as $mean, |wide| wide as $mean);
    )*};
}

/// Whether the bytes of a big-endian number are the other way round here.
const BIG: bool = cfg!(target_endian = "little");

macro_rules! endian {
    ($($type:ident $value:ident $sum:ident $mean:ident |$total:ident| $fit:expr;)*) => {$(
        number!($type<BigEndian>, Plain<$value, BIG>, $value, |x| x.get(), |number| number, $sum,
            |$total| $fit, $mean, |sum, len| sum as $mean / len as $mean, |wide| wide as $mean);
        number!($type<LittleEndian>, Plain<$value, { !BIG }>, $value, |x| x.get(), |number| number, $sum,
            |$total| $fit, $mean, |sum, len| sum as $mean / len as $mean, |wide| wide as $mean);
    )*};
}

native! {
    u8 u64 f64 |total| u64::try_from(total).ok();
    u16 u64 f64 |total| u64::try_from(total).ok();
    u32 u64 f64 |total| u64::try_from(total).ok();
    u64 u64 f64 |total| u64::try_from(total).ok();
    u128 u128 f64 |total| total.to_u128();
    i8 i64 f64 |total| i64::try_from(total).ok();
    i16 i64 f64 |total| i64::try_from(total).ok();
    i32 i64 f64 |total| i64::try_from(total).ok();
    i64 i64 f64 |total| i64::try_from(total).ok();
    i128 i128 f64 |total| total.to_i128();
    f32 f32 f32 |total| Some(total);
    f64 f64 f64 |total| Some(total);
}

endian! {
    U16 u16 u64 f64 |total| u64::try_from(total).ok();
    U32 u32 u64 f64 |total| u64::try_from(total).ok();
    U64 u64 u64 f64 |total| u64::try_from(total).ok();
    U128 u128 u128 f64 |total| total.to_u128();
    I16 i16 i64 f64 |total| i64::try_from(total).ok();
    I32 i32 i64 f64 |total| i64::try_from(total).ok();
    I64 i64 i64 f64 |total| i64::try_from(total).ok();
    I128 i128 i128 f64 |total| total.to_i128();
    F32 f32 f32 f32 |total| Some(total);
    F64 f64 f64 f64 |total| Some(total);
}

// As in NumPy, half precision is added up in single precision and rounded once.
#[cfg(feature = "half")]
number!(
    half::f16,
    HalfItem<false>,
    half::f16,
    |x| x,
    |number| half::f16::from_f32(number),
    half::f16,
    |total| Some(half::f16::from_f32(total)),
    half::f16,
    |sum, len| half::f16::from_f32(sum.to_f32() / len as f32),
    |wide| half::f16::from_f64(wide)
);
