//! How long a step is.

use super::wrong::Wrong;
use crate::{TimeStep, TimeUnit};

/// The length of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// So many months of the calendar.
    Months(i128),
    /// So many nanoseconds; a day has 24 hours, as NumPy and UTC without leap seconds have it.
    Nanoseconds(i128),
    /// So many of a unit of which so many make a nanosecond.
    Parts {
        /// Units a step.
        count: i128,
        /// Units a nanosecond.
        of: i128,
    },
    /// No unit.
    Unknown,
}

impl Length {
    pub(super) const fn of(step: TimeStep) -> Length {
        const SECOND: i128 = 1_000_000_000;
        const DAY: i128 = 86_400 * SECOND;
        let count = step.count as i128;
        match step.unit {
            TimeUnit::Year => Length::Months(12 * count),
            TimeUnit::Month => Length::Months(count),
            TimeUnit::Week => Length::Nanoseconds(7 * DAY * count),
            TimeUnit::Day => Length::Nanoseconds(DAY * count),
            TimeUnit::Hour => Length::Nanoseconds(3_600 * SECOND * count),
            TimeUnit::Minute => Length::Nanoseconds(60 * SECOND * count),
            TimeUnit::Second => Length::Nanoseconds(SECOND * count),
            TimeUnit::Millisecond => Length::Nanoseconds(1_000_000 * count),
            TimeUnit::Microsecond => Length::Nanoseconds(1_000 * count),
            TimeUnit::Nanosecond => Length::Nanoseconds(count),
            TimeUnit::Picosecond => Length::Parts { count, of: 1_000 },
            TimeUnit::Femtosecond => Length::Parts { count, of: 1_000_000 },
            TimeUnit::Attosecond => Length::Parts { count, of: 1_000_000_000 },
            TimeUnit::Generic => Length::Unknown,
        }
    }
}

/// The nanoseconds of so many steps.
///
/// # Errors
/// [`Wrong`] if there is no such number.
pub(super) fn nanoseconds(steps: i64, length: Length) -> Result<i128, Wrong> {
    let steps = i128::from(steps);
    match length {
        Length::Nanoseconds(each) => steps.checked_mul(each).ok_or(Wrong::OutOfRange),
        Length::Parts { count, of } => {
            // An i64 times a u32.
            let parts = steps * count;
            if parts % of == 0 { Ok(parts / of) } else { Err(Wrong::Inexact) }
        }
        Length::Months(_) | Length::Unknown => Err(Wrong::NoLength),
    }
}

/// The steps that so many nanoseconds are.
///
/// # Errors
/// [`Wrong`] if there is no such number.
pub(super) fn steps(nanoseconds: i128, length: Length) -> Result<i64, Wrong> {
    let (each, total) = match length {
        Length::Nanoseconds(each) => (each, Some(nanoseconds)),
        Length::Parts { count, of } => (count, nanoseconds.checked_mul(of)),
        Length::Months(_) | Length::Unknown => return Err(Wrong::NoLength),
    };
    whole(total.ok_or(Wrong::OutOfRange)?, each)
}

/// `total / each`, where that is a number of steps.
///
/// # Errors
/// [`Wrong`] if it is not.
pub(super) fn whole(total: i128, each: i128) -> Result<i64, Wrong> {
    // A unit of the user's own may count no steps at all.
    match total.checked_rem(each) {
        Some(0) => {}
        Some(_) => return Err(Wrong::Inexact),
        None => return Err(Wrong::NoLength),
    }
    match i64::try_from(total / each) {
        // The least number is NaT.
        Ok(i64::MIN) | Err(_) => Err(Wrong::OutOfRange),
        Ok(steps) => Ok(steps),
    }
}
