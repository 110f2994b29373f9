//! Owners that become records of Python.

use std::sync::Arc;

use pyo3::prelude::*;
use records_core::npy::{NpyArray, NpyFile, NpyFileMut};
use records_core::{
    DynArray, DynArrayMut, DynColumnBuf, DynRecordBuf, DynRecordsMut, Element, MatrixBuf, Record,
    RecordArray, RecordBuf,
};

use super::ToDynArray;
use crate::PyRecords;
use crate::memory::room;

/// Owners of records, columns and matrices that can be given to Python for good, without a copy.
///
/// What a function returns as [`PyRecords`] is to NumPy a structured array in the same memory:
///
/// ```
/// use pyo3::prelude::*;
/// use records_core::{Record, RecordBuf};
/// use records_python::{IntoPyRecords, PyRecords};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Sample { id: i16, sin: f64, cos: f64 }
///
/// #[pyfunction]
/// fn samples(py: Python<'_>, count: i16) -> PyResult<PyRecords> {
///     let rows: RecordBuf<Sample> = py.detach(|| {
///         let angle = |id: i16| f64::from(id) / 10.0;
///         (0..count).map(|id| Sample { id, sin: angle(id).sin(), cos: angle(id).cos() }).collect()
///     });
///     rows.into_py_records()
/// }
///
/// Python::attach(|py| {
///     let rows = wrap_pyfunction!(samples, py)?.call1((5,))?;
///     assert_eq!((rows.len()?, rows.getattr("nbytes")?.extract::<usize>()?), (5, 90));
///     Ok::<_, PyErr>(())
/// })?;
/// # Ok::<(), PyErr>(())
/// ```
///
/// | owner | in Python |
/// |---|---|
/// | `RecordBuf<R>`, `DynRecordBuf` | writable |
/// | `Vec<F>`, `MatrixBuf<F>`, `DynColumnBuf` | writable, one column or a matrix |
/// | `Arc` of one of these, `Arc<[F]>` | read-only; Rust goes on reading it |
/// | `RecordArray<R, O>` | read-only |
/// | `NpyArray`, `NpyFile` | read-only |
/// | `NpyFileMut` | writable: through to the file |
///
/// For others there are [`PyRecords::kept`], [`PyRecords::kept_mut`], [`PyRecords::kept_by`],
/// [`PyRecords::from_bytes`], [`PyRecords::from_strided`]; for rows that grow
/// [`PyRecordBuffer`](crate::PyRecordBuffer).
pub trait IntoPyRecords {
    /// The records.
    ///
    /// # Errors
    /// `ValueError` for a [`RecordArray`] of records that have two fields in the same bytes.
    fn into_py_records(self) -> PyResult<PyRecords>;
}

impl<R: Record> IntoPyRecords for RecordBuf<R> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: rows are initialised, padding included; dropping the buffer looks at none.
        unsafe {
            PyRecords::kept_mut_whole(self, |rows| Ok(DynRecordsMut::from(rows.view_mut()).into()))
        }
    }
}

impl IntoPyRecords for DynRecordBuf {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: as above.
        unsafe { PyRecords::kept_mut_whole(self, |rows| Ok(rows.view_mut().into())) }
    }
}

impl<R: Record> IntoPyRecords for Arc<RecordBuf<R>> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: rows are initialised, padding included, and written by nobody while shared.
        unsafe { PyRecords::kept_whole(self, |rows| rows.view().to_dyn_array()) }
    }
}

impl IntoPyRecords for Arc<DynRecordBuf> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: as above.
        unsafe { PyRecords::kept_whole(self, |rows| Ok(rows.into())) }
    }
}

impl<R: Record, O: AsRef<[u8]> + Send + Sync + 'static> IntoPyRecords for RecordArray<R, O> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: the rows of borrowed bytes.
        unsafe { PyRecords::kept_whole(Arc::new(self), |rows| rows.view().to_dyn_array()) }
    }
}

impl<F: Element> IntoPyRecords for Vec<F> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        let len = self.len();
        items(self, &[len])
    }
}

impl<F: Element> IntoPyRecords for MatrixBuf<F> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        let shape = [self.height(), self.width()];
        items(self.into_vec(), &shape)
    }
}

impl<F: Element> IntoPyRecords for Arc<[F]> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        if !lies_as_bytes::<F>() {
            return self.to_vec().into_py_records().map(|records| records.read_only());
        }
        PyRecords::kept(Arc::new(self), |items| {
            let shape = [items.len()];
            // SAFETY: the items of a slice, F's bytes, all of them initialised.
            unsafe {
                DynArray::from_raw_parts(
                    items.as_ptr().cast(),
                    F::DTYPE,
                    &shape,
                    &[F::SIZE as isize],
                )
            }
        })
    }
}

impl IntoPyRecords for DynColumnBuf {
    fn into_py_records(self) -> PyResult<PyRecords> {
        let dtype = self.dtype().clone();
        let len = self.len();
        // SAFETY: the bytes of a vector.
        unsafe {
            PyRecords::kept_mut_whole((self.into_bytes(), dtype), |(bytes, dtype)| {
                DynArrayMut::from_bytes(bytes, dtype, &[len])
            })
        }
    }
}

impl<O: AsRef<[u8]> + Send + Sync + 'static> IntoPyRecords for Arc<NpyArray<O>> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: the items of borrowed bytes.
        unsafe { PyRecords::kept_whole(self, |file| Ok(file.array())) }
    }
}

impl IntoPyRecords for NpyFile {
    fn into_py_records(self) -> PyResult<PyRecords> {
        Arc::new(self).into_py_records()
    }
}

impl IntoPyRecords for NpyFileMut {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: the items of the bytes of a mapped file, which nobody else has.
        unsafe { PyRecords::kept_mut_whole(self, |file| Ok(file.array_mut())) }
    }
}

impl IntoPyRecords for NpyArray<Vec<u8>> {
    fn into_py_records(self) -> PyResult<PyRecords> {
        // SAFETY: the items of the bytes of a vector.
        unsafe { PyRecords::kept_mut_whole(self, |array| Ok(array.array_mut())) }
    }
}

/// Whether a slice of the type is the bytes of its items, all of them initialised.
const fn lies_as_bytes<F: Element>() -> bool {
    F::IN_PLACE && !F::DTYPE.has_padding()
}

/// Items one behind the other; without a copy, where Rust keeps them as records do.
fn items<F: Element>(items: Vec<F>, shape: &[usize]) -> PyResult<PyRecords> {
    let strides = [shape.last().map_or(0, |&width| width.saturating_mul(F::SIZE)), F::SIZE];
    let strides = strides.map(|stride| isize::try_from(stride).unwrap_or(isize::MAX));
    let strides = &strides[2 - shape.len()..];
    if lies_as_bytes::<F>() {
        // SAFETY: the items of a vector, F's bytes, all of them initialised; elements are `Copy`, so
        // that dropping it looks at none.
        return unsafe {
            PyRecords::kept_mut_whole(items, |items| {
                DynArrayMut::from_raw_parts(items.as_mut_ptr().cast(), F::DTYPE, shape, strides)
            })
        };
    }
    let size = items.len().checked_mul(F::SIZE);
    room(size)?;
    let mut bytes = vec![0; size.unwrap_or(0)];
    for (item, at) in items.into_iter().zip(bytes.chunks_exact_mut(F::SIZE.max(1))) {
        // SAFETY: as many bytes as the item has; one without bytes has no chunk.
        unsafe { item.write(at.as_mut_ptr()) };
    }
    PyRecords::from_strided_mut(bytes, F::DTYPE, 0, shape, strides)
}
