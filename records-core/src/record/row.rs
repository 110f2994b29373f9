//! Reading and writing rows and their fields.

use super::{Placement, Record};
use crate::Element;

/// Reads a record: all of it at once where Rust lays it out as the rows have it,
/// and field by field elsewhere.
///
/// # Safety
/// As for [`Record::read_row`]; with a placement that is `WHOLE`, `R::SIZE` bytes can be read.
#[inline(always)]
pub(crate) unsafe fn read_row<R: Record, L: Placement<R>>(row: *const u8, place: &L) -> R {
    // SAFETY: the caller's promise. In place an R in memory is the bytes of its
    // record; those of its padding may be anything.
    unsafe {
        if const { R::IN_PLACE && L::WHOLE } {
            row.cast::<R>().read_unaligned()
        } else {
            R::read_row(row, place)
        }
    }
}

/// Reads one field of a row; what `read_row` is made of.
///
/// # Safety
/// As for [`Record::read_row`], for this field, which is an `F`.
#[doc(hidden)]
#[inline(always)]
pub unsafe fn read_field<F: Element, R: Record, L: Placement<R>>(
    row: *const u8,
    place: &L,
    field: usize,
) -> F {
    // SAFETY: the caller's promise.
    unsafe { F::read(row.add(place.offset(field))) }
}

/// Writes one field of a row; what `write_row` is made of.
///
/// # Safety
/// As for [`Record::write_row`], for this field, which is an `F`.
#[doc(hidden)]
#[inline(always)]
pub unsafe fn write_field<F: Element, R: Record, L: Placement<R>>(
    value: F,
    row: *mut u8,
    place: &L,
    field: usize,
) {
    // SAFETY: the caller's promise.
    unsafe { value.write(row.add(place.offset(field))) }
}
