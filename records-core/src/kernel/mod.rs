//! The hot loops. They know bytes, offsets, strides and widths, and nothing of
//! records: views work out addresses, kernels move what lies there.
//!
//! This is the one seam behind which faster loops replace plain ones without a view
//! being touched. Which run is [`Kernel::current`]'s answer.
//!
//! Source rows may be Rust structs, whose padding is uninitialised: kernels move
//! bytes as `MaybeUninit` and never look at them.

mod cache;
pub(crate) mod cast;
mod choice;
mod copy;
mod keep;
mod rows;
pub(crate) mod sum;

pub use choice::{Kernel, KernelError};

pub(crate) use copy::copy_items;
pub(crate) use keep::{RowCopy, TILE, count, covers, take};
pub(crate) use rows::{Lane, Move, columns_in, columns_out, repack};
