//! Fields that are copied together: by a network in registers, by tables, or one by one.

use alloc::vec::Vec;

use crate::kernel::cache::LINE;
use crate::kernel::items::copy_items;
#[cfg(target_arch = "x86_64")]
use crate::kernel::{
    Holes,
    x86::apart,
    x86::shuffle::{Part, Shuffle},
    x86::transpose,
    x86::wide,
    x86::words::Words,
};
use crate::kernel::{Kernel, Lane};
use crate::memory::Strided;

/// Rows below which tables are not worth making, nor what is written past the caches.
pub(super) const FEW: usize = 256;

/// Lanes of a group at most.
#[cfg(target_arch = "x86_64")]
const MOST: usize = 16;

/// Lanes from which on the network for words is faster than one by one: past the caches, where
/// these are brought together in registers, and otherwise.
#[cfg(target_arch = "x86_64")]
const SOME: usize = 5;
#[cfg(target_arch = "x86_64")]
const MANY: usize = 6;

/// How to copy the fields of rows with this stride to columns, or back.
pub(in crate::kernel) struct Groups<'l> {
    kernel: Kernel,
    lanes: &'l [Lane],
    groups: Vec<(usize, How)>,
    /// The tables, each for the lanes of one width.
    #[cfg(target_arch = "x86_64")]
    tables: Vec<(usize, Option<Shuffle>)>,
    #[cfg(target_arch = "x86_64")]
    words: Vec<Words>,
}

/// Which way the bytes go.
#[derive(Clone, Copy, PartialEq)]
pub(in crate::kernel) enum Way {
    /// Out of rows, in all `large`r than the caches or not.
    Out { large: bool },
    /// Out of rows, past the caches.
    Past,
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
    /// By the words with this index.
    #[cfg(target_arch = "x86_64")]
    Words(usize),
    /// One by one, brought together in registers.
    #[cfg(target_arch = "x86_64")]
    Apart,
    /// A vector for each item.
    #[cfg(target_arch = "x86_64")]
    Wide,
}

impl<'l> Groups<'l> {
    pub(in crate::kernel) fn new(
        kernel: Kernel,
        rows: Strided,
        lanes: &'l [Lane],
        way: Way,
    ) -> Groups<'l> {
        let mut groups = Groups {
            kernel,
            lanes,
            groups: Vec::new(),
            #[cfg(target_arch = "x86_64")]
            tables: Vec::new(),
            #[cfg(target_arch = "x86_64")]
            words: Vec::new(),
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
    fn next(&mut self, first: usize, way: Way) -> Option<(usize, How)> {
        #[cfg(target_arch = "x86_64")]
        {
            let neighbours = self.neighbours(first, way);
            if self.kernel == Kernel::Avx512 {
                let (words, count) = Words::of(&self.lanes[first..]);
                let least = if way == Way::Past { SOME } else { MANY };
                if count >= least && count > neighbours {
                    self.words.push(words);
                    return Some((count, How::Words(self.words.len() - 1)));
                }
            }
            (neighbours > 0).then_some((neighbours, How::Network))
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = (first, way, self.kernel);
            None
        }
    }

    /// How many lanes from this one on are neighbours of one width, if they are enough for a
    /// network.
    #[cfg(target_arch = "x86_64")]
    fn neighbours(&self, first: usize, way: Way) -> usize {
        let Lane { offset, width, .. } = self.lanes[first];
        let allowed = match way {
            Way::Back => transpose::neighbours_back(self.kernel, width),
            Way::Past => None,
            // Halves of cache lines, in many columns by turns, reach memory slower than what is
            // written column by column.
            Way::Out { large: true } if (self.kernel, width) != (Kernel::Avx512, 8) => None,
            Way::Out { .. } => transpose::neighbours_out(self.kernel, width),
        };
        let (least, most) = allowed.unwrap_or((1, 0));
        let rest = self.lanes[first..].iter().take(most).enumerate();
        let neighbours =
            rest.take_while(|(k, lane)| lane.width == width && lane.offset == offset + k * width);
        let count = neighbours.count();
        if count >= least { count } else { 0 }
    }

    /// How a lane is copied that is not one of many.
    fn single(&mut self, rows: Strided, lane: usize, way: Way) -> How {
        #[cfg(target_arch = "x86_64")]
        {
            let width = self.lanes[lane].width;
            if way == Way::Back {
                return How::Each;
            }
            let strided = !rows.is_dense(width);
            let by_tables = self.kernel == Kernel::Avx512 && is_many(rows, width);
            if let Some(index) = by_tables.then(|| self.tables(rows, width, way)).flatten() {
                return How::Tables(index);
            }
            if strided && way == Way::Past && apart::takes(width, rows.stride()) {
                How::Apart
            } else if strided && wide::takes(self.kernel, width, rows.stride()) {
                How::Wide
            } else {
                How::Each
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            let _ = (rows, lane, way);
            How::Each
        }
    }

    /// The tables for lanes of this width, if they are worth it.
    #[cfg(target_arch = "x86_64")]
    fn tables(&mut self, rows: Strided, width: usize, way: Way) -> Option<usize> {
        let found = self.tables.iter().position(|&(of, _)| of == width);
        let index = found.unwrap_or_else(|| {
            let part = Part { source: 0, from: 0, to: 0, width };
            let stride = width as isize;
            let tables = Shuffle::plan(&[rows.stride()], &[part], stride, Holes::Kept);
            // Tiles of rows that come from memory are short, and tables are loaded for each.
            let tables =
                tables.filter(|tables| way == Way::Out { large: false } || tables.is_cheap());
            self.tables.push((width, tables));
            self.tables.len() - 1
        });
        self.tables[index].1.is_some().then_some(index)
    }

    /// Copies the lanes out of rows, to their columns from item `start` on; past the caches where
    /// `past`, which then is as long as there are lanes, says so and whole lines are written.
    ///
    /// # Safety
    /// The CPU has the kernel. The lanes can be read at the rows, which are those that the groups
    /// were made for, or some of them; the columns can be written for an item of each row. With
    /// `past`, the kernel is AVX-512, and item `start` of the lanes that it names begins a line.
    pub(in crate::kernel) unsafe fn copy_out(&self, rows: Strided, start: usize, past: &[bool]) {
        let mut lanes = 0..0;
        for &(count, how) in &self.groups {
            lanes = lanes.end..lanes.end + count;
            let group = &self.lanes[lanes.clone()];
            // SAFETY: the caller's promise, for the rows that are still to be copied.
            unsafe {
                #[cfg(target_arch = "x86_64")]
                let done = {
                    let past = past.get(lanes.clone()).unwrap_or_default();
                    self.group_out(group, how, rows.shifted(group[0].offset), start, past)
                };
                #[cfg(not(target_arch = "x86_64"))]
                let (done, _) = (0, (how, past));
                if done == rows.len() {
                    // Whole vectors.
                    continue;
                }
                for lane in group {
                    let to = lane.items(start + done, rows.len() - done);
                    copy_items(rows.shifted(lane.offset).from(done), to, lane.width);
                }
            }
        }
    }

    /// Copies the lanes of a group, `rows` being where the first one is, for as many rows as whole
    /// vectors make, and says how many these are.
    ///
    /// # Safety
    /// As for [`copy_out`](Groups::copy_out).
    #[cfg(target_arch = "x86_64")]
    unsafe fn group_out(
        &self,
        group: &[Lane],
        how: How,
        rows: Strided,
        start: usize,
        past: &[bool],
    ) -> usize {
        let (width, count) = (group[0].width, group.len());
        // SAFETY: the caller's promise; a kernel that has words or tables is AVX-512.
        unsafe {
            match how {
                How::Each => 0,
                How::Network => {
                    transpose::out(self.kernel, width, rows, &columns(group, start)[..count])
                }
                How::Words(index) => {
                    self.words[index].out(rows, &columns(group, start)[..count], past)
                }
                How::Apart if past == [true] => apart::past(rows, width, group[0].at(start)),
                How::Apart => 0,
                How::Wide => wide::out(rows, width, group[0].at(start)),
                How::Tables(index) => {
                    let Some(tables) = &self.tables[index].1 else { return 0 };
                    let to = group[0].items(start, rows.len());
                    if past == [true] && tables.is_whole() {
                        tables.past(rows, to)
                    } else {
                        tables.run(&[rows], to)
                    }
                }
            }
        }
    }

    /// Copies the lanes into rows, from their columns from item `start` on.
    ///
    /// # Safety
    /// As for [`copy_out`](Groups::copy_out), what is read and what is written exchanged.
    pub(in crate::kernel) unsafe fn copy_back(&self, rows: Strided, start: usize) {
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
                    #[cfg(target_arch = "x86_64")]
                    How::Words(index) => {
                        let from = columns(group, start);
                        self.words[index].back(rows.shifted(group[0].offset), &from[..count])
                    }
                    _ => 0,
                };
                if done == rows.len() {
                    // Whole vectors.
                    continue;
                }
                for lane in group {
                    let from = lane.items(start + done, rows.len() - done);
                    copy_items(from, rows.shifted(lane.offset).from(done), lane.width);
                }
            }
        }
    }
}

/// After how many rows, fewer than a line has bytes, the most columns come to the start of a cache
/// line together, by what their items take; and which these are.
pub(super) fn lines(lanes: &[Lane]) -> (usize, Vec<bool>) {
    let begins = |lane: &Lane, row| lane.at(row).addr().is_multiple_of(LINE);
    let bytes = |row| -> usize {
        lanes.iter().filter(|lane| begins(lane, row)).map(|lane| lane.width).sum()
    };
    // The first of equals.
    let before = (0..LINE).rev().max_by_key(|&row| bytes(row)).unwrap_or(0);
    (before, lanes.iter().map(|lane| begins(lane, before)).collect())
}

/// Whether there are rows enough for tables, and small items that do not lie together already.
#[cfg(target_arch = "x86_64")]
fn is_many(rows: Strided, width: usize) -> bool {
    rows.len() >= FEW && width <= 16 && !rows.is_dense(width)
}

/// Whether the only field of rows with this stride is copied item by item: few rows, or such that
/// tables would not pay.
pub(super) fn is_plain(kernel: Kernel, rows: Strided, width: usize) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        !wide::takes(kernel, width, rows.stride())
            && (kernel != Kernel::Avx512
                || !is_many(rows, width)
                || !Shuffle::may_pay(rows.stride(), width))
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
