//! Fields that are copied together: by a network in registers, by tables, or one by one.

use alloc::vec::Vec;

use super::items::copy_items;
#[cfg(target_arch = "x86_64")]
use super::{
    Holes,
    x86::shuffle::{Part, Shuffle},
    x86::transpose,
};
use super::{Kernel, Lane};
use crate::memory::Strided;

/// Rows below which tables are not worth making.
#[cfg(target_arch = "x86_64")]
pub(super) const FEW: usize = 256;

/// Lanes of a group at most.
#[cfg(target_arch = "x86_64")]
const MOST: usize = 8;

/// How to copy the fields of rows with this stride to columns, or back.
pub(super) struct Groups<'l> {
    kernel: Kernel,
    lanes: &'l [Lane],
    groups: Vec<(usize, How)>,
    /// The tables, each for the lanes of one width.
    #[cfg(target_arch = "x86_64")]
    tables: Vec<(usize, Option<Shuffle>)>,
}

/// Which way the bytes go.
#[derive(Clone, Copy)]
pub(super) enum Way {
    /// Out of rows, in all `large`r than the caches or not.
    Out { large: bool },
    /// Into rows.
    Back,
}

/// How the lanes of a group are copied.
#[derive(Clone, Copy)]
enum How {
    Each,
    #[cfg(target_arch = "x86_64")]
    Network,
    /// By the tables with this index.
    #[cfg(target_arch = "x86_64")]
    Tables(usize),
}

impl<'l> Groups<'l> {
    pub(super) fn new(kernel: Kernel, rows: Strided, lanes: &'l [Lane], way: Way) -> Groups<'l> {
        let mut groups = Groups {
            kernel,
            lanes,
            groups: Vec::new(),
            #[cfg(target_arch = "x86_64")]
            tables: Vec::new(),
        };
        let mut next = 0;
        while next < lanes.len() {
            let how = groups.next(next, way);
            let how = how.unwrap_or_else(|| (1, groups.single(rows, next, way)));
            next += how.0;
            groups.groups.push(how);
        }
        groups
    }

    /// The lanes from this one on that a network takes together, if it does.
    fn next(&self, first: usize, way: Way) -> Option<(usize, How)> {
        #[cfg(target_arch = "x86_64")]
        {
            let Lane { offset, width, .. } = self.lanes[first];
            let (least, most) = match way {
                // Halves of cache lines, in many columns by turns, reach memory slower than what
                // is written column by column.
                Way::Out { large: true } if (self.kernel, width) != (Kernel::Avx512, 8) => {
                    return None;
                }
                Way::Out { .. } => transpose::neighbours_out(self.kernel, width)?,
                Way::Back => transpose::neighbours_back(self.kernel, width)?,
            };
            let rest = self.lanes[first..].iter().take(most).enumerate();
            let neighbours = rest
                .take_while(|(k, lane)| lane.width == width && lane.offset == offset + k * width);
            let count = neighbours.count();
            (count >= least).then_some((count, How::Network))
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = (first, way, self.kernel);
            None
        }
    }

    /// How a lane is copied that is not one of many.
    fn single(&mut self, rows: Strided, lane: usize, way: Way) -> How {
        #[cfg(target_arch = "x86_64")]
        {
            let Way::Out { large } = way else { return How::Each };
            let width = self.lanes[lane].width;
            if is_plain(self.kernel, rows, width) {
                return How::Each;
            }
            let found = self.tables.iter().position(|&(of, _)| of == width);
            let index = found.unwrap_or_else(|| {
                let part = Part { source: 0, from: 0, to: 0, width };
                let stride = width as isize;
                let tables = Shuffle::plan(&[rows.stride()], &[part], stride, Holes::Kept);
                // Tiles of rows that come from memory are short, and tables are loaded for each.
                let tables = tables.filter(|tables| !large || tables.is_cheap());
                self.tables.push((width, tables));
                self.tables.len() - 1
            });
            if self.tables[index].1.is_some() { How::Tables(index) } else { How::Each }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = (rows, lane, way);
            How::Each
        }
    }

    /// Copies the lanes out of rows, to their columns from item `start` on; with `past`, past the
    /// caches where whole lines are written.
    ///
    /// # Safety
    /// The CPU has the kernel. The lanes can be read at the rows, which are those that the groups
    /// were made for, or some of them; the columns can be written for an item of each row. With
    /// `past`, item `start` of each lane that [`lines`](Groups::lines) asks about begins a cache line.
    pub(super) unsafe fn copy_out(&self, rows: Strided, start: usize, past: bool) {
        let _ = past;
        let mut lanes = self.lanes;
        for &(count, how) in &self.groups {
            let (group, rest) = lanes.split_at(count);
            lanes = rest;
            // SAFETY: the caller's promise, for the rows that are still to be copied.
            unsafe {
                let done = match how {
                    How::Each => 0,
                    #[cfg(target_arch = "x86_64")]
                    How::Network => {
                        let (offset, width) = (group[0].offset, group[0].width);
                        let to = columns(group, start);
                        let rows = rows.shifted(offset);
                        transpose::out(self.kernel, width, rows, &to[..count], past)
                    }
                    #[cfg(target_arch = "x86_64")]
                    How::Tables(index) => match &self.tables[index].1 {
                        Some(tables) => {
                            let to = group[0].items(start, rows.len());
                            let past = past && tables.is_whole();
                            tables.run(&[rows.shifted(group[0].offset)], to, past)
                        }
                        None => 0,
                    },
                };
                for lane in group {
                    let to = lane.items(start + done, rows.len() - done);
                    copy_items(rows.shifted(lane.offset).from(done), to, lane.width);
                }
            }
        }
    }

    /// Copies the lanes into rows, from their columns from item `start` on.
    ///
    /// # Safety
    /// As for [`copy_out`](Groups::copy_out), what is read and what is written exchanged.
    pub(super) unsafe fn copy_back(&self, rows: Strided, start: usize) {
        let mut lanes = self.lanes;
        for &(count, how) in &self.groups {
            let (group, rest) = lanes.split_at(count);
            lanes = rest;
            // SAFETY: the caller's promise, for the rows that are still to be copied.
            unsafe {
                let done = match how {
                    #[cfg(target_arch = "x86_64")]
                    How::Network => {
                        let (offset, width) = (group[0].offset, group[0].width);
                        let from = columns(group, start);
                        transpose::back(self.kernel, width, rows.shifted(offset), &from[..count])
                    }
                    _ => 0,
                };
                for lane in group {
                    let from = lane.items(start + done, rows.len() - done);
                    copy_items(from, rows.shifted(lane.offset).from(done), lane.width);
                }
            }
        }
    }

    /// After how many rows, fewer than a line has bytes, all columns that are written whole
    /// vectors at a time come to the start of a cache line, if they ever do so together.
    #[cfg(target_arch = "x86_64")]
    pub(super) fn lines(&self) -> Option<usize> {
        const LINE: usize = 64;
        if self.kernel != Kernel::Avx512 {
            return None;
        }
        let mut lanes = self.lanes;
        let mut whole = Vec::new();
        for &(count, how) in &self.groups {
            let (group, rest) = lanes.split_at(count);
            lanes = rest;
            if !matches!(how, How::Each) {
                whole.extend_from_slice(group);
            }
        }
        let begins = |lane: &Lane, row| lane.at(row).addr().is_multiple_of(LINE);
        let lines = |&row: &usize| whole.iter().all(|lane| begins(lane, row));
        if whole.is_empty() { None } else { (0..LINE).find(lines) }
    }
}

/// Whether a field of rows with this stride is copied item by item, if it is none of many: with few
/// rows, or where tables would not pay.
pub(super) fn is_plain(kernel: Kernel, rows: Strided, width: usize) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        let many = kernel == Kernel::Avx512 && rows.len() >= FEW && !rows.is_dense(width);
        !many || width > 16 || !Shuffle::may_pay(rows.stride(), width)
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = (kernel, rows, width);
        true
    }
}

/// Where the columns of a group have item `start`.
#[cfg(target_arch = "x86_64")]
fn columns(group: &[Lane], start: usize) -> [*mut u8; MOST] {
    let mut columns = [core::ptr::null_mut(); MOST];
    for (column, lane) in columns.iter_mut().zip(group) {
        *column = lane.at(start);
    }
    columns
}
