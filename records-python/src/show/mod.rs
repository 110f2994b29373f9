//! Tables for notebooks.

mod table;

use std::fmt::Write;

use pyo3::PyResult;
use records_core::{Description, Value};

use crate::memory::View;
use table::{Table, escaped};

/// Rows of a table that are shown at either end, if there are more than twice as many.
const ENDS: usize = 5;

/// Records as a table, long ones without their middle, and their layout as a picture below.
pub(crate) fn records(view: &View) -> PyResult<String> {
    let reading = view.read()?;
    let array = reading.array();
    let &[len] = view.shape() else {
        return Ok(format!("<pre>{}</pre>", escaped(&array.to_string())));
    };
    let layout = view.item().layout();
    let mut table = Table::new();
    table.header(std::iter::once("").chain(layout.fields().iter().map(|field| field.name())));
    let front = if len <= 2 * ENDS { len } else { ENDS };
    let mut before = None;
    for row in (0..front).chain(len.saturating_sub(ENDS).max(front)..len) {
        if before.is_some_and(|before| before + 1 < row) {
            table.row("&#8942;", layout.fields().iter().map(|_| "&#8942;".to_string()));
        }
        before = Some(row);
        let cells: Vec<String> = match array.get(&[row]) {
            Some(Value::Record(values)) => {
                values.iter().map(|(_, value)| escaped(&value.to_string())).collect()
            }
            Some(value) => vec![escaped(&value.to_string())],
            None => Vec::new(),
        };
        table.row(&row.to_string(), cells.into_iter());
    }
    let mut html = table.finish();
    let plural = if len == 1 { "" } else { "s" };
    let _ = write!(
        html,
        "<details><summary>{len} record{plural} of {} bytes</summary>{}</details>",
        layout.itemsize(),
        layout.to_svg()
    );
    Ok(html)
}

/// A description as a table.
pub(crate) fn description(description: &Description) -> String {
    let mut table = Table::new();
    table.header(["", "count", "min", "max", "mean", "std"].into_iter());
    for field in description.fields() {
        let number =
            |number: Option<f64>| number.map_or(String::new(), |number| number.to_string());
        let cells = match &field.summary {
            Some(of) => [
                of.count.to_string(),
                escaped(&of.min.to_string()),
                escaped(&of.max.to_string()),
                number(of.mean),
                number(of.std),
            ],
            None => {
                let none = String::new;
                [description.rows().to_string(), none(), none(), none(), none()]
            }
        };
        table.row(&escaped(&field.path), cells.into_iter());
    }
    table.finish()
}
