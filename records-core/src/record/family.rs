//! What stands in the fields of a generated struct: one struct, several families.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ptr;

use super::Record;
use crate::Element;

/// What a set of columns holds for each field.
///
/// The derive makes one struct for a record, generic over this:
/// `SampleColumnSet<K> { id: K::Slot<i16, 0>, ... }`. `SampleColumns<'a>`,
/// `SampleColumnsMut<'a>` and `SampleVecs` are aliases for it with a family put
/// in; so is the type of `Sample::FIELDS`.
pub trait Family {
    /// What stands for field `I`, whose type is `F`.
    type Slot<F, const I: usize>;
}

/// The family of owned columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VecsFamily(());

impl Family for VecsFamily {
    type Slot<F, const I: usize> = Vec<F>;
}

/// Makes the slots of a set, in the order of the fields.
#[doc(hidden)]
pub trait BuildSet<K: Family> {
    fn slot<F: Element, const I: usize>(&mut self) -> K::Slot<F, I>;
}

/// Is shown the slots of a set, in the order of the fields.
#[doc(hidden)]
pub trait VisitSet<K: Family> {
    /// # Safety
    /// `slot` points to a slot, and may be used as this visitor says it uses them.
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut K::Slot<F, I>);
}

/// Makes a vector without an item for each field.
#[doc(hidden)]
#[derive(Debug)]
pub struct NewVecs;

impl BuildSet<VecsFamily> for NewVecs {
    fn slot<F: Element, const I: usize>(&mut self) -> Vec<F> {
        Vec::new()
    }
}

/// `Clone::clone` of owned columns, for the code that the derive makes.
#[doc(hidden)]
#[must_use]
pub fn clone_vecs<R: Record>(set: &R::Set<VecsFamily>) -> R::Set<VecsFamily> {
    let from = ptr::from_ref(set).cast_mut();
    let mut made = MaybeUninit::<R::Set<VecsFamily>>::uninit();
    let mut clone = CloneVecs { from: from.cast(), to: made.as_mut_ptr().cast() };
    // SAFETY: `CloneVecs` reads the slots of `set`, and writes each slot of `made`, which has
    // a value for each then, and a set consists of its slots.
    unsafe {
        R::visit(from, &mut clone);
        made.assume_init()
    }
}

/// Clones each slot of the set at `from` to the same place in the one at `to`.
struct CloneVecs {
    from: *mut u8,
    to: *mut u8,
}

impl VisitSet<VecsFamily> for CloneVecs {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut Vec<F>) {
        // SAFETY: the slot is one of those at `from`, so it is as far from there as its twin
        // is from `to`; the twin may be written.
        unsafe {
            let twin = self.to.byte_offset(slot.cast::<u8>().offset_from(self.from));
            twin.cast::<Vec<F>>().write((*slot).clone());
        }
    }
}
