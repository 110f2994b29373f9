//! Whole cache lines written past the caches.

use core::arch::x86_64::{
    _mm_sfence, _mm256_load_si256, _mm256_stream_si256, _mm512_load_si512, _mm512_stream_si512,
};

use crate::kernel::Kernel;

/// Bytes of a cache line.
pub(crate) const LINE: usize = 64;

/// Copies whole lines by non-temporal stores, which [`fence`] must follow before anybody else
/// reads them.
///
/// # Safety
/// The CPU has the kernel, which is not the portable one. `lines` lines can be read at `from`,
/// and written at `to`, both aligned for a line; the two share no byte.
pub(crate) unsafe fn stream(kernel: Kernel, from: *const u8, to: *mut u8, lines: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        if kernel == Kernel::Avx512 {
            stream_512(from, to, lines)
        } else {
            stream_256(from, to, lines)
        }
    }
}

/// # Safety
/// As for [`stream`], with AVX-512 F.
#[target_feature(enable = "avx512f")]
unsafe fn stream_512(from: *const u8, to: *mut u8, lines: usize) {
    for at in (0..lines * LINE).step_by(LINE) {
        // SAFETY: the caller's promise for this line.
        unsafe { _mm512_stream_si512(to.add(at).cast(), _mm512_load_si512(from.add(at).cast())) }
    }
}

/// # Safety
/// As for [`stream`], with AVX.
#[target_feature(enable = "avx")]
unsafe fn stream_256(from: *const u8, to: *mut u8, lines: usize) {
    for at in (0..lines * LINE).step_by(LINE / 2) {
        // SAFETY: the caller's promise for this half of a line.
        unsafe { _mm256_stream_si256(to.add(at).cast(), _mm256_load_si256(from.add(at).cast())) }
    }
}

/// Lets all that was streamed be seen by whoever sees what this thread writes next.
pub(crate) fn fence() {
    // SAFETY: every x86-64 has it.
    unsafe { _mm_sfence() }
}
