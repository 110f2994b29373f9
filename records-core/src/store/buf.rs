//! A growing array of records.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::aligned::AlignedBytes;
use super::whole::write_whole;
use crate::kernel::{Holes, covers};
use crate::memory::Strided;
use crate::record::Invariant;
use crate::view::{check_rows, columns_from, common_len, count_whole, moves};
use crate::{
    ColumnsFamily, ColumnsMutFamily, Error, Own, Record, Records, RecordsIter, RecordsMut,
    VecsFamily,
};

/// Records in memory of its own, which grows: what `Vec` is to a struct, with
/// the bytes of the record layout.
///
/// Its bytes are always initialised, padding of records that are pushed is zero
/// (that of bytes given as bytes is kept), and they are aligned for the record. They come from a `Vec<u8>` and become one without
/// a copy.
///
/// A view borrows it, so it cannot grow, and its rows cannot move, while they
/// are being looked at.
///
/// ```
/// use records_core::{Record, RecordBuf};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Sample { id: i16, value: f64 }
///
/// let mut samples = RecordBuf::new();
/// for id in 0..3 {
///     samples.push(Sample { id, value: f64::from(id) / 2.0 });
/// }
/// assert_eq!(samples.as_bytes().len(), 30);
/// assert_eq!(samples.columns().value.sum(), 1.5);
/// samples.view_mut().columns_mut().id.update(|id| id + 10);
/// assert_eq!(samples.get(2), Some(Sample { id: 12, value: 1.0 }));
/// ```
pub struct RecordBuf<R> {
    /// **Invariant**: a multiple of `R::SIZE` bytes, records of `R` one behind the
    /// other, valid wherever code outside this crate can see them.
    bytes: AlignedBytes,
    /// How many records of no bytes there are. Others are counted by their bytes:
    /// with a second number to keep, `push` would take half as long again.
    empty: usize,
    of: Invariant<R>,
}

impl<R: Record> RecordBuf<R> {
    /// What its first byte is aligned for: the record, and, where Rust keeps it
    /// so, the struct.
    const ALIGN: usize = {
        let (record, rust) = (R::LAYOUT.alignment(), align_of::<R>());
        if R::IN_PLACE && rust > record { rust } else { record }
    };

    /// No records, and no memory yet.
    #[must_use]
    pub const fn new() -> RecordBuf<R> {
        RecordBuf { bytes: AlignedBytes::new(Self::ALIGN), empty: 0, of: PhantomData }
    }

    /// No records, and room for so many.
    ///
    /// # Panics
    /// If they do not fit into the address space.
    #[must_use]
    pub fn with_capacity(records: usize) -> RecordBuf<R> {
        let mut buf = RecordBuf::new();
        buf.reserve(records);
        buf
    }

    /// Adds rows that `write` writes, one behind the other, the first where it is told.
    ///
    /// # Safety
    /// It initialises every byte of so many valid records.
    #[inline]
    pub(crate) unsafe fn append(&mut self, records: usize, write: impl FnOnce(*mut u8)) {
        let size = size_of_rows::<R>(records);
        let empty = self.empty.checked_add(empty::<R>(records)).expect("capacity overflow");
        write(self.bytes.spare(size));
        // SAFETY: the caller's promise.
        unsafe { self.bytes.commit(size) };
        self.empty = empty;
    }

    /// Replaces all rows by so many that `write` writes; their bytes are zeros before if `zeros`.
    ///
    /// # Safety
    /// It initialises every byte, but for those that may stay zeros, of so many valid records.
    pub(crate) unsafe fn refill(
        &mut self,
        records: usize,
        zeros: bool,
        write: impl FnOnce(Strided),
    ) {
        let size = size_of_rows::<R>(records);
        self.clear();
        let rows = |first| write(Strided::new(first, records, R::SIZE as isize));
        // SAFETY: the caller's promise.
        unsafe { self.bytes.refill(size, zeros, rows) };
        self.empty = empty::<R>(records);
    }

    /// All rows, to be written.
    pub(crate) fn rows(&mut self) -> Strided {
        let len = self.len();
        Strided::new(self.bytes.as_mut_slice().as_mut_ptr(), len, R::SIZE as isize)
    }

    /// The records that the bytes are, one behind the other. The vector's memory
    /// is used, unless it is not aligned for the record.
    ///
    /// # Errors
    /// As for [`Records::from_bytes`].
    pub fn from_bytes(bytes: Vec<u8>) -> Result<RecordBuf<R>, Error> {
        Records::<R>::from_bytes(&bytes)?;
        let bytes = AlignedBytes::from_vec(bytes, Self::ALIGN);
        // Of records of no bytes, no bytes are none.
        Ok(RecordBuf { bytes, empty: 0, of: PhantomData })
    }

    /// [`from_bytes`](RecordBuf::from_bytes), of so many records, which for those of no bytes
    /// cannot be told by the bytes.
    ///
    /// # Errors
    /// As there.
    pub(crate) fn from_rows_of(bytes: Vec<u8>, records: usize) -> Result<RecordBuf<R>, Error> {
        Ok(RecordBuf { empty: empty::<R>(records), ..RecordBuf::from_bytes(bytes)? })
    }

    /// The bytes of all records. No copy is made where the allocator aligned them.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_vec()
    }

    /// The bytes of all records.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// Copies the records that the bytes are behind the last one, padding and all.
    ///
    /// # Errors
    /// As for [`Records::from_bytes`]; then nothing is added.
    pub fn extend_from_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let more = count_whole(bytes.len(), R::SIZE)?;
        let rows = Strided::new(bytes.as_ptr().cast_mut(), more, R::SIZE as isize);
        // SAFETY: `more` records, one behind the other, are all of the bytes.
        unsafe { check_rows::<R>(rows)? };
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Copies the records of columns of equal lengths.
    ///
    /// # Errors
    /// [`Error::Lengths`] naming the first column whose length differs.
    pub fn from_columns(columns: &R::Set<VecsFamily>) -> Result<RecordBuf<R>, Error> {
        let mut buf = RecordBuf::new();
        buf.assign_columns(columns)?;
        Ok(buf)
    }

    /// Copies the records of columns of equal lengths, as many as they are. What the buffer held is
    /// gone; its memory is used again.
    ///
    /// # Errors
    /// [`Error::Lengths`] naming the first column whose length differs; then nothing is changed.
    pub fn assign_columns(&mut self, columns: &R::Set<VecsFamily>) -> Result<(), Error> {
        let len = common_len::<R>(columns)?;
        let zeros = !covers(&moves::<R, _, _>(&Own, &Own), R::SIZE);
        // SAFETY: new rows, which do not overlap; every field is written, which without padding is
        // every byte.
        unsafe {
            self.refill(len, zeros, |rows| columns_from::<R, _>(rows, &Own, columns, Holes::Zero));
        }
        Ok(())
    }

    /// Adds a record at the end.
    ///
    /// # Panics
    /// If memory or the address space runs out, as `Vec` does.
    #[inline]
    pub fn push(&mut self, record: R) {
        let row = self.bytes.spare(R::SIZE);
        // SAFETY: there is room for R::SIZE bytes, all of which are written.
        unsafe {
            write_whole(record, row);
            self.bytes.commit(R::SIZE);
        }
        self.empty += const { empty::<R>(1) };
    }

    /// Takes the last record off.
    pub fn pop(&mut self) -> Option<R> {
        let last = self.view().last()?;
        self.truncate(self.len() - 1);
        Some(last)
    }

    /// Keeps the first `len` records, if there are more.
    pub fn truncate(&mut self, len: usize) {
        if len < self.len() {
            self.empty = empty::<R>(len);
            self.bytes.truncate(len * R::SIZE);
        }
    }

    /// Removes all records and keeps the memory.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Makes room for so many more records.
    ///
    /// # Panics
    /// If they do not fit into the address space.
    pub fn reserve(&mut self, additional: usize) {
        self.bytes.reserve(size_of_rows::<R>(additional));
    }

    /// How many records there is memory for, those it holds included.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.bytes.capacity().checked_div(R::SIZE).unwrap_or(usize::MAX)
    }

    /// How many records there are.
    #[must_use]
    #[inline]
    pub const fn len(&self) -> usize {
        match self.bytes.len().checked_div(R::SIZE) {
            Some(len) => len,
            None => self.empty,
        }
    }

    /// Whether there is none.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The records, to read them.
    #[must_use]
    #[inline]
    pub fn view(&self) -> Records<'_, R> {
        // SAFETY: `len` records, one behind the other, borrowed with `self`.
        unsafe { Records::from_raw_parts(self.as_bytes().as_ptr(), R::SIZE as isize, self.len()) }
    }

    /// The records, to write them.
    #[must_use]
    #[inline]
    pub fn view_mut(&mut self) -> RecordsMut<'_, R> {
        // SAFETY: `len` records, one behind the other, borrowed with `self`.
        unsafe { RecordsMut::from_rows(self.rows(), Own) }
    }

    /// All columns.
    #[must_use]
    pub fn columns(&self) -> R::Set<ColumnsFamily<'_>> {
        self.view().columns()
    }

    /// All columns, to be written, together.
    #[must_use]
    pub fn columns_mut(&mut self) -> R::Set<ColumnsMutFamily<'_>> {
        self.view_mut().into_columns()
    }

    /// Record `index`.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<R> {
        self.view().get(index)
    }

    /// Writes the fields of record `index`.
    ///
    /// # Panics
    /// If there is none.
    #[track_caller]
    pub fn set(&mut self, index: usize, record: R) {
        self.view_mut().set(index, record);
    }

    /// The records, first to last, by value.
    #[must_use]
    #[inline]
    pub fn iter(&self) -> RecordsIter<'_, R> {
        self.view().iter()
    }
}

/// Bytes of so many records.
///
/// # Panics
/// If they do not fit into the address space.
fn size_of_rows<R: Record>(records: usize) -> usize {
    records.checked_mul(R::SIZE).expect("capacity overflow")
}

/// So many, of records of no bytes; 0 of others, which are counted by their bytes.
const fn empty<R: Record>(records: usize) -> usize {
    if R::SIZE == 0 { records } else { 0 }
}

impl<R: Record> Default for RecordBuf<R> {
    fn default() -> Self {
        RecordBuf::new()
    }
}

impl<R> Clone for RecordBuf<R> {
    fn clone(&self) -> Self {
        RecordBuf { bytes: self.bytes.clone(), empty: self.empty, of: PhantomData }
    }
}

impl<R: Record> Extend<R> for RecordBuf<R> {
    fn extend<I: IntoIterator<Item = R>>(&mut self, records: I) {
        let records = records.into_iter();
        // A hint, not a promise: an absurd one must not exhaust the memory.
        let hint = records.size_hint().0;
        if hint.checked_mul(R::SIZE).is_some_and(|bytes| bytes <= isize::MAX as usize) {
            self.reserve(hint);
        }
        records.for_each(|record| self.push(record));
    }
}

impl<'r, R: Record> Extend<&'r R> for RecordBuf<R> {
    fn extend<I: IntoIterator<Item = &'r R>>(&mut self, records: I) {
        self.extend(records.into_iter().copied());
    }
}

impl<R: Record> FromIterator<R> for RecordBuf<R> {
    fn from_iter<I: IntoIterator<Item = R>>(records: I) -> Self {
        let mut buf = RecordBuf::new();
        buf.extend(records);
        buf
    }
}

impl<R: Record> From<&[R]> for RecordBuf<R> {
    fn from(records: &[R]) -> Self {
        records.iter().copied().collect()
    }
}

impl<'a, R: Record> IntoIterator for &'a RecordBuf<R> {
    type Item = R;
    type IntoIter = RecordsIter<'a, R>;

    fn into_iter(self) -> RecordsIter<'a, R> {
        self.iter()
    }
}

impl<R: Record + PartialEq> PartialEq for RecordBuf<R> {
    fn eq(&self, other: &Self) -> bool {
        self.view() == other.view()
    }
}

impl<R: Record> AsRef<[u8]> for RecordBuf<R> {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// As the view prints: a table.
impl<R: Record> fmt::Display for RecordBuf<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// As the view prints: a list.
impl<R: Record> fmt::Debug for RecordBuf<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
