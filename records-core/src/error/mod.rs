//! What can go wrong, and the words for it.

mod mismatch;
#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "npy")]
pub(crate) mod npy;
#[cfg(feature = "image")]
mod samples;
mod shape;
#[cfg(feature = "jiff")]
mod time;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::kernel;
use crate::layout::{LayoutError, ParseError, visible};

pub use mismatch::{Difference, DifferenceKind, Mismatch};
#[cfg(feature = "ndarray")]
pub use ndarray::NdarrayError;
#[cfg(feature = "image")]
pub use samples::SamplesError;
pub(crate) use shape::{extent, tuple};
#[cfg(feature = "jiff")]
pub use time::TimeError;

/// Why bytes are no records, or a request cannot be met. The message names what
/// was expected, what was found and where.
///
/// ```
/// use records_core::{FixedBytes, Record, Records};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(aligned)]
/// struct Person { name: FixedBytes<30>, age: i32, weight: f32, height: f32 }
///
/// let error = Records::<Person>::from_bytes(&[0; 100]).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "100 bytes is not a whole number of 44-byte records: 12 bytes left over",
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A layout cannot be made, or has no such field.
    Layout(LayoutError),
    /// A text is no layout.
    Parse(ParseError),
    /// The bytes do not divide into records.
    Length {
        /// Bytes given.
        bytes: usize,
        /// Bytes of a record.
        itemsize: usize,
    },
    /// Some record would lie outside the bytes.
    OutOfBounds {
        /// Byte at which the first item was to start.
        offset: usize,
        /// Bytes from one item to the next.
        stride: isize,
        /// How many items.
        count: usize,
        /// Bytes of an item.
        size: usize,
        /// Bytes given.
        bytes: usize,
    },
    /// Some item of an array would lie outside the bytes.
    ArrayOutOfBounds {
        /// Byte at which the first item was to start.
        offset: usize,
        /// Items along each dimension.
        shape: Vec<usize>,
        /// Bytes from one item to the next along each dimension.
        strides: Vec<isize>,
        /// Bytes of an item.
        size: usize,
        /// Bytes given.
        bytes: usize,
    },
    /// An array of this shape cannot be, or cannot be seen so.
    Shape {
        /// Items along each dimension.
        shape: Vec<usize>,
        /// What it is not, or does not have: "has 2 dimensions, not 1".
        reason: String,
    },
    /// An array interface describes no array that can be seen.
    Interface {
        /// The key that is at fault.
        key: &'static str,
        /// What it is: "is 2, not 3".
        reason: String,
    },
    /// Records that lie on top of each other can be read, but not written.
    RowsOverlap {
        /// Bytes from one item to the next.
        stride: isize,
        /// Bytes of an item.
        size: usize,
    },
    /// Bytes that are no value of the field's type.
    Invalid {
        /// The row, counted from 0; in a grid the record, counted line by line.
        row: usize,
        /// The field, with the way to it: `pos.flags[3]`; empty for items that are in none.
        field: String,
        /// The byte within the row at which the value starts.
        byte: usize,
        /// What the bytes say.
        found: String,
        /// What they could say.
        expected: String,
    },
    /// A field holds another type than the one asked for.
    WrongType {
        /// The field; empty for items that are in none.
        field: String,
        /// The type asked for.
        expected: String,
        /// The type the layout has.
        found: String,
    },
    /// Two things that belong together have different lengths.
    Lengths {
        /// What is too long or too short.
        what: String,
        /// How long it should be.
        expected: usize,
        /// How long it is.
        found: usize,
    },
    /// A row number past the end.
    NoSuchRow {
        /// The number.
        row: usize,
        /// Its place in the list of row numbers.
        at: usize,
        /// How many rows there are.
        len: usize,
    },
    /// There is no row of this number.
    RowOutOfRange {
        /// The number.
        row: usize,
        /// How many rows there are.
        len: usize,
    },
    /// A path leads to no part of a field: `pos.x`, `pos[3]`.
    NoSuchPart {
        /// The whole path.
        path: String,
        /// Where it ends, and why.
        reason: String,
    },
    /// A field cannot hold a value.
    CannotHold {
        /// The field.
        field: String,
        /// Its type.
        dtype: String,
        /// The value.
        value: String,
    },
    /// Rows of a run-time layout are not the records asked for.
    Mismatch(Mismatch),
    /// A text that does not fit its field.
    TooLong {
        /// Bytes or characters of the text.
        found: usize,
        /// How many the field holds.
        room: usize,
        /// `"bytes"` or `"characters"`.
        unit: &'static str,
    },
    /// Bytes that are no text.
    NotText {
        /// How many of them are.
        valid_up_to: usize,
        /// What they were read as.
        encoding: &'static str,
    },
    /// There is no view of `ndarray`.
    #[cfg(feature = "ndarray")]
    Ndarray(NdarrayError),
    /// Samples of an image are no records, or records no samples.
    #[cfg(feature = "image")]
    Samples(SamplesError),
    /// A time has no exact counterpart in `jiff`, or in its own steps.
    #[cfg(feature = "jiff")]
    Time(TimeError),
    /// The system did not read or write a file.
    #[cfg(feature = "std")]
    Io {
        /// What was tried: `"cannot open"`.
        action: &'static str,
        /// The file; empty for a stream that has no name.
        path: String,
        /// Which kind of error the system reported.
        kind: std::io::ErrorKind,
        /// What it said.
        message: String,
    },
    /// A file or an archive is no `.npy` or `.npz`, or holds something else than was asked
    /// for.
    #[cfg(feature = "npy")]
    Npy(npy::NpyError),
}

impl Error {
    pub(crate) fn unknown_field(layout: &crate::Layout, name: &str) -> Error {
        Error::Layout(layout.unknown(name))
    }

    /// Whether a mask has a place for each row.
    pub(crate) fn check_mask(found: usize, expected: usize) -> Result<(), Error> {
        if found == expected {
            return Ok(());
        }
        Err(Error::Lengths { what: "the mask".into(), expected, found })
    }

    /// Whether all numbers of a list are those of rows.
    pub(crate) fn check_listed(indices: &[usize], len: usize) -> Result<(), Error> {
        let Some(at) = kernel::not_below(indices, len) else { return Ok(()) };
        Err(Error::NoSuchRow { row: indices[at], at, len })
    }
}

impl From<LayoutError> for Error {
    fn from(error: LayoutError) -> Error {
        Error::Layout(error)
    }
}

#[cfg(feature = "ndarray")]
impl From<NdarrayError> for Error {
    fn from(error: NdarrayError) -> Error {
        Error::Ndarray(error)
    }
}

#[cfg(feature = "image")]
impl From<SamplesError> for Error {
    fn from(error: SamplesError) -> Error {
        Error::Samples(error)
    }
}

#[cfg(feature = "jiff")]
impl From<TimeError> for Error {
    fn from(error: TimeError) -> Error {
        Error::Time(error)
    }
}

impl From<ParseError> for Error {
    fn from(error: ParseError) -> Error {
        Error::Parse(error)
    }
}

/// "1 byte", "12 bytes".
struct Bytes(usize);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} byte{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// "1 byte", "-12 bytes".
struct Apart(isize);

impl fmt::Display for Apart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} byte{}", self.0, if self.0.unsigned_abs() == 1 { "" } else { "s" })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Layout(error) => error.fmt(f),
            Error::Parse(error) => error.fmt(f),
            Error::Length { bytes, itemsize: 0 } => write!(
                f,
                "{} cannot be divided into records of 0 bytes: give a count",
                Bytes(*bytes)
            ),
            Error::Length { bytes, itemsize } => write!(
                f,
                "{} is not a whole number of {itemsize}-byte records: {} left over",
                Bytes(*bytes),
                Bytes(bytes % itemsize)
            ),
            Error::OutOfBounds { offset, stride, count, size, bytes } => {
                let (does, end) = match count {
                    0 => {
                        write!(f, "no item")?;
                        ("does", "it would lie")
                    }
                    1 => {
                        write!(f, "an item of {}", Bytes(*size))?;
                        ("does", "it would end")
                    }
                    _ => {
                        let (size, apart) = (Bytes(*size), Apart(*stride));
                        write!(f, "{count} items of {size}, {apart} apart,")?;
                        ("do", "they would end")
                    }
                };
                write!(f, " from byte {offset} {does} not lie within {}", Bytes(*bytes))?;
                let last = i128::try_from(count.saturating_sub(1))
                    .ok()
                    .and_then(|n| n.checked_mul(*stride as i128))
                    .and_then(|d| d.checked_add(*offset as i128));
                match last {
                    Some(last) if last < 0 => write!(f, ": the last would start at byte {last}"),
                    Some(last) => {
                        let size = if *count == 0 { 0 } else { *size as i128 };
                        write!(f, ": {end} at byte {}", last.max(*offset as i128) + size)
                    }
                    None => Ok(()),
                }
            }
            Error::ArrayOutOfBounds { offset, shape, strides, size, bytes } => {
                let (dims, apart) = (tuple(shape), tuple(strides));
                write!(
                    f,
                    "an array of shape {dims} with strides {apart}, of items of {}, from byte {offset} does not lie within {}",
                    Bytes(*size),
                    Bytes(*bytes)
                )?;
                match extent(*offset, shape, strides, *size) {
                    Some((first, _)) if first < 0 => write!(f, ": it would start at byte {first}"),
                    Some((_, end)) => write!(f, ": it would end at byte {end}"),
                    None => Ok(()),
                }
            }
            Error::Shape { shape, reason } => {
                write!(f, "an array of shape {} {reason}", tuple(shape))
            }
            Error::Interface { key, reason } => {
                write!(f, "`{key}` of the array interface {reason}")
            }
            Error::RowsOverlap { stride, size } => write!(
                f,
                "items of {} that are {} apart overlap: they can be read, not written",
                Bytes(*size),
                Apart(*stride)
            ),
            Error::Invalid { row, field, byte, found, expected } if field.is_empty() => {
                write!(f, "row {row}, byte {byte} of the row: found {found}, expected {expected}")
            }
            Error::Invalid { row, field, byte, found, expected } => write!(
                f,
                "row {row}, field `{}`, byte {byte} of the row: found {found}, expected {expected}",
                visible(field)
            ),
            Error::WrongType { field, expected, found } if field.is_empty() => {
                write!(f, "the items are {found}, not {expected}")
            }
            Error::WrongType { field, expected, found } => {
                write!(f, "field `{}` is {found}, not {expected}", visible(field))
            }
            Error::Lengths { what, expected, found } => {
                write!(f, "{what} has length {found}, expected {expected}")
            }
            Error::NoSuchRow { row, at, len } => {
                write!(f, "row {row} (number {at} of the list) is not one of the {len} rows")
            }
            Error::RowOutOfRange { row, len } => {
                write!(f, "row {row} is not one of the {len} rows")
            }
            Error::NoSuchPart { path, reason } => {
                write!(f, "`{path}` leads nowhere: {reason}")
            }
            Error::CannotHold { field, dtype, value } => {
                write!(f, "field `{}` is {dtype}, which cannot hold {value}", visible(field))
            }
            Error::Mismatch(mismatch) => mismatch.fmt(f),
            Error::TooLong { found, room, unit } => {
                write!(f, "a text of {found} {unit} does not fit into {room}")
            }
            #[cfg(feature = "std")]
            Error::Io { action, path, message, .. } => {
                let path = if path.is_empty() { "the stream" } else { path };
                write!(f, "{action} {path}: {message}")
            }
            #[cfg(feature = "npy")]
            Error::Npy(error) => error.fmt(f),
            Error::NotText { valid_up_to: 0, encoding } => write!(f, "not {encoding}"),
            Error::NotText { valid_up_to, encoding } => {
                write!(f, "not {encoding} after the first {}", Bytes(*valid_up_to))
            }
            #[cfg(feature = "ndarray")]
            Error::Ndarray(error) => error.fmt(f),
            #[cfg(feature = "image")]
            Error::Samples(error) => error.fmt(f),
            #[cfg(feature = "jiff")]
            Error::Time(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        None
    }
}
