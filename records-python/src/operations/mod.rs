//! What is done with many rows at a time, with the interpreter free for others meanwhile.
//!
//! Whatever a program gives, masks, row numbers, names, is copied and checked first, so that
//! nothing that another thread changes can matter.

mod columns;
mod join;
mod keys;
mod rows;
mod selection;
mod work;

pub(crate) use columns::to_columns;
pub(crate) use join::join;
pub(crate) use keys::keys;
pub(crate) use rows::{
    argsort, convert, copy, describe, filter, find_duplicates, rename, repack, sort, take, unique,
};
pub(crate) use selection::{Selection, checked, indices, mask, selection};
pub(crate) use work::{detached, numbers};
