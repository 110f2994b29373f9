//! What an object says of its memory.

use std::sync::Arc;

use pyo3::PyResult;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;

use super::{buffer, interface, numpy};
use crate::classes::{PyRecordBuffer, PyRecords};
use crate::memory::{Item, Owner, View};

/// Memory as an object describes it.
#[derive(Debug)]
pub(crate) struct Source {
    /// **Invariant**: while `owner` lives, the `itemsize` bytes of each item by `shape` and
    /// `strides`, and those between them, can be read, and written if `writable`.
    pub(super) first: *mut u8,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<isize>,
    pub(super) itemsize: usize,
    /// Nothing if the object has bytes and does not say of what, or the error of reading what it
    /// says.
    pub(super) item: Result<Arc<Item>, PyErr>,
    pub(super) writable: bool,
    pub(super) owner: Owner,
}

impl Source {
    /// What an object says.
    ///
    /// # Errors
    /// `TypeError` if it says nothing, and whatever it raises.
    pub(crate) fn of(object: &Bound<'_, PyAny>) -> PyResult<Source> {
        if let Ok(records) = object.cast::<PyRecords>() {
            return Ok(Source::from(records.get().view().clone()));
        }
        if let Ok(buffer) = object.cast::<PyRecordBuffer>() {
            return Ok(Source::from(buffer.get().rows().view()?));
        }
        if let Some(array) = numpy::array(object)? {
            return numpy::source(&array);
        }
        if let Some(source) = buffer::source(object)? {
            return Ok(source);
        }
        if let Some(source) = interface::source(object)? {
            return Ok(source);
        }
        Err(PyTypeError::new_err(format!(
            "a {} has no memory to be seen: neither the buffer protocol nor an array interface",
            object.get_type().name()?
        )))
    }

    /// The view that the object describes by itself.
    pub(super) fn into_view(self) -> PyResult<View> {
        let item = self.item?;
        if item.size() != self.itemsize {
            return Err(PyValueError::new_err(format!(
                "items of {} bytes cannot be {} of {} bytes",
                self.itemsize,
                item.dtype(),
                item.size()
            )));
        }
        // SAFETY: the invariant; the item is as large.
        let view = unsafe {
            View::new(self.first, self.shape, self.strides, item, self.writable, self.owner)
        };
        view.map_err(crate::error::raise)
    }
}

impl From<View> for Source {
    fn from(view: View) -> Source {
        Source {
            first: view.first(),
            shape: view.shape().into(),
            strides: view.strides().into(),
            itemsize: view.item().size(),
            item: Ok(Arc::clone(view.item())),
            writable: view.is_writable(),
            owner: Arc::clone(view.owner()),
        }
    }
}
