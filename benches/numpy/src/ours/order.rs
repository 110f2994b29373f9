//! Rows in order, without repetition, beside equal ones: of the sample.

use records_core::{DynRecordBuf, DynRecords, Record, RecordBuf, Records, SearchSide};

use crate::given::Given;
use crate::shapes::sample::Row;
use crate::work::{Work, bytes_of, work};

/// Of records that are known at compile time.
pub fn order(name: &str, of: &str, given: Given) -> Option<Box<dyn Work>> {
    let rows = Records::<Row>::from_bytes(given.bytes()).unwrap();
    let none = RecordBuf::<Row>::new();
    let fields = Row::FIELDS;
    fn bytes(out: &RecordBuf<Row>) -> Vec<&[u8]> {
        vec![out.as_bytes()]
    }
    match (name, of) {
        ("sort", "sin") => work(none, move |out| rows.sort_by_into(fields.sin, out), bytes),
        ("sort", "id, sin") => {
            work(none, move |out| rows.sort_by_into((fields.id, fields.sin), out), bytes)
        }
        ("unique", "id") => work(none, move |out| *out = rows.unique_by(fields.id), bytes),
        ("join", "id") => {
            let right = Records::<Row>::from_bytes(given.out()).unwrap();
            work(
                Vec::new(),
                move |out| *out = rows.join(&right, fields.id),
                |out| vec![bytes_of(out)],
            )
        }
        ("search", "sin") => {
            let once = move |out: &mut Vec<usize>| {
                *out = rows.column(fields.sin).search_sorted_many(given.out(), SearchSide::Left);
            };
            work(Vec::new(), once, |out| vec![bytes_of(out)])
        }
        _ => None,
    }
}

/// Of a layout that arrives at run time.
pub fn dyn_order(name: &str, of: &str, given: Given) -> Option<Box<dyn Work>> {
    let rows = DynRecords::from_bytes(given.bytes(), given.layout()).unwrap();
    let none = DynRecordBuf::new(given.layout());
    fn bytes(out: &DynRecordBuf) -> Vec<&[u8]> {
        vec![out.as_bytes()]
    }
    let keys: Vec<&'static str> = match of {
        "sin" => vec!["sin"],
        "id" => vec!["id"],
        "id, sin" => vec!["id", "sin"],
        _ => return None,
    };
    match name {
        "sort" => work(none, move |out| rows.sort_by_into(&keys, out).unwrap(), bytes),
        "unique" => work(none, move |out| *out = rows.unique_by(&keys).unwrap(), bytes),
        "join" => {
            let right = DynRecords::from_bytes(given.out(), given.layout()).unwrap();
            work(
                Vec::new(),
                move |out| *out = rows.join(&right, &keys).unwrap(),
                |out| vec![bytes_of(out)],
            )
        }
        _ => None,
    }
}
