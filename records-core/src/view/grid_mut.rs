//! Rows of records with a row stride, to be written.

use core::marker::PhantomData;

use super::grid::check_lines;
use crate::memory::{Frame, Lines, Strided};
use crate::{
    Element, Error, Grid, GridRows, Matrix, MatrixMut, Own, Placement, Record, Records, RecordsMut,
    Token,
};

/// Records in two dimensions, to be written; the mutable twin of [`Grid`].
///
/// What lies between the lines is never written.
///
/// ```
/// use records_core::{GridMut, Record};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Rgb { red: u8, green: u8, blue: u8 }
///
/// let mut bytes = [0; 8];
/// let mut image = GridMut::<Rgb>::from_bytes(&mut bytes, 2, 1, 4)?;
/// image.set(1, 0, Rgb { red: 1, green: 2, blue: 3 });
/// assert_eq!(bytes, [0, 0, 0, 0, 1, 2, 3, 0]);
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct GridMut<'a, R, L = Own> {
    /// **Invariant**: each line satisfies that of `RecordsMut<'a, R, L>`, and no two
    /// lines have a byte in common.
    lines: Lines,
    place: L,
    of: PhantomData<RecordsMut<'a, R, L>>,
}

// SAFETY: a grid is many `RecordsMut`.
unsafe impl<R: Send, L: Send> Send for GridMut<'_, R, L> {}
// SAFETY: as above.
unsafe impl<R: Sync, L: Sync> Sync for GridMut<'_, R, L> {}

impl<'a, R: Record> GridMut<'a, R> {
    /// `height` lines of `width` records, `row_stride` bytes apart; see
    /// [`Grid::from_bytes`].
    ///
    /// # Errors
    /// As there, and [`Error::RowsOverlap`] if the row stride is smaller than a line.
    pub fn from_bytes(
        bytes: &'a mut [u8],
        height: usize,
        width: usize,
        row_stride: isize,
    ) -> Result<GridMut<'a, R>, Error> {
        let frame = Frame { height, width, row_stride, size: R::SIZE };
        let lines = frame.lines(bytes.as_mut_ptr(), bytes.len())?;
        frame.check_apart()?;
        // SAFETY: all records lie within `bytes`, initialised and borrowed for 'a,
        // and do not overlap.
        unsafe {
            check_lines::<R>(&lines)?;
            Ok(GridMut { lines, place: Own, of: PhantomData })
        }
    }

    /// A grid in memory that is known only by its address; see
    /// [`Grid::from_raw_parts`].
    ///
    /// # Safety
    /// As there, and: the memory can be written, nobody else reads or writes the records for `'a`,
    /// and no two lines overlap.
    #[must_use]
    pub const unsafe fn from_raw_parts(
        first: *mut u8,
        height: usize,
        width: usize,
        row_stride: isize,
    ) -> GridMut<'a, R> {
        let lines = Strided::new(first, height, row_stride);
        GridMut { lines: Lines::new(lines, width, R::SIZE as isize), place: Own, of: PhantomData }
    }
}

impl<'a, R: Record, L: Placement<R>> GridMut<'a, R, L> {
    /// # Safety
    /// The lines satisfy the invariant of the field.
    pub(crate) const unsafe fn from_lines(lines: Lines, place: L) -> GridMut<'a, R, L> {
        GridMut { lines, place, of: PhantomData }
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

    /// The grid, to read it.
    #[must_use]
    pub fn view(&self) -> Grid<'_, R, L> {
        // SAFETY: what can be written can be read, and nobody writes it while
        // `self` is borrowed.
        unsafe { Grid::from_lines(self.lines, self.place.clone()) }
    }

    /// The grid for good, to read it.
    #[must_use]
    pub fn into_view(self) -> Grid<'a, R, L> {
        // SAFETY: as for `view`; `self` is gone.
        unsafe { Grid::from_lines(self.lines, self.place) }
    }

    /// Record `x` of line `y`.
    #[must_use]
    #[inline]
    pub fn get(&self, y: usize, x: usize) -> Option<R> {
        self.view().get(y, x)
    }

    /// The records of line `y`, to read them.
    ///
    /// # Panics
    /// If there is no such line.
    #[must_use]
    #[track_caller]
    pub fn row(&self, y: usize) -> Records<'_, R, L> {
        self.view().row(y)
    }

    /// The lines, first to last, to read them.
    #[must_use]
    pub fn rows(&self) -> GridRows<'_, R, L> {
        self.view().rows()
    }

    /// Writes the fields of record `x` of line `y`.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    #[track_caller]
    pub fn set(&mut self, y: usize, x: usize, record: R) {
        let Some(item) = self.lines.at(y, x) else {
            panic!("record ({y}, {x}) of a grid of {} x {}", self.height(), self.width());
        };
        // SAFETY: a record of the grid.
        unsafe { record.write_row(item, &self.place) }
    }

    /// Writes the record everywhere.
    pub fn fill(&mut self, record: R) {
        // Of lines without a record there may be any number.
        let height = if self.width() == 0 { 0 } else { self.height() };
        for y in 0..height {
            self.row_mut(y).fill(record);
        }
    }

    /// The records of line `y`, to be written.
    ///
    /// # Panics
    /// If there is no such line.
    #[must_use]
    #[track_caller]
    pub fn row_mut(&mut self, y: usize) -> RecordsMut<'_, R, L> {
        let row = self.lines.row(y);
        let row = row.unwrap_or_else(|| panic!("line {y} of a grid of {} lines", self.height()));
        // SAFETY: a line of the grid; `self` is borrowed meanwhile.
        unsafe { RecordsMut::from_rows(row, self.place.clone()) }
    }

    /// All lines, to be written, together.
    pub fn rows_mut(&mut self) -> impl ExactSizeIterator<Item = RecordsMut<'_, R, L>> {
        let (lines, place) = (self.lines, self.place.clone());
        (0..lines.height()).map(move |y| {
            // SAFETY: each line of the grid once, none overlapping another; `self`
            // is borrowed meanwhile.
            unsafe { RecordsMut::from_rows(lines.row_at(y), place.clone()) }
        })
    }

    /// One field of all records, to read it.
    #[must_use]
    pub fn plane<F: Element, const I: usize>(&self, token: Token<R, F, I>) -> Matrix<'_, F> {
        self.view().plane(token)
    }

    /// One field of all records, to be written.
    #[must_use]
    pub fn plane_mut<F: Element, const I: usize>(&mut self, _: Token<R, F, I>) -> MatrixMut<'_, F> {
        // SAFETY: field I of the records is an F; `self` is borrowed meanwhile.
        unsafe { MatrixMut::from_lines(self.lines.shifted(self.place.offset(I))) }
    }
}
