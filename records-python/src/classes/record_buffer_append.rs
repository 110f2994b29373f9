//! One row more.
//!
//! The method is made by hand, because of the time that it takes: Python calls a function of one
//! argument (`METH_O`) with it as it is, while PyO3's own way is for any number of arguments, some
//! of them by name.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::null_mut;

use pyo3::ffi::{self, PyMethodDef, PyMethodDefPointer};
use pyo3::panic::PanicException;
use pyo3::prelude::*;

use super::PyRecordBuffer;

/// Rows of so many bytes take their shape on the stack.
const SCRATCH: usize = 128;

/// What Python is told of the method, which it keeps.
struct Told(PyMethodDef);

// SAFETY: never changed; what it points to are constants.
unsafe impl Sync for Told {}

static APPEND: Told = Told(PyMethodDef {
    ml_name: c"append".as_ptr(),
    ml_meth: PyMethodDefPointer { PyCFunction: append },
    ml_flags: ffi::METH_O,
    ml_doc: c"append($self, row, /)\n--\n\n\
        Adds a row: a tuple or list of the values in order, a dict by name, or a record of NumPy's.\n\n\
        Every field takes what it can hold without a loss; floats are rounded to its precision.\n\
        BufferError while anything has a view of the rows. If there is an error, nothing is added."
        .as_ptr(),
});

#[pymethods]
impl PyRecordBuffer {
    #[classattr]
    fn append(py: Python<'_>) -> PyResult<Py<PyAny>> {
        let class = py.get_type::<PyRecordBuffer>();
        let told = (&raw const APPEND.0).cast_mut();
        // SAFETY: the class for whose objects the function is, and what lives as long as all
        // classes; Python only reads it. It returns a new reference, or sets an error.
        unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyDescr_NewMethod(class.as_type_ptr(), told))
        }
        .map(Bound::unbind)
    }
}

impl PyRecordBuffer {
    #[inline(always)]
    fn append_row(&self, row: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut scratch = [0; SCRATCH];
        let size = self.encoder().size();
        // Before the lock: encoding may run Python's code, which may come back here.
        match scratch.get_mut(..size) {
            Some(out) => {
                self.encoder().encode_row(row, out)?;
                self.rows().push(row.py(), out)
            }
            None => self.append_large(row),
        }
    }

    #[cold]
    fn append_large(&self, row: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut out = vec![0; self.encoder().size()];
        self.encoder().encode_row(row, &mut out)?;
        self.rows().push(row.py(), &out)
    }
}

/// `append`, as Python calls it.
///
/// # Safety
/// The thread is attached; `buffer` is an object of the class, and `row` one of any.
unsafe extern "C" fn append(
    buffer: *mut ffi::PyObject,
    row: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: the caller's promise; the caller keeps both objects meanwhile.
    let (py, buffer, row) = unsafe {
        let py = Python::assume_attached();
        let buffer = Borrowed::from_ptr(py, buffer).cast_unchecked::<PyRecordBuffer>();
        (py, buffer, Borrowed::from_ptr(py, row))
    };
    let done = catch_unwind(AssertUnwindSafe(|| match buffer.get().append_row(&row) {
        Ok(()) => py.None().into_ptr(),
        // Here, so that an error, which is large, is not handed on where there is none.
        Err(error) => failed(py, error),
    }));
    done.unwrap_or_else(|_| failed(py, PanicException::new_err("append panicked")))
}

#[cold]
fn failed(py: Python<'_>, error: PyErr) -> *mut ffi::PyObject {
    error.restore(py);
    null_mut()
}
