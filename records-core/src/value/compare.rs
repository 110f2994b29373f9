//! Which values are equal, and which comes first.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::Value;

impl PartialEq for Value {
    fn eq(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::C64(..) | Value::C128(..), _) | (_, Value::C64(..) | Value::C128(..)) => {
                complex(self).is_some_and(|own| complex(other) == Some(own))
            }
            (Value::Raw(a), Value::Raw(b)) => a == b,
            (Value::Record(a), Value::Record(b)) => a == b,
            (Value::Array(a), Value::Array(b)) => a == b,
            _ => self.partial_cmp(other) == Some(Ordering::Equal),
        }
    }
}

/// Numbers by what they are worth, text by its bytes or code points, times of one
/// unit by their steps, arrays element by element and records of the same names
/// field by field. Complex numbers and values of different kinds have no order.
impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Bytes(a), Value::Bytes(b)) | (Value::Raw(a), Value::Raw(b)) => Some(a.cmp(b)),
            (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
            (Value::DateTime(a, x), Value::DateTime(b, y))
            | (Value::TimeDelta(a, x), Value::TimeDelta(b, y)) => (x == y).then(|| a.cmp(b)),
            (Value::Array(a), Value::Array(b)) => a.partial_cmp(b),
            (Value::Record(a), Value::Record(b)) => {
                let same = a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0);
                let values = |fields: &Vec<(String, Value)>| -> Vec<Value> {
                    fields.iter().map(|(_, value)| value.clone()).collect()
                };
                if same { values(a).partial_cmp(&values(b)) } else { None }
            }
            _ => Number::of(self)?.order(Number::of(other)?),
        }
    }
}

/// What a number is worth, exactly.
#[derive(Clone, Copy)]
enum Number {
    Int(i128),
    UInt(u128),
    Float(f64),
}

impl Number {
    fn of(value: &Value) -> Option<Number> {
        Some(match value {
            Value::Bool(value) => Number::Int((*value).into()),
            Value::Int(value) | Value::Enum(_, value) => Number::Int(*value),
            Value::UInt(value) => match i128::try_from(*value) {
                Ok(value) => Number::Int(value),
                Err(_) => Number::UInt(*value),
            },
            Value::F32(value) => Number::Float((*value).into()),
            Value::F64(value) => Number::Float(*value),
            _ => return None,
        })
    }

    fn order(self, other: Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Float(a), Number::Float(b)) => a.partial_cmp(&b),
            (Number::Float(a), b) => float_to_whole(a, b),
            (a, Number::Float(b)) => float_to_whole(b, a).map(Ordering::reverse),
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
            (Number::UInt(a), Number::UInt(b)) => Some(a.cmp(&b)),
            // More than an `i128` holds.
            (Number::UInt(_), Number::Int(_)) => Some(Ordering::Greater),
            (Number::Int(_), Number::UInt(_)) => Some(Ordering::Less),
        }
    }
}

/// How a float compares with a whole number, without rounding either.
fn float_to_whole(float: f64, whole: Number) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    // `as` saturates, and below the bounds it cuts the fraction off exactly.
    let (below, order) = match whole {
        Number::Int(whole) => {
            if float >= power_of_two(127) {
                return Some(Ordering::Greater);
            }
            if float < -power_of_two(127) {
                return Some(Ordering::Less);
            }
            let cut = float as i128;
            (cut as f64, cut.cmp(&whole))
        }
        Number::UInt(whole) => {
            if float >= power_of_two(128) {
                return Some(Ordering::Greater);
            }
            if float < 0.0 {
                return Some(Ordering::Less);
            }
            let cut = float as u128;
            (cut as f64, cut.cmp(&whole))
        }
        Number::Float(_) => return None,
    };
    // Of two whole numbers that are equal, the fraction decides.
    Some(order.then(float.partial_cmp(&below)?))
}

/// Exact, and without `std`.
fn power_of_two(exponent: u64) -> f64 {
    f64::from_bits((1023 + exponent) << 52)
}

/// Real and imaginary part of any number.
fn complex(value: &Value) -> Option<(f64, f64)> {
    match value {
        Value::C64(re, im) => Some(((*re).into(), (*im).into())),
        Value::C128(re, im) => Some((*re, *im)),
        Value::F32(_) | Value::F64(_) => Some((value.as_f64()?, 0.0)),
        // Whole numbers that a double has exactly.
        Value::Bool(_) | Value::Int(_) | Value::UInt(_) => {
            let float = value.as_f64()?;
            (*value == Value::F64(float)).then_some((float, 0.0))
        }
        _ => None,
    }
}

macro_rules! compares {
    ($($type:ty)*) => {$(
        impl PartialEq<$type> for Value {
            fn eq(&self, other: &$type) -> bool {
                Value::eq(self, &Value::from(*other))
            }
        }

        impl PartialOrd<$type> for Value {
            fn partial_cmp(&self, other: &$type) -> Option<Ordering> {
                self.partial_cmp(&Value::from(*other))
            }
        }
    )*};
}

compares! { bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 }

/// Equal to the text of `S` and `U` fields, and to an enum's name.
impl PartialEq<str> for Value {
    fn eq(&self, other: &str) -> bool {
        match self {
            Value::Bytes(bytes) => bytes.as_slice() == other.as_bytes(),
            Value::Str(text) => text == other,
            Value::Enum(name, _) => *name == Some(other),
            _ => false,
        }
    }
}

impl PartialEq<&str> for Value {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

/// Equal to the bytes of `S` and `V` fields.
impl PartialEq<[u8]> for Value {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_bytes() == Some(other)
    }
}

impl<const N: usize> PartialEq<[u8; N]> for Value {
    fn eq(&self, other: &[u8; N]) -> bool {
        self.as_bytes() == Some(&other[..])
    }
}

impl<const N: usize> PartialEq<&[u8; N]> for Value {
    fn eq(&self, other: &&[u8; N]) -> bool {
        self.as_bytes() == Some(&other[..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_what_they_are_worth() {
        assert_eq!(Value::Int(7), Value::UInt(7));
        assert_eq!(Value::F32(0.5), 0.5);
        assert_ne!(Value::F32(0.1), 0.1_f64);
        assert_eq!(Value::Bool(true), 1);
        assert!(Value::F64(f64::NAN) != Value::F64(f64::NAN));
        assert_eq!(Value::F64(f64::NAN).partial_cmp(&Value::Int(0)), None);
        assert!(Value::F64(0.5) > Value::Int(0) && Value::F64(-0.5) < Value::Int(0));
        assert!(Value::UInt(u128::MAX) > Value::Int(i128::MAX));
        assert!(Value::F64(f64::INFINITY) > Value::UInt(u128::MAX));
        assert!(Value::F64(f64::NEG_INFINITY) < Value::Int(i128::MIN));
        // 2^53 + 1 is no double: the nearest one is not equal to it.
        assert!(Value::Int((1 << 53) + 1) > Value::F64(9_007_199_254_740_992.0));
        assert_eq!(Value::Int(1 << 53), 9_007_199_254_740_992.0);
        assert_eq!(Value::C128(2.0, 0.0), Value::Int(2));
        assert_ne!(Value::C64(2.0, 1.0), Value::Int(2));
    }

    #[test]
    fn kinds_do_not_mix() {
        let text = Value::Bytes(b"7".to_vec());
        assert_ne!(text, Value::Int(7));
        assert_ne!(text, Value::Str("7".into()));
        assert_eq!(text, "7");
        assert_eq!(text, *b"7");
        assert_eq!(text.partial_cmp(&Value::Int(7)), None);
    }
}
