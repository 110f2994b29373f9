//! Exporters in C that say what is not so: each field of the buffer alone.
#![allow(missing_docs)]

mod common;

use std::ffi::{c_char, c_int, c_void};

use common::refs;
use pyo3::exceptions::{PyBufferError, PyTypeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use records_python::{BorrowedArray, BorrowedArrayMut};

static BYTES: [u64; 64] = [7; 64];

/// What the exporter fills in.
#[derive(Clone)]
struct Said {
    buf: *mut c_void,
    len: isize,
    itemsize: isize,
    readonly: c_int,
    ndim: c_int,
    format: Option<&'static std::ffi::CStr>,
    shape: Option<Vec<isize>>,
    strides: Option<Vec<isize>>,
    suboffsets: Option<Vec<isize>>,
}

// SAFETY: an address, which nobody here follows.
unsafe impl Send for Said {}
// SAFETY: as above.
unsafe impl Sync for Said {}

/// Twenty items of eight bytes.
fn honest() -> Said {
    Said {
        buf: BYTES.as_ptr().cast_mut().cast(),
        len: 160,
        itemsize: 8,
        readonly: 1,
        ndim: 1,
        format: Some(c"=Q"),
        shape: Some(vec![20]),
        strides: Some(vec![8]),
        suboffsets: None,
    }
}

#[pyclass(frozen)]
struct Exporter {
    said: Said,
    exports: std::sync::atomic::AtomicIsize,
}

#[pymethods]
impl Exporter {
    unsafe fn __getbuffer__(
        slf: Bound<'_, Self>,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()> {
        let this = slf.get();
        if flags & ffi::PyBUF_WRITABLE != 0 && this.said.readonly != 0 {
            return Err(PyBufferError::new_err("read-only"));
        }
        let numbers = |of: &Option<Vec<isize>>| {
            of.as_ref().map_or(std::ptr::null_mut(), |of| of.as_ptr().cast_mut())
        };
        this.exports.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let said = &this.said;
        // SAFETY: Python's promise: a buffer to be filled.
        unsafe {
            (*view).buf = said.buf;
            (*view).len = said.len;
            (*view).itemsize = said.itemsize;
            (*view).readonly = said.readonly;
            (*view).ndim = said.ndim;
            (*view).format =
                said.format.map_or(std::ptr::null_mut(), |text| text.as_ptr().cast_mut())
                    as *mut c_char;
            (*view).shape = numbers(&said.shape);
            (*view).strides = numbers(&said.strides);
            (*view).suboffsets = numbers(&said.suboffsets);
            (*view).internal = std::ptr::null_mut();
            (*view).obj = slf.clone().into_ptr();
        }
        Ok(())
    }

    unsafe fn __releasebuffer__(&self, _view: *mut ffi::Py_buffer) {
        self.exports.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }
}

/// What is made of it: the array's values as a text, or the error; and no export is left.
fn borrowed(change: impl FnOnce(&mut Said)) -> Result<String, PyErr> {
    Python::attach(|py| {
        let mut said = honest();
        change(&mut said);
        let exporter = Bound::new(py, Exporter { said, exports: 0.into() })?;
        let result = BorrowedArray::new(exporter.as_any()).map(|array| {
            assert_eq!(exporter.get().exports.load(std::sync::atomic::Ordering::Relaxed), 1);
            format!("{:?} {:?} {}", array.shape(), array.strides(), array.dtype())
        });
        assert_eq!(exporter.get().exports.load(std::sync::atomic::Ordering::Relaxed), 0);
        assert_eq!(refs(&exporter), 1);
        result
    })
}

fn refused(what: &str, change: impl FnOnce(&mut Said)) {
    let error = borrowed(change).expect_err(what);
    Python::attach(|py| {
        let kind = error.is_instance_of::<PyBufferError>(py)
            || error.is_instance_of::<PyValueError>(py)
            || error.is_instance_of::<PyTypeError>(py);
        assert!(kind, "{what}: {error}");
        assert!(error.to_string().contains(what), "{what}: {error}");
    });
}

#[test]
fn an_honest_exporter_is_believed() {
    assert_eq!(borrowed(|_| ()).unwrap(), "[20] [8] u64");
    assert_eq!(borrowed(|said| said.shape = None).unwrap(), "[20] [8] u64");
    assert_eq!(borrowed(|said| said.strides = None).unwrap(), "[20] [8] u64");
    assert_eq!(borrowed(|said| said.suboffsets = Some(vec![-1])).unwrap(), "[20] [8] u64");
    let reversed = |said: &mut Said| {
        said.buf = said.buf.wrapping_byte_add(152);
        said.strides = Some(vec![-8]);
    };
    assert_eq!(borrowed(reversed).unwrap(), "[20] [-8] u64");
    let single = |said: &mut Said| {
        (said.ndim, said.shape, said.strides, said.len) = (0, None, None, 8);
    };
    assert_eq!(borrowed(single).unwrap(), "[] [] u64");
    let none = |said: &mut Said| {
        (said.buf, said.len, said.shape) = (std::ptr::null_mut(), 0, Some(vec![0]));
    };
    assert_eq!(borrowed(none).unwrap(), "[0] [8] u64");
}

#[test]
fn a_lying_exporter_is_not() {
    refused("len", |said| said.len = -1);
    refused("len", |said| said.len = isize::MIN);
    refused("161 bytes", |said| said.len = 161);
    refused("shape [20]", |said| said.len = 152);
    refused("itemsize", |said| said.itemsize = -8);
    refused("items of 0 bytes", |said| said.itemsize = 0);
    refused("items of 9 bytes", |said| said.itemsize = 9);
    refused("", |said| said.itemsize = isize::MAX);
    refused("-1 dimensions", |said| said.ndim = -1);
    refused("65 dimensions", |said| said.ndim = 65);
    refused("dimensions", |said| said.ndim = c_int::MIN);
    refused("no shape", |said| (said.ndim, said.shape) = (2, None));
    refused("shape", |said| said.shape = Some(vec![-20]));
    refused("in the shape", |said| said.shape = Some(vec![21]));
    refused("in the shape", |said| said.shape = Some(vec![isize::MAX]));
    refused("in the shape", |said| {
        (said.ndim, said.shape, said.strides) = (2, Some(vec![1 << 62, 4]), Some(vec![8, 8]));
    });
    refused("suboffsets", |said| said.suboffsets = Some(vec![0]));
    refused("at no address", |said| said.buf = std::ptr::null_mut());
    refused("", |said| said.strides = Some(vec![isize::MAX]));
    refused("", |said| said.strides = Some(vec![isize::MIN]));
}

/// Of formats: those that say another size are refused, those without sense, too.
#[test]
fn formats_are_compared() {
    for format in [
        c"=I",
        c"=QQ",
        c"O",
        c"&Q",
        c"T{",
        c"T{=Q:a:",
        c"X{}",
        c"=Q=",
        c"\xff",
        c"(",
        c"(99999999999999999999)B",
    ] {
        let error = borrowed(|said| said.format = Some(format));
        let error = error.expect_err(&format!("{format:?}"));
        Python::attach(|py| assert!(error.is_instance_of::<PyValueError>(py), "{error}"));
    }
    assert_eq!(borrowed(|said| said.format = Some(c">d")).unwrap(), "[20] [8] big-endian f64");
    assert!(borrowed(|said| said.format = Some(c"T{=I:a:}")).unwrap().contains('a'));
    let bytes = |said: &mut Said| {
        (said.format, said.itemsize, said.shape, said.strides) =
            (None, 1, Some(vec![160]), Some(vec![1]));
    };
    assert_eq!(borrowed(bytes).unwrap(), "[160] [1] u8");
}

#[test]
fn read_only_memory_is_not_written() {
    Python::attach(|py| {
        let exporter = Bound::new(py, Exporter { said: honest(), exports: 0.into() }).unwrap();
        let error = BorrowedArrayMut::new(exporter.as_any()).unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py));
        // Items upon each other cannot be, either.
        let mut memory = [0_u64; 4];
        let mut said = honest();
        (said.buf, said.readonly, said.strides) = (memory.as_mut_ptr().cast(), 0, Some(vec![0]));
        let exporter = Bound::new(py, Exporter { said, exports: 0.into() }).unwrap();
        assert_eq!(BorrowedArray::new(exporter.as_any()).unwrap().strides(), [0]);
        let error = BorrowedArrayMut::new(exporter.as_any()).unwrap_err();
        assert!(error.is_instance_of::<PyValueError>(py), "{error}");
    });
}
