//! Items of one width from one place to another.

use core::mem::MaybeUninit;
use core::ptr;

use crate::memory::Strided;

/// Copies `width` bytes of each item of `from` to the item of `to` with the same
/// index, for as many as `to` has.
///
/// # Safety
/// `from` has as many items as `to`. At each, `width` bytes can be read and
/// written respectively; the two share no byte.
pub(crate) unsafe fn copy_items(from: Strided, to: Strided, width: usize) {
    debug_assert!(from.len() >= to.len());
    // SAFETY: the caller's promises, passed on.
    unsafe {
        if from.is_dense(width) && to.is_dense(width) {
            ptr::copy_nonoverlapping(from.base(), to.base(), to.len() * width);
        } else {
            copy_each(to.len(), |i| from.at(i), |i| to.at(i), width);
        }
    }
}

/// Copies `width` bytes from `from(i)` to `to(i)`, for each `i` below `len`.
///
/// The width is looked at once: a copy whose length is known only at run time
/// costs a call for each item.
///
/// # Safety
/// For each `i`, `width` bytes can be read and written respectively; the two
/// share no byte.
#[inline]
pub(crate) unsafe fn copy_each(
    len: usize,
    from: impl Fn(usize) -> *const u8,
    to: impl Fn(usize) -> *mut u8,
    width: usize,
) {
    // SAFETY: the caller's promises, passed on; a type of `width` bytes each.
    unsafe {
        match width {
            0 => {}
            1 => copy::<u8>(len, from, to),
            2 => copy::<u16>(len, from, to),
            3 => copy::<[u8; 3]>(len, from, to),
            4 => copy::<u32>(len, from, to),
            6 => copy::<[u16; 3]>(len, from, to),
            8 => copy::<u64>(len, from, to),
            12 => copy::<[u32; 3]>(len, from, to),
            16 => copy::<u128>(len, from, to),
            _ => {
                for i in 0..len {
                    ptr::copy_nonoverlapping(from(i), to(i), width);
                }
            }
        }
    }
}

/// # Safety
/// As for [`copy_each`], `width` being the size of `T`.
#[inline(always)]
unsafe fn copy<T>(len: usize, from: impl Fn(usize) -> *const u8, to: impl Fn(usize) -> *mut u8) {
    for i in 0..len {
        // SAFETY: the bytes may be uninitialised, at any alignment.
        unsafe {
            let item = from(i).cast::<MaybeUninit<T>>().read_unaligned();
            to(i).cast::<MaybeUninit<T>>().write_unaligned(item);
        }
    }
}
