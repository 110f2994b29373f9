//! Operations on many rows: whole columns out and in, rows copied, kept or
//! taken, rows in order.
//!
//! They work out which bytes go where and leave the moving to the kernels.

mod columns;
pub(crate) mod order;
mod rows;

pub use order::{Descending, OrderBy, SearchSide};
