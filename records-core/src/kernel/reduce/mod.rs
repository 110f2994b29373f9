//! Many numbers to one: what they add up to, the least and the greatest, how far
//! they spread.
//!
//! Numbers are reduced in *leaves* of up to [`LEAF`](tree::LEAF), and leaves are joined along
//! a tree whose shape depends on nothing but how many numbers there are. So the
//! result has the same bits whatever the stride, the byte order, the loop that
//! reduces a leaf, and the thread that does.

mod block;
mod ends;
mod item;
mod moments;
#[cfg(target_arch = "x86_64")]
mod narrow;
mod number;
mod run;
mod sum;
#[cfg(target_arch = "x86_64")]
mod swapped;
mod tree;

pub(crate) use item::{HalfItem, Item, Plain, TruthItem};
pub(crate) use moments::Moments;
pub(crate) use number::Num;
pub(crate) use run::{Part, Total, end, moments, part, sum};
pub(crate) use tree::{LEAF, Step, cut, walk};
