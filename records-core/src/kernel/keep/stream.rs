//! Rows written past the caches.
//!
//! What is larger than the last cache is written there in vain, and each line is read first: so
//! rows are put together in the nearest cache, and whole lines of them go to memory.

use core::mem::MaybeUninit;
use core::ptr;

use super::RowCopy;
use super::row::Number;
use crate::kernel::Kernel;
use crate::kernel::x86::stream::{LINE, fence, stream};
use crate::memory::Strided;

/// Where rows are put together.
#[repr(align(64))]
pub(super) struct Stage([MaybeUninit<u8>; Stage::BYTES + LINE]);

impl Stage {
    /// Bytes put together at a time: a part of the nearest cache.
    pub(super) const BYTES: usize = 8 << 10;
}

/// [`RowCopy::listed`], past the caches.
///
/// # Safety
/// As there; the kernel is not the portable one, and a row is no more than `Stage::BYTES`.
pub(super) unsafe fn listed<N: Number>(
    copy: &RowCopy<'_>,
    rows: Strided,
    numbers: &[N],
    mut to: *mut u8,
) {
    let mut stage = Stage([const { MaybeUninit::uninit() }; Stage::BYTES + LINE]);
    for numbers in numbers.chunks(Stage::BYTES / copy.size) {
        let len = numbers.len() * copy.size;
        // As far behind a line in the stage as in memory.
        let staged = stage.0.as_mut_ptr().cast::<u8>().wrapping_add(to.addr() % LINE);
        // SAFETY: the caller's promise; the stage has room for so many rows, which are all written.
        unsafe {
            copy.tile(rows, numbers, staged);
            write_lines(copy.kernel, staged, to, len);
        }
        to = to.wrapping_add(len);
    }
    fence();
}

/// Copies bytes, whole lines of them past the caches.
///
/// # Safety
/// `len` bytes can be read and written respectively; they share none, and lie equally far behind
/// a multiple of 64.
#[inline]
unsafe fn write_lines(kernel: Kernel, from: *const u8, to: *mut u8, len: usize) {
    let head = (to.addr().wrapping_neg() % LINE).min(len);
    let lines = (len - head) / LINE * LINE;
    let rest = head + lines;
    // SAFETY: the caller's promise: parts of the bytes, the middle one of whole lines.
    unsafe {
        ptr::copy_nonoverlapping(from, to, head);
        let (middle, lines_to) = (from.wrapping_add(head), to.wrapping_add(head));
        stream(kernel, middle, lines_to, lines / LINE);
        ptr::copy_nonoverlapping(from.wrapping_add(rest), to.wrapping_add(rest), len - rest);
    }
}
