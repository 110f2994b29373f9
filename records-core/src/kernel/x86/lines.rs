//! Columns turned into rows by tables, a cache line of rows at a time.
//!
//! Rows of up to 64 bytes repeat their places within lines after at most 64 rows: that is a period.
//! What a line has of a column is one run of the column's bytes, so that one load and one
//! permutation (`vpermb`) for each column make it, and it is written by one store that lies upon no
//! second line.

use alloc::vec::Vec;
use core::arch::x86_64::{
    _mm512_load_si512, _mm512_loadu_si512, _mm512_mask_permutexvar_epi8,
    _mm512_maskz_permutexvar_epi8,
};

use super::shuffle::low;
use super::store::Store;
use crate::kernel::cache::LINE;
use crate::kernel::{Holes, Lane};
use crate::memory::Strided;

/// Periods of which a line is made before the next one is: its tables stay in registers so long, and
/// what is read and written stays in the nearest cache.
const BLOCK: usize = 8;

/// Columns at most: with more, a permutation for each costs more than the stores of a row.
const MOST: usize = 6;

/// The tables of a period.
///
/// **Invariant**: no column is of items without a byte. `rows` rows, `stride` bytes apart, are
/// `stores.len()` lines; `tables` has one for each line and column, line by line, which takes bytes of
/// the column's items of these rows to where they belong in the line; `stores` names bytes of the
/// fields, and others only where zeros may be written. `reach` says for each column how many bytes
/// from the first of a period its tables read.
#[derive(Debug)]
pub(crate) struct Lines {
    stride: usize,
    rows: usize,
    tables: Vec<Table>,
    stores: Vec<u64>,
    widths: [usize; MOST],
    reach: [usize; MOST],
    count: usize,
}

/// What a line has of a column.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Table {
    /// For each byte of the line, which one of the window.
    index: [u8; LINE],
    /// The bytes of the line that come from here.
    take: u64,
    /// Where the window begins, in bytes from the column's first of the period.
    at: usize,
}

impl Lines {
    /// Tables for rows of these lanes, if there are such and they are worth it.
    pub(crate) fn plan(lanes: &[Lane], stride: isize, holes: Holes) -> Option<Lines> {
        let stride = usize::try_from(stride).ok().filter(|stride| (1..=LINE).contains(stride))?;
        let count = lanes.len();
        let end = lanes.iter().map(|lane| lane.offset + lane.width).max()?;
        let empty = lanes.iter().any(|lane| lane.width == 0);
        if !(2..=MOST).contains(&count) || end > stride || empty {
            return None;
        }
        let rows = LINE >> stride.trailing_zeros();
        let lines = rows * stride / LINE;
        let table = Table { index: [0; LINE], take: 0, at: 0 };
        let mut tables = alloc::vec![table; lines * count];
        let mut stores = alloc::vec![if holes == Holes::Zero { u64::MAX } else { 0 }; lines];
        let (mut widths, mut reach) = ([0; MOST], [0; MOST]);
        for (column, lane) in lanes.iter().enumerate() {
            widths[column] = lane.width;
            for row in 0..rows {
                // What a row has of the column, cut where lines end.
                let (mut at, mut to) = (row * lane.width, row * stride + lane.offset);
                let mut left = lane.width;
                while left > 0 {
                    let (line, byte) = (to / LINE, to % LINE);
                    let width = left.min(LINE - byte);
                    let table = &mut tables[line * count + column];
                    if table.take == 0 {
                        table.at = at;
                        reach[column] = at + LINE;
                    }
                    // A line has no more than 64 bytes of the column, one behind the other.
                    let first = at - table.at;
                    for (k, index) in table.index[byte..byte + width].iter_mut().enumerate() {
                        *index = (first + k) as u8;
                    }
                    table.take |= low(width) << byte;
                    stores[line] |= low(width) << byte;
                    (at, to, left) = (at + width, to + width, left - width);
                }
            }
        }
        Some(Lines { stride, rows, tables, stores, widths, reach, count })
    }

    /// How many rows come before the first that begins a line, if one does.
    pub(crate) fn before(&self, rows: Strided) -> Option<usize> {
        (0..self.rows.min(rows.len())).find(|&row| rows.at(row).addr().is_multiple_of(LINE))
    }

    /// How to write rows that in all are `large`r than the caches or not, and whose first begins a line
    /// or does not.
    pub(crate) fn store(&self, large: bool, begins: bool) -> Store {
        if !large {
            Store::Near
        } else if begins && self.are_whole() {
            Store::Past
        } else {
            Store::Far(BLOCK * self.rows * self.stride)
        }
    }

    /// Whether each line is written as a whole.
    fn are_whole(&self) -> bool {
        self.stores.iter().all(|&store| store == u64::MAX)
    }

    /// Writes as many rows as whole periods make, from item `start` of the columns on, and says how
    /// many.
    ///
    /// # Safety
    /// The CPU has AVX-512 F, BW and VBMI. The lanes and the stride of the rows are those that the
    /// plan was made for; the columns can be read for `start + rows.len()` items, the fields of the
    /// rows be written, as can their holes if they may be zero. What is read and what is written
    /// share no byte. Past the caches, the lines [are whole](Lines::are_whole), and the first row begins
    /// one.
    pub(crate) unsafe fn run(
        &self,
        rows: Strided,
        lanes: &[Lane],
        start: usize,
        how: Store,
    ) -> usize {
        debug_assert!(lanes.len() == self.count && rows.stride() == self.stride as isize);
        // Windows reach behind what they take, but not behind the columns.
        let periods = (0..self.count).map(|column| {
            let (bytes, reach) = (rows.len() * self.widths[column], self.reach[column]);
            let behind = bytes.checked_sub(reach);
            behind.map_or(0, |behind| behind / (self.rows * self.widths[column]) + 1)
        });
        let periods = periods.min().unwrap_or(0).min(rows.len() / self.rows);
        macro_rules! columns {
            ($($count:literal)*) => {
                match self.count {
                    $($count => {
                        let at = core::array::from_fn(|column| lanes[column].at(start).cast_const());
                        self.periods::<$count>(at, rows.base(), periods, how);
                    })*
                    _ => return 0,
                }
            };
        }
        // SAFETY: the caller's promise; so many columns, and so many periods of them.
        unsafe { columns!(2 3 4 5 6) }
        periods * self.rows
    }

    /// # Safety
    /// As for [`run`](Lines::run), for that many periods of the rows that begin at `to`: there are
    /// `C` columns, each of which can be read for the periods before the last and its reach.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn periods<const C: usize>(
        &self,
        mut at: [*const u8; C],
        mut to: *mut u8,
        periods: usize,
        how: Store,
    ) {
        let (lines, _) = self.tables.as_chunks::<C>();
        let period = self.rows * self.stride;
        let apart: [usize; C] = core::array::from_fn(|c| self.rows * self.widths[c]);
        for first in (0..periods).step_by(BLOCK) {
            let block = BLOCK.min(periods - first);
            for (line, (tables, &mask)) in lines.iter().zip(&self.stores).enumerate() {
                // SAFETY: tables of 64 aligned bytes.
                let index = tables
                    .each_ref()
                    .map(|table| unsafe { _mm512_load_si512(table.index.as_ptr().cast()) });
                let take = tables.each_ref().map(|table| table.take);
                let mut from: [*const u8; C] =
                    core::array::from_fn(|c| at[c].wrapping_add(tables[c].at));
                let mut out = to.wrapping_add(line * LINE);
                for _ in 0..block {
                    // SAFETY: by the invariant, windows within the reach of the columns, and a line
                    // of which the mask names bytes of fields, or of holes that may be zero.
                    unsafe {
                        let window = |c: usize| _mm512_loadu_si512(from[c].cast());
                        let mut bytes = _mm512_maskz_permutexvar_epi8(take[0], index[0], window(0));
                        for c in 1..C {
                            bytes =
                                _mm512_mask_permutexvar_epi8(bytes, take[c], index[c], window(c));
                        }
                        how.store(out, mask, bytes);
                    }
                    for (from, apart) in from.iter_mut().zip(apart) {
                        *from = from.wrapping_add(apart);
                    }
                    out = out.wrapping_add(period);
                }
            }
            for (at, apart) in at.iter_mut().zip(apart) {
                *at = at.wrapping_add(block * apart);
            }
            to = to.wrapping_add(block * period);
        }
    }
}
