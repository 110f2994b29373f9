//! A projection against the record it is a projection of.

use std::hint::black_box;

use records_core::{RecordBuf, Records};

use crate::hand::{add, by_pointer};
use crate::subjects::Subject;
use crate::table::Table;

pub fn run<S: Subject>(table: &mut Table, rows: usize) {
    let bytes = (0..rows).map(S::make).collect::<RecordBuf<S>>().into_bytes();
    let bytes = &bytes[..];
    let zero = S::Key::default();
    let view = || Records::<S>::from_bytes(black_box(bytes)).unwrap();

    table.equal(
        "projection: its column, v. the column",
        || S::part_column(&view()).iter().fold(zero, add),
        || S::column(&view()).iter().fold(zero, add),
    );
    table.equal(
        "projection: its rows, one field, v. pointer loop",
        || view().project::<S::Part>().iter().fold(zero, |sum, part| sum + S::part_key(&part)),
        || by_pointer::<S, _>(black_box(bytes), zero, add),
    );
    table.equal(
        "projection: its rows, whole, v. the same fields of the rows",
        || view().project::<S::Part>().iter().for_each(|part| _ = black_box(part)),
        || view().iter().for_each(|row| _ = black_box(row.part())),
    );
    table.equal(
        "projection: `get(i)`, v. the same fields of `get(i)`",
        || {
            let parts = view().project::<S::Part>();
            (0..parts.len()).for_each(|i| _ = black_box(parts.get(i).unwrap()));
        },
        || {
            let rows = view();
            (0..rows.len()).for_each(|i| _ = black_box(rows.get(i).unwrap().part()));
        },
    );
}
