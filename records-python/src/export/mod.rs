//! Views as objects of Python.

mod buffer;
mod interface;
mod numpy;

pub(crate) use buffer::{export, export_bytes, release};
pub(crate) use interface::interface;
pub(crate) use numpy::to_numpy;
