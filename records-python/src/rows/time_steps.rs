//! Times counted anew, exactly or not at all.

use records_core::{TimeStep, TimeUnit};

/// Days from 1970-01-01 of a day of the Gregorian calendar, of any year; months count from 0.
fn days(year: i128, month: i128, day: i128) -> i128 {
    // Years that start in March have their leap day at the end.
    let (year, month) = if month < 2 { (year - 1, month + 10) } else { (year, month - 2) };
    let (era, year) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + 365 * year + year / 4 - year / 100 + of_year - 719_468
}

/// The months from January 1970 to the month that begins on a day; none if none does.
fn months(days: i128) -> Option<i128> {
    // The mean month has 30.436875 days: the month is this one, or a neighbour.
    let near = (days * 4_800).div_euclid(146_097);
    (near - 1..=near + 1).find(|&month| first_day(month) == days)
}

/// The day on which a month begins, counted from January 1970.
fn first_day(month: i128) -> i128 {
    days(1970 + month.div_euclid(12), month.rem_euclid(12), 1)
}

/// Months of a year or month, attoseconds of a shorter unit; none without a unit.
enum Size {
    Months(i128),
    Attoseconds(i128),
}

fn size(unit: TimeUnit) -> Option<Size> {
    const SECOND: i128 = 1_000_000_000_000_000_000;
    Some(match unit {
        TimeUnit::Year => Size::Months(12),
        TimeUnit::Month => Size::Months(1),
        TimeUnit::Week => Size::Attoseconds(604_800 * SECOND),
        TimeUnit::Day => Size::Attoseconds(86_400 * SECOND),
        TimeUnit::Hour => Size::Attoseconds(3_600 * SECOND),
        TimeUnit::Minute => Size::Attoseconds(60 * SECOND),
        TimeUnit::Second => Size::Attoseconds(SECOND),
        TimeUnit::Millisecond => Size::Attoseconds(SECOND / 1_000),
        TimeUnit::Microsecond => Size::Attoseconds(SECOND / 1_000_000),
        TimeUnit::Nanosecond => Size::Attoseconds(1_000_000_000),
        TimeUnit::Picosecond => Size::Attoseconds(1_000_000),
        TimeUnit::Femtosecond => Size::Attoseconds(1_000),
        TimeUnit::Attosecond => Size::Attoseconds(1),
        _ => return None,
    })
}

/// So many steps of one kind as steps of another, if they are a whole number that 64 bits hold.
/// The least number is no time in either.
///
/// Of two units one is always a multiple of the other.
fn scaled(steps: i128, from: i128, from_count: u32, to: i128, to_count: u32) -> Option<i64> {
    // 2^127 steps of 2^32 units would still be far beyond 64 bits.
    let units = steps.checked_mul(from_count.into())?;
    let (units, divisor) = if from >= to {
        (units.checked_mul(from / to)?, i128::from(to_count))
    } else {
        (units, (to / from).checked_mul(to_count.into())?)
    };
    if divisor == 0 || units % divisor != 0 {
        return None;
    }
    i64::try_from(units / divisor).ok().filter(|&steps| steps != i64::MIN)
}

/// A span in other steps; none if it cannot be said exactly.
pub(super) fn span(steps: i128, from: TimeStep, to: TimeStep) -> Option<i64> {
    let (from_count, to_count) = (from.count, to.count);
    match (size(from.unit)?, size(to.unit)?) {
        (Size::Months(from), Size::Months(to))
        | (Size::Attoseconds(from), Size::Attoseconds(to)) => {
            scaled(steps, from, from_count, to, to_count)
        }
        // A month has no one length.
        _ => None,
    }
}

/// A moment in other steps; none if it cannot be said exactly.
pub(super) fn moment(steps: i128, from: TimeStep, to: TimeStep) -> Option<i64> {
    let one = |unit| TimeStep { unit, count: 1 };
    match (size(from.unit)?, size(to.unit)?) {
        (Size::Months(size), Size::Attoseconds(_)) => {
            let months = steps.checked_mul(from.count.into())?.checked_mul(size)?;
            // Far beyond what 64 bits hold of weeks.
            if months.unsigned_abs() > 1 << 96 {
                return None;
            }
            span(first_day(months), one(TimeUnit::Day), to)
        }
        (Size::Attoseconds(_), Size::Months(_)) => {
            let days = span(steps, from, one(TimeUnit::Day))?;
            span(months(days.into())?, one(TimeUnit::Month), to)
        }
        _ => span(steps, from, to),
    }
}

/// The microseconds from 1970 to a day and a time of it.
pub(super) fn microseconds(year: i32, month: u8, day: u8, of_day: i128) -> i128 {
    days(year.into(), i128::from(month) - 1, day.into()) * 86_400_000_000 + of_day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(count: u32, code: &str) -> TimeStep {
        TimeStep { unit: TimeUnit::from_code(code).unwrap(), count }
    }

    /// Month by month, as calendars have them.
    #[test]
    fn months_begin_after_the_days_of_those_before() {
        let (mut day, mut month) = (first_day(-12 * 900), -12 * 900);
        assert_eq!(first_day(0), 0);
        while month < 12 * 900 {
            assert_eq!((first_day(month), months(day)), (day, Some(month)));
            assert_eq!((months(day - 1), months(day + 1)), (None, None));
            let year = 1970 + month.div_euclid(12);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            day += match month.rem_euclid(12) {
                1 if leap => 29,
                1 => 28,
                3 | 5 | 8 | 10 => 30,
                _ => 31,
            };
            month += 1;
        }
        assert_eq!(months(1 << 60), None);
    }

    #[test]
    fn steps_are_counted_anew_only_where_nothing_is_lost() {
        let day = step(1, "D");
        assert_eq!(moment(3, day, step(1, "s")), Some(3 * 86_400));
        assert_eq!(moment(14, day, step(1, "W")), Some(2));
        assert_eq!(moment(15, day, step(1, "W")), None);
        assert_eq!(moment(31, day, step(1, "M")), Some(1));
        assert_eq!(moment(32, day, step(1, "M")), None);
        assert_eq!(moment(365, day, step(1, "Y")), Some(1));
        assert_eq!(moment(1, step(1, "Y"), step(25, "h")), None);
        assert_eq!(moment(30, step(1, "Y"), step(1, "ns")), Some(946_684_800_000_000_000));
        assert_eq!(moment(1000, step(1, "Y"), step(1, "ns")), None);
        assert_eq!(span(-50, step(1, "s"), step(25, "s")), Some(-2));
        assert_eq!(span(50, step(1, "s"), step(20, "s")), None);
        assert_eq!(span(2, step(1, "Y"), step(6, "M")), Some(4));
        assert_eq!(span(2, step(1, "M"), day), None);
        assert_eq!(span(1, step(u32::MAX, "W"), step(1, "as")), None);
        assert_eq!(span(i64::MAX.into(), step(u32::MAX, "W"), step(1, "as")), None);
        assert_eq!(span(1, step(1, ""), day), None);
        assert_eq!(span(i64::MIN.into(), day, day), None);
        assert_eq!(moment(i64::MAX.into(), step(u32::MAX, "Y"), step(1, "W")), None);
    }
}
