//! Memory of Python's objects as views.
//!
//! An object tells of its memory in one of three ways, and here is the order in which they are
//! asked: NumPy's arrays by their own attributes ([`numpy`]), the buffer protocol ([`buffer`]),
//! the array interface as a struct or as a dict ([`interface`]). What they say is a
//! [`Source`]; what the caller asks for on top of it, another dtype, an offset, a count, strides,
//! makes a view of it ([`shaped`]).

mod buffer;
mod interface;
mod known;
mod mapped;
mod numpy;
mod shaped;
mod source;

pub(crate) use buffer::Held;
pub(crate) use shaped::{Request, view_as, view_of};
pub(crate) use source::Source;
