//! How views print: tables and lists, the middle of long ones left out, each
//! value by its dtype.

use records_core::{
    Column, DateTime64, Element, FixedBytes, FixedStr, Grid, Milliseconds, Nanoseconds, Raw,
    Record, RecordArray, RecordBuf, Records, Seconds, TimeDelta64, TimeStep, TimeUnit, Times,
    Value,
};
use zerocopy::big_endian;

#[derive(Record, Clone, Copy, PartialEq)]
#[record(aligned)]
struct Person {
    name: FixedBytes<30>,
    age: i32,
    weight: f32,
}

fn people(count: i32) -> RecordBuf<Person> {
    let names = [&b"Zhang"[..], b"Li", b"M\xfcller"];
    let person = |i: i32| Person {
        name: FixedBytes::from_bytes(names[i as usize % 3]).unwrap(),
        age: 30 + i,
        weight: 50.5 + i as f32 / 4.0,
    };
    (0..count).map(person).collect()
}

#[test]
fn rows_print_as_a_table_numbers_at_the_right_and_text_at_the_left() {
    assert_eq!(
        people(3).to_string(),
        "   name      age  weight\n\
         0  \"Zhang\"    30    50.5\n\
         1  \"Li\"       31   50.75\n\
         2  \"M\u{fffd}ller\"   32    51.0\n\
         (3 rows)"
    );
    assert_eq!(people(0).to_string(), "  name  age  weight\n(0 rows)");
    assert!(people(1).to_string().ends_with("\n(1 row)"));
}

#[test]
fn long_tables_leave_the_middle_out() {
    let buf = people(21);
    let table = buf.to_string();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 1 + 8 + 1 + 8 + 1);
    assert!(lines[8].starts_with("7 ") && lines[10].starts_with("13 "));
    assert_eq!(lines[9].split_whitespace().collect::<Vec<_>>(), ["..."; 4]);
    assert_eq!(lines[18], "(21 rows)");
    // Twenty are shown all.
    assert_eq!(people(20).to_string().lines().count(), 1 + 20 + 1);
    // The rows of the view, not of what it looks into.
    let turned = buf.view().reversed().step_by(10).to_string();
    assert!(turned.lines().nth(1).unwrap().contains(" 50 "), "{turned}");
}

#[test]
fn rows_print_as_a_list_for_debugging() {
    let buf = people(2);
    let text = r#"[{name: "Zhang", age: 30, weight: 50.5}, {name: "Li", age: 31, weight: 50.75}]"#;
    assert_eq!(format!("{buf:?}"), text);
    assert_eq!(format!("{:?}", buf.view()), text);
    let array = RecordArray::<Person, _>::new(buf.into_bytes()).unwrap();
    assert_eq!(format!("{array:?}"), text);
    let mut buf = people(2);
    assert_eq!(format!("{:?}", buf.view_mut()), text);
    assert_eq!(buf.view_mut().to_string(), buf.to_string());
    assert_eq!(format!("{:?}", people(0)), "[]");
}

#[test]
fn columns_print_as_lists_and_long_ones_leave_the_middle_out() {
    let numbers: Vec<u16> = (0..25).collect();
    let column = Column::from_slice(&numbers);
    assert_eq!(column.to_string(), "[0, 1, 2, 3, ..., 21, 22, 23, 24]");
    assert_eq!(format!("{:?}", column.reversed()), "[24, 23, 22, 21, ..., 3, 2, 1, 0]");
    let all = column.slice(..24).to_string();
    assert!(all.starts_with("[0, 1, 2, 3, 4, ") && all.ends_with(", 22, 23]"), "{all}");
    assert_eq!(column.slice(..0).to_string(), "[]");
    let mut bytes = [1, 2];
    let mut view = records_core::RecordsMut::<(u8,)>::from_bytes(&mut bytes).unwrap();
    assert_eq!(format!("{0} {0:?}", view.columns_mut().0), "[1, 2] [1, 2]");
}

/// One value as it prints in a column, and in a cell of a table.
fn prints<F: Element>(value: F) -> String {
    let buf: RecordBuf<(F,)> = [(value,)].into_iter().collect();
    let text = buf.columns().0.to_string();
    let text = text.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    assert_eq!(format!("{:?}", buf.view()), format!("[{{f0: {text}}}]"));
    let table = buf.to_string();
    let cell = table.lines().nth(1).unwrap().strip_prefix('0').unwrap();
    assert_eq!(cell.trim_start(), text.trim_end());
    text.to_string()
}

#[test]
fn every_dtype_prints_its_value() {
    assert_eq!(prints(true), "true");
    assert_eq!(prints(false), "false");
    assert_eq!(prints(-1_i8), "-1");
    assert_eq!(prints(u8::MAX), "255");
    assert_eq!(prints(i16::MIN), "-32768");
    assert_eq!(prints(u16::MAX), "65535");
    assert_eq!(prints(i32::MIN), "-2147483648");
    assert_eq!(prints(u32::MAX), "4294967295");
    assert_eq!(prints(i64::MIN), i64::MIN.to_string());
    assert_eq!(prints(u64::MAX), u64::MAX.to_string());
    assert_eq!(prints(i128::MIN), i128::MIN.to_string());
    assert_eq!(prints(u128::MAX), u128::MAX.to_string());
    assert_eq!(prints(0.1_f32), "0.1");
    assert_eq!(prints(-0.0_f64), "-0.0");
    assert_eq!(prints(1e300), "1e300");
    assert_eq!(prints(f64::NAN), "NaN");
    assert_eq!(prints(f32::NEG_INFINITY), "-inf");
    assert_eq!(prints(big_endian::I32::new(-258)), "-258");
    assert_eq!(prints(big_endian::F64::new(2.5)), "2.5");
    assert_eq!(prints(FixedBytes::from_array(*b"a\"\0b\0")), "\"a\\\"\\0b\"");
    assert_eq!(prints(FixedStr::<6>::new("Zürich").unwrap()), "\"Zürich\"");
    assert_eq!(prints(FixedStr::from_array([0x61, 0xd800, 0])), "\"a\u{fffd}\"");
    assert_eq!(prints(Raw([0, 15, 255])), "0x000fff");
    assert_eq!(prints(Raw([])), "0x");
}

#[test]
fn moments_print_as_numpy_writes_them_and_spans_with_their_unit() {
    assert_eq!(prints(DateTime64::<Milliseconds>::new(1500)), "1970-01-01T00:00:01.500");
    assert_eq!(prints(DateTime64::<Times<25, Seconds>>::new(3)), "1970-01-01T00:01:15");
    assert_eq!(prints(DateTime64::<Seconds>::NAT), "NaT");
    assert_eq!(prints(TimeDelta64::<Nanoseconds>::new(-1)), "-1ns");
    assert_eq!(prints(TimeDelta64::<Times<25, Seconds>>::new(3)), "3x25s");
    assert_eq!(prints(TimeDelta64::<Seconds>::NAT), "NaT");
    // What `str(numpy.datetime64)` gives, at the ends, too.
    use TimeUnit::*;
    for (steps, unit, text) in [
        (-1970, Year, "0000"),
        (-2000, Year, "-030"),
        (9000, Year, "10970"),
        (-1, Month, "1969-12"),
        (1, Week, "1970-01-08"),
        (-1, Day, "1969-12-31"),
        (11_016, Day, "2000-02-29"),
        (-719_528, Day, "0000-01-01"),
        (-719_529, Day, "-001-12-31"),
        (1 << 60, Day, "3156591865972789-04-28"),
        (5, Hour, "1970-01-01T05"),
        (5, Minute, "1970-01-01T00:05"),
        (-1 << 62, Minute, "-8768310736838-03-03T14:56"),
        (1 << 62, Second, "146138514283-06-19T07:45:04"),
        (1_343_927_160_016_016, Microsecond, "2012-08-02T17:06:00.016016"),
        (-1, Nanosecond, "1969-12-31T23:59:59.999999999"),
        (-1 << 62, Attosecond, "1969-12-31T23:59:55.388313981572612096"),
        (5, Generic, "5"),
    ] {
        assert_eq!(Value::DateTime(steps, TimeStep::one(unit)).to_string(), text);
    }
    // Further than NumPy counts.
    let far = Value::DateTime(i64::MAX, TimeStep { unit: Week, count: u32::MAX });
    assert!(far.to_string().ends_with(|last: char| last.is_ascii_digit()));
}

#[test]
fn arrays_records_and_enums_print_in_a_cell() {
    #[derive(Element, Clone, Copy)]
    #[repr(i16)]
    enum Level {
        Low = -300,
        High = 300,
    }
    #[derive(Record, Clone, Copy)]
    #[record(aligned)]
    struct Inner {
        at: [u8; 2],
        level: Level,
    }
    assert_eq!(prints(Level::High), "High");
    let inner = Inner { at: [1, 2], level: Level::Low };
    assert_eq!(prints(inner), "{at: [1, 2], level: Low}");
    assert_eq!(prints([inner; 2]), "[{at: [1, 2], level: Low}, {at: [1, 2], level: Low}]");
    assert_eq!(prints([[1_u16, 2], [3, 4]]), "[[1, 2], [3, 4]]");
    assert_eq!(prints([0.5_f64; 0]), "[]");
    assert_eq!(prints([1_u8, 2, 3, 4, 5, 6, 7, 8]), "[1, 2, 3, 4, 5, 6, 7, 8]");
    assert_eq!(prints([1_u8, 2, 3, 4, 5, 6, 7, 8, 9]), "[1, 2, 3, ..., 7, 8, 9]");
}

#[test]
fn grids_matrices_and_sets_of_columns_print_too() {
    let bytes = [1, 2, 9, 3, 4, 9];
    let grid = Grid::<(u8,)>::from_bytes(&bytes, 2, 2, 3).unwrap();
    assert_eq!(format!("{grid:?}"), "[[{f0: 1}, {f0: 2}], [{f0: 3}, {f0: 4}]]");
    assert_eq!(format!("{:?}", grid.plane(<(u8,)>::FIELDS.0)), "[[1, 2], [3, 4]]");
    let pairs = Records::<(u8, u8)>::from_bytes(&bytes).unwrap();
    assert_eq!(format!("{:?}", pairs.to_matrix()), "[[1, 2], [9, 3], [4, 9]]");
    assert_eq!(format!("{:?}", pairs.columns()), "([1, 9, 4], [2, 3, 9])");
    assert_eq!(format!("{:?}", people(1).view().iter()), "RecordsIter(1 left)");
    assert_eq!(format!("{:?}", Person::FIELDS.age), "Person.age");
}
