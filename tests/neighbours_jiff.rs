//! Times as `jiff` has them, against NumPy's own values and a calendar that
//! counts year by year.

#![cfg(feature = "jiff")]

use proptest::prelude::*;
use records_core::jiff::civil::{Date, DateTime, date};
use records_core::jiff::{SignedDuration, Span, Timestamp};
use records_core::{
    Attoseconds, DateTime64, Days, Hours, Microseconds, Milliseconds, Minutes, Months, Nanoseconds,
    Picoseconds, Seconds, TimeDelta64, TimeError, TimeStep, TimeUnit, Times, Unit, Weeks, Years,
};

fn both_ways<U: Unit>(values: &[(i64, &str)]) {
    for (steps, text) in values {
        let time = DateTime64::<U>::new(*steps);
        let civil: DateTime = text.parse().unwrap();
        assert_eq!(time.to_civil(), Ok(Some(civil)), "{time}");
        assert_eq!(DateTime64::from_civil(civil), Ok(time), "{text}");
        if (-9998..9999).contains(&civil.year()) {
            let timestamp: Timestamp = format!("{text}Z").parse().unwrap();
            assert_eq!(time.to_timestamp(), Ok(Some(timestamp)), "{time}");
            assert_eq!(timestamp.try_into(), Ok(time), "{text}");
        }
    }
}

/// `numpy.datetime64(steps, unit)` as NumPy 2.4 prints it.
#[test]
fn numpy_says_the_same() {
    both_ways::<Years>(&[
        (-1, "1969-01-01T00:00:00"),
        (0, "1970-01-01T00:00:00"),
        (30, "2000-01-01T00:00:00"),
        (-11968, "-009998-01-01T00:00:00"),
        (8029, "9999-01-01T00:00:00"),
    ]);
    both_ways::<Months>(&[
        (-1, "1969-12-01T00:00:00"),
        (361, "2000-02-01T00:00:00"),
        (-7, "1969-06-01T00:00:00"),
        (650, "2024-03-01T00:00:00"),
    ]);
    both_ways::<Weeks>(&[
        (1, "1970-01-08T00:00:00"),
        (-1, "1969-12-25T00:00:00"),
        (2870, "2025-01-02T00:00:00"),
    ]);
    both_ways::<Days>(&[
        (-1, "1969-12-31T00:00:00"),
        (19000, "2022-01-08T00:00:00"),
        (-735525, "-000044-03-15T00:00:00"),
        (2932896, "9999-12-31T00:00:00"),
        (-4371222, "-009998-01-01T00:00:00"),
        (-4371587, "-009999-01-01T00:00:00"),
    ]);
    both_ways::<Hours>(&[(-1, "1969-12-31T23:00:00"), (438291, "2020-01-01T03:00:00")]);
    both_ways::<Minutes>(&[(-1, "1969-12-31T23:59:00")]);
    both_ways::<Seconds>(&[
        (-1, "1969-12-31T23:59:59"),
        (1700000000, "2023-11-14T22:13:20"),
        (253402300799, "9999-12-31T23:59:59"),
    ]);
    both_ways::<Milliseconds>(&[
        (-1, "1969-12-31T23:59:59.999"),
        (1700000000123, "2023-11-14T22:13:20.123"),
    ]);
    both_ways::<Microseconds>(&[(-1, "1969-12-31T23:59:59.999999")]);
    both_ways::<Nanoseconds>(&[
        (-1, "1969-12-31T23:59:59.999999999"),
        (951827696789000000, "2000-02-29T12:34:56.789"),
        (-9223372036854775807, "1677-09-21T00:12:43.145224193"),
        (9223372036854775807, "2262-04-11T23:47:16.854775807"),
    ]);
    both_ways::<Picoseconds>(&[(-1000, "1969-12-31T23:59:59.999999999")]);
    both_ways::<Times<25, Seconds>>(&[(3, "1970-01-01T00:01:15")]);
    both_ways::<Times<7, Months>>(&[(-1, "1969-06-01T00:00:00")]);
    both_ways::<Times<10, Years>>(&[(3, "2000-01-01T00:00:00")]);
    both_ways::<Times<2, Weeks>>(&[(1, "1970-01-15T00:00:00")]);
    both_ways::<Times<100, Nanoseconds>>(&[(-3, "1969-12-31T23:59:59.9999997")]);
}

/// Days from 1970-01-01 to the first of a month, year by year and month by month.
fn days_to(year: i64, month: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let year_days = |year| if leap(year) { 366 } else { 365 };
    let years: i64 = if year >= 1970 {
        (1970..year).map(year_days).sum()
    } else {
        -(year..1970).map(year_days).sum::<i64>()
    };
    let lengths = [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    years + lengths[..month as usize - 1].iter().sum::<i64>()
}

proptest! {
    #[test]
    fn a_calendar_that_counts_says_the_same(months in -140_000..95_000_i64, seconds: i32) {
        let (year, month) = (1970 + months.div_euclid(12), months.rem_euclid(12) + 1);
        let days = days_to(year, month);
        let first = DateTime64::<Months>::new(months).to_date().unwrap().unwrap();
        prop_assert_eq!((i64::from(first.year()), i64::from(first.month())), (year, month));
        prop_assert_eq!(DateTime64::<Days>::from_date(first), Ok(DateTime64::new(days)));
        prop_assert_eq!(DateTime64::<Months>::from_date(first), Ok(DateTime64::new(months)));
        let year_alone = DateTime64::<Years>::from_date(first);
        if month == 1 {
            prop_assert_eq!(year_alone, Ok(DateTime64::new(year - 1970)));
        } else {
            let inexact = matches!(year_alone, Err(TimeError::Inexact { .. }));
            prop_assert!(inexact);
        }

        let at = days * 86_400 + i64::from(seconds);
        let civil = DateTime64::<Seconds>::new(at).to_civil().unwrap().unwrap();
        prop_assert_eq!(DateTime64::<Seconds>::from_civil(civil), Ok(DateTime64::new(at)));
        let whole_day = at.rem_euclid(86_400) == 0;
        let day = DateTime64::<Days>::from_civil(civil);
        prop_assert_eq!(day.is_ok(), whole_day);
        let timestamp = DateTime64::<Seconds>::new(at).to_timestamp().unwrap().unwrap();
        prop_assert_eq!(timestamp.as_second(), at);
    }

    #[test]
    fn nothing_panics(steps: i64) {
        fn ask<U: Unit>(steps: i64) {
            let moment = DateTime64::<U>::new(steps);
            if let Ok(Some(civil)) = moment.to_civil() {
                assert_eq!(DateTime64::from_civil(civil), Ok(moment));
            }
            let _ = (moment.to_timestamp(), moment.to_date());
            let delta = TimeDelta64::<U>::new(steps);
            if let Ok(Some(duration)) = delta.to_signed_duration() {
                assert_eq!(TimeDelta64::from_signed_duration(duration), Ok(delta));
            }
            if let Ok(Some(span)) = delta.to_span() {
                assert_eq!(TimeDelta64::from_span(span), Ok(delta));
            }
        }
        for steps in [steps, steps >> 20, steps >> 40, i64::MIN, i64::MAX, -i64::MAX] {
            ask::<Years>(steps);
            ask::<Months>(steps);
            ask::<Weeks>(steps);
            ask::<Days>(steps);
            ask::<Hours>(steps);
            ask::<Minutes>(steps);
            ask::<Seconds>(steps);
            ask::<Milliseconds>(steps);
            ask::<Microseconds>(steps);
            ask::<Nanoseconds>(steps);
            ask::<Picoseconds>(steps);
            ask::<Attoseconds>(steps);
            ask::<Times<{ u32::MAX }, Weeks>>(steps);
            ask::<Times<357_913_941, Years>>(steps);
            ask::<NoUnit>(steps);
        }
    }
}

/// NumPy's plain `M8` and `m8`.
enum NoUnit {}

impl Unit for NoUnit {
    const STEP: TimeStep = TimeStep::one(TimeUnit::Generic);
}

#[test]
fn what_has_no_counterpart_says_why() {
    assert_eq!(DateTime64::<Days>::NAT.to_date(), Ok(None));
    assert_eq!(DateTime64::<Years>::NAT.to_timestamp(), Ok(None));
    assert_eq!(TimeDelta64::<Years>::NAT.to_signed_duration(), Ok(None));

    let text = |error: TimeError| error.to_string();
    assert_eq!(
        DateTime64::<Years>::new(8030).to_civil().map_err(text),
        Err("10000 is out of the range of a civil time".into())
    );
    assert_eq!(
        DateTime64::<Picoseconds>::new(1).to_civil().map_err(text),
        Err("1970-01-01T00:00:00.000000000001 is no whole number of nanoseconds".into())
    );
    assert_eq!(
        DateTime64::<Hours>::new(1).to_date().map_err(text),
        Err("1970-01-01T01 is no whole number of days".into())
    );
    let late = Timestamp::MAX;
    assert_eq!(
        DateTime64::<Nanoseconds>::from_timestamp(late).map_err(text),
        Err(format!("{late} is out of the range of M8[ns]"))
    );
    // One nanosecond before the first that fits would be NaT.
    let nat = Timestamp::from_nanosecond(i64::MIN.into()).unwrap();
    assert!(matches!(
        DateTime64::<Nanoseconds>::from_timestamp(nat),
        Err(TimeError::OutOfRange { .. })
    ));
    // The last civil day is no timestamp: its moment depends on the zone.
    let last = DateTime64::<Seconds>::from_civil(DateTime::MAX.date().at(23, 59, 59, 0)).unwrap();
    assert!(matches!(last.to_timestamp(), Err(TimeError::OutOfRange { .. })));
    assert!(matches!(DateTime64::<NoUnit>::new(1).to_civil(), Err(TimeError::NoLength { .. })));
    assert!(matches!(
        DateTime64::<Months>::from_civil(date(2024, 2, 29).at(0, 0, 0, 0)),
        Err(TimeError::Inexact { .. })
    ));
    let first: Date = date(2024, 2, 1);
    assert_eq!(DateTime64::<Months>::try_from(first), Ok(DateTime64::new(649)));
}

/// Where both write a moment alike: from the year 0 on, without a fraction.
#[test]
fn moments_print_as_civil_times() {
    let first = DateTime64::<Seconds>::from_date(date(0, 1, 1)).unwrap().steps();
    let last = DateTime64::<Seconds>::from_date(date(9999, 12, 31)).unwrap().steps();
    for steps in (first..=last).step_by(7_654_321) {
        let at = DateTime64::<Seconds>::new(steps);
        assert_eq!(at.to_string(), at.to_civil().unwrap().unwrap().to_string());
        let day = DateTime64::<Days>::new(steps / 86_400);
        assert_eq!(day.to_string(), day.to_date().unwrap().unwrap().to_string());
    }
}

#[test]
fn durations_and_spans() {
    let five = TimeDelta64::<Weeks>::new(5);
    assert_eq!(five.to_signed_duration(), Ok(Some(SignedDuration::from_secs(3_024_000))));
    assert_eq!(five.to_span().unwrap().unwrap().get_weeks(), 5);
    let back = TimeDelta64::<Milliseconds>::new(-1_500);
    assert_eq!(back.to_signed_duration(), Ok(Some(SignedDuration::new(-1, -500_000_000))));
    assert_eq!(SignedDuration::new(-1, -500_000_000).try_into(), Ok(back));
    assert!(matches!(
        TimeDelta64::<Seconds>::from_signed_duration(SignedDuration::from_millis(1)),
        Err(TimeError::Inexact { .. })
    ));
    assert!(matches!(
        TimeDelta64::<Years>::new(1).to_signed_duration(),
        Err(TimeError::NoLength { .. })
    ));
    assert!(matches!(
        TimeDelta64::<Weeks>::new(i64::MAX).to_signed_duration(),
        Err(TimeError::OutOfRange { .. })
    ));

    let span = Span::new().years(1).months(6);
    assert_eq!(TimeDelta64::<Months>::from_span(span), Ok(TimeDelta64::new(18)));
    assert!(matches!(TimeDelta64::<Years>::from_span(span), Err(TimeError::Inexact { .. })));
    assert!(matches!(TimeDelta64::<Days>::from_span(span), Err(TimeError::NoLength { .. })));
    let span = Span::new().weeks(1).days(1).hours(1).minutes(1).seconds(1).milliseconds(1);
    let expected = (8 * 86_400 + 3_661) * 1000 + 1;
    assert_eq!(span.try_into(), Ok(TimeDelta64::<Milliseconds>::new(expected)));
    assert!(matches!(TimeDelta64::<Months>::from_span(span), Err(TimeError::NoLength { .. })));
    assert_eq!(TimeDelta64::<Years>::from_span(Span::new()), Ok(TimeDelta64::new(0)));
    assert!(matches!(
        TimeDelta64::<Years>::new(20_000).to_span(),
        Err(TimeError::OutOfRange { .. })
    ));
}
