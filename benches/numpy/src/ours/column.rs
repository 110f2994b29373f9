//! One column: out, changed in place, summed up.

use records_core::{Column, DynRecords, DynRecordsMut, Records, RecordsMut, Token};

use super::scalar;
use crate::by_hand::Plain;
use crate::given::Given;
use crate::shapes::Shape;
use crate::work::{Work, work};

/// Of a record that is known at compile time.
pub fn column<R: Shape, F: Plain, const I: usize>(
    name: &str,
    given: Given,
    token: Token<R, F, I>,
) -> Option<Box<dyn Work>> {
    if name == "update" {
        let rows = RecordsMut::<R>::from_bytes(given.bytes_mut()).unwrap();
        return work(rows, move |rows| rows.column_mut(token).update(F::next), |_| Vec::new());
    }
    let rows = Records::<R>::from_bytes(given.bytes()).unwrap();
    reading(name, given, move || rows.column(token))
}

/// Of a column that has been copied to a vector before: what is gained by that.
pub fn stored<R: Shape, F: Plain, const I: usize>(
    name: &str,
    given: Given,
    token: Token<R, F, I>,
) -> Option<Box<dyn Work>> {
    let column = Records::<R>::from_bytes(given.bytes()).unwrap().column(token).to_vec();
    match name {
        "sum" => scalar(move || Column::from_slice(&column).sum()),
        _ => None,
    }
}

/// Of a layout that arrives at run time.
pub fn dyn_column<F: Plain>(
    name: &str,
    given: Given,
    field: &'static str,
) -> Option<Box<dyn Work>> {
    if name == "update" {
        let rows = DynRecordsMut::from_bytes(given.bytes_mut(), given.layout()).unwrap();
        let once = move |rows: &mut DynRecordsMut<'_>| {
            rows.column_mut::<F>(field).unwrap().update(F::next);
        };
        return work(rows, once, |_| Vec::new());
    }
    let rows = DynRecords::from_bytes(given.bytes(), given.layout()).unwrap();
    reading(name, given, move || rows.column::<F>(field).unwrap())
}

fn reading<F: Plain>(
    name: &str,
    given: Given,
    get: impl Fn() -> Column<'static, F> + 'static,
) -> Option<Box<dyn Work>> {
    match name {
        "column out" => {
            let out = given.clone();
            work((), move |_| get().copy_to_slice(given.out()), move |_| vec![out.out()])
        }
        "sum" => scalar(move || get().sum()),
        "min" => scalar(move || get().min().unwrap()),
        "max" => scalar(move || get().max().unwrap()),
        "mean" => scalar(move || get().mean().unwrap()),
        "var" => scalar(move || get().var().unwrap()),
        _ => None,
    }
}
