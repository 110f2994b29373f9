//! Errors as Python has them.

use std::io;

use pyo3::exceptions::{
    PyException, PyIndexError, PyKeyError, PyMemoryError, PyTypeError, PyValueError,
};
use pyo3::{PyErr, PyResult, Python};
use records_core::{Error, LayoutError, ParseError};

/// The exception that an error is.
///
/// A row that there is not is an `IndexError`, a field that there is not a `KeyError`, types
/// that do not fit (all differences listed, field by field) a `TypeError`, what files have to
/// say an `OSError`, and the rest a `ValueError`.
#[must_use]
pub fn raise(error: Error) -> PyErr {
    let text = error.to_string();
    match error {
        Error::NoSuchRow { .. } | Error::RowOutOfRange { .. } => PyIndexError::new_err(text),
        Error::Layout(error) => layout(&error),
        Error::Mismatch(_) | Error::WrongType { .. } | Error::CannotHold { .. } => {
            PyTypeError::new_err(text)
        }
        Error::NoSuchPart { .. } => PyKeyError::new_err(text),
        // Of the subclass that the kind asks for: `FileNotFoundError` and so on.
        Error::Io { kind, .. } => io::Error::new(kind, text).into(),
        _ => PyValueError::new_err(text),
    }
}

/// The exception that an error about a layout is.
pub(crate) fn layout(error: &LayoutError) -> PyErr {
    match error {
        LayoutError::UnknownField { .. } => PyKeyError::new_err(error.to_string()),
        _ => PyValueError::new_err(error.to_string()),
    }
}

/// Lets an error pass that says that something cannot be had in one way, where there is another.
///
/// # Errors
/// The error, if it says something else: that the program is to end, or is out of memory.
pub(crate) fn refused(py: Python<'_>, error: PyErr) -> PyResult<()> {
    if error.is_instance_of::<PyException>(py) && !error.is_instance_of::<PyMemoryError>(py) {
        return Ok(());
    }
    Err(error)
}

/// The exception that a text is which is no dtype.
pub(crate) fn parse(error: &ParseError) -> PyErr {
    PyValueError::new_err(error.to_string())
}
