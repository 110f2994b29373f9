//! Making and filling the sets of columns that the derive generates.

use alloc::vec::Vec;
use core::marker::PhantomData;

use super::NewVecs;
use crate::kernel::{Holes, Lane, advise_large, columns_in, columns_out};
use crate::memory::Strided;
use crate::record::{BuildSet, VisitSet};
use crate::{
    Column, ColumnMut, ColumnsFamily, ColumnsMutFamily, Element, Error, Placement, Record,
    VecsFamily,
};

/// Makes the columns of some rows.
pub(crate) struct ColumnSet<'l, 'a, R, L> {
    rows: Strided,
    place: &'l L,
    of: PhantomData<(&'a [u8], R)>,
}

impl<'l, 'a, R: Record, L: Placement<R>> ColumnSet<'l, 'a, R, L> {
    /// # Safety
    /// The rows satisfy, for `'a`, the invariant of `Records`; for mutable
    /// columns that of `RecordsMut`, and nothing else uses them.
    pub(crate) unsafe fn new(rows: Strided, place: &'l L) -> Self {
        ColumnSet { rows, place, of: PhantomData }
    }
}

impl<'a, R: Record, L: Placement<R>> BuildSet<ColumnsFamily<'a>> for ColumnSet<'_, 'a, R, L> {
    #[inline]
    fn slot<F: Element, const I: usize>(&mut self) -> Column<'a, F> {
        // SAFETY: field I of the rows is an F, readable for 'a.
        unsafe { Column::from_items(self.rows.shifted(self.place.offset(I))) }
    }
}

/// Makes the mutable columns of some rows.
pub(crate) struct ColumnMutSet<'l, 'a, R, L>(pub(crate) ColumnSet<'l, 'a, R, L>);

impl<'a, R: Record, L: Placement<R>> BuildSet<ColumnsMutFamily<'a>> for ColumnMutSet<'_, 'a, R, L> {
    #[inline]
    fn slot<F: Element, const I: usize>(&mut self) -> ColumnMut<'a, F> {
        // SAFETY: field I of the rows is an F; each slot is made once, and no
        // two fields of a placement have a byte in common.
        unsafe { ColumnMut::from_items(self.0.rows.shifted(self.0.place.offset(I))) }
    }
}

/// Owned columns without an item.
pub(crate) fn empty<R: Record>() -> R::Set<VecsFamily> {
    R::build(&mut NewVecs)
}

/// Copies the columns of the rows into vectors, whose memory is used again.
///
/// # Safety
/// The rows satisfy the invariant of `Records`.
pub(crate) unsafe fn columns_into<R: Record, L: Placement<R>>(
    rows: Strided,
    place: &L,
    set: &mut R::Set<VecsFamily>,
) {
    let mut out = Out { rows, place, lanes: Vec::new(), of: PhantomData };
    // SAFETY: `Out` and `Fill` take each slot as `&mut`, which `set` is. After `Out`, every lane's
    // column has room for all rows; the kernel fills it; `Fill` says so.
    unsafe {
        R::visit(set, &mut out);
        columns_out(rows, &out.lanes);
        R::visit(set, &mut Filled(rows.len()));
    }
}

/// Copies one column; see [`columns_into`].
pub(super) fn column_into<F: Element>(column: Column<'_, F>, vec: &mut Vec<F>) {
    vec.clear();
    reserve(vec, column.len());
    if F::IN_PLACE {
        // SAFETY: the vector has room for as many items, which are then there.
        unsafe {
            copy_column(column, vec.as_mut_ptr());
            vec.set_len(column.len());
        }
    } else {
        vec.extend(column.iter());
    }
}

/// Copies one column to a slice of its length.
pub(super) fn column_to_slice<F: Element>(column: Column<'_, F>, to: &mut [F]) {
    debug_assert_eq!(column.len(), to.len());
    if F::IN_PLACE {
        // SAFETY: the slice has as many items.
        unsafe { copy_column(column, to.as_mut_ptr()) }
    } else {
        for (to, item) in to.iter_mut().zip(column.iter()) {
            *to = item;
        }
    }
}

/// Copies the bytes of the items of a column, which Rust keeps as records do.
///
/// # Safety
/// As many items as the column has can be written, and share no byte with it.
unsafe fn copy_column<F: Element>(column: Column<'_, F>, to: *mut F) {
    let lane = Lane { offset: 0, width: F::SIZE, column: to.cast() };
    // SAFETY: the items of a column can be read; the caller's promise; in place an F in memory is
    // its bytes.
    unsafe { columns_out(column.items(), &[lane]) }
}

/// Room for so many items; large pages for it, if it is large and new.
fn reserve<F>(vec: &mut Vec<F>, items: usize) {
    if vec.capacity() < items {
        vec.reserve(items);
        advise_large(vec.as_ptr().cast(), vec.capacity() * size_of::<F>());
    }
}

/// Makes room in the vectors, fills those whose items Rust keeps in another way,
/// and lists the others for the kernel.
struct Out<'l, R, L> {
    rows: Strided,
    place: &'l L,
    lanes: Vec<Lane>,
    of: PhantomData<R>,
}

impl<R: Record, L: Placement<R>> VisitSet<VecsFamily> for Out<'_, R, L> {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut Vec<F>) {
        // SAFETY: the visit is by `&mut`.
        let vec = unsafe { &mut *slot };
        let offset = self.place.offset(I);
        if F::IN_PLACE {
            vec.clear();
            reserve(vec, self.rows.len());
            let column = vec.as_mut_ptr().cast();
            self.lanes.push(Lane { offset, width: F::SIZE, column });
        } else {
            // SAFETY: field I of the rows is an F.
            column_into(unsafe { Column::<F>::from_items(self.rows.shifted(offset)) }, vec);
        }
    }
}

/// Sets the lengths of vectors that now hold so many items.
struct Filled(usize);

impl VisitSet<VecsFamily> for Filled {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut Vec<F>) {
        if F::IN_PLACE {
            // SAFETY: the visit is by `&mut`, after `Out` made the room and the
            // kernel filled it with the bytes of valid items.
            unsafe { (*slot).set_len(self.0) }
        }
    }
}

/// The length that all the vectors have.
///
/// # Errors
/// [`Error::Lengths`] naming the first whose length differs from the first one's.
pub(crate) fn common_len<R: Record>(set: &R::Set<VecsFamily>) -> Result<usize, Error> {
    let mut lengths = Lengths { layout: R::LAYOUT, common: None, error: None };
    // SAFETY: `Lengths` reads each slot, as `set` allows.
    unsafe { R::visit(core::ptr::from_ref(set).cast_mut(), &mut lengths) };
    match lengths.error {
        Some(error) => Err(error),
        None => Ok(lengths.common.unwrap_or(0)),
    }
}

struct Lengths {
    layout: &'static crate::Layout,
    common: Option<usize>,
    error: Option<Error>,
}

impl VisitSet<VecsFamily> for Lengths {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut Vec<F>) {
        // SAFETY: the visit is by `&`.
        let found = unsafe { &*slot }.len();
        let expected = *self.common.get_or_insert(found);
        if found != expected && self.error.is_none() {
            let what = alloc::format!("column `{}`", self.layout.fields()[I].name());
            self.error = Some(Error::Lengths { what, expected, found });
        }
    }
}

/// Copies vectors, each of as many items as there are rows, into the columns of
/// the rows.
///
/// # Safety
/// The rows satisfy the invariant of `RecordsMut`; the vectors have as many items. With
/// [`Holes::Zero`], the rows are new, and lie one behind the other.
pub(crate) unsafe fn columns_from<R: Record, L: Placement<R>>(
    rows: Strided,
    place: &L,
    set: &R::Set<VecsFamily>,
    holes: Holes,
) {
    let mut from = In { rows, place, lanes: Vec::new(), holes, of: PhantomData };
    // SAFETY: `In` reads each slot, as `set` allows, and lists columns of as many
    // items as there are rows.
    unsafe {
        R::visit(core::ptr::from_ref(set).cast_mut(), &mut from);
        columns_in(rows, &from.lanes, from.holes);
    }
}

/// Writes the vectors whose items Rust keeps in another way, or with padding,
/// and lists the others for the kernel.
struct In<'l, R, L> {
    rows: Strided,
    place: &'l L,
    lanes: Vec<Lane>,
    holes: Holes,
    of: PhantomData<R>,
}

impl<R: Record, L: Placement<R>> VisitSet<VecsFamily> for In<'_, R, L> {
    unsafe fn slot<F: Element, const I: usize>(&mut self, slot: *mut Vec<F>) {
        // SAFETY: the visit is by `&`.
        let vec = unsafe { &*slot };
        let offset = self.place.offset(I);
        if F::IN_PLACE && !F::DTYPE.has_padding() {
            let column = vec.as_ptr().cast_mut().cast();
            self.lanes.push(Lane { offset, width: F::SIZE, column });
        } else {
            // Written already, and no lane: to the kernel it is a hole.
            self.holes = Holes::Kept;
            // SAFETY: field I of the rows is an F, which nothing else uses.
            unsafe { ColumnMut::<F>::from_items(self.rows.shifted(offset)) }.copy_from_slice(vec);
        }
    }
}
