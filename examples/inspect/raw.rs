//! Bytes without a header: the command line says what they are.

use records_core::{DynRecords, Layout};

use crate::error::Error;
use crate::report::many;
use crate::table::Table;

/// What the command line says of the bytes.
pub struct Raw {
    /// The layout of a row, in any text that NumPy has for it.
    pub dtype: String,
    /// The byte at which the first row starts.
    pub offset: usize,
    /// How many rows; as many as there are, if it is not said.
    pub count: Option<usize>,
}

pub fn read<'a>(file: &'a [u8], raw: &Raw) -> Result<Table<'a>, Error> {
    // The error points into the text, on lines of its own.
    let layout = Layout::parse(&raw.dtype).map_err(|error| Error::new("--dtype", error))?;
    let found = file.len();
    let rest = found.checked_sub(raw.offset).ok_or_else(|| {
        Error::new("--offset", format_args!("byte {}, but the file has {found} bytes", raw.offset))
    })?;
    let count = match (raw.count, layout.itemsize()) {
        (Some(count), _) => count,
        (None, 0) => return Err(Error::new("--dtype", "rows of 0 bytes: say how many by --count")),
        (None, itemsize) => rest / itemsize,
    };
    let rows = DynRecords::from_bytes_at(file, &layout, raw.offset, count)
        .map_err(|error| Error::new("the rows", error))?;
    let (number, bytes) = (many(count, "row"), many(layout.itemsize(), "byte"));
    let title = format!("raw bytes: {number} of {bytes} from byte {}", raw.offset);
    let mut table = Table::new(title, rows);
    // The rows lie within the file.
    let left = rest - count * layout.itemsize();
    if left > 0 {
        table.notes.push(format!("left over behind them: {}", many(left, "byte")));
    }
    Ok(table)
}
