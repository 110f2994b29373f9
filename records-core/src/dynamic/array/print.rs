//! Arrays for a person.

use alloc::vec::Vec;
use core::fmt::{self, Write};
use core::ops::Range;

use super::{DynArray, DynArrayMut};
use crate::memory::Shaped;
use crate::value::list::{ITEMS, shown};
use crate::view::value_at::ValueAt;

/// Items of an array that are shown at most, whatever its dimensions.
const BUDGET: usize = 1000;

/// Which of each dimension are shown: of the last ones as of lists, of the first ones as
/// many as the budget has left, but one.
fn plan(shape: &[usize]) -> Vec<(Range<usize>, Range<usize>)> {
    let mut left = BUDGET;
    let mut plan: Vec<_> = shape
        .iter()
        .rev()
        .map(|&len| {
            let (front, back) = shown(len, ITEMS);
            let ranges = match front.len() + back.len() {
                count if count <= left.max(1) => (front, back),
                _ => (0..1, len..len),
            };
            left /= (ranges.0.len() + ranges.1.len()).max(1);
            ranges
        })
        .collect();
    plan.reverse();
    plan
}

fn nested(
    array: &DynArray<'_>,
    items: &Shaped,
    plan: &[(Range<usize>, Range<usize>)],
    out: &mut dyn Write,
) -> fmt::Result {
    let Some(((front, back), inner)) = plan.split_first() else {
        // SAFETY: an item of the array, which is borrowed meanwhile.
        return write!(out, "{}", unsafe { ValueAt::new(array.dtype(), items.base()) });
    };
    let len = items.shape()[0];
    out.write_str("[")?;
    for i in front.clone() {
        out.write_str(if i > 0 { ", " } else { "" })?;
        nested(array, &items.index(0, i), inner, out)?;
    }
    if front.len() + back.len() < len {
        out.write_str(", ...")?;
    }
    for i in back.clone() {
        out.write_str(", ")?;
        nested(array, &items.index(0, i), inner, out)?;
    }
    out.write_str("]")
}

/// Rows of records in one dimension as a table, like [`DynRecords`](crate::DynRecords); else
/// lists of lists, the middle of long ones left out.
impl fmt::Display for DynArray<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.records() {
            Ok(records) if self.ndim() == 1 && matches!(self.dtype(), crate::DType::Record(_)) => {
                fmt::Display::fmt(&records, f)
            }
            _ => fmt::Debug::fmt(self, f),
        }
    }
}

/// Lists of lists, the middle of long ones left out.
impl fmt::Debug for DynArray<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        nested(self, &self.items, &plan(self.shape()), f)
    }
}

impl fmt::Display for DynArrayMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

impl fmt::Debug for DynArrayMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
