//! Run-time rows for a person.

use core::fmt;

use super::DynRecords;
use crate::view::print;
use crate::view::value_at::ValueAt;

/// The fields of one row.
fn cells<'v>(
    records: &'v DynRecords<'_>,
    row: usize,
) -> impl Iterator<Item = ValueAt<'v>> + use<'v> {
    assert!(row < records.len());
    let at = records.rows().at(row).cast_const();
    records.layout().fields().iter().map(move |field| {
        // SAFETY: a field of a row of the view, which is borrowed meanwhile.
        unsafe { ValueAt::new(field.dtype(), at.wrapping_add(field.offset())) }
    })
}

/// A table; see `Records`.
pub(super) fn table(records: &DynRecords<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    print::table(f, records.len(), records.layout().fields(), |row| cells(records, row))
}

/// `[{id: 1, sin: 0.5}, ...]`, the middle of long views left out.
pub(super) fn list_rows(records: &DynRecords<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    print::list_rows(f, records.len(), records.layout().fields(), |row| cells(records, row))
}
