//! The trait [`Record`], and what the code of the derive is made of.

mod family;
mod pick;
mod placement;
mod row;
mod spec;
mod token;
mod tuple;

pub use family::{BuildSet, Family, VisitSet};
pub use pick::{Pick, Picked};
pub use placement::{Own, Placement, Within, check_projection};
pub use row::{read_field, write_field};
pub use spec::{Spec, fields, in_place, offsets};
pub use token::{Token, TokensFamily};

pub(crate) use pick::check_distinct;
pub(crate) use placement::{Found, check_projection_mut};
pub(crate) use row::read_row;

use core::marker::PhantomData;
use core::mem::MaybeUninit;

use crate::Element;

use crate::layout::{Field, Layout};

/// Marks a type that goes with `T`, and with no subtype of it: a subtype may have
/// another layout; see docs/safety.md.
pub(crate) type Invariant<T> = PhantomData<fn(T) -> T>;

/// A struct whose fields are found in bytes by a [`Layout`]. Derive it.
///
/// ```
/// use records_core::{Record, Records};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Sample { id: i16, sin: f64, cos: f64 }
///
/// let bytes = [0; 36];
/// let samples = Records::<Sample>::from_bytes(&bytes)?;
/// assert_eq!(samples.len(), 2);
/// assert_eq!(samples.columns().sin.sum(), 0.0);
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// # Safety
/// Implement it by the derive only. Views rely on all of this:
///
/// - [`LAYOUT`](Record::LAYOUT) is a checked layout of fields of different names (within the itemsize, no two of
///   them overlapping), its dtype is `Self::DTYPE`, and [`OFFSETS`](Record::OFFSETS)
///   are the offsets of its fields.
/// - [`DESC`](Record::DESC) and [`DRAFT`](Record::DRAFT) have the fields at those offsets. If
///   [`LAYOUT`](Record::LAYOUT) is not the trait's own, the draft is checked in another constant, without which
///   the crate does not compile.
/// - `Table` is `[usize; N]`, N the number of fields.
/// - `Set<K>` consists of a slot for each field, and of nothing else but `PhantomData`; `visit`
///   visits each of them once, `I` counting up from 0.
/// - `read_row` and `write_row` touch the fields only, each at the offset that
///   the placement gives; `FIELDS`, `build` and `visit` name for index `I` the type of field `I`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record",
    label = "this type has no record layout",
    note = "a struct becomes one with `#[derive(records_core::Record, Clone, Copy)]` and `#[record(packed)]` or `#[record(aligned)]`"
)]
pub unsafe trait Record: Element {
    /// The layout.
    const LAYOUT: &'static Layout = crate::layout::checked(Self::DRAFT, Self::OFFSETS);

    /// The fields as the derive sees them.
    #[doc(hidden)]
    const SPECS: &'static [Spec];

    /// The byte offset of each field.
    #[doc(hidden)]
    const OFFSETS: &'static [usize];

    /// The fields, at those offsets.
    #[doc(hidden)]
    const DESC: &'static [Field];

    /// The layout before it is checked, so that the derive can check it field by
    /// field and put each error where it belongs.
    #[doc(hidden)]
    const DRAFT: &'static Layout;

    /// One `usize` for each field.
    #[doc(hidden)]
    type Table: Copy + Send + Sync + 'static;

    /// The struct that has, for each field, what the family gives for it:
    /// columns, mutable columns, vectors, tokens.
    type Set<K: Family>;

    /// The type of the first field, and so of all fields where the record is
    /// seen as a row of a matrix; `()`-like for records without fields.
    #[doc(hidden)]
    type First: 'static;

    /// A token for each field, to name it in calls: `people.column(Person::FIELDS.age)`.
    const FIELDS: Self::Set<TokensFamily<Self>> = {
        // SAFETY: a set consists of its slots and `PhantomData`, here of tokens, which are of
        // no bytes, and name the fields as the set does.
        unsafe { core::mem::transmute_copy(&()) }
    };

    /// Reads a record, each field where the placement has it.
    ///
    /// # Safety
    /// For each field `i`, the bytes at `row + place.offset(i)` are as
    /// [`Element::read`] of its type asks for.
    #[doc(hidden)]
    unsafe fn read_row<L: Placement<Self>>(row: *const u8, place: &L) -> Self;

    /// Writes a record, each field where the placement has it, and nothing else.
    ///
    /// # Safety
    /// For each field `i`, the bytes at `row + place.offset(i)` are as
    /// [`Element::write`] of its type asks for.
    #[doc(hidden)]
    unsafe fn write_row<L: Placement<Self>>(self, row: *mut u8, place: &L);

    /// Makes a set, slot by slot in the order of the fields.
    #[doc(hidden)]
    #[inline]
    fn build<K: Family, B: BuildSet<K>>(build: &mut B) -> Self::Set<K> {
        let mut set = MaybeUninit::uninit();
        // SAFETY: `InPlace` writes the slots and reads none; afterwards all have
        // been written, and a set consists of slots.
        unsafe {
            Self::visit(set.as_mut_ptr(), &mut InPlace(build));
            set.assume_init()
        }
    }

    /// Visits the slots of a set in the order of the fields.
    ///
    /// By raw pointer, so that one generated function serves visitors that read
    /// and visitors that write: `visit.slot::<i16, 0>(&raw mut (*set).id)`.
    ///
    /// # Safety
    /// `set` points to a set, and may be used as the visitor uses the slots.
    #[doc(hidden)]
    unsafe fn visit<K: Family, V: VisitSet<K>>(set: *mut Self::Set<K>, visit: &mut V);
}

/// Builds a set where the slots are to stand.
struct InPlace<'b, B>(&'b mut B);

impl<K: Family, B: BuildSet<K>> VisitSet<K> for InPlace<'_, B> {
    #[inline]
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut K::Slot<F, I>) {
        // SAFETY: the caller points to a slot; what was there is no value.
        unsafe { slot.write(self.0.slot::<F, I>()) }
    }
}
