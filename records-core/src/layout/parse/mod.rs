//! Reading layouts from text.

pub(crate) mod error;
#[allow(dead_code, reason = "the readers of layouts and file headers use it")]
pub(crate) mod literal;
#[allow(dead_code, reason = "part of `literal`")]
mod string;
