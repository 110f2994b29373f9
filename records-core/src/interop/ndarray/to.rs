//! Columns and matrices as views of `ndarray`.

use alloc::string::ToString;
use core::ptr::NonNull;
use core::slice;

use ndarray::{
    Array1, Array2, ArrayView, ArrayView1, ArrayView2, ArrayViewMut, ArrayViewMut1, ArrayViewMut2,
    Axis, Dim, Dimension, IntoDimension, Ix, ShapeBuilder,
};

use crate::{Column, ColumnMut, Element, Matrix, MatrixBuf, MatrixMut, NdarrayError};

/// Items along `N` axes as `ndarray` counts them.
///
/// **Invariant**: if the items given to [`steps`] lie in one allocation, so do those that are
/// reached from `low` by `steps` times less than each length; they are the same ones, except that
/// along axes that are `reversed` the last comes first. `low` is aligned for `F`, and no address
/// is further than `isize::MAX` bytes from it, because no allocation is larger.
struct Steps<F, const N: usize> {
    low: *mut F,
    steps: [usize; N],
    reversed: [bool; N],
}

/// Works out how to step from item to item; there is at least one, of at least
/// one byte.
fn steps<F: Element, const N: usize>(
    first: *const u8,
    shape: [usize; N],
    strides: [isize; N],
) -> Result<Steps<F, N>, NdarrayError> {
    let mut low = first.cast_mut();
    let (mut steps, mut reversed) = ([1; N], [false; N]);
    for axis in 0..N {
        let (len, stride) = (shape[axis], strides[axis]);
        if len < 2 {
            // Nobody takes a step.
            continue;
        }
        let apart = stride.unsigned_abs();
        if !apart.is_multiple_of(F::SIZE) {
            return Err(NdarrayError::Stride { axis, stride, size: F::SIZE });
        }
        steps[axis] = apart / F::SIZE;
        if stride < 0 {
            reversed[axis] = true;
            // The lengths are at most isize::MAX, and items lie in one allocation.
            low = low.wrapping_offset(stride.wrapping_mul(len as isize - 1));
        }
    }
    let low = low.cast::<F>();
    if !low.is_aligned() {
        return Err(NdarrayError::Misaligned { address: low.addr(), alignment: align_of::<F>() });
    }
    Ok(Steps { low, steps, reversed })
}

/// Checks what goes by type and shape alone; whether there is any byte to look at.
fn any_bytes<F: Element>(shape: &[usize]) -> Result<bool, NdarrayError> {
    if !F::IN_PLACE {
        return Err(NdarrayError::NotInPlace { dtype: F::DTYPE.to_string() });
    }
    let lengths = shape.iter().filter(|&&len| len > 0);
    match lengths.copied().try_fold(1, usize::checked_mul) {
        Some(items) if items <= isize::MAX as usize => Ok(F::SIZE > 0 && !shape.contains(&0)),
        _ => Err(NdarrayError::TooLarge { shape: shape.to_vec() }),
    }
}

fn too_large(shape: &[usize]) -> impl FnOnce(ndarray::ShapeError) -> NdarrayError {
    |_| NdarrayError::TooLarge { shape: shape.to_vec() }
}

/// # Safety
/// The items of `shape`, `strides` bytes apart from `first` on, lie in one
/// allocation and can be lent as `&F` for `'a`, wherever they are aligned and `F` is in place.
unsafe fn lend<'a, F: Element, const N: usize>(
    first: *const u8,
    shape: [usize; N],
    strides: [isize; N],
) -> Result<ArrayView<'a, F, Dim<[Ix; N]>>, NdarrayError>
where
    [Ix; N]: IntoDimension<Dim = Dim<[Ix; N]>>,
    Dim<[Ix; N]>: Dimension,
{
    let dim = shape.into_dimension();
    if !any_bytes::<F>(&shape)? {
        // SAFETY: no bytes: no items, or items of no bytes, of which there is a valid one.
        let items = unsafe { slice::from_raw_parts(NonNull::dangling().as_ptr(), dim.size()) };
        return ArrayView::from_shape(dim, items).map_err(too_large(&shape));
    }
    let Steps { low, steps, reversed } = steps::<F, N>(first, shape, strides)?;
    let lent = dim.strides(steps.into_dimension());
    // SAFETY: as `from_shape_ptr` asks, the items live and are not written for 'a (the caller's
    // promise); `low` is aligned, and not null, being the address of one of them; by the invariant
    // of `Steps` every address reached along the axes is that of an item, all in one allocation,
    // at most isize::MAX bytes, and so at most as many items, apart; the product of the lengths
    // has been checked; `steps` are not negative.
    let mut view = unsafe { ArrayView::from_shape_ptr(lent, low.cast_const()) };
    for axis in (0..N).filter(|&axis| reversed[axis]) {
        view.invert_axis(Axis(axis));
    }
    Ok(view)
}

/// # Safety
/// As for [`lend`], as `&mut F`; no two items have a byte in common.
unsafe fn lend_mut<'a, F: Element, const N: usize>(
    first: *const u8,
    shape: [usize; N],
    strides: [isize; N],
) -> Result<ArrayViewMut<'a, F, Dim<[Ix; N]>>, NdarrayError>
where
    [Ix; N]: IntoDimension<Dim = Dim<[Ix; N]>>,
    Dim<[Ix; N]>: Dimension,
{
    let dim = shape.into_dimension();
    if !any_bytes::<F>(&shape)? {
        // SAFETY: no bytes: no items, or items of no bytes, of which there is a valid one.
        let items = unsafe { slice::from_raw_parts_mut(NonNull::dangling().as_ptr(), dim.size()) };
        return ArrayViewMut::from_shape(dim, items).map_err(too_large(&shape));
    }
    if F::DTYPE.has_padding() {
        return Err(NdarrayError::Padding { dtype: F::DTYPE.to_string() });
    }
    let Steps { low, steps, reversed } = steps::<F, N>(first, shape, strides)?;
    let lent = dim.strides(steps.into_dimension());
    // SAFETY: as in `lend`, and nobody else reads or writes the items for 'a, nor do two of them
    // have a byte in common (the caller's promise). All bytes of an F belong to its value, so
    // that none is ever left uninitialised.
    let mut view = unsafe { ArrayViewMut::from_shape_ptr(lent, low) };
    for axis in (0..N).filter(|&axis| reversed[axis]) {
        view.invert_axis(Axis(axis));
    }
    Ok(view)
}

impl<'a, F: Element> Column<'a, F> {
    /// The column as a view of `ndarray`, where its items lie a whole number of
    /// items apart, are aligned, and Rust keeps `F` in memory as records do.
    ///
    /// ```
    /// use records_core::{Record, RecordBuf};
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(aligned)]
    /// struct Sample { id: i16, sin: f64, cos: f64 }
    ///
    /// let samples: RecordBuf<Sample> =
    ///     (0..3).map(|id| Sample { id, sin: 0.5, cos: f64::from(id) }).collect();
    /// let view = samples.columns().cos.as_ndarray()?;
    /// assert_eq!(view.strides(), [3]);
    /// assert_eq!(view.dot(&view), 5.0);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NdarrayError`] says why elsewhere.
    pub fn as_ndarray(&self) -> Result<ArrayView1<'a, F>, NdarrayError> {
        // SAFETY: the items of a column, which can be read and are not written for 'a.
        unsafe { lend(self.as_ptr(), [self.len()], [self.stride()]) }
    }

    /// A copy of the items.
    ///
    /// # Panics
    /// If there are more than `isize::MAX` of them, of no bytes.
    #[must_use]
    pub fn to_ndarray(&self) -> Array1<F> {
        Array1::from_vec(self.to_vec())
    }
}

impl<'a, F: Element> ColumnMut<'a, F> {
    /// The column as a view of `ndarray`; see [`Column::as_ndarray`].
    ///
    /// # Errors
    /// [`NdarrayError`] where there is none.
    pub fn as_ndarray(&self) -> Result<ArrayView1<'_, F>, NdarrayError> {
        self.view().as_ndarray()
    }

    /// The column as a view of `ndarray`, to be written, where
    /// [`as_ndarray`](ColumnMut::as_ndarray) gives one and `F` has no padding.
    ///
    /// # Errors
    /// [`NdarrayError`] says why elsewhere.
    pub fn as_ndarray_mut(&mut self) -> Result<ArrayViewMut1<'_, F>, NdarrayError> {
        self.reborrow().into_ndarray()
    }

    /// The column as a view of `ndarray`, to be written; takes the column.
    ///
    /// # Errors
    /// As for [`as_ndarray_mut`](ColumnMut::as_ndarray_mut).
    pub fn into_ndarray(self) -> Result<ArrayViewMut1<'a, F>, NdarrayError> {
        let (len, stride) = (self.len(), self.stride());
        // SAFETY: the items of a mutable column, which is gone: there is no other way to them for
        // 'a, and no two have a byte in common.
        unsafe { lend_mut(self.into_view().as_ptr(), [len], [stride]) }
    }
}

impl<'a, F: Element> Matrix<'a, F> {
    /// The matrix as a view of `ndarray`; see [`Column::as_ndarray`].
    ///
    /// ```
    /// use records_core::{Grid, Record};
    ///
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Rgb { red: u8, green: u8, blue: u8 }
    ///
    /// // Two lines of one pixel, each padded to 4 bytes.
    /// let image = Grid::<Rgb>::from_bytes(&[255, 1, 2, 0, 3, 4, 5, 0], 2, 1, 4)?;
    /// assert_eq!(image.plane(Rgb::FIELDS.green).as_ndarray()?, ndarray::arr2(&[[1], [4]]));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`NdarrayError`] where there is none.
    pub fn as_ndarray(&self) -> Result<ArrayView2<'a, F>, NdarrayError> {
        // SAFETY: the items of a matrix, which can be read and are not written for 'a.
        unsafe { lend(self.as_ptr(), [self.height(), self.width()], self.strides().into()) }
    }
}

impl<'a, F: Element> MatrixMut<'a, F> {
    /// The matrix as a view of `ndarray`; see [`Column::as_ndarray`].
    ///
    /// # Errors
    /// [`NdarrayError`] where there is none.
    pub fn as_ndarray(&self) -> Result<ArrayView2<'_, F>, NdarrayError> {
        self.view().as_ndarray()
    }

    /// The matrix as a view of `ndarray`, to be written; see
    /// [`ColumnMut::as_ndarray_mut`].
    ///
    /// # Errors
    /// [`NdarrayError`] where there is none.
    pub fn as_ndarray_mut(&mut self) -> Result<ArrayViewMut2<'_, F>, NdarrayError> {
        let matrix = self.view();
        let (first, strides) = (matrix.as_ptr(), matrix.strides());
        // SAFETY: the items of a mutable matrix, which is borrowed meanwhile: there is no other
        // way to them, and no two have a byte in common.
        unsafe { lend_mut(first, [self.height(), self.width()], strides.into()) }
    }

    /// The matrix as a view of `ndarray`, to be written; takes the matrix.
    ///
    /// # Errors
    /// As for [`as_ndarray_mut`](MatrixMut::as_ndarray_mut).
    pub fn into_ndarray(self) -> Result<ArrayViewMut2<'a, F>, NdarrayError> {
        let matrix = self.view();
        let (first, strides) = (matrix.as_ptr(), matrix.strides());
        // SAFETY: as for `as_ndarray_mut`; `self` is gone, and its items are its own for 'a.
        unsafe { lend_mut(first, [self.height(), self.width()], strides.into()) }
    }
}

impl<F> MatrixBuf<F> {
    /// The same matrix as an array of `ndarray`, without a copy.
    ///
    /// # Errors
    /// [`NdarrayError::TooLarge`] for more than `isize::MAX` items of no bytes.
    pub fn into_ndarray(self) -> Result<Array2<F>, NdarrayError> {
        let shape = [self.height(), self.width()];
        Array2::from_shape_vec(shape, self.into_vec()).map_err(too_large(&shape))
    }
}
