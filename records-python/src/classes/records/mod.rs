//! Records in Python.

mod exchange;
mod items;
mod key;
mod operations;
mod rows;
mod show;

use std::fmt;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyTuple};

use super::PyLayout;
use crate::export::to_numpy;
use crate::layouts;
use crate::memory::View;

pub(super) use key::field;
pub use rows::PyRowIterator;

/// Records in memory that somebody owns, who is kept alive: rows by number, columns by name.
///
/// ``frombuffer`` makes them out of any memory, ``open`` out of files. They are views: what is
/// written to them, or through the NumPy arrays that they give, is written to that memory.
///
/// ``r[i]`` is a row, a tuple of Python values; ``r[1:]``, ``r[::-1]`` are views of some rows;
/// ``r["age"]`` and ``r[["age", "height"]]`` are NumPy arrays of the same memory, or, where NumPy
/// is not installed, views of the fields. A mask of bools or row numbers as a key copy rows.
///
/// Strides and offsets are in bytes, everywhere.
#[pyclass(frozen, name = "Records", module = "nprecords")]
pub struct PyRecords {
    view: View,
    /// NumPy's array of the same memory, once it has been wanted: its parts are quick to have, and
    /// are all that is given away, so that nobody changes its shape by chance.
    array: PyOnceLock<Py<PyAny>>,
}

impl PyRecords {
    pub(crate) fn view(&self) -> &View {
        &self.view
    }

    fn object<'py>(py: Python<'py>, view: View) -> PyResult<Bound<'py, PyAny>> {
        Ok(Bound::new(py, PyRecords::from(view))?.into_any())
    }

    /// The records as an array of NumPy's, to ask it for a part.
    ///
    /// # Errors
    /// `ImportError` without NumPy.
    fn array<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let made =
            self.array.get_or_try_init(py, || to_numpy(py, &self.view).map(Bound::unbind))?;
        Ok(made.bind(py))
    }
}

impl fmt::Debug for PyRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PyRecords").field("view", &self.view).finish_non_exhaustive()
    }
}

impl From<View> for PyRecords {
    fn from(view: View) -> PyRecords {
        PyRecords { view, array: PyOnceLock::new() }
    }
}

#[pymethods]
impl PyRecords {
    fn __len__(&self) -> PyResult<usize> {
        let len = self.view.shape().first();
        len.copied().ok_or_else(|| PyTypeError::new_err("a single record has no length"))
    }

    /// The dtype of a record: NumPy's, or, without NumPy, the text that NumPy would make it of.
    #[getter]
    fn dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match layouts::module(py) {
            Ok(_) => self.view.item().own_numpy(py),
            Err(_) => {
                Ok(PyString::new(py, &super::layout::dtype_text(self.view.dtype())).into_any())
            }
        }
    }

    /// What a record looks like: fields, offsets, holes. ``print`` draws it.
    #[getter]
    fn layout(&self) -> PyLayout {
        PyLayout::new(self.view.item().layout().clone())
    }

    /// The names of the fields, in their order.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        super::layout::names(py, self.view.item().layout())
    }

    /// Records along each dimension.
    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.view.shape())
    }

    /// Bytes from one record to the next along each dimension.
    #[getter]
    fn strides<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.view.strides())
    }

    /// How many dimensions there are.
    #[getter]
    fn ndim(&self) -> usize {
        self.view.shape().len()
    }

    /// How many records there are in all.
    #[getter]
    fn size(&self) -> usize {
        self.view.len()
    }

    /// Bytes of a record.
    #[getter]
    fn itemsize(&self) -> usize {
        self.view.item().size()
    }

    /// Bytes of all records, without those between them.
    #[getter]
    fn nbytes(&self) -> usize {
        self.view.nbytes()
    }

    /// Whether the memory must not be written.
    #[getter]
    fn readonly(&self) -> bool {
        !self.view.is_writable()
    }
}
