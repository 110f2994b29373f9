//! What a buffer has because `Records` have it.
//!
//! Each of their names that the buffer does not have itself is an attribute of its class, a
//! [`Lent`]. (A `__getattr__` would do the same, and make every other attribute slow to look up:
//! Python can keep those of plain classes in mind.)

use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

use super::{PyRecordBuffer, PyRecords};

/// An attribute of `Records`, asked of a buffer: that of a view of its rows.
#[pyclass(frozen, module = "nprecords")]
#[derive(Debug)]
struct Lent {
    name: Py<PyString>,
}

#[pymethods]
impl Lent {
    fn __get__<'py>(
        &self,
        py: Python<'py>,
        buffer: Option<Bound<'py, PyRecordBuffer>>,
        _class: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let name = self.name.bind(py);
        match buffer {
            Some(buffer) => buffer.get().records(py)?.getattr(name),
            None => py.get_type::<PyRecords>().getattr(name),
        }
    }
}

/// Gives the class of buffers what that of records has; once.
///
/// Not by names of the form `__name__`: what Python and NumPy look for by them must keep the rows
/// in place, which a view that is gone does not.
pub(crate) fn lend(py: Python<'_>) -> PyResult<()> {
    let (records, buffer) = (py.get_type::<PyRecords>(), py.get_type::<PyRecordBuffer>());
    for name in records.as_any().dir()? {
        let name = name.cast_into::<PyString>()?;
        if name.to_cow()?.starts_with("__") || buffer.hasattr(&name)? {
            continue;
        }
        set(py, &buffer, name)?;
    }
    Ok(())
}

fn set(py: Python<'_>, class: &Bound<'_, PyType>, name: Bound<'_, PyString>) -> PyResult<()> {
    let lent = Lent { name: name.clone().unbind() };
    class.setattr(name, Bound::new(py, lent)?)
}
