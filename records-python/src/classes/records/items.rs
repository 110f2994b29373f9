//! Rows, fields and parts of records by key.

use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyEllipsis;

use super::key::{self, Key, Part};
use super::{PyRecords, rows};
use crate::error::{raise, refused};
use crate::export::to_numpy;
use crate::layouts::module;
use crate::memory::View;
use crate::operations::{self, Selection};
use crate::rows::assign;

/// A view as a NumPy array, or as records where NumPy is not.
fn array<'py>(py: Python<'py>, view: View) -> PyResult<Bound<'py, PyAny>> {
    match module(py) {
        Ok(_) => to_numpy(py, &view),
        Err(_) => PyRecords::object(py, view),
    }
}

/// The rows that a mask or a list of row numbers chooses, copied.
fn chosen(py: Python<'_>, view: &View, selection: Selection) -> PyResult<View> {
    match selection {
        Selection::Mask(mask) if mask.len() != view.len() => Err(PyIndexError::new_err(format!(
            "the mask has {} bools for {} rows",
            mask.len(),
            view.len()
        ))),
        Selection::Mask(mask) => operations::filter(py, view, &mask),
        Selection::Rows(rows) => {
            operations::take(py, view, &operations::checked(rows, view.len())?)
        }
    }
}

#[pymethods]
impl PyRecords {
    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let view = &self.view;
        match Key::of(key)? {
            Key::Field(name) if key::is_field(view, &name) && module(py).is_ok() => {
                self.array(py)?.get_item(name)
            }
            Key::Field(name) => array(py, key::field(view, &name)?),
            Key::Fields(names) => {
                let part = key::fields(view, &names)?;
                match module(py) {
                    Ok(_) => self.array(py)?.get_item(key),
                    Err(_) => PyRecords::object(py, part),
                }
            }
            Key::Parts(parts) => match (&parts[..], view.shape()) {
                (&[Part::Index(index)], &[len]) => rows::row(py, view, index, len),
                _ => {
                    let part = key::parts(view, &parts)?;
                    let rest = parts.iter().any(|part| matches!(part, Part::Rest));
                    if part.shape().is_empty() && !rest {
                        return rows::item(py, &part);
                    }
                    PyRecords::object(py, part)
                }
            },
            Key::Other if view.shape().len() == 1 => match operations::selection(key) {
                Ok(selection) => PyRecords::object(py, chosen(py, view, selection)?),
                Err(error) if module(py).is_ok() => {
                    refused(py, error)?;
                    self.array(py)?.get_item(key)
                }
                Err(error) => Err(error),
            },
            Key::Other if module(py).is_ok() => self.array(py)?.get_item(key),
            Key::Other => Err(key::unknown(key)),
        }
    }

    fn __setitem__(
        &self,
        py: Python<'_>,
        key: &Bound<'_, PyAny>,
        values: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let view = &self.view;
        view.check_writable()?;
        let target = match Key::of(key)? {
            Key::Field(name) => key::field(view, &name)?,
            Key::Fields(names) => key::fields(view, &names)?,
            Key::Parts(parts) => key::parts(view, &parts)?,
            Key::Other if module(py).is_ok() => {
                let array = to_numpy(py, view)?;
                let _claim = view.claim_write()?;
                return array.set_item(key, values);
            }
            Key::Other if view.shape().len() == 1 => return self.scatter(key, values),
            Key::Other => return Err(key::unknown(key)),
        };
        if module(py).is_err() {
            return assign(&target, values);
        }
        // What is claimed is what the key meant when it was asked, once, and that is written: an array
        // of just these bytes, which nobody else has had to change.
        let array = to_numpy(py, &target)?;
        let _claim = target.claim_write()?;
        array.set_item(PyEllipsis::get(py), values)
    }

    fn __delitem__(&self, _key: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(pyo3::exceptions::PyTypeError::new_err("records cannot be removed from memory"))
    }

    fn __iter__(&self) -> PyResult<super::PyRowIterator> {
        super::PyRowIterator::new(self.view.clone())
    }

    fn __reversed__(&self) -> PyResult<super::PyRowIterator> {
        super::PyRowIterator::reversed(&self.view)
    }

    /// All records as Python values: a list of tuples, lists of lists for several dimensions.
    fn tolist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        rows::to_list(py, &self.view)
    }

    /// The bytes of all records in C order, padding included.
    fn tobytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, pyo3::types::PyBytes>> {
        Ok(pyo3::types::PyBytes::new(py, &self.view.to_bytes()?))
    }
}

impl PyRecords {
    /// Writes to rows here and there, where NumPy is not there to do it.
    fn scatter(&self, key: &Bound<'_, PyAny>, values: &Bound<'_, PyAny>) -> PyResult<()> {
        let view = &self.view;
        let numbers = match operations::selection(key)? {
            Selection::Rows(numbers) => operations::checked(numbers, view.len())?,
            Selection::Mask(mask) if mask.len() != view.len() => {
                return Err(PyIndexError::new_err(format!(
                    "the mask has {} bools for {} rows",
                    mask.len(),
                    view.len()
                )));
            }
            Selection::Mask(mask) => (0..mask.len()).filter(|&row| mask[row]).collect(),
        };
        // Made as rows of their own first, so that they are all there.
        let copy = chosen(
            values.py(),
            view,
            Selection::Rows(numbers.iter().map(|&row| row as i64).collect()),
        )?;
        assign(&copy, values)?;
        let reading = copy.read()?;
        let from = reading.records()?;
        let mut writing = view.write()?;
        let mut to = writing.records()?;
        for (at, &row) in numbers.iter().enumerate() {
            to.slice_mut(row..row + 1).copy_from(&from.slice(at..at + 1)).map_err(raise)?;
        }
        Ok(())
    }
}
