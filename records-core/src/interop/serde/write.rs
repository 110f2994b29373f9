//! Values by their dtype, written.

use serde::ser::{Error, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use crate::value::half::half_to_f32;
use crate::view::value_at::ValueAt;
use crate::{DType, Scalar};

/// As the table of the rows says.
impl Serialize for ValueAt<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self.dtype() {
            DType::Scalar(..) | DType::Enum(_) => number(self, to),
            DType::Bytes(_) => text(self.whole(), to),
            DType::Str(chars, order) => to.serialize_str(&self.code_points(*chars, *order)),
            DType::Raw(_) => to.serialize_bytes(self.whole()),
            DType::DateTime(_, order) | DType::TimeDelta(_, order) => {
                steps(i64::from_ne_bytes(self.bytes(*order)), to)
            }
            DType::Array(element, len) => {
                let element = element.get();
                let mut list = to.serialize_seq(Some(*len))?;
                for i in 0..*len {
                    list.serialize_element(&self.part(element, i * element.size()))?;
                }
                list.end()
            }
            DType::Record(layout) => {
                let fields = layout.get().fields();
                let mut map = to.serialize_map(Some(fields.len()))?;
                for field in fields {
                    map.serialize_entry(field.name(), &self.part(field.dtype(), field.offset()))?;
                }
                map.end()
            }
        }
    }
}

fn number<S: Serializer>(value: &ValueAt<'_>, to: S) -> Result<S::Ok, S::Error> {
    let (scalar, order) = match value.dtype() {
        DType::Scalar(scalar, order) => (*scalar, *order),
        DType::Enum(of) => {
            let number = value.decode().as_i128();
            return match of.variants().iter().find(|(_, known)| Some(*known) == number) {
                Some((name, _)) => to.serialize_str(name),
                None => Err(S::Error::custom(format_args!("{value} is no `{}`", of.name()))),
            };
        }
        _ => unreachable!("no number"),
    };
    macro_rules! number {
        ($type:ty) => {
            <$type>::from_ne_bytes(value.bytes(order)).serialize(to)
        };
    }
    match scalar {
        Scalar::Bool => to.serialize_bool(value.bytes::<1>(order)[0] != 0),
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
        Scalar::F16 => to.serialize_f32(half_to_f32(u16::from_ne_bytes(value.bytes(order)))),
        Scalar::F32 => number!(f32),
        Scalar::F64 => number!(f64),
        Scalar::C64 => {
            let part = DType::Scalar(Scalar::F32, order);
            let float = |at| f32::from_ne_bytes(value.part(&part, at).bytes(order));
            [float(0), float(4)].serialize(to)
        }
        Scalar::C128 => {
            let part = DType::Scalar(Scalar::F64, order);
            let float = |at| f64::from_ne_bytes(value.part(&part, at).bytes(order));
            [float(0), float(8)].serialize(to)
        }
    }
}

/// Text of bytes, without the NULs at its end.
pub(super) fn text<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    match core::str::from_utf8(&bytes[..len]) {
        Ok(text) if to.is_human_readable() => to.serialize_str(text),
        _ => to.serialize_bytes(&bytes[..len]),
    }
}

/// A time.
pub(super) fn steps<S: Serializer>(steps: i64, to: S) -> Result<S::Ok, S::Error> {
    if steps == i64::MIN { to.serialize_none() } else { to.serialize_some(&steps) }
}
