//! Items in two dimensions.

use core::ops::RangeBounds;

use super::{Strided, check_apart, check_within};
use crate::Error;

/// Lines of items: `height` lines `row_stride` bytes apart, each of `width`
/// items `stride` bytes apart.
///
/// **Invariant**: that of [`Strided`] for the lines and for the items of each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    lines: Strided,
    width: usize,
    stride: isize,
}

impl Lines {
    /// Lines that a caller has checked to lie within one allocation.
    pub(crate) const fn new(lines: Strided, width: usize, stride: isize) -> Lines {
        Lines { lines, width, stride }
    }

    /// The address of the first item of the first line.
    pub(crate) const fn base(&self) -> *mut u8 {
        self.lines.base()
    }

    pub(crate) const fn height(&self) -> usize {
        self.lines.len()
    }

    pub(crate) const fn width(&self) -> usize {
        self.width
    }

    pub(crate) const fn row_stride(&self) -> isize {
        self.lines.stride()
    }

    pub(crate) const fn stride(&self) -> isize {
        self.stride
    }

    /// The items of line `y`, if there is one.
    #[inline]
    pub(crate) const fn row(&self, y: usize) -> Option<Strided> {
        if y < self.lines.len() { Some(self.row_at(y)) } else { None }
    }

    /// The items of line `y`, which is less than the height where they are used
    /// to touch memory.
    #[inline]
    pub(crate) const fn row_at(&self, y: usize) -> Strided {
        Strided::new(self.lines.at(y), self.width, self.stride)
    }

    /// Item `x` of every line, if the lines are that long.
    #[inline]
    pub(crate) const fn column(&self, x: usize) -> Option<Strided> {
        if x >= self.width {
            return None;
        }
        let first = Strided::new(self.lines.base(), self.width, self.stride).at(x);
        Some(Strided::new(first, self.lines.len(), self.lines.stride()))
    }

    /// The address of item `x` of line `y`, if there is one.
    #[inline]
    pub(crate) const fn at(&self, y: usize, x: usize) -> Option<*mut u8> {
        match self.row(y) {
            Some(row) if x < self.width => Some(row.at(x)),
            _ => None,
        }
    }

    /// What lies `offset` bytes into each item.
    pub(crate) const fn shifted(&self, offset: usize) -> Lines {
        Lines { lines: self.lines.shifted(offset), ..*self }
    }

    /// Part of the lines, and of the items of each.
    ///
    /// # Panics
    /// If a range does not lie within them.
    #[track_caller]
    pub(crate) fn crop(&self, ys: impl RangeBounds<usize>, xs: impl RangeBounds<usize>) -> Lines {
        let lines = self.lines.slice(ys);
        let line = Strided::new(lines.base(), self.width, self.stride).slice(xs);
        let lines = Strided::new(line.base(), lines.len(), lines.stride());
        Lines { lines, width: line.len(), stride: self.stride }
    }

    /// The last line first.
    pub(crate) fn flipped(&self) -> Lines {
        Lines { lines: self.lines.reversed(), ..*self }
    }
}

/// Lines in some bytes, as a caller describes them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) height: usize,
    pub(crate) width: usize,
    pub(crate) row_stride: isize,
    /// Bytes of an item, which lie one behind the other in a line.
    pub(crate) size: usize,
}

impl Frame {
    /// Bytes of the items of a line; no more than `usize::MAX` of those that no
    /// memory holds.
    fn line(&self) -> usize {
        self.width.saturating_mul(self.size)
    }

    /// The lines in `bytes` bytes at `base`, which begin with the line that lies
    /// first in memory: the last one if the row stride is negative.
    ///
    /// # Errors
    /// If they do not lie within those bytes.
    pub(crate) fn lines(&self, base: *mut u8, bytes: usize) -> Result<Lines, Error> {
        let line = self.line();
        if line == 0 {
            // Nothing to find, whatever the stride.
            let lines = Strided::new(base, self.height, 0);
            return Ok(Lines::new(lines, self.width, self.size as isize));
        }
        let gaps = self.height.saturating_sub(1);
        let first = if self.row_stride < 0 {
            // Saturates to an offset that the check refuses.
            gaps.saturating_mul(self.row_stride.unsigned_abs())
        } else {
            0
        };
        check_within(bytes, first, self.row_stride, self.height, line)?;
        let lines = Strided::new(base.wrapping_add(first), self.height, self.row_stride);
        Ok(Lines::new(lines, self.width, self.size as isize))
    }

    /// Checks that no two items have a byte in common.
    ///
    /// # Errors
    /// If lines overlap.
    pub(crate) fn check_apart(&self) -> Result<(), Error> {
        check_apart(self.row_stride, self.height, self.line())
    }
}
