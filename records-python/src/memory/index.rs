//! Views of parts of a view, dimension by dimension, and of the same items otherwise.

use std::sync::Arc;

use pyo3::PyResult;
use pyo3::exceptions::{PyIndexError, PyValueError};

use super::{Item, View};

impl View {
    /// One dimension less: the items at an index of dimension `axis`, which counts from the end if
    /// it is negative.
    ///
    /// # Errors
    /// `IndexError` if there is none.
    pub(crate) fn index(&self, axis: usize, index: isize) -> PyResult<View> {
        self.index_called(axis, index, axis)
    }

    /// [`index`](View::index) of a dimension that the caller calls by another number.
    pub(crate) fn index_called(&self, axis: usize, index: isize, called: usize) -> PyResult<View> {
        let at = self.checked(axis, index, called)?;
        let mut part = self.clone();
        part.shape.remove(axis);
        let stride = part.strides.remove(axis);
        // An item there is, so that the product is a distance in memory.
        part.first = self.first.wrapping_offset((at as isize).wrapping_mul(stride));
        Ok(part)
    }

    /// The number of an item of dimension `axis`, from the end if it is negative.
    fn checked(&self, axis: usize, index: isize, called: usize) -> PyResult<usize> {
        let len = self.shape[axis];
        let from_start = if index < 0 { index.checked_add_unsigned(len) } else { Some(index) };
        let found = from_start.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
        found.ok_or_else(|| {
            let plural = if len == 1 { "" } else { "s" };
            PyIndexError::new_err(match (self.shape.len(), called) {
                (1, 0) => format!("index {index} is out of bounds: there are {len} row{plural}"),
                _ => format!("index {index} is out of bounds for axis {called} with size {len}"),
            })
        })
    }

    /// Of dimension `axis` `len` items, the first of them `start`, the next ones `step` further:
    /// what a slice of Python is, its ends within the bounds.
    ///
    /// # Errors
    /// `IndexError` if it is none of this dimension.
    pub(crate) fn sliced(
        &self,
        axis: usize,
        start: isize,
        step: isize,
        len: usize,
    ) -> PyResult<View> {
        let mut part = self.clone();
        part.shape[axis] = len;
        if len == 0 {
            return Ok(part);
        }
        let last = (len as isize - 1).checked_mul(step).and_then(|last| last.checked_add(start));
        let within = |at: isize| usize::try_from(at).is_ok_and(|at| at < self.shape[axis]);
        if !within(start) || !last.is_some_and(within) {
            return Err(PyIndexError::new_err("a part lies beyond the records"));
        }
        // Both ends are items, so that what is between lies in the same memory; of one item the
        // step may be anything.
        let stride = self.strides[axis];
        part.first = self.first.wrapping_offset(start.wrapping_mul(stride));
        part.strides[axis] = if len == 1 { stride } else { stride.wrapping_mul(step) };
        Ok(part)
    }

    /// The same bytes as items of another dtype of the same size.
    pub(crate) fn with_item(&self, item: Arc<Item>) -> PyResult<View> {
        if item.size() != self.item.size() {
            return Err(PyValueError::new_err(format!(
                "items of {} bytes are not {} of {} bytes",
                self.item.size(),
                item.dtype(),
                item.size()
            )));
        }
        Ok(View { item, ..self.clone() })
    }

    /// The same items, one behind the other in C order, in another shape of as many.
    pub(super) fn shaped(mut self, shape: &[usize]) -> View {
        debug_assert_eq!(self.len(), shape.iter().product::<usize>());
        let mut next = self.item.size();
        self.strides = shape
            .iter()
            .rev()
            .map(|&len| {
                let here = next as isize;
                next = next.saturating_mul(len.max(1)).min(isize::MAX as usize);
                here
            })
            .collect();
        self.strides.reverse();
        self.shape = shape.into();
        self
    }
}
