//! The units in which times are counted.

use alloc::format;
use alloc::string::{String, ToString};

/// What a time counts, as NumPy names it in `M8[unit]`.
///
/// ```
/// use records_core::TimeUnit;
///
/// assert_eq!(TimeUnit::Microsecond.code(), "us");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeUnit {
    /// `Y`
    Year,
    /// `M`
    Month,
    /// `W`
    Week,
    /// `D`
    Day,
    /// `h`
    Hour,
    /// `m`
    Minute,
    /// `s`
    Second,
    /// `ms`
    Millisecond,
    /// `us`
    Microsecond,
    /// `ns`
    Nanosecond,
    /// `ps`
    Picosecond,
    /// `fs`
    Femtosecond,
    /// `as`
    Attosecond,
    /// No unit given: NumPy's plain `M8` and `m8`.
    Generic,
}

impl TimeUnit {
    /// Those that have a length, the longest first.
    pub(super) const LENGTHS: [TimeUnit; 13] = [
        TimeUnit::Year,
        TimeUnit::Month,
        TimeUnit::Week,
        TimeUnit::Day,
        TimeUnit::Hour,
        TimeUnit::Minute,
        TimeUnit::Second,
        TimeUnit::Millisecond,
        TimeUnit::Microsecond,
        TimeUnit::Nanosecond,
        TimeUnit::Picosecond,
        TimeUnit::Femtosecond,
        TimeUnit::Attosecond,
    ];

    /// NumPy's letters for it; empty for [`TimeUnit::Generic`].
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            TimeUnit::Year => "Y",
            TimeUnit::Month => "M",
            TimeUnit::Week => "W",
            TimeUnit::Day => "D",
            TimeUnit::Hour => "h",
            TimeUnit::Minute => "m",
            TimeUnit::Second => "s",
            TimeUnit::Millisecond => "ms",
            TimeUnit::Microsecond => "us",
            TimeUnit::Nanosecond => "ns",
            TimeUnit::Picosecond => "ps",
            TimeUnit::Femtosecond => "fs",
            TimeUnit::Attosecond => "as",
            TimeUnit::Generic => "",
        }
    }

    /// The unit of NumPy's letters: what [`code`](TimeUnit::code) says, `μs`, and `generic` for
    /// no unit. None if there is no such unit; case matters (`M` is a month, `m` a minute).
    ///
    /// ```
    /// use records_core::TimeUnit;
    ///
    /// assert_eq!(TimeUnit::from_code("us"), Some(TimeUnit::Microsecond));
    /// assert_eq!(TimeUnit::from_code("fortnight"), None);
    /// ```
    #[must_use]
    pub fn from_code(code: &str) -> Option<TimeUnit> {
        match code {
            "generic" | "" => Some(TimeUnit::Generic),
            "μs" => Some(TimeUnit::Microsecond),
            _ => TimeUnit::LENGTHS.into_iter().find(|unit| unit.code() == code),
        }
    }
}

/// The step of a time: so many of one unit (`M8[25s]` counts 25 seconds a step).
///
/// ```
/// use records_core::{Minutes, TimeStep, TimeUnit, Times, Unit};
///
/// assert_eq!(Minutes::STEP, TimeStep::one(TimeUnit::Minute));
/// assert_eq!(Times::<15, Minutes>::STEP, TimeStep { unit: TimeUnit::Minute, count: 15 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TimeStep {
    /// The unit.
    pub unit: TimeUnit,
    /// How many units make a step; 1 almost always.
    pub count: u32,
}

impl TimeStep {
    /// One unit a step.
    #[must_use]
    pub const fn one(unit: TimeUnit) -> TimeStep {
        TimeStep { unit, count: 1 }
    }

    /// A moment so many steps after 1970-01-01, to the unit, as NumPy prints it:
    /// `1970-01-01T00:00:01.500`, `2012-08`; steps without a unit, which are no moment,
    /// as they are, `NaT` for the least number.
    pub(crate) fn moment(self, steps: i64) -> String {
        // 2^63 steps of 2^32 units, which may be weeks.
        let units = i128::from(steps) * i128::from(self.count);
        // Digits of a fraction of a second, unless the unit is a longer one.
        let digits = match self.unit {
            _ if steps == i64::MIN => return self.span(steps),
            TimeUnit::Generic => return self.span(steps),
            TimeUnit::Year => return format!("{:04}", 1970 + units),
            TimeUnit::Month => {
                let (year, month) = (1970 + units.div_euclid(12), 1 + units.rem_euclid(12));
                return format!("{year:04}-{month:02}");
            }
            TimeUnit::Week => return date(7 * units),
            TimeUnit::Day => return date(units),
            TimeUnit::Hour => {
                return format!("{}T{:02}", date(units.div_euclid(24)), units.rem_euclid(24));
            }
            TimeUnit::Minute => {
                let (day, minute) = (units.div_euclid(1440), units.rem_euclid(1440));
                return format!("{}T{:02}:{:02}", date(day), minute / 60, minute % 60);
            }
            TimeUnit::Second => 0,
            TimeUnit::Millisecond => 3,
            TimeUnit::Microsecond => 6,
            TimeUnit::Nanosecond => 9,
            TimeUnit::Picosecond => 12,
            TimeUnit::Femtosecond => 15,
            TimeUnit::Attosecond => 18,
        };
        let second = 10_i128.pow(digits);
        let (seconds, fraction) = (units.div_euclid(second), units.rem_euclid(second));
        let (day, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (hour, minute) = (rest / 3600, rest / 60 % 60);
        let mut text = format!("{}T{hour:02}:{minute:02}:{:02}", date(day), rest % 60);
        if digits > 0 {
            text += &format!(".{fraction:0width$}", width = digits as usize);
        }
        text
    }

    /// A span of so many steps: `1500ms`, `3x25s`, `NaT` for the least number.
    pub(crate) fn span(self, steps: i64) -> String {
        match (steps, self.unit, self.count) {
            (i64::MIN, _, _) => "NaT".to_string(),
            (_, TimeUnit::Generic, _) => steps.to_string(),
            (_, unit, 1) => format!("{steps}{}", unit.code()),
            (_, unit, count) => format!("{steps}x{count}{}", unit.code()),
        }
    }

    /// `==` for constants.
    pub(crate) const fn same(self, other: TimeStep) -> bool {
        self.unit as u8 == other.unit as u8 && self.count == other.count
    }
}

/// The date so many days after 1970-01-01, in the Gregorian calendar of all years.
fn date(days: i128) -> String {
    // Years that start in March have their leap day at the end; 400 of them are always
    // 146,097 days.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    // Months from March on: 31, 30, 31, 30, 31, and again.
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (next, month) = if month < 10 { (0, month + 3) } else { (1, month - 9) };
    format!("{:04}-{month:02}-{day:02}", 400 * era + year + next)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The calendar day by day, as it is read from the wall.
    #[test]
    fn dates_follow_each_other() {
        let (mut year, mut month, mut day) = (-801_i32, 3, 1);
        let first = -1_012_028;
        for days in first..first + 4 * 146_097 {
            assert_eq!(date(days), format!("{year:04}-{month:02}-{day:02}"));
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let last = match month {
                2 if leap => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (month, day) = if day == last { (month + 1, 1) } else { (month, day + 1) };
            (year, month) = if month == 13 { (year + 1, 1) } else { (year, month) };
        }
        assert!(year > 790);
    }
}
