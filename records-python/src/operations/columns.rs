//! All columns of the rows, in one pass.

use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use records_core::{DType, DynArrayMut, DynRecordBuf, Layout};

use super::work::detached;
use crate::borrow::{Request, view_of};
use crate::classes::PyRecords;
use crate::error::raise;
use crate::layouts::{module, to_numpy};
use crate::memory::{Item, View, room};

/// A dict of the columns: NumPy's arrays, those of `out` if it is given, or, where NumPy is not,
/// views of our own.
pub(crate) fn to_columns<'py>(
    py: Python<'py>,
    view: &View,
    out: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    let layout = view.item().layout();
    let columns = match out {
        Some(out) => out.clone(),
        None => empty(py, view)?,
    };
    let mut targets = Vec::with_capacity(layout.fields().len());
    for field in layout.fields() {
        let name = field.name();
        let column = columns.get_item(name)?.ok_or_else(|| {
            PyKeyError::new_err(format!("`out` has no array for the field `{name}`"))
        })?;
        let target =
            view_of(&column, Request::default()).map_err(|error| named(py, error, name))?;
        targets.push(target);
    }
    if columns.len() > targets.len() {
        return Err(PyValueError::new_err(format!(
            "`out` has {} arrays for {} fields",
            columns.len(),
            targets.len()
        )));
    }
    copy(py, view, &targets)?;
    if out.is_none() && view.shape().len() != 1 && module(py).is_ok() {
        return reshaped(py, view, &columns);
    }
    Ok(columns)
}

/// The columns of an array of several dimensions in its shape.
fn reshaped<'py>(
    py: Python<'py>,
    view: &View,
    columns: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyDict>> {
    let arrays = PyDict::new(py);
    for (name, column) in columns.iter() {
        let shape: Vec<usize> = column.getattr("shape")?.extract()?;
        let shape: Vec<usize> = view.shape().iter().chain(&shape[1..]).copied().collect();
        arrays.set_item(name, column.call_method1("reshape", (PyTuple::new(py, shape)?,))?)?;
    }
    Ok(arrays)
}

/// The same error, with the name of the column at which it happened.
fn named(py: Python<'_>, error: PyErr, name: &str) -> PyErr {
    let text = format!("out[{name:?}]: {}", error.value(py));
    if error.is_instance_of::<PyTypeError>(py) {
        PyTypeError::new_err(text)
    } else {
        PyValueError::new_err(text)
    }
}

/// Copies the columns to where the targets lie, all of them under a claim.
fn copy(py: Python<'_>, view: &View, targets: &[View]) -> PyResult<()> {
    let layout = view.item().layout();
    let reading = view.read()?;
    let mut writings = Vec::with_capacity(targets.len());
    for (target, field) in targets.iter().zip(layout.fields()) {
        writings.push(target.write().map_err(|error| {
            if target.is_writable() { error } else { named(py, error, field.name()) }
        })?);
    }
    // Of several dimensions the array is one of rows, in C order.
    let rows = match reading.records() {
        Ok(rows) => Ok(rows),
        Err(error) if view.shape().len() == 1 => return Err(error),
        Err(_) => {
            room(view.len().checked_mul(view.item().size()))?;
            Err(detached(py, view.nbytes(), || reading.array().to_records()))
        }
    };
    let mut arrays: Vec<DynArrayMut<'_>> = Vec::with_capacity(writings.len());
    for writing in &mut writings {
        arrays.push(writing.array());
    }
    detached(py, view.nbytes(), || match &rows {
        Ok(rows) => rows.copy_columns_to(&mut arrays),
        Err(copy) => copy.view().copy_columns_to(&mut arrays),
    })
    .map_err(raise)
}

/// New columns.
fn empty<'py>(py: Python<'py>, view: &View) -> PyResult<Bound<'py, PyDict>> {
    let columns = PyDict::new(py);
    for field in view.item().layout().fields() {
        room(view.len().checked_mul(field.size()))?;
        let column = match module(py) {
            Ok(numpy) => {
                let (mut element, mut shape) = (field.dtype(), vec![view.len()]);
                while let DType::Array(inner, len) = element {
                    shape.push(*len);
                    element = inner.get();
                }
                let dtype = to_numpy(py, element)?;
                // Nothing is written to padding. Not `empty`, which turns times without a unit into
                // those of native byte order.
                let make = if field.dtype().has_padding() { "zeros" } else { "ndarray" };
                numpy.getattr(make)?.call1((PyTuple::new(py, shape)?, dtype))?
            }
            Err(_) => Bound::new(py, PyRecords::from(column(view, field.dtype())?))?.into_any(),
        };
        columns.set_item(field.name(), column)?;
    }
    Ok(columns)
}

/// A column of as many zeros as there are items.
fn column(view: &View, dtype: &DType) -> PyResult<View> {
    let bytes = vec![0; view.len() * dtype.size()];
    let layout =
        Layout::try_packed([("f0", dtype.clone())]).map_err(|error| raise(error.into()))?;
    let rows = DynRecordBuf::from_bytes(bytes, &layout).map_err(raise)?;
    View::owned(rows, &std::sync::Arc::new(Item::new(dtype.clone())))
}
