//! The hot loops. They know bytes, offsets, strides and widths, and nothing of
//! records: views work out addresses, kernels move what lies there.
//!
//! This is the one seam behind which faster loops may replace plain ones without
//! a view being touched. Today's are portable.
//!
//! Source rows may be Rust structs, whose padding is uninitialised: kernels move
//! bytes as `MaybeUninit` and never look at them.

pub(crate) mod cast;
mod copy;
mod rows;
pub(crate) mod sum;

pub(crate) use copy::copy_items;
pub(crate) use rows::{Lane, Move, columns_in, columns_out, repack, take};
