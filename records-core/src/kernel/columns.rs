//! Rows to columns and columns to rows.
//!
//! Both go over the rows in tiles and, within a tile, from group to group of fields: how a group
//! is best copied is worked out once, and the tile is still in cache when its next group is due.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::group::{self, Groups, Way};
use super::items::copy_items;
use super::share::{self, Addresses};
#[cfg(target_arch = "x86_64")]
use super::stage;
use super::tile::Tiles;
#[cfg(target_arch = "x86_64")]
use super::x86::{fence, lines::Lines, store::Store, windows::Windows};
use super::{Holes, Kernel, Lane, cache};
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
    // SAFETY: each row goes to one item of each column.
    let all = unsafe { Addresses::new((rows, lanes)) };
    share::rows(rows.len(), width, &|part| {
        let (rows, lanes) = all.get();
        // The rows want room in the cache, too: what is written past it leaves them theirs.
        let moved = width.saturating_add(rows.stride().unsigned_abs());
        let large = rows.len().saturating_mul(moved) > cache::last_level();
        let (rows, lanes) = (rows.slice(part.clone()), from(lanes, part.start));
        // SAFETY: the caller's promise for these rows.
        unsafe { part_out(kernel, rows, &lanes, large) }
    });
}

/// The lanes from item `start` on.
fn from(lanes: &[Lane], start: usize) -> Cow<'_, [Lane]> {
    if start == 0 {
        return Cow::Borrowed(lanes);
    }
    lanes.iter().map(|lane| Lane { column: lane.at(start), ..*lane }).collect()
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
    // SAFETY: each row is of one item of each column, and no two rows share a byte.
    let all = unsafe { Addresses::new((rows, lanes)) };
    share::rows(rows.len(), width, &|part| {
        let (rows, lanes) = all.get();
        let large = rows.len().saturating_mul(width) > cache::last_level();
        let (rows, lanes) = (rows.slice(part.clone()), from(lanes, part.start));
        // SAFETY: the caller's promise for these rows.
        unsafe { part_in(kernel, rows, &lanes, holes, large) }
    });
}

/// # Safety
/// As for [`columns_in`]; the CPU has the kernel.
unsafe fn part_in(kernel: Kernel, rows: Strided, lanes: &[Lane], holes: Holes, large: bool) {
    let width = bytes(lanes);
    #[cfg(target_arch = "x86_64")]
    if let Some(lines) = by_lines(kernel, rows, lanes, holes) {
        // SAFETY: the caller's promise; the kernel is AVX-512.
        return unsafe { lines_in(&lines, rows, lanes, large) };
    }
    #[cfg(target_arch = "x86_64")]
    if let Some(windows) = by_windows(kernel, rows, lanes) {
        // SAFETY: the caller's promise; the kernel is AVX-512.
        return unsafe { windows_in(&windows, rows, lanes, large) };
    }
    let groups = Groups::new(kernel, rows, lanes, Way::Back);
    #[cfg(target_arch = "x86_64")]
    let tables = all_by_tables(kernel, rows, lanes, holes);
    let fill = |tile: Strided, start: usize| {
        #[cfg(target_arch = "x86_64")]
        let done = tables.as_ref().map_or(0, |tables| {
            let mut sources = [Strided::new(core::ptr::null_mut(), 0, 0); 64];
            for (source, lane) in sources.iter_mut().zip(lanes) {
                *source = lane.items(start, tile.len());
            }
            // SAFETY: the caller's promise for these rows.
            unsafe { tables.run(&sources[..lanes.len()], tile) }
        });
        #[cfg(not(target_arch = "x86_64"))]
        let done = 0;
        // SAFETY: the caller's promise for the rest of these rows.
        unsafe { groups.copy_back(tile.from(done), start + done) }
    };
    #[cfg(target_arch = "x86_64")]
    if large && (rows.is_dense(width) || holes == Holes::Zero) && stage::takes(kernel, rows) {
        // SAFETY: the caller's promise: fields are all bytes of the rows, or others may be written.
        unsafe { stage::through(rows, fill) }
        return;
    }
    let _ = holes;
    for (start, len) in Tiles::of(rows.len(), width, large) {
        fill(rows.slice(start..start + len), start);
    }
}

/// Tables for whole lines of rows, if they are worth it.
#[cfg(target_arch = "x86_64")]
fn by_lines(kernel: Kernel, rows: Strided, lanes: &[Lane], holes: Holes) -> Option<Lines> {
    /// Rows from which on the tables are worth making.
    const FEW: usize = 1024;
    if kernel != Kernel::Avx512 || rows.len() < FEW {
        return None;
    }
    Lines::plan(lanes, rows.stride(), holes)
}

/// How to write rows line by line, if that is worth it.
#[cfg(target_arch = "x86_64")]
fn by_windows(kernel: Kernel, rows: Strided, lanes: &[Lane]) -> Option<Windows> {
    if kernel != Kernel::Avx512 || rows.len() < group::FEW {
        return None;
    }
    Windows::plan(rows, lanes)
}

/// Copies dense columns into rows by such tables, and what rows there are before the first line and
/// behind the last one by one.
///
/// # Safety
/// As for [`columns_in`]; the tables were made for these rows and lanes, and the CPU has AVX-512
/// VBMI.
#[cfg(target_arch = "x86_64")]
unsafe fn lines_in(lines: &Lines, rows: Strided, lanes: &[Lane], large: bool) {
    let before = lines.before(rows);
    let (first, how) = (before.unwrap_or(0), lines.store(large, before.is_some()));
    // SAFETY: the caller's promise; past the caches, the first of these rows begins a line.
    unsafe {
        each_in(rows.slice(..first), lanes, 0);
        let done = first + lines.run(rows.from(first), lanes, first, how);
        if how == Store::Past {
            fence();
        }
        each_in(rows.from(done), lanes, done);
    }
}

/// Copies dense columns into rows line by line; one by one what is in front of the first row's first
/// line, and the rows behind those that are done, the front of whose first is done already.
///
/// # Safety
/// As for [`columns_in`]; the windows were made for these rows and lanes, and the CPU has AVX-512.
#[cfg(target_arch = "x86_64")]
unsafe fn windows_in(windows: &Windows, rows: Strided, lanes: &[Lane], large: bool) {
    // SAFETY: the caller's promise.
    let done = unsafe { windows.run(rows, large) };
    for lane in lanes {
        let one = core::slice::from_ref(lane);
        // SAFETY: the caller's promise for these rows.
        unsafe {
            if windows.is_in_front(lane) {
                each_in(rows.slice(..rows.len().min(1)), one, 0);
            }
            each_in(rows.from(done), one, done);
        }
    }
}

/// Copies columns, from item `start` on, into rows one by one.
///
/// # Safety
/// As for [`columns_in`].
#[cfg(target_arch = "x86_64")]
unsafe fn each_in(rows: Strided, lanes: &[Lane], start: usize) {
    for lane in lanes {
        let items = lane.items(start, rows.len());
        // SAFETY: the caller's promise.
        unsafe { copy_items(items, rows.shifted(lane.offset), lane.width) }
    }
}

/// Tables for all columns together, if they are worth it.
#[cfg(target_arch = "x86_64")]
pub(super) fn all_by_tables(
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
    let (widths, parts): (Vec<_>, Vec<_>) = (widths.collect(), parts.collect());
    Shuffle::plan(&widths, &parts, rows.stride(), holes)
}
