//! What is done with many records, for anything that has memory.
//!
//! NumPy's arrays in, NumPy's arrays out, of the memory that a [`PyRecords`] would have.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use records_core::SortKey;

use crate::arguments::List;
use crate::borrow::{Request, view_of};
use crate::classes::{PyDescription, PyRecords};
use crate::export::to_numpy;
use crate::layouts::{dtype_of, loaded, named};
use crate::memory::View;
use crate::operations::{self, keys, numbers};

/// A new view as what was given: an array for an array, else records.
fn like<'py>(given: &Bound<'py, PyAny>, view: View) -> PyResult<Bound<'py, PyAny>> {
    let py = given.py();
    if let Some(numpy) = loaded(py)?
        && given.is_instance(&numpy.getattr("ndarray")?)?
    {
        return to_numpy(py, &view);
    }
    Ok(Bound::new(py, PyRecords::from(view))?.into_any())
}

fn rows(records: &Bound<'_, PyAny>) -> PyResult<View> {
    view_of(records, Request::default())
}

/// The rows, and by what they are to be compared.
fn keyed(
    records: &Bound<'_, PyAny>,
    by: Option<&Bound<'_, PyAny>>,
    descending: Option<&Bound<'_, PyAny>>,
) -> PyResult<(View, Vec<SortKey<'static>>)> {
    let view = rows(records)?;
    let keys = keys(&view, by, descending)?;
    Ok((view, keys))
}

/// All columns of records as a dict of arrays, copied in one pass; see ``Records.to_columns``.
#[pyfunction]
#[pyo3(signature = (records, out=None))]
pub(crate) fn to_columns<'py>(
    records: &Bound<'py, PyAny>,
    out: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyDict>> {
    operations::to_columns(records.py(), &rows(records)?, out)
}

/// A copy of the records whose place in the mask is true; see ``Records.filter``. Of a NumPy array
/// it is an array.
#[pyfunction]
pub(crate) fn filter<'py>(
    records: &Bound<'py, PyAny>,
    mask: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let mask = operations::mask(mask)?;
    like(records, operations::filter(records.py(), &rows(records)?, &mask)?)
}

/// A copy of the records of these numbers; see ``Records.take``. Of a NumPy array it is an array.
#[pyfunction]
pub(crate) fn take<'py>(
    records: &Bound<'py, PyAny>,
    indices: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let view = rows(records)?;
    let indices = operations::indices(indices, view.shape().first().copied().unwrap_or(0))?;
    like(records, operations::take(records.py(), &view, &indices)?)
}

/// A copy of the records in the order of some fields; see ``Records.sort``. Of a NumPy array it is
/// an array.
#[pyfunction]
#[pyo3(signature = (records, by=None, *, descending=None))]
pub(crate) fn sort<'py>(
    records: &Bound<'py, PyAny>,
    by: Option<&Bound<'py, PyAny>>,
    descending: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (view, keys) = keyed(records, by, descending)?;
    like(records, operations::sort(records.py(), &view, &keys)?)
}

/// The numbers of the records in the order of some fields; see ``Records.sort``.
#[pyfunction]
#[pyo3(signature = (records, by=None, *, descending=None))]
pub(crate) fn argsort<'py>(
    records: &Bound<'py, PyAny>,
    by: Option<&Bound<'py, PyAny>>,
    descending: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (view, keys) = keyed(records, by, descending)?;
    numbers(records.py(), operations::argsort(records.py(), &view, &keys)?)
}

/// A copy of the first of all records that are equal in some fields; see ``Records.unique``. Of a
/// NumPy array it is an array.
#[pyfunction]
#[pyo3(signature = (records, by=None))]
pub(crate) fn unique<'py>(
    records: &Bound<'py, PyAny>,
    by: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (view, keys) = keyed(records, by, None)?;
    like(records, operations::unique(records.py(), &view, &keys)?)
}

/// A copy of all records that are equal to another one in some fields; see
/// ``Records.find_duplicates``. Of a NumPy array it is an array.
#[pyfunction]
#[pyo3(signature = (records, by=None))]
pub(crate) fn find_duplicates<'py>(
    records: &Bound<'py, PyAny>,
    by: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let (view, keys) = keyed(records, by, None)?;
    like(records, operations::find_duplicates(records.py(), &view, &keys)?)
}

/// The pairs of records of two arrays that are equal in some fields; see ``Records.join``.
#[pyfunction]
#[pyo3(signature = (records, other, by, how="inner", *, other_by=None))]
pub(crate) fn join<'py>(
    records: &Bound<'py, PyAny>,
    other: &Bound<'py, PyAny>,
    by: &Bound<'py, PyAny>,
    how: &str,
    other_by: Option<&Bound<'py, PyAny>>,
) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
    let py = records.py();
    let (left, right) = (rows(records)?, rows(other)?);
    let left_keys = keys(&left, Some(by), None)?;
    let right_keys = keys(&right, Some(other_by.unwrap_or(by)), None)?;
    let (rows, others) = operations::join(py, &left, &right, &left_keys, &right_keys, how)?;
    Ok((numbers(py, rows)?, numbers(py, others)?))
}

/// What the columns of records are like; see ``Records.describe``.
#[pyfunction]
pub(crate) fn describe(records: &Bound<'_, PyAny>) -> PyResult<PyDescription> {
    operations::describe(records.py(), &rows(records)?).map(PyDescription::from)
}

/// A copy of records without the holes that other fields leave; see ``Records.repack``. Of a NumPy
/// array it is an array.
#[pyfunction]
pub(crate) fn repack<'py>(records: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    like(records, operations::repack(records.py(), &rows(records)?)?)
}

/// A copy of records in another layout, where nothing is lost; see ``Records.convert``. Of a NumPy
/// array it is an array.
#[pyfunction]
#[pyo3(signature = (records, dtype, names=None))]
pub(crate) fn convert<'py>(
    records: &Bound<'py, PyAny>,
    dtype: &Bound<'py, PyAny>,
    names: Option<List<String>>,
) -> PyResult<Bound<'py, PyAny>> {
    let layout = named(dtype_of(dtype)?, names.map(|names| names.0))?;
    like(records, operations::convert(records.py(), &rows(records)?, &layout)?)
}
