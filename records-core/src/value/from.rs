//! Values out of Rust's own.

use alloc::string::String;
use alloc::vec::Vec;

use super::Value;

macro_rules! from {
    ($($type:ty: $variant:ident;)*) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Value {
                Value::$variant(value.into())
            }
        }
    )*};
}

from! {
    bool: Bool;
    u8: UInt;
    u16: UInt;
    u32: UInt;
    u64: UInt;
    u128: UInt;
    i8: Int;
    i16: Int;
    i32: Int;
    i64: Int;
    i128: Int;
    f32: F32;
    f64: F64;
    &str: Str;
    String: Str;
    &[u8]: Bytes;
    Vec<Value>: Array;
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Value {
        Value::Bytes(value.to_vec())
    }
}
