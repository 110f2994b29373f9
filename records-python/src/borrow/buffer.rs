//! Memory by the buffer protocol (PEP 3118).

use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::sync::Arc;

use pyo3::exceptions::{PyBufferError, PyValueError};
use pyo3::prelude::*;
use pyo3::{PyErr, ffi};
use records_core::DType;

use super::Source;
use crate::error::{parse, refused};
use crate::layouts::{MAX_DIMS, of_ctypes};
use crate::memory::Item;

/// A buffer that an object exports, until it is dropped.
///
/// The object is alive meanwhile, and, as the protocol has it, its memory stays in place.
pub(crate) struct Held {
    /// **Invariant**: filled by `PyObject_GetBuffer`, and not moved since; released in `drop`
    /// alone.
    raw: Box<ffi::Py_buffer>,
}

// SAFETY: what is in the struct is not changed, and what it points to belongs to the exporter,
// who keeps it as it is until the release, which attaches to the interpreter.
unsafe impl Send for Held {}
// SAFETY: as above.
unsafe impl Sync for Held {}

impl Held {
    /// The buffer of an object, as `flags` ask for it.
    pub(super) fn new(object: &Bound<'_, PyAny>, flags: i32) -> PyResult<Held> {
        let mut raw = Box::new(MaybeUninit::<ffi::Py_buffer>::uninit());
        // SAFETY: an object, and room for a buffer.
        let status = unsafe { ffi::PyObject_GetBuffer(object.as_ptr(), raw.as_mut_ptr(), flags) };
        if status != 0 {
            return Err(PyErr::fetch(object.py()));
        }
        // SAFETY: it has been filled. Not moved: some exporters point into it.
        let raw = unsafe { Box::from_raw(Box::into_raw(raw).cast()) };
        Ok(Held { raw })
    }

    /// The buffer as the first flags ask for it, or else as the others do; if neither can be had,
    /// the first reason.
    ///
    /// # Errors
    /// What is no reason: see [`refused`].
    pub(super) fn either(
        object: &Bound<'_, PyAny>,
        flags: i32,
        others: i32,
    ) -> PyResult<PyResult<Held>> {
        let py = object.py();
        let error = match Held::new(object, flags) {
            Ok(held) => return Ok(Ok(held)),
            Err(error) => error,
        };
        refused(py, error.clone_ref(py))?;
        match Held::new(object, others) {
            Ok(held) => Ok(Ok(held)),
            Err(other) => refused(py, other).map(|()| Err(error)),
        }
    }

    pub(super) fn raw(&self) -> &ffi::Py_buffer {
        &self.raw
    }

    /// How many bytes there are in all.
    ///
    /// # Errors
    /// `BufferError` for a negative number.
    pub(super) fn len(&self) -> PyResult<usize> {
        size(self.raw.len, "len")
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // An interpreter that is gone has nothing to release.
        let _ = Python::try_attach(|_| {
            // SAFETY: filled by `PyObject_GetBuffer`, and released only here.
            unsafe { ffi::PyBuffer_Release(&raw mut *self.raw) }
        });
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (buf, len) = (self.raw.buf, self.raw.len);
        f.debug_struct("Held").field("buf", &buf).field("len", &len).finish_non_exhaustive()
    }
}

/// What an object says by the protocol; none if it does not have it, or refuses to say it
/// while it has another way.
pub(super) fn source(object: &Bound<'_, PyAny>) -> PyResult<Option<Source>> {
    // SAFETY: an object.
    if unsafe { ffi::PyObject_CheckBuffer(object.as_ptr()) } == 0 {
        return Ok(None);
    }
    // Writable, if it can be had; of exporters that mind, the read-only one.
    let held = match Held::either(object, ffi::PyBUF_FULL, ffi::PyBUF_FULL_RO)? {
        Ok(held) => held,
        Err(_) if super::interface::has(object)? => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut source = read(held)?;
    // Its fields know better than its format.
    if let Some(dtype) = of_ctypes(object).transpose() {
        source.item = dtype.map(|dtype| Arc::new(Item::new(dtype)));
    }
    Ok(Some(source))
}

/// Checks what an exporter has filled in: nothing of it is believed that can be checked.
pub(super) fn read(held: Held) -> PyResult<Source> {
    let raw = held.raw();
    let wrong = |what: String| Err(PyBufferError::new_err(format!("the buffer {what}")));
    let len = held.len()?;
    let itemsize = size(raw.itemsize, "itemsize")?;
    if !raw.suboffsets.is_null() {
        // SAFETY: as many as there are dimensions, says the protocol.
        let indirect =
            (0..raw.ndim.max(0) as usize).any(|axis| unsafe { *raw.suboffsets.add(axis) >= 0 });
        if indirect {
            return wrong("is of pointers (it has suboffsets)".into());
        }
    }
    let ndim = match usize::try_from(raw.ndim) {
        Ok(ndim) if ndim <= MAX_DIMS => ndim,
        _ => return wrong(format!("has {} dimensions", raw.ndim)),
    };
    let mut shape = Vec::with_capacity(ndim);
    if raw.shape.is_null() {
        // Bytes, or one item.
        match ndim {
            0 => {}
            1 if itemsize > 0 => shape.push(len / itemsize),
            _ => return wrong(format!("has {ndim} dimensions and no shape")),
        }
    } else {
        for axis in 0..ndim {
            // SAFETY: as many lengths as there are dimensions, says the protocol.
            shape.push(size(unsafe { *raw.shape.add(axis) }, "shape")?);
        }
    }
    let items = shape.iter().try_fold(1_usize, |items, &len| items.checked_mul(len));
    let dense = items.and_then(|items| items.checked_mul(itemsize));
    if dense != Some(len) {
        return wrong(format!(
            "has {len} bytes, which are not those of items of {itemsize} bytes in the shape {shape:?}"
        ));
    }
    let strides: Vec<isize> = if raw.strides.is_null() {
        let mut next = itemsize;
        let mut strides: Vec<_> = shape
            .iter()
            .rev()
            .map(|&len| {
                // Within `len`, or of no item.
                let stride = next as isize;
                next = next.saturating_mul(len.max(1));
                stride
            })
            .collect();
        strides.reverse();
        strides
    } else {
        // SAFETY: as many strides as there are dimensions, says the protocol.
        (0..ndim).map(|axis| unsafe { *raw.strides.add(axis) }).collect()
    };
    if raw.buf.is_null() && len > 0 {
        return wrong(format!("has {len} bytes at no address"));
    }
    let item = item(raw, itemsize);
    Ok(Source {
        first: raw.buf.cast(),
        shape,
        strides,
        itemsize,
        item,
        writable: raw.readonly == 0,
        owner: Arc::new(held),
    })
}

/// A size that is not negative.
fn size(value: isize, what: &str) -> PyResult<usize> {
    usize::try_from(value)
        .map_err(|_| PyBufferError::new_err(format!("the buffer has {value} as its {what}")))
}

/// What the items are, by the format.
fn item(raw: &ffi::Py_buffer, itemsize: usize) -> Result<Arc<Item>, PyErr> {
    let text = if raw.format.is_null() {
        "B"
    } else {
        // SAFETY: a C string, says the protocol.
        let format = unsafe { CStr::from_ptr(raw.format) };
        format.to_str().map_err(|_| PyValueError::new_err("the buffer's format is no UTF-8"))?
    };
    let dtype = DType::parse_pep3118(text).map_err(|error| parse(&error))?;
    let size = dtype.size();
    let dtype = match dtype {
        _ if size == itemsize => dtype,
        // NumPy leaves the padding at the end of a record out.
        DType::Record(layout) if size < itemsize => padded(layout.get(), itemsize)?,
        _ => {
            return Err(PyValueError::new_err(format!(
                "the buffer's items have {itemsize} bytes, but their format {text:?} says {size}: give a dtype"
            )));
        }
    };
    Ok(Arc::new(Item::new(dtype)))
}

/// The layout with so many bytes.
fn padded(layout: &records_core::Layout, itemsize: usize) -> PyResult<DType> {
    let fields = layout.fields().iter();
    let fields =
        fields.map(|field| (field.name().to_string(), field.dtype().clone(), field.offset()));
    records_core::Layout::explicit(fields, itemsize)
        .map(DType::record)
        .map_err(|error| crate::error::layout(&error))
}
