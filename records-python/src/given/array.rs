//! Views of any type as arrays whose dtype is known at run time.

use records_core::{
    Column, DType, DynArray, DynColumn, DynRecordBuf, DynRecords, Element, Error, Grid, Matrix,
    Placement, Record, RecordBuf, Records,
};

/// Views that an array can be made of: what lends memory to [`PyRecords`](crate::PyRecords)
/// ends with it.
///
/// ```
/// use records_core::RecordBuf;
/// use records_python::ToDynArray;
///
/// let rows: RecordBuf<(i16, f64)> = [(1, 0.5), (2, 1.5)].into_iter().collect();
/// assert_eq!(rows.view().to_dyn_array()?.shape(), [2]);
/// let halves = rows.view().column_named::<f64>("f1")?;
/// assert_eq!(halves.to_dyn_array()?.strides(), [10]);
/// # Ok::<(), records_core::Error>(())
/// ```
pub trait ToDynArray<'a> {
    /// The same items.
    ///
    /// # Errors
    /// [`Error::Layout`] if two fields of the records share bytes.
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error>;
}

impl<'a> ToDynArray<'a> for DynArray<'a> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        Ok(self.clone())
    }
}

impl<'a> ToDynArray<'a> for DynRecords<'a> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        Ok(self.clone().into())
    }
}

impl<'a, R: Record, L: Placement<R>> ToDynArray<'a> for Records<'a, R, L> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        Ok(self.to_dyn()?.into())
    }
}

impl<'a, R: Record> ToDynArray<'a> for &'a RecordBuf<R> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        self.view().to_dyn_array()
    }
}

impl<'a> ToDynArray<'a> for &'a DynRecordBuf {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        Ok((*self).into())
    }
}

impl<'a, R: Record> ToDynArray<'a> for Grid<'a, R> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        let dtype = DType::record(R::LAYOUT.clone());
        let (shape, strides) = ([self.height(), self.width()], [self.row_stride(), self.stride()]);
        // SAFETY: the records of the view, which lends them for 'a.
        unsafe { DynArray::from_raw_parts(self.as_ptr(), &dtype, &shape, &strides) }
    }
}

impl<'a, F: Element> ToDynArray<'a> for Column<'a, F> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        let (shape, strides) = ([self.len()], [self.stride()]);
        // SAFETY: the items of the view, which lends them for 'a.
        unsafe { DynArray::from_raw_parts(self.as_ptr(), F::DTYPE, &shape, &strides) }
    }
}

impl<'a, F: Element> ToDynArray<'a> for Matrix<'a, F> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        let (shape, (rows, columns)) = ([self.height(), self.width()], self.strides());
        // SAFETY: as above.
        unsafe { DynArray::from_raw_parts(self.as_ptr(), F::DTYPE, &shape, &[rows, columns]) }
    }
}

impl<'a> ToDynArray<'a> for DynColumn<'a> {
    fn to_dyn_array(&self) -> Result<DynArray<'a>, Error> {
        let (shape, strides) = ([self.len()], [self.stride()]);
        // SAFETY: as above.
        unsafe { DynArray::from_raw_parts(self.as_ptr(), self.dtype(), &shape, &strides) }
    }
}
