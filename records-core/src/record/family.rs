//! What stands in the fields of a generated struct: one struct, several families.

use alloc::vec::Vec;

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
