//! Rows that are kept, rows that are listed: copied into rows one right behind the other.
//!
//! Which rows is told by their numbers; a mask is turned into numbers a tile at a time. A row
//! whose bytes go over in one piece is one copy of a width that is known; one with padding
//! inside goes part by part, over as many rows as stay in the nearest cache, or, with masked
//! loads that see no padding, all at once. Rows are written through the caches, however many: past
//! them, by way of a staging area, measured a quarter slower.
//!
//! Every byte of the rows that are made is written, those of no field as zeros, so that their
//! memory may be new.

mod check;
mod mask;
mod row;
#[cfg(target_arch = "x86_64")]
mod x86;

use super::items::copy_items;
use super::{Kernel, Move, cache};
use crate::memory::Strided;

pub(crate) use check::not_below;
pub(crate) use mask::{TILE, count};

use mask::Numbers;
use row::{Number, copy_far, copy_listed};

/// Copies listed rows; what they are made of is looked at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowCopy<'l> {
    from: Strided,
    /// Bytes of the rows that are made.
    size: usize,
    moves: &'l [Move],
    /// Whether the moves are the whole row, in one piece.
    whole: Option<usize>,
    /// Bytes that are moved alike, of rows that are not one piece.
    #[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "for masked loads"))]
    masked: Option<Masked>,
    kernel: Kernel,
}

/// Rows of up to 256 bytes, each part of which lies as far behind the start of its row before as
/// after.
#[cfg_attr(not(target_arch = "x86_64"), allow(dead_code, reason = "for masked loads"))]
#[derive(Clone, Copy, Debug)]
struct Masked {
    /// What must be added to a byte's place after for its place before.
    shift: isize,
    /// A bit for each byte that is moved.
    bits: [u64; 4],
}

impl<'l> RowCopy<'l> {
    /// Rows of `from` into rows of `size` bytes.
    ///
    /// # Safety
    /// For each move, time and row, `width` bytes at `from` can be read, and lie at `to` within the
    /// `size` bytes; no two of them go to one byte.
    pub(crate) unsafe fn new(from: Strided, size: usize, moves: &'l [Move]) -> RowCopy<'l> {
        // SAFETY: the caller's promise.
        unsafe { RowCopy::with(Kernel::current(), from, size, moves) }
    }

    /// # Safety
    /// As for [`new`](RowCopy::new); the CPU can run the kernel.
    unsafe fn with(kernel: Kernel, from: Strided, size: usize, moves: &'l [Move]) -> RowCopy<'l> {
        let whole = match moves {
            [one] if one.times == 1 && one.width == size => Some(one.from),
            _ => None,
        };
        let masked = if kernel == Kernel::Avx512 && whole.is_none() {
            Masked::of(size, moves)
        } else {
            None
        };
        RowCopy { from, size, moves, whole, masked, kernel }
    }

    /// Copies the listed rows, in the order of the list.
    ///
    /// # Safety
    /// The numbers are less than those of the rows; `indices.len() * size` bytes can be written at
    /// `to`, none of them one of the rows'.
    pub(crate) unsafe fn take(&self, indices: &[usize], to: *mut u8) {
        let span = self.from.len().saturating_mul(self.from.stride().unsigned_abs());
        // SAFETY: the caller's promise.
        unsafe {
            match self.whole {
                Some(at) if span > cache::last_level() => {
                    copy_far(self.from.shifted(at), indices, to, self.size);
                }
                _ => self.listed(self.from, indices, to),
            }
        }
    }

    /// Copies the rows from `start` on that `numbers` lists, counted from there.
    ///
    /// # Safety
    /// As for [`take`](RowCopy::take).
    pub(crate) unsafe fn take_from(&self, start: usize, numbers: &[u32], to: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { self.listed(self.from.slice(start..), numbers, to) }
    }

    /// Copies the rows that the mask keeps, and says how many they were.
    ///
    /// # Safety
    /// The mask has no more places than there are rows; `size` bytes for each that is `true` can be
    /// written at `to`, none of them one of the rows'.
    pub(crate) unsafe fn keep(&self, mask: &[bool], to: *mut u8) -> usize {
        let mut numbers = Numbers::new();
        let mut kept = 0;
        for (i, tile) in mask.chunks(TILE).enumerate() {
            let start = i * TILE;
            let count = self.list(tile, &mut numbers);
            // SAFETY: the caller's promise; `list` has written so many numbers, each less than
            // the tile's rows.
            unsafe {
                let rows = self.from.slice(start..start + tile.len());
                let to = to.wrapping_add(kept * self.size);
                match self.whole {
                    Some(at) if count == tile.len() && rows.is_dense(self.size) => {
                        let rows = rows.shifted(at);
                        let to = Strided::new(to, count, self.size as isize);
                        copy_items(rows, to, self.size);
                    }
                    _ => self.listed(rows, numbers.first(count), to),
                }
            }
            kept += count;
        }
        kept
    }

    /// Lists the rows that a tile of a mask keeps.
    #[inline]
    fn list(&self, tile: &[bool], numbers: &mut Numbers) -> usize {
        match self.kernel {
            // SAFETY: the CPU can run the kernel.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => unsafe { x86::list_avx2(tile, numbers) },
            // SAFETY: the CPU can run the kernel.
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => unsafe { x86::list_avx512(tile, numbers) },
            // SAFETY: `list` hands out places with room for 64.
            _ => mask::list(tile, numbers, mask::bits, |bits, row, out| unsafe {
                mask::write_places(bits, row, out);
            }),
        }
    }

    /// # Safety
    /// As for [`take`](RowCopy::take), of these rows.
    unsafe fn listed<N: Number>(&self, rows: Strided, numbers: &[N], to: *mut u8) {
        if self.size == 0 {
            // Of rows of no bytes there may be any number.
            return;
        }
        // As many rows as stay in the nearest cache, for the parts that come after the first.
        let tile = if self.whole.is_some() { numbers.len() } else { (16 << 10) / self.size };
        for (i, numbers) in numbers.chunks(tile.max(1)).enumerate() {
            // SAFETY: as above.
            unsafe { self.tile(rows, numbers, to.wrapping_add(i * tile.max(1) * self.size)) };
        }
    }

    /// Copies some rows, by way of the kernel.
    ///
    /// # Safety
    /// As for [`listed`](RowCopy::listed).
    #[inline]
    unsafe fn tile<N: Number>(&self, rows: Strided, numbers: &[N], to: *mut u8) {
        // SAFETY: the caller's promise; the CPU can run the kernel.
        unsafe {
            match self.kernel {
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => x86::tile_avx2(self, rows, numbers, to),
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => x86::tile_avx512(self, rows, numbers, to),
                _ => self.tile_of(rows, numbers, to),
            }
        }
    }

    /// What every kernel does, in the instructions of whoever calls.
    ///
    /// # Safety
    /// As for [`listed`](RowCopy::listed).
    #[inline(always)]
    unsafe fn tile_of<N: Number>(&self, rows: Strided, numbers: &[N], to: *mut u8) {
        let (len, size) = (numbers.len(), self.size);
        // SAFETY: the caller's promise; moves lie within the rows.
        unsafe {
            if let Some(at) = self.whole {
                copy_listed(rows.shifted(at), numbers, to, size, size);
                return;
            }
            to.write_bytes(0, len * size);
            for part in self.moves {
                if part.times > len {
                    // The longer of the two loops is the one that looks at the width once.
                    for (i, number) in numbers.iter().enumerate() {
                        let times = |first| Strided::new(first, part.times, part.step as isize);
                        let from = times(rows.shifted(part.from).at(number.row()));
                        let to = times(to.wrapping_add(i * size + part.to));
                        copy_items(from, to, part.width);
                    }
                    continue;
                }
                for (at, into) in part.starts() {
                    let to = to.wrapping_add(into);
                    copy_listed(rows.shifted(at), numbers, to, size, part.width);
                }
            }
        }
    }
}

/// Whether the moves write each of the `size` bytes of a row.
pub(crate) fn covers(moves: &[Move], size: usize) -> bool {
    moves.iter().map(|part| part.width * part.times).sum::<usize>() == size
}

impl Masked {
    /// If the rows are such.
    fn of(size: usize, moves: &[Move]) -> Option<Masked> {
        let shift =
            moves.first().map(|part| (part.from as isize).wrapping_sub(part.to as isize))?;
        if size > 256 {
            return None;
        }
        let mut bits = [0; 4];
        for part in moves {
            for (from, to) in part.starts() {
                if (from as isize).wrapping_sub(to as isize) != shift {
                    return None;
                }
                for (k, bits) in bits.iter_mut().enumerate() {
                    // What lies in these 64 bytes.
                    let start = to.max(k * 64);
                    let end = (to + part.width).min(k * 64 + 64);
                    if start < end {
                        *bits |= u64::MAX >> (64 - (end - start)) << (start - k * 64);
                    }
                }
            }
        }
        Some(Masked { shift, bits })
    }
}

/// Copies parts of the rows of `from` that `indices` lists to the rows of `to`, one right behind
/// the other, in the order of the list; bytes of theirs that no move names become zeros.
///
/// # Safety
/// For each move, time and row, `width` bytes at `from` can be read in the one, and lie at `to`
/// within the rows of the other, no two of them at one byte, all of whose bytes can be written. The
/// two share no byte. There are as many indices as rows in `to`, each less than the number of rows
/// of `from`.
pub(crate) unsafe fn take(from: Strided, indices: &[usize], to: Strided, moves: &[Move]) {
    debug_assert!(indices.len() == to.len() && to.stride() >= 0);
    // SAFETY: the caller's promise.
    unsafe {
        let copy = RowCopy::new(from, to.stride() as usize, moves);
        copy.take(indices, to.base());
    }
}

#[cfg(test)]
mod tests;
