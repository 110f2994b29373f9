//! What Rust has, for Python.

mod array;
mod buffer;
mod into;
mod records;

pub use array::ToDynArray;
pub use into::IntoPyRecords;
