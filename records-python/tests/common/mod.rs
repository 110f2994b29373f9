//! What the tests have in common.
#![allow(dead_code, missing_docs, unreachable_pub)]

use pyo3::prelude::*;
use pyo3::types::PyDict;
use records_core::Record;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Sample {
    pub id: i16,
    pub sin: f64,
    pub cos: f64,
}

pub fn sample(id: i16) -> Sample {
    Sample { id, sin: f64::from(id) / 2.0, cos: f64::from(id) * 2.0 }
}

/// The value of an expression, in which `np` is NumPy and `given` the object, if there is one.
pub fn eval<'py>(
    py: Python<'py>,
    code: &str,
    given: Option<&Bound<'py, PyAny>>,
) -> Bound<'py, PyAny> {
    let names = PyDict::new(py);
    for module in ["gc", "struct", "sys", "array"] {
        names.set_item(module, py.import(module).unwrap()).unwrap();
    }
    if let Ok(numpy) = py.import("numpy") {
        names.set_item("np", numpy).unwrap();
    }
    if let Some(given) = given {
        names.set_item("given", given).unwrap();
    }
    let code = std::ffi::CString::new(code).unwrap();
    py.eval(&code, Some(&names), None).unwrap_or_else(|error| panic!("{code:?}: {error}"))
}

/// Whether an expression holds.
pub fn holds(py: Python<'_>, code: &str, given: &Bound<'_, PyAny>) {
    assert!(eval(py, code, Some(given)).is_truthy().unwrap(), "{code}");
}

/// The error that an expression raises.
pub fn raises(py: Python<'_>, code: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let names = PyDict::new(py);
    names.set_item("given", given).unwrap();
    let code = std::ffi::CString::new(code).unwrap();
    py.eval(&code, Some(&names), None).expect_err("an error")
}

/// Runs a test that needs NumPy, or says that it did not.
pub fn with_numpy(test: impl FnOnce(Python<'_>)) {
    Python::attach(|py| {
        if py.import("numpy").is_ok() {
            return test(py);
        }
        assert!(std::env::var_os("RECORDS_NEED_NUMPY").is_none(), "there is no NumPy");
        // Past the test harness, which keeps what tests print to itself.
        let line = "SKIPPED, as there is no NumPy: let PYTHONPATH lead to it\n";
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
    });
}

/// Four samples in a bytearray.
pub fn bytearray(py: Python<'_>) -> Bound<'_, PyAny> {
    eval(py, "bytearray(b''.join(struct.pack('=hdd', i, i / 2, i * 2.0) for i in range(4)))", None)
}

pub const DTYPE: &str = "np.dtype([('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')])";

/// How many references to an object there are.
pub fn refs<T>(object: &Bound<'_, T>) -> isize {
    // SAFETY: an object.
    unsafe { pyo3::ffi::Py_REFCNT(object.as_ptr()) }
}
