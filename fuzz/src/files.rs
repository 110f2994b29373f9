//! `.npy` files of any bytes.

use records_core::{FixedBytes, Record, npy};

use crate::memory::within;

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Row {
    id: i16,
    flag: bool,
    name: FixedBytes<4>,
}

/// Opens the bytes as a file; what is one is looked at, and written again.
///
/// # Panics
/// If something is not as it should be.
pub fn check(data: &[u8]) {
    let limit = (4 << 20) + 2000 * data.len();
    within(limit, "a file", || {
        let Ok(file) = npy::from_bytes(data) else {
            return;
        };
        let bytes = file.as_bytes();
        assert!(bytes.len() <= data.len());
        let rows = file.dyn_records();
        assert_eq!(rows.layout(), file.layout());
        let array = file.array();
        assert_eq!(array.shape(), file.shape());
        // Of rows without bytes there may be any number.
        if file.layout().itemsize() > 0 {
            assert_eq!(rows.len(), array.len());
            assert_eq!(rows.len() * file.layout().itemsize(), bytes.len());
            let small = rows.slice(..rows.len().min(16));
            let _ = small.to_string();
            for field in file.layout().fields() {
                let _ = small.dyn_column(field.name()).map(|column| column.summary());
            }
        }
        let _ = file.records::<Row>();
        let _ = file.grid::<Row>();
        let _ = file.matrix::<f64>();
        let _ = file.values::<u8>();
        let mut written = Vec::new();
        if file.layout().itemsize() > 0 && npy::write_to(&mut written, &rows).is_ok() {
            let again = npy::from_bytes(&written).expect("what we wrote we read");
            assert_eq!(again.dyn_records().len(), rows.len());
            let mut twice = Vec::new();
            npy::write_to(&mut twice, &again.dyn_records()).expect("and write again");
            assert_eq!(written, twice);
        }
    });
}
