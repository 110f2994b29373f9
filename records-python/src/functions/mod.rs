//! The functions of the module.

mod borrow;
mod files;
mod operations;

pub(crate) use borrow::frombuffer;
pub(crate) use files::{open, save};
pub(crate) use operations::{
    argsort, convert, describe, filter, find_duplicates, join, repack, sort, take, to_columns,
    unique,
};
