//! What is between the brackets.

use std::sync::Arc;

use pyo3::exceptions::{PyIndexError, PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyEllipsis, PyInt, PyList, PySlice, PyString, PyTuple};
use records_core::DType;

use crate::arguments::List;
use crate::error::{layout as wrong_layout, refused};
use crate::memory::{Item, View};

/// A key of `r[key]`.
pub(super) enum Key<'py> {
    /// One field, or a part of one.
    Field(String),
    /// Several fields.
    Fields(Vec<String>),
    /// Numbers and slices, one for each dimension or fewer.
    Parts(Vec<Part<'py>>),
    /// Something else: a mask, row numbers, or what only NumPy knows.
    Other,
}

/// What is chosen of one dimension.
pub(super) enum Part<'py> {
    Index(isize),
    Slice(Bound<'py, PySlice>),
    /// All of those that the other parts leave.
    Rest,
}

impl<'py> Part<'py> {
    /// # Errors
    /// `IndexError` for a number beyond all indices.
    fn of(part: &Bound<'py, PyAny>) -> PyResult<Option<Part<'py>>> {
        if let Ok(slice) = part.cast::<PySlice>() {
            return Ok(Some(Part::Slice(slice.clone())));
        }
        if part.is_instance_of::<PyEllipsis>() {
            return Ok(Some(Part::Rest));
        }
        if part.is_instance_of::<PyBool>() {
            return Ok(None);
        }
        match part.extract::<isize>() {
            Ok(index) => Ok(Some(Part::Index(index))),
            Err(_) if part.is_instance_of::<PyInt>() => {
                // Python does not print the longest.
                let number = part.str().map_or_else(|_| String::new(), |text| format!(" {text}"));
                Err(PyIndexError::new_err(format!("index{number} is out of bounds")))
            }
            Err(error) => refused(part.py(), error).map(|()| None),
        }
    }
}

impl<'py> Key<'py> {
    pub(super) fn of(key: &Bound<'py, PyAny>) -> PyResult<Key<'py>> {
        if let Ok(name) = key.cast::<PyString>() {
            return Ok(Key::Field(name.extract()?));
        }
        if let Ok(parts) = key.cast::<PyTuple>() {
            let parts: PyResult<Option<Vec<_>>> =
                parts.iter().map(|part| Part::of(&part)).collect();
            return Ok(parts?.map_or(Key::Other, Key::Parts));
        }
        if let Ok(list) = key.cast::<PyList>() {
            let names =
                !list.is_empty() && list.iter().all(|name| name.is_instance_of::<PyString>());
            return if names {
                Ok(Key::Fields(list.extract::<List<_>>()?.0))
            } else {
                Ok(Key::Other)
            };
        }
        Ok(Part::of(key)?.map_or(Key::Other, |part| Key::Parts(vec![part])))
    }
}

/// Whether it is the name of a field of records, as NumPy understands it.
pub(super) fn is_field(view: &View, name: &str) -> bool {
    matches!(view.dtype(), DType::Record(_)) && view.item().layout().field(name).is_some()
}

/// A field of all items, or a part of one: `pos`, `pos.x`, `pos[1]`.
pub(in crate::classes) fn field(view: &View, name: &str) -> PyResult<View> {
    if name.is_empty() && view.item().layout().field("").is_none() {
        return Err(PyKeyError::new_err("there is no field of the name ''"));
    }
    view.part(|array| array.field(name))
}

/// Some fields of all items, in the order of the names.
pub(super) fn fields(view: &View, names: &[String]) -> PyResult<View> {
    if !matches!(view.dtype(), DType::Record(_)) {
        return Err(PyKeyError::new_err(format!("{} has no fields", view.dtype())));
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let layout = view.item().layout().select(&names).map_err(|error| wrong_layout(&error))?;
    view.with_item(Arc::new(Item::new(DType::record(layout))))
}

/// The items that numbers and slices choose.
pub(super) fn parts(view: &View, parts: &[Part<'_>]) -> PyResult<View> {
    let given = parts.iter().filter(|part| !matches!(part, Part::Rest)).count();
    let ndim = view.shape().len();
    if given > ndim {
        return Err(PyIndexError::new_err(format!(
            "too many indices: {given} for {ndim} dimension{}",
            if ndim == 1 { "" } else { "s" }
        )));
    }
    if parts.len() > given + 1 {
        return Err(PyIndexError::new_err("an index has one ellipsis at most"));
    }
    let mut found = view.clone();
    // The dimension that is next, of those that are left and of all.
    let (mut axis, mut called) = (0, 0);
    for part in parts {
        match part {
            Part::Rest => {
                axis += ndim - given;
                called += ndim - given;
                continue;
            }
            Part::Index(index) => found = found.index_called(axis, *index, called)?,
            Part::Slice(slice) => {
                let of = slice.indices(found.shape()[axis].cast_signed())?;
                found = found.sliced(axis, of.start, of.step, of.slicelength)?;
                axis += 1;
            }
        }
        called += 1;
    }
    Ok(found)
}

/// A key that nobody knows what to do with.
pub(super) fn unknown(key: &Bound<'_, PyAny>) -> PyErr {
    let kind = key.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
    PyTypeError::new_err(format!(
        "rows are chosen by numbers, slices, masks and lists of numbers, fields by names and lists \
         of names, not by a {kind}"
    ))
}
