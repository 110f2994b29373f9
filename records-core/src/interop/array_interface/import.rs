//! Views out of the array interface: by address, or over bytes that are at hand.

use alloc::borrow::Cow;
use alloc::format;

use super::{ArrayInterface, VERSION};
use crate::dynamic::Bound;
use crate::memory::{check_shape_within, count, dense_strides};
use crate::{DType, DynArray, DynArrayMut, Error, Record, Records, RecordsMut};

impl ArrayInterface {
    /// The array, which lies within `bytes`: the memory that the address leads into.
    ///
    /// ```
    /// use records_core::{DType, DynArray};
    ///
    /// let bytes = [0; 72];
    /// let array = DynArray::from_bytes(&bytes, &DType::Bytes(18), &[4])?;
    /// let mut interface = array.array_interface();
    /// assert_eq!(interface.over_bytes(&bytes)?, array);
    ///
    /// interface.shape[0] = 5;
    /// let error = interface.over_bytes(&bytes).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "an array of shape (5,) with strides (18,), of items of 18 bytes, from byte 0 \
    ///      does not lie within 72 bytes: it would end at byte 90",
    /// );
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Interface`] if the address is none of these bytes' or the version is not 3,
    /// [`Error::ArrayOutOfBounds`] if some item lies outside them, and those of
    /// [`dtype`](ArrayInterface::dtype) and [`DynArray::from_strided`].
    pub fn over_bytes<'a>(&self, bytes: &'a [u8]) -> Result<DynArray<'a>, Error> {
        self.over_bytes_at(bytes, self.offset_in(bytes)?)
    }

    /// The array, whose first item lies at byte `offset` of these bytes: those of another
    /// process, or of a file. The address is not looked at.
    ///
    /// # Errors
    /// As for [`over_bytes`](ArrayInterface::over_bytes).
    pub fn over_bytes_at<'a>(&self, bytes: &'a [u8], offset: usize) -> Result<DynArray<'a>, Error> {
        let (dtype, strides) = self.parts()?;
        DynArray::from_strided(bytes, &dtype, offset, &self.shape, &strides)
    }

    /// The array, to be written; see [`over_bytes`](ArrayInterface::over_bytes).
    ///
    /// # Errors
    /// As there; [`Error::Interface`] if the data is read-only, [`Error::RowsOverlap`] as for
    /// [`DynArrayMut::from_strided`].
    pub fn over_bytes_mut<'a>(&self, bytes: &'a mut [u8]) -> Result<DynArrayMut<'a>, Error> {
        let offset = self.offset_in(bytes)?;
        self.over_bytes_at_mut(bytes, offset)
    }

    /// The array, to be written, whose first item lies at byte `offset` of these bytes;
    /// see [`over_bytes_at`](ArrayInterface::over_bytes_at).
    ///
    /// # Errors
    /// As for [`over_bytes_mut`](ArrayInterface::over_bytes_mut).
    pub fn over_bytes_at_mut<'a>(
        &self,
        bytes: &'a mut [u8],
        offset: usize,
    ) -> Result<DynArrayMut<'a>, Error> {
        self.check_writable()?;
        let (dtype, strides) = self.parts()?;
        DynArrayMut::from_strided(bytes, &dtype, offset, &self.shape, &strides)
    }

    /// The array at the address.
    ///
    /// # Errors
    /// [`Error::Interface`] if the address is null though there are items, or the version
    /// is not 3; [`Error::ArrayOutOfBounds`] if the items do not fit the address space; and
    /// those of [`dtype`](ArrayInterface::dtype) and [`DynArray::from_raw_parts`].
    ///
    /// # Safety
    /// There is an array as the interface describes it: for `'a`, the bytes of each item
    /// lie in one allocation, can be read, and nobody writes them; those of fields are
    /// initialised. The address comes from a pointer that covers all of it, and whose
    /// provenance is exposed (`expose_provenance`), as that of views is by
    /// `array_interface`, and of any that comes from other languages.
    pub unsafe fn dyn_array<'a>(&self) -> Result<DynArray<'a>, Error> {
        let (first, dtype, strides) = self.address()?;
        // SAFETY: the caller's promise.
        unsafe { DynArray::from_raw_parts(first, &dtype, &self.shape, &strides) }
    }

    /// The array at the address, to be written.
    ///
    /// # Errors
    /// As for [`dyn_array`](ArrayInterface::dyn_array); [`Error::Interface`] if the data is
    /// read-only, [`Error::RowsOverlap`] as for [`DynArrayMut::from_strided`].
    ///
    /// # Safety
    /// As for [`dyn_array`](ArrayInterface::dyn_array), and: the memory can be written, and
    /// nobody else reads or writes the items for `'a`.
    pub unsafe fn dyn_array_mut<'a>(&self) -> Result<DynArrayMut<'a>, Error> {
        self.check_writable()?;
        let (first, dtype, strides) = self.address()?;
        // SAFETY: the caller's promise.
        unsafe { DynArrayMut::from_raw_parts(first, &dtype, &self.shape, &strides) }
    }

    /// The array at the address, of one dimension, as records of `R`.
    ///
    /// ```
    /// use records_core::RecordBuf;
    ///
    /// let pairs: RecordBuf<(u8, f32)> = [(1, 0.5), (2, 1.5)].into_iter().collect();
    /// let interface = pairs.array_interface();
    /// // SAFETY: `pairs` lives longer, and is not changed.
    /// let same = unsafe { interface.records::<(u8, f32)>()? };
    /// assert_eq!(same.as_ptr(), pairs.view().as_ptr());
    /// assert_eq!(same.get(1), Some((2, 1.5)));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`dyn_array`](ArrayInterface::dyn_array) and [`DynArray::typed`].
    ///
    /// # Safety
    /// As for [`dyn_array`](ArrayInterface::dyn_array).
    pub unsafe fn records<'a, R: Record>(&self) -> Result<Records<'a, R, Bound<R>>, Error> {
        // SAFETY: the caller's promise.
        unsafe { self.dyn_array() }?.typed()
    }

    /// The array at the address, of one dimension, as records of `R`, to be written.
    ///
    /// # Errors
    /// As for [`dyn_array_mut`](ArrayInterface::dyn_array_mut) and [`DynArrayMut::typed_mut`].
    ///
    /// # Safety
    /// As for [`dyn_array_mut`](ArrayInterface::dyn_array_mut).
    pub unsafe fn records_mut<'a, R: Record>(&self) -> Result<RecordsMut<'a, R, Bound<R>>, Error> {
        // SAFETY: the caller's promise.
        unsafe { self.dyn_array_mut() }?.into_typed()
    }

    /// What an item is, and the strides, by which there are so many items that they can be
    /// counted.
    fn parts(&self) -> Result<(DType, Cow<'_, [isize]>), Error> {
        if self.version != VERSION {
            let reason = format!("is {}, not {VERSION}", self.version);
            return Err(Error::Interface { key: "version", reason });
        }
        let dtype = self.dtype()?;
        let strides = match &self.strides {
            Some(strides) => Cow::Borrowed(&strides[..]),
            None => Cow::Owned(dense_strides(&self.shape, dtype.size())),
        };
        count(&self.shape, strides.len())?;
        Ok((dtype, strides))
    }

    fn is_empty(&self) -> bool {
        self.shape.contains(&0)
    }

    fn check_writable(&self) -> Result<(), Error> {
        if self.data.1 {
            return Err(Error::Interface { key: "data", reason: "is read-only".into() });
        }
        Ok(())
    }

    /// At which of these bytes the address is; for no items it may be anywhere.
    fn offset_in(&self, bytes: &[u8]) -> Result<usize, Error> {
        let (address, start) = (self.data.0, bytes.as_ptr().addr());
        match address.checked_sub(start) {
            Some(offset) if offset <= bytes.len() => Ok(offset),
            _ if self.is_empty() => Ok(0),
            _ => {
                let len = bytes.len();
                let s = if len == 1 { "" } else { "s" };
                let reason = format!(
                    "has the address {address:#x}, which is none of the {len} byte{s} at {start:#x}"
                );
                Err(Error::Interface { key: "data", reason })
            }
        }
    }

    /// The address as a pointer, with what [`parts`](ArrayInterface::parts) gives.
    fn address(&self) -> Result<(*mut u8, DType, Cow<'_, [isize]>), Error> {
        let (dtype, strides) = self.parts()?;
        let address = self.data.0;
        if self.is_empty() || (address == 0 && dtype.size() == 0) {
            // Nobody goes there, and empty slices must not be at null.
            return Ok((core::ptr::dangling_mut(), dtype, strides));
        }
        if address == 0 {
            let reason = "has a null address, and the array has items".into();
            return Err(Error::Interface { key: "data", reason });
        }
        check_shape_within(usize::MAX, address, &self.shape, &strides, dtype.size())?;
        Ok((core::ptr::with_exposed_provenance_mut(address), dtype, strides))
    }
}
