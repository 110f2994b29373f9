//! What is done with many records at a time.

use std::collections::HashMap;

use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::PyRecords;
use crate::arguments::List;
use crate::borrow::{Request, view_of};
use crate::classes::PyDescription;
use crate::layouts::{dtype_of, named};
use crate::operations::{self, keys, numbers};

#[pymethods]
impl PyRecords {
    /// All columns as a dict of arrays, copied in one pass over the records.
    ///
    /// Each array is dense, of the dtype of its field and as long as there are records (fields that
    /// are arrays add their own dimensions). ``out``, a dict of writable arrays with one for each
    /// field, is filled and returned: use it to have no new memory.
    ///
    /// Raises ``KeyError`` if ``out`` lacks a field, ``TypeError`` or ``ValueError`` if an array
    /// has another dtype or shape or is read-only.
    #[pyo3(signature = (out=None))]
    fn to_columns<'py>(
        &self,
        py: Python<'py>,
        out: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        operations::to_columns(py, &self.view, out)
    }

    /// A copy of the records whose place in the mask is true, in their order.
    ///
    /// ``mask`` is an array or a sequence of as many bools as there are records. Raises
    /// ``ValueError`` if it is longer or shorter, ``TypeError`` if it is not of bools.
    fn filter(&self, py: Python<'_>, mask: &Bound<'_, PyAny>) -> PyResult<PyRecords> {
        let mask = operations::mask(mask)?;
        operations::filter(py, &self.view, &mask).map(PyRecords::from)
    }

    /// A copy of the records of these numbers, in their order; negative ones count from the end.
    ///
    /// Raises ``IndexError`` if there is no such record.
    fn take(&self, py: Python<'_>, indices: &Bound<'_, PyAny>) -> PyResult<PyRecords> {
        let indices = operations::indices(indices, self.__len__()?)?;
        operations::take(py, &self.view, &indices).map(PyRecords::from)
    }

    /// A copy of the records in the order of one or several fields, the weightiest first.
    ///
    /// ``by`` is the name of a field, or of a part of one (``"pos.x"``, ``"pos[1]"``), or a list of
    /// names; without it, all fields in their order. ``descending`` is a bool, or a list with one
    /// for each name. Records that are equal in these fields keep their order; NaN and NaT come
    /// last, either way.
    ///
    /// Raises ``KeyError`` if there is no such field.
    #[pyo3(signature = (by=None, *, descending=None))]
    fn sort(
        &self,
        py: Python<'_>,
        by: Option<&Bound<'_, PyAny>>,
        descending: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyRecords> {
        let keys = keys(&self.view, by, descending)?;
        operations::sort(py, &self.view, &keys).map(PyRecords::from)
    }

    /// The numbers of the records in the order of one or several fields; see ``sort``.
    #[pyo3(signature = (by=None, *, descending=None))]
    fn argsort<'py>(
        &self,
        py: Python<'py>,
        by: Option<&Bound<'py, PyAny>>,
        descending: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let keys = keys(&self.view, by, descending)?;
        numbers(py, operations::argsort(py, &self.view, &keys)?)
    }

    /// A copy of the first of all records that are equal in some fields, in the order of the fields,
    /// as with ``numpy.unique``; ``by`` as for ``sort``.
    #[pyo3(signature = (by=None))]
    fn unique(&self, py: Python<'_>, by: Option<&Bound<'_, PyAny>>) -> PyResult<PyRecords> {
        let keys = keys(&self.view, by, None)?;
        operations::unique(py, &self.view, &keys).map(PyRecords::from)
    }

    /// A copy of all records that are equal to another one in some fields, in the order of the
    /// fields; ``by`` as for ``sort``.
    #[pyo3(signature = (by=None))]
    fn find_duplicates(
        &self,
        py: Python<'_>,
        by: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PyRecords> {
        let keys = keys(&self.view, by, None)?;
        operations::find_duplicates(py, &self.view, &keys).map(PyRecords::from)
    }

    /// The pairs of records here and in ``other`` that are equal in some fields: two arrays of
    /// numbers, of the records here in their order, and of their partners.
    ///
    /// ``by`` is a name or a list of names as for ``sort``; ``other_by`` are the names in
    /// ``other``, if they are called otherwise there. ``how="left"`` keeps records without a
    /// partner, whose number is -1 then.
    ///
    /// ``left.take(i)`` and ``other.take(j)`` are the records of the pairs.
    #[pyo3(signature = (other, by, how="inner", *, other_by=None))]
    fn join<'py>(
        &self,
        py: Python<'py>,
        other: &Bound<'py, PyAny>,
        by: &Bound<'py, PyAny>,
        how: &str,
        other_by: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let right = view_of(other, Request::default())?;
        let left_keys = keys(&self.view, Some(by), None)?;
        let right_keys = keys(&right, Some(other_by.unwrap_or(by)), None)?;
        let (rows, others) =
            operations::join(py, &self.view, &right, &left_keys, &right_keys, how)?;
        Ok((numbers(py, rows)?, numbers(py, others)?))
    }

    /// What the columns are like: how many numbers they have, the least, the greatest, the mean and
    /// how far they spread, found in one pass.
    fn describe(&self, py: Python<'_>) -> PyResult<PyDescription> {
        operations::describe(py, &self.view).map(PyDescription::from)
    }

    /// A copy without the holes that other fields leave: packed, or, if the layout is aligned, laid
    /// out as C lays out a struct. Padding is zero.
    fn repack(&self, py: Python<'_>) -> PyResult<PyRecords> {
        operations::repack(py, &self.view).map(PyRecords::from)
    }

    /// A copy, laid out as the records are, in memory of its own. Padding is zero.
    fn copy(&self, py: Python<'_>) -> PyResult<PyRecords> {
        operations::copy(py, &self.view).map(PyRecords::from)
    }

    /// A copy in another layout, whose fields are found by name: numbers widened and bytes swapped
    /// where that can lose nothing.
    ///
    /// Raises ``TypeError`` with a table of the fields that are missing or would lose something.
    #[pyo3(signature = (dtype, names=None))]
    fn convert(
        &self,
        py: Python<'_>,
        dtype: &Bound<'_, PyAny>,
        names: Option<List<String>>,
    ) -> PyResult<PyRecords> {
        let layout = named(dtype_of(dtype)?, names.map(|names| names.0))?;
        operations::convert(py, &self.view, &layout).map(PyRecords::from)
    }

    /// The same records, in the same memory, with fields called otherwise: ``{"old": "new"}``.
    ///
    /// Raises ``KeyError`` if there is no such field, ``ValueError`` if a name occurs twice then.
    fn rename(&self, names: HashMap<String, String>) -> PyResult<PyRecords> {
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort();
        operations::rename(&self.view, &names).map(PyRecords::from)
    }
}
