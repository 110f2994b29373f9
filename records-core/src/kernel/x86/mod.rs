//! Loops for x86-64 with AVX2 or AVX-512.

pub(super) mod apart;
pub(super) mod lines;
pub(super) mod shuffle;
pub(super) mod store;
pub(super) mod transpose;
pub(super) mod windows;
pub(super) mod words;

/// Lets what was stored past the caches be seen by whoever sees what this thread writes next.
pub(super) fn fence() {
    // SAFETY: every x86-64 has it.
    unsafe { core::arch::x86_64::_mm_sfence() }
}

/// Asks for a line that is read soon, or does not: nothing is touched if it is nobody's.
#[inline(always)]
fn ahead(line: *mut u8) {
    // SAFETY: every x86-64 has it, and it takes any address.
    unsafe { core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(line.cast()) }
}
