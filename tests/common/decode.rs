//! The naive model of run-time rows: values decoded byte by byte from plain slices.

#![allow(dead_code, reason = "each test uses a part of it")]

use records_core::{ByteOrder, DType, Layout, Scalar, Value};

use crate::common::random::Random;

/// First byte and length.
pub type Span = (usize, usize);

/// Bytes with rows of `itemsize` bytes in them, some other bytes around.
pub struct Rows {
    pub bytes: Vec<u8>,
    pub offset: usize,
    pub stride: isize,
    pub starts: Vec<usize>,
}

impl Rows {
    /// `count` rows at a random place, apart from each other if they are to be written.
    pub fn random(random: &mut Random, itemsize: usize, count: usize, apart: bool) -> Rows {
        let (lead, tail) = (random.below(17), random.below(17));
        let mut stride = itemsize + random.below(2) * random.below(9);
        if !apart && random.below(5) == 0 {
            stride = random.below(itemsize + 1);
        }
        let span = stride * count.saturating_sub(1);
        let len = lead + if count > 0 { span + itemsize } else { 0 } + tail;
        let bytes = (0..len).map(|_| (random.next() >> 5) as u8).collect();
        let starts: Vec<usize> = (0..count).map(|row| lead + row * stride).collect();
        if random.below(3) == 0 {
            let starts: Vec<usize> = starts.into_iter().rev().collect();
            let offset = starts.first().copied().unwrap_or(lead);
            return Rows { bytes, offset, stride: -(stride as isize), starts };
        }
        Rows { bytes, offset: lead, stride: stride as isize, starts }
    }
}

fn number<const N: usize>(bytes: &[u8], order: ByteOrder) -> [u8; N] {
    let mut bytes: [u8; N] = bytes.try_into().unwrap();
    if order == ByteOrder::Big {
        bytes.reverse();
    }
    bytes
}

/// Half precision by its definition.
fn half(bits: u16) -> f32 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    let value = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    };
    (sign * value) as f32
}

/// The value that the bytes are.
pub fn decode(dtype: &DType, bytes: &[u8]) -> Value {
    macro_rules! le {
        ($type:ty, $order:expr) => {
            <$type>::from_le_bytes(number(bytes, $order))
        };
    }
    let trimmed = |bytes: &[u8]| {
        let end = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
        bytes[..end].to_vec()
    };
    match dtype {
        DType::Scalar(scalar, o) => match scalar {
            Scalar::Bool => Value::Bool(bytes[0] != 0),
            Scalar::U8 => le!(u8, *o).into(),
            Scalar::U16 => le!(u16, *o).into(),
            Scalar::U32 => le!(u32, *o).into(),
            Scalar::U64 => le!(u64, *o).into(),
            Scalar::U128 => le!(u128, *o).into(),
            Scalar::I8 => le!(i8, *o).into(),
            Scalar::I16 => le!(i16, *o).into(),
            Scalar::I32 => le!(i32, *o).into(),
            Scalar::I64 => le!(i64, *o).into(),
            Scalar::I128 => le!(i128, *o).into(),
            Scalar::F16 => half(le!(u16, *o)).into(),
            Scalar::F32 => le!(f32, *o).into(),
            Scalar::F64 => le!(f64, *o).into(),
            Scalar::C64 => {
                let part = |at: usize| f32::from_le_bytes(number(&bytes[at..at + 4], *o));
                Value::C64(part(0), part(4))
            }
            Scalar::C128 => {
                let part = |at: usize| f64::from_le_bytes(number(&bytes[at..at + 8], *o));
                Value::C128(part(0), part(8))
            }
            other => panic!("{other:?}"),
        },
        DType::Bytes(_) => Value::Bytes(trimmed(bytes)),
        DType::Raw(_) => Value::Raw(bytes.to_vec()),
        DType::Str(_, o) => {
            let codes = bytes.chunks(4).map(|code| u32::from_le_bytes(number(code, *o)));
            let mut codes: Vec<u32> = codes.collect();
            while codes.last() == Some(&0) {
                codes.pop();
            }
            Value::Str(codes.into_iter().map(|c| char::from_u32(c).unwrap_or('\u{fffd}')).collect())
        }
        DType::DateTime(step, o) => Value::DateTime(le!(i64, *o), *step),
        DType::TimeDelta(step, o) => Value::TimeDelta(le!(i64, *o), *step),
        DType::Array(element, len) => {
            let (element, size) = (element.get(), element.get().size());
            Value::Array((0..*len).map(|k| decode(element, &bytes[k * size..][..size])).collect())
        }
        DType::Record(layout) => record(layout.get(), bytes),
        other => panic!("{other:?}"),
    }
}

/// The record that the bytes are.
pub fn record(layout: &Layout, bytes: &[u8]) -> Value {
    let fields = layout.fields().iter().map(|field| {
        let bytes = &bytes[field.offset()..][..field.size()];
        (field.name().to_string(), decode(field.dtype(), bytes))
    });
    Value::Record(fields.collect())
}

/// Whether two values are the same, NaN like NaN.
pub fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Record(a), Value::Record(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && same(&a.1, &b.1))
        }
        _ => format!("{a:?}") == format!("{b:?}"),
    }
}

/// The bytes of a value that are no padding, if it starts at `at`.
pub fn spans(dtype: &DType, at: usize, out: &mut Vec<Span>) {
    match dtype {
        DType::Array(element, len) => {
            (0..*len).for_each(|k| spans(element.get(), at + k * element.get().size(), out));
        }
        DType::Record(layout) => {
            let fields = layout.get().fields();
            fields.iter().for_each(|field| spans(field.dtype(), at + field.offset(), out));
        }
        _ => out.push((at, dtype.size())),
    }
}

/// A row of `from` in the layout `to` of the same fields in the same order.
pub fn laid_out(row: &[u8], from: &Layout, to: &Layout) -> Vec<u8> {
    let mut out = vec![0; to.itemsize()];
    assert_eq!(from.fields().len(), to.fields().len());
    for (a, b) in from.fields().iter().zip(to.fields()) {
        let (mut x, mut y) = (Vec::new(), Vec::new());
        spans(a.dtype(), a.offset(), &mut x);
        spans(b.dtype(), b.offset(), &mut y);
        for ((from, len), (to, _)) in x.into_iter().zip(y) {
            out[to..to + len].copy_from_slice(&row[from..from + len]);
        }
    }
    out
}
