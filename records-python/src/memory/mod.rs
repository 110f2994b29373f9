//! Memory that Rust and Python see at the same time.
//!
//! A [`View`] is where items lie and what they are, with the [`Owner`] that keeps them there.
//! While one reads or writes through a view, a [`Claim`] on its bytes keeps others of this
//! library from doing what would race with it. A [`Growable`] moves when it grows, and does so
//! only while nobody has a view of it.

mod bytes;
mod claim;
mod growable;
mod index;
mod item;
mod kept;
mod owned;
mod registry;
mod view;

pub(crate) use claim::{Claim, Comb};
pub(crate) use growable::{Growable, Growing};
pub(crate) use item::Item;
pub(crate) use owned::room;
pub(crate) use view::{Owner, View};
