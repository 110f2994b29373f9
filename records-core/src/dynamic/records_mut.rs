//! Rows of a run-time layout, to be written.

use alloc::sync::Arc;
use core::fmt;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::bind::{Access, bind_mut};
use super::column::{check_type, check_values};
use super::fields::check_bound;
use super::{Bound, DynColumns, DynRecords, encode, path};
use crate::kernel::{self, Holes};
use crate::memory::{Strided, check_apart, check_within};
use crate::view::count_whole;
use crate::view::valid::check_column;
use crate::{ColumnMut, Element, Error, Layout, Record, RecordsMut, Value};

/// Records in bytes that somebody else owns, of a run-time layout, to be written;
/// the mutable twin of [`DynRecords`].
///
/// It is the only way to its rows while it lives. What belongs to no field is never
/// written.
///
/// ```
/// use records_core::{DynRecordsMut, Layout};
///
/// let layout = Layout::parse("[('side', 'S1'), ('size', 'u1')]")?;
/// let mut bytes = *b"B\x01S\x02";
/// let mut rows = DynRecordsMut::from_bytes(&mut bytes, &layout)?;
/// rows.column_mut::<u8>("size")?.update(|size| size + 10);
/// rows.set_value(0, "side", &"S".into())?;
/// assert_eq!(bytes, *b"S\x0bS\x0c");
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct DynRecordsMut<'a> {
    /// **Invariant**: that of `DynRecords`; the bytes of the fields can also be written,
    /// nobody else reads or writes them, and no two rows have a byte in common.
    rows: Strided,
    layout: Arc<Layout>,
    /// Whether the rows have fields that the layout leaves out; see `DynRecords`.
    part: bool,
    of: PhantomData<&'a mut [u8]>,
}

// SAFETY: the only way to its rows, as `&mut [u8]` is.
unsafe impl Send for DynRecordsMut<'_> {}
// SAFETY: by shared reference it only lends values out.
unsafe impl Sync for DynRecordsMut<'_> {}

impl<'a> DynRecordsMut<'a> {
    /// # Safety
    /// The rows satisfy the invariant of the field.
    pub(crate) unsafe fn from_rows(
        rows: Strided,
        layout: Arc<Layout>,
        part: bool,
    ) -> DynRecordsMut<'a> {
        DynRecordsMut { rows, layout, part, of: PhantomData }
    }

    /// All rows, to be written.
    pub(super) const fn rows(&mut self) -> Strided {
        self.rows
    }

    pub(super) fn shared_layout(&self) -> Arc<Layout> {
        Arc::clone(&self.layout)
    }

    /// The records that the bytes are, one behind the other.
    ///
    /// # Errors
    /// [`Error::Length`] if the length is no multiple of the itemsize.
    pub fn from_bytes(bytes: &'a mut [u8], layout: &Layout) -> Result<DynRecordsMut<'a>, Error> {
        let count = count_whole(bytes.len(), layout.itemsize())?;
        // An itemsize is at most isize::MAX.
        DynRecordsMut::from_strided(bytes, layout, 0, layout.itemsize() as isize, count)
    }

    /// `count` records `stride` bytes apart, the first at byte `offset`.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes,
    /// [`Error::RowsOverlap`] if the stride is smaller than a record: such rows can
    /// only be read.
    pub fn from_strided(
        bytes: &'a mut [u8],
        layout: &Layout,
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<DynRecordsMut<'a>, Error> {
        check_within(bytes.len(), offset, stride, count, layout.itemsize())?;
        check_apart(stride, count, layout.itemsize())?;
        let rows = Strided::new(bytes.as_mut_ptr().wrapping_add(offset), count, stride);
        // SAFETY: all rows lie within `bytes`, initialised and borrowed for 'a, and do
        // not overlap.
        Ok(unsafe { DynRecordsMut::from_rows(rows, Arc::new(layout.clone()), false) })
    }

    /// Records in memory that is known only by its address; see
    /// [`DynRecords::from_raw_parts`].
    ///
    /// # Safety
    /// As for [`DynRecords::from_raw_parts`], and: the memory can be written, nobody
    /// else reads or writes the records for `'a`, and they do not overlap.
    #[must_use]
    pub unsafe fn from_raw_parts(
        first: *mut u8,
        stride: isize,
        count: usize,
        layout: &Layout,
    ) -> DynRecordsMut<'a> {
        let rows = Strided::new(first, count, stride);
        // SAFETY: the caller's promise.
        unsafe { DynRecordsMut::from_rows(rows, Arc::new(layout.clone()), false) }
    }

    /// What a row looks like.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// Bytes from one row to the next.
    #[must_use]
    pub const fn stride(&self) -> isize {
        self.rows.stride()
    }

    /// The rows, to read them.
    #[must_use]
    pub fn view(&self) -> DynRecords<'_> {
        // SAFETY: what can be written can be read, and nobody writes it while `self` is
        // borrowed.
        unsafe { DynRecords::from_rows(self.rows, Arc::clone(&self.layout), self.part) }
    }

    /// The same rows for a shorter time.
    #[must_use]
    pub fn reborrow(&mut self) -> DynRecordsMut<'_> {
        // SAFETY: `self` is borrowed meanwhile.
        unsafe { DynRecordsMut::from_rows(self.rows, Arc::clone(&self.layout), self.part) }
    }

    /// One value; see [`DynRecords::value`].
    ///
    /// # Errors
    /// As there.
    pub fn value(&self, row: usize, path: &str) -> Result<Value, Error> {
        self.view().value(row, path)
    }

    /// Writes one value: a field of a row, or a part of one. Numbers of any width are
    /// taken that the field can hold exactly (floats are rounded to the field's
    /// precision), texts that fit.
    ///
    /// # Errors
    /// Those of [`DynRecords::value`]; [`Error::CannotHold`] if the field cannot hold
    /// the value; then nothing is written.
    pub fn set_value(&mut self, row: usize, path: &str, value: &Value) -> Result<(), Error> {
        let (offset, dtype) = path::find(&self.layout, path)?;
        let row = self.view().check_row(row)?;
        // Written beside first, so that a part that does not fit leaves all as it was,
        // and padding inside is not touched.
        let mut bytes = alloc::vec![0; dtype.size()];
        encode::value(dtype, path, value, &mut bytes)?;
        let from = Strided::new(bytes.as_mut_ptr(), 1, dtype.size() as isize);
        let to = Strided::new(self.rows.at(row).wrapping_add(offset), 1, dtype.size() as isize);
        let parts = crate::view::moves_of([(dtype, 0, 0)].into_iter());
        // SAFETY: the bytes of one value; the field's bytes in a row of the view.
        unsafe { kernel::repack(from, to, &parts, Holes::Kept) };
        Ok(())
    }

    /// The column of a field, or of a part of one, to be written; see
    /// [`DynRecords::column`].
    ///
    /// # Errors
    /// As there; a field must be an `F` in what it allows, too: an enum cannot be
    /// written as its integer.
    pub fn column_mut<F: Element>(&mut self, path: &str) -> Result<ColumnMut<'_, F>, Error> {
        let (offset, dtype) = path::find(&self.layout, path)?;
        check_type::<F>(path, dtype, Access::Write)?;
        let items = self.rows.shifted(offset);
        // SAFETY: a part of the rows, of F's size, whose values are checked where not all
        // bytes are some; `self` is borrowed meanwhile.
        unsafe {
            check_values::<F>(path, offset, items)?;
            Ok(ColumnMut::from_items(items))
        }
    }

    /// The same rows as records of `R`, to be written; see [`DynRecords::typed`].
    ///
    /// # Errors
    /// As there, and if two fields of `R` find the same bytes.
    pub fn typed_mut<R: Record>(&mut self) -> Result<RecordsMut<'_, R, Bound<R>>, Error> {
        let bound = bind_mut::<R>(&self.layout)?;
        // SAFETY: `bind_mut` found each field of R among the parts of the rows, no two with
        // a byte in common; values are checked; `self` is borrowed meanwhile.
        unsafe {
            check_bound(self.rows, &bound)?;
            Ok(RecordsMut::from_rows(self.rows, bound))
        }
    }

    /// [`typed_mut`](DynRecordsMut::typed_mut), for as long as these rows can be written.
    ///
    /// # Errors
    /// As there.
    pub fn into_typed<R: Record>(self) -> Result<RecordsMut<'a, R, Bound<R>>, Error> {
        let bound = bind_mut::<R>(&self.layout)?;
        // SAFETY: as for `typed_mut`; `self` is gone.
        unsafe {
            check_bound(self.rows, &bound)?;
            Ok(RecordsMut::from_rows(self.rows, bound))
        }
    }

    /// The same rows with some of their fields, to be written; see
    /// [`DynRecords::select`].
    ///
    /// # Errors
    /// As there.
    pub fn select_mut(&mut self, names: &[&str]) -> Result<DynRecordsMut<'_>, Error> {
        let layout = self.layout.select(names)?;
        // SAFETY: the fields are some of those of the rows, in as many bytes; `self` is
        // borrowed meanwhile.
        Ok(unsafe { DynRecordsMut::from_rows(self.rows, Arc::new(layout), true) })
    }

    /// The rows of a range, while `self` is borrowed.
    ///
    /// # Panics
    /// If it does not lie within the view.
    #[must_use]
    #[track_caller]
    pub fn slice_mut(&mut self, range: impl RangeBounds<usize>) -> DynRecordsMut<'_> {
        // SAFETY: some of the rows.
        unsafe {
            DynRecordsMut::from_rows(self.rows.slice(range), Arc::clone(&self.layout), self.part)
        }
    }

    /// Every `step`-th row, the first included, while `self` is borrowed.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by_mut(&mut self, step: usize) -> DynRecordsMut<'_> {
        // SAFETY: some of the rows.
        unsafe {
            DynRecordsMut::from_rows(self.rows.step_by(step), Arc::clone(&self.layout), self.part)
        }
    }

    /// The last row first, while `self` is borrowed.
    #[must_use]
    pub fn reversed_mut(&mut self) -> DynRecordsMut<'_> {
        // SAFETY: the same rows.
        unsafe {
            DynRecordsMut::from_rows(self.rows.reversed(), Arc::clone(&self.layout), self.part)
        }
    }

    /// Copies the fields of as many other rows of the same dtypes, matched by name,
    /// wherever either has them.
    ///
    /// # Errors
    /// [`Error::Lengths`] if there are more or fewer rows, [`Error::Layout`] if the
    /// other rows lack a field, [`Error::WrongType`] if one has another dtype there,
    /// [`Error::Invalid`] if a `bool` or an enum of theirs is no value; then nothing
    /// is written.
    pub fn copy_from(&mut self, from: &DynRecords<'_>) -> Result<(), Error> {
        if from.len() != self.len() {
            let what = "the view copied from".into();
            return Err(Error::Lengths { what, expected: self.len(), found: from.len() });
        }
        let mut parts = alloc::vec::Vec::with_capacity(self.layout.fields().len());
        let places = from.layout().places();
        for field in self.layout.fields() {
            let found = places.get(field.name()).map(|&index| &from.layout().fields()[index]);
            let found = found.ok_or_else(|| Error::unknown_field(from.layout(), field.name()))?;
            if found.dtype() != field.dtype() {
                return Err(Error::WrongType {
                    field: field.name().into(),
                    expected: alloc::format!("{}", field.dtype()),
                    found: alloc::format!("{}", found.dtype()),
                });
            }
            let items = from.rows().shifted(found.offset());
            // These rows may be those of a type of which not all bytes are values.
            // SAFETY: a field of the other rows.
            unsafe { check_column(field.name(), found.offset(), field.dtype(), items)? };
            parts.push((field.dtype(), found.offset(), field.offset()));
        }
        if self.is_empty() {
            // No bytes stand behind the lengths of arrays.
            return Ok(());
        }
        let parts = crate::view::moves_of(parts.into_iter());
        // SAFETY: the moves are the fields' bytes in both; this is the only way to its rows.
        unsafe { kernel::repack(from.rows(), self.rows, &parts, Holes::Kept) };
        Ok(())
    }

    /// Writes all fields from columns, matched by name, in one pass over the rows. Where a column is
    /// in the other byte order, its numbers are turned round on the way. Columns that the rows have
    /// no field for are left out.
    ///
    /// ```
    /// use records_core::{ByteOrder, DynRecords, DynRecordsMut, Layout};
    ///
    /// let wire = Layout::parse("[('id', '>u2'), ('x', 'u1')]")?;
    /// let columns = DynRecords::from_bytes(&[0, 1, 2, 0, 3, 4], &wire)?.to_native_columns();
    /// let mut bytes = [0; 6];
    /// DynRecordsMut::from_bytes(&mut bytes, &wire)?.assign_columns(&columns)?;
    /// assert_eq!(bytes, [0, 1, 2, 0, 3, 4]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Lengths`] if they have more or fewer items than there are rows, [`Error::Layout`]
    /// if a field has no column, [`Error::WrongType`] if the column is of another dtype but for the
    /// byte order, [`Error::Invalid`] if an item is no value of a `bool` or an enum; then nothing is
    /// written.
    pub fn assign_columns(&mut self, columns: &DynColumns) -> Result<(), Error> {
        columns.assign_to(self)
    }
}

impl<'a, R: Record> From<RecordsMut<'a, R>> for DynRecordsMut<'a> {
    fn from(records: RecordsMut<'a, R>) -> DynRecordsMut<'a> {
        let layout = Arc::new(R::LAYOUT.clone());
        // SAFETY: whole rows of R, of which the view that is gone was the only one.
        unsafe { DynRecordsMut::from_rows(records.rows(), layout, false) }
    }
}

impl fmt::Debug for DynRecordsMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

impl fmt::Display for DynRecordsMut<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}
