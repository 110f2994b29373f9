//! Why there is no `ndarray` view.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// Why memory cannot be seen as a view of `ndarray` without a copy.
///
/// ```
/// use records_core::{NdarrayError, Record, RecordBuf};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Sample { id: i16, sin: f64, cos: f64 }
///
/// let samples: RecordBuf<Sample> = (0..3).map(|id| Sample { id, sin: 0.0, cos: 1.0 }).collect();
/// let error = samples.columns().cos.as_ndarray().unwrap_err();
/// assert_eq!(error, NdarrayError::Stride { axis: 0, stride: 18, size: 8 });
/// assert_eq!(
///     error.to_string(),
///     "axis 0: items of 8 bytes, 18 bytes apart: 18 is no multiple of 8, and ndarray counts in \
///      whole items",
/// );
/// // A copy is always possible.
/// assert_eq!(samples.columns().cos.to_ndarray().sum(), 3.0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NdarrayError {
    /// The bytes from one item to the next are no whole number of items.
    Stride {
        /// The axis, counted from 0.
        axis: usize,
        /// Bytes from one item to the next along it.
        stride: isize,
        /// Bytes of an item.
        size: usize,
    },
    /// The first item lies where Rust allows no reference to it.
    Misaligned {
        /// Its address.
        address: usize,
        /// What the address should be a multiple of.
        alignment: usize,
    },
    /// Rust keeps the type in memory in another way than records do.
    NotInPlace {
        /// The type, as its dtype prints.
        dtype: String,
    },
    /// The type has padding, which writing through `&mut` would not keep.
    Padding {
        /// The type, as its dtype prints.
        dtype: String,
    },
    /// More items than `ndarray` counts, which is `isize::MAX`; axes of length 0 do not count.
    TooLarge {
        /// The lengths of the axes.
        shape: Vec<usize>,
    },
}

impl fmt::Display for NdarrayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NdarrayError::Stride { axis, stride, size } => write!(
                f,
                "axis {axis}: items of {size} bytes, {stride} bytes apart: {stride} is no \
                 multiple of {size}, and ndarray counts in whole items"
            ),
            NdarrayError::Misaligned { address, alignment } => write!(
                f,
                "the first item lies at {address:#x}, which is no multiple of its alignment \
                 {alignment}"
            ),
            NdarrayError::NotInPlace { dtype } => {
                write!(f, "Rust keeps {dtype} in memory in another way than records do")
            }
            NdarrayError::Padding { dtype } => write!(
                f,
                "{dtype} has padding, which would be lost: it can be read in place, not written"
            ),
            NdarrayError::TooLarge { shape } => {
                write!(f, "the shape {shape:?} has more items than ndarray counts")
            }
        }
    }
}

impl core::error::Error for NdarrayError {}
