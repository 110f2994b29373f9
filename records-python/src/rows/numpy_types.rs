//! NumPy's scalars that are not numbers of Python's.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::layouts;

/// The types, looked up once.
#[derive(Debug)]
pub(super) struct NumpyTypes {
    bool_: Py<PyAny>,
    complex: Py<PyAny>,
    datetime: Py<PyAny>,
    timedelta: Py<PyAny>,
    void: Py<PyAny>,
}

/// What an object is to NumPy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumpyKind {
    Bool,
    Complex,
    Datetime,
    Timedelta,
    Void,
    /// Anything else, and everything where NumPy is not loaded.
    Other,
}

static TYPES: PyOnceLock<NumpyTypes> = PyOnceLock::new();

/// What an object is to NumPy.
pub(super) fn numpy_kind(object: &Bound<'_, PyAny>) -> PyResult<NumpyKind> {
    let py = object.py();
    // Nobody has an object of its types who has not loaded it.
    let types = match TYPES.get(py) {
        Some(types) => types,
        None => {
            let Some(numpy) = layouts::loaded(py)? else { return Ok(NumpyKind::Other) };
            TYPES.get_or_try_init(py, || {
                let of = |name: &str| numpy.getattr(name).map(Bound::unbind);
                Ok::<_, PyErr>(NumpyTypes {
                    bool_: of("bool_")?,
                    complex: of("complexfloating")?,
                    datetime: of("datetime64")?,
                    timedelta: of("timedelta64")?,
                    void: of("void")?,
                })
            })?
        }
    };
    let kinds = [
        (&types.datetime, NumpyKind::Datetime),
        (&types.timedelta, NumpyKind::Timedelta),
        (&types.void, NumpyKind::Void),
        (&types.bool_, NumpyKind::Bool),
        (&types.complex, NumpyKind::Complex),
    ];
    for (kind, known) in kinds {
        if object.is_instance(kind.bind(py))? {
            return Ok(known);
        }
    }
    Ok(NumpyKind::Other)
}
