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
use super::share::{self, Addresses};
use crate::memory::Strided;

/// Bytes of a row that the lanes are.
fn bytes(lanes: &[Lane]) -> usize {
    lanes.iter().map(|lane| lane.width).sum()
}

/// Has some threads `copy` parts of the rows with their items of the columns, each row with `width`
/// bytes of lanes.
///
/// # Safety
/// `copy` reads and writes no more than the lanes at the rows that it is given and the columns' items
/// for them, and no two rows share a byte that is written.
unsafe fn by_parts(
    rows: Strided,
    lanes: &[Lane],
    width: usize,
    copy: &(impl Fn(Strided, &[Lane]) + Sync),
) {
    // SAFETY: by the caller's promise parts do not meet.
    let all = unsafe { Addresses::new((rows, lanes)) };
    share::rows(rows.len(), width, &|part| {
        let (rows, lanes) = all.get();
        copy(rows.slice(part.clone()), &from(lanes, part.start));
    });
}

/// The lanes from item `start` on.
fn from(lanes: &[Lane], start: usize) -> Cow<'_, [Lane]> {
    if start == 0 {
        return Cow::Borrowed(lanes);
    }
    lanes.iter().map(|lane| Lane { column: lane.at(start), ..*lane }).collect()
}
