//! What there is to say about a table, as text: its layout drawn, its first and
//! last rows, and what each column is like.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use records_core::{DType, DynRecords, Layout};

use crate::table::{Derived, Table};

/// Rows in which texts are looked for, and how many different ones are listed.
const TEXTS: (usize, usize) = (10_000, 5);
/// Records within records are summarised to this depth.
const DEPTH: usize = 4;
/// Columns that are summarised.
const COLUMNS: usize = 200;

pub fn report(table: &Table<'_>) -> String {
    let mut text = format!("{}\n", table.title);
    for note in &table.notes {
        let _ = writeln!(text, "{note}");
    }
    let rows = table.rows();
    let _ = write!(text, "\n{}\n\n{rows}\n", table.layout);

    let mut paths = Vec::new();
    collect("", rows.layout(), 0, &mut paths);
    let left_out = paths.len().saturating_sub(COLUMNS);
    paths.truncate(COLUMNS);

    let numbers = paths.iter().filter_map(|path| line(&rows, path));
    let numbers: Vec<Derived> = numbers.collect();
    text += &aligned(numbers.iter().chain(&table.derived));
    for path in &paths {
        if let Some(texts) = texts(&rows, path) {
            let _ = write!(text, "\n{}: {texts}", visible(path));
        }
    }
    if left_out > 0 {
        let _ = write!(text, "\n... and {left_out} more columns");
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// The paths of all fields, those of nested records included.
fn collect(prefix: &str, layout: &Layout, depth: usize, paths: &mut Vec<String>) {
    for field in layout.fields() {
        let path = format!("{prefix}{}", field.name());
        match field.dtype() {
            DType::Record(nested) if depth < DEPTH => {
                collect(&format!("{path}."), nested.get(), depth + 1, paths);
            }
            _ => paths.push(path),
        }
    }
}

/// Least, greatest and mean number of a column of numbers.
fn line(rows: &DynRecords<'_>, path: &str) -> Option<Derived> {
    let summary = rows.dyn_column(path).ok()?.summary()?;
    Some(Derived {
        name: visible(path),
        min: summary.min.to_string(),
        max: summary.max.to_string(),
        mean: summary.mean.map_or_else(String::new, short),
    })
}

/// The different texts of a column of texts, those that come first.
fn texts(rows: &DynRecords<'_>, path: &str) -> Option<String> {
    let column = rows.dyn_column(path).ok()?;
    let (DType::Bytes(_) | DType::Str(..)) = column.dtype() else { return None };
    let mut found = BTreeSet::new();
    let mut list = Vec::new();
    let all = column.len() <= TEXTS.0;
    for value in (0..column.len().min(TEXTS.0)).filter_map(|row| column.get(row)) {
        let value = value.to_string();
        if found.insert(value.clone()) && list.len() < TEXTS.1 {
            list.push(value);
        }
    }
    let more = if found.len() > list.len() { ", ..." } else { "" };
    let of = if all { String::new() } else { format!(" in the first {} rows", TEXTS.0) };
    Some(format!("{}{more} ({} different{of})", list.join(", "), found.len()))
}

/// A name out of a file, of which nothing makes a terminal do things.
fn visible(name: &str) -> String {
    name.chars()
        .flat_map(|c| {
            let escape = c.is_control().then(|| c.escape_default());
            let plain = escape.is_none().then_some(c);
            escape.into_iter().flatten().chain(plain)
        })
        .collect()
}

/// "1 row", "12 rows".
pub fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// A number in six places, without the zeros at its end.
pub fn short(number: f64) -> String {
    let size = number.abs();
    if !number.is_finite() || number == 0.0 {
        number.to_string()
    } else if (1e-2..1e15).contains(&size) {
        let text = format!("{number:.6}");
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        let text = format!("{number:.6e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        format!("{}e{power}", digits.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The lines, one below the other.
fn aligned<'l>(lines: impl Iterator<Item = &'l Derived>) -> String {
    let mut cells = vec![["", "min", "max", "mean"]];
    cells.extend(lines.map(|line| [&*line.name, &*line.min, &*line.max, &*line.mean]));
    if cells.len() == 1 {
        return String::new();
    }
    let width = |column: usize| cells.iter().map(|line| line[column].chars().count()).max();
    let [name, min, max, mean] = [0, 1, 2, 3].map(|column| width(column).unwrap_or(0));
    let mut text = String::from("\n");
    for [a, b, c, d] in &cells {
        let line = format!("{a:<name$}  {b:>min$}  {c:>max$}  {d:>mean$}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
