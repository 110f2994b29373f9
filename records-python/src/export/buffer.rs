//! Views by the buffer protocol (PEP 3118).

use std::ffi::{CStr, CString, c_int, c_void};
use std::ptr::null_mut;

use pyo3::exceptions::PyBufferError;
use pyo3::ffi;
use pyo3::prelude::*;

use crate::memory::View;

/// Items without a format are bytes.
const BYTES: &CStr = c"B";

/// What a `Py_buffer` points to, beside the items.
struct Told {
    shape: Vec<isize>,
    strides: Vec<isize>,
    format: CString,
    /// Keeps the items, though the exporter may have let go.
    view: View,
}

/// Fills the buffer in as `flags` ask for it.
///
/// # Errors
/// `BufferError` if the view is not as they ask: read-only, not contiguous, or of items that the
/// protocol has no words for.
///
/// # Safety
/// `raw` can be written; `exporter` calls [`release`] with it once.
pub(crate) unsafe fn export(
    view: View,
    exporter: Bound<'_, PyAny>,
    raw: *mut ffi::Py_buffer,
    flags: c_int,
) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe { check(&view, raw, flags)? };
    let asks = |flag: c_int| flags & flag == flag;
    let size = view.item().size();
    let axes = || view.shape().iter().copied().zip(view.strides().iter().copied());
    let c = view.len() == 0 || in_order(size, axes().rev());
    let fortran = view.len() == 0 || in_order(size, axes());
    let wanted = match () {
        () if asks(ffi::PyBUF_C_CONTIGUOUS) => c,
        () if asks(ffi::PyBUF_F_CONTIGUOUS) => fortran,
        () if asks(ffi::PyBUF_ANY_CONTIGUOUS) => c || fortran,
        () => c || asks(ffi::PyBUF_STRIDES),
    };
    if !wanted {
        return Err(PyBufferError::new_err(format!(
            "the records are not contiguous: their strides are {:?}",
            view.strides()
        )));
    }
    let format = match view.item().format() {
        Some(format) => format.clone(),
        None if asks(ffi::PyBUF_FORMAT) => {
            let reason = view
                .dtype()
                .pep3118()
                .err()
                .map_or_else(|| "a name has a NUL in it".to_string(), |error| error.to_string());
            return Err(PyBufferError::new_err(reason));
        }
        None => BYTES.into(),
    };
    let told = Told {
        shape: view.shape().iter().map(|&len| len as isize).collect(),
        strides: view.strides().into(),
        format,
        view: view.clone(),
    };
    // SAFETY: the caller's promise.
    unsafe { fill(raw, told, exporter, flags, (view.first(), size)) }
    Ok(())
}

/// Fills the buffer in with `len` bytes one behind the other, kept by `view`.
///
/// # Errors
/// `BufferError` if the view is read-only, and is to be written.
///
/// # Safety
/// As for [`export`]; whoever has the buffer reads and writes no byte of it that the view does not
/// have.
pub(crate) unsafe fn export_bytes(
    view: View,
    (first, len): (*mut u8, usize),
    exporter: Bound<'_, PyAny>,
    raw: *mut ffi::Py_buffer,
    flags: c_int,
) -> PyResult<()> {
    // SAFETY: the caller's promise.
    unsafe { check(&view, raw, flags)? };
    let (shape, strides, format) = (vec![len as isize], vec![1], BYTES.into());
    let told = Told { shape, strides, format, view };
    // SAFETY: the caller's promise.
    unsafe { fill(raw, told, exporter, flags, (first, 1)) }
    Ok(())
}

/// Checks what does not depend on the bytes.
///
/// # Safety
/// As for [`export`].
unsafe fn check(view: &View, raw: *mut ffi::Py_buffer, flags: c_int) -> PyResult<()> {
    if raw.is_null() {
        return Err(PyBufferError::new_err("there is no buffer to fill"));
    }
    // SAFETY: the caller's promise; if this fails, there is no exporter.
    unsafe { (*raw).obj = null_mut() };
    if flags & ffi::PyBUF_WRITABLE != 0 && !view.is_writable() {
        return Err(PyBufferError::new_err("the records are read-only"));
    }
    Ok(())
}

/// Writes what was worked out, for items of a size, the first of which lies at an address.
///
/// # Safety
/// As for [`export`].
unsafe fn fill(
    raw: *mut ffi::Py_buffer,
    told: Told,
    exporter: Bound<'_, PyAny>,
    flags: c_int,
    (first, size): (*mut u8, usize),
) {
    let asks = |flag: c_int| flags & flag == flag;
    let mut told = Box::new(told);
    let items = if told.shape.contains(&0) { 0 } else { told.shape.iter().product() };
    let dims = asks(ffi::PyBUF_ND);
    // Of no dimension there is nothing to point to.
    let points = dims && !told.shape.is_empty();
    // SAFETY: the caller's promise; what it points to is released with `internal`.
    unsafe {
        (*raw).buf = first.cast::<c_void>();
        (*raw).len = size as isize * items;
        (*raw).itemsize = size as isize;
        (*raw).readonly = c_int::from(!told.view.is_writable());
        (*raw).ndim = if dims { told.shape.len() as c_int } else { 1 };
        (*raw).shape = if points { told.shape.as_mut_ptr() } else { null_mut() };
        (*raw).strides =
            if points && asks(ffi::PyBUF_STRIDES) { told.strides.as_mut_ptr() } else { null_mut() };
        (*raw).format =
            if asks(ffi::PyBUF_FORMAT) { told.format.as_ptr().cast_mut() } else { null_mut() };
        (*raw).suboffsets = null_mut();
        (*raw).internal = Box::into_raw(told).cast();
        (*raw).obj = exporter.into_ptr();
    }
}

/// Whether items of so many bytes lie one behind the other, the dimensions from the innermost on.
fn in_order(size: usize, mut axes: impl Iterator<Item = (usize, isize)>) -> bool {
    let mut next = size as isize;
    axes.all(|(len, stride)| {
        let fits = len == 1 || stride == next;
        next = next.wrapping_mul(len as isize);
        fits
    })
}

/// Takes back what [`export`] gave.
///
/// # Safety
/// `raw` was filled by it, and is released once.
pub(crate) unsafe fn release(raw: *mut ffi::Py_buffer) {
    // SAFETY: the caller's promise.
    unsafe {
        let told = (*raw).internal.cast::<Told>();
        (*raw).internal = null_mut();
        if !told.is_null() {
            drop(Box::from_raw(told));
        }
    }
}
