//! What NumPy's dtypes say of themselves, part by part: the text that NumPy prints leaves out how
//! nested records are aligned.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use records_core::{DType, Layout, LayoutError};

use super::MAX_DIMS;
use crate::error::{layout as wrong_layout, parse};

/// Deeper than any that a person has made.
const MAX_DEPTH: usize = 64;

/// The dtype that a `numpy.dtype` is.
///
/// # Errors
/// `ValueError` if no record has it: Python's objects, strings of any length, fields on top of each
/// other.
pub(crate) fn of_numpy(dtype: &Bound<'_, PyAny>) -> PyResult<DType> {
    of(dtype, 0)
}

fn of(dtype: &Bound<'_, PyAny>, depth: usize) -> PyResult<DType> {
    if depth > MAX_DEPTH {
        return Err(PyValueError::new_err("a dtype nested too deep"));
    }
    let subdtype = dtype.getattr("subdtype")?;
    if !subdtype.is_none() {
        // A subclass of NumPy's array may give anything as its dtype: of a tuple alone the length
        // is what it says.
        let (base, shape): (Bound<'_, PyAny>, Bound<'_, PyTuple>) = subdtype.extract()?;
        if shape.len() > MAX_DIMS {
            return Err(PyValueError::new_err(format!(
                "a dtype of an array of {} dimensions",
                shape.len()
            )));
        }
        let shape: Vec<usize> = shape.iter().map(|len| len.extract()).collect::<PyResult<_>>()?;
        let element = of(&base, depth + 1)?;
        let array = shape.iter().rev().fold(element, |element, &len| DType::array(element, len));
        // Checked as the field of a record.
        let checked = Layout::try_packed([("f0", array)]).map_err(|error| wrong_layout(&error))?;
        return Ok(checked.fields()[0].dtype().clone());
    }
    let names = dtype.getattr("names")?;
    if !names.is_none() {
        return record(dtype, &names, depth).map(DType::record);
    }
    let text = dtype.getattr("str")?;
    // NumPy's newer dtypes have no such code, or one that is a name of theirs.
    let text = text.cast::<PyString>()?;
    DType::parse(text.to_cow()?.as_ref()).map_err(|error| parse(&error))
}

fn record(dtype: &Bound<'_, PyAny>, names: &Bound<'_, PyAny>, depth: usize) -> PyResult<Layout> {
    let fields = dtype.getattr("fields")?;
    let (mut parts, mut titles) = (Vec::new(), Vec::new());
    // Of another sequence there might be no end.
    for name in names.cast::<PyTuple>()? {
        let field = fields.get_item(&name)?.cast_into::<PyTuple>()?;
        let name: String = name.extract()?;
        let offset: usize = field.get_item(1)?.extract()?;
        parts.push((name.clone(), of(&field.get_item(0)?, depth + 1)?, offset));
        // A title may be any object.
        if field.len() > 2
            && let Ok(title) = field.get_item(2)?.extract::<String>()
        {
            titles.push((name, title));
        }
    }
    let itemsize: usize = dtype.getattr("itemsize")?.extract()?;
    let made = if dtype.getattr("isalignedstruct")?.extract()? {
        match Layout::explicit_aligned(parts.clone(), itemsize) {
            // Of a part of an aligned record NumPy says that it is one, too.
            Err(LayoutError::Misaligned { .. } | LayoutError::MisalignedSize { .. }) => {
                Layout::explicit(parts, itemsize)
            }
            made => made,
        }
    } else {
        Layout::explicit(parts, itemsize)
    };
    made.and_then(|made| {
        made.with_titles(titles.iter().map(|(name, title)| (name.as_str(), title.clone())))
    })
    .map_err(|error| wrong_layout(&error))
}
