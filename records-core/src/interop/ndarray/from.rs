//! Arrays of `ndarray` as columns and matrices.

use ndarray::{
    Array2, ArrayBase, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis, Data, DataMut,
    Dimension, Ix1, Ix2, LayoutRef,
};

use crate::memory::{Lines, Strided};
use crate::{Column, ColumnMut, Element, Matrix, MatrixBuf, MatrixMut};

/// Bytes from one item to the next along an axis.
fn stride<F: Element, D: Dimension>(array: &LayoutRef<F, D>, axis: usize) -> isize {
    const {
        assert!(F::IN_PLACE, "Rust keeps this type in memory in another way than records do");
    }
    let axis = Axis(axis);
    if array.len_of(axis) < 2 {
        // Nobody takes a step, and `ndarray` may say anything.
        return F::SIZE as isize;
    }
    // No two items are more than isize::MAX bytes apart, even in an empty array.
    array.stride_of(axis).wrapping_mul(F::SIZE as isize)
}

fn strided<F: Element>(first: *mut F, array: &LayoutRef<F, Ix1>) -> Strided {
    Strided::new(first.cast(), array.len(), stride(array, 0))
}

fn lines<F: Element>(first: *mut F, array: &LayoutRef<F, Ix2>) -> Lines {
    let lines = Strided::new(first.cast(), array.nrows(), stride(array, 0));
    Lines::new(lines, array.ncols(), stride(array, 1))
}

/// The items of a view, at any stride, without a copy.
///
/// Does not compile for types that Rust keeps in memory in another way than
/// records do; so for all conversions from `ndarray`.
///
/// ```
/// use ndarray::{array, s};
/// use records_core::Column;
///
/// let array = array![[1, 2], [3, 4], [5, 6]];
/// let column = Column::from(array.slice(s![..;-1, 1]));
/// assert_eq!(column.to_vec(), [6, 4, 2]);
/// assert_eq!(column.stride(), -8);
/// ```
impl<'a, F: Element> From<ArrayView1<'a, F>> for Column<'a, F> {
    fn from(view: ArrayView1<'a, F>) -> Column<'a, F> {
        // SAFETY: the items of the view, whose pointer and strides `ndarray` vouches for: they are
        // F's, in place, and can be read and are not written for 'a.
        unsafe { Column::from_items(strided(view.as_ptr().cast_mut(), &view)) }
    }
}

impl<'a, F: Element, S: Data<Elem = F>> From<&'a ArrayBase<S, Ix1>> for Column<'a, F> {
    fn from(array: &'a ArrayBase<S, Ix1>) -> Column<'a, F> {
        array.view().into()
    }
}

impl<'a, F: Element> From<ArrayView2<'a, F>> for Matrix<'a, F> {
    fn from(view: ArrayView2<'a, F>) -> Matrix<'a, F> {
        // SAFETY: as for a column.
        unsafe { Matrix::from_lines(lines(view.as_ptr().cast_mut(), &view)) }
    }
}

impl<'a, F: Element, S: Data<Elem = F>> From<&'a ArrayBase<S, Ix2>> for Matrix<'a, F> {
    fn from(array: &'a ArrayBase<S, Ix2>) -> Matrix<'a, F> {
        array.view().into()
    }
}

impl<'a, F: Element> From<ArrayViewMut1<'a, F>> for ColumnMut<'a, F> {
    fn from(mut view: ArrayViewMut1<'a, F>) -> ColumnMut<'a, F> {
        let first = view.as_mut_ptr();
        // SAFETY: the items of the view, which is gone: they are F's, in place, nobody else reads
        // or writes them for 'a, and as `ndarray` demands, none is reached by two indices. Two of
        // them are a multiple of F::SIZE apart, so they have no byte in common.
        unsafe { ColumnMut::from_items(strided(first, &view)) }
    }
}

impl<'a, F: Element, S: DataMut<Elem = F>> From<&'a mut ArrayBase<S, Ix1>> for ColumnMut<'a, F> {
    fn from(array: &'a mut ArrayBase<S, Ix1>) -> ColumnMut<'a, F> {
        array.view_mut().into()
    }
}

impl<'a, F: Element> From<ArrayViewMut2<'a, F>> for MatrixMut<'a, F> {
    fn from(mut view: ArrayViewMut2<'a, F>) -> MatrixMut<'a, F> {
        let first = view.as_mut_ptr();
        // SAFETY: as for a column.
        unsafe { MatrixMut::from_lines(lines(first, &view)) }
    }
}

impl<'a, F: Element, S: DataMut<Elem = F>> From<&'a mut ArrayBase<S, Ix2>> for MatrixMut<'a, F> {
    fn from(array: &'a mut ArrayBase<S, Ix2>) -> MatrixMut<'a, F> {
        array.view_mut().into()
    }
}

/// The same matrix. Its memory is used if the items lie in it row by row; else
/// they are copied.
impl<F> From<Array2<F>> for MatrixBuf<F> {
    fn from(array: Array2<F>) -> MatrixBuf<F> {
        let (height, width) = array.dim();
        let items = if array.is_standard_layout() {
            let len = array.len();
            let (mut items, first) = array.into_raw_vec_and_offset();
            // Of an array that was cut, the rest is still there.
            let first = first.unwrap_or(0);
            items.truncate(first + len);
            items.drain(..first);
            items
        } else {
            array.into_iter().collect()
        };
        MatrixBuf::from_items(items, height, width)
    }
}
