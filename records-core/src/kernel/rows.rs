//! Rows to columns, columns to rows, rows to other rows.
//!
//! All of them go over the rows in tiles and, within a tile, field by field: the
//! width of a field is looked at once for a tile, and the tile is still in cache
//! when its next field is due.

use super::copy::copy_items;
use crate::memory::Strided;

/// Rows handled at a time: their cache lines are fetched once for all fields.
const TILE: usize = 128;

/// Part of a row and the dense column it goes to or comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lane {
    /// Bytes from the start of the row.
    pub(crate) offset: usize,
    /// Bytes of an item, in the row and in the column.
    pub(crate) width: usize,
    /// The first item of the column.
    pub(crate) column: *mut u8,
}

impl Lane {
    /// The items of the column from `start` on.
    fn items(&self, start: usize, len: usize) -> Strided {
        Strided::new(self.column.wrapping_add(start * self.width), len, self.width as isize)
    }
}

/// Part of a row and where it goes in another row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Move {
    /// Bytes from the start of the row it is in.
    pub(crate) from: usize,
    /// Bytes from the start of the row it goes to.
    pub(crate) to: usize,
    /// Bytes.
    pub(crate) width: usize,
    /// How often: parts of the elements of an array.
    pub(crate) times: usize,
    /// Bytes from one time to the next, in both rows.
    pub(crate) step: usize,
}

impl Move {
    /// So many bytes, once.
    pub(crate) const fn once(from: usize, to: usize, width: usize) -> Move {
        Move { from, to, width, times: 1, step: 0 }
    }

    /// Where it starts in the one row and in the other, each time.
    pub(super) fn starts(&self) -> impl Iterator<Item = (usize, usize)> {
        let Move { from, to, times, step, .. } = *self;
        (0..times).map(move |time| (from + time * step, to + time * step))
    }
}

/// The tiles of `len` rows: start and length of each.
fn tiles(len: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..len).step_by(TILE).map(move |start| (start, TILE.min(len - start)))
}

/// Whether there are no bytes to be moved, however many rows there are said to be.
fn nothing(lanes: &[Lane]) -> bool {
    lanes.iter().all(|lane| lane.width == 0)
}

/// Copies fields of all rows into dense columns.
///
/// # Safety
/// For each lane and row, `width` bytes at the row's `offset` can be read; the
/// column can be written for `rows.len() * width` bytes. Columns share no byte with each other or the
/// rows.
pub(crate) unsafe fn columns_out(rows: Strided, lanes: &[Lane]) {
    if nothing(lanes) {
        return;
    }
    for (start, len) in tiles(rows.len()) {
        let tile = rows.slice(start..start + len);
        for lane in lanes {
            // SAFETY: the caller's promise for these rows and this part of the column.
            unsafe { copy_items(tile.shifted(lane.offset), lane.items(start, len), lane.width) }
        }
    }
}

/// Copies dense columns into fields of all rows; the reverse of [`columns_out`].
///
/// # Safety
/// For each lane and row, `width` bytes at the row's `offset` can be written;
/// the column can be read for `rows.len() * width` bytes and shares no byte with the rows. Rows do
/// not overlap.
pub(crate) unsafe fn columns_in(rows: Strided, lanes: &[Lane]) {
    if nothing(lanes) {
        return;
    }
    for (start, len) in tiles(rows.len()) {
        let tile = rows.slice(start..start + len);
        for lane in lanes {
            // SAFETY: the caller's promise for these rows and this part of the column.
            unsafe { copy_items(lane.items(start, len), tile.shifted(lane.offset), lane.width) }
        }
    }
}

/// Copies parts of all rows of `from` to the rows of `to`; what no move names in
/// `to` stays as it is.
///
/// # Safety
/// `from` has as many rows as `to`. For each move, time and row, `width` bytes at `from` can be read
/// in the one and at `to` written in the other, and the two share no byte. Rows of `to` do not
/// overlap.
pub(crate) unsafe fn repack(from: Strided, to: Strided, moves: &[Move]) {
    if moves.is_empty() {
        // Of rows of no bytes there may be any number.
        return;
    }
    for (start, len) in tiles(to.len()) {
        let (source, target) = (from.slice(start..start + len), to.slice(start..start + len));
        for part in moves {
            // The longer of the two loops is the one that looks at the width once.
            if part.times > len {
                for row in 0..len {
                    let times = |rows: &Strided, at| {
                        Strided::new(rows.shifted(at).at(row), part.times, part.step as isize)
                    };
                    // SAFETY: the caller's promise for this row.
                    unsafe {
                        let (from, to) = (times(&source, part.from), times(&target, part.to));
                        copy_items(from, to, part.width);
                    }
                }
            } else {
                for (at, into) in part.starts() {
                    // SAFETY: the caller's promise for these rows.
                    unsafe { copy_items(source.shifted(at), target.shifted(into), part.width) }
                }
            }
        }
    }
}
