//! Rows to columns and columns to rows.
//!
//! Both go over the rows in tiles and, within a tile, from group to group of fields: how a group
//! is best copied is worked out once, and the tile is still in cache when its next group is due.

use super::group::{Groups, MOST};
use super::output::Output;
use super::tile::Tiles;
use super::{Holes, Kernel, Lane};
use crate::memory::Strided;

/// Bytes of a row that the lanes are.
fn bytes(lanes: &[Lane]) -> usize {
    lanes.iter().map(|lane| lane.width).sum()
}

/// Copies fields of all rows into dense columns.
///
/// # Safety
/// For each lane and row, `width` bytes at the row's `offset` can be read; the
/// column can be written for `rows.len() * width` bytes. Columns share no byte with each other or
/// the rows.
pub(crate) unsafe fn columns_out(rows: Strided, lanes: &[Lane]) {
    // SAFETY: the caller's promise.
    unsafe { columns_out_by(Kernel::current(), rows, lanes) }
}

/// # Safety
/// As for [`columns_out`]; the CPU has the kernel.
pub(super) unsafe fn columns_out_by(kernel: Kernel, rows: Strided, lanes: &[Lane]) {
    let width = bytes(lanes);
    if width == 0 {
        // Of rows of no bytes there may be any number.
        return;
    }
    let groups = Groups::out(kernel, rows, lanes);
    let tiles = Tiles::of(rows.len(), width);
    let pieces = lanes.iter().map(|lane| (lane.column, tiles.rows() * lane.width));
    let mut output = Output::new(kernel, rows.len() * width, pieces);
    for (start, len) in tiles {
        let tile = rows.slice(start..start + len);
        for (group, (first, count)) in groups.ranges().enumerate() {
            let mut to = [core::ptr::null_mut(); MOST];
            for k in 0..count {
                to[k] = output.place(first + k);
            }
            // SAFETY: the caller's promise for these rows and the places of their items.
            unsafe { groups.copy_out(group, first, tile, &to[..count]) }
            for k in first..first + count {
                // SAFETY: the items of the tile, all rows before it having been placed.
                unsafe { output.placed(k, len * lanes[k].width) }
            }
        }
    }
    // SAFETY: as above.
    unsafe { output.finish() }
}

/// Copies dense columns into fields of all rows; the reverse of [`columns_out`].
///
/// # Safety
/// For each lane and row, `width` bytes at the row's `offset` can be written;
/// the column can be read for `rows.len() * width` bytes and shares no byte with the rows. Rows do
/// not overlap. With [`Holes::Zero`], all bytes of the rows can be written, and they lie one
/// behind the other.
pub(crate) unsafe fn columns_in(rows: Strided, lanes: &[Lane], holes: Holes) {
    // SAFETY: the caller's promise.
    unsafe { columns_in_by(Kernel::current(), rows, lanes, holes) }
}

/// # Safety
/// As for [`columns_in`]; the CPU has the kernel.
pub(super) unsafe fn columns_in_by(kernel: Kernel, rows: Strided, lanes: &[Lane], holes: Holes) {
    let width = bytes(lanes);
    if width == 0 {
        return;
    }
    let way = Way::new(kernel, rows, lanes, holes);
    let tiles = Tiles::of(rows.len(), width);
    // SAFETY: the caller's promise, tile by tile.
    unsafe {
        super::output::rows(kernel, rows, tiles, (width, holes), |start, tile| {
            way.copy(start, tile);
        });
    }
}

/// How columns are copied into rows.
struct Way<'l> {
    lanes: &'l [Lane],
    groups: Groups<'l>,
    /// All fields at once.
    #[cfg(target_arch = "x86_64")]
    tables: Option<super::x86::shuffle::Shuffle>,
}

impl<'l> Way<'l> {
    fn new(kernel: Kernel, rows: Strided, lanes: &'l [Lane], holes: Holes) -> Way<'l> {
        let _ = (rows, holes);
        Way {
            lanes,
            groups: Groups::back(kernel, lanes),
            #[cfg(target_arch = "x86_64")]
            tables: all_by_tables(kernel, rows, lanes, holes),
        }
    }

    /// # Safety
    /// As for [`columns_in`], for the rows from `start` on.
    unsafe fn copy(&self, start: usize, rows: Strided) {
        #[cfg(target_arch = "x86_64")]
        let done = match &self.tables {
            Some(tables) => {
                let mut sources = [Strided::new(core::ptr::null_mut(), 0, 0); 64];
                for (source, lane) in sources.iter_mut().zip(self.lanes) {
                    *source = lane.items(start, rows.len());
                }
                // SAFETY: the caller's promise.
                unsafe { tables.run(&sources[..self.lanes.len()], rows) }
            }
            None => 0,
        };
        #[cfg(not(target_arch = "x86_64"))]
        let done = 0;
        let (start, rows) = (start + done, rows.from(done));
        for (group, (first, count)) in self.groups.ranges().enumerate() {
            let mut from = [core::ptr::null_mut(); MOST];
            for k in 0..count {
                from[k] = self.lanes[first + k].at(start);
            }
            // SAFETY: the caller's promise for the rest of the rows.
            unsafe { self.groups.copy_back(group, first, rows, &from[..count]) }
        }
    }
}

/// Tables for all columns together, if they are worth it.
#[cfg(target_arch = "x86_64")]
fn all_by_tables(
    kernel: Kernel,
    rows: Strided,
    lanes: &[Lane],
    holes: Holes,
) -> Option<super::x86::shuffle::Shuffle> {
    use super::x86::shuffle::{Part, Shuffle};
    if kernel != Kernel::Avx512 || rows.len() < super::group::FEW || lanes.len() > 64 {
        return None;
    }
    let widths = lanes.iter().map(|lane| lane.width as isize);
    let parts = lanes.iter().enumerate().map(|(source, lane)| Part {
        source,
        from: 0,
        to: lane.offset,
        width: lane.width,
    });
    let (widths, parts): (alloc::vec::Vec<_>, alloc::vec::Vec<_>) =
        (widths.collect(), parts.collect());
    Shuffle::plan(&widths, &parts, rows.stride(), holes)
}
