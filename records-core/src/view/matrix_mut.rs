//! Two dimensions of one type, to be written.

use super::LentMut;
use crate::memory::Lines;
use crate::{ColumnMut, Element, Matrix};

/// A column in two dimensions, to be written; the mutable twin of [`Matrix`].
///
/// [`GridMut::plane_mut`](crate::GridMut::plane_mut) gives one field of an image.
///
/// ```
/// use records_core::{GridMut, Record};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Rgb { red: u8, green: u8, blue: u8 }
///
/// let mut bytes = [0; 8];
/// let mut image = GridMut::<Rgb>::from_bytes(&mut bytes, 2, 1, 4)?;
/// let mut green = image.plane_mut(Rgb::FIELDS.green);
/// green.set(0, 0, 5);
/// green.update(|green| green + 1);
/// assert_eq!(bytes, [0, 6, 0, 0, 0, 1, 0, 0]);
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct MatrixMut<'a, F> {
    /// **Invariant**: each line satisfies that of `ColumnMut<'a, F>`, and no two
    /// lines have a byte in common.
    lines: Lines,
    of: LentMut<'a, F>,
}

// SAFETY: the only way to its items, as `&mut [F]` is.
unsafe impl<F: Send> Send for MatrixMut<'_, F> {}
// SAFETY: by shared reference it only lends values out.
unsafe impl<F: Sync> Sync for MatrixMut<'_, F> {}

impl<F: Element> MatrixMut<'_, F> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    pub(crate) const unsafe fn from_lines(lines: Lines) -> Self {
        MatrixMut { lines, of: core::marker::PhantomData }
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

    /// The matrix, to read it.
    #[must_use]
    pub const fn view(&self) -> Matrix<'_, F> {
        // SAFETY: what can be written can be read, and nobody writes it while
        // `self` is borrowed.
        unsafe { Matrix::from_lines(self.lines) }
    }

    /// Item `x` of row `y`.
    #[must_use]
    #[inline]
    pub fn get(&self, y: usize, x: usize) -> Option<F> {
        self.view().get(y, x)
    }

    /// Writes item `x` of row `y`.
    ///
    /// # Panics
    /// If there is none.
    #[inline]
    #[track_caller]
    pub fn set(&mut self, y: usize, x: usize, value: F) {
        let Some(item) = self.lines.at(y, x) else {
            panic!("item ({y}, {x}) of a matrix of {} x {}", self.height(), self.width());
        };
        // SAFETY: an item of the matrix.
        unsafe { value.write(item) }
    }

    /// The items of row `y`, to be written.
    ///
    /// # Panics
    /// If there is no such row.
    #[must_use]
    #[track_caller]
    pub fn row_mut(&mut self, y: usize) -> ColumnMut<'_, F> {
        let row = self.lines.row(y);
        let row = row.unwrap_or_else(|| panic!("row {y} of a matrix of {} rows", self.height()));
        // SAFETY: items of the matrix; `self` is borrowed meanwhile.
        unsafe { ColumnMut::from_items(row) }
    }

    /// Rows in which there is an item; of others there may be any number.
    const fn filled(&self) -> usize {
        if self.width() == 0 { 0 } else { self.height() }
    }

    /// Writes the value everywhere.
    pub fn fill(&mut self, value: F) {
        for y in 0..self.filled() {
            self.row_mut(y).fill(value);
        }
    }

    /// Writes to each item what the function makes of it.
    pub fn update(&mut self, mut change: impl FnMut(F) -> F) {
        for y in 0..self.filled() {
            self.row_mut(y).update(&mut change);
        }
    }
}

impl<F: Element> core::fmt::Debug for MatrixMut<'_, F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Debug::fmt(&self.view(), f)
    }
}
