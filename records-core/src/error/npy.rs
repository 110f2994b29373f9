//! Why a file is no `.npy`, or no `.npz`.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::{Error, tuple};
use crate::layout::{ParseError, visible};

/// The bytes that every `.npy` file starts with.
pub(crate) const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// Why bytes are no `.npy` file, or hold something else than was asked for.
///
/// ```
/// use records_core::{Error, npy};
///
/// let Err(Error::Npy(error)) = npy::from_bytes(b"PK\x03\x04....") else { unreachable!() };
/// assert!(matches!(error.kind(), npy::NpyErrorKind::Magic { .. }));
/// assert_eq!(
///     error.to_string(),
///     "no .npy file: it starts with \"PK\\x03\\x04..\", not with \"\\x93NUMPY\"; \
///      archives, such as .npz, are read by `npz`",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NpyError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    path: Option<String>,
    kind: NpyErrorKind,
}

/// What is wrong with a file; see [`NpyError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NpyErrorKind {
    /// The file starts with other bytes than NumPy's.
    Magic {
        /// The first of them.
        found: Vec<u8>,
    },
    /// A version of the format that there is not.
    Version {
        /// The first number.
        major: u8,
        /// The second one.
        minor: u8,
    },
    /// The file ends too early.
    Truncated {
        /// What is not all there.
        what: &'static str,
        /// The byte of the file at which it starts.
        at: usize,
        /// Bytes that it takes.
        expected: usize,
        /// Bytes that are there.
        found: usize,
    },
    /// A header that is longer than a reader allows; see
    /// [`OpenOptions::max_header_size`](crate::npy::OpenOptions::max_header_size).
    HeaderTooLong {
        /// Characters that it may have.
        limit: usize,
        /// Characters that it has, or bytes, where it was not decoded.
        found: usize,
    },
    /// A header of version 3 that is no UTF-8.
    HeaderNotText {
        /// The byte of the file at which it stops being UTF-8.
        at: usize,
    },
    /// A header that does not describe an array of records or plain values.
    Header(ParseError),
    /// An array of another number of dimensions than the view asked for has.
    Dimensions {
        /// How many the view has.
        expected: usize,
        /// The shape of the array.
        shape: Vec<usize>,
    },
    /// Rows of another dtype, or of other lengths, than those of the file.
    OtherRows {
        /// The `descr` of the file.
        expected: String,
        /// The lengths of the file's dimensions behind the first.
        expected_shape: Vec<usize>,
        /// The `descr` of the rows.
        found: String,
        /// The lengths of the rows' dimensions behind the first.
        found_shape: Vec<usize>,
    },
    /// An array to which no row can be added: one without a dimension, or one whose
    /// first index is the fastest.
    NoRows {
        /// The shape of the array.
        shape: Vec<usize>,
        /// Whether the first index is the fastest.
        fortran_order: bool,
    },
    /// A header without room for the numbers of more rows.
    NoRoom {
        /// Bytes of the header.
        header: usize,
        /// Bytes that it may need.
        expected: usize,
    },
    /// A header that would be longer than the format can say.
    HeaderTooLarge {
        /// Bytes of it.
        bytes: usize,
    },
    /// An archive has no entry of this name.
    NoEntry {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// An archive has, or would have, two entries of this name.
    TwoEntries {
        /// The name.
        name: String,
    },
    /// An entry that does not lie in the archive as it is, so that it cannot be
    /// mapped, only read.
    Compressed {
        /// The name.
        name: String,
        /// How it is stored.
        method: String,
    },
    /// The archive cannot be read or written.
    Zip {
        /// Why.
        reason: String,
    },
}

impl NpyError {
    /// The same error about this file, unless it names another.
    #[must_use]
    pub(crate) fn about(mut self, path: &str) -> NpyError {
        self.0.path.get_or_insert_with(|| path.to_string());
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &NpyErrorKind {
        &self.0.kind
    }

    /// The file, if it has a name; behind a colon the entry of an archive.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }
}

impl From<NpyErrorKind> for Error {
    fn from(kind: NpyErrorKind) -> Error {
        Error::Npy(NpyError(Box::new(Inner { path: None, kind })))
    }
}

impl From<ParseError> for NpyErrorKind {
    fn from(error: ParseError) -> NpyErrorKind {
        NpyErrorKind::Header(error)
    }
}

impl fmt::Display for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = self.path() {
            write!(f, "{path}: ")?;
        }
        self.0.kind.fmt(f)
    }
}

impl fmt::Display for NpyErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NpyErrorKind::Magic { found } => {
                let (found_text, magic) = (found.escape_ascii(), MAGIC.escape_ascii());
                write!(f, "no .npy file: it starts with \"{found_text}\", not with \"{magic}\"")?;
                if found.starts_with(b"PK\x03\x04") {
                    f.write_str("; archives, such as .npz, are read by `npz`")?;
                }
                Ok(())
            }
            NpyErrorKind::Version { major, minor } => {
                write!(
                    f,
                    "version {major}.{minor} of the format is not known: 1.0, 2.0 and 3.0 are"
                )
            }
            NpyErrorKind::Truncated { what, at, expected, found } => write!(
                f,
                "{what}, from byte {at} on, should have {expected} bytes, but there are {found}"
            ),
            NpyErrorKind::HeaderTooLong { limit, found } => write!(
                f,
                "the header has {found} characters, more than the {limit} that are read unless \
                 `OpenOptions::max_header_size` allows more"
            ),
            NpyErrorKind::HeaderNotText { at } => {
                write!(f, "the header is not UTF-8 from byte {at} on")
            }
            NpyErrorKind::Header(error) => write!(f, "in the header: {error}"),
            NpyErrorKind::Dimensions { expected, shape } => {
                write!(f, "the array has shape {}, not {expected} dimensions", tuple(shape))
            }
            NpyErrorKind::OtherRows { expected, expected_shape, found, found_shape } => {
                write!(f, "the rows are {found}")?;
                if expected_shape != found_shape {
                    write!(f, " of shape {}", tuple(found_shape))?;
                }
                write!(f, ", those of the file {expected}")?;
                if expected_shape != found_shape {
                    write!(f, " of shape {}", tuple(expected_shape))?;
                }
                Ok(())
            }
            NpyErrorKind::NoRows { shape, .. } if shape.is_empty() => {
                f.write_str("no row can be added to an array of shape ()")
            }
            NpyErrorKind::NoRows { shape, .. } => write!(
                f,
                "no row can be added to an array of shape {} in Fortran's order",
                tuple(shape)
            ),
            NpyErrorKind::NoRoom { header, expected } => write!(
                f,
                "the header has {header} bytes and no room to grow: more rows may need {expected}"
            ),
            NpyErrorKind::HeaderTooLarge { bytes } => {
                write!(f, "a header of {bytes} bytes is longer than the format allows")
            }
            NpyErrorKind::NoEntry { name, known } => {
                write!(f, "the archive has no `{}`, only ", visible(name))?;
                known.iter().enumerate().try_for_each(|(i, name)| {
                    write!(f, "{}`{}`", if i == 0 { "" } else { ", " }, visible(name))
                })?;
                if known.is_empty() { f.write_str("nothing") } else { Ok(()) }
            }
            NpyErrorKind::TwoEntries { name } => {
                write!(f, "the archive has an entry `{}` already", visible(name))
            }
            NpyErrorKind::Compressed { name, method } => {
                write!(f, "`{}` cannot be mapped, only read: it is {method}", visible(name))
            }
            NpyErrorKind::Zip { reason } => write!(f, "the archive: {reason}"),
        }
    }
}

impl core::error::Error for NpyError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self.kind() {
            NpyErrorKind::Header(error) => Some(error),
            _ => None,
        }
    }
}
