//! Records and NumPy arrays share memory, both ways.
#![deny(missing_docs)]

mod borrow;
mod classes;
mod error;
mod export;
mod functions;
mod layouts;
mod memory;
mod operations;
mod rows;
mod show;

pub use classes::{PyDescription, PyField, PyLayout, PyRecordBuffer, PyRecords, PyRowIterator};

/// The module that Python imports.
#[cfg(feature = "module")]
#[pyo3::pymodule(name = "_nprecords")]
mod module {
    #[allow(non_upper_case_globals, reason = "Python's name")]
    #[pymodule_export]
    const __version__: &str = env!("CARGO_PKG_VERSION");
    #[pymodule_export]
    use crate::classes::{
        PyDescription, PyField, PyLayout, PyRecordBuffer, PyRecords, PyRowIterator,
    };
    #[pymodule_export]
    use crate::functions::{
        argsort, convert, describe, filter, find_duplicates, frombuffer, join, open, repack, save,
        sort, take, to_columns, unique,
    };

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::classes::lend(module.py())
    }
}
