//! Addresses: items a fixed number of bytes apart, in one dimension, two or any
//! number, and whether they lie within the bytes they are said to lie in.
//!
//! Nothing here knows of records, and nothing here touches memory.

mod bounds;
mod lines;
mod shape;
mod strided;

pub(crate) use bounds::{check_apart, check_within};
pub(crate) use lines::{Frame, Lines};
pub(crate) use shape::{
    Lanes, MAX_DIMS, Shaped, check_shape_apart, check_shape_within, count, dense_strides,
};
#[allow(unreachable_pub, reason = "hidden methods of the public trait `Number` take it")]
pub(crate) use strided::Strided;
