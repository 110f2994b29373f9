//! Records in Python.

use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PySlice, PyString, PyTuple};
use records_core::DType;

use super::PyLayout;
use crate::export::{export, interface, release, to_numpy};
use crate::layouts;
use crate::memory::View;

/// Records in memory that somebody owns, who is kept alive: rows by number, columns by name.
#[pyclass(frozen, name = "Records", module = "nprecords")]
#[derive(Debug)]
pub struct PyRecords {
    view: View,
}

impl PyRecords {
    pub(crate) fn view(&self) -> &View {
        &self.view
    }
}

impl From<View> for PyRecords {
    fn from(view: View) -> PyRecords {
        PyRecords { view }
    }
}

#[pymethods]
impl PyRecords {
    fn __len__(&self) -> PyResult<usize> {
        let len = self.view.shape().first();
        len.copied().ok_or_else(|| PyTypeError::new_err("a single record has no length"))
    }

    /// The dtype: NumPy's, or without NumPy the text that NumPy would make it of.
    #[getter]
    fn dtype<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        match layouts::module(py) {
            Ok(_) => self.view.item().numpy(py).cloned(),
            Err(_) => {
                let text = match self.view.dtype() {
                    DType::Record(layout) => layout.get().dtype_repr().into_string(),
                    _ => self.view.interface()?.typestr,
                };
                Ok(PyString::new(py, &text).into_any())
            }
        }
    }

    #[getter]
    fn layout(&self) -> PyLayout {
        PyLayout::new(self.view.item().layout().clone())
    }

    #[getter]
    fn shape<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.view.shape())
    }

    #[getter]
    fn strides<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.view.strides())
    }

    #[getter]
    fn nbytes(&self) -> usize {
        self.view.nbytes()
    }

    #[getter]
    fn readonly(&self) -> bool {
        !self.view.is_writable()
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = key.cast::<PySlice>() {
            let len = self.__len__()?;
            let of = slice.indices(len.cast_signed())?;
            let part = self.view.strided(of.start, of.step, of.slicelength);
            return Ok(Bound::new(py, PyRecords::from(part?))?.into_any());
        }
        if let Ok(index) = key.extract::<isize>() {
            let len = self.__len__()?;
            let from_end = if index < 0 { index.wrapping_add_unsigned(len) } else { index };
            let row = usize::try_from(from_end).ok().filter(|&row| row < len);
            let row =
                row.ok_or_else(|| PyIndexError::new_err(format!("row {index} of {len} rows")))?;
            let part = self.view.part(|array| Ok(array.index(0, row)))?;
            return Ok(Bound::new(py, PyRecords::from(part))?.into_any());
        }
        to_numpy(py, &self.view)?.get_item(key)
    }

    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        interface(py, &self.view)
    }

    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__<'py>(
        &self,
        py: Python<'py>,
        dtype: Option<&Bound<'py, PyAny>>,
        copy: Option<bool>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let array = to_numpy(py, &self.view)?;
        if dtype.is_none() && copy != Some(true) {
            return Ok(array);
        }
        let options = PyDict::new(py);
        options.set_item("dtype", dtype)?;
        options.set_item("copy", copy)?;
        layouts::module(py)?.getattr("array")?.call((array,), Some(&options))
    }

    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: i32,
    ) -> PyResult<()> {
        let rows = slf.get().view.clone();
        // SAFETY: Python's promise.
        unsafe { export(rows, slf.into_any(), view, flags) }
    }

    unsafe fn __releasebuffer__(&self, view: *mut ffi::Py_buffer) {
        // SAFETY: Python's promise.
        unsafe { release(view) }
    }

    fn __str__(&self) -> PyResult<String> {
        Ok(self.view.read()?.array().to_string())
    }
}
