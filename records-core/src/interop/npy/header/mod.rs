//! The header of a `.npy` file: what it says of the array, and where the data
//! begin.

mod text;

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Range;

pub(super) use text::{Room, header, plain};

use super::NpyErrorKind;
use crate::error::npy::MAGIC;
use crate::layout::parse::error::{ParseError, ParseErrorKind};
use crate::layout::parse::literal::{self, Kind, Literal};
use crate::memory::MAX_DIMS;
use crate::{DType, Error, Layout, Nested};

/// Characters of a header that are read unless more are allowed, as in NumPy.
pub(super) const MAX_HEADER: usize = 10_000;

/// What a header says.
///
/// **Invariant**: `start + len * dtype.size()` is at most `isize::MAX`; `len` is the
/// product of the shape.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub(super) version: (u8, u8),
    /// The text, decoded.
    pub(super) text: String,
    /// The byte at which the data begin.
    pub(super) start: usize,
    pub(super) dtype: DType,
    /// The dtype, or the record of one field `f0` that it is.
    pub(super) layout: Arc<Layout>,
    pub(super) shape: Vec<usize>,
    /// Where the text has the first length.
    pub(super) first: Option<Range<usize>>,
    pub(super) fortran_order: bool,
    /// How many items there are.
    pub(super) len: usize,
}

impl Header {
    /// Reads the header at the start of some bytes.
    pub(super) fn read(bytes: &[u8], limit: usize) -> Result<Header, Error> {
        let prefix = Prefix::read(bytes)?;
        prefix.check_length(limit)?;
        let rest = &bytes[prefix.text..];
        let Some(text) = rest.get(..prefix.length) else {
            let (what, at) = ("the header", prefix.text);
            return Err(truncated(what, at, prefix.length, rest.len()));
        };
        let text = prefix.decode(text)?;
        let found = text.chars().count();
        if found > limit {
            return Err(NpyErrorKind::HeaderTooLong { limit, found }.into());
        }
        let header = Header::parse(prefix, &text);
        header.map_err(|error| NpyErrorKind::Header(error.within(&text)).into())
    }

    fn parse(prefix: Prefix, text: &str) -> Result<Header, ParseError> {
        const KEYS: &str = "'descr', 'fortran_order' or 'shape'";
        let dict = literal::read(text)?;
        for (key, _) in dict.entries("a dict")? {
            if !matches!(key.as_str(KEYS)?, "descr" | "fortran_order" | "shape") {
                return Err(key.unexpected(KEYS));
            }
        }
        let descr = dict.require("descr")?;
        let dtype = match descr.kind {
            Kind::Str(_) | Kind::List(_) | Kind::Tuple(_) => DType::from_literal(descr)?,
            _ => return Err(descr.unexpected("a dtype's descr")),
        };
        let order = dict.require("fortran_order")?;
        let Kind::Bool(fortran_order) = order.kind else {
            return Err(order.unexpected("True or False"));
        };
        let dims = dict.require("shape")?;
        let (shape, first) = shape(dims)?;
        let too_large = |what| ParseError::new(ParseErrorKind::TooLarge { what }, dims.at.start);
        let len = product(&shape).ok_or_else(|| too_large("the number of items"))?;
        let start = prefix.text + prefix.length;
        len.checked_mul(dtype.size())
            .and_then(|bytes| bytes.checked_add(start))
            .filter(|&end| isize::try_from(end).is_ok())
            .ok_or_else(|| too_large("the array"))?;
        let layout = match &dtype {
            DType::Record(Nested::Owned(layout)) => layout.as_ref().clone(),
            DType::Record(Nested::Static(layout)) => (*layout).clone(),
            plain => Layout::try_packed([("f0", plain.clone())])
                .map_err(|error| ParseError::layout(error, descr.at.start))?,
        };
        Ok(Header {
            version: prefix.version,
            text: text.into(),
            start,
            dtype,
            layout: Arc::new(layout),
            shape,
            first,
            fortran_order,
            len,
        })
    }

    /// Bytes of the items.
    pub(super) fn data(&self) -> usize {
        self.len * self.dtype.size()
    }

    /// Checks that the items are there, in so many bytes.
    pub(super) fn check_data(&self, bytes: usize) -> Result<(), Error> {
        let found = bytes.saturating_sub(self.start);
        if found < self.data() {
            return Err(truncated("the data", self.start, self.data(), found));
        }
        Ok(())
    }
}

/// The lengths of the dimensions, and where the text has the first one.
fn shape(dims: &Literal) -> Result<(Vec<usize>, Option<Range<usize>>), ParseError> {
    let Kind::Tuple(items) = &dims.kind else {
        return Err(dims.unexpected("a tuple of lengths"));
    };
    if items.len() > MAX_DIMS {
        return Err(dims.unexpected("at most 64 lengths"));
    }
    let shape = items.iter().map(|item| item.as_size("a length")).collect::<Result<_, _>>()?;
    Ok((shape, items.first().map(|item| item.at.clone())))
}

/// How many items an array of this shape has.
fn product(shape: &[usize]) -> Option<usize> {
    if shape.contains(&0) {
        return Some(0);
    }
    let len = shape.iter().try_fold(1_usize, |len, &dim| len.checked_mul(dim))?;
    isize::try_from(len).is_ok().then_some(len)
}

fn truncated(what: &'static str, at: usize, expected: usize, found: usize) -> Error {
    NpyErrorKind::Truncated { what, at, expected, found }.into()
}

/// What stands before the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    version: (u8, u8),
    /// The byte at which the text begins.
    pub(super) text: usize,
    /// Bytes of the text.
    pub(super) length: usize,
}

impl Prefix {
    /// Bytes that are enough to read any.
    pub(super) const MAX: usize = 12;

    pub(super) fn read(bytes: &[u8]) -> Result<Prefix, Error> {
        let start = &bytes[..bytes.len().min(MAGIC.len())];
        if *start != MAGIC[..start.len()] {
            let found = start.to_vec();
            return Err(NpyErrorKind::Magic { found }.into());
        }
        let &[_, _, _, _, _, _, major, minor, ref rest @ ..] = bytes else {
            return Err(truncated("the magic string", 0, MAGIC.len() + 2, bytes.len()));
        };
        let short = |expected| truncated("the length of the header", 8, expected, rest.len());
        let (text, length) = match (major, minor) {
            (1, 0) => match *rest {
                [a, b, ..] => (10, usize::from(u16::from_le_bytes([a, b]))),
                _ => return Err(short(2)),
            },
            (2 | 3, 0) => match *rest {
                [a, b, c, d, ..] => {
                    (12, usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX))
                }
                _ => return Err(short(4)),
            },
            _ => return Err(NpyErrorKind::Version { major, minor }.into()),
        };
        Ok(Prefix { version: (major, minor), text, length })
    }

    /// Refuses a text that cannot have as few characters as are allowed, before any of
    /// it is looked at.
    pub(super) fn check_length(&self, limit: usize) -> Result<(), Error> {
        // Characters of UTF-8 have up to four bytes.
        let bytes = if self.version.0 == 3 { limit.saturating_mul(4) } else { limit };
        if self.length > bytes {
            return Err(NpyErrorKind::HeaderTooLong { limit, found: self.length }.into());
        }
        Ok(())
    }

    fn decode(&self, text: &[u8]) -> Result<String, Error> {
        if self.version.0 < 3 {
            // Latin-1: the first 256 characters are the bytes.
            return Ok(text.iter().map(|&byte| char::from(byte)).collect());
        }
        match core::str::from_utf8(text) {
            Ok(text) => Ok(text.into()),
            Err(error) => {
                let at = self.text + error.valid_up_to();
                Err(NpyErrorKind::HeaderNotText { at }.into())
            }
        }
    }
}
