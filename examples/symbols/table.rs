//! What there is to say about a symbol table, as text.

use std::cmp::Reverse;
use std::fmt::Write as _;

use records_core::Column;

use crate::elf::{Error, Symbols};
use crate::records::{Extent, ExtentOf, Int, Symbol};

/// How many of the largest symbols are listed.
const LARGEST: usize = 10;

/// The layout of a symbol, the largest symbols, and what functions take together.
pub fn report<S: Symbol>(symbols: &Symbols<'_, S>) -> Result<String, Error> {
    let mut text = format!("{} symbols in {}\n\n", symbols.records.len(), symbols.section);
    text += &format!("{}\n\n", S::LAYOUT);

    // Three fields of each symbol, still in the file.
    let extents = symbols.extents();
    let sizes = extents.columns().st_size;
    let mut rows: Vec<usize> = (0..extents.len()).collect();
    rows.sort_by_key(|&row| Reverse(sizes.get(row).map(Into::into)));
    rows.truncate(LARGEST);
    let largest = extents.take(&rows).map_err(|error| Error::new("the largest", error))?;

    text += "    size  address             name\n";
    for Extent { st_size, st_value, st_name } in &largest {
        let (size, address) = (st_size.into(), st_value.into());
        // Escaped: a name may hold what would make a terminal do things.
        let name = symbols.name(st_name).escape_ascii();
        let _ = writeln!(text, "{size:>8}  {address:#018x}  {name}");
    }

    let functions = symbols.records.filter(S::is_function);
    let sizes = functions.view().project::<ExtentOf<S>>().columns().st_size;
    text += &format!("\n{} functions, {} bytes\n", functions.len(), total(sizes)?);
    Ok(text)
}

/// The sum of a column of sizes.
fn total<A: Int>(sizes: Column<'_, A>) -> Result<u64, Error> {
    // `sum` panics rather than give a wrong sum, and a damaged file can hold any
    // sizes: make sure beforehand that it fits.
    let largest = sizes.max().map_or(0, Into::into);
    if u128::from(largest) * sizes.len() as u128 > u128::from(u64::MAX) {
        let why = format_args!("one of {largest} bytes cannot be");
        return Err(Error::new("the sizes of functions", why));
    }
    Ok(sizes.sum())
}
