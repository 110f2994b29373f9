//! Single values whose type is known at run time only.
//!
//! Plain data, without an address: the views decode it from bytes.

mod compare;
mod from;
pub(crate) mod half;
pub(crate) mod list;
mod print;

use alloc::string::String;
use alloc::vec::Vec;

use crate::layout::TimeStep;

/// One value of a field whose type is known at run time only, out of
/// [`DynRecords::value`](crate::DynRecords::value): to print, to compare, to look into.
///
/// It compares with Rust's own values, numbers by what they are worth, whatever
/// their width:
///
/// ```
/// use records_core::{DynRecords, Layout, Value};
///
/// let layout = Layout::packed([("id", records_core::DType::U8), ("tag", records_core::DType::Bytes(3))]);
/// let rows = DynRecords::from_bytes(b"\x07ab\0\x09xyz", &layout)?;
/// assert_eq!(rows.value(0, "id")?, 7);
/// assert_eq!(rows.value(0, "tag")?, "ab");
/// assert!(rows.value(0, "id")? < rows.value(1, "id")?);
/// assert_eq!(rows.value(1, "tag")?.to_string(), "\"xyz\"");
/// assert_eq!(rows.value(1, "id")?.as_i64(), Some(9));
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// Two are equal as columns compare: NaN is unequal to itself, NaT, unlike in
/// NumPy, equal. Values of different kinds (a text and a number, times of
/// different units) are neither equal nor ordered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Value {
    /// A `bool`; of bytes from outside any but 0 is `true`.
    Bool(bool),
    /// A signed integer of any width.
    Int(i128),
    /// An unsigned integer of any width.
    UInt(u128),
    /// A float of half or single precision.
    F32(f32),
    /// A float of double precision.
    F64(f64),
    /// A complex number of single precision: real and imaginary part.
    C64(f32, f32),
    /// A complex number of double precision: real and imaginary part.
    C128(f64, f64),
    /// An enum: the name of the variant, if there is one of this value.
    Enum(Option<&'static str>, i128),
    /// Text of bytes (NumPy's `S`), without the NULs at its end.
    Bytes(Vec<u8>),
    /// Text of characters (NumPy's `U`), without the NULs at its end; U+FFFD for
    /// numbers that are no characters.
    Str(String),
    /// Bytes without a meaning (NumPy's `V`).
    Raw(Vec<u8>),
    /// A moment: steps since 1970-01-01, `i64::MIN` for NaT.
    DateTime(i64, TimeStep),
    /// A span of time: steps, `i64::MIN` for NaT.
    TimeDelta(i64, TimeStep),
    /// The elements of an array.
    Array(Vec<Value>),
    /// The fields of a record, each with its name.
    Record(Vec<(String, Value)>),
}

impl Value {
    /// The number as an `i64`: of a `bool`, an integer or an enum, if it fits.
    #[must_use]
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128().and_then(|value| i64::try_from(value).ok())
    }

    /// The number as an `i128`: of a `bool`, an integer or an enum, if it fits.
    #[must_use]
    pub fn as_i128(&self) -> Option<i128> {
        match self {
            Value::Bool(value) => Some((*value).into()),
            Value::Int(value) | Value::Enum(_, value) => Some(*value),
            Value::UInt(value) => i128::try_from(*value).ok(),
            _ => None,
        }
    }

    /// The number as an `f64`, the nearest one where it is an integer of more
    /// than 53 bits.
    #[must_use]
    pub fn as_f64(&self) -> Option<f64> {
        match self {
            Value::Bool(value) => Some(f64::from(u8::from(*value))),
            Value::Int(value) | Value::Enum(_, value) => Some(*value as f64),
            Value::UInt(value) => Some(*value as f64),
            Value::F32(value) => Some((*value).into()),
            Value::F64(value) => Some(*value),
            _ => None,
        }
    }

    /// The text: of `U`, of `S` if it is UTF-8, the name of an enum's variant.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => Some(text),
            Value::Bytes(bytes) => core::str::from_utf8(bytes).ok(),
            Value::Enum(name, _) => *name,
            _ => None,
        }
    }

    /// The bytes of `S` (without the NULs at its end) or `V`.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Value::Bytes(bytes) | Value::Raw(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Whether it is NaT.
    #[must_use]
    pub const fn is_nat(&self) -> bool {
        matches!(self, Value::DateTime(i64::MIN, _) | Value::TimeDelta(i64::MIN, _))
    }

    /// Field `name` of a record.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Record(fields) => {
                fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The elements of an array.
    #[must_use]
    pub fn elements(&self) -> Option<&[Value]> {
        match self {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }
}
