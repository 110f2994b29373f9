//! Large pages for large memory.
//!
//! New memory is made page by page when it is first written, and of ordinary pages a result of
//! hundreds of megabytes has so many that making them takes longer than the work itself.

/// From so many bytes on it is worth asking: two of the large pages that most machines have.
const LARGE: usize = 4 << 20;

/// Asks the system to make new memory of large pages, if it is large. It is best asked before
/// anything is written there; it may decline, and nothing but time depends on it.
#[inline]
pub(crate) fn advise_large(first: *const u8, len: usize) {
    if len >= LARGE {
        ask(first, len);
    }
}

#[cfg(all(feature = "std", target_os = "linux", not(miri)))]
#[cold]
fn ask(first: *const u8, len: usize) {
    // SAFETY: it reads a number.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let Some(page) = usize::try_from(page).ok().filter(|page| page.is_power_of_two()) else {
        return;
    };
    // The pages that the memory lies on, with what else is on the first and the last: a mapping of
    // which all is alike can be moved when it grows, and need not be copied.
    let before = first.addr() & (page - 1);
    let Some(len) = (before + len).checked_next_multiple_of(page) else { return };
    // SAFETY: pages of an allocation, whose bytes stay what they are.
    let _ = unsafe {
        libc::madvise(first.wrapping_sub(before).cast_mut().cast(), len, libc::MADV_HUGEPAGE)
    };
}

#[cfg(not(all(feature = "std", target_os = "linux", not(miri))))]
fn ask(_first: *const u8, _len: usize) {}
