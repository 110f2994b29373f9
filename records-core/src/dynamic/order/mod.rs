//! Run-time rows in order: the twin of `ops/order/`, with paths for tokens.

mod group;
mod join;
mod key;
mod search;
mod sorted;

pub use key::SortKey;
