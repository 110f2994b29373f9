//! Dense columns to fields of rows.

use alloc::vec::Vec;

use super::group::{self, Groups, Way};
#[cfg(target_arch = "x86_64")]
use super::stage;
use super::{by_parts, bytes};
#[cfg(target_arch = "x86_64")]
use crate::kernel::items::copy_items;
use crate::kernel::tile::Tiles;
#[cfg(target_arch = "x86_64")]
use crate::kernel::x86::{fence, lines::Lines, store::Store, windows::Windows};
use crate::kernel::{Holes, Kernel, Lane, cache};
use crate::memory::Strided;

/// Copies dense columns into fields of all rows; the reverse of [`columns_out`](super::columns_out).
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
pub(in crate::kernel) unsafe fn columns_in_by(
    kernel: Kernel,
    rows: Strided,
    lanes: &[Lane],
    holes: Holes,
) {
    let width = bytes(lanes);
    if width == 0 {
        return;
    }
    let large = rows.len().saturating_mul(width) > cache::last_level();
    // SAFETY: the caller's promise for these rows, each of which is of one item of each column.
    let copy =
        |rows: Strided, lanes: &[Lane]| unsafe { part_in(kernel, rows, lanes, holes, large) };
    // SAFETY: as above; no two rows share a byte.
    unsafe { by_parts(rows, lanes, width, &copy) }
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
pub(in crate::kernel) fn all_by_tables(
    kernel: Kernel,
    rows: Strided,
    lanes: &[Lane],
    holes: Holes,
) -> Option<crate::kernel::x86::shuffle::Shuffle> {
    use crate::kernel::x86::shuffle::{Part, Shuffle};
    if kernel != Kernel::Avx512 || rows.len() < group::FEW || lanes.len() > 64 {
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
