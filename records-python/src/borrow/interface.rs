//! Memory by the array interface, as a struct or as a dict.
//!
//! Nothing of it is believed that can be checked: of the two Python's word has no more weight than
//! any text from outside. Where the bytes are somebody's who tells how many there are, they must
//! lie there; where nobody answers for them, there must be memory at least.

use std::sync::Arc;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList, PyTuple};
use records_core::{ArrayInterface, DynArray, PyArrayInterface};

use super::mapped::Mapped;
use super::{Held, Source};
use crate::error::{raise, refused};
use crate::layouts::MAX_DIMS;
use crate::memory::{Item, Owner};

const STRUCT: &str = "__array_struct__";
const DICT: &str = "__array_interface__";

/// Whether an object tells of its memory in this way.
pub(super) fn has(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    Ok(object.hasattr(STRUCT)? || object.hasattr(DICT)?)
}

/// What an object says by it; none if it does not have it.
pub(super) fn source(object: &Bound<'_, PyAny>) -> PyResult<Option<Source>> {
    // An object of a class has it; a class itself tells of its objects.
    if object.is_instance_of::<pyo3::types::PyType>() {
        return Ok(None);
    }
    if let Some(capsule) = object.getattr_opt(STRUCT)? {
        return of_struct(object, &capsule).map(Some);
    }
    match object.getattr_opt(DICT)? {
        Some(dict) => of_dict(object, &dict).map(Some),
        None => Ok(None),
    }
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
    let mut raw = checked(pointer.cast())?;
    let descr = if raw.flags & PyArrayInterface::HAS_DESCR != 0 && !raw.descr.is_null() {
        // SAFETY: an object of Python's, says the protocol, which lives as long as the capsule.
        let descr = unsafe { Bound::from_borrowed_ptr(object.py(), raw.descr.cast()) };
        let text = descr.repr()?.to_cow()?.into_owned();
        drop(descr);
        // Whose text was asked for may have run anything, and so may its end, if it had nobody but
        // us: what is left is looked at anew.
        raw = checked(pointer.cast())?;
        Some(text)
    } else {
        None
    };
    // SAFETY: as many lengths and strides as `nd` says, says the protocol.
    let interface = unsafe { raw.to_interface(descr.as_deref()) }.map_err(raise)?;
    let owner: Owner = Arc::new((object.clone().unbind(), capsule.clone().into_any().unbind()));
    of_interface(object, interface, None, owner)
}

/// The struct at an address, whose pointers lead to memory.
///
/// A capsule is made in C, whose word is taken for what it holds; but `ctypes` makes them, too, and
/// what is no memory at all can be told.
fn checked(pointer: *const PyArrayInterface) -> PyResult<PyArrayInterface> {
    let mapped = Mapped::now()?;
    let lies = |address: usize, size: usize| {
        address.checked_add(size).is_some_and(|end| mapped.has(&(address..end), false))
    };
    let wrong = |what: &str| Err(PyValueError::new_err(format!("the __array_struct__ {what}")));
    if !lies(pointer.addr(), size_of::<PyArrayInterface>()) {
        return wrong("is at no address");
    }
    // SAFETY: what the protocol says the capsule holds, and keeps while it lives; at any alignment.
    let raw = unsafe { pointer.read_unaligned() };
    let dims = usize::try_from(raw.nd).unwrap_or(0);
    for (name, numbers) in [("shape", raw.shape), ("strides", raw.strides)] {
        let there = numbers.is_null()
            || (numbers.is_aligned()
                && lies(numbers.addr(), dims.saturating_mul(size_of::<isize>())));
        if !there {
            return wrong(&format!("has its {name} at no address"));
        }
    }
    if raw.flags & PyArrayInterface::HAS_DESCR != 0
        && !raw.descr.is_null()
        && !lies(raw.descr.addr(), size_of::<ffi::PyObject>())
    {
        return wrong("has its descr at no address");
    }
    Ok(raw)
}

fn of_dict(object: &Bound<'_, PyAny>, dict: &Bound<'_, PyAny>) -> PyResult<Source> {
    let dict = dict.cast::<PyDict>().map_err(|_| wrong("is no dict"))?;
    let version: i64 = required(dict, "version")?;
    if version != 3 {
        return Err(wrong(format!("has version {version}, not 3")));
    }
    if let Some(mask) = present(dict, "mask")? {
        return Err(wrong(format!("has a mask, a {}", mask.get_type().name()?)));
    }
    let typestr: String = required(dict, "typestr")?;
    let descr = match present(dict, "descr")? {
        Some(descr) => descr.repr()?.to_cow()?.into_owned(),
        None => format!("[('', {})]", pyo3::types::PyString::new(object.py(), &typestr).repr()?),
    };
    let shape = present(dict, "shape")?.ok_or_else(|| wrong("has no shape"))?;
    let strides = match present(dict, "strides")? {
        Some(strides) => Some(numbers(&strides, "strides")?),
        None => None,
    };
    let mut interface = ArrayInterface {
        shape: numbers(&shape, "shape")?,
        typestr,
        descr,
        data: (0, true),
        strides,
        version: 3,
    };
    let owner: Owner = Arc::new(object.clone().unbind());
    match present(dict, "data")? {
        Some(pair) if pair.is_instance_of::<PyTuple>() => {
            let pair = pair.cast::<PyTuple>()?;
            if pair.len() != 2 {
                return Err(wrong("has data that is no pair of an address and a flag"));
            }
            let address = pair.get_item(0)?.extract().map_err(|error| not(error, "data"))?;
            interface.data = (address, pair.get_item(1)?.is_truthy()?);
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
/// Where an object is known that owns some of the bytes and says how many there are, its word
/// counts, and its buffer is held.
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
    let shape = interface.shape;
    let (address, read_only) = interface.data;
    // That it lies in the address space at all, counted from 0.
    let whole = |offset| DynArray::check_strided(usize::MAX, &dtype, offset, &shape, &strides);
    let none = shape.contains(&0) || dtype.size() == 0;
    let source = |first, writable, held: Option<Held>| Source {
        first,
        itemsize: dtype.size(),
        shape: shape.clone(),
        strides: strides.clone(),
        item: Ok(Arc::new(Item::new(dtype.clone()))),
        writable,
        owner: Arc::new((held, owner)),
    };
    if let Some(held) = held {
        let start = held.raw().buf;
        let offset = address.wrapping_sub(start.addr());
        DynArray::check_strided(held.len()?, &dtype, offset, &shape, &strides).map_err(raise)?;
        let writable = !read_only && held.raw().readonly == 0;
        return Ok(source(start.cast::<u8>().wrapping_add(offset), writable, Some(held)));
    }
    if none {
        // Nobody goes there.
        DynArray::check_strided(0, &dtype, 0, &shape, &strides).map_err(raise)?;
        return Ok(source(std::ptr::dangling_mut(), !read_only, None));
    }
    if address == 0 {
        return Err(wrong("has items at no address"));
    }
    whole(address).map_err(raise)?;
    // All of them lie in the address space: the sums are within it.
    let reach = |wanted: fn(isize) -> bool| {
        let steps = shape.iter().zip(&strides).filter(|(_, stride)| wanted(**stride));
        steps.fold(0, |sum: usize, (&len, stride)| sum + (len - 1) * stride.unsigned_abs())
    };
    let bytes =
        address - reach(isize::is_negative)..address + reach(isize::is_positive) + dtype.size();
    if let Some((start, len, held)) = holder(object, &bytes)? {
        if bytes.start < start || bytes.end - start > len {
            return Err(wrong(format!(
                "has items in bytes {} to {} of the {len} of their owner",
                bytes.start.wrapping_sub(start).cast_signed(),
                bytes.end.wrapping_sub(start).cast_signed(),
            )));
        }
        let writable = !read_only && held.raw().readonly == 0;
        let first = std::ptr::with_exposed_provenance_mut(address);
        return Ok(source(first, writable, Some(held)));
    }
    if !Mapped::now()?.has(&bytes, !read_only) {
        let may = if read_only { "read" } else { "written" };
        return Err(wrong(format!(
            "has items in the {} bytes at {:#x}, which cannot all be {may}",
            bytes.len(),
            bytes.start
        )));
    }
    Ok(source(std::ptr::with_exposed_provenance_mut(address), !read_only, None))
}

/// The buffer of whoever has some of these bytes, with its bytes' start and number, of those that
/// an object is likely to know its owner by: itself, its `base`, its attributes.
fn holder(
    object: &Bound<'_, PyAny>,
    bytes: &std::ops::Range<usize>,
) -> PyResult<Option<(usize, usize, Held)>> {
    let mut candidates = vec![object.clone()];
    for name in ["base", "obj", "owner"] {
        candidates.extend(attribute(object, name)?);
    }
    if let Some(attributes) = attribute(object, "__dict__")?
        && let Ok(attributes) = attributes.cast::<PyDict>()
    {
        candidates.extend(attributes.values());
    }
    let mut best = None;
    for candidate in candidates {
        let held = match bytes_of(&candidate) {
            Ok(Some(held)) => held,
            Ok(None) => continue,
            Err(error) => {
                refused(object.py(), error)?;
                continue;
            }
        };
        let (start, len) = (held.raw().buf.addr(), held.len()?);
        let meets = start < bytes.end && bytes.start < start.saturating_add(len);
        // Of several, the one that has most: `base` of an array is more than the array.
        if meets && best.as_ref().is_none_or(|(_, most, _)| len > *most) {
            best = Some((start, len, held));
        }
    }
    Ok(best)
}

/// An attribute, unless the object refuses to say: then it cannot be asked.
fn attribute<'py>(object: &Bound<'py, PyAny>, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
    object.getattr_opt(name).or_else(|error| refused(object.py(), error).map(|()| None))
}

/// The bytes of an object that has the buffer protocol, one behind the other.
fn bytes_of(object: &Bound<'_, PyAny>) -> PyResult<Option<Held>> {
    // SAFETY: an object.
    if unsafe { ffi::PyObject_CheckBuffer(object.as_ptr()) } == 0 {
        return Ok(None);
    }
    Held::either(object, ffi::PyBUF_WRITABLE, ffi::PyBUF_SIMPLE)?.map(Some)
}

/// The numbers of a tuple or a list, which are at most so many as an array has dimensions.
fn numbers<'py, T>(value: &Bound<'py, PyAny>, key: &str) -> PyResult<Vec<T>>
where
    T: for<'a> FromPyObject<'a, 'py, Error = PyErr>,
{
    // Of no other sequence: a length of its own telling may be any.
    let tuple = match value.cast::<PyTuple>() {
        Ok(tuple) => tuple.clone(),
        Err(_) => match value.cast::<PyList>() {
            Ok(list) => list.to_tuple(),
            Err(_) => return Err(wrong(format!("has {key} that is no tuple"))),
        },
    };
    if tuple.len() > MAX_DIMS {
        return Err(wrong(format!("has {} numbers as its {key}", tuple.len())));
    }
    tuple.iter().map(|number| number.extract().map_err(|error| not(error, key))).collect()
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
