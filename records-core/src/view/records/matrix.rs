//! Rows of records of one type as a matrix.

use super::Records;
use crate::memory::Lines;
use crate::view::matrix;
use crate::{Element, Matrix, MatrixBuf, Placement, Record};

impl<'a, R: Record, L: Placement<R>> Records<'a, R, L> {
    /// The rows as a matrix of rows x fields, for records whose fields are all of
    /// one type and lie evenly: nothing is copied.
    ///
    /// Does not compile for other records.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Stereo { left: i16, right: i16 }
    ///
    /// let bytes = [1, 0, 2, 0, 3, 0, 4, 0];
    /// let matrix = Records::<Stereo>::from_bytes(&bytes)?.as_matrix();
    /// assert_eq!((matrix.height(), matrix.width()), (2, 2));
    /// assert_eq!(matrix.get(1, 0), Some(3));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If the view is a projection or a selection in which they do not lie
    /// evenly; [`try_as_matrix`](Records::try_as_matrix) asks.
    #[must_use]
    #[track_caller]
    pub fn as_matrix(&self) -> Matrix<'a, R::First>
    where
        R::First: Element,
    {
        const { matrix::check_one_type::<R>() };
        match self.try_as_matrix() {
            Some(matrix) => matrix,
            None => panic!("the fields of `{}` do not lie evenly in these rows", R::LAYOUT.name()),
        }
    }

    /// The rows as a matrix of rows x fields, if the fields are all of one type
    /// and lie evenly in these rows.
    #[must_use]
    pub fn try_as_matrix(&self) -> Option<Matrix<'a, R::First>>
    where
        R::First: Element,
    {
        if !const { matrix::is_one_type::<R>() } {
            return None;
        }
        let (first, step) = matrix::even_step::<R>(&self.place)?;
        let line = Lines::new(self.rows.shifted(first), R::OFFSETS.len(), step);
        // SAFETY: all fields are of type First, `step` bytes apart from `first` on
        // in every row.
        Some(unsafe { Matrix::from_lines(line) })
    }

    /// A copy of the rows as a matrix of rows x fields, for records whose fields
    /// are all of one type, however they lie.
    ///
    /// Does not compile for other records.
    #[must_use]
    pub fn to_matrix(&self) -> MatrixBuf<R::First>
    where
        R::First: Element,
    {
        const { matrix::check_one_type::<R>() };
        let mut copy = MatrixBuf::new();
        // SAFETY: checked above.
        unsafe { self.fill_matrix(&mut copy) };
        copy
    }

    /// [`to_matrix`](Records::to_matrix) into a matrix. What it held is gone; its memory is used
    /// again.
    pub fn to_matrix_into(&self, copy: &mut MatrixBuf<R::First>)
    where
        R::First: Element,
    {
        const { matrix::check_one_type::<R>() };
        // SAFETY: checked above.
        unsafe { self.fill_matrix(copy) };
    }

    /// The copy itself, apart from the check, which is made where the user calls so that the
    /// compiler's error is of that line.
    ///
    /// # Safety
    /// All fields of `R` are of type `First`.
    unsafe fn fill_matrix(&self, copy: &mut MatrixBuf<R::First>)
    where
        R::First: Element,
    {
        let width = R::OFFSETS.len();
        let count = self.len().checked_mul(width).expect("capacity overflow");
        copy.refill(self.len(), width, |items| {
            items.reserve(count);
            for row in 0..self.len() {
                for field in 0..width {
                    let item = self.rows.at(row).wrapping_add(self.place.offset(field));
                    // SAFETY: a field of a row of the view, which is a First as all are.
                    items.push(unsafe { R::First::read(item) });
                }
            }
        });
    }
}
