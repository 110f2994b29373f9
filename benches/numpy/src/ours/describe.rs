//! What all columns are like, in one pass.

use records_core::{Description, DynRecords, Records};

use crate::given::Given;
use crate::shapes::Shape;
use crate::work::{Work, bytes_of, work};

/// Of records that are known at compile time.
pub fn describe<R: Shape>(given: Given) -> Option<Box<dyn Work>> {
    let rows = Records::<R>::from_bytes(given.bytes()).unwrap();
    means(move || rows.describe())
}

/// Of a layout that arrives at run time.
pub fn dyn_describe(given: Given) -> Option<Box<dyn Work>> {
    let rows = DynRecords::from_bytes(given.bytes(), given.layout()).unwrap();
    means(move || rows.describe())
}

/// Of all that was found the means, to be compared.
fn means(describe: impl Fn() -> Description + 'static) -> Option<Box<dyn Work>> {
    work(
        Vec::<f64>::new(),
        move |means| {
            let found = describe();
            let summaries = found.fields().iter().filter_map(|field| field.summary.as_ref());
            means.clear();
            means.extend(summaries.filter_map(|summary| summary.mean));
        },
        |means| vec![bytes_of(means)],
    )
}
