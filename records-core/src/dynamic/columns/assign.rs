//! Rows out of columns.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::DynColumns;
use super::fill::copy_padded;
use super::order::turns;
use crate::dynamic::DynRecordBuf;
use crate::kernel::{Holes, Lane, columns_in, columns_in_turned};
use crate::view::valid::check_column;
use crate::{DynRecordsMut, Error};

impl DynColumns {
    /// Makes the rows of a buffer those of which these are the columns.
    pub(in crate::dynamic) fn rows_into(&self, buf: &mut DynRecordBuf) {
        let lanes = self.columns.iter().zip(self.layout.fields()).map(|(column, field)| Lane {
            offset: field.offset(),
            width: field.size(),
            column: column.as_bytes().as_ptr().cast_mut(),
        });
        let lanes: Vec<_> = lanes.collect();
        let zeros = self.layout.padding() > 0;
        // SAFETY: columns of as many items as there are rows, whose bytes, padding
        // inside nested records included, are initialised; fields of new rows, which without
        // padding are all of their bytes.
        unsafe {
            buf.refill(Arc::clone(&self.layout), self.len, zeros, |rows| {
                columns_in(rows, &lanes, Holes::Zero);
            });
        }
    }

    /// Copies the columns into the fields of as many rows; see [`DynRecordsMut::assign_columns`].
    pub(in crate::dynamic) fn assign_to(&self, rows: &mut DynRecordsMut<'_>) -> Result<(), Error> {
        if self.len != rows.len() {
            let what = "each of the columns".into();
            return Err(Error::Lengths { what, expected: rows.len(), found: self.len });
        }
        let layout = rows.shared_layout();
        let places = self.layout.places();
        let (mut lanes, mut turned, mut padded) = (Vec::new(), Vec::new(), Vec::new());
        for field in layout.fields() {
            let column = places.get(field.name()).map(|&index| &self.columns[index]);
            let column = column.ok_or_else(|| Error::unknown_field(&self.layout, field.name()))?;
            let turns = turns(column.dtype(), field.dtype()).ok_or_else(|| Error::WrongType {
                field: field.name().into(),
                expected: alloc::format!("{}, in either byte order", field.dtype()),
                found: alloc::format!("{}", column.dtype()),
            })?;
            let items = column.view().items();
            // These rows may be those of a type of which not all bytes are values.
            // SAFETY: a column of these columns.
            unsafe { check_column(field.name(), 0, column.dtype(), items)? };
            if field.dtype().has_padding() {
                padded.push((field, items, turns));
                continue;
            }
            let index = lanes.len();
            turned.extend(turns.into_iter().map(|turn| (index, turn)));
            lanes.push(Lane { offset: field.offset(), width: field.size(), column: items.base() });
        }
        if self.len == 0 {
            // No bytes stand behind the lengths of arrays.
            return Ok(());
        }
        let rows = rows.rows();
        // SAFETY: columns of as many items as there are rows, initialised, and fields of the rows,
        // which nobody else uses.
        unsafe {
            if turned.is_empty() {
                columns_in(rows, &lanes, Holes::Kept);
            } else {
                columns_in_turned(rows, &lanes, &turned);
            }
            for (field, items, turns) in padded {
                copy_padded(field.dtype(), items, rows.shifted(field.offset()), &turns);
            }
        }
        Ok(())
    }
}
