//! Fields of rows to dense columns.

use alloc::vec::Vec;

use super::group::{self, Groups, Way};
use super::{by_parts, bytes};
use crate::kernel::items::copy_items;
use crate::kernel::tile::Tiles;
#[cfg(target_arch = "x86_64")]
use crate::kernel::x86::fence;
use crate::kernel::{Kernel, Lane, cache};
use crate::memory::Strided;

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
pub(in crate::kernel) unsafe fn columns_out_by(kernel: Kernel, rows: Strided, lanes: &[Lane]) {
    let width = bytes(lanes);
    if width == 0 {
        // Of rows of no bytes there may be any number.
        return;
    }
    // The rows want room in the cache, too: what is written past it leaves them theirs.
    let moved = width.saturating_add(rows.stride().unsigned_abs());
    let large = rows.len().saturating_mul(moved) > cache::last_level();
    // SAFETY: the caller's promise for these rows, each of which goes to one item of each column.
    let copy = |rows: Strided, lanes: &[Lane]| unsafe { part_out(kernel, rows, lanes, large) };
    // SAFETY: as above.
    unsafe { by_parts(rows, lanes, width, &copy) }
}

/// # Safety
/// As for [`columns_out`]; the CPU has the kernel.
unsafe fn part_out(kernel: Kernel, rows: Strided, lanes: &[Lane], large: bool) {
    let width = bytes(lanes);
    // Of rows much wider than what is written, the reading is what takes the time, and plain stores
    // wait for it least.
    let dense = rows.stride().unsigned_abs() <= 4 * width;
    let past = large && dense && kernel == Kernel::Avx512 && rows.len() >= group::FEW;
    if let &[lane] = lanes
        && !past
        && group::is_plain(kernel, rows, width)
    {
        // Neither planned nor cut into tiles.
        let (rows, to) = (rows.shifted(lane.offset), lane.items(0, rows.len()));
        // SAFETY: the caller's promise.
        return unsafe { copy_items(rows, to, width) };
    }
    let way = if past { Way::Past } else { Way::Out { large } };
    let groups = Groups::new(kernel, rows, lanes, way);
    let (before, whole) = if past { group::lines(lanes) } else { (0, Vec::new()) };
    // SAFETY: the caller's promise for the first rows.
    unsafe { groups.copy_out(rows.slice(..before), 0, &[]) }
    for (at, len) in Tiles::of(rows.len() - before, width, large) {
        let at = before + at;
        // SAFETY: the caller's promise for these rows. Tiles are of 64 rows, or a multiple, so
        // that columns that begin with a cache line do so in each.
        unsafe { groups.copy_out(rows.slice(at..at + len), at, &whole) }
    }
    #[cfg(target_arch = "x86_64")]
    if past {
        fence();
    }
}
