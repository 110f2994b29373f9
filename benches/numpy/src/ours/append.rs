//! Rows added one by one.

use std::hint::black_box;

use records_core::{DynRecordBuf, Record, RecordBuf, Records};

use crate::given::Given;
use crate::shapes::sample::Row;
use crate::work::{Work, work};

/// To a buffer of records that are known at compile time.
pub fn append(given: Given) -> Option<Box<dyn Work>> {
    if given.layout() != Row::LAYOUT {
        return None;
    }
    let rows = Records::<Row>::from_bytes(given.bytes()).unwrap();
    let once = move |out: &mut RecordBuf<Row>| {
        *out = RecordBuf::new();
        for row in &rows {
            black_box(&mut *out).push(row);
        }
    };
    work(RecordBuf::new(), once, |out| vec![out.as_bytes()])
}

/// To a buffer whose layout arrives at run time, value by value.
pub fn append_dyn(given: Given) -> Option<Box<dyn Work>> {
    if given.layout() != Row::LAYOUT {
        return None;
    }
    let rows = Records::<Row>::from_bytes(given.bytes()).unwrap();
    let start = DynRecordBuf::new(given.layout());
    let once = move |out: &mut DynRecordBuf| {
        *out = DynRecordBuf::new(given.layout());
        for row in &rows {
            let values = [row.id.into(), row.sin.into(), row.cos.into()];
            black_box(&mut *out).push(values).unwrap();
        }
    };
    work(start, once, |out| vec![out.as_bytes()])
}
