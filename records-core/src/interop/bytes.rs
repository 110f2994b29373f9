//! `bytes`: records handed over as `Bytes`, and cut out of them, without a copy.

use bytes::Bytes;

use crate::{Error, Record, RecordArray, RecordBuf};

/// The bytes of all records, without a copy where the allocator aligned them; see
/// [`RecordBuf::into_bytes`].
///
/// ```
/// use records_core::bytes::Bytes;
/// use records_core::RecordBuf;
///
/// let pairs: RecordBuf<(u8, u8)> = [(1, 2), (3, 4)][..].into();
/// let at = pairs.as_bytes().as_ptr();
/// let bytes = Bytes::from(pairs);
/// assert_eq!((bytes.as_ptr(), &bytes[..]), (at, &[1, 2, 3, 4][..]));
/// ```
impl<R: Record> From<RecordBuf<R>> for Bytes {
    fn from(records: RecordBuf<R>) -> Bytes {
        records.into_bytes().into()
    }
}

impl<R: Record> RecordArray<R, Bytes> {
    /// Cuts the whole records off the front of some bytes, without a copy, and
    /// leaves there what is no whole record: the start of the next one, where the
    /// rest has not arrived yet.
    ///
    /// Of records of no bytes it cuts off none.
    ///
    /// ```
    /// use records_core::RecordArray;
    /// use records_core::bytes::Bytes;
    ///
    /// // Two records and a half have arrived.
    /// let mut received = Bytes::from_static(&[1, 2, 3, 4, 5]);
    /// let pairs = RecordArray::<(u8, u8), _>::split_off_front(&mut received)?;
    /// assert_eq!(pairs.view().to_vec(), [(1, 2), (3, 4)]);
    /// assert_eq!(received, [5][..]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Invalid`] if `R` holds a `bool` or an enum and the bytes are no value of it; then
    /// `bytes` is as it was.
    pub fn split_off_front(bytes: &mut Bytes) -> Result<RecordArray<R, Bytes>, Error> {
        let rest = bytes.len().checked_rem(R::SIZE).unwrap_or(bytes.len());
        let whole = bytes.slice(..bytes.len() - rest);
        let records = RecordArray::new(whole)?;
        *bytes = bytes.split_off(bytes.len() - rest);
        Ok(records)
    }
}
