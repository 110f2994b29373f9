//! The array interface as a text: a Python dict.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::str::FromStr;

use super::{ArrayInterface, VERSION};
use crate::layout::parse::literal::{self, Kind, Literal};
use crate::{DType, ParseError, ParseErrorKind};

impl ArrayInterface {
    /// The interface that a Python dict describes, as `print(a.__array_interface__)` shows it.
    ///
    /// `descr` and `strides` may be missing or `None`; keys that the protocol does not have
    /// are passed over.
    ///
    /// ```
    /// use records_core::ArrayInterface;
    ///
    /// let text = "{'shape': (3,), 'typestr': '<f9', 'data': (0, True), 'version': 3}";
    /// let error = ArrayInterface::parse(text).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "no dtype is written `<f9` (byte 28 of the text)\n\
    ///      \x20   {'shape': (3,), 'typestr': '<f9', 'data': (0, True), 'version': 3}\n\
    ///      \x20                               ^",
    /// );
    /// ```
    ///
    /// # Errors
    /// A [`ParseError`] that points at what is wrong: a text that is no dict, keys that are
    /// missing, another version than 3, negative lengths, numbers that are too large,
    /// as many strides as there are not dimensions, dtypes that there are not, `data` that
    /// is no address (`None` and buffers have none that a text could tell), a `mask`.
    pub fn parse(text: &str) -> Result<ArrayInterface, ParseError> {
        let dict = literal::read(text)?;
        interface(&dict, text).map_err(|error| error.within(text))
    }
}

impl FromStr for ArrayInterface {
    type Err = ParseError;

    /// [`ArrayInterface::parse`].
    fn from_str(text: &str) -> Result<ArrayInterface, ParseError> {
        ArrayInterface::parse(text)
    }
}

fn interface(dict: &Literal, text: &str) -> Result<ArrayInterface, ParseError> {
    dict.entries("the dict of an array interface")?;
    version(dict.require("version")?)?;
    let shape = sizes(dict.require("shape")?)?;
    let strides = present(dict, "strides").map(|strides| self::strides(strides, shape.len()));
    let code = dict.require("typestr")?;
    let typestr = code.as_str("the code of a dtype")?;
    let dtype = plain(code)?;
    let descr = match present(dict, "descr") {
        Some(descr) => {
            item(dtype, typestr, descr)?;
            text[descr.at.clone()].to_string()
        }
        None => default_descr(typestr),
    };
    if let Some(mask) = present(dict, "mask") {
        return Err(mask.unexpected("no mask"));
    }
    Ok(ArrayInterface {
        shape,
        typestr: typestr.to_string(),
        descr,
        data: data(dict.require("data")?)?,
        strides: strides.transpose()?,
        version: VERSION,
    })
}

/// The value of a key that is there and not `None`.
fn present<'l>(dict: &'l Literal, key: &str) -> Option<&'l Literal> {
    dict.get(key).filter(|value| !matches!(value.kind, Kind::None))
}

fn version(literal: &Literal) -> Result<(), ParseError> {
    match literal.as_int("version 3")? {
        3 => Ok(()),
        _ => Err(literal.unexpected("version 3")),
    }
}

fn sizes(literal: &Literal) -> Result<Vec<usize>, ParseError> {
    let items = literal.items("a shape: a tuple of lengths")?;
    items.iter().map(|item| item.as_size("a length")).collect()
}

fn strides(literal: &Literal, dims: usize) -> Result<Vec<isize>, ParseError> {
    let items = literal.items("strides: a tuple of bytes")?;
    if items.len() != dims {
        let what = "strides".to_string();
        let kind = ParseErrorKind::Lengths { what, expected: dims, found: items.len() };
        return Err(ParseError::new(kind, literal.at.start));
    }
    let stride = |item: &Literal| {
        let too_large = ParseErrorKind::TooLarge { what: "a stride" };
        isize::try_from(item.as_int("a stride")?)
            .map_err(|_| ParseError::new(too_large, item.at.start))
    };
    items.iter().map(stride).collect()
}

/// An address, and whether what is there must not be written.
fn data(literal: &Literal) -> Result<(usize, bool), ParseError> {
    const WHAT: &str = "an address and whether it is read-only";
    match literal.items(WHAT)? {
        [address, read_only] => Ok((
            address.as_size("an address")?,
            read_only.as_bool("whether the data is read-only")?,
        )),
        _ => Err(literal.unexpected(WHAT)),
    }
}

/// What `typestr` says: one value, no record and no array.
fn plain(code: &Literal) -> Result<DType, ParseError> {
    match DType::from_literal(code)? {
        DType::Record(_) | DType::Array(..) => Err(code.unexpected("the code of one value")),
        dtype => Ok(dtype),
    }
}

fn default_descr(typestr: &str) -> alloc::string::String {
    format!("[('', {})]", crate::layout::python_str(typestr))
}

/// What an item is: where `typestr` says raw bytes, and `descr` more than that, a record,
/// else what `typestr` says. That is how NumPy reads the two, but that it does not mind
/// when they contradict each other.
///
/// # Errors
/// If the fields do not take the bytes of the item.
pub(super) fn item(typestr: DType, code: &str, descr: &Literal) -> Result<DType, ParseError> {
    let items = match &descr.kind {
        Kind::List(items) => items,
        _ => return Err(descr.unexpected("a list of fields")),
    };
    let DType::Raw(size) = typestr else {
        return Ok(typestr);
    };
    if let [item] = &items[..]
        && let Kind::Tuple(parts) = &item.kind
        && let [Literal { kind: Kind::Str(name), .. }, Literal { kind: Kind::Str(given), .. }] =
            &parts[..]
        && name.is_empty()
        && given == code
    {
        return Ok(typestr);
    }
    let record = DType::from_literal(descr)?;
    if record.size() != size {
        let expected = format!("fields of {size} bytes as in `{code}`");
        let found = format!("{} bytes", record.size());
        return Err(ParseError::syntax(&expected, found, descr.at.start));
    }
    Ok(record)
}
