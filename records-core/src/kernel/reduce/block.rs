//! A leaf of numbers one behind the other, wherever they lie.

use core::mem::MaybeUninit;

use super::item::{Form, Item};
use super::tree::LEAF;
use super::{Num, Plain};
use crate::memory::Strided;

/// Whether the items are numbers as a slice has them.
pub(super) fn in_place<I: Item>(items: Strided) -> bool {
    I::FORM == Form::Native
        && items.is_dense(I::SIZE)
        && items.base().cast::<I::Number>().is_aligned()
}

/// Room for a leaf.
#[derive(Debug)]
pub struct Block<T>([MaybeUninit<T>; LEAF]);

impl<T: Num> Block<T> {
    pub(super) const fn new() -> Block<T> {
        Block([const { MaybeUninit::uninit() }; LEAF])
    }

    /// Items as numbers: where they lie if they lie there [as a slice has them](in_place), else
    /// copied, and then no more than a leaf.
    ///
    /// # Safety
    /// The items, `stride` bytes apart, can be read, are initialised, and nobody
    /// writes them while the slice is in use; they are at least one.
    #[inline(always)]
    pub(super) unsafe fn numbers<I: Item<Number = T>>(
        &mut self,
        at: *const u8,
        stride: isize,
        len: usize,
    ) -> &[T] {
        if in_place::<I>(Strided::new(at.cast_mut(), len, stride)) {
            // SAFETY: the items are such numbers, aligned, one behind the other.
            return unsafe { core::slice::from_raw_parts(at.cast(), len) };
        }
        debug_assert!(len <= LEAF);
        // SAFETY: the caller's promise; the compiler knows one stride.
        unsafe {
            if stride == I::SIZE as isize {
                self.copy::<I>(at, I::SIZE as isize, len)
            } else {
                self.copy::<I>(at, stride, len)
            }
        }
    }

    /// Eight items a turn.
    ///
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
        // SAFETY: item i of so many.
        let item = |i: usize| unsafe { I::read(at.wrapping_offset(i as isize * stride)) };
        let (whole, rest) = self.0[..len].as_chunks_mut::<8>();
        for (turn, chunk) in whole.iter_mut().enumerate() {
            let first = at.wrapping_offset((turn * 8) as isize * stride);
            for (k, to) in chunk.iter_mut().enumerate() {
                // SAFETY: item k of this turn.
                to.write(unsafe { I::read(first.wrapping_offset(k as isize * stride)) });
            }
        }
        for (to, i) in rest.iter_mut().zip(len - len % 8..) {
            to.write(item(i));
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
