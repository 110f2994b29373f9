//! Records from bytes, slices and addresses.

use super::Records;
use crate::memory::{Strided, check_within};
use crate::view::valid;
use crate::{Error, Own, Record};

impl<'a, R: Record> Records<'a, R> {
    /// The records that the bytes are, one behind the other.
    ///
    /// # Errors
    /// [`Error::Length`] if the length is no multiple of the itemsize;
    /// [`Error::Invalid`] if `R` holds a `bool` or an enum and the bytes are no value of it.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Records<'a, R>, Error> {
        let count = count_whole(bytes.len(), R::SIZE)?;
        Self::from_strided(bytes, 0, R::SIZE as isize, count)
    }

    /// `count` records one behind the other, the first at byte `offset`, which
    /// need not be aligned: NumPy's `frombuffer` with offset and count.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes; [`Error::Invalid`] as for
    /// [`from_bytes`](Records::from_bytes).
    pub fn from_bytes_at(
        bytes: &'a [u8],
        offset: usize,
        count: usize,
    ) -> Result<Records<'a, R>, Error> {
        Self::from_strided(bytes, offset, R::SIZE as isize, count)
    }

    /// `count` records `stride` bytes apart, the first at byte `offset`.
    ///
    /// The stride may be anything: negative, larger than the record, smaller, so
    /// that records overlap, or 0.
    ///
    /// ```
    /// # use records_core::Records;
    /// let bytes = [1, 2, 3, 4];
    /// let pairs = Records::<(u8, u8)>::from_strided(&bytes, 2, -1, 3)?;
    /// assert_eq!(pairs.to_vec(), [(3, 4), (2, 3), (1, 2)]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes; [`Error::Invalid`] as for
    /// [`from_bytes`](Records::from_bytes).
    pub fn from_strided(
        bytes: &'a [u8],
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<Records<'a, R>, Error> {
        check_within(bytes.len(), offset, stride, count, R::SIZE)?;
        let first = bytes.as_ptr().cast_mut().wrapping_add(offset);
        let rows = Strided::new(first, count, stride);
        // SAFETY: all rows lie within `bytes`, initialised and borrowed for 'a.
        unsafe {
            check_rows::<R>(rows)?;
            Ok(Records::from_rows(rows, Own))
        }
    }

    /// The one record at byte `offset`, such as the header of a file.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Header { magic: [u8; 4], count: zerocopy::little_endian::U32 }
    ///
    /// let file = b"\0\0DATA\x07\0\0\0...";
    /// let header = Records::<Header>::read_at(file, 2)?;
    /// assert_eq!((&header.magic, header.count.get()), (b"DATA", 7));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`from_bytes_at`](Records::from_bytes_at).
    pub fn read_at(bytes: &'a [u8], offset: usize) -> Result<R, Error> {
        let records = Self::from_bytes_at(bytes, offset, 1)?;
        // SAFETY: there is a record.
        Ok(unsafe { R::read_row(records.rows.at(0), &Own) })
    }

    /// The records of a slice.
    ///
    /// Does not compile for records that Rust lays out in another way: they need
    /// `#[repr(C)]` or `#[repr(C, packed)]`.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C)]
    /// struct Point { x: f32, y: f32 }
    ///
    /// let points = vec![Point { x: 1.0, y: 2.0 }; 3];
    /// assert_eq!(Records::from_slice(&points).columns().y.sum(), 6.0);
    /// ```
    #[must_use]
    pub const fn from_slice(records: &'a [R]) -> Records<'a, R> {
        const {
            assert!(
                R::IN_PLACE,
                "Rust lays this struct out in another way than the record: `from_slice` needs `#[repr(C)]` (aligned) or `#[repr(C, packed)]` (packed)"
            );
        }
        let first = records.as_ptr().cast_mut().cast();
        // SAFETY: in place, so that R in memory is its record, of size R::SIZE;
        // borrowed for 'a. Padding may be uninitialised.
        unsafe { Records::from_rows(Strided::new(first, records.len(), R::SIZE as isize), Own) }
    }

    /// Records in memory that is known only by its address: `count` of them,
    /// `stride` bytes apart, the first at `first`, at any alignment.
    ///
    /// # Safety
    /// For `'a`, the `R::SIZE` bytes at each of the records lie in one allocation,
    /// can be read, and nobody writes them; the bytes of the fields are
    /// initialised and, where `R` has a `bool` or an enum, valid.
    #[must_use]
    pub const unsafe fn from_raw_parts(
        first: *const u8,
        stride: isize,
        count: usize,
    ) -> Records<'a, R> {
        // SAFETY: the caller's promise.
        unsafe { Records::from_rows(Strided::new(first.cast_mut(), count, stride), Own) }
    }
}

/// How many records of `itemsize` bytes make `bytes` bytes.
pub(crate) fn count_whole(bytes: usize, itemsize: usize) -> Result<usize, Error> {
    match bytes.checked_rem(itemsize) {
        Some(0) => Ok(bytes / itemsize),
        None if bytes == 0 => Ok(0),
        _ => Err(Error::Length { bytes, itemsize }),
    }
}

/// Checks the `bool`s and enums of rows; free for records without.
///
/// # Safety
/// `R::SIZE` bytes at each row can be read and are initialised.
#[inline]
pub(crate) unsafe fn check_rows<R: Record>(rows: Strided) -> Result<(), Error> {
    if const { R::LAYOUT.needs_check() } {
        for field in R::LAYOUT.fields() {
            let items = rows.shifted(field.offset());
            // SAFETY: the field lies within the record.
            unsafe { valid::check_column(field.name(), field.offset(), field.dtype(), items)? };
        }
    }
    Ok(())
}
