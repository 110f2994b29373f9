//! Values written as the bytes of a dtype.

use alloc::format;
use alloc::string::{String, ToString};

use crate::value::half::f64_to_half;
use crate::{ByteOrder, DType, Error, Layout, Scalar, Value};

/// Writes a row: a value for each field, in the order of the layout. Padding is
/// left as it was.
///
/// # Errors
/// [`Error::Lengths`], [`Error::CannotHold`]; some fields may have been written then.
#[cfg(feature = "npy")]
pub(crate) fn row(layout: &Layout, values: &[Value], out: &mut [u8]) -> Result<(), Error> {
    let fields = layout.fields();
    if values.len() != fields.len() {
        return Err(wrong_count(layout, values));
    }
    for (field, given) in fields.iter().zip(values) {
        value(field.dtype(), field.name(), given, &mut out[field.offset()..field.end()])?;
    }
    Ok(())
}

/// The error of a row of more or fewer values than there are fields.
#[cold]
pub(super) fn wrong_count(layout: &Layout, values: &[Value]) -> Error {
    let what = "the row of values".into();
    Error::Lengths { what, expected: layout.fields().len(), found: values.len() }
}

/// Writes a value of a field to as many bytes as the dtype takes.
///
/// # Errors
/// [`Error::CannotHold`]; parts of it may have been written then.
pub(super) fn value(dtype: &DType, path: &str, value: &Value, out: &mut [u8]) -> Result<(), Error> {
    let cannot = || Error::CannotHold {
        field: path.into(),
        dtype: dtype.to_string(),
        value: value.to_string(),
    };
    match (dtype, value) {
        (DType::Scalar(scalar, order), _) => {
            number(*scalar, *order, value, out).ok_or_else(cannot)?;
        }
        (DType::Enum(of), _) => {
            let named = |name: &str| of.variants().iter().find(|(known, _)| *known == name);
            let number = match value.as_i128() {
                Some(number) => Some(number),
                None => value.as_str().and_then(named).map(|(_, number)| *number),
            };
            let number = number.filter(|&number| of.has(number)).ok_or_else(cannot)?;
            self::number(of.repr(), ByteOrder::NATIVE, &Value::Int(number), out)
                .ok_or_else(cannot)?;
        }
        (DType::Bytes(_), Value::Bytes(bytes)) => text(bytes, out).ok_or_else(cannot)?,
        (DType::Bytes(_), Value::Str(bytes)) => text(bytes.as_bytes(), out).ok_or_else(cannot)?,
        (DType::Raw(len), Value::Raw(bytes) | Value::Bytes(bytes)) if bytes.len() == *len => {
            out.copy_from_slice(bytes);
        }
        (DType::Str(chars, order), Value::Str(text)) => {
            if text.chars().count() > *chars {
                return Err(cannot());
            }
            out.fill(0);
            for (code, char) in out.chunks_exact_mut(4).zip(text.chars()) {
                code.copy_from_slice(&order.arrange(u32::from(char).to_ne_bytes()));
            }
        }
        (DType::DateTime(step, order), Value::DateTime(steps, unit))
        | (DType::TimeDelta(step, order), Value::TimeDelta(steps, unit))
            if step == unit || *steps == i64::MIN =>
        {
            out.copy_from_slice(&order.arrange(steps.to_ne_bytes()));
        }
        // A bare number counts the field's own steps.
        (
            DType::DateTime(_, order) | DType::TimeDelta(_, order),
            Value::Int(_) | Value::UInt(_),
        ) => {
            let steps = value.as_i64().ok_or_else(cannot)?;
            out.copy_from_slice(&order.arrange(steps.to_ne_bytes()));
        }
        (DType::Array(element, len), Value::Array(elements)) if elements.len() == *len => {
            let size = element.get().size();
            for (i, given) in elements.iter().enumerate() {
                let part = &mut out[i * size..(i + 1) * size];
                self::value(element.get(), &format!("{path}[{i}]"), given, part)?;
            }
        }
        (DType::Record(layout), Value::Record(fields)) => {
            let layout = layout.get();
            if fields.len() != layout.fields().len() {
                return Err(cannot());
            }
            for (i, field) in layout.fields().iter().enumerate() {
                let own = |(name, _): &&(String, Value)| name == field.name();
                // As views give them, they are in order.
                let given = fields.get(i).filter(own).or_else(|| fields.iter().find(own));
                let (_, given) = given.ok_or_else(cannot)?;
                let part = &mut out[field.offset()..field.end()];
                let path: String = format!("{path}.{}", field.name());
                self::value(field.dtype(), &path, given, part)?;
            }
        }
        _ => return Err(cannot()),
    }
    Ok(())
}

/// Text padded with NULs; `None` if it is too long.
fn text(bytes: &[u8], out: &mut [u8]) -> Option<()> {
    let (front, back) = out.split_at_mut_checked(bytes.len())?;
    front.copy_from_slice(bytes);
    back.fill(0);
    Some(())
}

/// `None` if the field cannot hold the number.
fn number(scalar: Scalar, order: ByteOrder, value: &Value, out: &mut [u8]) -> Option<()> {
    macro_rules! integer {
        ($type:ty) => {{
            let number = match value {
                Value::UInt(number) => <$type>::try_from(*number).ok()?,
                _ => <$type>::try_from(value.as_i128()?).ok()?,
            };
            out.copy_from_slice(&order.arrange(number.to_ne_bytes()));
        }};
    }
    let parts = || match value {
        Value::C64(re, im) => Some((f64::from(*re), f64::from(*im))),
        Value::C128(re, im) => Some((*re, *im)),
        _ => Some((value.as_f64()?, 0.0)),
    };
    let is_complex = matches!(value, Value::C64(..) | Value::C128(..));
    // Rounding is taken; that a number becomes an infinity is not.
    let mut float = |scalar: Scalar, at: usize, value: f64| {
        let infinite = match scalar {
            Scalar::F16 => {
                let bits = f64_to_half(value);
                out[at..at + 2].copy_from_slice(&order.arrange(bits.to_ne_bytes()));
                bits & 0x7fff == 0x7c00
            }
            Scalar::F32 => {
                let value = value as f32;
                out[at..at + 4].copy_from_slice(&order.arrange(value.to_ne_bytes()));
                value.is_infinite()
            }
            _ => {
                out[at..at + 8].copy_from_slice(&order.arrange(value.to_ne_bytes()));
                false
            }
        };
        (!infinite || value.is_infinite()).then_some(())
    };
    match scalar {
        Scalar::Bool => {
            let number = value.as_i128()?;
            if !(0..=1).contains(&number) {
                return None;
            }
            out[0] = number as u8;
        }
        Scalar::U8 => integer!(u8),
        Scalar::U16 => integer!(u16),
        Scalar::U32 => integer!(u32),
        Scalar::U64 => integer!(u64),
        Scalar::U128 => integer!(u128),
        Scalar::I8 => integer!(i8),
        Scalar::I16 => integer!(i16),
        Scalar::I32 => integer!(i32),
        Scalar::I64 => integer!(i64),
        Scalar::I128 => integer!(i128),
        Scalar::F16 | Scalar::F32 | Scalar::F64 if is_complex => return None,
        Scalar::F16 | Scalar::F32 | Scalar::F64 => float(scalar, 0, parts()?.0)?,
        Scalar::C64 => {
            let (real, imaginary) = parts()?;
            float(Scalar::F32, 0, real)?;
            float(Scalar::F32, 4, imaginary)?;
        }
        Scalar::C128 => {
            let (real, imaginary) = parts()?;
            float(Scalar::F64, 0, real)?;
            float(Scalar::F64, 8, imaginary)?;
        }
    }
    Some(())
}
