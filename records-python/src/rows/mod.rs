//! Rows as Python's objects, and as bytes.
//!
//! An [`Encoder`] is made once for a layout, and writes the bytes of a row or of a value out of
//! what Python programs give as one: numbers ([`encode_number`], and those of almost all rows by
//! [`encode_short`]), texts and bytes ([`encode_text`]), times ([`encode_time`]), and lists, tuples,
//! dicts and NumPy's records of them ([`encode_parts`]). Nothing is lost on the way; where it would be, a `Trouble` says which
//! field cannot hold what ([`encode_trouble`]).
//!
//! The other way, [`decode`] makes objects of bytes. [`assign`] writes values to items that are
//! there.
//!
//! [`encode_number`]: self
//! [`encode_short`]: self
//! [`encode_text`]: self
//! [`encode_time`]: self
//! [`encode_parts`]: self
//! [`encode_trouble`]: self

mod assign;
mod decode;
mod encode;
mod encode_number;
mod encode_parts;
mod encode_short;
mod encode_text;
mod encode_time;
mod encode_trouble;
mod numpy_types;
mod time_steps;
mod value;

pub(crate) use assign::assign;
pub(crate) use decode::decode;
pub(crate) use encode::{Encoder, ValueEncoder};
pub(crate) use value::{moment, to_python};
