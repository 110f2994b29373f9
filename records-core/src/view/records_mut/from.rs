//! Records to be written, from bytes, slices and addresses.

use super::RecordsMut;
use crate::memory::{Strided, check_apart, check_within};
use crate::view::{check_rows, count_whole};
use crate::{Error, Own, Record};

impl<'a, R: Record> RecordsMut<'a, R> {
    /// The records that the bytes are, one behind the other.
    ///
    /// # Errors
    /// As for [`Records::from_bytes`](crate::Records::from_bytes).
    pub fn from_bytes(bytes: &'a mut [u8]) -> Result<RecordsMut<'a, R>, Error> {
        let count = count_whole(bytes.len(), R::SIZE)?;
        Self::from_strided(bytes, 0, R::SIZE as isize, count)
    }

    /// `count` records one behind the other, the first at byte `offset`.
    ///
    /// # Errors
    /// As for [`Records::from_bytes_at`](crate::Records::from_bytes_at).
    pub fn from_bytes_at(
        bytes: &'a mut [u8],
        offset: usize,
        count: usize,
    ) -> Result<RecordsMut<'a, R>, Error> {
        Self::from_strided(bytes, offset, R::SIZE as isize, count)
    }

    /// `count` records `stride` bytes apart, the first at byte `offset`.
    ///
    /// # Errors
    /// As for [`Records::from_strided`](crate::Records::from_strided), and [`Error::RowsOverlap`] if the stride is
    /// smaller than a record: such rows can only be read.
    pub fn from_strided(
        bytes: &'a mut [u8],
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<RecordsMut<'a, R>, Error> {
        check_within(bytes.len(), offset, stride, count, R::SIZE)?;
        check_apart(stride, count, R::SIZE)?;
        let rows = Strided::new(bytes.as_mut_ptr().wrapping_add(offset), count, stride);
        // SAFETY: all rows lie within `bytes`, initialised and borrowed for 'a,
        // and do not overlap.
        unsafe {
            check_rows::<R>(rows)?;
            Ok(RecordsMut::from_rows(rows, Own))
        }
    }

    /// The records of a slice; see [`Records::from_slice`](crate::Records::from_slice).
    #[must_use]
    pub const fn from_slice(records: &'a mut [R]) -> RecordsMut<'a, R> {
        const {
            assert!(
                R::IN_PLACE,
                "Rust lays this struct out in another way than the record: `from_slice` needs `#[repr(C)]` (aligned) or `#[repr(C, packed)]` (packed)"
            );
        }
        let rows = Strided::new(records.as_mut_ptr().cast(), records.len(), R::SIZE as isize);
        // SAFETY: in place, so that R in memory is its record, of size R::SIZE;
        // borrowed for 'a. Padding may be uninitialised.
        unsafe { RecordsMut::from_rows(rows, Own) }
    }

    /// Records in memory that is known only by its address; see
    /// [`Records::from_raw_parts`](crate::Records::from_raw_parts).
    ///
    /// # Safety
    /// As for [`Records::from_raw_parts`](crate::Records::from_raw_parts), and: the memory can be written, nobody
    /// else reads or writes the records for `'a`, and they do not overlap.
    #[must_use]
    pub const unsafe fn from_raw_parts(
        first: *mut u8,
        stride: isize,
        count: usize,
    ) -> RecordsMut<'a, R> {
        // SAFETY: the caller's promise.
        unsafe { RecordsMut::from_rows(Strided::new(first, count, stride), Own) }
    }
}
