//! Rows and all columns.

use records_core::{
    DynColumns, DynRecordBuf, DynRecords, DynRecordsMut, RecordBuf, Records, RecordsMut,
};

use crate::given::Given;
use crate::shapes::Shape;
use crate::work::{Work, work};

/// Of a record that is known at compile time.
pub fn rows<R: Shape>(name: &str, given: Given) -> Option<Box<dyn Work>> {
    let rows = Records::<R>::from_bytes(given.bytes()).unwrap();
    match name {
        "columns out" => work(
            rows.slice(..0).to_columns(),
            move |columns| rows.copy_columns_into(columns),
            R::bytes,
        ),
        // In fresh memory, for somebody who keeps it.
        "to pandas" | "to polars" | "to pyarrow" => work(
            None,
            move |columns| {
                *columns = None;
                *columns = Some(rows.to_columns());
            },
            |columns| columns.iter().flat_map(R::bytes).collect(),
        ),
        "columns in" => {
            let out = given.clone();
            let to = RecordsMut::<R>::from_bytes(given.out()).unwrap();
            work(
                (rows.to_columns(), to),
                |(columns, to)| to.assign_columns(columns).unwrap(),
                move |_| vec![out.out()],
            )
        }
        "repack" => work(
            RecordBuf::<R::Part>::new(),
            move |out| rows.project::<R::Part>().repack_into(out),
            |out| vec![out.as_bytes()],
        ),
        "filter" => work(
            RecordBuf::<R>::new(),
            move |out| rows.filter_mask_into(given.mask(), out).unwrap(),
            |out| vec![out.as_bytes()],
        ),
        "take" => work(
            RecordBuf::<R>::new(),
            move |out| rows.take_into(given.indices(), out).unwrap(),
            |out| vec![out.as_bytes()],
        ),
        _ => None,
    }
}

/// Of a layout that arrives at run time.
pub fn dyn_rows<R: Shape>(name: &str, given: Given) -> Option<Box<dyn Work>> {
    let rows = DynRecords::from_bytes(given.bytes(), given.layout()).unwrap();
    let none = DynRecordBuf::new(given.layout());
    match name {
        "columns out" => work(
            rows.slice(..0).to_columns(),
            move |columns| rows.copy_columns_into(columns),
            bytes_of_columns,
        ),
        "to pandas" | "to polars" | "to pyarrow" => work(
            None,
            move |columns| {
                *columns = None;
                *columns = Some(rows.to_columns());
            },
            |columns| columns.iter().flat_map(bytes_of_columns).collect(),
        ),
        "columns in" => {
            let out = given.clone();
            let to = DynRecordsMut::from_bytes(given.out(), given.layout()).unwrap();
            work(
                (rows.to_columns(), to),
                |(columns, to)| to.assign_columns(columns).unwrap(),
                move |_| vec![out.out()],
            )
        }
        "repack" => {
            // As NumPy's `a[[f, g]]`, which is made once.
            let some = rows.select(R::PART).unwrap();
            work(none, move |out| some.repack_into(out), bytes)
        }
        "filter" => work(none, move |out| rows.filter_mask_into(given.mask(), out).unwrap(), bytes),
        "take" => work(none, move |out| rows.take_into(given.indices(), out).unwrap(), bytes),
        _ => None,
    }
}

fn bytes_of_columns(columns: &DynColumns) -> Vec<&[u8]> {
    columns.iter().map(|(_, column)| column.as_bytes()).collect()
}

fn bytes(out: &DynRecordBuf) -> Vec<&[u8]> {
    vec![out.as_bytes()]
}
