//! `TimeDelta64` as durations and spans.

use core::fmt;

use jiff::{SignedDuration, Span};

use super::steps::{Length, nanoseconds, steps, whole};
use super::wrong::Wrong;
use crate::{Element, TimeDelta64, TimeError, TimeUnit, Unit};

const SECOND: i128 = 1_000_000_000;

fn duration(nanoseconds: i128) -> Result<SignedDuration, Wrong> {
    let seconds = i64::try_from(nanoseconds / SECOND).map_err(|_| Wrong::OutOfRange)?;
    // Less than a thousand million, of the same sign.
    Ok(SignedDuration::new(seconds, (nanoseconds % SECOND) as i32))
}

/// The span that counts in the unit itself.
fn span<U: Unit>(count: i64) -> Result<Span, Wrong> {
    // An i64 times a u32 fits; how much of it `jiff` takes, it says itself.
    let units = i128::from(count) * i128::from(U::STEP.count);
    let units = if let Length::Parts { .. } = Length::of(U::STEP) {
        nanoseconds(count, Length::of(U::STEP))?
    } else {
        units
    };
    let units = i64::try_from(units).map_err(|_| Wrong::OutOfRange)?;
    let span = Span::new();
    let span = match U::STEP.unit {
        TimeUnit::Year => span.try_years(units),
        TimeUnit::Month => span.try_months(units),
        TimeUnit::Week => span.try_weeks(units),
        TimeUnit::Day => span.try_days(units),
        TimeUnit::Hour => span.try_hours(units),
        TimeUnit::Minute => span.try_minutes(units),
        TimeUnit::Second => span.try_seconds(units),
        TimeUnit::Millisecond => span.try_milliseconds(units),
        TimeUnit::Microsecond => span.try_microseconds(units),
        TimeUnit::Nanosecond
        | TimeUnit::Picosecond
        | TimeUnit::Femtosecond
        | TimeUnit::Attosecond => span.try_nanoseconds(units),
        TimeUnit::Generic => return Err(Wrong::NoLength),
    };
    span.map_err(|_| Wrong::OutOfRange)
}

/// The steps of a span: months by months, the rest by its length.
fn steps_of(span: &Span, length: Length) -> Result<i64, Wrong> {
    let months = 12 * i128::from(span.get_years()) + i128::from(span.get_months());
    let days = 7 * i128::from(span.get_weeks()) + i128::from(span.get_days());
    let seconds = 86_400 * days
        + 3_600 * i128::from(span.get_hours())
        + 60 * i128::from(span.get_minutes())
        + i128::from(span.get_seconds());
    let rest = SECOND * seconds
        + 1_000_000 * i128::from(span.get_milliseconds())
        + 1_000 * i128::from(span.get_microseconds())
        + i128::from(span.get_nanoseconds());
    match (length, months, rest) {
        (Length::Unknown, ..) => Err(Wrong::NoLength),
        (Length::Months(each), months, 0) => whole(months, each),
        (length, 0, rest) => steps(rest, length),
        _ => Err(Wrong::NoLength),
    }
}

/// To and from the durations of [`jiff`].
impl<U: Unit> TimeDelta64<U> {
    /// The duration; `None` for NaT. A day has 24 hours, as in NumPy.
    ///
    /// ```
    /// use records_core::jiff::SignedDuration;
    /// use records_core::{TimeDelta64, Weeks, Years};
    ///
    /// let weeks = TimeDelta64::<Weeks>::new(5);
    /// assert_eq!(weeks.to_signed_duration()?, Some(SignedDuration::from_secs(3_024_000)));
    /// // A year has no fixed length.
    /// assert!(TimeDelta64::<Years>::new(1).to_signed_duration().is_err());
    /// # Ok::<(), records_core::TimeError>(())
    /// ```
    ///
    /// # Errors
    /// [`TimeError::NoLength`] for years, months and steps without a unit;
    /// [`TimeError::Inexact`] for what is no whole number of nanoseconds;
    /// [`TimeError::OutOfRange`] beyond `i64` seconds.
    pub fn to_signed_duration(self) -> Result<Option<SignedDuration>, TimeError> {
        let duration = self.get().map(|steps| duration(nanoseconds(steps, Length::of(U::STEP))?));
        duration.transpose().map_err(|wrong| wrong.with(self, "nanoseconds", "a duration"))
    }

    /// The span, counted in the same unit (in nanoseconds, for finer ones); `None`
    /// for NaT.
    ///
    /// ```
    /// use records_core::{Months, TimeDelta64, Times};
    ///
    /// let quarters = TimeDelta64::<Times<3, Months>>::new(5);
    /// assert_eq!(quarters.to_span()?.unwrap().get_months(), 15);
    /// # Ok::<(), records_core::TimeError>(())
    /// ```
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] if there are more of the unit than a span has room for (about
    /// 20,000 years of any); [`TimeError::Inexact`] for what is no whole number of nanoseconds;
    /// [`TimeError::NoLength`] for steps without a unit.
    pub fn to_span(self) -> Result<Option<Span>, TimeError> {
        let span = self.get().map(span::<U>).transpose();
        span.map_err(|wrong| wrong.with(self, "nanoseconds", "a span"))
    }

    /// The duration, where it is a whole number of steps.
    ///
    /// # Errors
    /// [`TimeError::Inexact`] if it is not; [`TimeError::NoLength`] if `U` is years, months or no
    /// unit; [`TimeError::OutOfRange`] if there are more steps than fit.
    pub fn from_signed_duration(duration: SignedDuration) -> Result<TimeDelta64<U>, TimeError> {
        Self::counted(steps(duration.as_nanos(), Length::of(U::STEP)), duration)
    }

    /// The span, where it is a whole number of steps. Its years and months make
    /// whole numbers of months only, the rest, in which a day has 24 hours, only
    /// the other units.
    ///
    /// # Errors
    /// As for [`from_signed_duration`](TimeDelta64::from_signed_duration).
    pub fn from_span(span: Span) -> Result<TimeDelta64<U>, TimeError> {
        Self::counted(steps_of(&span, Length::of(U::STEP)), span)
    }

    fn counted(
        steps: Result<i64, Wrong>,
        span: impl fmt::Display,
    ) -> Result<TimeDelta64<U>, TimeError> {
        steps.map(Self::new).map_err(|wrong| wrong.for_steps(span, Self::DTYPE))
    }
}

/// As [`TimeDelta64::from_signed_duration`].
impl<U: Unit> TryFrom<SignedDuration> for TimeDelta64<U> {
    type Error = TimeError;

    fn try_from(duration: SignedDuration) -> Result<Self, TimeError> {
        Self::from_signed_duration(duration)
    }
}

/// As [`TimeDelta64::from_span`].
impl<U: Unit> TryFrom<Span> for TimeDelta64<U> {
    type Error = TimeError;

    fn try_from(span: Span) -> Result<Self, TimeError> {
        Self::from_span(span)
    }
}
