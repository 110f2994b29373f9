//! Texts, and bytes without a meaning.

use pyo3::PyErr;
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView, PyString};
use records_core::ByteOrder;

use super::encode_trouble::{Outcome, Trouble};
use super::numpy_types::{NumpyKind, numpy_kind};

/// Writes bytes, or a text as UTF-8, padded with NULs.
pub(super) fn bytes(object: &Bound<'_, PyAny>, out: &mut [u8]) -> Outcome<()> {
    let takes = || format!("is S{}, which takes bytes or a str", out.len());
    if let Ok(text) = object.cast::<PyString>() {
        let text = text.to_cow()?;
        return fill(text.as_bytes(), "S", object, out);
    }
    match bytes_of(object)? {
        Some(bytes) => fill(bytes.as_bytes(), "S", object, out),
        None => Err(Trouble::kind(takes(), object)),
    }
}

/// Writes bytes without a meaning, padded with NULs, as NumPy does.
pub(super) fn raw(object: &Bound<'_, PyAny>, out: &mut [u8]) -> Outcome<()> {
    let bytes = match bytes_of(object)? {
        Some(bytes) => bytes,
        None if numpy_kind(object)? == NumpyKind::Void => {
            let bytes = object.call_method0("tobytes")?;
            bytes.cast_into::<PyBytes>().map_err(PyErr::from)?
        }
        None => {
            return Err(Trouble::kind(format!("is V{}, which takes bytes", out.len()), object));
        }
    };
    fill(bytes.as_bytes(), "V", object, out)
}

/// The bytes of an object that is nothing else than bytes.
fn bytes_of<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
    if let Ok(bytes) = object.cast::<PyBytes>() {
        return Ok(Some(bytes.clone()));
    }
    let is_buffer =
        object.is_instance_of::<PyByteArray>() || object.is_instance_of::<PyMemoryView>();
    if !is_buffer {
        return Ok(None);
    }
    // A copy: another thread may change them.
    // SAFETY: an object; what it returns is a new reference, or an error is set.
    let copy = unsafe {
        Bound::from_owned_ptr_or_err(object.py(), ffi::PyBytes_FromObject(object.as_ptr()))
    }?;
    Ok(Some(copy.cast_into::<PyBytes>()?))
}

fn fill(bytes: &[u8], letter: &str, object: &Bound<'_, PyAny>, out: &mut [u8]) -> Outcome<()> {
    let room = out.len();
    let Some((front, back)) = out.split_at_mut_checked(bytes.len()) else {
        let (field, found) = (format!("{letter}{room}"), bytes.len());
        return Err(Trouble::too_long(&field, found, "bytes", object));
    };
    front.copy_from_slice(bytes);
    back.fill(0);
    Ok(())
}

/// Writes the characters of a text as four bytes each, padded with NULs.
pub(super) fn text(
    chars: usize,
    order: ByteOrder,
    object: &Bound<'_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    let Ok(text) = object.cast::<PyString>() else {
        return Err(Trouble::kind(format!("is U{chars}, which takes a str"), object));
    };
    // Not by `len`, which a class of its own may have changed.
    // SAFETY: a str.
    let found = unsafe { ffi::PyUnicode_GetLength(text.as_ptr()) };
    let Ok(found) = usize::try_from(found) else { return Err(PyErr::fetch(object.py()).into()) };
    if found > chars {
        return Err(Trouble::too_long(&format!("U{chars}"), found, "characters", object));
    }
    // Those that are no characters (lone surrogates), too.
    let mut codes = vec![0_u32; found];
    let len = codes.len().cast_signed();
    if found > 0 {
        // SAFETY: a str, of so many characters; there is room for them, and no NUL is asked for.
        let done = unsafe { ffi::PyUnicode_AsUCS4(text.as_ptr(), codes.as_mut_ptr(), len, 0) };
        if done.is_null() {
            return Err(PyErr::fetch(object.py()).into());
        }
    }
    let (front, back) = out.split_at_mut(4 * found);
    for (out, code) in front.chunks_exact_mut(4).zip(codes) {
        super::encode_number::put(order, code.to_ne_bytes(), out);
    }
    back.fill(0);
    Ok(())
}
