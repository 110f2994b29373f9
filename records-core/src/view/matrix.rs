//! Two dimensions of one type: fields of rows, a plane of an image.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::Lent;
use crate::layout::text::fail;
use crate::memory::Lines;
use crate::{Column, Element, Placement, Record};

/// A column in two dimensions: `height` rows of `width` items, at any strides.
///
/// [`Grid::plane`](crate::Grid::plane) gives one field of an image, [`Records::as_matrix`](crate::Records::as_matrix)
/// records whose fields are all of one type.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// let matrix = points.view().as_matrix();
/// assert_eq!((matrix.height(), matrix.width()), (5, 2));
/// assert_eq!(matrix.get(3, 0), Some(3.0));
/// assert_eq!(matrix.column(0).sum(), 10.0);
/// assert_eq!(matrix.crop(1..3, ..1).to_vec(), [1.0, 2.0]);
/// ```
pub struct Matrix<'a, F> {
    /// **Invariant**: for `'a`, the `F::SIZE` bytes at each item can be read as
    /// `Element::read` asks, and nobody writes them.
    lines: Lines,
    of: Lent<'a, F>,
}

impl<F> Clone for Matrix<'_, F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Matrix<'_, F> {}

// SAFETY: a matrix lends values out of shared bytes, as `&[F]` does.
unsafe impl<F: Sync> Send for Matrix<'_, F> {}
// SAFETY: as above.
unsafe impl<F: Sync> Sync for Matrix<'_, F> {}

impl<'a, F: Element> Matrix<'a, F> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    pub(crate) const unsafe fn from_lines(lines: Lines) -> Matrix<'a, F> {
        Matrix { lines, of: PhantomData }
    }

    /// How many rows there are.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.lines.height()
    }

    /// How many items a row has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.lines.width()
    }

    /// Bytes from one row to the next, and from one item to the next in a row.
    #[must_use]
    pub const fn strides(&self) -> (isize, isize) {
        (self.lines.row_stride(), self.lines.stride())
    }

    /// The address of the item at (0, 0), at any alignment.
    #[must_use]
    pub const fn as_ptr(&self) -> *const u8 {
        self.lines.base()
    }

    /// Item `x` of row `y`.
    #[must_use]
    #[inline]
    pub fn get(&self, y: usize, x: usize) -> Option<F> {
        // SAFETY: an item of the matrix.
        self.lines.at(y, x).map(|item| unsafe { F::read(item) })
    }

    /// The items of row `y`.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    #[track_caller]
    pub fn row(&self, y: usize) -> Column<'a, F> {
        let row = self.lines.row(y);
        let row = row.unwrap_or_else(|| panic!("row {y} of a matrix of {} rows", self.height()));
        // SAFETY: items of the matrix.
        unsafe { Column::from_items(row) }
    }

    /// Item `x` of every row.
    ///
    /// # Panics
    /// If rows are not that long.
    #[must_use]
    #[track_caller]
    pub fn column(&self, x: usize) -> Column<'a, F> {
        let column = self.lines.column(x);
        let column =
            column.unwrap_or_else(|| panic!("column {x} of a matrix of {} columns", self.width()));
        // SAFETY: items of the matrix.
        unsafe { Column::from_items(column) }
    }

    /// The rows, first to last.
    pub fn rows(
        &self,
    ) -> impl ExactSizeIterator<Item = Column<'a, F>> + DoubleEndedIterator + use<'a, F> {
        let matrix = *self;
        (0..self.height()).map(move |y| matrix.row(y))
    }

    /// Part of it.
    ///
    /// # Panics
    /// If a range does not lie within it.
    #[must_use]
    #[track_caller]
    pub fn crop(&self, ys: impl RangeBounds<usize>, xs: impl RangeBounds<usize>) -> Matrix<'a, F> {
        // SAFETY: some of the items.
        unsafe { Matrix::from_lines(self.lines.crop(ys, xs)) }
    }

    /// A copy of the items, row by row.
    #[must_use]
    pub fn to_vec(&self) -> Vec<F> {
        // Of rows without an item there may be any number.
        if self.width() == 0 { Vec::new() } else { self.rows().flatten().collect() }
    }
}

impl<F: Element + PartialEq> PartialEq for Matrix<'_, F> {
    fn eq(&self, other: &Self) -> bool {
        self.height() == other.height()
            && self.width() == other.width()
            // Of rows without an item there may be any number.
            && (self.width() == 0 || self.rows().eq(other.rows()))
    }
}

/// An owned matrix, row by row; made by [`Records::to_matrix`](crate::Records::to_matrix).
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// let matrix = points.view().to_matrix();
/// assert_eq!(matrix.row(2), Some(&[2.0, 0.5][..]));
/// assert_eq!(matrix.into_vec().len(), 10);
/// ```
#[derive(Clone, PartialEq)]
pub struct MatrixBuf<F> {
    items: Vec<F>,
    height: usize,
    width: usize,
}

impl<F> MatrixBuf<F> {
    /// No rows of no items, and no memory yet.
    #[must_use]
    pub const fn new() -> MatrixBuf<F> {
        MatrixBuf { items: Vec::new(), height: 0, width: 0 }
    }

    /// Items that number `height * width`.
    #[cfg(feature = "ndarray")]
    pub(crate) fn from_items(items: Vec<F>, height: usize, width: usize) -> MatrixBuf<F> {
        debug_assert_eq!(items.len(), height * width);
        MatrixBuf { items, height, width }
    }

    /// Replaces all items by those that the function puts into the vector, `height * width` of them.
    pub(crate) fn refill(&mut self, height: usize, width: usize, fill: impl FnOnce(&mut Vec<F>)) {
        (self.height, self.width) = (0, 0);
        self.items.clear();
        fill(&mut self.items);
        debug_assert_eq!(self.items.len(), height * width);
        (self.height, self.width) = (height, width);
    }

    /// How many rows there are.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// How many items a row has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// All items, row by row.
    #[must_use]
    pub fn as_slice(&self) -> &[F] {
        &self.items
    }

    /// All items, row by row, to be written.
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [F] {
        &mut self.items
    }

    /// All items, row by row.
    #[must_use]
    pub fn into_vec(self) -> Vec<F> {
        self.items
    }
}

impl<F: Copy> MatrixBuf<F> {
    /// Item `x` of row `y`.
    #[must_use]
    pub fn get(&self, y: usize, x: usize) -> Option<F> {
        if y < self.height && x < self.width {
            self.items.get(y * self.width + x).copied()
        } else {
            None
        }
    }

    /// The items of row `y`.
    #[must_use]
    pub fn row(&self, y: usize) -> Option<&[F]> {
        if y < self.height { self.items.get(y * self.width..(y + 1) * self.width) } else { None }
    }
}

/// As [`new`](MatrixBuf::new) makes it.
impl<F> Default for MatrixBuf<F> {
    fn default() -> Self {
        MatrixBuf::new()
    }
}

impl<F: fmt::Debug> fmt::Debug for MatrixBuf<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for y in 0..self.height {
            list.entry(&&self.items[y * self.width..(y + 1) * self.width]);
        }
        list.finish()
    }
}

/// Whether all fields of `R` have the type of the first.
pub(super) const fn is_one_type<R: Record<First: Element>>() -> bool {
    different::<R>().is_none()
}

/// The first field that has another type than the first one.
const fn different<R: Record<First: Element>>() -> Option<&'static crate::Field> {
    let fields = R::LAYOUT.fields();
    let mut i = 0;
    while i < fields.len() {
        if !fields[i].dtype().same(R::First::DTYPE) {
            return Some(&fields[i]);
        }
        i += 1;
    }
    None
}

/// # Panics
/// If the fields of `R` have several types. In a constant the panic is the compiler's error.
pub(super) const fn check_one_type<R: Record<First: Element>>() {
    if let Some(field) = different::<R>() {
        let first = &R::LAYOUT.fields()[0];
        fail!("`", str R::LAYOUT.name(), "` is no row of a matrix: field `", str first.name(),
            "` is ", dtype first.dtype(), ", but field `", str field.name(), "` is ",
            dtype field.dtype());
    }
}

/// The offset of the first field and the bytes from each field to the next, if
/// they are the same everywhere.
pub(super) fn even_step<R: Record<First: Element>>(
    place: &impl Placement<R>,
) -> Option<(usize, isize)> {
    let len = R::OFFSETS.len();
    if len == 0 {
        return Some((0, 0));
    }
    let first = place.offset(0);
    if len == 1 {
        return Some((first, R::First::SIZE as isize));
    }
    // Offsets within a record are at most isize::MAX.
    let step = place.offset(1) as isize - first as isize;
    let even = (1..len)
        .all(|field| place.offset(field) as isize - place.offset(field - 1) as isize == step);
    even.then_some((first, step))
}
