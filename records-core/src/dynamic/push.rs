//! Typed records added to rows of a run-time layout.

use core::fmt;

use super::DynRecordBuf;
use super::bind::{Bound, bind_mut};
use crate::{Error, Record};

/// Adds records of a type at the end of a [`DynRecordBuf`]; made by [`DynRecordBuf::pusher`].
pub struct DynPusher<'b, R: Record> {
    buf: &'b mut DynRecordBuf,
    /// **Invariant**: made of the buffer's layout.
    place: Bound<R>,
    /// Bytes of a row.
    size: usize,
    /// Whether some bytes of a row are none of R's fields'.
    zero: bool,
}

impl<'b, R: Record> DynPusher<'b, R> {
    pub(super) fn new(buf: &'b mut DynRecordBuf) -> Result<DynPusher<'b, R>, Error> {
        let place = bind_mut::<R>(buf.layout())?;
        let size = buf.layout().itemsize();
        let fields = R::LAYOUT.fields();
        let zero = fields.iter().any(|field| field.dtype().has_padding())
            || fields.iter().map(crate::Field::size).sum::<usize>() != size;
        Ok(DynPusher { buf, place, size, zero })
    }

    /// Adds a record. What of the row it does not have is zero.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does, or the count of rows of no bytes overflows.
    #[inline]
    pub fn push(&mut self, record: R) {
        let len = self.buf.len.checked_add(1).expect("capacity overflow");
        let row = self.buf.bytes.spare(self.size);
        // SAFETY: room for a row, in which the placement has the fields, no two of which share a
        // byte; if they are not all of it, it is zeroed first.
        unsafe {
            if self.zero {
                row.write_bytes(0, self.size);
            }
            record.write_row(row, &self.place);
            self.buf.bytes.commit(self.size);
        }
        self.buf.len = len;
    }
}

impl<R: Record> Extend<R> for DynPusher<'_, R> {
    fn extend<I: IntoIterator<Item = R>>(&mut self, records: I) {
        records.into_iter().for_each(|record| self.push(record));
    }
}

impl<R: Record> fmt::Debug for DynPusher<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynPusher").field("place", &self.place).field("len", &self.buf.len).finish()
    }
}
