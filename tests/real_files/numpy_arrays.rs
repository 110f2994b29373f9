//! `.npy` files, of which other tests read more; the numbers are NumPy's.

use std::path::Path;

use crate::report::report;
use crate::{line, only, refused, sample, summary};

fn numpy(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npy").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn records_and_plain_arrays() {
    let file = numpy("samples_v1.npy");
    let table = only(&file);
    assert_eq!(table.title, ".npy file 1.0: 3 rows of 18 bytes, shape [3]");
    summary(&table.rows(), "id", -2, 300, 299.0 / 3.0);
    assert!(report(&table).contains("\n  10..18     8  f64   cos "));

    let file = sample("win64python2.npy");
    let table = only(&file);
    assert_eq!(table.title, ".npy file 1.0: 2 items of 8 bytes, shape [2]");
    let file = numpy("matrix_fortran.npy");
    line(&report(&only(&file)), "the items come in the order of memory, the first index fastest");
}

#[test]
fn files_that_end_early() {
    let file = numpy("samples_v1.npy");
    assert!(refused(&file[..file.len() - 1]).starts_with("the array: "));
    assert!(refused(&file[..6]).starts_with("the array: "));
}
