//! Rows of records with a row stride: images.

use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::records::check_rows;
use crate::memory::{Frame, Lines};
use crate::record::{Found, read_row};
use crate::{Element, Error, Matrix, Own, Pick, Picked, Placement, Record, Records, Token, Within};

/// Records in two dimensions: `height` lines, a fixed number of bytes apart, of
/// `width` records each, such as an image whose lines are padded.
///
/// ```
/// use records_core::{Grid, Record};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Rgb { red: u8, green: u8, blue: u8 }
///
/// // Two lines of one pixel, each padded to 4 bytes.
/// let bytes = [255, 0, 0, 0, 0, 255, 0, 0];
/// let image = Grid::<Rgb>::from_bytes(&bytes, 2, 1, 4)?;
/// assert_eq!(image.get(1, 0), Some(Rgb { red: 0, green: 255, blue: 0 }));
/// assert_eq!(image.plane(Rgb::FIELDS.red).get(0, 0), Some(255));
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct Grid<'a, R, L = Own> {
    /// **Invariant**: each line satisfies that of `Records<'a, R, L>`.
    lines: Lines,
    place: L,
    of: PhantomData<Records<'a, R, L>>,
}

impl<R, L: Clone> Clone for Grid<'_, R, L> {
    fn clone(&self) -> Self {
        Grid { lines: self.lines, place: self.place.clone(), of: PhantomData }
    }
}

impl<R, L: Copy> Copy for Grid<'_, R, L> {}

// SAFETY: a grid is many `Records`.
unsafe impl<R: Sync, L: Send> Send for Grid<'_, R, L> {}
// SAFETY: as above.
unsafe impl<R: Sync, L: Sync> Sync for Grid<'_, R, L> {}

impl<'a, R: Record> Grid<'a, R> {
    /// `height` lines of `width` records, `row_stride` bytes apart, from the first
    /// byte on. With a negative stride the lines lie in the opposite order: the
    /// first row is the last in memory (a bottom-up BMP).
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes; [`Error::Invalid`] as for
    /// [`Records::from_bytes`].
    pub fn from_bytes(
        bytes: &'a [u8],
        height: usize,
        width: usize,
        row_stride: isize,
    ) -> Result<Grid<'a, R>, Error> {
        let frame = Frame { height, width, row_stride, size: R::SIZE };
        let lines = frame.lines(bytes.as_ptr().cast_mut(), bytes.len())?;
        // SAFETY: all records lie within `bytes`, initialised and borrowed for 'a.
        unsafe {
            check_lines::<R>(&lines)?;
            Ok(Grid::from_lines(lines, Own))
        }
    }

    /// A grid in memory that is known only by its address: the first line starts
    /// at `first`.
    ///
    /// # Safety
    /// Each line satisfies what [`Records::from_raw_parts`] asks for `width`
    /// records one behind the other, all in one allocation.
    #[must_use]
    pub const unsafe fn from_raw_parts(
        first: *const u8,
        height: usize,
        width: usize,
        row_stride: isize,
    ) -> Grid<'a, R> {
        let lines = crate::memory::Strided::new(first.cast_mut(), height, row_stride);
        // SAFETY: the caller's promise.
        unsafe { Grid::from_lines(Lines::new(lines, width, R::SIZE as isize), Own) }
    }
}

/// Checks the `bool`s and enums of all lines; free for records without.
///
/// # Safety
/// `R::SIZE` bytes at each item can be read and are initialised.
pub(super) unsafe fn check_lines<R: Record>(lines: &Lines) -> Result<(), Error> {
    if const { R::LAYOUT.needs_check() } {
        // Lines upon each other are one line, however many there are said to be.
        let height = if lines.row_stride() == 0 { lines.height().min(1) } else { lines.height() };
        for y in 0..height {
            // SAFETY: the caller's promise for this line, of which there is one.
            unsafe { check_rows::<R>(lines.row_at(y)) }.map_err(|mut error| {
                if let Error::Invalid { row, .. } = &mut error {
                    *row += y * lines.width();
                }
                error
            })?;
        }
    }
    Ok(())
}

impl<'a, R: Record, L: Placement<R>> Grid<'a, R, L> {
    /// # Safety
    /// The lines satisfy the invariant of the field.
    pub(crate) const unsafe fn from_lines(lines: Lines, place: L) -> Grid<'a, R, L> {
        Grid { lines, place, of: PhantomData }
    }

    pub(crate) const fn lines(&self) -> Lines {
        self.lines
    }

    pub(crate) const fn place(&self) -> &L {
        &self.place
    }

    /// How many lines there are.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.lines.height()
    }

    /// How many records a line has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.lines.width()
    }

    /// Bytes from one line to the next.
    #[must_use]
    pub const fn row_stride(&self) -> isize {
        self.lines.row_stride()
    }

    /// Bytes from one record of a line to the next.
    #[must_use]
    pub const fn stride(&self) -> isize {
        self.lines.stride()
    }

    /// The address of the record at (0, 0), at any alignment.
    #[must_use]
    pub const fn as_ptr(&self) -> *const u8 {
        self.lines.base()
    }

    /// Record `x` of line `y`.
    #[must_use]
    #[inline]
    pub fn get(&self, y: usize, x: usize) -> Option<R> {
        // SAFETY: a record of the grid.
        self.lines.at(y, x).map(|item| unsafe { read_row(item, &self.place) })
    }

    /// The records of line `y`.
    ///
    /// # Panics
    /// If there is no such line.
    #[must_use]
    #[track_caller]
    pub fn row(&self, y: usize) -> Records<'a, R, L> {
        let row = self.lines.row(y);
        let row = row.unwrap_or_else(|| panic!("line {y} of a grid of {} lines", self.height()));
        // SAFETY: a line of the grid.
        unsafe { Records::from_rows(row, self.place.clone()) }
    }

    /// Record `x` of every line.
    ///
    /// # Panics
    /// If lines are not that long.
    #[must_use]
    #[track_caller]
    pub fn column(&self, x: usize) -> Records<'a, R, L> {
        let column = self.lines.column(x);
        let column =
            column.unwrap_or_else(|| panic!("column {x} of a grid of {} columns", self.width()));
        // SAFETY: records of the grid.
        unsafe { Records::from_rows(column, self.place.clone()) }
    }

    /// The lines, first to last.
    #[must_use]
    pub fn rows(&self) -> GridRows<'a, R, L> {
        GridRows { grid: self.clone(), ys: 0..self.height() }
    }

    /// One field of all records.
    #[must_use]
    pub fn plane<F: Element, const I: usize>(&self, _: Token<R, F, I>) -> Matrix<'a, F> {
        // SAFETY: field I of the records is an F.
        unsafe { Matrix::from_lines(self.lines.shifted(self.place.offset(I))) }
    }

    /// The same records as records of `P`; see [`Records::project`].
    #[must_use]
    pub fn project<P: Record>(&self) -> Grid<'a, P, Within<R, L>> {
        const { _ = Found::<P, R>::TABLE };
        // SAFETY: `Within` compiles only if P can be read in records of R.
        unsafe { Grid::from_lines(self.lines, Within::new(self.place.clone())) }
    }

    /// Some fields of the same records, as tuples; see [`Records::select`].
    #[must_use]
    pub fn select<T: Pick<R>>(&self, _: T) -> Grid<'a, T::Row, Picked<R, T, L>> {
        // SAFETY: the tuple's fields have the types of the picked fields.
        unsafe { Grid::from_lines(self.lines, Picked::new(self.place.clone())) }
    }

    /// Part of the grid.
    ///
    /// # Panics
    /// If a range does not lie within it.
    #[must_use]
    #[track_caller]
    pub fn crop(&self, ys: impl RangeBounds<usize>, xs: impl RangeBounds<usize>) -> Grid<'a, R, L> {
        // SAFETY: some of the records.
        unsafe { Grid::from_lines(self.lines.crop(ys, xs), self.place.clone()) }
    }

    /// The last line first.
    #[must_use]
    pub fn flipped(&self) -> Grid<'a, R, L> {
        // SAFETY: the same lines.
        unsafe { Grid::from_lines(self.lines.flipped(), self.place.clone()) }
    }
}

/// The lines of a grid, first to last; made by [`Grid::rows`].
///
/// ```
/// use records_core::Grid;
///
/// // Two lines of two, each padded to 3 bytes.
/// let grid = Grid::<(u8,)>::from_bytes(&[1, 2, 0, 3, 4, 0], 2, 2, 3)?;
/// let last: Vec<_> = grid.rows().rev().map(|line| line.get(1)).collect();
/// assert_eq!(last, [Some((4,)), Some((2,))]);
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone)]
pub struct GridRows<'a, R, L = Own> {
    grid: Grid<'a, R, L>,
    ys: core::ops::Range<usize>,
}

impl<'a, R: Record, L: Placement<R>> Iterator for GridRows<'a, R, L> {
    type Item = Records<'a, R, L>;

    fn next(&mut self) -> Option<Records<'a, R, L>> {
        self.ys.next().map(|y| self.grid.row(y))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ys.size_hint()
    }
}

impl<R: Record, L: Placement<R>> DoubleEndedIterator for GridRows<'_, R, L> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.ys.next_back().map(|y| self.grid.row(y))
    }
}

impl<R: Record, L: Placement<R>> ExactSizeIterator for GridRows<'_, R, L> {}
impl<R: Record, L: Placement<R>> core::iter::FusedIterator for GridRows<'_, R, L> {}

impl<R, L> core::fmt::Debug for GridRows<'_, R, L> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "GridRows({} left)", self.ys.len())
    }
}
