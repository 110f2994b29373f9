//! The readers of the example `inspect`, given real files: values are held to what
//! other programs read in them (astropy 8.0, laspy 2.7, SciPy 1.17, dpkt 1.9, each
//! with NumPy 2.4), and damaged files to errors. Whatever the readers are given, they
//! answer; they never panic.

#[path = "../examples/inspect/cards.rs"]
mod cards;
#[path = "../examples/inspect/error.rs"]
mod error;
#[path = "../examples/inspect/fits.rs"]
mod fits;
#[path = "../examples/inspect/las.rs"]
mod las;
#[path = "../examples/inspect/npy.rs"]
mod npy;
#[path = "../examples/inspect/pcap.rs"]
mod pcap;
#[path = "../examples/inspect/raw.rs"]
mod raw;
#[path = "../examples/inspect/recognise.rs"]
mod recognise;
#[path = "../examples/inspect/report.rs"]
mod report;
#[path = "common/splitmix.rs"]
mod splitmix;
#[path = "../examples/inspect/table.rs"]
mod table;
#[path = "../examples/inspect/tform.rs"]
mod tform;
#[path = "../examples/inspect/wav.rs"]
mod wav;

mod real_files {
    pub mod damaged;
    pub mod fits_tables;
    pub mod las_points;
    pub mod numpy_arrays;
    pub mod packets;
    pub mod raw_bytes;
    pub mod sound;
}

use std::path::Path;

use records_core::{DynRecords, Value};

use table::Table;

/// A file of `examples/data`.
fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The only table of a file.
#[track_caller]
fn only(file: &[u8]) -> Table<'_> {
    let mut tables = recognise::read(file, None).unwrap();
    assert_eq!(tables.len(), 1);
    tables.remove(0)
}

/// What the readers say against a file.
#[track_caller]
fn refused(file: &[u8]) -> String {
    match recognise::read(file, None) {
        Ok(tables) => panic!("read as {}", tables[0].title),
        Err(error) => error.to_string(),
    }
}

/// Compares the least, the greatest and the mean number of a column.
#[track_caller]
fn summary(
    rows: &DynRecords<'_>,
    path: &str,
    min: impl Into<Value>,
    max: impl Into<Value>,
    mean: f64,
) {
    let found = rows.dyn_column(path).unwrap().summary().unwrap();
    assert_eq!((&found.min, &found.max), (&min.into(), &max.into()), "{path}");
    let error = found.mean.unwrap() - mean;
    assert!(error.abs() <= 1e-12 * mean.abs(), "{path}: the mean is {:?}, not {mean}", found.mean);
}

/// The lines of a report that start so.
#[track_caller]
fn line<'r>(report: &'r str, start: &str) -> &'r str {
    let found = report.lines().find(|line| line.starts_with(start));
    found.unwrap_or_else(|| panic!("no line starts with `{start}` in\n{report}"))
}
