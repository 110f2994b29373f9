//! The rows of a buffer as `Records` have them.
//!
//! Every view is one while it lives, so that the rows cannot grow meanwhile; the view of a mere
//! look is gone afterwards.

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyIterator;

use super::{PyLayout, PyRecordBuffer, PyRecords};
use crate::export::{export, release};

impl PyRecordBuffer {
    pub(super) fn records<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(Bound::new(py, self.view()?)?.into_any())
    }
}

#[pymethods]
impl PyRecordBuffer {
    /// The rows as they are now; while this lives, there will be no others.
    fn view(&self) -> PyResult<PyRecords> {
        Ok(PyRecords::from(self.rows().view()?))
    }

    fn __len__(&self) -> usize {
        self.rows().len()
    }

    /// The dtype: NumPy's, or without NumPy the text that NumPy would make it of.
    #[getter]
    fn dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.records(py)?.getattr("dtype")
    }

    /// What the fields of a row are, and where they lie.
    #[getter]
    fn layout(&self) -> PyLayout {
        PyLayout::new(self.rows().layout().clone())
    }

    /// Bytes of the rows.
    #[getter]
    fn nbytes(&self) -> usize {
        self.rows().len() * self.rows().item().size()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.records(py)?.get_item(key)
    }

    fn __setitem__(
        &self,
        py: Python<'_>,
        key: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        self.records(py)?.set_item(key, value)
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        self.records(py)?.try_iter()
    }

    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__<'py>(
        &self,
        py: Python<'py>,
        dtype: Option<&Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.records(py)?.call_method1("__array__", (dtype, copy))
    }

    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: i32,
    ) -> PyResult<()> {
        let rows = slf.get().rows().view()?;
        // SAFETY: Python's promise.
        unsafe { export(rows, slf.into_any(), view, flags) }
    }

    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: Python's promise.
        unsafe { release(view) }
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(self.records(py)?.str()?.to_string_lossy().into_owned())
    }

    fn __repr__(&self) -> String {
        let (layout, len) = (self.rows().layout(), self.rows().len());
        format!("<nprecords.RecordBuffer of {len} rows of {}>", layout.descr())
    }
}
