//! Columns against loops at a constant stride.

use std::hint::black_box;

use records_core::{RecordBuf, Records};

use crate::hand::{add, by_chunks, by_pointer, greater};
use crate::subjects::Subject;
use crate::table::Table;

pub fn run<S: Subject>(table: &mut Table, rows: usize) {
    let bytes = (0..rows).map(S::make).collect::<RecordBuf<S>>().into_bytes();
    let bytes = &bytes[..];
    let zero = S::Key::default();
    let limit = S::make(50).key();

    // What the ratios below can tell at best.
    table.at_most(
        None,
        "control: the pointer loop against itself",
        || by_pointer::<S, _>(black_box(bytes), zero, add),
        || by_pointer::<S, _>(black_box(bytes), zero, add),
    );

    // The view is made where it is used, so that the compiler sees the stride.
    let view = || Records::<S>::from_bytes(black_box(bytes)).unwrap();
    table.equal(
        "column: sum by `fold`, v. pointer loop",
        || S::column(&view()).iter().fold(zero, add),
        || by_pointer::<S, _>(black_box(bytes), zero, add),
    );
    table.equal(
        "column: sum by `for`, v. pointer loop",
        || {
            let mut sum = zero;
            for key in S::column(&view()) {
                sum = sum + key;
            }
            sum
        },
        || by_pointer::<S, _>(black_box(bytes), zero, add),
    );
    table.equal(
        "column: maximum, v. pointer loop",
        || S::column(&view()).iter().fold(zero, greater),
        || by_pointer::<S, _>(black_box(bytes), zero, greater),
    );
    table.equal(
        "column: count if, v. pointer loop",
        || S::column(&view()).iter().filter(|&key| key > limit).count(),
        || by_pointer::<S, _>(black_box(bytes), 0, |count, key| count + usize::from(key > limit)),
    );
    table.equal(
        "column: sum, v. `chunks_exact`",
        || S::column(&view()).iter().fold(zero, add),
        || by_chunks::<S, _>(black_box(bytes), zero, add),
    );
    table.equal(
        "column: maximum, v. `chunks_exact`",
        || S::column(&view()).iter().fold(zero, greater),
        || by_chunks::<S, _>(black_box(bytes), zero, greater),
    );
    table.equal(
        "column: count if, v. `chunks_exact`",
        || S::column(&view()).iter().filter(|&key| key > limit).count(),
        || by_chunks::<S, _>(black_box(bytes), 0, |count, key| count + usize::from(key > limit)),
    );

    // The column comes from elsewhere: the stride is a number in memory.
    let column = S::column(&view());
    table.equal(
        "column from elsewhere: sum, v. pointer loop",
        || black_box(column).iter().fold(zero, add),
        || by_pointer::<S, _>(black_box(bytes), zero, add),
    );
    table.equal(
        "column from elsewhere: maximum, v. pointer loop",
        || black_box(column).iter().fold(zero, greater),
        || by_pointer::<S, _>(black_box(bytes), zero, greater),
    );
    table.equal(
        "column from elsewhere: count if, v. pointer loop",
        || black_box(column).iter().filter(|&key| key > limit).count(),
        || by_pointer::<S, _>(black_box(bytes), 0, |count, key| count + usize::from(key > limit)),
    );
}
