//! What a column of a FITS table holds: from the texts of its header to a dtype.

use std::collections::BTreeSet;

use records_core::{ByteOrder, DType, Layout};

use crate::cards::Cards;
use crate::error::Error;

/// Axes of an array in a column.
const AXES: usize = 8;

/// The layout of a row, `itemsize` bytes: the columns one behind the other.
pub fn row(cards: &Cards<'_>, what: &str, itemsize: usize) -> Result<(Layout, Vec<String>), Error> {
    let count = cards.size("TFIELDS")?;
    if count > 999 {
        return Err(Error::new(what, format_args!("TFIELDS is {count}, expected 999 at most")));
    }
    let (mut fields, mut end) = (Vec::new(), 0_usize);
    let (mut taken, mut units, mut scaled, mut notes) =
        (BTreeSet::new(), Vec::new(), Vec::new(), Vec::new());
    for number in 1..=count {
        let column = format!("column {number}");
        let form = cards.text(&format!("TFORM{number}"));
        let form =
            form.ok_or_else(|| Error::new(what, format_args!("TFORM{number} is missing")))?;
        let (repeat, code) = split(&form)
            .ok_or_else(|| Error::new(what, format_args!("TFORM{number} is `{form}`")))?;
        let name = cards.text(&format!("TTYPE{number}")).filter(|name| !name.is_empty());
        let name = free(name.unwrap_or_else(|| format!("col{number}")), &taken);
        taken.insert(name.clone());

        let shape = match cards.text(&format!("TDIM{number}")) {
            Some(text) => {
                let shape = shape(&text, repeat, code);
                if shape.is_none() {
                    notes.push(format!("{name}: TDIM{number} = `{text}` does not fit {form}"));
                }
                shape
            }
            None => None,
        };
        let dtype = dtype(code, repeat, shape).ok_or_else(|| {
            let why = format_args!("TFORM{number} is `{form}`, of which there is no dtype");
            Error::new(what, why)
        })?;
        let (start, size) = (end, dtype.size());
        end = end.saturating_add(size);
        if end > itemsize {
            let why = format_args!(
                "{column}, `{name}`, takes bytes {start}..{end} of rows of {itemsize} bytes (NAXIS1)"
            );
            return Err(Error::new(what, why));
        }
        let remark = |keyword: &str| cards.plain(&format!("{keyword}{number}"));
        if let Some(unit) = cards.text(&format!("TUNIT{number}")).filter(|unit| !unit.is_empty()) {
            units.push(format!("{name} in {unit}"));
        }
        if remark("TSCAL").is_some() || remark("TZERO").is_some() {
            let (scale, zero) = (remark("TSCAL").unwrap_or("1"), remark("TZERO").unwrap_or("0"));
            scaled.push(format!("{name} times {scale} plus {zero}"));
        }
        fields.push((name, dtype.with_order(ByteOrder::Big), start));
    }
    if !units.is_empty() {
        notes.push(units.join(", "));
    }
    if !scaled.is_empty() {
        notes.push(format!(
            "numbers are shown as they are stored; TSCAL and TZERO are not applied: {}",
            scaled.join(", ")
        ));
    }
    let layout = Layout::explicit(fields, itemsize).map_err(|error| Error::new(what, error))?;
    Ok((layout.named("Row"), notes))
}

/// `12E` is 12 and `E`; what follows (`PE(40)`) is only a hint.
fn split(form: &str) -> Option<(usize, char)> {
    let digits = form.bytes().take_while(u8::is_ascii_digit).count();
    let repeat = if digits == 0 { 1 } else { form[..digits].parse().ok()? };
    Some((repeat, form[digits..].chars().next()?))
}

/// `(2,3)`: the axes of the array, the one that varies fastest first.
fn shape(text: &str, repeat: usize, code: char) -> Option<Vec<usize>> {
    if matches!(code, 'P' | 'Q' | 'X') {
        return None;
    }
    let list = text.strip_prefix('(')?.strip_suffix(')')?;
    let axes: Vec<usize> =
        list.split(',').map(|axis| axis.trim().parse().ok()).collect::<Option<_>>()?;
    let product = axes.iter().try_fold(1_usize, |product, &axis| product.checked_mul(axis));
    // Of an array of nothing the axes could be of any length.
    (axes.len() <= AXES && product == Some(repeat) && repeat > 0).then_some(axes)
}

fn dtype(code: char, repeat: usize, shape: Option<Vec<usize>>) -> Option<DType> {
    let one = match code {
        'L' => DType::Bytes(1),
        'B' => DType::U8,
        'I' => DType::I16,
        'J' => DType::I32,
        'K' => DType::I64,
        'E' => DType::F32,
        'D' => DType::F64,
        'C' => DType::C64,
        'M' => DType::C128,
        // Bits, eight in a byte.
        'X' => return Some(array(DType::U8, repeat.div_ceil(8))),
        // The first axis of an array of texts is the length of each.
        'A' => {
            let shape = shape.unwrap_or_else(|| vec![repeat]);
            let (len, axes) = shape.split_first()?;
            return Some(axes.iter().fold(DType::Bytes(*len), |of, &axis| DType::array(of, axis)));
        }
        // Where an array of any length lies behind the table.
        'P' | 'Q' => {
            let int = if code == 'P' { DType::I32 } else { DType::I64 };
            let layout = Layout::try_packed([("len", int.clone()), ("at", int)]).ok()?;
            let one = DType::record(layout.named("Descriptor"));
            return match repeat {
                0 | 1 => Some(array(one, repeat)),
                _ => None,
            };
        }
        _ => return None,
    };
    match shape {
        Some(axes) => Some(axes.iter().fold(one, |of, &axis| DType::array(of, axis))),
        None => Some(array(one, repeat)),
    }
}

/// So many of them, or one by itself.
fn array(of: DType, len: usize) -> DType {
    if len == 1 { of } else { DType::array(of, len) }
}

/// The name, or one like it that no column has.
fn free(name: String, taken: &BTreeSet<String>) -> String {
    let mut number = 2;
    let mut free = name.clone();
    while taken.contains(&free) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}
