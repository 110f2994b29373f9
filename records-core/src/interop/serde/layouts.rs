//! Layouts and dtypes as NumPy's texts.

use alloc::format;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;
use core::str::FromStr;

use serde::de::{self, Visitor};
use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{DType, Layout};

/// The descr, unless it says less than the repr: of fields that are not in the
/// order of memory, for instance.
fn text(layout: &Layout) -> String {
    let (descr, repr) = (layout.descr(), layout.dtype_repr());
    match (Layout::parse(&descr), Layout::parse(&repr)) {
        (Ok(a), Ok(b)) if a == b => descr.into(),
        _ => repr.into(),
    }
}

/// NumPy's text for it: the [`descr`](Layout::descr), or, where a descr cannot say it all, the
/// [`dtype_repr`](Layout::dtype_repr). What NumPy has no text for is lost: the variants of an enum,
/// which becomes its integer, and 128-bit integers, which become `V16`.
///
/// ```
/// use records_core::{DType, Layout};
///
/// let layout = Layout::packed([("id", DType::I16), ("name", DType::Bytes(3))]);
/// let json = serde_json::to_string(&layout)?;
/// # #[cfg(target_endian = "little")]
/// assert_eq!(json, r#""[('id', '<i2'), ('name', '|S3')]""#);
/// assert_eq!(serde_json::from_str::<Layout>(&json)?, layout);
/// # Ok::<(), serde_json::Error>(())
/// ```
impl Serialize for Layout {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&text(self))
    }
}

/// NumPy's text for it, as in a layout: `<f8`, `('<f4', (3,))`.
impl Serialize for DType {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        // Written as the only field of a record, and taken out again.
        let record = Layout::explicit([("f", self.clone(), 0)], self.size());
        let text = text(&record.map_err(S::Error::custom)?);
        let list = text.strip_prefix("dtype(").and_then(|list| list.strip_suffix(")"));
        let list = list.unwrap_or(&text).strip_prefix("[('f', ");
        let Some(own) = list.and_then(|own| own.strip_suffix(")]")) else {
            return Err(S::Error::custom(format_args!("{self} has no text of its own")));
        };
        match self {
            DType::Array(..) => to.serialize_str(&format!("({own})")),
            DType::Record(_) => to.serialize_str(own),
            // A code in quotes.
            _ => to.serialize_str(own.trim_matches('\'')),
        }
    }
}

/// Reads a text that NumPy has for it; see [`Layout::parse`].
impl<'de> Deserialize<'de> for Layout {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Layout, D::Error> {
        from.deserialize_str(Parse { what: "NumPy's text for a record dtype", of: PhantomData })
    }
}

/// Reads a text that NumPy has for it; see [`DType::parse`].
impl<'de> Deserialize<'de> for DType {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<DType, D::Error> {
        from.deserialize_str(Parse { what: "NumPy's text for a dtype", of: PhantomData })
    }
}

/// Parses a text.
struct Parse<T> {
    what: &'static str,
    of: PhantomData<T>,
}

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Parse<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.what)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}
