//! What a review of the operations on many rows found, each finding a test.

use std::panic::{AssertUnwindSafe, catch_unwind};

use records_core::{Record, Records, SearchSide};

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
