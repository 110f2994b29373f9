//! Rows and columns for a person: tables and lists, the middle of long ones left
//! out.
//!
//! Values are printed by their dtype, so that every record prints, whether its
//! struct implements `Debug` or not.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::value_at::ValueAt;
use crate::layout::{padded, visible};
use crate::value::list::{ITEMS, list, shown};
use crate::{
    Column, ColumnMut, DType, Element, Field, Grid, GridMut, Matrix, Placement, Record, Records,
    RecordsMut,
};

/// Rows shown before the middle is left out, and how many at each end then.
const ROWS: (usize, usize) = (20, 8);

/// The fields of one row.
fn cells<'v, R: Record, L: Placement<R>>(
    records: &'v Records<'_, R, L>,
    row: usize,
) -> impl Iterator<Item = ValueAt<'static>> + use<'v, R, L> {
    assert!(row < records.len());
    let at = records.rows().at(row).cast_const();
    R::LAYOUT.fields().iter().enumerate().map(move |(i, field)| {
        // SAFETY: field i of a row of the view; the values are printed while
        // `records` is borrowed.
        unsafe { ValueAt::new(field.dtype(), at.wrapping_add(records.place().offset(i))) }
    })
}

/// A table: the row number and a column for each field, the middle rows of long
/// views left out.
///
/// ```
/// # use records_core::{Record, Records};
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Tick { side: u8, price: f32 }
///
/// let bytes = [66, 0, 0, 0x80, 0x3f, 83, 0, 0, 0, 0x40];
/// let ticks = Records::<Tick>::from_bytes(&bytes)?;
/// let table = "   side  price
/// 0    66    1.0
/// 1    83    2.0
/// (2 rows)";
/// assert_eq!(ticks.to_string(), table);
/// # Ok::<(), records_core::Error>(())
/// ```
impl<R: Record, L: Placement<R>> fmt::Display for Records<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = R::LAYOUT.fields();
        table(f, self.len(), fields, |row| cells(self, row))
    }
}

/// A line for each row: its number, and a cell for each field.
pub(crate) fn table<'v, Cells: Iterator<Item = ValueAt<'v>>>(
    f: &mut fmt::Formatter<'_>,
    len: usize,
    fields: &[Field],
    cells: impl Fn(usize) -> Cells,
) -> fmt::Result {
    let (front, back) = shown(len, ROWS);
    let cut = front.len() + back.len() < len;
    let mut table: Vec<Vec<String>> = Vec::new();
    let names = fields.iter().map(|field| visible(field.name()));
    table.push(core::iter::once(String::new()).chain(names).collect());
    let line = |row: usize| {
        let values = cells(row).map(|value| value.to_string());
        core::iter::once(row.to_string()).chain(values).collect::<Vec<_>>()
    };
    table.extend(front.map(line));
    if cut {
        let dots = core::iter::repeat_n("...".to_string(), fields.len() + 1);
        table.push(dots.collect());
    }
    table.extend(back.map(line));

    let width =
        |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..=fields.len()).map(width).collect();
    let right: Vec<bool> = fields.iter().map(|field| is_number(field.dtype())).collect();
    for row in &table {
        let mut text = String::new();
        padded(&row[0], widths[0], false, &mut text);
        for (column, cell) in row.iter().enumerate().skip(1) {
            text += "  ";
            padded(cell, widths[column], right[column - 1], &mut text);
        }
        writeln!(f, "{}", text.trim_end())?;
    }
    write!(f, "({len} row{})", if len == 1 { "" } else { "s" })
}

/// `[{id: 1, sin: 0.5}, ...]`, the middle of long views left out.
pub(crate) fn list_rows<'v, Cells: Iterator<Item = ValueAt<'v>>>(
    f: &mut fmt::Formatter<'_>,
    len: usize,
    fields: &[Field],
    cells: impl Fn(usize) -> Cells,
) -> fmt::Result {
    list(f, len, ITEMS, |row| {
        let mut text = String::from("{");
        for (i, (field, value)) in fields.iter().zip(cells(row)).enumerate() {
            let comma = if i > 0 { ", " } else { "" };
            text += &format!("{comma}{}: {value}", visible(field.name()));
        }
        text + "}"
    })
}

/// Whether its cells stand at the right of their column.
fn is_number(dtype: &DType) -> bool {
    matches!(dtype, DType::Scalar(..) | DType::DateTime(..) | DType::TimeDelta(..))
}

/// `[{id: 1, sin: 0.5}, ...]`, the middle of long views left out.
impl<R: Record, L: Placement<R>> fmt::Debug for Records<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list_rows(f, self.len(), R::LAYOUT.fields(), |row| cells(self, row))
    }
}

impl<R: Record, L: Placement<R>> fmt::Display for RecordsMut<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

impl<R: Record, L: Placement<R>> fmt::Debug for RecordsMut<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

/// `[1, 2, ..., 9]`, the middle of long columns left out.
impl<F: Element> fmt::Display for Column<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: items of the column, which is borrowed while they are printed.
        list(f, self.len(), ITEMS, |i| unsafe { ValueAt::new(F::DTYPE, self.items().at(i)) })
    }
}

impl<F: Element> fmt::Debug for Column<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<F: Element> fmt::Display for ColumnMut<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

impl<F: Element> fmt::Debug for ColumnMut<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// A list of rows, each a list; the middle of long ones left out.
impl<F: Element> fmt::Debug for Matrix<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.height(), ITEMS, |y| self.row(y))
    }
}

/// A list of lines, each a list; the middle of long ones left out.
impl<R: Record, L: Placement<R>> fmt::Debug for Grid<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.height(), ITEMS, |y| format!("{:?}", self.row(y)))
    }
}

impl<R: Record, L: Placement<R>> fmt::Debug for GridMut<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
