//! Arrays of elements.

use core::array;
use core::mem::MaybeUninit;

use super::Element;
use crate::DType;
use crate::layout::Nested;

// SAFETY: element `k` lies at `k * E::SIZE`, as the dtype says, and is read and
// written by its own impl. A Rust array has its elements one behind the other,
// so it is in place when they are.
unsafe impl<E: Element, const N: usize> Element for [E; N] {
    const DTYPE: &'static DType = &DType::Array(Nested::Static(E::DTYPE), N);
    const IN_PLACE: bool = E::IN_PLACE;

    #[inline(always)]
    unsafe fn read(from: *const u8) -> [E; N] {
        if const { E::IN_PLACE } {
            // Padding inside the elements is not read as a value: the copy is
            // untyped.
            // SAFETY: N elements of E::SIZE == size_of::<E>() bytes each, valid for E.
            unsafe { from.cast::<MaybeUninit<[E; N]>>().read_unaligned().assume_init() }
        } else {
            // SAFETY: element k is within the N * E::SIZE bytes.
            array::from_fn(|k| unsafe { E::read(from.add(k * E::SIZE)) })
        }
    }

    #[inline(always)]
    unsafe fn write(self, to: *mut u8) {
        if const { E::IN_PLACE && !E::DTYPE.has_padding() } {
            // SAFETY: N * E::SIZE bytes can be written, and all of `self`'s are initialised.
            unsafe { to.cast::<[E; N]>().write_unaligned(self) }
        } else {
            for (k, element) in self.into_iter().enumerate() {
                // SAFETY: element k is within the N * E::SIZE bytes.
                unsafe { element.write(to.add(k * E::SIZE)) }
            }
        }
    }
}
