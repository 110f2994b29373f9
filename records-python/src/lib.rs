//! Records and NumPy arrays share memory, both ways.
#![deny(missing_docs)]

mod borrow;
mod classes;
mod error;
mod export;
mod functions;
mod layouts;
mod memory;
mod rows;

pub use classes::{PyLayout, PyRecordBuffer, PyRecords};

/// The module that Python imports.
#[cfg(feature = "module")]
#[pyo3::pymodule(name = "_nprecords")]
mod module {
    #[pymodule_export]
    use crate::classes::{PyLayout, PyRecordBuffer, PyRecords};
    #[pymodule_export]
    use crate::functions::frombuffer;

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::classes::lend(module.py())
    }
}
