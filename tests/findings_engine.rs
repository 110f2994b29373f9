//! What a review of the operations on many rows found, each finding a test.

use std::panic::{AssertUnwindSafe, catch_unwind};

use records_core::{DynRecordBuf, DynRecords, Layout, Record, Records, SearchSide};

/// The message of a panic.
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("no panic");
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or_default().to_string()
}

/// 16 MiB in a row, and nothing in Rust's memory.
#[derive(Record, Clone, Copy)]
#[record(packed, size = 16777216)]
struct Wide {}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Holder {
    wide: Wide,
}

#[test]
fn values_sought_that_take_more_memory_than_there_is_are_refused() {
    static VALUES: [Wide; 1 << 40] = [Wide {}; 1 << 40];
    let bytes = vec![0; 1 << 24];
    let wide = Records::<Holder>::from_bytes(&bytes).unwrap().columns().wide;
    // Their bytes are 2^64, which in 64 bits is none.
    let message = panic_of(|| drop(wide.search_sorted_many(&VALUES, SearchSide::Left)));
    assert_eq!(message, "capacity overflow");
}

#[test]
fn rows_without_numbers_are_described_at_once_however_many() {
    let layout = Layout::parse("[('text', 'S0'), ('none', 'u1', (0,))]").unwrap();
    let rows = DynRecords::from_bytes_at(&[], &layout, 0, usize::MAX).unwrap();
    let description = rows.describe();
    assert_eq!(description.rows(), usize::MAX);
    assert!(description.fields().iter().all(|field| field.summary.is_none()));
}

#[test]
fn bools_of_other_bytes_count_as_one() {
    let layout = Layout::parse("[('other', 'S1'), ('is', '?')]").unwrap();
    let bytes: Vec<u8> =
        (0..300).flat_map(|i| [9, if i % 3 == 0 { 0 } else { i as u8 | 1 }]).collect();
    for rows in [
        DynRecords::from_bytes(&bytes, &layout).unwrap(),
        DynRecords::from_strided(&bytes, &Layout::parse("[('is', '?')]").unwrap(), 1, 2, 300)
            .unwrap(),
    ] {
        let description = rows.describe();
        let summary = description.get("is").unwrap();
        assert_eq!((&summary.min, &summary.max), (&0.into(), &1.into()));
        assert_eq!((summary.count, summary.mean), (300, Some(200.0 / 300.0)));
        assert_eq!(rows.dyn_column("is").unwrap().summary().as_ref(), Some(summary));
    }
}

#[test]
fn values_of_half_precision_are_rounded_once() {
    let mut rows = DynRecordBuf::new(&Layout::parse("f2").unwrap());
    // Next to a tie, and next to where infinity begins; the nearest singles are the ties.
    for value in [1.0 + f64::exp2(-11.0) + f64::exp2(-40.0), 65_519.999_999] {
        rows.push(&[value.into()]).unwrap();
    }
    assert_eq!(rows.as_bytes(), [0x01, 0x3c, 0xff, 0x7b]);
}
