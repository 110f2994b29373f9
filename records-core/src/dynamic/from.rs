//! Run-time rows from bytes, addresses and typed views.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::DynRecords;
use crate::memory::{Strided, check_within};
use crate::view::count_whole;
use crate::{Error, Layout, LayoutError, Placement, Record, RecordBuf, Records};

impl<'a> DynRecords<'a> {
    /// The records that the bytes are, one behind the other.
    ///
    /// ```
    /// use records_core::{DType, DynRecords, Layout};
    ///
    /// let layout = Layout::packed([("id", DType::U8), ("name", DType::Bytes(3))]);
    /// let error = DynRecords::from_bytes(&[0; 10], &layout).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "10 bytes is not a whole number of 4-byte records: 2 bytes left over",
    /// );
    /// ```
    ///
    /// # Errors
    /// [`Error::Length`] if the length is no multiple of the itemsize.
    pub fn from_bytes(bytes: &'a [u8], layout: &Layout) -> Result<DynRecords<'a>, Error> {
        let count = count_whole(bytes.len(), layout.itemsize())?;
        DynRecords::from_bytes_at(bytes, layout, 0, count)
    }

    /// `count` records one behind the other, the first at byte `offset`.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes.
    pub fn from_bytes_at(
        bytes: &'a [u8],
        layout: &Layout,
        offset: usize,
        count: usize,
    ) -> Result<DynRecords<'a>, Error> {
        // An itemsize is at most isize::MAX.
        DynRecords::from_strided(bytes, layout, offset, layout.itemsize() as isize, count)
    }

    /// `count` records `stride` bytes apart, the first at byte `offset`; see
    /// [`Records::from_strided`].
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes.
    pub fn from_strided(
        bytes: &'a [u8],
        layout: &Layout,
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<DynRecords<'a>, Error> {
        DynRecords::from_shared(bytes, Arc::new(layout.clone()), offset, stride, count)
    }

    /// [`from_strided`](DynRecords::from_strided), of a layout that others have, too.
    pub(crate) fn from_shared(
        bytes: &'a [u8],
        layout: Arc<Layout>,
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<DynRecords<'a>, Error> {
        check_within(bytes.len(), offset, stride, count, layout.itemsize())?;
        let first = bytes.as_ptr().cast_mut().wrapping_add(offset);
        // SAFETY: all rows lie within `bytes`, initialised and borrowed for 'a.
        Ok(unsafe { DynRecords::from_rows(Strided::new(first, count, stride), layout, false) })
    }

    /// Records in memory that is known only by its address: `count` of them,
    /// `stride` bytes apart, the first at `first`, at any alignment.
    ///
    /// # Safety
    /// For `'a`, the `layout.itemsize()` bytes at each of the records lie in one
    /// allocation, can be read, and nobody writes them; the bytes of the fields
    /// are initialised.
    #[must_use]
    pub unsafe fn from_raw_parts(
        first: *const u8,
        stride: isize,
        count: usize,
        layout: &Layout,
    ) -> DynRecords<'a> {
        let rows = Strided::new(first.cast_mut(), count, stride);
        // SAFETY: the caller's promise.
        unsafe { DynRecords::from_rows(rows, Arc::new(layout.clone()), false) }
    }
}

impl<'a, R: Record, L: Placement<R>> Records<'a, R, L> {
    /// The same rows with their layout as a value: nothing is copied.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Sample { id: i16, sin: f64, cos: f64 }
    ///
    /// let samples = Records::<Sample>::from_bytes(&[0; 36])?;
    /// let rows = samples.to_dyn()?;
    /// assert_eq!(rows.layout(), Sample::LAYOUT);
    /// assert_eq!(rows.value(1, "cos")?, 0.0);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] for a view two fields of which share a byte, such as a selection
    /// that names one twice: fields of a layout have no byte in common.
    pub fn to_dyn(&self) -> Result<DynRecords<'a>, Error> {
        if L::WHOLE {
            // SAFETY: whole rows of R.
            return Ok(unsafe {
                DynRecords::from_rows(self.rows(), Arc::new(R::LAYOUT.clone()), false)
            });
        }
        let layout = placed_layout::<R, L>(self.place(), None)?;
        // SAFETY: the fields of R where the placement has them, and no byte behind the
        // last of them.
        Ok(unsafe { DynRecords::from_rows(self.rows(), Arc::new(layout), true) })
    }
}

/// The fields of R where the placement has them, in rows of `size` bytes, or of as many as
/// they take.
pub(crate) fn placed_layout<R: Record, L: Placement<R>>(
    place: &L,
    size: Option<usize>,
) -> Result<Layout, LayoutError> {
    let fields = R::LAYOUT.fields().iter().enumerate();
    let fields: Vec<_> = fields
        .map(|(i, field)| (String::from(field.name()), field.dtype().clone(), place.offset(i)))
        .collect();
    let end = fields.iter().map(|(_, dtype, offset)| offset.saturating_add(dtype.size())).max();
    Layout::explicit(fields, size.or(end).unwrap_or(0))
}

impl<'a, R: Record> From<Records<'a, R>> for DynRecords<'a> {
    fn from(records: Records<'a, R>) -> DynRecords<'a> {
        let layout = Arc::new(R::LAYOUT.clone());
        // SAFETY: whole rows of R.
        unsafe { DynRecords::from_rows(records.rows(), layout, false) }
    }
}

impl<'a, R: Record> From<&'a RecordBuf<R>> for DynRecords<'a> {
    fn from(records: &'a RecordBuf<R>) -> DynRecords<'a> {
        records.view().into()
    }
}
