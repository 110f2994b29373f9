//! Neighbouring fields of one width turned into columns, and back, in registers: eight rows
//! of eight items at a time by a network of 24 shuffles (four of four by eight).
//!
//! Fewer than eight neighbours go through the same network, by masked loads or stores.

mod back;
mod lines;
mod net;
mod out;

use back::{back_4x4, back_8x8, back_8x8_masked, back_8x8_of_4};
pub(super) use net::net_8x8;
use out::{out_4x4, out_8x8, out_8x8_of_4};

use crate::kernel::Kernel;
use crate::memory::Strided;

/// How many neighbours of this width a network takes at least (with fewer, copying them one by one
/// is as good) and at most, to write them as columns.
pub(crate) fn neighbours_out(kernel: Kernel, width: usize) -> Option<(usize, usize)> {
    match (kernel, width) {
        (Kernel::Avx512, 8) => Some((4, 8)),
        (Kernel::Avx2, 8) => Some((3, 4)),
        (Kernel::Avx2 | Kernel::Avx512, 4) => Some((3, 8)),
        _ => None,
    }
}

/// As [`neighbours_out`], to write columns as neighbours. Without AVX-512 they must be as many
/// as a vector has: the masked stores of AVX2 take longer than all the others together.
pub(crate) fn neighbours_back(kernel: Kernel, width: usize) -> Option<(usize, usize)> {
    let (least, most) = neighbours_out(kernel, width)?;
    Some((if kernel == Kernel::Avx512 { least } else { most }, most))
}

/// Copies neighbouring items of rows to dense columns, for as many rows as fill whole networks,
/// and says how many these are.
///
/// # Safety
/// The CPU has the kernel, for which `neighbours_out` allows as many items of this width as there
/// are columns. At each row the items can be read, one behind the other; the columns can be
/// written for as many items as there are rows. What is read and what is written share no byte.
pub(crate) unsafe fn out(kernel: Kernel, width: usize, rows: Strided, to: &[*mut u8]) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        match (kernel, width) {
            (Kernel::Avx512, 8) => out_8x8(rows, to),
            (_, 8) => out_4x4(rows, to),
            (_, 4) => out_8x8_of_4(kernel, rows, to),
            _ => 0,
        }
    }
}

/// Copies dense columns to neighbouring items of rows; the reverse of [`out`].
///
/// # Safety
/// As for [`out`], what is read and what is written exchanged; rows do not overlap.
pub(crate) unsafe fn back(kernel: Kernel, width: usize, rows: Strided, from: &[*mut u8]) -> usize {
    // SAFETY: the caller's promise.
    unsafe {
        match (kernel, width) {
            (Kernel::Avx512, 8) => back_8x8(rows, from),
            (_, 8) => back_4x4(rows, from),
            (Kernel::Avx512, 4) => back_8x8_masked(rows, from),
            (_, 4) => back_8x8_of_4(rows, from),
            _ => 0,
        }
    }
}

/// For each number of items, the mask that lets so many through, one number of 64 or two of 32
/// bits for each.
#[inline]
const fn masks<const N: usize>(items: usize) -> [u8; 32] {
    let mut mask = [0; 32];
    let mut byte = 0;
    while byte < 32 {
        if byte < items * N {
            mask[byte] = 0xff;
        }
        byte += 1;
    }
    mask
}
