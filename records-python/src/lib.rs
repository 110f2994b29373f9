//! Records and NumPy arrays share memory, both ways: the Python module `nprecords`, and, for people
//! who write Python extensions in Rust, the crate behind it.
//!
//! # Taking objects of Python
//!
//! A function that takes [`BorrowedRecords<R>`](BorrowedRecords) or, for any layout, a
//! [`BorrowedArray`] can be called with NumPy's structured arrays and whatever else has the buffer
//! protocol, an `__array_interface__` or an `__array_struct__`: nothing is copied, whether the rows
//! are strided, reversed, read-only, some fields of others, in several dimensions, or, with
//! zerocopy's field types, of the other byte order. [`BorrowedRecordsMut<R>`](BorrowedRecordsMut)
//! and [`BorrowedArrayMut`] write there.
//!
//! ```
//! use pyo3::prelude::*;
//! use records_core::Record;
//! use records_python::{BorrowedRecords, IntoPyRecords, PyRecords};
//!
//! #[derive(Record, Clone, Copy)]
//! #[record(packed)]
//! struct Person { age: u8, height: f32 }
//!
//! /// The tall ones, in memory of their own.
//! #[pyfunction]
//! fn tall(py: Python<'_>, people: BorrowedRecords<Person>) -> PyResult<PyRecords> {
//!     let tall = py.detach(|| people.records().filter(|person| person.height > 1.8));
//!     tall.into_py_records()
//! }
//! # Python::attach(|py| wrap_pyfunction!(tall, py).map(drop))?;
//! # Ok::<(), PyErr>(())
//! ```
//!
//! # Giving to Python
//!
//! [`IntoPyRecords`] turns owners of records, columns and matrices into a [`PyRecords`], which NumPy
//! takes as an array of the same memory (`numpy.asarray(records)`, [`PyRecords::to_numpy`]);
//! [`PyRecords::kept`] and [`PyRecords::kept_by`] lend what other owners and the extension's own
//! classes have; a [`PyRecordBuffer`] grows in Rust and is seen in Python.
//!
//! [`raise`] makes the exception that an error of the library is.
//!
//! # Features
//!
//! `module` makes the function by which Python imports `nprecords`; extensions have one of their own
//! and leave it off. `rayon` is that of `records-core`: large work is shared among threads.
//!
//! # What others do
//!
//! What is borrowed here is borrowed from everybody who asks: this library, and all extensions of
//! the same interpreter that use it. Others do not ask, and no library can see to that:
//!
//! - While Rust has a view of memory, NumPy, other extensions and Python code in other threads can
//!   write to it; `py.detach` lets them run. Code that keeps to the interpreter lock and does not
//!   call Python while it has a view is safe from Python code, but not from NumPy's functions that
//!   let go of the lock.
//! - `ndarray.resize(refcheck=False)` and `ndarray.__setstate__` free memory under every export.
//! - `__array_interface__` is an address: where no buffer answers for it, all that can be asked is
//!   whether there is memory, not whose it is, nor for how long.
//! - An object in C may say of its buffer what is not so, and may free an exported buffer.
//!
//! Whoever takes arrays from callers that do so, copies first.
//!
//! # What is not collected
//!
//! Records keep the object whose memory they see where Python's collector of cycles does not look:
//! an object that has, among its attributes, records of its own memory lives as long as the program,
//! until it lets go of them itself.
#![deny(missing_docs)]
// Much is for the module alone.
#![cfg_attr(not(feature = "module"), allow(dead_code, unused_imports))]

mod arguments;
mod borrow;
mod classes;
mod error;
mod export;
mod functions;
mod given;
mod layouts;
mod memory;
mod operations;
mod rows;
mod show;
mod taken;

pub use classes::{PyDescription, PyField, PyLayout, PyRecordBuffer, PyRecords, PyRowIterator};
pub use error::raise;
pub use given::{IntoPyRecords, ToDynArray};
pub use taken::{BorrowedArray, BorrowedArrayMut, BorrowedRecords, BorrowedRecordsMut};

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

    /// What pickles call.
    #[pymodule_export]
    use crate::classes::{restore_record_buffer, restore_records};

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        crate::classes::lend(module.py())
    }
}
