//! Dtypes out of what Python programs give as one.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};
use records_core::{DType, Layout};

use super::{module, of_numpy};
use crate::classes::PyLayout;
use crate::error::{layout, parse};

/// The dtype that an argument gives: a text in any form that [`Layout::parse`] reads, a
/// `numpy.dtype` or what NumPy makes one of, a list or dict as `numpy.dtype` takes it, a
/// `Layout` of ours.
///
/// # Errors
/// `ValueError` if a text is none, with the place; `TypeError` for other objects.
pub(crate) fn dtype_of(given: &Bound<'_, PyAny>) -> PyResult<DType> {
    if let Ok(text) = given.cast::<PyString>() {
        return DType::parse(text.to_cow()?.as_ref()).map_err(|error| parse(&error));
    }
    if let Ok(ours) = given.cast::<PyLayout>() {
        return Ok(DType::record(ours.get().layout().clone()));
    }
    let literal = given.is_instance_of::<PyList>()
        || given.is_instance_of::<PyDict>()
        || given.is_instance_of::<PyTuple>();
    // Where NumPy is, its own reading is what a user means.
    match module(given.py()) {
        Ok(numpy) => of_numpy(&numpy.getattr("dtype")?.call1((given,))?),
        Err(_) if literal => {
            DType::parse(given.repr()?.to_cow()?.as_ref()).map_err(|error| parse(&error))
        }
        Err(_) => Err(PyTypeError::new_err(format!(
            "a dtype is given as text, as a list or dict of fields, or, with NumPy, as whatever \
             numpy.dtype takes, not as {}",
            given.get_type().name()?
        ))),
    }
}

/// The dtype as a record with these names, or with those that it has.
///
/// # Errors
/// `ValueError` if there are more or fewer names than fields, or one occurs twice.
pub(crate) fn named(dtype: DType, names: Option<Vec<String>>) -> PyResult<Layout> {
    let record = match dtype {
        DType::Record(layout) => layout.get().clone(),
        other => Layout::packed([("f0", other)]),
    };
    let Some(names) = names else {
        return Ok(record);
    };
    let fields = record.fields();
    if names.len() != fields.len() {
        let (found, expected) = (names.len(), fields.len());
        return Err(PyValueError::new_err(format!(
            "{found} names for the {expected} fields of {}",
            record.descr()
        )));
    }
    let pairs: Vec<_> =
        fields.iter().map(|field| field.name()).zip(names.iter().map(String::as_str)).collect();
    record.renamed(&pairs).map_err(|error| layout(&error))
}
