//! Items of one width from one place to another.

use core::mem::MaybeUninit;
use core::ptr;

use crate::memory::Strided;

/// Copies `width` bytes of each item of `from` to the item of `to` with the same
/// index, for as many as `to` has.
///
/// The width is looked at once: a copy whose length is known only at run time
/// costs a call for each item.
///
/// # Safety
/// `from` has as many items as `to`. At each, `width` bytes can be read and
/// written respectively; the two share no byte.
pub(crate) unsafe fn copy_items(from: Strided, to: Strided, width: usize) {
    debug_assert!(from.len() >= to.len());
    macro_rules! widths {
        ($($width:literal)*) => {
            match width {
                0 => {}
                1 => eights::<u8>(from, to),
                2 => eights::<u16>(from, to),
                4 => eights::<u32>(from, to),
                8 => eights::<u64>(from, to),
                $($width => each::<[u8; $width]>(from, to),)*
                _ => long(from, to, width),
            }
        };
    }
    // SAFETY: the caller's promises, passed on; types of `width` bytes.
    unsafe {
        if from.is_dense(width) && to.is_dense(width) {
            ptr::copy_nonoverlapping(from.base(), to.base(), to.len() * width);
        } else {
            widths!(3 5 6 7 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32
                33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60
                61 62 63 64);
        }
    }
}

/// Eight at a time: they are all read before the first is written, so that no load
/// waits for a store that might be to the same address.
///
/// # Safety
/// As for [`copy_items`], `width` being the size of `T`.
unsafe fn eights<T: Copy>(from: Strided, to: Strided) {
    let (width, whole) = (size_of::<T>() as isize, to.len() - to.len() % 8);
    // SAFETY: the caller's promise for the first items; strides that are known to the compiler.
    unsafe {
        if to.stride() == width {
            #[cfg(target_arch = "x86_64")]
            match size_of::<T>() {
                4 => super::x86::together::out::<4>(from, to.base(), whole),
                8 => super::x86::together::out::<8>(from, to.base(), whole),
                _ => turns::<T>(from, from.stride(), to, width, whole),
            }
            #[cfg(not(target_arch = "x86_64"))]
            turns::<T>(from, from.stride(), to, width, whole);
        } else if from.stride() == width {
            turns::<T>(from, width, to, to.stride(), whole);
        } else {
            turns::<T>(from, from.stride(), to, to.stride(), whole);
        }
    }
    // SAFETY: the rest of the items.
    unsafe { each::<T>(from.from(whole), to.from(whole)) }
}

/// # Safety
/// As for [`copy_items`], `width` being the size of `T`, for `whole` items, a multiple of eight,
/// with these strides.
#[inline(always)]
unsafe fn turns<T: Copy>(from: Strided, apart: isize, to: Strided, out: isize, whole: usize) {
    let (mut read, mut written) = (from.base(), to.base());
    let (apart, out) = (Eight::of(apart, size_of::<T>()), Eight::of(out, size_of::<T>()));
    for _ in 0..whole / 8 {
        // SAFETY: items below `whole`; their bytes may be uninitialised, at any alignment.
        unsafe {
            let items = apart.from(read).map(|at| at.cast::<MaybeUninit<T>>().read_unaligned());
            for (at, item) in out.from(written).into_iter().zip(items) {
                at.cast::<MaybeUninit<T>>().write_unaligned(item);
            }
        }
        read = read.wrapping_offset(apart.next);
        written = written.wrapping_offset(out.next);
    }
}

/// How far eight items lie from the first one.
///
/// With these in registers the address of each is worked out by itself; left to the compiler, each
/// is the one before and a stride, and the loop waits for one addition for each item.
#[derive(Clone, Copy)]
pub(super) struct Eight {
    one: isize,
    three: isize,
    five: isize,
    seven: isize,
    /// To the first of the next eight.
    pub(super) next: isize,
}

impl Eight {
    #[inline(always)]
    pub(super) fn of(stride: isize, width: usize) -> Eight {
        let times = |k: isize| stride.wrapping_mul(k);
        let hidden = [times(1), times(3), times(5), times(7), times(8)];
        // Dense items are best known to the compiler.
        let hidden = if stride == width as isize { hidden } else { core::hint::black_box(hidden) };
        let [one, three, five, seven, next] = hidden;
        Eight { one, three, five, seven, next }
    }

    #[inline(always)]
    pub(super) fn from(self, first: *mut u8) -> [*mut u8; 8] {
        let Eight { one, three, five, seven, .. } = self;
        let by = [0, one, one << 1, three, one << 2, five, three << 1, seven];
        by.map(|by| first.wrapping_offset(by))
    }
}

/// # Safety
/// As for [`copy_items`], `width` being the size of `T`.
unsafe fn each<T: Copy>(from: Strided, to: Strided) {
    for i in 0..to.len() {
        // SAFETY: items below `len`.
        unsafe { write::<T>(to, i, read(from, i)) }
    }
}

/// # Safety
/// As for [`copy_items`].
unsafe fn long(from: Strided, to: Strided, width: usize) {
    for i in 0..to.len() {
        // SAFETY: the caller's promise.
        unsafe { ptr::copy_nonoverlapping(from.at(i), to.at(i), width) }
    }
}

/// # Safety
/// The bytes of a `T` can be read at the item.
#[inline(always)]
unsafe fn read<T: Copy>(items: Strided, index: usize) -> MaybeUninit<T> {
    // SAFETY: the caller's promise; the bytes may be uninitialised.
    unsafe { items.at(index).cast::<MaybeUninit<T>>().read_unaligned() }
}

/// # Safety
/// The bytes of a `T` can be written at the item.
#[inline(always)]
unsafe fn write<T: Copy>(items: Strided, index: usize, item: MaybeUninit<T>) {
    // SAFETY: the caller's promise.
    unsafe { items.at(index).cast::<MaybeUninit<T>>().write_unaligned(item) }
}
