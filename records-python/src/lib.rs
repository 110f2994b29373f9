//! Records and NumPy arrays share memory, both ways.
#![deny(missing_docs)]

mod borrow;
mod classes;
mod error;
mod export;
mod functions;
mod layouts;
mod memory;
mod taken;

pub use classes::{PyLayout, PyRecordBuffer, PyRecords};
pub use error::raise;
pub use taken::{BorrowedArray, BorrowedArrayMut, BorrowedRecords, BorrowedRecordsMut};

/// The module that Python imports.
#[cfg(feature = "module")]
#[pyo3::pymodule(name = "_nprecords")]
mod module {
    #[pymodule_export]
    use crate::classes::{PyLayout, PyRecordBuffer, PyRecords};
    #[pymodule_export]
    use crate::functions::frombuffer;
}
