//! Columns of words turned into rows that are a number of cache lines long: eight rows at a time, all
//! lines of theirs one after the other.
//!
//! Rows need not begin with a line. What is written at once does: it goes from the first line that
//! begins in a row to the same place of the next row.

use alloc::vec::Vec;

use super::store::Store;
use super::words::{Places, Words};
use crate::kernel::Lane;
use crate::kernel::cache::LINE;
use crate::memory::Strided;

/// Rows a turn.
const TURN: usize = 8;

/// Fields that a line has at least: fewer are copied one by one.
const LEAST: usize = 4;

/// How to write the lines of such rows.
///
/// **Invariant**: the rows, `stride` bytes apart, have their first line begin `first` bytes into a
/// row, if that is less than a line. `lanes` are all of the rows', by where they lie from there on:
/// those in front of it are lanes of the row behind, whose columns begin an item later. Each
/// window, `LINE` bytes behind the one before, is of as many lanes as its number says, one after the
/// other.
#[derive(Debug)]
pub(crate) struct Windows {
    first: usize,
    lanes: Vec<Lane>,
    windows: Vec<(Words, usize)>,
    stride: usize,
}

impl Windows {
    /// For rows of these lanes, if they are such.
    pub(crate) fn plan(rows: Strided, lanes: &[Lane]) -> Option<Windows> {
        let stride = usize::try_from(rows.stride()).ok()?;
        if stride == 0 || !stride.is_multiple_of(LINE) {
            return None;
        }
        let first = rows.base().addr().wrapping_neg() % LINE;
        let turned = lanes.iter().map(|&Lane { offset, width, column }| {
            if offset >= first {
                Lane { offset: offset - first, width, column }
            } else {
                let column = column.wrapping_add(width);
                Lane { offset: offset + stride - first, width, column }
            }
        });
        let mut turned: Vec<_> = turned.collect();
        turned.sort_unstable_by_key(|lane| lane.offset);
        let mut windows = Vec::with_capacity(stride / LINE);
        let mut rest = turned.as_slice();
        for start in (0..stride).step_by(LINE) {
            let (words, count) = Words::at(rest, start);
            if count < LEAST {
                return None;
            }
            windows.push((words, count));
            rest = &rest[count..];
        }
        rest.is_empty().then_some(Windows { first, lanes: turned, windows, stride })
    }

    /// Copies the columns into the rows, which in all are `large`r than the caches or not, from each
    /// row's first line on to that of the row behind it, and says for how many rows: as many as make
    /// whole turns.
    ///
    /// # Safety
    /// The CPU has AVX-512 F and BW. The rows and the lanes are those that the plan was made for. The
    /// lanes can be written at the rows, the columns be read for an item of each row, and the two
    /// share no byte; rows do not overlap.
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(crate) unsafe fn run(&self, rows: Strided, large: bool) -> usize {
        // The last row has no row behind it.
        let len = rows.len() - usize::from(self.first > 0);
        let whole = len - len % TURN;
        let rows = rows.shifted(self.first);
        let past = large && self.windows.iter().all(|(words, _)| words.are_whole());
        let how = match large {
            _ if past => Store::Past,
            true => Store::Far(2 * TURN * self.stride),
            false => Store::Near,
        };
        let columns: Vec<*mut u8> = self.lanes.iter().map(|lane| lane.column).collect();
        let mut rest = columns.as_slice();
        let windows = self.windows.iter().map(|(words, count)| {
            let (columns, others) = rest.split_at(*count);
            rest = others;
            (words, words.places(columns))
        });
        let windows: Vec<_> = windows.collect();
        let rows = rows.slice(..whole);
        // SAFETY: the caller's promise, by the invariant for the lanes of each window; past the
        // caches, windows are whole and begin lines.
        unsafe {
            // A loop of its own, in which the compiler knows how.
            if how == Store::Near {
                turns(&windows, rows, Store::Near);
            } else {
                turns(&windows, rows, how);
            }
        }
        if past {
            super::fence();
        }
        whole
    }

    /// Whether a lane is in front of the first line that begins in a row.
    pub(crate) fn is_in_front(&self, lane: &Lane) -> bool {
        lane.offset < self.first
    }
}

/// Writes the windows of rows, eight at a time.
///
/// # Safety
/// As for [`Words::eight_back`], for each of them and all rows, of which there are a multiple of
/// eight.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
unsafe fn turns(windows: &[(&Words, Places)], rows: Strided, how: Store) {
    // SAFETY: the caller's promise.
    unsafe {
        if let [(words, from)] = windows
            && words.are_eight()
        {
            for row in (0..rows.len()).step_by(TURN) {
                words.eight_back::<true>(rows, row, from, how);
            }
            return;
        }
        for row in (0..rows.len()).step_by(TURN) {
            for (k, (words, from)) in windows.iter().enumerate() {
                words.eight_back::<false>(rows.shifted(k * LINE), row, from, how);
            }
        }
    }
}
