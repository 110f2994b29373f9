//! Single values at an address, known by their dtype: printed, compared, decoded.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::valid;
use crate::layout::visible;
use crate::value::Value;
use crate::value::half::half_to_f32;
use crate::value::list::{CELL_ITEMS, list};
use crate::{ByteOrder, DType, Scalar};

/// A value of a dtype at an address, to be printed and compared.
///
/// **Invariant**: while it lives, the bytes of the dtype's fields at the address
/// can be read and are initialised. They need not be valid: those of run-time views are
/// not looked at before; no `bool` and no enum of Rust is made of them here.
pub(crate) struct ValueAt<'d> {
    dtype: &'d DType,
    at: *const u8,
}

impl<'d> ValueAt<'d> {
    /// # Safety
    /// The invariant of the type.
    pub(crate) unsafe fn new(dtype: &'d DType, at: *const u8) -> ValueAt<'d> {
        ValueAt { dtype, at }
    }

    #[cfg(feature = "serde")]
    pub(crate) fn dtype(&self) -> &'d DType {
        self.dtype
    }

    /// The value's own bytes, first byte first in the order of the machine.
    pub(crate) fn bytes<const N: usize>(&self, order: ByteOrder) -> [u8; N] {
        assert_eq!(N, self.dtype.size());
        // SAFETY: the invariant; N is the size of the dtype, which has no padding.
        order.arrange(unsafe { self.at.cast::<[u8; N]>().read() })
    }

    /// The value by itself.
    pub(crate) fn decode(&self) -> Value {
        match self.dtype {
            DType::Scalar(scalar, order) => self.scalar(*scalar, *order),
            DType::Enum(of) => {
                // SAFETY: the invariant.
                let value = unsafe { valid::integer(of.repr(), self.at) };
                let variant = of.variants().iter().find(|(_, known)| *known == value);
                Value::Enum(variant.map(|(name, _)| *name), value)
            }
            DType::Bytes(_) => {
                let bytes = self.whole();
                let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
                Value::Bytes(bytes[..len].into())
            }
            DType::Str(chars, order) => Value::Str(self.code_points(*chars, *order)),
            DType::Raw(_) => Value::Raw(self.whole().into()),
            DType::DateTime(step, order) => {
                Value::DateTime(i64::from_ne_bytes(self.bytes(*order)), *step)
            }
            DType::TimeDelta(step, order) => {
                Value::TimeDelta(i64::from_ne_bytes(self.bytes(*order)), *step)
            }
            DType::Array(element, len) => {
                let element = element.get();
                let part = |i| self.part(element, i * element.size()).decode();
                Value::Array((0..*len).map(part).collect())
            }
            DType::Record(layout) => {
                let fields = layout.get().fields().iter().map(|field| {
                    (field.name().into(), self.part(field.dtype(), field.offset()).decode())
                });
                Value::Record(fields.collect())
            }
        }
    }

    /// A part of this value: an element of its array, a field of its record, which
    /// lies within it.
    pub(crate) fn part<'p>(&self, dtype: &'p DType, offset: usize) -> ValueAt<'p> {
        debug_assert!(offset + dtype.size() <= self.dtype.size());
        // SAFETY: the invariant, of which the part has a share.
        unsafe { ValueAt::new(dtype, self.at.add(offset)) }
    }

    /// All bytes of a value without padding.
    pub(crate) fn whole(&self) -> &[u8] {
        // SAFETY: the invariant; dtypes for which this is called have no padding.
        unsafe { core::slice::from_raw_parts(self.at, self.dtype.size()) }
    }

    fn scalar(&self, scalar: Scalar, order: ByteOrder) -> Value {
        macro_rules! number {
            ($type:ty) => {
                Value::from(<$type>::from_ne_bytes(self.bytes(order)))
            };
        }
        match scalar {
            Scalar::Bool => Value::Bool(self.bytes::<1>(order)[0] != 0),
            Scalar::U8 => number!(u8),
            Scalar::U16 => number!(u16),
            Scalar::U32 => number!(u32),
            Scalar::U64 => number!(u64),
            Scalar::U128 => number!(u128),
            Scalar::I8 => number!(i8),
            Scalar::I16 => number!(i16),
            Scalar::I32 => number!(i32),
            Scalar::I64 => number!(i64),
            Scalar::I128 => number!(i128),
            Scalar::F16 => half_to_f32(u16::from_ne_bytes(self.bytes(order))).into(),
            Scalar::F32 => number!(f32),
            Scalar::F64 => number!(f64),
            Scalar::C64 => {
                let part = DType::Scalar(Scalar::F32, order);
                let float = |at| f32::from_ne_bytes(self.part(&part, at).bytes(order));
                Value::C64(float(0), float(4))
            }
            Scalar::C128 => {
                let part = DType::Scalar(Scalar::F64, order);
                let float = |at| f64::from_ne_bytes(self.part(&part, at).bytes(order));
                Value::C128(float(0), float(8))
            }
        }
    }

    /// Whether two values of one dtype are the same: numbers as numbers compare,
    /// so that NaN is unequal to itself and the zeros are equal, records and arrays
    /// part by part without their padding, all else by its bytes.
    pub(crate) fn same(&self, other: &ValueAt<'_>) -> bool {
        debug_assert_eq!(self.dtype, other.dtype);
        if self.dtype.size() == 0 {
            return true;
        }
        match self.dtype {
            DType::Scalar(Scalar::F16, order) => {
                let half =
                    |value: &ValueAt<'_>| half_to_f32(u16::from_ne_bytes(value.bytes(*order)));
                half(self) == half(other)
            }
            DType::Scalar(Scalar::F32, order) => {
                f32::from_ne_bytes(self.bytes(*order)) == f32::from_ne_bytes(other.bytes(*order))
            }
            DType::Scalar(Scalar::F64, order) => {
                f64::from_ne_bytes(self.bytes(*order)) == f64::from_ne_bytes(other.bytes(*order))
            }
            DType::Scalar(Scalar::C64, order) => {
                self.parts_same(other, &DType::Scalar(Scalar::F32, *order), 2)
            }
            DType::Scalar(Scalar::C128, order) => {
                self.parts_same(other, &DType::Scalar(Scalar::F64, *order), 2)
            }
            DType::Array(element, len) => self.parts_same(other, element.get(), *len),
            DType::Record(layout) => layout.get().fields().iter().all(|field| {
                let (dtype, offset) = (field.dtype(), field.offset());
                self.part(dtype, offset).same(&other.part(dtype, offset))
            }),
            _ => self.whole() == other.whole(),
        }
    }

    /// [`same`](Value::same), for `len` parts of one dtype that lie one behind the other.
    fn parts_same(&self, other: &ValueAt<'_>, dtype: &DType, len: usize) -> bool {
        (0..len).all(|i| {
            let offset = i * dtype.size();
            self.part(dtype, offset).same(&other.part(dtype, offset))
        })
    }

    pub(crate) fn code_points(&self, chars: usize, order: ByteOrder) -> String {
        let unit = DType::Scalar(Scalar::U32, order);
        let code = |i| u32::from_ne_bytes(self.part(&unit, 4 * i).bytes(order));
        let codes: Vec<u32> = (0..chars).map(code).collect();
        let len = codes.iter().rposition(|&code| code != 0).map_or(0, |last| last + 1);
        codes[..len]
            .iter()
            .map(|&code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

/// As the value by itself prints; what long arrays leave out is not decoded.
impl fmt::Display for ValueAt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dtype {
            DType::Array(element, len) => {
                let element = element.get();
                list(f, *len, CELL_ITEMS, |i| self.part(element, i * element.size()))
            }
            DType::Record(layout) => {
                f.write_str("{")?;
                for (i, field) in layout.get().fields().iter().enumerate() {
                    let comma = if i > 0 { ", " } else { "" };
                    let value = self.part(field.dtype(), field.offset());
                    write!(f, "{comma}{}: {value}", visible(field.name()))?;
                }
                f.write_str("}")
            }
            _ => fmt::Display::fmt(&self.decode(), f),
        }
    }
}
