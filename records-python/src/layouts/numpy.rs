//! NumPy, where it is at hand.

use std::sync::atomic::{AtomicBool, Ordering};

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyModule};
use records_core::{DType, Layout};

static NUMPY: PyOnceLock<Py<PyModule>> = PyOnceLock::new();

/// Whether it was looked for and not found.
static MISSING: AtomicBool = AtomicBool::new(false);

/// The module.
///
/// # Errors
/// `ImportError` if it is not installed.
pub(crate) fn module(py: Python<'_>) -> PyResult<&Bound<'_, PyModule>> {
    let module = NUMPY.get_or_try_init(py, || {
        // To look for it takes longer than what it is wanted for.
        let known = MISSING.load(Ordering::Relaxed)
            && !py.import("sys")?.getattr("modules")?.contains("numpy")?;
        if known {
            return Err(PyImportError::new_err("NumPy is not installed"));
        }
        let found = py.import("numpy").map(Bound::unbind);
        let missing = found.as_ref().is_err_and(|error| error.is_instance_of::<PyImportError>(py));
        MISSING.store(missing, Ordering::Relaxed);
        found
    })?;
    Ok(module.bind(py))
}

/// The module, if the program has imported it: arrays are nobody's who has not.
pub(crate) fn loaded(py: Python<'_>) -> PyResult<Option<Bound<'_, PyModule>>> {
    if let Some(module) = NUMPY.get(py) {
        return Ok(Some(module.bind(py).clone()));
    }
    let modules = py.import("sys")?.getattr("modules")?;
    if modules.contains("numpy")? { Ok(Some(module(py)?.clone())) } else { Ok(None) }
}

/// The `numpy.dtype` of a dtype.
pub(crate) fn to_numpy<'py>(py: Python<'py>, dtype: &DType) -> PyResult<Bound<'py, PyAny>> {
    match dtype {
        DType::Record(layout) => record(py, layout.get()),
        // Most of them in a word.
        DType::Scalar(..) | DType::Bytes(_) | DType::Str(..) => {
            module(py)?.getattr("dtype")?.call1((word(dtype),))
        }
        // The text is that of a record: this is its only field.
        other => record(py, &Layout::packed([("f0", other.clone())]))?.get_item("f0"),
    }
}

/// The word for a dtype that is neither a record nor an array: `<i4`.
pub(crate) fn word(dtype: &DType) -> String {
    // The only field of a list of fields.
    let text = Layout::packed([("f0", dtype.clone())]).descr().into_string();
    text.trim_start_matches("[('f0', '").trim_end_matches("')]").into()
}

/// What NumPy makes of the text that it would itself print.
fn record<'py>(py: Python<'py>, layout: &Layout) -> PyResult<Bound<'py, PyAny>> {
    let names = PyDict::new(py);
    names.set_item("dtype", module(py)?.getattr("dtype")?)?;
    let text = std::ffi::CString::new(layout.dtype_repr().into_string())?;
    py.eval(&text, Some(&names), None)
}
