//! What is written: rows somewhere in memory, and how they look in the file.

use alloc::string::String;
use alloc::vec::Vec;
use core::marker::PhantomData;
use std::io::{self, Write};

use super::header::{self, plain};
use super::saved::{pairs, said};
use crate::kernel::{self, Holes, Move};
use crate::memory::{Shaped, Strided};
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
    /// Whether the items go into the file with the first index changing fastest: where
    /// that is how they lie one behind the other in memory, as in NumPy.
    fortran_order: bool,
    /// Bytes of an item in the file.
    itemsize: usize,
    /// **Invariant**: for `'a`, the bytes at each item from which a move takes some can be
    /// read, are initialised, and nobody writes them. Moves go to different bytes within
    /// the `itemsize`.
    items: Shaped,
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
        items: Shaped,
    ) -> Result<Source<'a>, Error> {
        let size = dtype.size();
        let fortran_order = items.is_f_dense(size) && !items.is_c_dense(size);
        let (mut shape, mut item) = (items.shape().to_vec(), dtype);
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
            // With dimensions of their own behind those, items lie in neither order.
            fortran_order: fortran_order && shape.len() == items.shape().len(),
            shape,
            itemsize: of_file.size(),
            items,
            moves: moves_of(parts.into_iter()),
            of: PhantomData,
            _owned: Vec::new(),
        })
    }

    /// The same items with the last index changing fastest in the file.
    pub(super) fn in_c_order(self) -> Source<'a> {
        Source { fortran_order: false, ..self }
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

    /// The header of a file of these items.
    pub(super) fn header(&self) -> Result<Vec<u8>, Error> {
        header::header(&self.descr, self.fortran_order, &self.shape)
    }

    /// Bytes of all items in the file, if they can be counted.
    pub(super) fn bytes(&self) -> Option<usize> {
        self.items.len().checked_mul(self.itemsize)
    }

    /// Writes the items, one behind the other, padding zero.
    pub(super) fn write_items(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.itemsize == 0 || self.items.len() == 0 {
            return Ok(());
        }
        let items = if self.fortran_order { self.items.transposed() } else { self.items.clone() };
        let whole = [Move::once(0, 0, self.itemsize)];
        match items.collapsed(self.itemsize) {
            Some(line) if self.moves == whole && line.is_dense(self.itemsize) => {
                // SAFETY: one item behind the other, every byte of which a move takes.
                out.write_all(unsafe {
                    core::slice::from_raw_parts(line.base(), line.len() * self.itemsize)
                })
            }
            _ => self.write_tiles(&items, out),
        }
    }

    fn write_tiles(&self, items: &Shaped, out: &mut dyn Write) -> io::Result<()> {
        let size = self.itemsize;
        let room = (TILE / size).clamp(1, items.len());
        // What no move goes to stays zero.
        let mut tile = alloc::vec![0; room * size];
        let mut filled = 0;
        for mut lane in items.merged().lanes(size) {
            while lane.len() > 0 {
                let (part, rest) = lane.split_at(lane.len().min(room - filled));
                let to = tile[filled * size..].as_mut_ptr();
                let to = Strided::new(to, part.len(), size as isize);
                // SAFETY: the moves are bytes that can be read at each item, and go to
                // bytes of as many items in the tile, which is memory of its own.
                unsafe { kernel::repack(part, to, &self.moves, Holes::Kept) };
                filled += part.len();
                lane = rest;
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
