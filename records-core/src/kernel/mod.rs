//! The hot loops. They know bytes, offsets, strides and widths, and nothing of
//! records: views work out addresses, kernels move what lies there, turn numbers
//! into others, reduce them, and put rows in order by them.
//!
//! This is the one seam behind which faster loops replace plain ones without a view
//! being touched. Which run is [`Kernel::current`]'s answer.
//!
//! Source rows may be Rust structs, whose padding is uninitialised: kernels that
//! move bytes do so as `MaybeUninit` and never look at them. Those that look at
//! numbers read bytes of fields and no others.
//!
//! With the feature `rayon` much of it is shared among threads (`share`, `shared`).

mod cache;
pub(crate) mod cast;
mod choice;
mod columns;
mod each;
mod items;
mod keep;
mod pages;
mod parts;
mod pieces;
#[cfg(test)]
mod random;
pub(crate) mod reduce;
mod repack;
pub(crate) mod share;
mod shared;
pub(crate) mod sort;
#[cfg(test)]
mod tests;
mod tile;
mod turn;
#[cfg(target_arch = "x86_64")]
mod x86;

pub use choice::{Kernel, KernelError};

pub(crate) use columns::{columns_in, columns_out};
pub(crate) use each::each;
pub(crate) use items::copy_items;
pub(crate) use keep::{RowCopy, TILE, count, covers, not_below};
pub(crate) use pages::advise_large;
pub(crate) use parts::{Holes, Lane, Move};
pub(crate) use repack::repack;
pub(crate) use shared::{extreme, keep_rows, take_rows};
pub(crate) use turn::{Turn, columns_in_turned, columns_out_turned, turn};
