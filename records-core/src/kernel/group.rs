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
pub(super) const MOST: usize = 8;

/// How to copy the fields of rows with this stride to columns, or back.
pub(super) struct Groups<'l> {
    kernel: Kernel,
    lanes: &'l [Lane],
    groups: Vec<(usize, How)>,
    /// The tables, each for the lanes of one width.
    #[cfg(target_arch = "x86_64")]
    tables: Vec<(usize, Option<Shuffle>)>,
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
    /// For columns out of so many rows.
    pub(super) fn out(kernel: Kernel, rows: Strided, lanes: &'l [Lane]) -> Groups<'l> {
        let mut groups = Groups::new(kernel, lanes);
        let mut next = 0;
        while next < lanes.len() {
            let how = groups.next(next).unwrap_or_else(|| (1, groups.single(rows, next)));
            next += how.0;
            groups.groups.push(how);
        }
        groups
    }

    /// For columns into rows.
    pub(super) fn back(kernel: Kernel, lanes: &'l [Lane]) -> Groups<'l> {
        let mut groups = Groups::new(kernel, lanes);
        let mut next = 0;
        while next < lanes.len() {
            let how = groups.next(next).unwrap_or((1, How::Each));
            next += how.0;
            groups.groups.push(how);
        }
        groups
    }

    const fn new(kernel: Kernel, lanes: &'l [Lane]) -> Groups<'l> {
        Groups {
            kernel,
            lanes,
            groups: Vec::new(),
            #[cfg(target_arch = "x86_64")]
            tables: Vec::new(),
        }
    }

    /// The lanes from this one on that a network takes together, if it does.
    fn next(&self, first: usize) -> Option<(usize, How)> {
        #[cfg(target_arch = "x86_64")]
        {
            let Lane { offset, width, .. } = self.lanes[first];
            let (least, most) = transpose::neighbours(self.kernel, width)?;
            let rest = self.lanes[first..].iter().take(most).enumerate();
            let neighbours = rest
                .take_while(|(k, lane)| lane.width == width && lane.offset == offset + k * width);
            let count = neighbours.count();
            (count >= least).then_some((count, How::Network))
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = (first, self.kernel);
            None
        }
    }

    /// How a lane is copied that is not one of many.
    fn single(&mut self, rows: Strided, lane: usize) -> How {
        #[cfg(target_arch = "x86_64")]
        {
            let width = self.lanes[lane].width;
            if self.kernel != Kernel::Avx512 || rows.len() < FEW || width > 16 {
                return How::Each;
            }
            let found = self.tables.iter().position(|&(of, _)| of == width);
            let index = found.unwrap_or_else(|| {
                let part = Part { source: 0, from: 0, to: 0, width };
                let stride = width as isize;
                let tables = Shuffle::plan(&[rows.stride()], &[part], stride, Holes::Kept);
                self.tables.push((width, tables));
                self.tables.len() - 1
            });
            if self.tables[index].1.is_some() { How::Tables(index) } else { How::Each }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = (rows, lane);
            How::Each
        }
    }

    /// The groups: the first lane of each, and how many there are.
    pub(super) fn ranges(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut next = 0;
        self.groups.iter().map(move |&(count, _)| {
            let first = next;
            next += count;
            (first, count)
        })
    }

    /// Copies the lanes of group `group` out of rows, to these addresses.
    ///
    /// # Safety
    /// The CPU has the kernel. The lanes can be read at the rows, which are those that the groups were made
    /// for, or some of them; the addresses, one for each lane, can be written for an item of each row.
    pub(super) unsafe fn copy_out(
        &self,
        group: usize,
        first: usize,
        rows: Strided,
        to: &[*mut u8],
    ) {
        let lanes = &self.lanes[first..first + to.len()];
        // SAFETY: the caller's promise, for the rows that are still to be copied.
        unsafe {
            let done = match self.groups[group].1 {
                How::Each => 0,
                #[cfg(target_arch = "x86_64")]
                How::Network => {
                    let Lane { offset, width, .. } = lanes[0];
                    transpose::out(self.kernel, width, rows.shifted(offset), to)
                }
                #[cfg(target_arch = "x86_64")]
                How::Tables(index) => match &self.tables[index].1 {
                    Some(tables) => {
                        let Lane { offset, width, .. } = lanes[0];
                        let to = Strided::new(to[0], rows.len(), width as isize);
                        tables.run(&[rows.shifted(offset)], to)
                    }
                    None => 0,
                },
            };
            for (lane, to) in lanes.iter().zip(to) {
                let to = to.wrapping_add(done * lane.width);
                let to = Strided::new(to, rows.len() - done, lane.width as isize);
                copy_items(rows.shifted(lane.offset).from(done), to, lane.width);
            }
        }
    }

    /// Copies the lanes of group `group` into rows, from these addresses.
    ///
    /// # Safety
    /// As for [`copy_out`](Groups::copy_out), what is read and what is written exchanged.
    pub(super) unsafe fn copy_back(
        &self,
        group: usize,
        first: usize,
        rows: Strided,
        from: &[*mut u8],
    ) {
        let lanes = &self.lanes[first..first + from.len()];
        // SAFETY: the caller's promise, for the rows that are still to be copied.
        unsafe {
            let done = match self.groups[group].1 {
                #[cfg(target_arch = "x86_64")]
                How::Network => {
                    let Lane { offset, width, .. } = lanes[0];
                    transpose::back(self.kernel, width, rows.shifted(offset), from)
                }
                _ => 0,
            };
            for (lane, from) in lanes.iter().zip(from) {
                let from = from.wrapping_add(done * lane.width);
                let from = Strided::new(from, rows.len() - done, lane.width as isize);
                copy_items(from, rows.shifted(lane.offset).from(done), lane.width);
            }
        }
    }
}
