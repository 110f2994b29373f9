//! NumPy's own files, of which [`records_core::npy`] is a reader.

use records_core::npy::from_bytes;

use crate::error::Error;
use crate::report::many;
use crate::table::{Rows, Table};

pub fn is_npy(file: &[u8]) -> bool {
    file.starts_with(b"\x93NUMPY")
}

pub fn read(file: &[u8]) -> Result<Table<'_>, Error> {
    let array = from_bytes(file).map_err(|error| Error::new("the array", error))?;
    let (major, minor) = array.version();
    let layout = array.layout().clone();
    let number = many(array.len(), if array.is_plain() { "item" } else { "row" });
    let title = format!(
        ".npy file {major}.{minor}: {number} of {}, shape {:?}",
        many(layout.itemsize(), "byte"),
        array.shape(),
    );
    let mut notes = Vec::new();
    if array.shape().len() > 1 {
        let fastest = if array.fortran_order() { "first" } else { "last" };
        notes.push(format!("the items come in the order of memory, the {fastest} index fastest"));
    }
    if array.is_plain() {
        notes.push("a plain array: its rows have one field".into());
    }
    Ok(Table { title, notes, layout, rows: Rows::Array(array), derived: Vec::new() })
}
