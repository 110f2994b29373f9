//! Least, greatest and mean of columns whose type is known at run time only.

use core::cmp::Ordering;

use super::DynColumn;
use super::number::{WithNumber, with_number};
use crate::{Column, DType, Number, Value};

/// What a column of numbers or times is like; out of [`DynColumn::summary`].
///
/// ```
/// use records_core::{DynRecords, Layout};
///
/// let layout = Layout::parse("[('level', '>i2')]")?;
/// let rows = DynRecords::from_bytes(&[0, 1, 0, 2, 0xff, 0xff], &layout)?;
/// let summary = rows.dyn_column("level")?.summary().unwrap();
/// assert_eq!((summary.min, summary.max), ((-1).into(), 2.into()));
/// assert_eq!(summary.mean, Some(2.0 / 3.0));
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Summary {
    /// How many numbers there are: items, or, of arrays, elements.
    pub count: usize,
    /// The least one; NaN or NaT if there is one, as in NumPy.
    pub min: Value,
    /// The greatest one; NaN or NaT if there is one, as in NumPy.
    pub max: Value,
    /// The sum divided by the count, in the precision of [`Column::mean`]; `None` for
    /// times.
    pub mean: Option<f64>,
}

impl DynColumn<'_> {
    /// Least, greatest and mean item of a column of numbers, `bool`s (as 0 and 1) or
    /// times, or of arrays of them; `None` of other types, of complex numbers, and of
    /// no items.
    ///
    /// The type is looked at once; the items are gone over as those of a typed
    /// [`Column`].
    #[must_use]
    pub fn summary(&self) -> Option<Summary> {
        if self.is_empty() {
            return None;
        }
        if let DType::Array(element, len) = self.dtype() {
            let (element, size) = (element.get(), element.get().size());
            let part = |k| {
                let items = self.items().shifted(k * size);
                // SAFETY: element k of the array of every item.
                unsafe { DynColumn::from_items(items, element.clone()) }.summary()
            };
            let first = if *len > 0 { part(0)? } else { return None };
            return (1..*len).try_fold(first, |all, k| Some(all.with(part(k)?)));
        }
        with_number(self.items(), self.dtype(), Summarise(self.dtype()))?
    }
}

impl Summary {
    /// Of the numbers of both.
    fn with(self, other: Summary) -> Summary {
        let count = self.count + other.count;
        let mean = |a: f64, b: f64| (a * self.count as f64 + b * other.count as f64) / count as f64;
        Summary {
            count,
            mean: self.mean.zip(other.mean).map(|(a, b)| mean(a, b)),
            min: extreme(self.min, other.min, Ordering::Less),
            max: extreme(self.max, other.max, Ordering::Greater),
        }
    }
}

fn extreme(a: Value, b: Value, wanted: Ordering) -> Value {
    let undefined = |value: &Value| value.is_nat() || value.partial_cmp(value).is_none();
    if undefined(&a) || (!undefined(&b) && a.partial_cmp(&b) == Some(wanted)) { a } else { b }
}

struct Summarise<'d>(&'d DType);

impl WithNumber for Summarise<'_> {
    type Out = Option<Summary>;

    fn with<F>(self, column: Column<'_, F>) -> Option<Summary>
    where
        F: Number<Value: Into<Value>, Mean: Into<f64>>,
    {
        let count = column.len();
        let value = |number: F::Value| -> Value {
            match (self.0, number.into()) {
                (DType::DateTime(step, _), steps) => {
                    Value::DateTime(steps.as_i64().unwrap_or(i64::MIN), *step)
                }
                (DType::TimeDelta(step, _), steps) => {
                    Value::TimeDelta(steps.as_i64().unwrap_or(i64::MIN), *step)
                }
                (_, number) => number,
            }
        };
        let (min, max) = (value(column.min()?), value(column.max()?));
        if let DType::DateTime(..) | DType::TimeDelta(..) = self.0 {
            // NaT is the least number, and the greatest time if there is one.
            let max = if min.is_nat() { min.clone() } else { max };
            return Some(Summary { count, min, max, mean: None });
        }
        let mean = match column.checked_sum() {
            Some(sum) => F::mean(sum, count).into(),
            // More than 64 bits: the mean fits all the same.
            None => {
                column
                    .iter()
                    .map(|item| item.value().into().as_f64().unwrap_or(f64::NAN))
                    .sum::<f64>()
                    / count as f64
            }
        };
        Some(Summary { count, min, max, mean: Some(mean) })
    }
}
