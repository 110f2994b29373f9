//! Items of one width from anywhere to anywhere.

use core::mem::MaybeUninit;
use core::ptr;

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
