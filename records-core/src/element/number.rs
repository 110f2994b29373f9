//! Numbers that columns can add up and compare.

use core::cmp::Ordering;

use zerocopy::byteorder::{
    BigEndian, F32, F64, I16, I32, I64, I128, LittleEndian, U16, U32, U64, U128,
};

use super::Element;
use crate::kernel::reduce::sum;
use crate::memory::Strided;

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
pub trait Number: Element {
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

    /// The sum of all items, if it fits.
    ///
    /// # Safety
    /// Every item can be read as [`Element::read`] asks.
    #[doc(hidden)]
    unsafe fn sum(items: Strided) -> Option<Self::Sum>;

    /// A sum divided by a number of items, which is not 0.
    #[doc(hidden)]
    fn mean(sum: Self::Sum, items: usize) -> Self::Mean;
}

macro_rules! number {
    // How a type becomes its value.
    ($type:ty, $value:ty, |$x:ident| $get:expr, $sum:ty, $mean:ty, $add:path, $divide:expr) => {
        impl Number for $type {
            type Value = $value;
            type Sum = $sum;
            type Mean = $mean;

            #[inline(always)]
            fn value(self) -> $value {
                let $x = self;
                $get
            }

            #[inline(always)]
            fn order(a: $value, b: $value) -> Option<Ordering> {
                a.partial_cmp(&b)
            }

            #[inline]
            unsafe fn sum(items: Strided) -> Option<$sum> {
                let item = |index| {
                    // SAFETY: `index` is less than `len`, and the caller promises
                    // that the items can be read.
                    unsafe { Self::read(items.at(index)) }.value()
                };
                $add(items.len(), item)
            }

            #[inline]
            fn mean(sum: $sum, items: usize) -> $mean {
                let divide: fn($sum, usize) -> $mean = $divide;
                divide(sum, items)
            }
        }
    };
}

macro_rules! native {
    ($($type:ident $sum:ident $mean:ident $add:path;)*) => {$(
        number!($type, $type, |x| x, $sum, $mean, $add, |sum, len| sum as $mean / len as $mean);
    )*};
}

macro_rules! endian {
    ($($type:ident $value:ident $sum:ident $mean:ident $add:path;)*) => {$(
        number!($type<BigEndian>, $value, |x| x.get(), $sum, $mean, $add,
            |sum, len| sum as $mean / len as $mean);
        number!($type<LittleEndian>, $value, |x| x.get(), $sum, $mean, $add,
            |sum, len| sum as $mean / len as $mean);
    )*};
}

native! {
    u8 u64 f64 sum::small_unsigned;
    u16 u64 f64 sum::small_unsigned;
    u32 u64 f64 sum::small_unsigned;
    u64 u64 f64 sum::u64;
    u128 u128 f64 sum::u128;
    i8 i64 f64 sum::small_signed;
    i16 i64 f64 sum::small_signed;
    i32 i64 f64 sum::small_signed;
    i64 i64 f64 sum::i64;
    i128 i128 f64 sum::i128;
    f32 f32 f32 sum::pairwise;
    f64 f64 f64 sum::pairwise;
}

endian! {
    U16 u16 u64 f64 sum::small_unsigned;
    U32 u32 u64 f64 sum::small_unsigned;
    U64 u64 u64 f64 sum::u64;
    U128 u128 u128 f64 sum::u128;
    I16 i16 i64 f64 sum::small_signed;
    I32 i32 i64 f64 sum::small_signed;
    I64 i64 i64 f64 sum::i64;
    I128 i128 i128 f64 sum::i128;
    F32 f32 f32 f32 sum::pairwise;
    F64 f64 f64 f64 sum::pairwise;
}

// As in NumPy, half precision is added up in single precision and rounded once.
#[cfg(feature = "half")]
number!(half::f16, half::f16, |x| x, half::f16, half::f16, sum::half, |sum, len| {
    half::f16::from_f32(sum.to_f32() / len as f32)
});
