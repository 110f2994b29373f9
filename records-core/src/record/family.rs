//! What stands in the fields of a generated struct: one struct, several families.

use core::fmt;

use crate::Element;

/// What a set of columns holds for each field.
///
/// The derive makes one struct for a record, generic over this:
/// `SampleColumnSet<K> { id: K::Slot<i16, 0>, ... }`. `SampleColumns<'a>`,
/// `SampleColumnsMut<'a>` and `SampleVecs` are aliases for it with a family put
/// in; so is the type of `Sample::FIELDS`.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// // One struct, of columns here and of vectors there.
/// let PointColumns { x, .. } = points.columns();
/// let PointVecs { y, .. } = points.view().to_columns();
/// assert_eq!((x.len(), y.len()), (5, 5));
/// ```
pub trait Family {
    /// What stands for field `I`, whose type is `F`.
    type Slot<F, const I: usize>;

    /// Prints a slot.
    #[doc(hidden)]
    fn show<F: Element, const I: usize>(
        slot: &Self::Slot<F, I>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result;

    /// Whether two slots hold the same values, as their dtype compares them.
    #[doc(hidden)]
    fn same<F: Element, const I: usize>(a: &Self::Slot<F, I>, b: &Self::Slot<F, I>) -> bool;
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
