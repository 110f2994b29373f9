//! What can stand in the fields of a set of columns: columns, mutable columns,
//! vectors. And what a set can do, whatever its fields are.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr;

use super::value_at::ValueAt;
use crate::record::{BuildSet, Family, VisitSet};
use crate::value::list::{ITEMS, list};
use crate::{Column, ColumnMut, Element, Record};

/// The family of [`Column`]s.
#[derive(Debug)]
pub struct ColumnsFamily<'a>(PhantomData<&'a ()>);

impl<'a> Family for ColumnsFamily<'a> {
    type Slot<F, const I: usize> = Column<'a, F>;

    fn show<F: Element, const I: usize>(
        slot: &Column<'a, F>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        fmt::Debug::fmt(slot, f)
    }

    fn same<F: Element, const I: usize>(a: &Column<'a, F>, b: &Column<'a, F>) -> bool {
        let (a, b) = (a.items(), b.items());
        a.len() == b.len()
            && (0..a.len()).all(|i| {
                // SAFETY: items of the columns, which are borrowed meanwhile.
                unsafe { ValueAt::new(F::DTYPE, a.at(i)).same(&ValueAt::new(F::DTYPE, b.at(i))) }
            })
    }
}

/// The family of [`ColumnMut`]s.
#[derive(Debug)]
pub struct ColumnsMutFamily<'a>(PhantomData<&'a ()>);

impl<'a> Family for ColumnsMutFamily<'a> {
    type Slot<F, const I: usize> = ColumnMut<'a, F>;

    fn show<F: Element, const I: usize>(
        slot: &ColumnMut<'a, F>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        fmt::Debug::fmt(slot, f)
    }

    fn same<F: Element, const I: usize>(a: &ColumnMut<'a, F>, b: &ColumnMut<'a, F>) -> bool {
        ColumnsFamily::same::<F, I>(&a.view(), &b.view())
    }
}

/// The family of owned columns.
#[derive(Debug)]
pub struct VecsFamily(());

impl Family for VecsFamily {
    type Slot<F, const I: usize> = Vec<F>;

    fn show<F: Element, const I: usize>(slot: &Vec<F>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, slot.len(), ITEMS, |i| {
            fmt::from_fn(move |f| with_bytes(slot[i], |value| fmt::Display::fmt(&value, f)))
        })
    }

    fn same<F: Element, const I: usize>(a: &Vec<F>, b: &Vec<F>) -> bool {
        a.len() == b.len()
            && a.iter().zip(b).all(|(a, b)| with_bytes(*a, |a| with_bytes(*b, |b| a.same(&b))))
    }
}

/// Calls a function with the bytes of a value, as records keep it.
fn with_bytes<F: Element, T>(value: F, then: impl FnOnce(ValueAt<'static>) -> T) -> T {
    /// Larger values take memory of their own.
    const SMALL: usize = 64;
    let (mut small, mut large) = ([0; SMALL], Vec::new());
    let bytes = if F::SIZE <= SMALL {
        &mut small[..]
    } else {
        large.resize(F::SIZE, 0);
        &mut large[..]
    };
    // SAFETY: `F::SIZE` bytes, which hold the value while the function runs.
    unsafe {
        value.write(bytes.as_mut_ptr());
        then(ValueAt::new(F::DTYPE, bytes.as_ptr()))
    }
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

/// `Debug` of a set, for the code that the derive makes.
///
/// # Errors
/// As the formatter has them.
#[doc(hidden)]
pub fn show_set<R: Record, K: Family>(set: &R::Set<K>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut show = Show { fields: f.debug_struct(R::LAYOUT.name()), layout: R::LAYOUT };
    // SAFETY: `Show` reads each slot, as `set` allows.
    unsafe { R::visit::<K, _>(ptr::from_ref(set).cast_mut(), &mut show) };
    show.fields.finish()
}

struct Show<'f, 'b> {
    fields: fmt::DebugStruct<'f, 'b>,
    layout: &'static crate::Layout,
}

impl<K: Family> VisitSet<K> for Show<'_, '_> {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut K::Slot<F, I>) {
        // SAFETY: the visit is by `&`.
        let slot = unsafe { &*slot };
        let name = self.layout.fields()[I].name();
        self.fields.field(name, &fmt::from_fn(|f| K::show::<F, I>(slot, f)));
    }
}

/// `PartialEq::eq` of two sets, for the code that the derive makes.
#[doc(hidden)]
#[must_use]
pub fn same_set<R: Record, K: Family>(a: &R::Set<K>, b: &R::Set<K>) -> bool {
    let from = ptr::from_ref(a).cast_mut();
    let mut same = Same { from: from.cast(), other: ptr::from_ref(b).cast(), so_far: true };
    // SAFETY: `Same` reads each slot of both, as they allow.
    unsafe { R::visit::<K, _>(from, &mut same) };
    same.so_far
}

/// Compares each slot of the set at `from` with that at the same place in `other`.
struct Same {
    from: *const u8,
    other: *const u8,
    so_far: bool,
}

impl<K: Family> VisitSet<K> for Same {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut K::Slot<F, I>) {
        // SAFETY: the slot is one of those at `from`, so it is as far from there as its twin
        // is from `other`; the visit is by `&`.
        let (slot, twin) = unsafe {
            let twin =
                self.other.byte_offset(slot.cast::<u8>().cast_const().offset_from(self.from));
            (&*slot, &*twin.cast::<K::Slot<F, I>>())
        };
        self.so_far = self.so_far && K::same::<F, I>(slot, twin);
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
