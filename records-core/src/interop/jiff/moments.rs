//! `DateTime64` as timestamps and civil times.

use core::fmt;

use jiff::civil::{Date, DateTime, Time, date};
use jiff::{SignedDuration, Timestamp};

use super::steps::{Length, nanoseconds, steps, whole};
use super::wrong::Wrong;
use crate::{DateTime64, Element, TimeError, Unit};

const EPOCH: DateTime = DateTime::from_parts(date(1970, 1, 1), Time::midnight());

/// The civil time so many nanoseconds after the epoch.
fn after_epoch(nanoseconds: i128) -> Result<DateTime, Wrong> {
    let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000));
    let seconds = seconds.map_err(|_| Wrong::OutOfRange)?;
    // Less than a thousand million.
    let rest = nanoseconds.rem_euclid(1_000_000_000) as i32;
    EPOCH.checked_add(SignedDuration::new(seconds, rest)).map_err(|_| Wrong::OutOfRange)
}

/// The civil time so many steps after the epoch; years and months by the calendar.
fn civil(steps: i64, length: Length) -> Result<DateTime, Wrong> {
    let Length::Months(each) = length else {
        return after_epoch(nanoseconds(steps, length)?);
    };
    // An i64 times twelve times a u32.
    let months = i128::from(steps) * each;
    let year = i16::try_from(1970 + months.div_euclid(12)).map_err(|_| Wrong::OutOfRange)?;
    let month = months.rem_euclid(12) as i8 + 1;
    match Date::new(year, month, 1) {
        Ok(date) => Ok(date.to_datetime(Time::midnight())),
        Err(_) => Err(Wrong::OutOfRange),
    }
}

/// The steps from the epoch to a civil time.
fn steps_to(at: DateTime, length: Length) -> Result<i64, Wrong> {
    let Length::Months(each) = length else {
        return steps(at.duration_since(EPOCH).as_nanos(), length);
    };
    if at.date().day() != 1 || at.time() != Time::midnight() {
        return Err(Wrong::Inexact);
    }
    let years = i128::from(at.date().year()) - 1970;
    whole(12 * years + i128::from(at.date().month()) - 1, each)
}

/// To and from the times of [`jiff`]. NumPy's times have no time zone; as timestamps they are taken
/// for UTC, as NumPy does.
impl<U: Unit> DateTime64<U> {
    /// The moment in UTC; `None` for NaT.
    ///
    /// Years and months count by the calendar: `M8[M]` of 1 is 1970-02-01.
    ///
    /// ```
    /// use records_core::{DateTime64, Milliseconds};
    ///
    /// let at = DateTime64::<Milliseconds>::new(1_700_000_000_123);
    /// assert_eq!(at.to_timestamp()?.unwrap().to_string(), "2023-11-14T22:13:20.123Z");
    /// assert_eq!(DateTime64::<Milliseconds>::NAT.to_timestamp()?, None);
    /// # Ok::<(), records_core::TimeError>(())
    /// ```
    ///
    /// # Errors
    /// [`TimeError::OutOfRange`] beyond the years -9999 to 9999; [`TimeError::Inexact`] for a
    /// moment between two nanoseconds; [`TimeError::NoLength`] for steps without a unit.
    pub fn to_timestamp(self) -> Result<Option<Timestamp>, TimeError> {
        let to_timestamp = |steps| {
            let at = civil(steps, Length::of(U::STEP))?;
            let at = at.duration_since(EPOCH).as_nanos();
            Timestamp::from_nanosecond(at).map_err(|_| Wrong::OutOfRange)
        };
        let at = self.get().map(to_timestamp).transpose();
        at.map_err(|wrong| wrong.with(self, "nanoseconds", "a timestamp"))
    }

    /// The date and time; `None` for NaT.
    ///
    /// # Errors
    /// As for [`to_timestamp`](DateTime64::to_timestamp).
    pub fn to_civil(self) -> Result<Option<DateTime>, TimeError> {
        let at = self.get().map(|steps| civil(steps, Length::of(U::STEP))).transpose();
        at.map_err(|wrong| wrong.with(self, "nanoseconds", "a civil time"))
    }

    /// The date; `None` for NaT.
    ///
    /// ```
    /// use records_core::jiff::civil::date;
    /// use records_core::{DateTime64, Days, Months};
    ///
    /// assert_eq!(DateTime64::<Days>::new(-1).to_date()?, Some(date(1969, 12, 31)));
    /// assert_eq!(DateTime64::<Months>::new(649).to_date()?, Some(date(2024, 2, 1)));
    /// # Ok::<(), records_core::TimeError>(())
    /// ```
    ///
    /// # Errors
    /// As for [`to_timestamp`](DateTime64::to_timestamp), and [`TimeError::Inexact`] for any time
    /// but midnight.
    pub fn to_date(self) -> Result<Option<Date>, TimeError> {
        match self.to_civil()? {
            Some(at) if at.time() == Time::midnight() => Ok(Some(at.date())),
            Some(_) => Err(Wrong::Inexact.with(self, "days", "a date")),
            None => Ok(None),
        }
    }

    /// The moment in UTC, where it is a whole number of steps. To cut off what is
    /// less than a step, round the timestamp first: `timestamp.round(...)`.
    ///
    /// ```
    /// use records_core::jiff::Timestamp;
    /// use records_core::{DateTime64, Microseconds};
    ///
    /// let at: Timestamp = "2000-02-29T12:34:56.789Z".parse()?;
    /// let at = DateTime64::<Microseconds>::from_timestamp(at)?;
    /// assert_eq!(at.steps(), 951_827_696_789_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`TimeError::Inexact`] if it lies between two steps; [`TimeError::OutOfRange`] if there are
    /// more steps than fit; [`TimeError::NoLength`] for steps without a unit.
    pub fn from_timestamp(at: Timestamp) -> Result<DateTime64<U>, TimeError> {
        // Every timestamp is a civil time.
        let steps =
            after_epoch(at.as_nanosecond()).and_then(|civil| steps_to(civil, Length::of(U::STEP)));
        Self::counted(steps, at)
    }

    /// The date and time, where it is a whole number of steps.
    ///
    /// # Errors
    /// As for [`from_timestamp`](DateTime64::from_timestamp).
    pub fn from_civil(at: DateTime) -> Result<DateTime64<U>, TimeError> {
        Self::counted(steps_to(at, Length::of(U::STEP)), at)
    }

    /// The start of a day, where it is a whole number of steps.
    ///
    /// # Errors
    /// As for [`from_timestamp`](DateTime64::from_timestamp).
    pub fn from_date(date: Date) -> Result<DateTime64<U>, TimeError> {
        let at = date.to_datetime(Time::midnight());
        Self::counted(steps_to(at, Length::of(U::STEP)), date)
    }

    fn counted(
        steps: Result<i64, Wrong>,
        at: impl fmt::Display,
    ) -> Result<DateTime64<U>, TimeError> {
        steps.map(Self::new).map_err(|wrong| wrong.for_steps(at, Self::DTYPE))
    }
}

/// As [`DateTime64::from_timestamp`].
impl<U: Unit> TryFrom<Timestamp> for DateTime64<U> {
    type Error = TimeError;

    fn try_from(at: Timestamp) -> Result<Self, TimeError> {
        Self::from_timestamp(at)
    }
}

/// As [`DateTime64::from_civil`].
impl<U: Unit> TryFrom<DateTime> for DateTime64<U> {
    type Error = TimeError;

    fn try_from(at: DateTime) -> Result<Self, TimeError> {
        Self::from_civil(at)
    }
}

/// As [`DateTime64::from_date`].
impl<U: Unit> TryFrom<Date> for DateTime64<U> {
    type Error = TimeError;

    fn try_from(date: Date) -> Result<Self, TimeError> {
        Self::from_date(date)
    }
}
