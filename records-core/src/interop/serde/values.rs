//! Field types as values of their own: written and read as in a record.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::rows::{AsDType, read};
use super::write::{steps, text};
use crate::{DateTime64, FixedBytes, FixedStr, Raw, TimeDelta64, Unit, Value};

macro_rules! values {
    ($($(#[$doc:meta])* [$($param:tt)*] $type:ty;)*) => {$(
        $(#[$doc])*
        impl<$($param)*> Serialize for $type {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                AsDType::new(self).serialize(to)
            }
        }

        impl<'de, $($param)*> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                read(from)
            }
        }
    )*};
}

values! {
    /// A string without the NULs at its end; bytes, if it is not UTF-8 or the format is not for
    /// people to read.
    [const N: usize] FixedBytes<N>;
    /// A string without the NULs at its end.
    [const N: usize] FixedStr<N>;
    /// All its bytes.
    [const N: usize] Raw<N>;
    /// The number of steps; nothing (`null`) for NaT.
    [U: Unit] DateTime64<U>;
    /// The number of steps; nothing (`null`) for NaT.
    [U: Unit] TimeDelta64<U>;
}

/// As the field it came from is written, but for its width: integers are as wide
/// as their value needs.
impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Bool(value) => to.serialize_bool(*value),
            Value::Int(value) => match i64::try_from(*value) {
                Ok(value) => to.serialize_i64(value),
                Err(_) => to.serialize_i128(*value),
            },
            Value::UInt(value) => match u64::try_from(*value) {
                Ok(value) => to.serialize_u64(value),
                Err(_) => to.serialize_u128(*value),
            },
            Value::F32(value) => to.serialize_f32(*value),
            Value::F64(value) => to.serialize_f64(*value),
            Value::C64(re, im) => [re, im].serialize(to),
            Value::C128(re, im) => [re, im].serialize(to),
            Value::Enum(Some(name), _) => to.serialize_str(name),
            Value::Enum(None, value) => Value::Int(*value).serialize(to),
            Value::Bytes(bytes) => text(bytes, to),
            Value::Str(text) => to.serialize_str(text),
            Value::Raw(bytes) => to.serialize_bytes(bytes),
            Value::DateTime(count, _) | Value::TimeDelta(count, _) => steps(*count, to),
            Value::Array(values) => {
                let mut list = to.serialize_seq(Some(values.len()))?;
                values.iter().try_for_each(|value| list.serialize_element(value))?;
                list.end()
            }
            Value::Record(fields) => {
                let mut map = to.serialize_map(Some(fields.len()))?;
                fields.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}
