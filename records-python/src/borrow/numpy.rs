//! Memory of NumPy's arrays, by their own words.
//!
//! Their buffers leave padding out, and have no words for times or for fields that are out of
//! order: the dtype has.

use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::{Held, Source, buffer};
use crate::layouts;

/// The object, if it is one of NumPy's arrays.
pub(super) fn array<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // Nobody has one of its arrays without it.
    let Some(numpy) = layouts::loaded(object.py())? else {
        return Ok(None);
    };
    let is_array = object.is_instance(&numpy.getattr("ndarray")?)?;
    Ok(is_array.then(|| object.clone()))
}

/// # Errors
/// `ValueError` for an array some items of which are masked: there are no values to be seen.
fn check_mask(array: &Bound<'_, PyAny>) -> PyResult<()> {
    let modules = array.py().import("sys")?.getattr("modules")?;
    // Nobody has one without the module, which NumPy imports when it is asked for.
    let masked = match modules.cast_into::<PyDict>()?.get_item("numpy.ma")? {
        Some(module) if array.is_instance(&module.getattr("MaskedArray")?)? => {
            !module.call_method1("getmask", (array,))?.is(&module.getattr("nomask")?)
        }
        _ => false,
    };
    if masked {
        return Err(PyValueError::new_err(
            "an array with a mask: take its `data`, or what `filled` makes of it",
        ));
    }
    Ok(())
}

/// What an array says: its dtype in words of NumPy's, its memory as a buffer of raw bytes, which
/// locks it as a buffer does.
pub(super) fn source(array: &Bound<'_, PyAny>) -> PyResult<Source> {
    let numpy = layouts::module(array.py())?;
    let ndarray = numpy.getattr("ndarray")?;
    // Most are of no subclass.
    if !array.get_type().is(&ndarray) {
        check_mask(array)?;
    }
    let dtype = array.getattr("dtype")?;
    if dtype.getattr("hasobject")?.extract()? {
        return Err(PyValueError::new_err(format!(
            "{} has Python objects in it, which are no bytes",
            dtype.repr()?
        )));
    }
    let itemsize: usize = dtype.getattr("itemsize")?.extract()?;
    // A subclass may have its own ideas of what a view is.
    let plain = ndarray.call_method1("view", (array, &ndarray))?;
    let raw = plain.call_method1("view", (format!("V{itemsize}"),))?;
    let held = Held::either(&raw, ffi::PyBUF_FULL, ffi::PyBUF_FULL_RO)?;
    let mut source = buffer::read(held?)?;
    source.item = super::known::item(&dtype);
    Ok(source)
}
