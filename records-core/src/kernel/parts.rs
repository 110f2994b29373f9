//! Which bytes of a row go where.

use crate::memory::Strided;

/// Part of a row and the dense column it goes to or comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lane {
    /// Bytes from the start of the row.
    pub(crate) offset: usize,
    /// Bytes of an item, in the row and in the column.
    pub(crate) width: usize,
    /// The first item of the column.
    pub(crate) column: *mut u8,
}

impl Lane {
    /// The items of the column from `start` on.
    pub(super) fn items(&self, start: usize, len: usize) -> Strided {
        Strided::new(self.at(start), len, self.width as isize)
    }

    /// Item `index` of the column.
    pub(super) fn at(&self, index: usize) -> *mut u8 {
        self.column.wrapping_add(index * self.width)
    }
}

/// Part of a row and where it goes in another row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Move {
    /// Bytes from the start of the row it is in.
    pub(crate) from: usize,
    /// Bytes from the start of the row it goes to.
    pub(crate) to: usize,
    /// Bytes.
    pub(crate) width: usize,
    /// How often: parts of the elements of an array.
    pub(crate) times: usize,
    /// Bytes from one time to the next, in both rows.
    pub(crate) step: usize,
}

impl Move {
    /// So many bytes, once.
    pub(crate) const fn once(from: usize, to: usize, width: usize) -> Move {
        Move { from, to, width, times: 1, step: 0 }
    }

    /// Where it starts in the one row and in the other, each time.
    pub(super) fn starts(&self) -> impl Iterator<Item = (usize, usize)> {
        let Move { from, to, times, step, .. } = *self;
        (0..times).map(move |time| (from + time * step, to + time * step))
    }
}

/// What the bytes of new rows are that nothing is copied to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Holes {
    /// Somebody's: they stay as they are.
    Kept,
    /// Nobody's yet, and zero: zeros may be written over them.
    Zero,
}
