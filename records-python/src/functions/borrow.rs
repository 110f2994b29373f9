//! The functions of the module.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

use crate::arguments::{List, Numbers};
use crate::borrow::{Request, view_of};
use crate::classes::PyRecords;
use crate::layouts::dtype_of;

/// Records in the memory of an object.
#[pyfunction]
#[pyo3(signature = (buffer, dtype=None, *, names=None, offset=None, count=None, shape=None, strides=None, owner=None))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn frombuffer(
    buffer: &Bound<'_, PyAny>,
    dtype: Option<&Bound<'_, PyAny>>,
    names: Option<List<String>>,
    offset: Option<isize>,
    count: Option<isize>,
    shape: Option<Numbers<usize>>,
    strides: Option<Numbers<isize>>,
    owner: Option<Py<PyAny>>,
) -> PyResult<PyRecords> {
    let count = count.filter(|&count| count != -1);
    let shape = match (shape, count) {
        (Some(_), Some(_)) => {
            return Err(PyTypeError::new_err("give a count or a shape, not both"));
        }
        (None, Some(count)) => Some(vec![count.try_into()?]),
        (shape, None) => shape.map(|shape| shape.0),
    };
    let request = Request {
        dtype: dtype.map(dtype_of).transpose()?,
        names: names.map(|names| names.0),
        offset,
        shape,
        strides: strides.map(|strides| strides.0),
        owner,
    };
    view_of(buffer, request).map(PyRecords::from)
}
