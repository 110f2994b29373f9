//! Growing arrays against `Vec`.

use std::hint::black_box;

use records_core::RecordBuf;

use crate::subjects::Subject;
use crate::table::Table;

/// What the project promises for `push`.
const PUSH: f64 = 1.3;

pub fn run<S: Subject>(table: &mut Table, rows: usize) {
    let template = black_box(S::make(1));

    table.at_most(
        Some(PUSH),
        "push: from nothing, v. `Vec`",
        || {
            let mut buf = RecordBuf::new();
            (0..rows).for_each(|i| buf.push(template.with_key(i)));
            black_box(buf).len()
        },
        || {
            let mut vec = Vec::new();
            (0..rows).for_each(|i| vec.push(template.with_key(i)));
            black_box(vec).len()
        },
    );
    table.at_most(
        Some(PUSH),
        "push: from a known capacity, v. `Vec`",
        || {
            let mut buf = RecordBuf::with_capacity(rows);
            (0..rows).for_each(|i| buf.push(template.with_key(i)));
            black_box(buf).len()
        },
        || {
            let mut vec = Vec::with_capacity(rows);
            (0..rows).for_each(|i| vec.push(template.with_key(i)));
            black_box(vec).len()
        },
    );
    let (mut buf, mut vec) = (RecordBuf::<S>::new(), Vec::<S>::new());
    table.at_most(
        Some(PUSH),
        "push: into memory used before, v. `Vec`",
        || {
            let buf = black_box(&mut buf);
            buf.clear();
            (0..rows).for_each(|i| buf.push(template.with_key(i)));
            buf.len()
        },
        || {
            let vec = black_box(&mut vec);
            vec.clear();
            (0..rows).for_each(|i| vec.push(template.with_key(i)));
            vec.len()
        },
    );
    assert!(buf.iter().eq(vec.iter().copied()), "the two sides have not pushed the same");
    table.at_most(
        Some(PUSH),
        "push: `extend` into memory used before, v. `Vec`",
        || {
            let buf = black_box(&mut buf);
            buf.clear();
            buf.extend((0..rows).map(|i| template.with_key(i)));
            buf.len()
        },
        || {
            let vec = black_box(&mut vec);
            vec.clear();
            vec.extend((0..rows).map(|i| template.with_key(i)));
            vec.len()
        },
    );
}
