//! Which fields rows are ordered by.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};
use records_core::SortKey;

use crate::arguments::List;
use crate::memory::View;

/// The keys that `by` gives: a name or several, all fields in their order for `None`; and
/// `descending`, a bool for all of them or one for each.
///
/// # Errors
/// `TypeError` if they are no names or no bools, `ValueError` if there are not as many bools.
pub(crate) fn keys(
    view: &View,
    by: Option<&Bound<'_, PyAny>>,
    descending: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<SortKey<'static>>> {
    let names: Vec<String> = match by {
        None => {
            let fields = view.item().layout().fields();
            fields.iter().map(|field| field.name().to_string()).collect()
        }
        Some(by) => match by.cast::<PyString>() {
            Ok(name) => vec![name.extract()?],
            Err(_) => by.extract().map(|List(names)| names).map_err(|_: PyErr| {
                PyTypeError::new_err("rows are ordered by a name of a field, or by a list of names")
            })?,
        },
    };
    let down: Vec<bool> = match descending {
        None => vec![false; names.len()],
        Some(all) if all.is_instance_of::<PyBool>() => vec![all.extract()?; names.len()],
        Some(each) => each.extract().map(|List(each)| each).map_err(|_: PyErr| {
            PyTypeError::new_err("descending is a bool, or a list with one for each field")
        })?,
    };
    if down.len() != names.len() {
        let (found, expected) = (down.len(), names.len());
        return Err(PyValueError::new_err(format!(
            "descending has {found} bools for {expected} fields"
        )));
    }
    let keys = names.into_iter().zip(down).map(|(name, down)| {
        let key = SortKey::from(name);
        if down { key.desc() } else { key }
    });
    Ok(keys.collect())
}
