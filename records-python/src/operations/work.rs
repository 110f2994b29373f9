//! Work on the rows of a view.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use records_core::{DynRecords, Error};

use crate::classes::PyRecords;
use crate::error::raise;
use crate::export::to_numpy;
use crate::layouts::module;
use crate::memory::View;

/// Bytes above which others may use the interpreter meanwhile: some ten microseconds' work.
const LONG: usize = 1 << 16;

/// Works on so many bytes, others using the interpreter meanwhile if they are many.
pub(crate) fn detached<T: Send>(
    py: Python<'_>,
    bytes: usize,
    work: impl FnOnce() -> T + Send,
) -> T {
    if bytes < LONG { work() } else { py.detach(work) }
}

/// Works on the rows of a view of one dimension, which nobody of this library writes meanwhile.
pub(super) fn on_rows<T: Send>(
    py: Python<'_>,
    view: &View,
    work: impl FnOnce(&DynRecords<'_>) -> Result<T, Error> + Send,
) -> PyResult<T> {
    one_dimension(view)?;
    let reading = view.read()?;
    let rows = reading.records()?;
    // Rows of no bytes take time, too.
    let bytes = view.nbytes().max(view.len());
    detached(py, bytes, || work(&rows)).map_err(raise)
}

/// # Errors
/// `ValueError` if the view has another number of dimensions.
pub(super) fn one_dimension(view: &View) -> PyResult<()> {
    match view.shape() {
        [_] => Ok(()),
        shape => Err(PyValueError::new_err(format!(
            "rows are wanted, in one dimension, not an array of {} dimensions",
            shape.len()
        ))),
    }
}

/// Row numbers as an array of NumPy's, or, where NumPy is not, as a view of numbers.
pub(crate) fn numbers<'py>(py: Python<'py>, view: View) -> PyResult<Bound<'py, PyAny>> {
    match module(py) {
        Ok(_) => to_numpy(py, &view),
        Err(_) => Ok(Bound::new(py, PyRecords::from(view))?.into_any()),
    }
}
