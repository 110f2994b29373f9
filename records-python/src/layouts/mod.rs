//! Layouts and NumPy's dtypes.

mod ctypes;
mod from_python;
mod numpy;
mod of_numpy;

pub(crate) use ctypes::of_ctypes;
pub(crate) use from_python::{dtype_of, named};
pub(crate) use numpy::{loaded, module, to_numpy, word};
pub(crate) use of_numpy::of_numpy;

/// As many dimensions as NumPy has.
pub(crate) const MAX_DIMS: usize = 64;
