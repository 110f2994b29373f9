//! Columns filled with those of rows.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::DynColumns;
use super::order::turns;
use super::place::places;
use crate::kernel::{self, Holes, Lane, Turn, columns_out, columns_out_turned};
use crate::memory::Strided;
use crate::store::aligned::AlignedBytes;
use crate::view::moves_of;
use crate::{DType, DynRecords};

/// Bytes of rows that are copied before what was copied is turned round: a part of a second-level
/// cache.
const BLOCK: usize = 128 << 10;

impl DynColumns {
    /// Takes the columns of as many rows as there are, of this layout but for the byte order.
    pub(in crate::dynamic) fn fill(&mut self, records: &DynRecords<'_>) {
        let len = records.len();
        let mut block = self.take_block();
        let size = |field: &crate::Field| len.checked_mul(field.size());
        let sizes: Option<Vec<usize>> = self.layout.fields().iter().map(size).collect();
        let placed = sizes.and_then(|sizes| Some((places(&sizes)?, sizes)));
        let ((starts, end), sizes) = placed.expect("capacity overflow");
        // SAFETY: `copy` initialises the bytes of all columns, and here those between them are
        // zeroed.
        unsafe {
            block.refill(end, false, |first| {
                let mut last = 0;
                for (&start, &size) in starts.iter().zip(&sizes) {
                    first.add(last).write_bytes(0, start - last);
                    last = start + size;
                }
                self.copy(records, first, &starts);
            });
        }
        let block = Arc::new(block);
        for (column, start) in self.columns.iter_mut().zip(starts) {
            column.set(&block, start, len);
        }
        self.block = block;
        self.len = len;
    }

    /// The memory of the columns, if nobody shares it; there is no row then.
    fn take_block(&mut self) -> AlignedBytes {
        let none = Arc::new(DynColumns::no_block(&self.layout));
        self.len = 0;
        for column in &mut self.columns {
            column.clear(&none);
        }
        let block = core::mem::replace(&mut self.block, none);
        Arc::try_unwrap(block).unwrap_or_else(|_| DynColumns::no_block(&self.layout))
    }

    /// Copies the columns to memory of their own.
    ///
    /// # Safety
    /// For each field as many items as there are rows can be written from byte `starts` of `first`
    /// on; no two share a byte. Afterwards all of them are initialised.
    unsafe fn copy(&self, records: &DynRecords<'_>, first: *mut u8, starts: &[usize]) {
        let rows = records.rows();
        if rows.len() == 0 {
            // No bytes stand behind the lengths of arrays.
            return;
        }
        let mut lanes = Vec::with_capacity(self.columns.len());
        let mut turned = Vec::new();
        let fields = records.layout().fields().iter().zip(self.layout.fields());
        for ((from, to), &start) in fields.zip(starts) {
            let column = first.wrapping_add(start);
            // The same layouts but for the byte order.
            let turns = turns(from.dtype(), to.dtype()).unwrap_or_default();
            if from.dtype().has_padding() {
                let items = Strided::new(column, rows.len(), from.size() as isize);
                // SAFETY: the field's items, and room for them.
                unsafe {
                    column.write_bytes(0, rows.len() * from.size());
                    copy_padded(from.dtype(), rows.shifted(from.offset()), items, &turns);
                }
                continue;
            }
            let index = lanes.len();
            turned.extend(turns.into_iter().map(|turn| (index, turn)));
            lanes.push(Lane { offset: from.offset(), width: from.size(), column });
        }
        // SAFETY: fields of the rows, initialised; each column has room for an item of each row.
        unsafe {
            if turned.is_empty() {
                columns_out(rows, &lanes);
            } else {
                columns_out_turned(rows, &lanes, &turned);
            }
        }
    }
}

/// Copies items without their padding, and turns numbers in the copies round.
///
/// # Safety
/// The items of a dtype can be read at `from`, initialised but for the padding, and written at `to`,
/// of which there are as many; the two share no byte. The turns are those of its numbers.
pub(super) unsafe fn copy_padded(dtype: &DType, from: Strided, to: Strided, turns: &[Turn]) {
    let parts = moves_of([(dtype, 0, 0)].into_iter());
    let items = if turns.is_empty() { to.len() } else { (BLOCK / dtype.size()).max(1) };
    for start in (0..to.len()).step_by(items.max(1)) {
        let range = start..to.len().min(start.saturating_add(items));
        let (from, to) = (from.slice(range.clone()), to.slice(range));
        // SAFETY: the caller's promise for these items.
        unsafe {
            kernel::repack(from, to, &parts, Holes::Kept);
            for turn in turns {
                kernel::turn(to, turn);
            }
        }
    }
}
