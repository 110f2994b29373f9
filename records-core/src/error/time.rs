//! Why a time has no counterpart.

use alloc::string::String;
use core::fmt;

/// Why a time cannot be converted exactly.
///
/// ```
/// use records_core::jiff::Timestamp;
/// use records_core::{DateTime64, Seconds, TimeError};
///
/// let half: Timestamp = "2024-02-29T12:00:00.5Z".parse()?;
/// let error = DateTime64::<Seconds>::from_timestamp(half).unwrap_err();
/// assert!(matches!(error, TimeError::Inexact { .. }));
/// assert_eq!(error.to_string(), "2024-02-29T12:00:00.5Z is no whole number of steps of M8[s]");
/// # Ok::<(), records_core::jiff::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimeError {
    /// It lies beyond what the other side can say.
    OutOfRange {
        /// The time.
        value: String,
        /// The type it does not fit.
        target: String,
    },
    /// It lies between two times that the other side can say.
    Inexact {
        /// The time.
        value: String,
        /// What it is no whole number of.
        target: String,
    },
    /// Years and months have no fixed length, and steps without a unit have none.
    NoLength {
        /// The time.
        value: String,
        /// The type that goes by fixed lengths, or by none.
        target: String,
    },
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TimeError::OutOfRange { value, target } => {
                write!(f, "{value} is out of the range of {target}")
            }
            TimeError::Inexact { value, target } => {
                write!(f, "{value} is no whole number of {target}")
            }
            TimeError::NoLength { value, target } => write!(
                f,
                "{value} cannot be counted in {target}: years and months have no fixed length, \
                 and steps without a unit none at all"
            ),
        }
    }
}

impl core::error::Error for TimeError {}
