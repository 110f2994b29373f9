//! Single values, known by their dtype: printed and compared.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::list::list;
use super::valid;
use crate::{ByteOrder, DType, Scalar};

/// Items of an array in a cell of a table.
const CELL_ITEMS: (usize, usize) = (8, 3);

/// A value of a dtype at an address, to be printed and compared.
///
/// **Invariant**: while it lives, the bytes of the dtype's fields at the address
/// can be read, are initialised and valid.
pub(super) struct Value<'d> {
    dtype: &'d DType,
    at: *const u8,
}

impl<'d> Value<'d> {
    /// # Safety
    /// The invariant of the type.
    pub(super) unsafe fn new(dtype: &'d DType, at: *const u8) -> Value<'d> {
        Value { dtype, at }
    }

    /// The value's own bytes, first byte first in the order of the machine.
    fn bytes<const N: usize>(&self, order: ByteOrder) -> [u8; N] {
        assert_eq!(N, self.dtype.size());
        // SAFETY: the invariant; N is the size of the dtype, which has no padding.
        let mut bytes = unsafe { self.at.cast::<[u8; N]>().read() };
        if !order.is_native() {
            bytes.reverse();
        }
        bytes
    }

    fn scalar(&self, scalar: Scalar, order: ByteOrder, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        macro_rules! number {
            ($type:ty) => {
                fmt::Debug::fmt(&<$type>::from_ne_bytes(self.bytes(order)), f)
            };
        }
        match scalar {
            Scalar::Bool => {
                f.write_str(if self.bytes::<1>(order)[0] == 0 { "false" } else { "true" })
            }
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
            Scalar::F32 => number!(f32),
            Scalar::F64 => number!(f64),
            Scalar::F16 => fmt::Debug::fmt(&half_to_f32(u16::from_ne_bytes(self.bytes(order))), f),
            Scalar::C64 => self.complex(&DType::Scalar(Scalar::F32, order), f),
            Scalar::C128 => self.complex(&DType::Scalar(Scalar::F64, order), f),
        }
    }

    /// Whether two values of one dtype are the same: numbers as numbers compare,
    /// so that NaN is unequal to itself and the zeros are equal, records and arrays
    /// part by part without their padding, all else by its bytes.
    pub(super) fn same(&self, other: &Value<'_>) -> bool {
        debug_assert_eq!(self.dtype, other.dtype);
        match self.dtype {
            DType::Scalar(Scalar::F16, order) => {
                let half = |value: &Value<'_>| half_to_f32(u16::from_ne_bytes(value.bytes(*order)));
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
                // SAFETY: the fields of a record lie within it.
                let part = |value: &Value<'_>| unsafe {
                    Value::new(field.dtype(), value.at.add(field.offset()))
                };
                part(self).same(&part(other))
            }),
            _ => {
                let len = self.dtype.size();
                // SAFETY: the invariant; what is left has no padding.
                unsafe {
                    core::slice::from_raw_parts(self.at, len)
                        == core::slice::from_raw_parts(other.at, len)
                }
            }
        }
    }

    /// [`same`](Value::same), for `len` parts of one dtype that lie one behind the other.
    fn parts_same(&self, other: &Value<'_>, dtype: &DType, len: usize) -> bool {
        (0..len).all(|i| {
            // SAFETY: the parts lie within the values.
            let part =
                |value: &Value<'_>| unsafe { Value::new(dtype, value.at.add(i * dtype.size())) };
            part(self).same(&part(other))
        })
    }

    fn complex(&self, part: &DType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: two parts, one behind the other, within the value.
        let (re, im) =
            unsafe { (Value::new(part, self.at), Value::new(part, self.at.add(part.size()))) };
        let im = im.to_string();
        let sign = if im.starts_with('-') { "" } else { "+" };
        write!(f, "{re}{sign}{im}i")
    }

    fn code_points(&self, chars: usize, order: ByteOrder) -> String {
        let unit = DType::Scalar(Scalar::U32, order);
        let codes: Vec<u32> = (0..chars)
            // SAFETY: `chars` numbers of 4 bytes, one behind the other.
            .map(|i| unsafe { Value::new(&unit, self.at.add(4 * i)) })
            .map(|code| u32::from_ne_bytes(code.bytes(order)))
            .collect();
        let len = codes.iter().rposition(|&code| code != 0).map_or(0, |last| last + 1);
        codes[..len]
            .iter()
            .map(|&code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dtype {
            DType::Scalar(scalar, order) => self.scalar(*scalar, *order, f),
            DType::Enum(of) => {
                // SAFETY: the invariant.
                let value = unsafe { valid::integer(of.repr(), self.at) };
                match of.variants().iter().find(|(_, known)| *known == value) {
                    Some((name, _)) => f.write_str(name),
                    None => write!(f, "{value}"),
                }
            }
            DType::Bytes(len) => {
                // SAFETY: the invariant.
                let bytes = unsafe { core::slice::from_raw_parts(self.at, *len) };
                let text = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
                write!(f, "{:?}", String::from_utf8_lossy(&bytes[..text]))
            }
            DType::Str(chars, order) => write!(f, "{:?}", self.code_points(*chars, *order)),
            DType::Raw(len) => {
                // SAFETY: the invariant.
                let bytes = unsafe { core::slice::from_raw_parts(self.at, *len) };
                f.write_str("0x")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            DType::DateTime(step, order) | DType::TimeDelta(step, order) => {
                f.write_str(&step.text(i64::from_ne_bytes(self.bytes(*order))))
            }
            DType::Array(element, len) => {
                let size = element.get().size();
                // SAFETY: the elements of an array lie within it.
                list(f, *len, CELL_ITEMS, |i| unsafe {
                    Value::new(element.get(), self.at.add(i * size))
                })
            }
            DType::Record(layout) => {
                f.write_str("{")?;
                for (i, field) in layout.get().fields().iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    // SAFETY: the fields of a record lie within it.
                    let value = unsafe { Value::new(field.dtype(), self.at.add(field.offset())) };
                    write!(f, "{}: {value}", field.name())?;
                }
                f.write_str("}")
            }
        }
    }
}

/// The value of IEEE 754 half precision.
fn half_to_f32(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = ((bits >> 10) & 0x1f, f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * fraction / 16_777_216.0,
        0x1f if fraction == 0.0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        _ => {
            let power = f32::from_bits((u32::from(exponent) + 127 - 15) << 23);
            sign * power * (1.0 + fraction / 1024.0)
        }
    }
}
