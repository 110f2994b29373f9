//! Values by their dtype, read.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

use crate::value::half::f64_to_half;
use crate::{ByteOrder, DType, EnumType, Field, Scalar};

/// Where a value of a dtype is to be written: as many bytes as it takes, of which
/// its padding stays as it was.
pub(super) struct Slot<'o> {
    dtype: &'o DType,
    out: &'o mut [u8],
}

impl<'o> Slot<'o> {
    pub(super) fn new(dtype: &'o DType, out: &'o mut [u8]) -> Slot<'o> {
        debug_assert_eq!(out.len(), dtype.size());
        Slot { dtype, out }
    }
}

/// Writes a number, given in the order of the machine.
fn put<const N: usize>(bytes: [u8; N], order: ByteOrder, out: &mut [u8]) {
    out.copy_from_slice(&order.arrange(bytes));
}

impl<'de> DeserializeSeed<'de> for Slot<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        let Slot { dtype, out } = self;
        match dtype {
            DType::Scalar(scalar, order) => number(*scalar, *order, out, from),
            DType::Enum(of) => from.deserialize_str(Variant { of, out }),
            // Text or bytes, whichever has been written: what a person reads says itself.
            DType::Bytes(_) if from.is_human_readable() => {
                from.deserialize_any(ByteString { out, padded: true })
            }
            DType::Bytes(_) => from.deserialize_bytes(ByteString { out, padded: true }),
            DType::Raw(_) => from.deserialize_bytes(ByteString { out, padded: false }),
            DType::Str(_, order) => from.deserialize_str(Text { order: *order, out }),
            DType::DateTime(_, order) | DType::TimeDelta(_, order) => {
                let steps = match Option::<i64>::deserialize(from)? {
                    Some(i64::MIN) => {
                        return Err(D::Error::invalid_value(
                            Unexpected::Signed(i64::MIN),
                            &"a number of steps (NaT is none)",
                        ));
                    }
                    steps => steps.unwrap_or(i64::MIN),
                };
                put(steps.to_ne_bytes(), *order, out);
                Ok(())
            }
            DType::Array(element, len) => {
                from.deserialize_seq(Elements { element: element.get(), len: *len, out })
            }
            DType::Record(layout) => {
                let fields = layout.get().fields();
                from.deserialize_map(Fields { fields, out })
            }
        }
    }
}

fn number<'de, D: Deserializer<'de>>(
    scalar: Scalar,
    order: ByteOrder,
    out: &mut [u8],
    from: D,
) -> Result<(), D::Error> {
    macro_rules! number {
        ($type:ty) => {
            put(<$type>::deserialize(from)?.to_ne_bytes(), order, out)
        };
    }
    match scalar {
        Scalar::Bool => out[0] = bool::deserialize(from)?.into(),
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
        Scalar::F64 => number!(f64),
        Scalar::F32 => put(Single::deserialize(from)?.0.to_ne_bytes(), order, out),
        Scalar::F16 => {
            // Text does not say how wide it is: a double is rounded once.
            let value = match from.is_human_readable() {
                true => f64::deserialize(from)?,
                false => f32::deserialize(from)?.into(),
            };
            let bits = f64_to_half(value);
            if value.is_finite() && bits & 0x7fff == 0x7c00 {
                return Err(too_large(value, "f16"));
            }
            put(bits.to_ne_bytes(), order, out);
        }
        Scalar::C64 => {
            let (re, im) = out.split_at_mut(4);
            let parts = <[Single; 2]>::deserialize(from)?;
            put(parts[0].0.to_ne_bytes(), order, re);
            put(parts[1].0.to_ne_bytes(), order, im);
        }
        Scalar::C128 => {
            let (re, im) = out.split_at_mut(8);
            let parts = <[f64; 2]>::deserialize(from)?;
            put(parts[0].to_ne_bytes(), order, re);
            put(parts[1].to_ne_bytes(), order, im);
        }
    }
    Ok(())
}

fn too_large<E: Error>(value: f64, dtype: &'static str) -> E {
    E::invalid_value(Unexpected::Float(value), &dtype)
}

/// An `f32` that has not become infinite by being read.
struct Single(f32);

impl<'de> Deserialize<'de> for Single {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Single, D::Error> {
        if !from.is_human_readable() {
            return f32::deserialize(from).map(Single);
        }
        // Text does not say how wide it is.
        let wide = f64::deserialize(from)?;
        let value = wide as f32;
        if wide.is_finite() && value.is_infinite() {
            return Err(too_large(wide, "f32"));
        }
        Ok(Single(value))
    }
}

/// Reads the name of a variant.
struct Variant<'o> {
    of: &'static EnumType,
    out: &'o mut [u8],
}

impl Visitor<'_> for Variant<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a variant of `{}`: ", self.of.name())?;
        names(self.of.variants().iter().map(|(name, _)| *name), f)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let Some((_, value)) = self.of.variants().iter().find(|(name, _)| *name == text) else {
            return Err(E::invalid_value(Unexpected::Str(text), &self));
        };
        // The value fits the integer that stores it.
        let bytes = value.to_ne_bytes();
        let size = self.out.len();
        let start = if cfg!(target_endian = "big") { bytes.len() - size } else { 0 };
        self.out.copy_from_slice(&bytes[start..start + size]);
        Ok(())
    }
}

/// Reads bytes: text padded with NULs, or all of them.
struct ByteString<'o> {
    out: &'o mut [u8],
    padded: bool,
}

impl<'de> Visitor<'de> for ByteString<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let len = self.out.len();
        match self.padded {
            true => write!(f, "text of at most {len} bytes"),
            false => write!(f, "{len} bytes"),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        self.visit_bytes(text.as_bytes())
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<(), E> {
        let room = self.out.len();
        if bytes.len() > room || (!self.padded && bytes.len() < room) {
            return Err(E::invalid_length(bytes.len(), &self));
        }
        let (text, rest) = self.out.split_at_mut(bytes.len());
        text.copy_from_slice(bytes);
        rest.fill(0);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = seq.next_element()? {
            bytes.push(byte);
            if bytes.len() > self.out.len() {
                break;
            }
        }
        self.visit_bytes(&bytes)
    }
}

/// Reads characters.
struct Text<'o> {
    order: ByteOrder,
    out: &'o mut [u8],
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text of at most {} characters", self.out.len() / 4)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        let chars = text.chars().count();
        if chars > self.out.len() / 4 {
            return Err(E::invalid_length(chars, &self));
        }
        self.out.fill(0);
        for (code, char) in self.out.chunks_exact_mut(4).zip(text.chars()) {
            put(u32::from(char).to_ne_bytes(), self.order, code);
        }
        Ok(())
    }
}

/// Reads the elements of an array.
struct Elements<'o> {
    element: &'o DType,
    len: usize,
    out: &'o mut [u8],
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {} elements", self.len)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let size = self.element.size();
        for i in 0..self.len {
            let part = &mut self.out[i * size..(i + 1) * size];
            if seq.next_element_seed(Slot::new(self.element, part))?.is_none() {
                return Err(A::Error::invalid_length(i, &self));
            }
        }
        match seq.next_element::<IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::invalid_length(self.len + 1, &self)),
        }
    }
}

/// Reads the fields of a record, in any order.
struct Fields<'o> {
    fields: &'o [Field],
    out: &'o mut [u8],
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of the fields ")?;
        names(self.fields.iter().map(Field::name), f)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = vec![false; self.fields.len()];
        while let Some(index) = map.next_key_seed(Name { fields: self.fields })? {
            let field = &self.fields[index];
            if core::mem::replace(&mut seen[index], true) {
                let name = field.name();
                return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
            }
            let out = &mut self.out[field.offset()..field.end()];
            map.next_value_seed(Slot::new(field.dtype(), out))?;
        }
        match seen.iter().position(|seen| !seen) {
            None => Ok(()),
            Some(missing) => {
                let name = self.fields[missing].name();
                Err(A::Error::custom(format_args!("missing field `{name}`")))
            }
        }
    }
}

/// Reads the name of a field: its place among the fields.
struct Name<'l> {
    fields: &'l [Field],
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field: ")?;
        names(self.fields.iter().map(Field::name), f)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let found = self.fields.iter().position(|field| field.name() == name);
        found.ok_or_else(|| {
            let expected = fmt::from_fn(|f| names(self.fields.iter().map(Field::name), f));
            E::custom(format_args!("unknown field `{name}`, expected one of {expected}"))
        })
    }
}

/// "`id`, `sin`"; long lists are cut.
fn names<'n>(all: impl Iterator<Item = &'n str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    const SHOWN: usize = 16;
    for (i, name) in all.enumerate() {
        match i {
            0 => write!(f, "`{name}`")?,
            SHOWN => return f.write_str(", ..."),
            _ => write!(f, ", `{name}`")?,
        }
    }
    Ok(())
}
