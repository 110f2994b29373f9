//! Addresses: items a fixed number of bytes apart, in one dimension or two, and
//! whether they lie within the bytes they are said to lie in.
//!
//! Nothing here knows of records, and nothing here touches memory.

mod bounds;
mod lines;
mod strided;

pub(crate) use bounds::{check_apart, check_within};
pub(crate) use lines::{Frame, Lines};
#[allow(unreachable_pub, reason = "hidden methods of the public trait `Number` take it")]
pub use strided::Strided;
