//! Columns of run-time rows copied to where somebody else wants them.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{DynArrayMut, DynRecords};
use crate::error::tuple;
use crate::kernel::{self, Holes, Lane, columns_out};
use crate::memory::{Strided, dense_strides};
use crate::view::moves_of;
use crate::view::valid::check_column;
use crate::{DType, Error};

impl DynRecords<'_> {
    /// Copies all columns in one pass over the rows to memory that is there: an array for each
    /// field, in the order of the layout, of the field's dtype and of as many items as there are
    /// rows. Elements of arrays may be dimensions of their own, as in NumPy, one behind the
    /// other.
    ///
    /// Arrays whose items lie one behind the other are written together; each of the others costs
    /// a pass of its own.
    ///
    /// ```
    /// use records_core::{DType, DynArrayMut, DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,(2,)u1")?;
    /// let rows = DynRecords::from_bytes(&[1, 2, 3, 4, 5, 6], &layout)?;
    /// let (mut first, mut pairs) = ([0; 2], [0; 4]);
    /// rows.copy_columns_to(&mut [
    ///     DynArrayMut::from_bytes(&mut first, &DType::U8, &[2])?,
    ///     DynArrayMut::from_bytes(&mut pairs, &DType::U8, &[2, 2])?,
    /// ])?;
    /// assert_eq!((first, pairs), ([1, 4], [2, 3, 5, 6]));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Lengths`] if there are more or fewer arrays than fields, [`Error::WrongType`] if
    /// one is of another dtype than its field, [`Error::Shape`] if it has another shape,
    /// [`Error::Invalid`] if a `bool` or an enum of a row is no value; then nothing is written.
    pub fn copy_columns_to(&self, columns: &mut [DynArrayMut<'_>]) -> Result<(), Error> {
        let fields = self.layout().fields();
        if columns.len() != fields.len() {
            let what = "the list of columns".into();
            return Err(Error::Lengths { what, expected: fields.len(), found: columns.len() });
        }
        let (mut lanes, mut others) = (Vec::with_capacity(fields.len()), Vec::new());
        for (column, field) in columns.iter().zip(fields) {
            let items = column.column_of(field.name(), field.dtype(), self.len())?;
            if self.is_empty() || field.size() == 0 {
                continue;
            }
            let from = self.rows().shifted(field.offset());
            // The arrays may be those of a type of which not all bytes are values.
            // SAFETY: a field of the rows.
            unsafe { check_column(field.name(), field.offset(), field.dtype(), from)? };
            let dense = self.len() == 1 || items.stride() == field.size() as isize;
            if dense && !field.dtype().has_padding() {
                let (offset, width) = (field.offset(), field.size());
                lanes.push(Lane { offset, width, column: items.base() });
            } else {
                others.push((from, items, moves_of([(field.dtype(), 0, 0)].into_iter())));
            }
        }
        // SAFETY: fields of the rows; items of the same dtypes, as many as there are rows, each in
        // an array that is the only way to it, so that none shares a byte with another or with
        // the rows, which are borrowed.
        unsafe {
            columns_out(self.rows(), &lanes);
            for (from, to, moves) in &others {
                kernel::repack(*from, *to, moves, Holes::Kept);
            }
        }
        Ok(())
    }
}

impl DynArrayMut<'_> {
    /// The items as those of a column of a dtype.
    fn column_of(&self, name: &str, dtype: &DType, len: usize) -> Result<Strided, Error> {
        let mut shape = Vec::from([len]);
        let mut element = dtype;
        while element != self.dtype() {
            let DType::Array(inner, count) = element else {
                return Err(Error::WrongType {
                    field: name.into(),
                    expected: dtype.to_string(),
                    found: self.dtype().to_string(),
                });
            };
            shape.push(*count);
            element = inner.get();
        }
        if self.shape() != shape {
            return Err(Error::Shape {
                shape: self.shape().into(),
                reason: format!("is not {}, that of the column `{name}`", tuple(&shape)),
            });
        }
        let inner = dense_strides(&shape[1..], element.size());
        let mut axes = self.strides()[1..].iter().zip(&inner).zip(&shape[1..]);
        let dense = axes.all(|((stride, dense), &len)| len <= 1 || stride == dense);
        if !dense && !shape.contains(&0) {
            return Err(Error::Shape {
                shape: shape.clone(),
                reason: format!(
                    "has strides {}, by which the elements of an item of the column `{name}` do \
                     not lie one behind the other",
                    tuple(self.strides())
                ),
            });
        }
        Ok(Strided::new(self.first(), len, self.strides()[0]))
    }
}
