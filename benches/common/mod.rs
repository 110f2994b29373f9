//! What the benchmarks share: timing two ways of doing one thing side by side,
//! and saying on what machine.

#![allow(dead_code, unused_imports, reason = "each benchmark uses a part of it")]

mod duel;
mod machine;

pub use duel::{Effort, Ratio, duel};
pub use machine::machine;
