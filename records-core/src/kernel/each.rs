//! Going over items to write them.

use super::Kernel;
use super::items::Eight;
use crate::memory::Strided;

/// Calls the function with the index and the address of each item of `size` bytes, first
/// to last.
///
/// Eight items a turn, the stride in a register. Where they are dense the compiler, which
/// knows the size, makes vectors of what the function does if it can.
#[inline(always)]
pub(crate) fn each(items: Strided, size: usize, mut act: impl FnMut(usize, *mut u8)) {
    /// Items a turn.
    const TURN: usize = 8;
    /// Fewer are done before anybody has asked for the kernel.
    #[cfg(target_arch = "x86_64")]
    const FEW: usize = 64;
    if items.is_dense(size) {
        #[cfg(target_arch = "x86_64")]
        if items.len() >= FEW && Kernel::current() >= Kernel::Avx2 {
            // SAFETY: a kernel in use is one that the CPU can run; this one and those above it
            // have AVX2.
            return unsafe { dense_avx2(items.base(), items.len(), size, act) };
        }
        return dense(items.base(), items.len(), size, act);
    }
    let whole = items.len() - items.len() % TURN;
    let apart = Eight::of(items.stride(), size);
    let mut first = items.base();
    for start in (0..whole).step_by(TURN) {
        for (k, at) in apart.from(first).into_iter().enumerate() {
            act(start + k, at);
        }
        first = first.wrapping_offset(apart.next);
    }
    for index in whole..items.len() {
        act(index, items.at(index));
    }
}

#[inline(always)]
fn dense(base: *mut u8, len: usize, size: usize, mut act: impl FnMut(usize, *mut u8)) {
    for index in 0..len {
        act(index, base.wrapping_add(index * size));
    }
}

/// # Safety
/// The CPU has AVX2.
#[cfg(target_arch = "x86_64")]
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn dense_avx2(base: *mut u8, len: usize, size: usize, act: impl FnMut(usize, *mut u8)) {
    dense(base, len, size, act);
}
