//! Values as the fixtures write them, and as ours.

use std::fmt::Write;

use records_core::{ByteOrder, DType, Scalar, Value};
use serde_json::Value as Json;

fn float(json: &Json) -> Option<f64> {
    json.as_str()?.parse().ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn bytes(json: &Json) -> Option<Vec<u8>> {
    let digits = json.as_str()?.as_bytes();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

/// 128-bit integers are raw bytes to NumPy.
fn wide(value: u128, order: ByteOrder) -> [u8; 16] {
    match order {
        ByteOrder::Little => value.to_le_bytes(),
        ByteOrder::Big => value.to_be_bytes(),
    }
}

/// Whether a value of ours is the one of the fixture, bit by bit but for NaNs.
pub fn equal(dtype: &DType, ours: &Value, json: &Json) -> bool {
    let same = |ours: f64, json: &Json| {
        float(json).is_some_and(|numpys| {
            ours.to_bits() == numpys.to_bits() || ours.is_nan() && numpys.is_nan()
        })
    };
    match (dtype, ours) {
        (DType::Scalar(Scalar::U128, order), Value::UInt(ours)) => {
            json.as_str() == Some(&hex(&wide(*ours, *order)))
        }
        (DType::Scalar(Scalar::I128, order), Value::Int(ours)) => {
            json.as_str() == Some(&hex(&wide(*ours as u128, *order)))
        }
        (_, Value::Bool(ours)) => json.as_bool() == Some(*ours),
        (_, Value::Int(ours)) => json.as_i64().map(i128::from) == Some(*ours),
        (_, Value::UInt(ours)) => json.as_u64().map(u128::from) == Some(*ours),
        (_, Value::F32(ours)) => same((*ours).into(), json),
        (_, Value::F64(ours)) => same(*ours, json),
        (_, Value::C64(re, im)) => same((*re).into(), &json[0]) && same((*im).into(), &json[1]),
        (_, Value::C128(re, im)) => same(*re, &json[0]) && same(*im, &json[1]),
        (_, Value::Bytes(ours) | Value::Raw(ours)) => json.as_str() == Some(&hex(ours)),
        (_, Value::Str(ours)) => json.as_str() == Some(ours),
        (
            DType::DateTime(step, _) | DType::TimeDelta(step, _),
            Value::DateTime(ours, of) | Value::TimeDelta(ours, of),
        ) => {
            let numpys = if json.as_str() == Some("NaT") { Some(i64::MIN) } else { json.as_i64() };
            step == of && numpys == Some(*ours)
        }
        (DType::Array(element, _), Value::Array(ours)) => {
            all_equal(ours.iter().map(|ours| (element.get(), ours)), json)
        }
        (DType::Record(layout), Value::Record(ours)) => {
            let fields = layout.get().fields();
            let names = ours.iter().map(|(name, _)| &**name);
            names.eq(fields.iter().map(|field| field.name()))
                && all_equal(
                    fields.iter().zip(ours).map(|(field, (_, ours))| (field.dtype(), ours)),
                    json,
                )
        }
        _ => false,
    }
}

fn all_equal<'v>(
    parts: impl ExactSizeIterator<Item = (&'v DType, &'v Value)>,
    json: &Json,
) -> bool {
    json.as_array().is_some_and(|items| {
        items.len() == parts.len()
            && parts.zip(items).all(|((dtype, ours), json)| equal(dtype, ours, json))
    })
}

/// The value of the fixture, to be written into a record.
pub fn value(dtype: &DType, json: &Json) -> Value {
    let part = |i: usize| float(&json[i]).expect("a float");
    let steps = || if json == "NaT" { i64::MIN } else { json.as_i64().expect("steps") };
    match dtype {
        DType::Scalar(Scalar::Bool, _) => Value::Bool(json.as_bool().expect("a bool")),
        DType::Scalar(Scalar::F16 | Scalar::F32 | Scalar::F64, _) => {
            Value::F64(float(json).expect("a float"))
        }
        DType::Scalar(Scalar::C64 | Scalar::C128, _) => Value::C128(part(0), part(1)),
        DType::Scalar(of @ (Scalar::U128 | Scalar::I128), order) => {
            let bytes = bytes(json).and_then(|bytes| bytes.try_into().ok()).expect("16 bytes");
            let value = match order {
                ByteOrder::Little => u128::from_le_bytes(bytes),
                ByteOrder::Big => u128::from_be_bytes(bytes),
            };
            if *of == Scalar::U128 { Value::UInt(value) } else { Value::Int(value as i128) }
        }
        DType::Scalar(..) => match json.as_u64() {
            Some(value) => Value::UInt(value.into()),
            None => Value::Int(json.as_i64().expect("an integer").into()),
        },
        DType::Bytes(_) => Value::Bytes(bytes(json).expect("hex")),
        DType::Raw(_) => Value::Raw(bytes(json).expect("hex")),
        DType::Str(..) => Value::Str(json.as_str().expect("a text").into()),
        DType::DateTime(step, _) => Value::DateTime(steps(), *step),
        DType::TimeDelta(step, _) => Value::TimeDelta(steps(), *step),
        DType::Array(element, len) => {
            let items = json.as_array().expect("elements");
            assert_eq!(items.len(), *len);
            Value::Array(items.iter().map(|json| value(element.get(), json)).collect())
        }
        DType::Record(layout) => Value::Record(row(layout.get(), json, |field, dtype, json| {
            (field.into(), value(dtype, json))
        })),
        other => panic!("no value of {other}"),
    }
}

/// Something for each field of a record.
fn row<T>(
    layout: &records_core::Layout,
    json: &Json,
    of: impl Fn(&str, &DType, &Json) -> T,
) -> Vec<T> {
    let items = json.as_array().expect("the values of a record");
    assert_eq!(items.len(), layout.fields().len());
    let fields = layout.fields().iter().zip(items);
    fields.map(|(field, json)| of(field.name(), field.dtype(), json)).collect()
}

/// The values of a record's fields.
pub fn values(layout: &records_core::Layout, json: &Json) -> Vec<Value> {
    row(layout, json, |_, dtype, json| value(dtype, json))
}

/// Whether there is a NaN somewhere, whose sign and payload the fixtures do not have.
pub fn has_nan(json: &Json) -> bool {
    match json {
        Json::Array(items) => items.iter().any(has_nan),
        json => json == "nan",
    }
}
