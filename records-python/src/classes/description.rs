//! What columns are like, in Python.

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use records_core::{Description, FieldSummary};

use crate::rows::to_python;
use crate::show;

/// What the columns of some records are like; ``describe`` makes it.
///
/// It is a mapping: of the name of a field, or of the path ``pos.x`` of a part of a nested record,
/// to a dict with ``count``, and, where there are numbers, ``min``, ``max``, ``mean``, ``var`` and
/// ``std`` (the mean squares of all, as in NumPy); of times ``min`` and ``max``. ``print`` shows it
/// as a table, and so do notebooks.
#[pyclass(frozen, mapping, name = "Description", module = "nprecords")]
#[derive(Debug)]
pub struct PyDescription {
    description: Description,
}

impl From<Description> for PyDescription {
    fn from(description: Description) -> PyDescription {
        PyDescription { description }
    }
}

impl PyDescription {
    fn numbers<'py>(&self, py: Python<'py>, field: &FieldSummary) -> PyResult<Bound<'py, PyDict>> {
        let numbers = PyDict::new(py);
        let Some(summary) = &field.summary else {
            numbers.set_item("count", self.description.rows())?;
            return Ok(numbers);
        };
        numbers.set_item("count", summary.count)?;
        numbers.set_item("min", to_python(py, &summary.min)?)?;
        numbers.set_item("max", to_python(py, &summary.max)?)?;
        for (name, number) in [("mean", summary.mean), ("var", summary.var), ("std", summary.std)] {
            if let Some(number) = number {
                numbers.set_item(name, number)?;
            }
        }
        Ok(numbers)
    }
}

#[pymethods]
impl PyDescription {
    /// How many rows there were.
    #[getter]
    fn rows(&self) -> usize {
        self.description.rows()
    }

    fn __len__(&self) -> usize {
        self.description.fields().len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyDict>> {
        let field = self.description.fields().iter().find(|field| field.path == name);
        let field = field.ok_or_else(|| PyKeyError::new_err(name.to_string()))?;
        self.numbers(py, field)
    }

    fn __contains__(&self, name: &Bound<'_, PyAny>) -> bool {
        name.extract::<String>()
            .is_ok_and(|name| self.description.fields().iter().any(|field| field.path == name))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.keys(py)?.try_iter()?.into_any())
    }

    /// The names of the fields, of nested records the paths of theirs.
    fn keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.description.fields().iter().map(|field| field.path.as_str()))
    }

    /// A dict of numbers for each field.
    fn values<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for field in self.description.fields() {
            list.append(self.numbers(py, field)?)?;
        }
        Ok(list)
    }

    /// Pairs of a name and a dict of numbers.
    fn items<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for field in self.description.fields() {
            let name = field.path.as_str().into_pyobject(py)?.into_any();
            let numbers = self.numbers(py, field)?.into_any();
            list.append(PyTuple::new(py, [name, numbers])?)?;
        }
        Ok(list)
    }

    /// The numbers of a field, or ``default`` if there is none of this name.
    #[pyo3(signature = (name, default=None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.description.fields().iter().find(|field| field.path == name) {
            Some(field) => Ok(Some(self.numbers(py, field)?.into_any())),
            None => Ok(default),
        }
    }

    fn __str__(&self) -> String {
        self.description.to_string()
    }

    fn __repr__(&self) -> String {
        self.description.to_string()
    }

    fn _repr_html_(&self) -> String {
        show::description(&self.description)
    }
}
