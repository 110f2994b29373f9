//! Rows written past the caches.
//!
//! What is larger than the last cache is written there in vain, and each line is read first: so
//! rows are put together in the nearest cache, and whole lines of them go to memory.

use core::mem::MaybeUninit;
use core::ptr;

use super::RowCopy;
use super::row::Number;
use crate::kernel::Kernel;
use crate::memory::Strided;

/// Where rows are put together.
#[repr(align(64))]
pub(super) struct Stage([MaybeUninit<u8>; Stage::BYTES + 64]);

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
    let mut stage = Stage([const { MaybeUninit::uninit() }; Stage::BYTES + 64]);
    for numbers in numbers.chunks(Stage::BYTES / copy.size) {
        let len = numbers.len() * copy.size;
        // As far behind a line in the stage as in memory.
        let staged = stage.0.as_mut_ptr().cast::<u8>().wrapping_add(to.addr() % 64);
        // SAFETY: the caller's promise; the stage has room for so many rows, which are all written.
        unsafe {
            copy.tile(rows, numbers, staged);
            write_lines(copy.kernel, staged, to, len);
        }
        to = to.wrapping_add(len);
    }
    // Whoever is told of the rows afterwards must see them.
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 has it.
    unsafe {
        core::arch::x86_64::_mm_sfence();
    }
}

/// Copies bytes, whole lines of them past the caches.
///
/// # Safety
/// `len` bytes can be read and written respectively; they share none, and lie equally far behind
/// a multiple of 64.
#[inline]
unsafe fn write_lines(kernel: Kernel, from: *const u8, to: *mut u8, len: usize) {
    let head = (to.addr().wrapping_neg() % 64).min(len);
    let lines = (len - head) / 64 * 64;
    let rest = head + lines;
    // SAFETY: the caller's promise: parts of the bytes, the middle one of whole lines.
    unsafe {
        ptr::copy_nonoverlapping(from, to, head);
        let (middle, lines_to) = (from.wrapping_add(head), to.wrapping_add(head));
        match kernel {
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => super::x86::stream_avx2(middle, lines_to, lines),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => super::x86::stream_avx512(middle, lines_to, lines),
            _ => ptr::copy_nonoverlapping(middle, lines_to, lines),
        }
        ptr::copy_nonoverlapping(from.wrapping_add(rest), to.wrapping_add(rest), len - rest);
    }
}
