//! What all columns are like, found in one pass over the rows.
//!
//! It goes by dtype, so that rows of types are described by the same code as those
//! of a run-time layout.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::DynRecords;
use super::summary::{Gather, Summary, gather, gathered};
use crate::layout::{padded, visible};
use crate::memory::Strided;
use crate::{DType, Placement, Record, Records, Value};

/// What each field of some rows is like; out of [`Records::describe`] and
/// [`DynRecords::describe`].
///
/// It prints as a table, a line for each field:
///
/// ```
/// use records_core::{FixedBytes, Record, RecordBuf};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Person { name: FixedBytes<8>, age: i32, height: f32 }
///
/// let people: RecordBuf<Person> = [("Zhang", 32, 1.75), ("Wang", 27, 1.5), ("Li", 41, 1.65)]
///     .map(|(name, age, height)| Person { name: name.parse().unwrap(), age, height })
///     .into_iter()
///     .collect();
/// let table = "        count  min   max     mean       std
/// name        3
/// age         3   27    41  33.3333   5.79272
/// height      3  1.5  1.75  1.63333  0.102740
/// (3 rows)";
/// assert_eq!(people.view().describe().to_string(), table);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    rows: usize,
    fields: Vec<FieldSummary>,
}

/// What one field is like; in a [`Description`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldSummary {
    /// The name of the field, or the path of a part of a nested record: `pos.x`.
    pub path: String,
    /// What an item is.
    pub dtype: DType,
    /// What the numbers are like; `None` where there are none: of text, raw bytes, enums,
    /// complex numbers, and of no rows.
    pub summary: Option<Summary>,
}

impl Description {
    /// How many rows there were.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// The fields in the order of the layout; of nested records their fields.
    #[must_use]
    pub fn fields(&self) -> &[FieldSummary] {
        &self.fields
    }

    /// What the numbers of a field are like, if there is one of this path and it has
    /// some.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Summary> {
        self.fields.iter().find(|field| field.path == path)?.summary.as_ref()
    }

    /// Describes fields, each given by its name, its dtype and its items, of which all have the same
    /// number. They satisfy the invariant of a `DynColumn`.
    fn of<'l>(rows: usize, fields: impl Iterator<Item = (String, &'l DType, Strided)>) -> Self {
        let (mut found, mut places, mut plans) = (Vec::new(), Vec::new(), Vec::new());
        let mut bytes = 0;
        for (path, dtype, items) in fields {
            bytes = items.stride().unsigned_abs();
            add(path, dtype, items, &mut found, &mut |place, plan| {
                places.push(place);
                plans.push(plan);
            });
        }
        // Of rows without a number there may be any number.
        if !plans.is_empty() {
            for (place, mut column) in places.into_iter().zip(gathered(&plans, rows, bytes)) {
                found[place].summary = column.finish();
            }
        }
        Description { rows, fields: found }
    }
}

/// Lists a field, or the fields of a nested record, and tells where in the list those with numbers
/// are, and how they are looked at.
fn add(
    path: String,
    dtype: &DType,
    items: Strided,
    found: &mut Vec<FieldSummary>,
    plan: &mut impl FnMut(usize, Box<dyn Gather>),
) {
    if let DType::Record(record) = dtype {
        for field in record.get().fields() {
            let path = format!("{path}.{}", field.name());
            add(path, field.dtype(), items.shifted(field.offset()), found, plan);
        }
        return;
    }
    // The mean of an enum is none of its variants.
    if !is_enum(dtype)
        && let Some(gather) = gather(items, dtype)
    {
        plan(found.len(), gather);
    }
    found.push(FieldSummary { path, dtype: dtype.clone(), summary: None });
}

fn is_enum(dtype: &DType) -> bool {
    match dtype {
        DType::Enum(_) => true,
        DType::Array(element, _) => is_enum(element.get()),
        _ => false,
    }
}

impl DynRecords<'_> {
    /// What all columns are like: how many numbers they have, the least and the greatest, the mean, and
    /// how far they spread.
    ///
    /// The rows are gone over once, whatever the number of fields; what is found has the
    /// bits that the columns' own [`summary`](crate::DynColumn::summary) has.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("[('id', '|u1'), ('level', '>i2')]")?;
    /// let rows = DynRecords::from_bytes(&[1, 0, 1, 2, 0xff, 0xff], &layout)?;
    /// let description = rows.describe();
    /// assert_eq!(description.get("level").unwrap().mean, Some(0.0));
    /// println!("{description}");
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn describe(&self) -> Description {
        let rows = self.rows();
        Description::of(
            self.len(),
            self.layout().fields().iter().map(|field| {
                (field.name().to_string(), field.dtype(), rows.shifted(field.offset()))
            }),
        )
    }
}

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// What all columns are like: how many numbers they have, the least and the greatest, the mean, and
    /// how far they spread.
    ///
    /// The rows are gone over once, whatever the number of fields; what is found has the
    /// bits that [`Column`](crate::Column)'s `min`, `max`, `mean`, `var` and `std` have. It prints as
    /// a table; see [`Description`].
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Sample { id: i16, value: f64 }
    /// # let samples: RecordBuf<Sample> = (0..3).map(|id| Sample { id, value: 0.5 }).collect();
    /// let description = samples.view().describe();
    /// assert_eq!(description.get("value").unwrap().mean, samples.columns().value.mean());
    /// ```
    #[must_use]
    pub fn describe(&self) -> Description {
        let rows = self.rows();
        Description::of(
            self.len(),
            R::LAYOUT.fields().iter().enumerate().map(|(i, field)| {
                let items = rows.shifted(self.place().offset(i));
                (field.name().to_string(), field.dtype(), items)
            }),
        )
    }
}

/// A table: a line for each field, means and spreads with six digits.
impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Vec::from([["", "count", "min", "max", "mean", "std"].map(String::from)]);
        table.extend(self.fields.iter().map(|field| {
            let name = visible(&field.path);
            match &field.summary {
                None => [
                    name,
                    self.rows.to_string(),
                    String::new(),
                    String::new(),
                    String::new(),
                    String::new(),
                ],
                Some(of) => {
                    let digits = |number: Option<f64>| number.map_or(String::new(), six_digits);
                    let end = |value: &Value| value.to_string();
                    [
                        name,
                        of.count.to_string(),
                        end(&of.min),
                        end(&of.max),
                        digits(of.mean),
                        digits(of.std),
                    ]
                }
            }
        }));
        let width = |column: usize| table.iter().map(|row| row[column].chars().count()).max();
        let widths: [usize; 6] = core::array::from_fn(|column| width(column).unwrap_or(0));
        for row in &table {
            let mut text = String::new();
            for (column, cell) in row.iter().enumerate() {
                text += if column > 0 { "  " } else { "" };
                padded(cell, widths[column], column > 0, &mut text);
            }
            writeln!(f, "{}", text.trim_end())?;
        }
        write!(f, "({} row{})", self.rows, if self.rows == 1 { "" } else { "s" })
    }
}

/// A number rounded to six digits, none of those before the point left out.
fn six_digits(number: f64) -> String {
    let scientific = format!("{number:.5e}");
    let exponent = scientific.rsplit('e').next().and_then(|text| text.parse::<i32>().ok());
    match exponent {
        Some(exponent @ -5..=15) => format!("{number:.*}", (5 - exponent).max(0) as usize),
        Some(_) => scientific,
        // NaN and the infinities.
        None => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::six_digits;

    #[test]
    fn numbers_keep_six_digits_and_all_before_the_point() {
        for (number, text) in [
            (0.0, "0.00000"),
            (-1.0, "-1.00000"),
            (1.0 / 3.0, "0.333333"),
            (123_456.789, "123457"),
            (1_234_567.891, "1234568"),
            (9.999_999_9, "10.0000"),
            (1.5e-7, "1.50000e-7"),
            (1e300, "1.00000e300"),
            (f64::NAN, "NaN"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(six_digits(number), text);
        }
    }
}
