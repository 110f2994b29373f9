//! Least, greatest, mean and spread of columns whose type is known at run time only.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::DynColumn;
use super::number::{WithNumber, with_number};
use crate::kernel::Kernel;
use crate::kernel::reduce::{Item, LEAF, Num, Part, Step, part, walk};
use crate::memory::Strided;
use crate::{Column, DType, Number, Value};

/// What a column of numbers or times is like; out of [`DynColumn::summary`] and
/// [`DynRecords::describe`](crate::DynRecords::describe).
///
/// ```
/// use records_core::{DynRecords, Layout};
///
/// let layout = Layout::parse("[('level', '>i2')]")?;
/// let rows = DynRecords::from_bytes(&[0, 1, 0, 2, 0xff, 0xfd], &layout)?;
/// let summary = rows.dyn_column("level")?.summary().unwrap();
/// assert_eq!((summary.min, summary.max), ((-3).into(), 2.into()));
/// assert_eq!((summary.mean, summary.var), (Some(0.0), Some(14.0 / 3.0)));
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
    /// The mean square distance from the mean, in the precision of [`Column::var`]; `None`
    /// for times.
    pub var: Option<f64>,
    /// The square root of the variance, in the precision of [`Column::std`]; `None` for times.
    pub std: Option<f64>,
}

impl DynColumn<'_> {
    /// Least, greatest and mean item, and how far they spread, of a column of numbers, `bool`s
    /// (as 0 and 1) or times, or of arrays of them; `None` of other types, of complex
    /// numbers, and of no items.
    ///
    /// The type is looked at once; the results are those of a typed [`Column`], worked out in
    /// one pass.
    #[must_use]
    pub fn summary(&self) -> Option<Summary> {
        let mut gather = gather(self.items(), self.dtype())?;
        walk(self.len(), &mut |step| gather.step(step));
        gather.finish()
    }
}

/// Looks at one column leaf by leaf.
pub(super) trait Gather {
    /// Does what is next; see [`walk`].
    fn step(&mut self, step: Step);

    /// What has been found, if there were items.
    fn finish(&mut self) -> Option<Summary>;
}

/// Looks at the items of a dtype that can be summed up. They satisfy the invariant of a
/// [`DynColumn`] while the result is in use.
pub(super) fn gather(items: Strided, dtype: &DType) -> Option<Box<dyn Gather>> {
    let (mut element, mut count) = (dtype, 1);
    while let DType::Array(inner, len) = element {
        (element, count) = (inner.get(), count * len);
    }
    // Of no bytes, and then there may be any number of items.
    if count == 0 {
        return None;
    }
    with_number(items, element, Start { items, element, count })
}

struct Start<'d> {
    items: Strided,
    element: &'d DType,
    count: usize,
}

impl WithNumber for Start<'_> {
    type Out = Box<dyn Gather>;

    fn with<F>(self, _: Column<'_, F>) -> Box<dyn Gather>
    where
        F: Number<Value: Into<Value>, Mean: Into<f64>>,
    {
        Box::new(Columns::<F> {
            items: self.items,
            elements: self.count,
            dtype: self.element.clone(),
            kernel: Kernel::current(),
            found: Vec::new(),
        })
    }
}

/// A column of `F`, or of arrays of it.
struct Columns<F: Number> {
    items: Strided,
    /// In each item, one behind the other.
    elements: usize,
    dtype: DType,
    kernel: Kernel,
    /// The results that wait to be joined.
    found: Vec<Part<<F::Item as Item>::Number>>,
}

impl<F: Number> Columns<F> {
    /// Arrays of more elements are gone over row by row, others element by element.
    const LONG: usize = 64;

    /// Of some items, at least one.
    fn leaf(&self, items: Strided) -> Part<<F::Item as Item>::Number> {
        let of = |items: Strided| {
            // SAFETY: numbers of the column; a kernel in use is one that the CPU can run.
            unsafe { part::<F::Item>(self.kernel, items) }
        };
        if self.elements <= Self::LONG {
            let first = of(items);
            return (1..self.elements)
                .fold(first, |all, k| Part::join(all, of(items.shifted(k * F::SIZE))));
        }
        let chunks = |row| {
            (0..self.elements).step_by(LEAF).map(move |start| {
                let len = LEAF.min(self.elements - start);
                Strided::new(items.at(row), self.elements, F::SIZE as isize)
                    .slice(start..start + len)
            })
        };
        let mut parts = (0..items.len()).flat_map(chunks).map(of);
        match parts.next() {
            Some(first) => parts.fold(first, Part::join),
            None => of(items),
        }
    }
}

impl<F> Gather for Columns<F>
where
    F: Number<Value: Into<Value>, Mean: Into<f64>>,
{
    fn step(&mut self, step: Step) {
        match step {
            Step::Leaf { len: 0, .. } => {}
            Step::Leaf { start, len } => {
                let part = self.leaf(self.items.slice(start..start + len));
                self.found.push(part);
            }
            Step::Join => {
                if let (Some(back), Some(front)) = (self.found.pop(), self.found.pop()) {
                    self.found.push(Part::join(front, back));
                }
            }
        }
    }

    fn finish(&mut self) -> Option<Summary> {
        let part = self.found.pop()?;
        let value = |number| -> Value {
            match (&self.dtype, F::from_number(number).into()) {
                (DType::DateTime(step, _), steps) => {
                    Value::DateTime(steps.as_i64().unwrap_or(i64::MIN), *step)
                }
                (DType::TimeDelta(step, _), steps) => {
                    Value::TimeDelta(steps.as_i64().unwrap_or(i64::MIN), *step)
                }
                (_, number) => number,
            }
        };
        let (count, min, max) =
            (part.moments.count, value(part.ends.least), value(part.ends.greatest));
        if let DType::DateTime(..) | DType::TimeDelta(..) = self.dtype {
            // NaT is the least number, and the greatest time if there is one.
            let max = if min.is_nat() { min.clone() } else { max };
            return Some(Summary { count, min, max, mean: None, var: None, std: None });
        }
        let total = <F::Item as Item>::Number::finish(part.total);
        let mean = match F::sum(total) {
            Some(sum) => F::mean(sum, count).into(),
            // The sum does not fit its type; the mean fits all the same.
            None => <F::Item as Item>::Number::total_to_f64(total) / count as f64,
        };
        let round = |spread: f64| F::round(spread).into();
        let (var, std) = (part.moments.variance(), part.moments.deviation());
        Some(Summary {
            count,
            min,
            max,
            mean: Some(mean),
            var: var.map(round),
            std: std.map(round),
        })
    }
}
