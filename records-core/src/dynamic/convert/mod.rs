//! Rows copied into another layout, numbers widened and bytes swapped on the way.

mod plan;
mod run;

use alloc::string::String;
use alloc::vec::Vec;

use super::{DynRecordBuf, DynRecords, path};
use crate::kernel::cast::Coded;
use crate::view::check_rows;
use crate::{ByteOrder, Difference, Error, Layout, LayoutError, Mismatch, Record, RecordBuf};

use plan::Plan;

impl DynRecords<'_> {
    /// A copy of the rows as records of `R`, whose fields are found by name:
    /// numbers widened and bytes swapped where that can lose nothing.
    ///
    /// Integers become wider ones and floats that hold all of them exactly, floats
    /// wider floats and complex numbers, texts longer ones, times those of a finer
    /// unit that divides theirs, integers the enums that they stand for, arrays and
    /// nested records element by element and field by field.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout, Record};
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Reading { value: f64, id: u64 }
    ///
    /// let layout = Layout::parse("[('id', '>u2'), ('value', '>f4')]")?;
    /// let rows = DynRecords::from_bytes(&[0, 7, 0x3f, 0x80, 0, 0], &layout)?;
    /// assert_eq!(rows.convert::<Reading>()?.get(0), Some(Reading { value: 1.0, id: 7 }));
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Narrow { id: u8 }
    /// assert_eq!(
    ///     rows.convert::<Narrow>().unwrap_err().to_string(),
    ///     "the rows cannot become `Narrow`: 1 of its 1 fields differs\n\
    ///      field  expected  found\n\
    ///      id     u8        big-endian u16 at byte 0: does not hold all of them",
    /// );
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mismatch`] listing each field that is missing or would lose
    /// something; [`Error::Invalid`] if a `bool` or an enum is none, or a time does not
    /// fit the finer unit.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn convert<R: Record>(&self) -> Result<RecordBuf<R>, Error> {
        let mut copy = RecordBuf::new();
        self.convert_records_into(&mut copy)?;
        Ok(copy)
    }

    /// [`convert`](DynRecords::convert) into a buffer. What it held is gone; its memory is used again.
    ///
    /// # Errors
    /// As there; after [`Error::Invalid`] the buffer is empty, after others as it was.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn convert_records_into<R: Record>(&self, copy: &mut RecordBuf<R>) -> Result<(), Error> {
        let steps = self.steps_to(R::LAYOUT)?;
        let mut done = Ok(());
        // SAFETY: the steps lead from parts of these rows to those of `R`; the copy's memory is its
        // own, zeros where nothing is written. Rows that are no records are not kept.
        unsafe {
            copy.refill(self.len(), true, |rows| {
                done = run::run(&steps, self.rows(), rows).and_then(|()| check_rows::<R>(rows));
            });
        }
        if done.is_err() {
            copy.clear();
        }
        done.map_err(|error| match error {
            // In these rows the value lies elsewhere than in the copy.
            Error::Invalid { row, field, byte, found, expected } => {
                let byte = path::seek(self.layout(), &field).map_or(byte, |(offset, _)| offset);
                Error::Invalid { row, field, byte, found, expected }
            }
            error => error,
        })
    }

    /// A copy of the rows in another run-time layout; see
    /// [`convert`](DynRecords::convert).
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn convert_to(&self, layout: &Layout) -> Result<DynRecordBuf, Error> {
        let mut copy = DynRecordBuf::new(layout);
        self.convert_into(&mut copy)?;
        Ok(copy)
    }

    /// [`convert_to`](DynRecords::convert_to) into a buffer, in the layout that it has. What it held
    /// is gone; its memory is used again.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, DynRecords, Layout};
    ///
    /// let narrow = Layout::parse("[('id', 'u1')]")?;
    /// let mut wide = DynRecordBuf::new(&Layout::parse("[('id', '>u2')]")?);
    /// for bytes in [[1, 2], [3, 4]] {
    ///     DynRecords::from_bytes(&bytes, &narrow)?.convert_into(&mut wide)?;
    ///     assert_eq!(wide.as_bytes(), [0, bytes[0], 0, bytes[1]]);
    /// }
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As there; after [`Error::Invalid`] the buffer is empty, after others as it was.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn convert_into(&self, copy: &mut DynRecordBuf) -> Result<(), Error> {
        let layout = copy.shared_layout();
        let steps = self.steps_to(&layout)?;
        let mut done = Ok(());
        // SAFETY: the steps lead from parts of these rows to those of rows of the layout; the copy's
        // memory is its own, zeros where nothing is written.
        unsafe {
            copy.refill(layout, self.len(), true, |rows| {
                done = run::run(&steps, self.rows(), rows);
            });
        }
        if done.is_err() {
            copy.clear();
        }
        done
    }

    /// What makes rows of a layout of these, of which there must be room for as many.
    fn steps_to(&self, layout: &Layout) -> Result<Steps, Error> {
        let mut plan = Plan::default();
        let places = self.layout().places();
        let mut differing = 0;
        for field in layout.fields() {
            let before = plan.differences.len();
            let whole = places.get(field.name()).map(|&index| &self.layout().fields()[index]);
            let found = match whole {
                Some(whole) => Some((whole.offset(), whole.dtype())),
                None if field.name().contains(['.', '[']) => {
                    path::seek(self.layout(), field.name()).ok()
                }
                None => None,
            };
            match found {
                Some((offset, found)) => {
                    plan.add(field.name(), found, offset, field.dtype(), field.offset());
                }
                None => plan.differences.push(Difference::missing(field.name(), field.dtype())),
            }
            differing += usize::from(plan.differences.len() > before);
        }
        if !plan.differences.is_empty() {
            return Err(Error::Mismatch(Mismatch {
                record: layout.name().into(),
                fields: layout.fields().len(),
                differing,
                verb: "cannot become",
                differences: plan.differences,
            }));
        }
        // Rows without bytes may be more than there can be of others.
        let size = self.len().checked_mul(layout.itemsize());
        if size.is_none_or(|size| isize::try_from(size).is_err()) {
            return Err(LayoutError::TooLarge.into());
        }
        Ok(plan.steps)
    }
}

/// One part of a row and how it gets into the other row.
struct Step {
    /// The way to it, for errors.
    path: String,
    from: usize,
    to: usize,
    /// How many items of the kind lie one behind the other, in both rows.
    count: usize,
    how: How,
}

type Steps = Vec<Step>;

/// What happens to an item.
enum How {
    /// Its parts are taken over one by one: nested records of so many bytes before
    /// and after.
    Parts(Steps, usize, usize),
    /// So many bytes are copied.
    Copy(usize),
    /// Bytes are copied into more bytes, what is left being zero.
    Pad(usize, usize),
    /// So many characters of four bytes are turned round, into room for more.
    PadSwapped(usize, usize),
    /// So many bytes are turned round, so many times.
    Swap(usize, usize),
    /// A number becomes one of another type.
    Cast(Coded, Coded),
    /// Both parts of a complex number do.
    Complex(Coded, Coded),
    /// A real number becomes the real part of a complex one.
    Real(Coded, Coded),
    /// Steps of a time become so many finer ones.
    Refine(ByteOrder, ByteOrder, i64),
}

impl How {
    /// Bytes of an item before and after.
    const fn widths(&self) -> (usize, usize) {
        match *self {
            How::Parts(_, from, to) => (from, to),
            How::Copy(width) => (width, width),
            How::Pad(from, to) => (from, to),
            // Of an array of no elements they may be of any size.
            How::PadSwapped(from, to) => (from.saturating_mul(4), to.saturating_mul(4)),
            How::Swap(width, parts) => (width * parts, width * parts),
            How::Cast(from, to) => (from.scalar.size(), to.scalar.size()),
            How::Complex(from, to) => (2 * from.scalar.size(), 2 * to.scalar.size()),
            How::Real(from, to) => (from.scalar.size(), 2 * to.scalar.size()),
            How::Refine(..) => (8, 8),
        }
    }
}
