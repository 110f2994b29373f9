//! A leaf of numbers one behind the other, wherever they lie.

use core::mem::MaybeUninit;

use super::item::{Form, Item};
use super::tree::LEAF;
use super::{Num, Plain};

/// Room for a leaf.
pub(super) struct Block<T>([MaybeUninit<T>; LEAF]);

impl<T: Num> Block<T> {
    pub(super) const fn new() -> Block<T> {
        Block([const { MaybeUninit::uninit() }; LEAF])
    }

    /// `len` items, not more than a leaf, as numbers: where they lie if they lie
    /// there as a slice has them, else copied.
    ///
    /// # Safety
    /// The items, `stride` bytes apart, can be read, are initialised, and nobody
    /// writes them while the slice is in use.
    #[inline(always)]
    pub(super) unsafe fn numbers<I: Item<Number = T>>(
        &mut self,
        at: *const u8,
        stride: isize,
        len: usize,
    ) -> &[T] {
        debug_assert!(len <= LEAF);
        let dense = stride == I::SIZE as isize;
        if dense && I::FORM == Form::Native && at.cast::<T>().is_aligned() {
            // SAFETY: the items are such numbers, one behind the other.
            return unsafe { core::slice::from_raw_parts(at.cast(), len) };
        }
        // SAFETY: the caller's promise; the compiler knows one stride.
        unsafe {
            if dense {
                self.copy::<I>(at, I::SIZE as isize, len)
            } else {
                self.copy::<I>(at, stride, len)
            }
        }
    }

    /// # Safety
    /// As for [`numbers`](Block::numbers).
    #[inline(always)]
    unsafe fn copy<I: Item<Number = T>>(
        &mut self,
        at: *const u8,
        stride: isize,
        len: usize,
    ) -> &[T] {
        let len = len.min(LEAF);
        for (i, to) in self.0[..len].iter_mut().enumerate() {
            // SAFETY: item i of so many.
            to.write(unsafe { I::read(at.wrapping_offset(i as isize * stride)) });
        }
        // SAFETY: the first `len` have just been written.
        unsafe { core::slice::from_raw_parts(self.0.as_ptr().cast(), len) }
    }
}

impl Block<f64> {
    /// Numbers as the nearest `f64`s.
    #[inline(always)]
    pub(super) fn widened<T: Num>(&mut self, numbers: &[T]) -> &[f64] {
        let len = numbers.len().min(LEAF);
        for (to, number) in self.0.iter_mut().zip(numbers) {
            to.write(number.to_f64());
        }
        // SAFETY: the first `len` have just been written.
        unsafe { core::slice::from_raw_parts(self.0.as_ptr().cast(), len) }
    }
}

/// A number that is one already.
pub(super) type Own<T> = Plain<T, false>;
