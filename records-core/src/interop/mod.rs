//! The neighbours: files, buffers and types of others. A file or a folder for each, most
//! behind a feature named after the crate it brings; all of them on top of the
//! rest, which knows none of them.

mod array_interface;
mod array_struct;
#[cfg(feature = "bytes")]
mod bytes;
#[cfg(feature = "image")]
mod image;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "memmap2")]
mod memmap2;
#[cfg(feature = "ndarray")]
mod ndarray;
#[cfg(feature = "npy")]
pub mod npy;
#[cfg(feature = "serde")]
mod serde;

pub use array_interface::ArrayInterface;
pub use array_struct::{ArrayStruct, PyArrayInterface};
