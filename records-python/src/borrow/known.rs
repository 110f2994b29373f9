//! The dtype of the last array, read once.
//!
//! Reading a dtype takes longer than copying hundreds of rows, and arrays mostly come one after the
//! other with the same.

use std::sync::{Arc, Mutex, PoisonError};

use pyo3::prelude::*;
use records_core::DType;

use crate::layouts;
use crate::memory::Item;

/// The last dtype: NumPy's object, which is kept so that no other has its address, the tuple of
/// its names, which is another one once they are changed, and what it says.
struct Known {
    dtype: Py<PyAny>,
    names: Py<PyAny>,
    item: Arc<Item>,
}

static KNOWN: Mutex<Option<Known>> = Mutex::new(None);

/// The item that a `numpy.dtype` is.
pub(super) fn item(dtype: &Bound<'_, PyAny>) -> PyResult<Arc<Item>> {
    let names = dtype.getattr("names")?;
    {
        // Addresses are compared: no code of Python's runs.
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*known
            && known.dtype.is(dtype)
            && known.names.is(&names)
        {
            return Ok(Arc::clone(&known.item));
        }
    }
    let item = Arc::new(Item::new(layouts::of_numpy(dtype)?));
    // The names of records within it may change, and it would not show.
    if !item.layout().fields().iter().any(|field| is_nested(field.dtype())) {
        let known =
            Known { dtype: dtype.clone().unbind(), names: names.unbind(), item: Arc::clone(&item) };
        let mut last = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        let old = last.replace(known);
        drop(last);
        drop(old);
    }
    Ok(item)
}

fn is_nested(dtype: &DType) -> bool {
    match dtype {
        DType::Record(_) => true,
        DType::Array(element, _) => is_nested(element.get()),
        _ => false,
    }
}
