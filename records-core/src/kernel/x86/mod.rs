//! Loops for x86-64, most of them with AVX2 or AVX-512.

pub(super) mod apart;
pub(super) mod lines;
pub(super) mod shuffle;
pub(super) mod store;
pub(super) mod together;
pub(super) mod transpose;
pub(super) mod wide;
pub(super) mod windows;
pub(super) mod words;

/// Lets what was stored past the caches be seen by whoever sees what this thread writes next.
pub(super) fn fence() {
    // SAFETY: every x86-64 has it.
    unsafe { core::arch::x86_64::_mm_sfence() }
}

/// Copies so many bytes, whole lines, past the caches, which [`fence`] must follow.
///
/// # Safety
/// The CPU has AVX-512 F. The bytes can be read and written respectively, and both begin lines.
#[target_feature(enable = "avx512f")]
pub(super) unsafe fn stream(from: *const u8, to: *mut u8, bytes: usize) {
    use core::arch::x86_64::{_mm512_load_si512, _mm512_stream_si512};
    for at in (0..bytes).step_by(64) {
        // SAFETY: the caller's promise for this line.
        unsafe {
            let line = _mm512_load_si512(from.wrapping_add(at).cast());
            _mm512_stream_si512(to.wrapping_add(at).cast(), line);
        }
    }
}
