//! What is written: rows somewhere in memory, and how they look in the file.

use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;
use std::io::{self, Write};

use super::header::{self, plain};
use super::saved::{pairs, said};
use crate::kernel::{self, Move};
use crate::memory::{Lines, Strided};
use crate::view::moves_of;
use crate::{DType, Error};

/// Bytes that are put together before they are written: they stay in the cache.
const TILE: usize = 256 << 10;

/// Items in memory that somebody else owns for `'a`, and the array that a file of them
/// holds. Made by [`Save`](super::Save).
#[derive(Debug)]
pub struct Source<'a> {
    descr: String,
    /// The lengths of the dimensions as the header says them.
    shape: Vec<usize>,
    fortran_order: bool,
    /// Bytes of an item in the file.
    itemsize: usize,
    /// **Invariant**: for `'a`, the bytes at each item from which a move takes some can be
    /// read, are initialised, and nobody writes them. Moves go to different bytes within
    /// the `itemsize`.
    lines: Lines,
    moves: Vec<Move>,
    of: PhantomData<&'a [u8]>,
    /// The memory of the items, if it had to be made.
    _owned: Vec<u8>,
}

impl<'a> Source<'a> {
    /// Items of a dtype, which an array in the file holds as near to it as a descr can
    /// say. `places` are the bytes of an item at which each field of a record lies; without,
    /// items lie as the dtype says.
    ///
    /// # Safety
    /// For `'a`, the fields of the dtype, at those places, can be read at each item, are
    /// initialised, and nobody writes them.
    pub(super) unsafe fn new(
        dtype: &DType,
        places: Option<&dyn Fn(usize) -> usize>,
        shape: &[usize],
        lines: Lines,
    ) -> Result<Source<'a>, Error> {
        let (mut shape, mut item) = (shape.to_vec(), dtype);
        while let DType::Array(element, len) = item {
            shape.push(*len);
            item = element.get();
        }
        let in_file = said(dtype)?;
        let of_file = in_file.as_ref().unwrap_or(dtype);
        let mut parts = Vec::new();
        pairs(dtype, of_file, places, &mut parts);
        let descr = plain(innermost(of_file))?;
        Ok(Source {
            descr,
            shape,
            fortran_order: false,
            itemsize: of_file.size(),
            lines,
            moves: moves_of(parts.into_iter()),
            of: PhantomData,
            _owned: Vec::new(),
        })
    }

    /// The same items for an array whose first index is the fastest.
    pub(super) fn in_order(self, fortran_order: bool) -> Source<'a> {
        Source { fortran_order, ..self }
    }

    /// The same items, which lie in this memory.
    pub(super) fn in_memory(self, owned: Vec<u8>) -> Source<'a> {
        Source { _owned: owned, ..self }
    }

    pub(super) fn descr(&self) -> &str {
        &self.descr
    }

    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(super) fn fortran_order(&self) -> bool {
        self.fortran_order
    }

    /// The header of a file of these items.
    pub(super) fn header(&self) -> Result<Vec<u8>, Error> {
        header::header(&self.descr, self.fortran_order, &self.shape)
    }

    /// Bytes of all items in the file, if they can be counted.
    pub(super) fn bytes(&self) -> Option<usize> {
        self.lines.height().checked_mul(self.lines.width())?.checked_mul(self.itemsize)
    }

    /// Writes the items, one behind the other, padding zero.
    pub(super) fn write_items(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.itemsize == 0 {
            return Ok(());
        }
        let lines = joined(self.lines);
        let whole = [Move { from: 0, to: 0, width: self.itemsize }];
        if self.moves == whole && lines.height() == 1 {
            let line = lines.row_at(0);
            if line.is_dense(self.itemsize) {
                // SAFETY: one item behind the other, every byte of which a move takes.
                return out.write_all(unsafe {
                    core::slice::from_raw_parts(line.base(), line.len() * self.itemsize)
                });
            }
        }
        self.write_tiles(lines, out)
    }

    fn write_tiles(&self, lines: Lines, out: &mut dyn Write) -> io::Result<()> {
        let size = self.itemsize;
        let items = lines.height().saturating_mul(lines.width());
        let room = (TILE / size).clamp(1, items.max(1));
        // What no move goes to stays zero.
        let mut tile = alloc::vec![0; room * size];
        let mut filled = 0;
        for y in 0..lines.height() {
            let mut line = lines.row_at(y);
            while line.len() > 0 {
                let (part, rest) = line.split_at(line.len().min(room - filled));
                let to = tile[filled * size..].as_mut_ptr();
                let to = Strided::new(to, part.len(), size as isize);
                // SAFETY: the moves are bytes that can be read at each item, and go to
                // bytes of as many items in the tile, which is memory of its own.
                unsafe { kernel::repack(part, to, &self.moves) };
                filled += part.len();
                line = rest;
                if filled == room {
                    out.write_all(&tile)?;
                    filled = 0;
                }
            }
        }
        out.write_all(&tile[..filled * size])
    }
}

fn innermost(dtype: &DType) -> &DType {
    match dtype {
        DType::Array(element, _) => innermost(element.get()),
        item => item,
    }
}

/// The same items in one line, if the lines follow each other as items do.
fn joined(lines: Lines) -> Lines {
    let line = lines.row_at(0);
    let follows = isize::try_from(lines.width())
        .ok()
        .and_then(|width| width.checked_mul(lines.stride()))
        .is_some_and(|length| length == lines.row_stride());
    if lines.height() < 2 || !follows {
        return lines;
    }
    // Items that lie in one allocation, or upon each other.
    match lines.height().checked_mul(lines.width()) {
        Some(items) => one_line(Strided::new(line.base(), items, lines.stride())),
        None => lines,
    }
}

/// Items in one dimension as one line.
pub(super) fn one_line(items: Strided) -> Lines {
    Lines::new(Strided::new(items.base(), 1, 0), items.len(), items.stride())
}
