//! How large the caches of the machine are, which decides how copies are stored.

use core::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of a line.
pub(super) const LINE: usize = 64;

/// Bytes of the last-level cache where the CPU does not say.
const USUAL: usize = 16 << 20;

/// Bytes of the last-level cache; 0 before anybody asked.
static LAST: AtomicUsize = AtomicUsize::new(0);

/// Bytes of the last-level cache, which a copy should not fill with what nobody reads soon: what
/// is larger is better written past it.
pub(crate) fn last_level() -> usize {
    match LAST.load(Ordering::Relaxed) {
        0 => {
            let bytes = ask().unwrap_or(USUAL);
            LAST.store(bytes, Ordering::Relaxed);
            bytes
        }
        bytes => bytes,
    }
}

/// Has the line at an address be brought near, for it is read soon, or is not: no byte of it is
/// touched, whosever it is.
#[inline(always)]
pub(super) fn prefetch(at: *const u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint, which every x86-64 takes of any address.
    unsafe {
        core::arch::x86_64::_mm_prefetch::<{ core::arch::x86_64::_MM_HINT_T0 }>(at.cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = at;
}

/// The largest cache for data that CPUID lists: leaf 4 of Intel's, 0x8000001D of AMD's, of one
/// form.
#[cfg(target_arch = "x86_64")]
fn ask() -> Option<usize> {
    use core::arch::x86_64::{__cpuid, __cpuid_count};
    let listed = |leaf: u32| {
        if __cpuid(leaf & 0x8000_0000).eax < leaf {
            return None;
        }
        // Some hypervisors answer every number alike: no machine has so many caches.
        let caches = (0..16).map(|index| __cpuid_count(leaf, index));
        let caches = caches.take_while(|cache| cache.eax & 0x1f != 0);
        let data = caches.filter(|cache| cache.eax & 0x1f != 2);
        let bytes = data.map(|cache| {
            let part = |bits: u32| bits as usize + 1;
            let ways = part(cache.ebx >> 22);
            let partitions = part(cache.ebx >> 12 & 0x3ff);
            let line = part(cache.ebx & 0xfff);
            ways.saturating_mul(partitions).saturating_mul(line).saturating_mul(part(cache.ecx))
        });
        bytes.max()
    };
    // A cache smaller than any that is built is a hypervisor's answer.
    listed(0x8000_001d).or_else(|| listed(4)).filter(|&bytes| bytes >= 1 << 20)
}

#[cfg(not(target_arch = "x86_64"))]
fn ask() -> Option<usize> {
    None
}

/// Has the cache be of a size, so that tests need no large outputs; 0 for the true one.
#[cfg(test)]
pub(super) fn pretend(bytes: usize) {
    LAST.store(bytes, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_size_is_one_that_machines_have() {
        let bytes = super::ask().unwrap_or(super::USUAL);
        assert!((1 << 20..=4 << 30).contains(&bytes), "{bytes}");
    }
}
