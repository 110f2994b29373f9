//! What can be written into a `.npy` file.

use alloc::vec::Vec;

use super::NpyArray;
use super::source::Source;
use crate::memory::{Shaped, Strided, dense_strides};
use crate::{
    Column, ColumnMut, DType, DynArray, DynArrayMut, DynColumn, DynColumnBuf, DynRecordBuf,
    DynRecords, DynRecordsMut, Element, Error, Grid, GridMut, Matrix, MatrixBuf, MatrixMut,
    Placement, Record, RecordArray, RecordBuf, Records, RecordsMut,
};

/// What [`write`](super::write) and the others can write: every view of rows, columns,
/// grids and matrices, their owners, and slices of values.
///
/// | what | becomes |
/// |---|---|
/// | [`Records`], [`RecordsMut`], [`RecordBuf`], [`RecordArray`] | an array of records |
/// | [`DynRecords`], [`DynRecordsMut`], [`DynRecordBuf`] | an array of records |
/// | [`Grid`], [`GridMut`] | an array of records in two dimensions |
/// | [`Column`], [`ColumnMut`], [`DynColumn`], [`DynColumnBuf`] | a plain array; of arrays, one with their dimensions behind its own; of nested records, an array of records |
/// | [`Matrix`], [`MatrixMut`], [`MatrixBuf`] | a plain array in two dimensions |
/// | `[F]`, `[F; N]` and `Vec<F>` of any [`Element`] | what a column of them becomes |
/// | [`DynArray`], [`DynArrayMut`], [`NpyArray`] | an array of that dtype and shape |
///
/// Whatever the view, only its own fields are written, by the layout that they have by
/// themselves: a projection is written as the record it projects to, a selection of
/// run-time fields [repacked](DynRecords::repack). Bytes of padding are zero. Items go into
/// the file with the last index changing fastest, unless they lie one behind the other in
/// memory with the first one changing fastest: as in NumPy, `fortran_order` says so then.
///
/// It is for the types of this crate to implement.
pub trait Save {
    /// The items, and what a file says of them.
    #[doc(hidden)]
    fn source(&self) -> Result<Source<'_>, Error>;
}

impl<T: Save + ?Sized> Save for &T {
    fn source(&self) -> Result<Source<'_>, Error> {
        (**self).source()
    }
}

impl<T: Save + ?Sized> Save for &mut T {
    fn source(&self) -> Result<Source<'_>, Error> {
        (**self).source()
    }
}

/// Rows of a derived record.
fn of_records<'a, R: Record, L: Placement<R>>(
    records: &Records<'a, R, L>,
) -> Result<Source<'a>, Error> {
    let places = |field| records.place().offset(field);
    // SAFETY: the fields of R where the placement has them in each row.
    unsafe { Source::new(R::DTYPE, Some(&places), Shaped::line(records.rows())) }
}

/// Rows of a run-time layout.
fn of_dyn_records<'a>(records: &DynRecords<'a>) -> Result<Source<'a>, Error> {
    let dtype = DType::record(records.copy_layout()?);
    let fields = records.layout().fields();
    let places = |field: usize| fields[field].offset();
    // SAFETY: the fields of the rows where their layout has them; a copy's layout has the
    // same in the same order.
    unsafe { Source::new(&dtype, Some(&places), Shaped::line(records.rows())) }
}

/// Items of a run-time dtype in any number of dimensions.
fn of_dyn_array<'a>(array: &DynArray<'a>) -> Result<Source<'a>, Error> {
    let items = items_at(array.as_ptr(), array.shape(), array.strides())?;
    if !array.is_part() {
        // SAFETY: each item is one of the dtype.
        return unsafe { Source::new(array.dtype(), None, items) };
    }
    let dtype = DType::record(array.layout().repacked()?);
    let fields = array.layout().fields();
    let places = |field: usize| fields[field].offset();
    // SAFETY: as for the rows of a run-time layout.
    unsafe { Source::new(&dtype, Some(&places), items) }
}

/// The items of a view that gives its address.
fn items_at(first: *const u8, shape: &[usize], strides: &[isize]) -> Result<Shaped, Error> {
    Shaped::new(first.cast_mut(), shape.into(), strides.into())
}

fn of_column<'a, F: Element>(column: &Column<'a, F>) -> Result<Source<'a>, Error> {
    // SAFETY: each item is an F.
    unsafe { Source::new(F::DTYPE, None, Shaped::line(column.items())) }
}

fn of_dyn_column<'a>(column: &DynColumn<'a>) -> Result<Source<'a>, Error> {
    let items = Strided::new(column.as_ptr().cast_mut(), column.len(), column.stride());
    // SAFETY: each item is one of the dtype.
    unsafe { Source::new(column.dtype(), None, Shaped::line(items)) }
}

fn of_grid<'a, R: Record, L: Placement<R>>(grid: &Grid<'a, R, L>) -> Result<Source<'a>, Error> {
    let places = |field| grid.place().offset(field);
    let (shape, strides) = ([grid.height(), grid.width()], [grid.row_stride(), grid.stride()]);
    let items = items_at(grid.as_ptr(), &shape, &strides)?;
    // SAFETY: the fields of R where the placement has them in each record.
    unsafe { Source::new(R::DTYPE, Some(&places), items) }
}

fn of_matrix<'a, F: Element>(matrix: &Matrix<'a, F>) -> Result<Source<'a>, Error> {
    let shape = [matrix.height(), matrix.width()];
    let (down, right) = matrix.strides();
    let items = items_at(matrix.as_ptr(), &shape, &[down, right])?;
    // SAFETY: each item is an F.
    unsafe { Source::new(F::DTYPE, None, items) }
}

/// Values in Rust's memory, which are copied unless they lie there as in a record.
fn of_slice<'a, F: Element>(values: &'a [F], shape: &[usize]) -> Result<Source<'a>, Error> {
    let (mut first, mut owned) = (values.as_ptr().cast_mut().cast::<u8>(), Vec::new());
    if !F::IN_PLACE {
        // Values take as many bytes in Rust's memory, or more, but for few types.
        owned = alloc::vec![0; values.len().checked_mul(F::SIZE).expect("capacity overflow")];
        first = owned.as_mut_ptr();
        for (i, value) in values.iter().enumerate() {
            // SAFETY: `F::SIZE` bytes of the vector for each value.
            unsafe { value.write(first.wrapping_add(i * F::SIZE)) };
        }
    }
    let items = Shaped::new(first, shape.into(), dense_strides(shape, F::SIZE))?;
    // SAFETY: each item is an F in its record's bytes: where values are in place they are
    // those of the slice, else those of the vector, which the source keeps.
    let source = unsafe { Source::new(F::DTYPE, None, items)? };
    Ok(source.in_memory(owned))
}

impl<R: Record, L: Placement<R>> Save for Records<'_, R, L> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_records(self)
    }
}

impl<R: Record, L: Placement<R>> Save for RecordsMut<'_, R, L> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_records(&self.view())
    }
}

impl<R: Record> Save for RecordBuf<R> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_records(&self.view())
    }
}

impl<R: Record, O: AsRef<[u8]>> Save for RecordArray<R, O> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_records(&self.view())
    }
}

impl Save for DynRecords<'_> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_records(self)
    }
}

impl Save for DynRecordsMut<'_> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_records(&self.view())
    }
}

impl Save for DynRecordBuf {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_records(&self.view())
    }
}

impl<F: Element> Save for Column<'_, F> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_column(self)
    }
}

impl<F: Element> Save for ColumnMut<'_, F> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_column(&self.view())
    }
}

impl Save for DynColumn<'_> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_column(self)
    }
}

impl Save for DynColumnBuf {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_column(&self.view())
    }
}

impl<R: Record, L: Placement<R>> Save for Grid<'_, R, L> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_grid(self)
    }
}

impl<R: Record, L: Placement<R>> Save for GridMut<'_, R, L> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_grid(&self.view())
    }
}

impl<F: Element> Save for Matrix<'_, F> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_matrix(self)
    }
}

impl<F: Element> Save for MatrixMut<'_, F> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_matrix(&self.view())
    }
}

impl<F: Element> Save for MatrixBuf<F> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_slice(self.as_slice(), &[self.height(), self.width()])
    }
}

impl<F: Element> Save for [F] {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_slice(self, &[self.len()])
    }
}

impl<F: Element, const N: usize> Save for [F; N] {
    fn source(&self) -> Result<Source<'_>, Error> {
        self.as_slice().source()
    }
}

impl<F: Element> Save for Vec<F> {
    fn source(&self) -> Result<Source<'_>, Error> {
        self.as_slice().source()
    }
}

impl Save for DynArray<'_> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_array(self)
    }
}

impl Save for DynArrayMut<'_> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_array(&self.view())
    }
}

impl<O: AsRef<[u8]>> Save for NpyArray<O> {
    fn source(&self) -> Result<Source<'_>, Error> {
        of_dyn_array(&self.array())
    }
}
