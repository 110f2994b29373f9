//! Rows against slices of structs whose layout Rust keeps.

use std::hint::black_box;

use records_core::Records;

use crate::subjects::Subject;
use crate::table::Table;

/// How many rows are looked at in random order: enough to see what one costs.
const LOOKS: usize = 200_000;

pub fn run<S: Subject>(table: &mut Table, rows: usize) {
    let vec: Vec<S> = (0..rows).map(S::make).collect();
    let slice = &vec[..];
    let zero = S::Key::default();
    let view = || Records::from_slice(black_box(slice));

    table.equal(
        "rows: `get(i)`, one field, v. `slice[i]`",
        || {
            let rows = view();
            (0..rows.len()).fold(zero, |sum, i| sum + rows.get(i).unwrap().key())
        },
        || {
            let slice = black_box(slice);
            (0..slice.len()).fold(zero, |sum, i| sum + slice[i].key())
        },
    );
    table.equal(
        "rows: `get(i)`, whole, v. `slice[i]`",
        || {
            let rows = view();
            (0..rows.len()).for_each(|i| _ = black_box(rows.get(i).unwrap()));
        },
        || {
            let slice = black_box(slice);
            (0..slice.len()).for_each(|i| _ = black_box(slice[i]));
        },
    );
    let order = shuffled(rows);
    table.equal(
        "rows: `get(i)` in random order, one field, v. `slice[i]`",
        || {
            let rows = view();
            order.iter().fold(zero, |sum, &i| sum + rows.get(i).unwrap().key())
        },
        || {
            let slice = black_box(slice);
            order.iter().fold(zero, |sum, &i| sum + slice[i].key())
        },
    );
    table.equal(
        "rows: `get(i)` in random order, all fields, v. `slice[i]`",
        || {
            let rows = view();
            order.iter().fold(0.0, |sum, &i| sum + rows.get(i).unwrap().total())
        },
        || {
            let slice = black_box(slice);
            order.iter().fold(0.0, |sum, &i| sum + slice[i].total())
        },
    );
    table.equal(
        "rows: `iter()`, one field, v. `slice.iter()`",
        || view().iter().fold(zero, |sum, row| sum + row.key()),
        || black_box(slice).iter().fold(zero, |sum, row| sum + row.key()),
    );
    table.equal(
        "rows: `iter()`, all fields, v. `slice.iter()`",
        || view().iter().fold(0.0, |sum, row| sum + row.total()),
        || black_box(slice).iter().fold(0.0, |sum, row| sum + row.total()),
    );
    table.equal(
        "rows: `iter()`, whole, v. `slice.iter().copied()`",
        || view().iter().for_each(|row| _ = black_box(row)),
        || black_box(slice).iter().copied().for_each(|row| _ = black_box(row)),
    );
    table.equal(
        "rows: `for`, all fields, v. `slice.iter()`",
        || {
            let mut sum = 0.0;
            for row in view() {
                sum += row.total();
            }
            sum
        },
        || {
            let mut sum = 0.0;
            for row in black_box(slice) {
                sum += row.total();
            }
            sum
        },
    );
    table.equal(
        "rows: `as_slice()`, all fields, v. the slice",
        || view().as_slice().unwrap().iter().fold(0.0, |sum, row| sum + row.total()),
        || black_box(slice).iter().fold(0.0, |sum, row| sum + row.total()),
    );
    // The view comes from elsewhere: the stride is a number in memory.
    let records = view();
    table.equal(
        "rows from elsewhere: `get(i)` in random order, all fields, v. `slice[i]`",
        || {
            let rows = black_box(records);
            order.iter().fold(0.0, |sum, &i| sum + rows.get(i).unwrap().total())
        },
        || {
            let slice = black_box(slice);
            order.iter().fold(0.0, |sum, &i| sum + slice[i].total())
        },
    );
    table.equal(
        "rows from elsewhere: `iter()`, all fields, v. `slice.iter()`",
        || black_box(records).iter().fold(0.0, |sum, row| sum + row.total()),
        || black_box(slice).iter().fold(0.0, |sum, row| sum + row.total()),
    );
}

/// Numbers of rows in an order that no prefetcher guesses.
fn shuffled(rows: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for i in (1..rows).rev() {
        // Xorshift, and a multiplication in place of a division.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(i, ((u128::from(state) * (i as u128 + 1)) >> 64) as usize);
    }
    order.truncate(LOOKS);
    order
}
