//! Records, buffers and layouts as pickles: the text of a dtype, and bytes.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyString, PyTuple};
use records_core::{DType, DynRecordBuf};

use super::layout::dtype_text;
use super::records::field;
use super::{PyLayout, PyRecordBuffer, PyRecords};
use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::layouts::dtype_of;
use crate::memory::View;

/// The first protocol that can leave the bytes to whoever pickles.
const OUT_OF_BAND: i32 = 5;

/// What makes the object again, and what it makes it of.
type Reduced<'py> = (Bound<'py, PyAny>, Bound<'py, PyTuple>);

/// A function of the module, which pickles know by its name.
fn restorer<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("nprecords._nprecords")?.getattr(name)
}

/// The bytes of all items in C order: those of the memory itself where they lie so and the protocol
/// allows it, so that they are not copied, and else a copy.
fn bytes<'py>(py: Python<'py>, view: &View, protocol: i32) -> PyResult<Bound<'py, PyAny>> {
    match view.raw()? {
        Some(raw) if protocol >= OUT_OF_BAND => {
            py.import("pickle")?.getattr("PickleBuffer")?.call1((PyRecords::from(raw),))
        }
        _ => Ok(PyByteArray::new(py, &view.to_bytes()?).into_any()),
    }
}

#[pymethods]
impl PyRecords {
    /// Pickled are the dtype, the shape and the bytes, padding included: those of a part are copied
    /// out of what it is a part of. With protocol 5 they can be left out of the pickle.
    fn __reduce_ex__<'py>(&self, py: Python<'py>, protocol: i32) -> PyResult<Reduced<'py>> {
        let view = self.view();
        let shape = PyTuple::new(py, view.shape())?;
        let parts = (dtype_text(view.dtype()), shape, bytes(py, view, protocol)?);
        Ok((restorer(py, "_records")?, parts.into_pyobject(py)?))
    }
}

#[pymethods]
impl PyRecordBuffer {
    /// Pickled are the dtype and the bytes of the rows.
    fn __reduce_ex__<'py>(&self, py: Python<'py>, protocol: i32) -> PyResult<Reduced<'py>> {
        let view = self.rows().view()?;
        let parts = (dtype_text(view.dtype()), bytes(py, &view, protocol)?);
        Ok((restorer(py, "_record_buffer")?, parts.into_pyobject(py)?))
    }
}

#[pymethods]
impl PyLayout {
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Reduced<'py>> {
        let py = slf.py();
        let text = dtype_text(&DType::record(slf.get().layout().clone()));
        Ok((py.get_type::<PyLayout>().into_any(), (text,).into_pyobject(py)?))
    }
}

/// Records that were pickled, in the memory of their bytes.
#[pyfunction]
#[pyo3(name = "_records")]
pub(crate) fn restore_records(
    dtype: &Bound<'_, PyString>,
    shape: Vec<usize>,
    bytes: &Bound<'_, PyAny>,
) -> PyResult<PyRecords> {
    let dtype = dtype_of(dtype)?;
    let is_record = matches!(dtype, DType::Record(_));
    let request = Request { dtype: Some(dtype), shape: Some(shape), ..Request::default() };
    let view = view_of(bytes, request)?;
    // What is no record was taken for one of one field.
    let view = if is_record { view } else { field(&view, "f0")? };
    Ok(view.into())
}

/// A buffer that was pickled.
#[pyfunction]
#[pyo3(name = "_record_buffer")]
pub(crate) fn restore_record_buffer(
    py: Python<'_>,
    dtype: &Bound<'_, PyString>,
    bytes: &Bound<'_, PyAny>,
) -> PyResult<PyRecordBuffer> {
    let DType::Record(layout) = dtype_of(dtype)? else {
        return Err(PyValueError::new_err(format!("{dtype} is no record")));
    };
    let bytes = view_of(bytes, Request::default())?.to_bytes()?;
    let rows = DynRecordBuf::from_bytes(bytes, layout.get()).map_err(raise)?;
    Ok(PyRecordBuffer::new(py, rows))
}
