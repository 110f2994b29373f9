//! Records one by one.

use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::PyRecords;
use crate::memory::{View, room};
use crate::rows::decode;

/// Row `index` of `len`, from the end if it is negative.
pub(super) fn row<'py>(
    py: Python<'py>,
    view: &View,
    index: isize,
    len: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let from_start = if index < 0 { index.checked_add_unsigned(len) } else { Some(index) };
    let at = from_start.and_then(|at| usize::try_from(at).ok()).filter(|&at| at < len);
    let Some(at) = at else {
        let plural = if len == 1 { "" } else { "s" };
        return Err(PyIndexError::new_err(format!(
            "index {index} is out of bounds: there are {len} row{plural}"
        )));
    };
    let mut bytes = Vec::with_capacity(view.item().size());
    view.item_bytes(at, &mut bytes)?;
    decode(py, view.dtype(), &bytes)
}

/// The only item of a view without dimensions.
pub(super) fn item<'py>(py: Python<'py>, view: &View) -> PyResult<Bound<'py, PyAny>> {
    decode(py, view.dtype(), &view.to_bytes()?)
}

/// All items as lists of lists.
pub(super) fn to_list<'py>(py: Python<'py>, view: &View) -> PyResult<Bound<'py, PyAny>> {
    let &[len, ref inner @ ..] = view.shape() else {
        return item(py, view);
    };
    room(view.len().checked_mul(size_of::<usize>()))?;
    let list = PyList::empty(py);
    if !inner.is_empty() {
        for at in 0..len {
            list.append(to_list(py, &view.index(0, at as isize)?)?)?;
        }
        return Ok(list.into_any());
    }
    // Copied by parts, so that nobody has to wait while Python makes objects of them.
    let size = view.item().size();
    let step = (1_usize << 16).checked_div(size).unwrap_or(len).max(1);
    let mut start = 0;
    while start < len {
        let count = step.min(len - start);
        let bytes = view.sliced(0, start as isize, 1, count)?.to_bytes()?;
        for at in 0..count {
            list.append(decode(py, view.dtype(), &bytes[at * size..][..size])?)?;
        }
        start += count;
    }
    Ok(list.into_any())
}

/// The rows of records, first to last.
#[pyclass(frozen, name = "RowIterator", module = "nprecords")]
#[derive(Debug)]
pub struct PyRowIterator {
    view: View,
    next: AtomicUsize,
    len: usize,
}

impl PyRowIterator {
    pub(super) fn new(view: View) -> PyResult<PyRowIterator> {
        let Some(&len) = view.shape().first() else {
            return Err(PyTypeError::new_err("a single record has no rows"));
        };
        Ok(PyRowIterator { view, next: AtomicUsize::new(0), len })
    }

    pub(super) fn reversed(view: &View) -> PyResult<PyRowIterator> {
        let len = view.shape().first().copied().unwrap_or(0);
        if len < 2 {
            return PyRowIterator::new(view.clone());
        }
        PyRowIterator::new(view.sliced(0, len as isize - 1, -1, len)?)
    }
}

#[pymethods]
impl PyRowIterator {
    fn __iter__(slf: Bound<'_, Self>) -> Bound<'_, Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let step = |at: usize| (at < self.len).then_some(at + 1);
        let Ok(at) = self.next.fetch_update(Ordering::Relaxed, Ordering::Relaxed, step) else {
            return Ok(None);
        };
        let view = &self.view;
        if view.shape().len() == 1 {
            return row(py, view, at as isize, self.len).map(Some);
        }
        PyRecords::object(py, view.index(0, at as isize)?).map(Some)
    }

    fn __length_hint__(&self) -> usize {
        self.len - self.next.load(Ordering::Relaxed)
    }
}
