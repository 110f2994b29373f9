//! Arrays whose type has been compared: records and columns in one dimension, grids
//! and matrices in two.

use super::{DynArray, DynArrayMut};
use crate::dynamic::Bound;
use crate::dynamic::bind::{Access, bind, bind_mut};
use crate::dynamic::column::{check_type, check_values};
use crate::dynamic::fields::check_bound;
use crate::memory::{Lines, Shaped, Strided};
use crate::{
    Column, ColumnMut, Element, Error, Grid, GridMut, Matrix, MatrixMut, Record, Records,
    RecordsMut,
};

/// The items of one dimension.
///
/// # Errors
/// [`Error::Shape`] if there are more, or none.
fn line(items: &Shaped) -> Result<Strided, Error> {
    match items.shape() {
        [_] => items.collapsed(0).ok_or_else(|| wrong_dims(items, 1)),
        _ => Err(wrong_dims(items, 1)),
    }
}

/// The lines of two dimensions.
///
/// # Errors
/// [`Error::Shape`] if there are more or fewer.
fn lines(items: &Shaped) -> Result<Lines, Error> {
    items.lines().ok_or_else(|| wrong_dims(items, 2))
}

fn wrong_dims(items: &Shaped, wanted: usize) -> Error {
    let found = items.shape().len();
    let s = if found == 1 { "" } else { "s" };
    let reason = alloc::format!("has {found} dimension{s}, not {wanted}");
    Error::Shape { shape: items.shape().into(), reason }
}

/// Checks the values of each line, of which the error then tells the place.
fn check_lines(lines: &Lines, check: impl Fn(Strided) -> Result<(), Error>) -> Result<(), Error> {
    // Lines upon each other are one line, however many there are said to be.
    let height = if lines.row_stride() == 0 { lines.height().min(1) } else { lines.height() };
    for y in 0..height {
        check(lines.row_at(y)).map_err(|mut error| {
            if let Error::Invalid { row, .. } = &mut error {
                *row += y * lines.width();
            }
            error
        })?;
    }
    Ok(())
}

impl<'a> DynArray<'a> {
    /// The items of an array of one dimension as records of `R`; see
    /// [`DynRecords::typed`](crate::DynRecords::typed).
    ///
    /// # Errors
    /// [`Error::Shape`] if it has another number of dimensions, and as there.
    pub fn typed<R: Record>(&self) -> Result<Records<'a, R, Bound<R>>, Error> {
        // SAFETY: the items of the array.
        unsafe { self.rows_of(line(&self.items)?) }.typed()
    }

    /// The items of an array of two dimensions as records of `R`, whose fields are found
    /// by name, wherever they lie: nothing is copied.
    ///
    /// ```
    /// use records_core::{DType, DynArray, Layout, Record};
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Red { red: u8 }
    ///
    /// let bgr = Layout::packed(["blue", "green", "red"].map(|name| (name, DType::U8)));
    /// let image = DynArray::from_bytes(&[1, 2, 3, 4, 5, 6], &DType::record(bgr), &[1, 2])?;
    /// assert_eq!(image.grid::<Red>()?.get(0, 1), Some(Red { red: 6 }));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Shape`] if it has another number of dimensions; those of
    /// [`DynRecords::typed`](crate::DynRecords::typed), an [`Error::Invalid`] counting
    /// the records line by line.
    pub fn grid<R: Record>(&self) -> Result<Grid<'a, R, Bound<R>>, Error> {
        let lines = lines(&self.items)?;
        let bound = bind::<R>(self.layout())?;
        if const { R::LAYOUT.needs_check() } {
            // SAFETY: items of the array, for whose layout `bound` was made.
            check_lines(&lines, |line| unsafe { check_bound(line, &bound) })?;
        }
        // SAFETY: `bind` found each field of R among the parts of the items; those that
        // not all bytes are values of have been checked.
        Ok(unsafe { Grid::from_lines(lines, bound) })
    }

    /// A field of the items of an array of one dimension, or a part of one, or, by the
    /// empty path, the items themselves; see [`DynRecords::column`](crate::DynRecords::column).
    ///
    /// # Errors
    /// [`Error::Shape`] if it has another number of dimensions, and as there.
    pub fn column<F: Element>(&self, path: &str) -> Result<Column<'a, F>, Error> {
        let (offset, dtype) = self.item.find(path)?;
        check_type::<F>(path, dtype, Access::Read)?;
        let items = line(&self.items)?.shifted(offset);
        // SAFETY: a part of each item, of F's size, whose values are checked where not all
        // bytes are some.
        unsafe {
            check_values::<F>(path, offset, items)?;
            Ok(Column::from_items(items))
        }
    }

    /// [`column`](DynArray::column) in two dimensions.
    ///
    /// # Errors
    /// As there, an [`Error::Invalid`] counting the items line by line.
    pub fn matrix<F: Element>(&self, path: &str) -> Result<Matrix<'a, F>, Error> {
        let (offset, dtype) = self.item.find(path)?;
        check_type::<F>(path, dtype, Access::Read)?;
        let lines = lines(&self.items)?.shifted(offset);
        if const { F::DTYPE.needs_check() } {
            // SAFETY: a part of the items, of F's size.
            check_lines(&lines, |line| unsafe { check_values::<F>(path, offset, line) })?;
        }
        // SAFETY: as above, and the values have been checked.
        Ok(unsafe { Matrix::from_lines(lines) })
    }
}

impl<'a> DynArrayMut<'a> {
    /// The items of an array of one dimension as records of `R`, to be written; see
    /// [`DynArray::typed`].
    ///
    /// # Errors
    /// As there, and if two fields of `R` find the same bytes.
    pub fn typed_mut<R: Record>(&mut self) -> Result<RecordsMut<'_, R, Bound<R>>, Error> {
        self.reborrow().into_typed()
    }

    /// [`typed_mut`](DynArrayMut::typed_mut) for good.
    ///
    /// # Errors
    /// As there.
    pub fn into_typed<R: Record>(self) -> Result<RecordsMut<'a, R, Bound<R>>, Error> {
        let rows = line(&self.items)?;
        let bound = bind_mut::<R>(self.layout())?;
        // SAFETY: `bind_mut` found each field of R among the parts of the items, no two
        // with a byte in common; values are checked; `self`, the only way to them, is gone.
        unsafe {
            check_bound(rows, &bound)?;
            Ok(RecordsMut::from_rows(rows, bound))
        }
    }

    /// The items of an array of two dimensions as records of `R`, to be written; see
    /// [`DynArray::grid`].
    ///
    /// # Errors
    /// As there, and if two fields of `R` find the same bytes.
    pub fn grid_mut<R: Record>(&mut self) -> Result<GridMut<'_, R, Bound<R>>, Error> {
        self.reborrow().into_grid()
    }

    /// [`grid_mut`](DynArrayMut::grid_mut) for good.
    ///
    /// # Errors
    /// As there.
    pub fn into_grid<R: Record>(self) -> Result<GridMut<'a, R, Bound<R>>, Error> {
        let lines = lines(&self.items)?;
        let bound = bind_mut::<R>(self.layout())?;
        if const { R::LAYOUT.needs_check() } {
            // SAFETY: items of the array, for whose layout `bound` was made.
            check_lines(&lines, |line| unsafe { check_bound(line, &bound) })?;
        }
        // SAFETY: as for `into_typed`; no two items have a byte in common.
        Ok(unsafe { GridMut::from_lines(lines, bound) })
    }

    /// A field of the items of an array of one dimension, to be written; see
    /// [`DynArray::column`].
    ///
    /// # Errors
    /// As there; a field must be an `F` in what it allows, too: an enum cannot be
    /// written as its integer.
    pub fn column_mut<F: Element>(&mut self, path: &str) -> Result<ColumnMut<'_, F>, Error> {
        let (offset, dtype) = self.item.find(path)?;
        check_type::<F>(path, dtype, Access::Write)?;
        let items = line(&self.items)?.shifted(offset);
        // SAFETY: a part of each item, of F's size, whose values are checked where not all
        // bytes are some; `self` is borrowed meanwhile.
        unsafe {
            check_values::<F>(path, offset, items)?;
            Ok(ColumnMut::from_items(items))
        }
    }

    /// [`column_mut`](DynArrayMut::column_mut) in two dimensions.
    ///
    /// # Errors
    /// As there.
    pub fn matrix_mut<F: Element>(&mut self, path: &str) -> Result<MatrixMut<'_, F>, Error> {
        let (offset, dtype) = self.item.find(path)?;
        check_type::<F>(path, dtype, Access::Write)?;
        let lines = lines(&self.items)?.shifted(offset);
        if const { F::DTYPE.needs_check() } {
            // SAFETY: a part of the items, of F's size.
            check_lines(&lines, |line| unsafe { check_values::<F>(path, offset, line) })?;
        }
        // SAFETY: as above; no two items have a byte in common, and `self` is borrowed
        // meanwhile.
        Ok(unsafe { MatrixMut::from_lines(lines) })
    }
}
