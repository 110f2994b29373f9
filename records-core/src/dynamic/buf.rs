//! A growing array of records of a run-time layout.

use alloc::collections::TryReserveError;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::slots::Slots;
use super::{DynColumns, DynPusher, DynRecords, DynRecordsMut};
use crate::memory::Strided;
use crate::store::aligned::AlignedBytes;
use crate::view::count_whole;
use crate::{Error, Layout, Record, RecordBuf, Value};

/// Records of a run-time layout in memory of their own, which grows; the twin of
/// [`RecordBuf`].
///
/// ```
/// use records_core::{DynRecordBuf, Layout, Value};
///
/// let mut rows = DynRecordBuf::new(&Layout::parse("[('id', '<i2'), ('name', 'S5')]")?);
/// rows.push([7.into(), "Zhang".into()])?;
/// assert_eq!(rows.as_bytes(), b"\x07\0Zhang");
/// assert_eq!(rows.view().value(0, "name")?, "Zhang");
///
/// let error = rows.push([70_000.into(), "".into()]).unwrap_err();
/// assert_eq!(error.to_string(), "field `id` is i16, which cannot hold 70000");
/// assert_eq!(rows.len(), 1);
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone)]
pub struct DynRecordBuf {
    /// **Invariant**: `len` times the itemsize of the layout, initialised.
    pub(super) bytes: AlignedBytes,
    pub(super) len: usize,
    layout: Arc<Layout>,
    /// How rows are written, once one has been. **Invariant**: made of `layout`.
    slots: Option<Slots>,
}

impl DynRecordBuf {
    /// No records, and no memory yet.
    #[must_use]
    pub fn new(layout: &Layout) -> DynRecordBuf {
        DynRecordBuf::shared(Arc::new(layout.clone()))
    }

    pub(crate) fn shared(layout: Arc<Layout>) -> DynRecordBuf {
        DynRecordBuf { bytes: AlignedBytes::new(layout.alignment()), len: 0, layout, slots: None }
    }

    pub(super) fn shared_layout(&self) -> Arc<Layout> {
        Arc::clone(&self.layout)
    }

    /// No records, and room for so many.
    ///
    /// # Panics
    /// If they do not fit into the address space.
    #[must_use]
    pub fn with_capacity(layout: &Layout, records: usize) -> DynRecordBuf {
        let mut buf = DynRecordBuf::new(layout);
        buf.reserve(records);
        buf
    }

    /// So many rows of zeros.
    pub(crate) fn zeroed(layout: Layout, len: usize) -> DynRecordBuf {
        let bytes = AlignedBytes::zeroed(size_of_rows(&layout, len), layout.alignment());
        DynRecordBuf { bytes, len, layout: Arc::new(layout), slots: None }
    }

    /// Replaces all rows by so many of a layout that `write` writes; their bytes are zeros before if
    /// `zeros`.
    ///
    /// # Safety
    /// Unless `zeros`, it initialises every byte of them.
    pub(crate) unsafe fn refill(
        &mut self,
        layout: Arc<Layout>,
        len: usize,
        zeros: bool,
        write: impl FnOnce(Strided),
    ) {
        let size = size_of_rows(&layout, len);
        self.truncate(0);
        self.bytes.clear_for(layout.alignment());
        if !Arc::ptr_eq(&self.layout, &layout) {
            self.slots = None;
            self.layout = Arc::clone(&layout);
        }
        let rows = |first| write(Strided::new(first, len, layout.itemsize() as isize));
        // SAFETY: the caller's promise.
        unsafe { self.bytes.refill(size, zeros, rows) };
        self.len = len;
    }

    /// The records that the bytes are, one behind the other. The vector's memory is
    /// used, unless it is not aligned for the layout.
    ///
    /// # Errors
    /// [`Error::Length`] if the length is no multiple of the itemsize.
    pub fn from_bytes(bytes: Vec<u8>, layout: &Layout) -> Result<DynRecordBuf, Error> {
        let len = count_whole(bytes.len(), layout.itemsize())?;
        let bytes = AlignedBytes::from_vec(bytes, layout.alignment());
        Ok(DynRecordBuf { bytes, len, layout: Arc::new(layout.clone()), slots: None })
    }

    /// All rows, to be written.
    pub(crate) fn rows(&mut self) -> Strided {
        let stride = self.layout.itemsize() as isize;
        Strided::new(self.bytes.as_mut_slice().as_mut_ptr(), self.len, stride)
    }

    /// What a row looks like.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many records there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Makes room for so many more records.
    ///
    /// # Panics
    /// If they do not fit into the address space.
    pub fn reserve(&mut self, additional: usize) {
        self.bytes.reserve(size_of_rows(&self.layout, additional));
    }

    /// Makes room for so many more records, if there is memory for them.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, Layout};
    ///
    /// let mut rows = DynRecordBuf::new(&Layout::parse("=hdd")?);
    /// assert!(rows.try_reserve(usize::MAX).is_err());
    /// assert!(rows.try_reserve(1000).is_ok());
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// If they do not fit into the address space, or the allocator has no memory; then nothing is
    /// changed.
    #[inline]
    pub fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        // As many bytes as there cannot be, if there are more than can be counted.
        self.bytes.try_reserve(additional.saturating_mul(self.layout.itemsize()))
    }

    /// Adds a record at the end: a value for each field, in the order of the
    /// layout. An array of them is best given by value: numbers known to be such where they are given
    /// then cost little more than their bytes. Numbers of any width are taken that the field can hold exactly
    /// (floats are rounded to the field's precision), texts that fit; padding is
    /// zero.
    ///
    /// # Errors
    /// [`Error::Lengths`] if there are more or fewer values than fields,
    /// [`Error::CannotHold`] naming the field that cannot hold its value; then
    /// nothing is added.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does, or the count of rows of no bytes overflows.
    #[inline(always)]
    pub fn push<V: AsRef<[Value]>>(&mut self, values: V) -> Result<(), Error> {
        if let (Some(slots), Some(len)) = (&self.slots, self.len.checked_add(1)) {
            let size = slots.size();
            let row = self.bytes.spare(size);
            // SAFETY: the slots are the layout's; there is room for a row, all of whose bytes are
            // initialised when it is taken in.
            unsafe {
                if slots.try_write(values.as_ref(), row) {
                    self.bytes.commit(size);
                    self.len = len;
                    let given = values.as_ref();
                    let alone = core::ptr::from_ref(given).addr()
                        == core::ptr::from_ref(&values).addr()
                        && size_of_val(given) == size_of::<V>();
                    if alone && slots.are_numbers() {
                        // An array of numbers, which own nothing: to drop them one by one would
                        // take longer than all the rest.
                        core::mem::forget(values);
                    }
                    return Ok(());
                }
            }
        }
        self.push_any(values.as_ref())
    }

    /// [`push`](DynRecordBuf::push) of the first row, and of what is rare.
    #[cold]
    #[inline(never)]
    fn push_any(&mut self, values: &[Value]) -> Result<(), Error> {
        let size = self.layout.itemsize();
        let len = self.len.checked_add(1).expect("capacity overflow");
        let slots = self.slots.get_or_insert_with(|| Slots::new(&self.layout));
        // SAFETY: as above.
        unsafe {
            slots.write(&self.layout, values, self.bytes.spare(size))?;
            self.bytes.commit(size);
        }
        self.len = len;
        Ok(())
    }

    /// Adds records of a type, whose fields are found once in the layout, by name: as fast as those
    /// of a [`RecordBuf`]. What the type does not have is zero. NumPy names fields without a name
    /// as those of tuples are named:
    ///
    /// ```
    /// use records_core::{DynRecordBuf, Layout};
    ///
    /// let mut buf = DynRecordBuf::new(&Layout::parse("u1,>u2")?);
    /// assert!(buf.pusher::<(u8, u16)>().is_err(), "another byte order");
    /// let mut rows = buf.pusher::<(u8, zerocopy::big_endian::U16)>()?;
    /// rows.push((1, 2.into()));
    /// rows.push((3, 4.into()));
    /// assert_eq!(buf.as_bytes(), [1, 0, 2, 3, 0, 4]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mismatch`] as for [`DynRecordsMut::typed_mut`].
    pub fn pusher<R: Record>(&mut self) -> Result<DynPusher<'_, R>, Error> {
        DynPusher::new(self)
    }

    /// Copies the records that the bytes are behind the last one, padding and all.
    ///
    /// # Errors
    /// [`Error::Length`] if the length is no multiple of the itemsize; then nothing
    /// is added.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does, or the count of rows of no bytes overflows.
    #[inline]
    pub fn extend_from_bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let size = self.layout.itemsize();
        // One row without a division.
        let one = bytes.len() == size && size > 0;
        let more = if one { 1 } else { count_whole(bytes.len(), size)? };
        // Not counted before they are there: memory may run out.
        self.bytes.extend_from_slice(bytes);
        self.len += more;
        Ok(())
    }

    /// Copies rows of the same fields behind the last one, matched by name, wherever
    /// they have them; padding is zero.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, DynRecords, Layout};
    ///
    /// let mut buf = DynRecordBuf::new(&Layout::parse("[('b', 'u1'), ('a', 'u1')]")?);
    /// let more = Layout::parse("[('a', 'u1'), ('other', 'S3'), ('b', 'u1')]")?;
    /// buf.extend_from_rows(&DynRecords::from_bytes(b"\x01xyz\x02", &more)?)?;
    /// assert_eq!(buf.as_bytes(), [2, 1]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// Those of [`DynRecordsMut::copy_from`]; then nothing is added.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does, or the count of rows of no bytes overflows.
    pub fn extend_from_rows(&mut self, rows: &DynRecords<'_>) -> Result<(), Error> {
        let old = self.len;
        self.bytes.extend_zeroed(size_of_rows(&self.layout, rows.len()));
        self.len = old.checked_add(rows.len()).expect("capacity overflow");
        let copied = self.view_mut().slice_mut(old..).copy_from(rows);
        if copied.is_err() {
            self.truncate(old);
        }
        copied
    }

    /// Removes all records and keeps the memory.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Keeps the first `len` records, if there are more.
    pub fn truncate(&mut self, len: usize) {
        if len < self.len {
            self.bytes.truncate(len * self.layout.itemsize());
            self.len = len;
        }
    }

    /// The bytes of all records.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// The bytes of all records. No copy is made where the allocator aligned them.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_vec()
    }

    /// The records, to read them.
    #[must_use]
    pub fn view(&self) -> DynRecords<'_> {
        let stride = self.layout.itemsize() as isize;
        let rows = Strided::new(self.as_bytes().as_ptr().cast_mut(), self.len, stride);
        // SAFETY: `len` records, one behind the other, borrowed with `self`.
        unsafe { DynRecords::from_rows(rows, Arc::clone(&self.layout), false) }
    }

    /// The records, to write them.
    #[must_use]
    pub fn view_mut(&mut self) -> DynRecordsMut<'_> {
        let rows = self.rows();
        // SAFETY: `len` records, one behind the other, borrowed with `self`.
        unsafe { DynRecordsMut::from_rows(rows, Arc::clone(&self.layout), false) }
    }

    /// The records as those of a derived type, if they are laid out as its own:
    /// no copy is made.
    ///
    /// # Errors
    /// [`Error::Mismatch`] as for [`DynRecords::typed`], and [`Error::WrongType`] if
    /// only the places of the fields differ ([`DynRecords::convert`] copies then);
    /// [`Error::Invalid`] if some bytes are no value of `R`.
    pub fn into_records<R: Record>(self) -> Result<RecordBuf<R>, Error> {
        let own = self.view().typed::<R>()?.as_own().is_some();
        if !own || self.layout.itemsize() != R::SIZE {
            return Err(Error::WrongType {
                field: alloc::string::String::new(),
                expected: alloc::format!("laid out as `{}` is", R::LAYOUT.name()),
                found: alloc::format!("rows of {} bytes", self.layout.itemsize()),
            });
        }
        let len = self.len;
        RecordBuf::from_rows_of(self.into_bytes(), len)
    }

    /// Copies the rows of columns.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,u1")?;
    /// let columns = DynRecords::from_bytes(&[1, 2, 3, 4], &layout)?.to_columns();
    /// assert_eq!(DynRecordBuf::from_columns(&columns).as_bytes(), [1, 2, 3, 4]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn from_columns(columns: &DynColumns) -> DynRecordBuf {
        let mut buf = DynRecordBuf::shared(columns.shared_layout());
        buf.assign_columns(columns);
        buf
    }

    /// Copies the rows of columns, as many as they are. What the buffer held is gone, and its layout
    /// that of the columns; its memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn assign_columns(&mut self, columns: &DynColumns) {
        columns.rows_into(self);
    }
}

/// Bytes of so many records.
///
/// # Panics
/// If they do not fit into the address space.
fn size_of_rows(layout: &Layout, records: usize) -> usize {
    records.checked_mul(layout.itemsize()).expect("capacity overflow")
}

/// Equal layouts and the same values, as views compare.
impl PartialEq for DynRecordBuf {
    fn eq(&self, other: &DynRecordBuf) -> bool {
        self.view() == other.view()
    }
}

impl<'a> From<&'a DynRecordBuf> for DynRecords<'a> {
    fn from(records: &'a DynRecordBuf) -> DynRecords<'a> {
        records.view()
    }
}

impl AsRef<[u8]> for DynRecordBuf {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// As the view prints: a table.
impl fmt::Display for DynRecordBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// As the view prints: a list.
impl fmt::Debug for DynRecordBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
