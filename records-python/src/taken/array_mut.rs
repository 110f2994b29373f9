//! Memory of an object, to be written.

use std::fmt;

use pyo3::prelude::*;
use records_core::{
    Bound as Fields, ColumnMut, DType, DynArray, DynArrayMut, DynRecordsMut, Element, GridMut,
    Layout, Record, RecordsMut,
};

use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::memory::{Claim, View};

/// The memory of a Python object, borrowed to be written, by nobody else meanwhile: the twin of
/// [`BorrowedArray`](crate::BorrowedArray).
///
/// ```
/// use pyo3::prelude::*;
/// use records_core::{DType, Record};
/// use records_python::{BorrowedArray, BorrowedArrayMut};
///
/// Python::attach(|py| {
///     let data = py.eval(c"bytearray(4 * 18)", None, None)?;
///     let dtype = DType::parse("=hdd").unwrap();
///     let mut rows = BorrowedArrayMut::with_dtype(&data, &dtype)?;
///     rows.column_mut::<i16>("f0")?.fill(7);
///     // Only one at a time, and none who reads.
///     assert!(BorrowedArrayMut::with_dtype(&data, &dtype).is_err());
///     assert!(BorrowedArray::with_dtype(&data, &dtype).is_err());
///     drop(rows);
///     assert_eq!(data.get_item(18)?.extract::<u8>()?, 7);
///     // Bytes cannot be written.
///     assert!(BorrowedArrayMut::with_dtype(&py.eval(c"bytes(18)", None, None)?, &dtype).is_err());
///     Ok::<_, PyErr>(())
/// })?;
/// # Ok::<(), PyErr>(())
/// ```
///
/// # What cannot be prevented
/// NumPy and other programs do not ask before they read or write: see
/// [the crate](crate#what-others-do).
pub struct BorrowedArrayMut {
    /// Dropped first: with the view, the bytes may become somebody else's.
    _claim: Claim,
    /// **Invariant**: the items of `view`, whose owner outlives every loan of it.
    array: DynArrayMut<'static>,
    view: View,
}

impl BorrowedArrayMut {
    /// Borrows the memory of an object, as the object describes it.
    ///
    /// # Errors
    /// `TypeError` if it has none; `ValueError` if what it says of it does not hold, it is
    /// read-only, or items share bytes; `BufferError` if somebody is reading it or writing to it.
    pub fn new(object: &Bound<'_, PyAny>) -> PyResult<BorrowedArrayMut> {
        BorrowedArrayMut::of(view_of(object, Request::default())?)
    }

    /// Borrows the memory of an object as items of this dtype, whatever the object calls them.
    ///
    /// # Errors
    /// As for [`new`](BorrowedArrayMut::new), and `ValueError` if they do not fit.
    pub fn with_dtype(object: &Bound<'_, PyAny>, dtype: &DType) -> PyResult<BorrowedArrayMut> {
        let request = Request { dtype: Some(dtype.clone()), ..Request::default() };
        BorrowedArrayMut::of(view_of(object, request)?)
    }

    pub(crate) fn of(view: View) -> PyResult<BorrowedArrayMut> {
        let claim = view.claim_write()?;
        // SAFETY: the claim, and the view with its owner, live as long as the array.
        let array = unsafe { view.items_mut() }.map_err(raise)?;
        Ok(BorrowedArrayMut { _claim: claim, array, view })
    }

    /// The items, of any number of dimensions.
    #[must_use]
    pub fn array(&self) -> DynArray<'_> {
        self.array.view()
    }

    /// The items, of any number of dimensions, to be written.
    #[must_use]
    pub fn array_mut(&mut self) -> DynArrayMut<'_> {
        self.array.reborrow()
    }

    /// Items along each dimension.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        self.array.shape()
    }

    /// Bytes from one item to the next along each dimension.
    #[must_use]
    pub fn strides(&self) -> &[isize] {
        self.array.strides()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.array.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.array.is_empty()
    }

    /// What an item is.
    #[must_use]
    pub fn dtype(&self) -> &DType {
        self.array.dtype()
    }

    /// The fields of an item; one named `f0` if it is no record.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.view.layout()
    }

    /// The items in C order as rows.
    ///
    /// # Errors
    /// `ValueError` if they are not equally far apart.
    pub fn dyn_records_mut(&mut self) -> PyResult<DynRecordsMut<'_>> {
        self.array_mut().into_records().map_err(raise)
    }

    /// The items of an array of one dimension as records of `R`, whose fields are found by name.
    ///
    /// # Errors
    /// As for [`BorrowedArray::records`](crate::BorrowedArray::records).
    pub fn records_mut<R: Record>(&mut self) -> PyResult<RecordsMut<'_, R, Fields<R>>> {
        self.array_mut().into_typed().map_err(raise)
    }

    /// The items of an array of two dimensions as records of `R`.
    ///
    /// # Errors
    /// As there.
    pub fn grid_mut<R: Record>(&mut self) -> PyResult<GridMut<'_, R, Fields<R>>> {
        self.array_mut().into_grid().map_err(raise)
    }

    /// A field of the items of an array of one dimension.
    ///
    /// # Errors
    /// As for [`BorrowedArray::column`](crate::BorrowedArray::column).
    pub fn column_mut<F: Element>(&mut self, path: &str) -> PyResult<ColumnMut<'_, F>> {
        self.array.column_mut(path).map_err(raise)
    }

    /// The items as records for as long as they are borrowed.
    ///
    /// # Safety
    /// No longer used than `self` lives, and nothing else of `self` meanwhile.
    pub(super) unsafe fn forever<R: Record>(
        &mut self,
    ) -> Result<RecordsMut<'static, R, Fields<R>>, records_core::Error> {
        // SAFETY: the caller's promise.
        unsafe { self.view.items_mut() }?.into_typed()
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for BorrowedArrayMut {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<BorrowedArrayMut> {
        BorrowedArrayMut::new(&object)
    }
}

impl fmt::Debug for BorrowedArrayMut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.array(), f)
    }
}
