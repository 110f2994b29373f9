//! Rows to columns and columns to rows.
//!
//! Both go over the rows in tiles and, within a tile, from group to group of fields: how a group
//! is best copied is worked out once, and the tile is still in cache when its next group is due.

mod back;
mod group;
mod out;
#[cfg(target_arch = "x86_64")]
mod stage;

use alloc::borrow::Cow;

#[cfg(target_arch = "x86_64")]
pub(super) use back::all_by_tables;
pub(crate) use back::columns_in;
#[cfg(test)]
pub(super) use back::columns_in_by;
pub(super) use group::{Groups, Way};
pub(crate) use out::columns_out;
#[cfg(test)]
pub(super) use out::columns_out_by;

use super::Lane;

/// Bytes of a row that the lanes are.
fn bytes(lanes: &[Lane]) -> usize {
    lanes.iter().map(|lane| lane.width).sum()
}

/// The lanes from item `start` on.
fn from(lanes: &[Lane], start: usize) -> Cow<'_, [Lane]> {
    if start == 0 {
        return Cow::Borrowed(lanes);
    }
    lanes.iter().map(|lane| Lane { column: lane.at(start), ..*lane }).collect()
}
