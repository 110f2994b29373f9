//! Binary tables of FITS files, the format of astronomy.
//!
//! A file is a list of HDUs (header and data units). The header of a binary table says
//! what its columns hold; rows are packed and big-endian. Images and other HDUs are
//! stepped over.

use records_core::DynRecords;

use crate::cards::{BLOCK, Cards};
use crate::error::{Error, part};
use crate::report::many;
use crate::table::Table;
use crate::tform;

pub fn is_fits(file: &[u8]) -> bool {
    file.starts_with(b"SIMPLE  =")
}

/// All binary tables of the file, or that of HDU `wanted`; the primary one is HDU 0.
pub fn read(file: &[u8], wanted: Option<usize>) -> Result<Vec<Table<'_>>, Error> {
    let mut tables = Vec::new();
    let mut kinds = Vec::new();
    let (mut at, mut number) = (0, 0);
    while at < file.len() {
        let what = format!("HDU {number}");
        // What lies behind the last one, such as filling, does not matter.
        if number > 0 && !file[at..].starts_with(b"XTENSION") {
            break;
        }
        let cards = Cards::read(&file[at..], what.clone())?;
        at = at.saturating_add(cards.len);
        let len = cards.data_len()?;
        let kind = match number {
            0 => "primary".to_string(),
            _ => cards.text("XTENSION").unwrap_or_default(),
        };
        let data = part(file, at as u64, len, format_args!("the data of {what}"))?;
        if matches!(&*kind, "BINTABLE" | "A3DTABLE") && wanted.is_none_or(|hdu| hdu == number) {
            tables.push(table(&cards, &what, data)?);
        }
        kinds.push(kind);
        at = at.saturating_add(data.len().next_multiple_of(BLOCK));
        number += 1;
    }
    if tables.is_empty() {
        let found = kinds.iter().map(|kind| kind.escape_default().to_string());
        let found = found.collect::<Vec<_>>().join(", ");
        let what =
            wanted.map_or("no binary table".into(), |hdu| format!("HDU {hdu} is no binary table"));
        return Err(Error::new(what, format_args!("the HDUs are {found}")));
    }
    Ok(tables)
}

/// The table of an HDU, whose data these are.
fn table<'a>(cards: &Cards<'_>, what: &str, data: &'a [u8]) -> Result<Table<'a>, Error> {
    let too_many = || Error::new(what, "more rows than there is memory");
    let itemsize = usize::try_from(cards.size("NAXIS1")?).map_err(|_| too_many())?;
    let count = usize::try_from(cards.size("NAXIS2")?).map_err(|_| too_many())?;
    let (layout, notes) = tform::row(cards, what, itemsize)?;
    let rows = DynRecords::from_bytes_at(data, &layout, 0, count)
        .map_err(|error| Error::new(what, error))?;
    let name = cards.text("EXTNAME").map_or(String::new(), |name| format!(" `{name}`"));
    let title = format!(
        "FITS binary table{name}, {what}: {} of {}, {}",
        many(count, "row"),
        many(itemsize, "byte"),
        many(layout.fields().len(), "column")
    );
    let mut table = Table::new(title, rows);
    let behind = data.len().saturating_sub(count.saturating_mul(itemsize));
    table.notes = notes;
    if behind > 0 {
        table
            .notes
            .push(format!("{behind} bytes for columns of arrays of any length lie behind it"));
    }
    Ok(table)
}
