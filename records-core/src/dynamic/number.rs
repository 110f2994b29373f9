//! From a run-time dtype to the type of a column of numbers: looked at once, not for
//! each item.

use zerocopy::byteorder::{BigEndian, LittleEndian};
use zerocopy::byteorder::{F32, F64, I16, I32, I64, I128, U16, U32, U64, U128};

use crate::element::Sealed;
use crate::kernel::reduce::{HalfItem, TruthItem};
use crate::layout::{ByteOrder, Scalar};
use crate::memory::Strided;
use crate::value::half::half_to_f32;
use crate::{Column, DType, Element, Number, Value};

/// What is to be done with a column of numbers of whatever type.
pub(super) trait WithNumber {
    type Out;

    fn with<F>(self, column: Column<'_, F>) -> Self::Out
    where
        F: Number<Value: Into<Value>, Mean: Into<f64>>;
}

/// Sees items of a real number type, of `bool`s (as 0 and 1) or of times (as their
/// steps) as a typed column; `None` for other dtypes.
pub(super) fn with_number<W: WithNumber>(items: Strided, dtype: &DType, then: W) -> Option<W::Out> {
    macro_rules! column {
        ($type:ty) => {
            // SAFETY: the items are of this dtype, initialised; all its bytes are values.
            Some(then.with::<$type>(unsafe { Column::from_items(items) }))
        };
    }
    macro_rules! ordered {
        ($type:ident, $order:expr) => {
            match $order {
                ByteOrder::Little => column!($type<LittleEndian>),
                ByteOrder::Big => column!($type<BigEndian>),
            }
        };
    }
    let (scalar, order) = match dtype {
        DType::Scalar(scalar, order) => (*scalar, *order),
        DType::Enum(of) => (of.repr(), ByteOrder::NATIVE),
        DType::DateTime(_, order) | DType::TimeDelta(_, order) => (Scalar::I64, *order),
        _ => return None,
    };
    match scalar {
        Scalar::Bool => column!(Truth),
        Scalar::U8 => column!(u8),
        Scalar::I8 => column!(i8),
        Scalar::U16 => ordered!(U16, order),
        Scalar::U32 => ordered!(U32, order),
        Scalar::U64 => ordered!(U64, order),
        Scalar::U128 => ordered!(U128, order),
        Scalar::I16 => ordered!(I16, order),
        Scalar::I32 => ordered!(I32, order),
        Scalar::I64 => ordered!(I64, order),
        Scalar::I128 => ordered!(I128, order),
        Scalar::F16 => match order {
            ByteOrder::Little => column!(Half<false>),
            ByteOrder::Big => column!(Half<true>),
        },
        Scalar::F32 => ordered!(F32, order),
        Scalar::F64 => ordered!(F64, order),
        Scalar::C64 | Scalar::C128 => None,
    }
}

/// Half precision in either byte order, whether the crate `half` is there or not.
#[derive(Clone, Copy)]
struct Half<const BIG: bool>(u16);

// SAFETY: two bytes, read and written unaligned, each pattern a value.
unsafe impl<const BIG: bool> Element for Half<BIG> {
    const DTYPE: &'static DType =
        &DType::Scalar(Scalar::F16, if BIG { ByteOrder::Big } else { ByteOrder::Little });
    const IN_PLACE: bool = false;

    #[inline(always)]
    unsafe fn read(from: *const u8) -> Self {
        // SAFETY: the caller's promise.
        let bytes = unsafe { from.cast::<[u8; 2]>().read() };
        Half(if BIG { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    #[inline(always)]
    unsafe fn write(self, to: *mut u8) {
        let bytes = if BIG { self.0.to_be_bytes() } else { self.0.to_le_bytes() };
        // SAFETY: the caller's promise.
        unsafe { to.cast::<[u8; 2]>().write(bytes) }
    }
}

impl<const BIG: bool> Sealed for Half<BIG> {}

/// Whether these are the bytes of the other order.
const fn swapped(big: bool) -> bool {
    big == cfg!(target_endian = "little")
}

/// Counts as the single-precision number that it is.
macro_rules! half {
    ($big:literal) => {
        impl Number for Half<$big> {
            type Value = f32;
            type Sum = f32;
            type Mean = f32;
            type Item = HalfItem<{ swapped($big) }>;

            fn value(self) -> f32 {
                half_to_f32(self.0)
            }

            fn order(a: f32, b: f32) -> Option<core::cmp::Ordering> {
                a.partial_cmp(&b)
            }

            fn from_number(number: f32) -> f32 {
                number
            }

            fn sum(total: f32) -> Option<f32> {
                Some(total)
            }

            fn mean(sum: f32, items: usize) -> f32 {
                sum / items as f32
            }

            fn round(mean: f64) -> f32 {
                mean as f32
            }
        }
    };
}

half!(false);
half!(true);

/// A `bool` of bytes that nobody has checked: any but 0 is true. It counts as 0 or 1.
#[derive(Clone, Copy)]
struct Truth(u8);

// SAFETY: a byte, each of which is a value.
unsafe impl Element for Truth {
    const DTYPE: &'static DType = &DType::Scalar(Scalar::Bool, ByteOrder::NATIVE);
    const IN_PLACE: bool = false;

    #[inline(always)]
    unsafe fn read(from: *const u8) -> Self {
        // SAFETY: the caller's promise.
        Truth(u8::from(unsafe { from.read() } != 0))
    }

    #[inline(always)]
    unsafe fn write(self, to: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { to.write(self.0) }
    }
}

impl Sealed for Truth {}

impl Number for Truth {
    type Value = u8;
    type Sum = u64;
    type Mean = f64;
    type Item = TruthItem;

    fn value(self) -> u8 {
        self.0
    }

    fn order(a: u8, b: u8) -> Option<core::cmp::Ordering> {
        a.partial_cmp(&b)
    }

    fn from_number(number: u8) -> u8 {
        number
    }

    fn sum(total: i128) -> Option<u64> {
        u64::try_from(total).ok()
    }

    fn mean(sum: u64, items: usize) -> f64 {
        sum as f64 / items as f64
    }

    fn round(mean: f64) -> f64 {
        mean
    }
}
