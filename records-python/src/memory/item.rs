//! What an item is, for Rust, for NumPy and for the buffer protocol.

use std::ffi::CString;
use std::fmt;
use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use records_core::{DType, Layout};

use crate::layouts;

/// A dtype with what is made of it only once.
pub(crate) struct Item {
    dtype: DType,
    /// Its own, or that of a record of one field `f0`.
    layout: Layout,
    numpy: PyOnceLock<Py<PyAny>>,
    format: OnceLock<Option<CString>>,
}

impl Item {
    pub(crate) fn new(dtype: DType) -> Item {
        let layout = match &dtype {
            DType::Record(layout) => layout.get().clone(),
            other => Layout::packed([("f0", other.clone())]),
        };
        Item { dtype, layout, numpy: PyOnceLock::new(), format: OnceLock::new() }
    }

    pub(crate) fn dtype(&self) -> &DType {
        &self.dtype
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Bytes.
    pub(crate) fn size(&self) -> usize {
        self.dtype.size()
    }

    /// The `numpy.dtype`, which is not for others.
    ///
    /// # Errors
    /// `ImportError` without NumPy.
    fn numpy<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyAny>> {
        let made = self
            .numpy
            .get_or_try_init(py, || layouts::to_numpy(py, &self.dtype).map(Bound::unbind))?;
        Ok(made.bind(py))
    }

    /// A `numpy.dtype` of somebody's own: that of a record can be changed, in its names.
    ///
    /// # Errors
    /// `ImportError` without NumPy.
    pub(crate) fn own_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let dtype = self.numpy(py)?;
        match &self.dtype {
            // NumPy's own copy is the same object, and the next one forgets titles.
            DType::Record(_) if has_titles(&self.dtype) => layouts::to_numpy(py, &self.dtype),
            DType::Record(_) => dtype.call_method1("newbyteorder", ("|",)),
            _ => Ok(dtype.clone()),
        }
    }

    /// The format of the buffer protocol; none if it has no words for the item.
    pub(crate) fn format(&self) -> Option<&CString> {
        let made = self.format.get_or_init(|| {
            let text = self.dtype.pep3118().ok()?;
            // A `memoryview` gives the numbers of those formats alone that name no byte order.
            let native = match &self.dtype {
                DType::Scalar(_, order) if order.is_native() => text.get(1..),
                _ => None,
            };
            let short = native.filter(|code| code.len() == 1).map(Into::into);
            CString::new(short.unwrap_or(text)).ok()
        });
        made.as_ref()
    }
}

/// Whether fields have titles, those of nested records included.
fn has_titles(dtype: &DType) -> bool {
    match dtype {
        DType::Array(element, _) => has_titles(element.get()),
        DType::Record(layout) => {
            let fields = layout.get().fields();
            fields.iter().any(|field| field.title().is_some() || has_titles(field.dtype()))
        }
        _ => false,
    }
}

impl fmt::Debug for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.dtype, f)
    }
}
