//! Single rows as values of Python, and values as rows.

mod assign;
mod decode;
mod value;

pub(crate) use assign::assign;
pub(crate) use decode::decode;
pub(crate) use value::{moment, to_python};
