//! Why records are no pixels.

use alloc::string::String;
use core::fmt;

/// Why samples of an image cannot be seen as records, or records as samples.
///
/// ```
/// use records_core::image::RgbImage;
/// use records_core::{Grid, Record, SamplesError};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Rgba { red: u8, green: u8, blue: u8, alpha: u8 }
///
/// let error = Grid::<Rgba>::from_image(&RgbImage::new(2, 2)).unwrap_err();
/// assert_eq!(error, SamplesError::Channels { record: 4, image: 3 });
/// assert_eq!(error.to_string(), "a record of 4 samples is no pixel of 3 channels");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SamplesError {
    /// The record has another number of samples than the image has channels.
    Channels {
        /// Samples of the record.
        record: usize,
        /// Channels of the image; at most 255 where a record is to become one.
        image: usize,
    },
    /// A field is not of the sample type, or the record has bytes that are no sample.
    SampleType {
        /// The field; empty for padding.
        field: String,
        /// The sample type.
        expected: String,
        /// What the field is.
        found: String,
    },
    /// Samples lie where the other side cannot find them.
    Stride {
        /// `"channels"`, `"pixels"` or `"lines"`.
        what: &'static str,
        /// Bytes from one of them to the next; of channels the first such distance
        /// that does not do.
        stride: isize,
        /// Bytes of a sample.
        size: usize,
    },
    /// Pixels overlap: they can be read, not written.
    Overlap,
    /// The buffer is too short.
    OutOfBounds {
        /// Samples that there must be.
        needed: usize,
        /// Samples that there are.
        found: usize,
    },
    /// The grid does not lie within the bytes.
    Elsewhere,
    /// Between the pixels are bytes that belong to none, which a slice of samples
    /// would lend as well.
    Gaps,
    /// The first sample lies where Rust allows no reference to it.
    Misaligned {
        /// Its address.
        address: usize,
        /// What the address should be a multiple of.
        alignment: usize,
    },
    /// More lines, or more pixels in a line, than `u32::MAX`, or more samples than
    /// memory has room for.
    TooLarge {
        /// Lines.
        height: usize,
        /// Pixels in a line.
        width: usize,
    },
}

impl fmt::Display for SamplesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SamplesError::Channels { record, image } => {
                write!(f, "a record of {record} samples is no pixel of {image} channels")
            }
            SamplesError::SampleType { field, expected, found } if field.is_empty() => {
                write!(f, "the record has {found}, and a pixel samples of {expected} only")
            }
            SamplesError::SampleType { field, expected, found } => {
                write!(f, "field `{field}` is {found}, not a sample of {expected}")
            }
            SamplesError::Stride { what, stride, size } => write!(
                f,
                "{what} that are {stride} bytes apart cannot be counted in samples of {size} bytes \
                 from the first one on"
            ),
            SamplesError::Overlap => f.write_str("pixels overlap: they can be read, not written"),
            SamplesError::OutOfBounds { needed, found } => {
                write!(f, "the image takes {needed} samples, and the buffer has {found}")
            }
            SamplesError::Elsewhere => f.write_str("the grid does not lie within the bytes"),
            SamplesError::Gaps => f.write_str(
                "between the pixels are bytes that belong to none: `flat_samples_in` takes the \
                 bytes in which the grid lies",
            ),
            SamplesError::Misaligned { address, alignment } => write!(
                f,
                "the first sample lies at {address:#x}, which is no multiple of its alignment \
                 {alignment}"
            ),
            SamplesError::TooLarge { height, width } => {
                write!(f, "a grid of {height} x {width} is larger than an image can be")
            }
        }
    }
}

impl core::error::Error for SamplesError {}
