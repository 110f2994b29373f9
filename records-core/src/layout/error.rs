//! Why a layout cannot be made, or does not have what was asked of it.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;

use super::visible;

/// Why a layout cannot be made, or does not have what was asked of it.
///
/// ```
/// use records_core::{DType, Layout};
///
/// let error = Layout::explicit([("a", DType::I32, 0), ("b", DType::I16, 2)], 8).unwrap_err();
/// assert_eq!(error.to_string(), "fields `a` (bytes 0..4) and `b` (bytes 2..4) overlap");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LayoutError {
    /// Two fields have the same name, or one's title is the name or title of another.
    DuplicateField {
        /// The name or title.
        name: String,
    },
    /// Two fields take a byte in common.
    Overlap {
        /// The field listed first.
        first: String,
        /// The bytes it takes.
        first_range: Range<usize>,
        /// The field listed later.
        second: String,
        /// The bytes it takes.
        second_range: Range<usize>,
    },
    /// A field does not lie within the record.
    TooSmall {
        /// Bytes of the record.
        itemsize: usize,
        /// The field.
        field: String,
        /// Bytes from the start of the record to the end of the field;
        /// `usize::MAX` when that is beyond the address space.
        end: usize,
    },
    /// A field of an aligned record lies where its alignment does not allow.
    Misaligned {
        /// The field.
        field: String,
        /// Bytes from the start of the record to the start of the field.
        offset: usize,
        /// The alignment it asks for, in bytes.
        alignment: usize,
    },
    /// The size of an aligned record is not a multiple of its alignment.
    MisalignedSize {
        /// Bytes of the record.
        itemsize: usize,
        /// Its alignment in bytes.
        alignment: usize,
    },
    /// The record would be larger than `isize::MAX` bytes.
    TooLarge,
    /// A field has more array elements of no bytes than there may be: no memory bounds
    /// how many, and a value could not be looked at for their number.
    EmptyElements {
        /// The field.
        field: String,
        /// How many there may be.
        limit: usize,
    },
    /// There is no field of this name.
    UnknownField {
        /// The name asked for.
        name: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// A format has no words for a field.
    Unwritable {
        /// The field, with the way to it: `pos.when`.
        field: String,
        /// What was to be written.
        format: &'static str,
        /// What the format does not have.
        reason: &'static str,
    },
    /// A field was asked for twice.
    RepeatedField {
        /// Its name.
        name: String,
    },
}

/// How many of a record's names a message lists.
const NAMES: usize = 12;

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LayoutError::DuplicateField { name } => {
                write!(f, "two fields are named `{}`", visible(name))
            }
            LayoutError::Overlap { first, first_range, second, second_range } => write!(
                f,
                "fields `{}` (bytes {}..{}) and `{}` (bytes {}..{}) overlap",
                visible(first),
                first_range.start,
                first_range.end,
                visible(second),
                second_range.start,
                second_range.end
            ),
            LayoutError::TooSmall { itemsize, field, end: usize::MAX } => write!(
                f,
                "a record of {itemsize} bytes is too small: field `{}` ends beyond the \
                 address space",
                visible(field)
            ),
            LayoutError::TooSmall { itemsize, field, end } => write!(
                f,
                "a record of {itemsize} bytes is too small: field `{}` ends at byte {end}",
                visible(field)
            ),
            LayoutError::Misaligned { field, offset, alignment } => write!(
                f,
                "field `{}` of an aligned record is at byte {offset}, expected a multiple of \
                 its alignment {alignment}",
                visible(field)
            ),
            LayoutError::MisalignedSize { itemsize, alignment } => write!(
                f,
                "an aligned record takes {itemsize} bytes, expected a multiple of its alignment \
                 {alignment}"
            ),
            LayoutError::TooLarge => {
                write!(f, "a record would take more than {} bytes", isize::MAX)
            }
            LayoutError::EmptyElements { field, limit } => {
                write!(
                    f,
                    "field `{}` has more than {limit} array elements of no bytes",
                    visible(field)
                )
            }
            LayoutError::UnknownField { name, known } if known.is_empty() => {
                write!(f, "no field `{}`: the record has no fields", visible(name))
            }
            LayoutError::UnknownField { name, known } => {
                write!(f, "no field `{}`, expected one of ", visible(name))?;
                for (i, known) in known.iter().take(NAMES).enumerate() {
                    write!(f, "{}`{}`", if i == 0 { "" } else { ", " }, visible(known))?;
                }
                if known.len() > NAMES {
                    write!(f, ", ... ({} in all)", known.len())?;
                }
                Ok(())
            }
            LayoutError::Unwritable { field, format, reason } => {
                write!(f, "field `{}` cannot be written as a {format}: {reason}", visible(field))
            }
            LayoutError::RepeatedField { name } => {
                write!(f, "field `{}` is asked for twice", visible(name))
            }
        }
    }
}

impl core::error::Error for LayoutError {}
