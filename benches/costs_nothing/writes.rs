//! Writing in place against the loops one writes by hand.
//!
//! Both sides write to the same memory, because two pieces of memory are not equally
//! fast: it matters how their pages lie in the caches.

use std::cell::RefCell;
use std::fmt::Debug;
use std::hint::black_box;

use records_core::{RecordBuf, RecordsMut};

use crate::hand;
use crate::subjects::Subject;
use crate::table::Table;

pub fn run<S: Subject>(table: &mut Table, rows: usize) {
    let bytes = (0..rows).map(S::make).collect::<RecordBuf<S>>().into_bytes();
    columns::<S>(table, bytes);
    let records = (0..rows).map(S::make).collect();
    self::rows::<S>(table, records);
}

fn columns<S: Subject>(table: &mut Table, bytes: Vec<u8>) {
    let bytes = RefCell::new(bytes);
    // Its own inverse, so that the numbers stay what they are however often.
    let turn = |key: S::Key| S::make(96).key() - key;
    duel(
        table,
        "writing: `update` of a column, v. pointer loop",
        &bytes,
        |bytes| {
            let mut records = RecordsMut::<S>::from_bytes(bytes).unwrap();
            S::column_mut(&mut records).update(turn);
        },
        |bytes| hand::update::<S>(bytes, turn),
    );
    duel(
        table,
        "writing: `set(i)` of a column, v. pointer loop",
        &bytes,
        |bytes| {
            let mut records = RecordsMut::<S>::from_bytes(bytes).unwrap();
            let mut column = S::column_mut(&mut records);
            for i in 0..column.len() {
                column.set(i, turn(column.get(i).unwrap()));
            }
        },
        |bytes| hand::update::<S>(bytes, turn),
    );
    let key = S::make(7).key();
    duel(
        table,
        "writing: `fill` of a column, v. pointer loop",
        &bytes,
        |bytes| {
            let mut records = RecordsMut::<S>::from_bytes(bytes).unwrap();
            S::column_mut(&mut records).fill(key);
        },
        |bytes| hand::update::<S>(bytes, |_| key),
    );
}

fn rows<S: Subject>(table: &mut Table, records: Vec<S>) {
    let records = RefCell::new(records);
    let template = black_box(S::make(1));
    duel(
        table,
        "writing: `set(i)` of rows, v. `slice[i] =`",
        &records,
        |slice| {
            let mut records = RecordsMut::from_slice(slice);
            (0..records.len()).for_each(|i| records.set(i, template.with_key(i)));
        },
        |slice| (0..slice.len()).for_each(|i| slice[i] = template.with_key(i)),
    );
    duel(
        table,
        "writing: `update` of rows, v. `iter_mut()`",
        &records,
        |slice| RecordsMut::from_slice(slice).update(|row| row.with_key(3)),
        |slice| slice.iter_mut().for_each(|row| *row = row.with_key(3)),
    );
}

/// Times both on the same memory, after checking that they write the same.
fn duel<T: Clone + PartialEq + Debug>(
    table: &mut Table,
    title: &'static str,
    memory: &RefCell<Vec<T>>,
    ours: impl Fn(&mut [T]),
    theirs: impl Fn(&mut [T]),
) {
    let mut copies = [memory.borrow().clone(), memory.borrow().clone()];
    ours(&mut copies[0]);
    theirs(&mut copies[1]);
    assert!(copies[0] == copies[1], "the two sides do not write the same");
    drop(copies);
    table.equal(
        title,
        || ours(black_box(&mut memory.borrow_mut())),
        || theirs(black_box(&mut memory.borrow_mut())),
    );
}
