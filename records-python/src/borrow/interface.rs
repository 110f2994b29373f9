//! Memory by the array interface, as a struct or as a dict.

use std::sync::Arc;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict};
use records_core::{ArrayInterface, DynArray, PyArrayInterface};

use super::{Held, Source};
use crate::error::raise;
use crate::memory::{Item, Owner};

const STRUCT: &str = "__array_struct__";
const DICT: &str = "__array_interface__";

/// Whether an object tells of its memory in this way.
pub(super) fn has(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(object.hasattr(STRUCT)? || object.hasattr(DICT)?)
}

/// What an object says by it; none if it does not have it.
pub(super) fn source(object: &Bound<'_, PyAny>) -> PyResult<Option<Source>> {
    if let Some(capsule) = attribute(object, STRUCT)? {
        return of_struct(object, &capsule).map(Some);
    }
    match attribute(object, DICT)? {
        Some(dict) => of_dict(object, &dict).map(Some),
        None => Ok(None),
    }
}

/// The attribute, or none; other errors than that it is missing are its owner's.
fn attribute<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    object.getattr_opt(name)
}

fn of_struct(object: &Bound<'_, PyAny>, capsule: &Bound<'_, PyAny>) -> PyResult<Source> {
    let capsule = capsule
        .cast::<PyCapsule>()
        .map_err(|_| PyTypeError::new_err("__array_struct__ is no capsule"))?;
    // SAFETY: a capsule; the protocol gives it no name. A null pointer is an error.
    let pointer = unsafe { ffi::PyCapsule_GetPointer(capsule.as_ptr(), std::ptr::null()) };
    if pointer.is_null() {
        return Err(PyErr::fetch(object.py()));
    }
    // SAFETY: what the protocol says the capsule holds, and keeps while it lives. A capsule is
    // made in C alone, whose word is taken for that.
    let raw = unsafe { &*pointer.cast::<PyArrayInterface>() };
    let descr = if raw.flags & PyArrayInterface::HAS_DESCR != 0 && !raw.descr.is_null() {
        // SAFETY: an object of Python's, says the protocol, which lives as long as the capsule.
        let descr = unsafe { Bound::from_borrowed_ptr(object.py(), raw.descr.cast()) };
        Some(descr.repr()?.to_string())
    } else {
        None
    };
    // SAFETY: as many lengths and strides as `nd` says, says the protocol.
    let interface = unsafe { raw.to_interface(descr.as_deref()) }.map_err(raise)?;
    let owner: Owner = Arc::new((object.clone().unbind(), capsule.clone().into_any().unbind()));
    of_interface(object, interface, None, owner)
}

fn of_dict(object: &Bound<'_, PyAny>, dict: &Bound<'_, PyAny>) -> PyResult<Source> {
    let dict = dict.cast::<PyDict>().map_err(|_| wrong("is no dict"))?;
    let version: u32 = required(dict, "version")?;
    if let Some(mask) = present(dict, "mask")? {
        return Err(wrong(format!("has a mask, {}", mask.repr()?)));
    }
    let typestr: String = required(dict, "typestr")?;
    let descr = match present(dict, "descr")? {
        Some(descr) => descr.repr()?.to_string(),
        None => format!("[('', {})]", pyo3::types::PyString::new(object.py(), &typestr).repr()?),
    };
    let strides = match present(dict, "strides")? {
        Some(strides) => Some(strides.extract().map_err(|error| not(error, "strides"))?),
        None => None,
    };
    let mut interface = ArrayInterface {
        shape: required(dict, "shape")?,
        typestr,
        descr,
        data: (0, true),
        strides,
        version,
    };
    let owner: Owner = Arc::new(object.clone().unbind());
    match present(dict, "data")? {
        Some(pair) if pair.is_instance_of::<pyo3::types::PyTuple>() => {
            interface.data = pair.extract().map_err(|error| not(error, "data"))?;
            of_interface(object, interface, None, owner)
        }
        // A buffer, or the object's own.
        data => {
            let exporter = data.unwrap_or_else(|| object.clone());
            let held = bytes_of(&exporter)?.ok_or_else(|| wrong("has data that is no buffer"))?;
            let offset: usize = match present(dict, "offset")? {
                Some(offset) => offset.extract().map_err(|error| not(error, "offset"))?,
                None => 0,
            };
            let address = held.raw().buf.addr().checked_add(offset);
            let address = address.ok_or_else(|| wrong("has an offset beyond all memory"))?;
            interface.data = (address, held.raw().readonly != 0);
            of_interface(object, interface, Some(held), owner)
        }
    }
}

/// The source that an interface is, in the memory of a buffer or else at its address.
///
/// Where an object is known that owns the bytes at the address and says how many there are, its
/// word counts, and its buffer is held.
fn of_interface(
    object: &Bound<'_, PyAny>,
    interface: ArrayInterface,
    held: Option<Held>,
    owner: Owner,
) -> PyResult<Source> {
    let dtype = interface.dtype().map_err(raise)?;
    let strides = match interface.strides {
        Some(strides) => strides,
        None => super::shaped::dense(&interface.shape, dtype.size()),
    };
    let (address, read_only) = interface.data;
    let held = match held {
        Some(held) => Some(held),
        None => holder(object, address)?,
    };
    let none = interface.shape.contains(&0) || dtype.size() == 0;
    let first = match &held {
        Some(held) => {
            let start = held.raw().buf;
            let (bytes, offset) = (held.len()?, address.wrapping_sub(start.addr()));
            DynArray::check_strided(bytes, &dtype, offset, &interface.shape, &strides)
                .map_err(raise)?;
            start.cast::<u8>().wrapping_add(offset)
        }
        None if address == 0 && !none => return Err(wrong("has items at no address")),
        None => {
            // That it lies in the address space at all.
            DynArray::check_strided(usize::MAX, &dtype, address, &interface.shape, &strides)
                .map_err(raise)?;
            std::ptr::with_exposed_provenance_mut(address)
        }
    };
    let writable = !read_only && held.as_ref().is_none_or(|held| held.raw().readonly == 0);
    Ok(Source {
        first,
        itemsize: dtype.size(),
        shape: interface.shape,
        strides,
        item: Ok(Arc::new(Item::new(dtype))),
        writable,
        owner: Arc::new((held, owner)),
    })
}

/// The buffer of whoever has the byte at an address, of those that an object is likely to know
/// its owner by: itself, its `base`, its attributes.
fn holder(object: &Bound<'_, PyAny>, address: usize) -> PyResult<Option<Held>> {
    let mut candidates = vec![object.clone()];
    for name in ["base", "obj", "owner"] {
        candidates.extend(object.getattr_opt(name)?);
    }
    if let Some(attributes) = object.getattr_opt("__dict__")?
        && let Ok(attributes) = attributes.cast::<PyDict>()
    {
        candidates.extend(attributes.values());
    }
    for candidate in candidates {
        // Whoever refuses to say cannot be asked.
        if let Ok(Some(held)) = bytes_of(&candidate) {
            let start = held.raw().buf.addr();
            if start <= address && address - start < held.len()? {
                return Ok(Some(held));
            }
        }
    }
    Ok(None)
}

/// The bytes of an object that has the buffer protocol.
fn bytes_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Held>> {
    // SAFETY: an object.
    if unsafe { ffi::PyObject_CheckBuffer(object.as_ptr()) } == 0 {
        return Ok(None);
    }
    Held::new(object, ffi::PyBUF_WRITABLE)
        .or_else(|_| Held::new(object, ffi::PyBUF_SIMPLE))
        .map(Some)
}

fn present<'py>(dict: &Bound<'py, PyDict>, key: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    Ok(dict.get_item(key)?.filter(|value| !value.is_none()))
}

fn required<'py, T>(dict: &Bound<'py, PyDict>, key: &'static str) -> PyResult<T>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    let value = present(dict, key)?.ok_or_else(|| wrong(format!("has no {key}")))?;
    value.extract().map_err(|error| not(error, key))
}

fn wrong(what: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(format!("the __array_interface__ {what}"))
}

/// What a key holds that it cannot.
fn not(error: PyErr, key: &str) -> PyErr {
    wrong(format!("has {key} that cannot be read: {error}"))
}
