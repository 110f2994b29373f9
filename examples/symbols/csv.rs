//! Columns as comma-separated values.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process;

use records_core::Record;

use crate::elf::Symbols;
use crate::records::{Extent, ExtentOf, Symbol};

/// Writes the three fields of every symbol, with names instead of their places.
pub fn write<S: Symbol>(symbols: &Symbols<'_, S>, out: &mut impl Write) -> io::Result<()> {
    let fields = ExtentOf::<S>::LAYOUT.fields();
    let names: Vec<&str> = fields.iter().map(|field| field.name()).collect();
    writeln!(out, "{}", names.join(","))?;
    for Extent { st_size, st_value, st_name } in symbols.extents() {
        let (size, address) = (st_size.into(), st_value.into());
        let name = String::from_utf8_lossy(symbols.name(st_name));
        writeln!(out, "{size},{address},{}", quoted(&name))?;
    }
    Ok(())
}

/// The text as one value: in quotes, which are doubled within, where it needs them.
fn quoted(text: &str) -> Cow<'_, str> {
    if text.contains(['"', ',', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(text)
    }
}

/// Writes a file beside the one wanted and gives it the name when it is complete:
/// whoever reads the file finds all of it, the old one or the new one.
pub fn save(
    path: &Path,
    content: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}", process::id()));
    let beside = path.with_file_name(beside);

    let mut out = BufWriter::new(File::create_new(&beside)?);
    let written =
        content(&mut out).and_then(|()| out.flush()).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // What matters is why it could not be written.
        let _ = fs::remove_file(&beside);
    }
    written
}
