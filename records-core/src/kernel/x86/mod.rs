//! Loops for x86-64 with AVX2 or AVX-512.

pub(super) mod shuffle;
pub(super) mod transpose;

/// Lets what was stored past the caches be seen by whoever sees what this thread writes next.
pub(super) fn fence() {
    // SAFETY: every x86-64 has it.
    unsafe { core::arch::x86_64::_mm_sfence() }
}
