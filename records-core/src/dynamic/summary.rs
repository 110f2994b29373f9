//! Least, greatest, mean and spread of columns whose type is known at run time only.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::Any;
use core::ops::Range;

use super::DynColumn;
use super::number::{WithNumber, with_number};
use crate::kernel::Kernel;
use crate::kernel::reduce::{Item, LEAF, Num, Part, Step, cut, part, walk};
use crate::kernel::share::{self, Addresses};
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
        let plan = gather(self.items(), self.dtype())?;
        let bytes = self.items().stride().unsigned_abs();
        gathered(&[plan], self.len(), bytes).pop()?.finish()
    }
}

/// What all rows have for each column, looked at leaf by leaf, all columns of a leaf at a time. A
/// row is so many bytes from the next: many of them are shared among threads, along the same tree.
pub(super) fn gathered(
    plans: &[Box<dyn Gather>],
    rows: usize,
    bytes: usize,
) -> Vec<Box<dyn Gather>> {
    let part = |part: Range<usize>| {
        let mut columns: Vec<_> = plans.iter().map(|plan| plan.fresh()).collect();
        walk(part.start, part.len(), &mut |step| {
            for column in &mut columns {
                column.step(step);
            }
        });
        columns
    };
    let join = |mut front: Vec<Box<dyn Gather>>, back: Vec<Box<dyn Gather>>| {
        for (front, back) in front.iter_mut().zip(back) {
            front.join(back);
        }
        front
    };
    share::halves(0..rows, bytes, &cut, &part, &join)
}

/// Looks at one column leaf by leaf.
pub(super) trait Gather: Any + Send + Sync {
    /// One that looks at the same column, and has seen nothing of it.
    fn fresh(&self) -> Box<dyn Gather>;

    /// Does what is next; see [`walk`].
    fn step(&mut self, step: Step);

    /// Joins what has been found of the rows behind these, of the same column.
    fn join(&mut self, back: Box<dyn Gather>);

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
            // SAFETY: they are only read.
            items: unsafe { Addresses::new(self.items) },
            elements: self.count,
            dtype: self.element.clone(),
            kernel: Kernel::current(),
            found: Vec::new(),
        })
    }
}

/// A column of `F`, or of arrays of it.
struct Columns<F: Number> {
    items: Addresses<Strided>,
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

    /// Joins the two results on top.
    fn join_two(&mut self) {
        if let (Some(back), Some(front)) = (self.found.pop(), self.found.pop()) {
            self.found.push(Part::join(front, back));
        }
    }
}

impl<F> Gather for Columns<F>
where
    F: Number<Value: Into<Value>, Mean: Into<f64>>,
{
    fn fresh(&self) -> Box<dyn Gather> {
        Box::new(Columns::<F> {
            items: self.items,
            elements: self.elements,
            dtype: self.dtype.clone(),
            kernel: self.kernel,
            found: Vec::new(),
        })
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Leaf { len: 0, .. } => {}
            Step::Leaf { start, len } => {
                let part = self.leaf(self.items.get().slice(start..start + len));
                self.found.push(part);
            }
            Step::Join => self.join_two(),
        }
    }

    fn join(&mut self, back: Box<dyn Gather>) {
        let back: Box<dyn Any> = back;
        let back = back.downcast::<Columns<F>>().expect("the same column's");
        self.found.extend(back.found);
        self.join_two();
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
