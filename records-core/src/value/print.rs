//! Values for a person.

use alloc::string::{String, ToString};
use core::fmt;

use super::Value;
use super::list::{CELL_ITEMS, list};
use crate::layout::visible;

/// As tables show it: numbers as Rust writes them, text in quotes, raw bytes as
/// hexadecimal digits, moments as NumPy writes them, spans of time as their steps with
/// the unit, the middle of long arrays left out.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::UInt(value) => write!(f, "{value}"),
            Value::F32(value) => write!(f, "{value:?}"),
            Value::F64(value) => write!(f, "{value:?}"),
            Value::C64(re, im) => complex(f, re, im),
            Value::C128(re, im) => complex(f, re, im),
            Value::Enum(Some(name), _) => f.write_str(name),
            Value::Enum(None, value) => write!(f, "{value}"),
            Value::Bytes(bytes) => write!(f, "{:?}", String::from_utf8_lossy(bytes)),
            Value::Str(text) => write!(f, "{text:?}"),
            Value::Raw(bytes) => {
                f.write_str("0x")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            Value::DateTime(steps, step) => f.write_str(&step.moment(*steps)),
            Value::TimeDelta(steps, step) => f.write_str(&step.span(*steps)),
            Value::Array(elements) => list(f, elements.len(), CELL_ITEMS, |i| &elements[i]),
            Value::Record(fields) => {
                f.write_str("{")?;
                for (i, (name, value)) in fields.iter().enumerate() {
                    write!(f, "{}{}: {value}", if i > 0 { ", " } else { "" }, visible(name))?;
                }
                f.write_str("}")
            }
        }
    }
}

fn complex(f: &mut fmt::Formatter<'_>, re: impl fmt::Debug, im: impl fmt::Debug) -> fmt::Result {
    let im = alloc::format!("{im:?}");
    let sign = if im.starts_with('-') { "" } else { "+" };
    write!(f, "{re:?}{sign}{im}i")
}

impl From<Value> for String {
    fn from(value: Value) -> String {
        match value {
            Value::Str(text) => text,
            other => other.to_string(),
        }
    }
}
