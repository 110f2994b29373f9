//! Rows in order: sorted, found, compared with each other.
//!
//! What a key consists of is worked out from its dtype, once; the comparing is the
//! kernel's.

mod group;
mod join;
mod keys;
mod search;
mod sorted;
mod words;

pub use keys::{Descending, OrderBy};
pub use search::SearchSide;

pub(crate) use group::{duplicate_rows, unique_rows};
pub(crate) use join::{inner, left};
pub(crate) use words::{Key, words};
