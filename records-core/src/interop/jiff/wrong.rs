//! What is wrong with a conversion.

use alloc::format;
use alloc::string::ToString;
use core::fmt;

use crate::{DType, TimeError};

/// What is wrong with a conversion, before anybody asks of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    OutOfRange,
    Inexact,
    NoLength,
}

impl Wrong {
    /// The error for `value`, which does not fit `target` and is no whole number of
    /// `parts`.
    pub(super) fn with(self, value: impl fmt::Display, parts: &str, target: &str) -> TimeError {
        let value = value.to_string();
        match self {
            Wrong::OutOfRange => TimeError::OutOfRange { value, target: target.to_string() },
            Wrong::Inexact => TimeError::Inexact { value, target: parts.to_string() },
            Wrong::NoLength => TimeError::NoLength { value, target: target.to_string() },
        }
    }

    /// The error for `value`, which is no whole number of steps of `target`.
    pub(super) fn for_steps(self, value: impl fmt::Display, target: &DType) -> TimeError {
        self.with(value, &format!("steps of {target}"), &target.to_string())
    }
}
