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

    /// A time of so many steps: `1500ms`, `3x25s`, `NaT` for the least number.
    pub(crate) fn text(self, steps: i64) -> String {
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
