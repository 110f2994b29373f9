//! Where the output of a kernel goes, piece by piece: to its place at once, or by way of a
//! staging area.

use alloc::vec::Vec;

#[cfg(target_arch = "x86_64")]
use super::staging::{self, Staging};
use super::tile::Tiles;
use super::{Holes, Kernel};
use crate::memory::Strided;

/// Outputs that are written from their first byte to their last.
pub(super) enum Output {
    /// Where the next byte of each goes.
    Direct(Vec<*mut u8>),
    #[cfg(target_arch = "x86_64")]
    Staged(Staging),
}

impl Output {
    /// Outputs that begin at these addresses and are written in pieces of up to so many bytes;
    /// `bytes` are written to all of them together.
    pub(super) fn new(
        kernel: Kernel,
        bytes: usize,
        pieces: impl Iterator<Item = (*mut u8, usize)>,
    ) -> Output {
        #[cfg(target_arch = "x86_64")]
        if staging::pays(kernel, bytes) {
            return Output::Staged(Staging::new(kernel, pieces));
        }
        let _ = (kernel, bytes);
        Output::Direct(pieces.map(|(to, _)| to).collect())
    }

    /// Whether pieces are put together elsewhere than where they belong.
    pub(super) const fn is_staged(&self) -> bool {
        match self {
            Output::Direct(_) => false,
            #[cfg(target_arch = "x86_64")]
            Output::Staged(_) => true,
        }
    }

    /// Where the next piece of an output is to be written.
    pub(super) fn place(&mut self, output: usize) -> *mut u8 {
        match self {
            Output::Direct(to) => to[output],
            #[cfg(target_arch = "x86_64")]
            Output::Staged(staging) => staging.place(output),
        }
    }

    /// The next piece of an output, of so many bytes, has been written.
    ///
    /// # Safety
    /// To its place, and it is no larger than pieces were said to be; so many bytes can be written to
    /// the output, which shares no byte with anything that is read before
    /// [`finish`](Output::finish). The CPU has the kernel.
    pub(super) unsafe fn placed(&mut self, output: usize, bytes: usize) {
        match self {
            Output::Direct(to) => to[output] = to[output].wrapping_add(bytes),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the caller's promise.
            Output::Staged(staging) => unsafe { staging.placed(output, bytes) },
        }
    }

    /// All pieces have been placed.
    ///
    /// # Safety
    /// As for [`placed`](Output::placed).
    pub(super) unsafe fn finish(self) {
        match self {
            Output::Direct(_) => {}
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the caller's promise.
            Output::Staged(staging) => unsafe { staging.finish() },
        }
    }
}

/// Has the rows of each tile written, by a function that is told the first row's number and
/// where they are; where the rows are one output without bytes of others, maybe by way of the
/// staging area.
///
/// # Safety
/// The function may write the parts of the rows that `width` bytes of each are, and with
/// [`Holes::Zero`] all their bytes, which then lie one behind the other. The CPU has the kernel.
pub(super) unsafe fn rows(
    kernel: Kernel,
    rows: Strided,
    tiles: Tiles,
    (width, holes): (usize, Holes),
    mut write: impl FnMut(usize, Strided),
) {
    // A row that is written whole, or may be.
    let size = rows.stride().unsigned_abs();
    let full = width == size && rows.stride() > 0;
    let mut output = if full || holes == Holes::Zero {
        Output::new(kernel, rows.len() * size, [(rows.base(), tiles.rows() * size)].into_iter())
    } else {
        Output::Direct(alloc::vec![rows.base()])
    };
    if !output.is_staged() {
        for (start, len) in tiles {
            write(start, rows.slice(start..start + len));
        }
        return;
    }
    for (start, len) in tiles {
        // Holes are zero as the staging area was: tiles are of 64 rows, or a multiple, so that
        // each lies in it as the one before did.
        let place = output.place(0);
        // SAFETY: room for a tile; then all bytes of its rows.
        unsafe {
            write(start, Strided::new(place, len, rows.stride()));
            output.placed(0, len * size);
        }
    }
    // SAFETY: all rows have been placed.
    unsafe { output.finish() }
}
