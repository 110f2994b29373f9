//! Rows: records found in bytes.

use alloc::vec::Vec;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::Lent;
use super::iter::Split;
use super::matrix;
use super::sets::{self, ColumnSet};
use super::valid;
use crate::memory::{Lines, Strided, check_within};
use crate::record::Found;
use crate::{
    Chunks, Column, ColumnsFamily, Element, Error, Matrix, MatrixBuf, Own, Pick, Picked, Placement,
    Record, RecordsIter, Token, Within,
};

/// Records found in bytes that somebody else owns: `len` rows, a fixed number of
/// bytes apart, at any alignment.
///
/// `L` says where in a row the fields lie: as `R` itself has them ([`Own`]), or
/// found in the rows of another record ([`project`](Records::project), [`select`](Records::select)).
/// Nothing is copied until a row or a column is asked for.
///
/// It borrows the bytes, as a slice would: it is `Copy`, can be sent to other
/// threads, and cannot outlive what it looks at.
///
/// ```
/// use records_core::{Record, Records};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Tick { side: u8, price: f32 }
///
/// let bytes = [b'B', 0, 0, 0x80, 0x3f, b'S', 0, 0, 0, 0x40];
/// let ticks = Records::<Tick>::from_bytes(&bytes)?;
/// assert_eq!(ticks.len(), 2);
/// assert_eq!(ticks.get(1), Some(Tick { side: b'S', price: 2.0 }));
/// assert_eq!(ticks.columns().price.max(), Some(2.0));
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct Records<'a, R, L = Own> {
    /// **Invariant**: for `'a`, at each item each field of `R` lies where `place`
    /// says, its bytes can be read as `Element::read` asks, and nobody writes
    /// them. With a placement that is `WHOLE`, `R::SIZE` bytes can be read,
    /// though padding among them may be uninitialised.
    rows: Strided,
    place: L,
    of: Lent<'a, R>,
}

impl<R, L: Clone> Clone for Records<'_, R, L> {
    fn clone(&self) -> Self {
        Records { rows: self.rows, place: self.place.clone(), of: PhantomData }
    }
}

impl<R, L: Copy> Copy for Records<'_, R, L> {}

// SAFETY: rows lend values out of shared bytes, as `&[R]` does.
unsafe impl<R: Sync, L: Send> Send for Records<'_, R, L> {}
// SAFETY: as above.
unsafe impl<R: Sync, L: Sync> Sync for Records<'_, R, L> {}

impl<'a, R: Record> Records<'a, R> {
    /// The records that the bytes are, one behind the other.
    ///
    /// # Errors
    /// [`Error::Length`] if the length is no multiple of the itemsize;
    /// [`Error::Invalid`] if `R` holds a `bool` or an enum and the bytes are no value of it.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Records<'a, R>, Error> {
        let count = count_whole(bytes.len(), R::SIZE)?;
        Self::from_strided(bytes, 0, R::SIZE as isize, count)
    }

    /// `count` records one behind the other, the first at byte `offset`, which
    /// need not be aligned: NumPy's `frombuffer` with offset and count.
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes; [`Error::Invalid`] as for
    /// [`from_bytes`](Records::from_bytes).
    pub fn from_bytes_at(
        bytes: &'a [u8],
        offset: usize,
        count: usize,
    ) -> Result<Records<'a, R>, Error> {
        Self::from_strided(bytes, offset, R::SIZE as isize, count)
    }

    /// `count` records `stride` bytes apart, the first at byte `offset`.
    ///
    /// The stride may be anything: negative, larger than the record, smaller, so
    /// that records overlap, or 0.
    ///
    /// ```
    /// # use records_core::Records;
    /// let bytes = [1, 2, 3, 4];
    /// let pairs = Records::<(u8, u8)>::from_strided(&bytes, 2, -1, 3)?;
    /// assert_eq!(pairs.to_vec(), [(3, 4), (2, 3), (1, 2)]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::OutOfBounds`] if they do not lie within the bytes; [`Error::Invalid`] as for
    /// [`from_bytes`](Records::from_bytes).
    pub fn from_strided(
        bytes: &'a [u8],
        offset: usize,
        stride: isize,
        count: usize,
    ) -> Result<Records<'a, R>, Error> {
        check_within(bytes.len(), offset, stride, count, R::SIZE)?;
        let first = bytes.as_ptr().cast_mut().wrapping_add(offset);
        let rows = Strided::new(first, count, stride);
        // SAFETY: all rows lie within `bytes`, initialised and borrowed for 'a.
        unsafe {
            check_rows::<R>(rows)?;
            Ok(Records::from_rows(rows, Own))
        }
    }

    /// The one record at byte `offset`, such as the header of a file.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Header { magic: [u8; 4], count: zerocopy::little_endian::U32 }
    ///
    /// let file = b"\0\0DATA\x07\0\0\0...";
    /// let header = Records::<Header>::read_at(file, 2)?;
    /// assert_eq!((&header.magic, header.count.get()), (b"DATA", 7));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// As for [`from_bytes_at`](Records::from_bytes_at).
    pub fn read_at(bytes: &'a [u8], offset: usize) -> Result<R, Error> {
        let records = Self::from_bytes_at(bytes, offset, 1)?;
        // SAFETY: there is a record.
        Ok(unsafe { R::read_row(records.rows.at(0), &Own) })
    }

    /// The records of a slice.
    ///
    /// Does not compile for records that Rust lays out in another way: they need
    /// `#[repr(C)]` or `#[repr(C, packed)]`.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy)]
    /// #[repr(C)]
    /// struct Point { x: f32, y: f32 }
    ///
    /// let points = vec![Point { x: 1.0, y: 2.0 }; 3];
    /// assert_eq!(Records::from_slice(&points).columns().y.sum(), 6.0);
    /// ```
    #[must_use]
    pub const fn from_slice(records: &'a [R]) -> Records<'a, R> {
        const {
            assert!(
                R::IN_PLACE,
                "Rust lays this struct out in another way than the record: `from_slice` needs `#[repr(C)]` (aligned) or `#[repr(C, packed)]` (packed)"
            );
        }
        let first = records.as_ptr().cast_mut().cast();
        // SAFETY: in place, so that R in memory is its record, of size R::SIZE;
        // borrowed for 'a. Padding may be uninitialised.
        unsafe { Records::from_rows(Strided::new(first, records.len(), R::SIZE as isize), Own) }
    }

    /// Records in memory that is known only by its address: `count` of them,
    /// `stride` bytes apart, the first at `first`, at any alignment.
    ///
    /// # Safety
    /// For `'a`, the `R::SIZE` bytes at each of the records lie in one allocation,
    /// can be read, and nobody writes them; the bytes of the fields are
    /// initialised and, where `R` has a `bool` or an enum, valid.
    #[must_use]
    pub const unsafe fn from_raw_parts(
        first: *const u8,
        stride: isize,
        count: usize,
    ) -> Records<'a, R> {
        // SAFETY: the caller's promise.
        unsafe { Records::from_rows(Strided::new(first.cast_mut(), count, stride), Own) }
    }
}

/// How many records of `itemsize` bytes make `bytes` bytes.
pub(crate) fn count_whole(bytes: usize, itemsize: usize) -> Result<usize, Error> {
    match bytes.checked_rem(itemsize) {
        Some(0) => Ok(bytes / itemsize),
        None if bytes == 0 => Ok(0),
        _ => Err(Error::Length { bytes, itemsize }),
    }
}

/// Checks the `bool`s and enums of rows; free for records without.
///
/// # Safety
/// `R::SIZE` bytes at each row can be read and are initialised.
#[inline]
pub(crate) unsafe fn check_rows<R: Record>(rows: Strided) -> Result<(), Error> {
    if const { R::LAYOUT.needs_check() } {
        // Rows upon each other are one row, however many there are said to be.
        let rows = if rows.stride() == 0 { rows.slice(..rows.len().min(1)) } else { rows };
        for field in R::LAYOUT.fields() {
            let items = rows.shifted(field.offset());
            // SAFETY: the field lies within the record.
            unsafe { valid::check_column(field.name(), field.offset(), field.dtype(), items)? };
        }
    }
    Ok(())
}

impl<'a, R: Record, L: Placement<R>> Records<'a, R, L> {
    /// # Safety
    /// The rows satisfy the invariant of the field.
    pub(crate) const unsafe fn from_rows(rows: Strided, place: L) -> Records<'a, R, L> {
        Records { rows, place, of: PhantomData }
    }

    pub(crate) const fn rows(&self) -> Strided {
        self.rows
    }

    pub(crate) const fn place(&self) -> &L {
        &self.place
    }

    fn with_rows(&self, rows: Strided) -> Records<'a, R, L> {
        Records { rows, place: self.place.clone(), of: PhantomData }
    }

    /// How many rows there are.
    #[must_use]
    #[inline]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// Bytes from one row to the next.
    #[must_use]
    #[inline]
    pub const fn stride(&self) -> isize {
        self.rows.stride()
    }

    /// The address of the first row, at any alignment.
    #[must_use]
    #[inline]
    pub const fn as_ptr(&self) -> *const u8 {
        self.rows.base()
    }

    /// Row `index`.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<R> {
        if index < self.len() {
            // SAFETY: a row of the view.
            Some(unsafe { R::read_row(self.rows.at(index), &self.place) })
        } else {
            None
        }
    }

    /// The first row.
    #[must_use]
    #[inline]
    pub fn first(&self) -> Option<R> {
        self.get(0)
    }

    /// The last row.
    #[must_use]
    #[inline]
    pub fn last(&self) -> Option<R> {
        self.get(self.len().wrapping_sub(1))
    }

    /// The rows, first to last, by value.
    #[must_use]
    #[inline]
    pub fn iter(&self) -> RecordsIter<'a, R, L> {
        RecordsIter::new(self.rows, self.place.clone())
    }

    /// A copy of the rows as Rust values.
    #[must_use]
    pub fn to_vec(&self) -> Vec<R> {
        self.iter().collect()
    }

    /// The rows of a range.
    ///
    /// # Panics
    /// If it does not lie within the view.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Records<'a, R, L> {
        self.with_rows(self.rows.slice(range))
    }

    /// Every `step`-th row, the first included.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by(&self, step: usize) -> Records<'a, R, L> {
        self.with_rows(self.rows.step_by(step))
    }

    /// The last row first.
    #[must_use]
    pub fn reversed(&self) -> Records<'a, R, L> {
        self.with_rows(self.rows.reversed())
    }

    /// The first `middle` rows, and the rest.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn split_at(&self, middle: usize) -> (Records<'a, R, L>, Records<'a, R, L>) {
        (self.slice(..middle), self.slice(middle..))
    }

    /// Parts of `size` rows, the last one maybe shorter.
    ///
    /// # Panics
    /// If `size` is 0.
    #[must_use]
    #[track_caller]
    pub fn chunks(&self, size: usize) -> Chunks<Records<'a, R, L>> {
        Chunks::new(self.clone(), size)
    }

    /// The rows as a slice, where they lie one behind the other, are aligned for
    /// `R`, and Rust lays `R` out as the record is (`#[repr(C)]` or `#[repr(C, packed)]`).
    #[must_use]
    #[inline]
    pub fn as_slice(&self) -> Option<&'a [R]> {
        if self.is_empty() {
            return Some(&[]);
        }
        let first = self.rows.base().cast::<R>();
        if R::IN_PLACE && L::WHOLE && self.rows.is_dense(R::SIZE) && first.is_aligned() {
            // SAFETY: `len` whole valid records one behind the other, aligned,
            // laid out as Rust does, readable and not written for 'a.
            Some(unsafe { core::slice::from_raw_parts(first, self.len()) })
        } else {
            None
        }
    }

    /// All columns: a struct with a [`Column`] for each field.
    #[must_use]
    #[inline]
    pub fn columns(&self) -> R::Set<ColumnsFamily<'a>> {
        // SAFETY: the rows of this view.
        R::build(&mut unsafe { ColumnSet::<'_, 'a, R, L>::new(self.rows, &self.place) })
    }

    /// The column of one field: `people.column(Person::FIELDS.age)`.
    #[must_use]
    #[inline]
    pub fn column<F: Element, const I: usize>(&self, _: Token<R, F, I>) -> Column<'a, F> {
        // SAFETY: field I of the rows is an F.
        unsafe { Column::from_items(self.rows.shifted(self.place.offset(I))) }
    }

    /// The column of the field of this name.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is none; [`Error::WrongType`] if it holds no `F`.
    pub fn column_named<F: Element>(&self, name: &str) -> Result<Column<'a, F>, Error> {
        let (index, field) = find::<R>(name)?;
        if !field.dtype().reads_as(F::DTYPE) {
            return Err(Error::wrong_type::<F>(field));
        }
        // SAFETY: the bytes of the field are valid for F.
        Ok(unsafe { Column::from_items(self.rows.shifted(self.place.offset(index))) })
    }

    /// The same rows as records of `P`, whose fields are found by name among
    /// those of `R`: nothing is copied.
    ///
    /// Does not compile if one is missing or has another type. `#[record(project = R)]` on `P`
    /// makes that an error of `cargo check` already.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Sample { id: i16, sin: f64, cos: f64 }
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed, project = Sample)]
    /// struct Cos { cos: f64, id: i16 }
    ///
    /// let bytes = [0; 18];
    /// let samples = Records::<Sample>::from_bytes(&bytes)?;
    /// assert_eq!(samples.project::<Cos>().get(0), Some(Cos { cos: 0.0, id: 0 }));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn project<P: Record>(&self) -> Records<'a, P, Within<R, L>> {
        // Here, too, so that the error points at the caller.
        const { _ = Found::<P, R>::TABLE };
        // SAFETY: `Within` compiles only if P can be read in rows of R.
        unsafe { Records::from_rows(self.rows, Within::new(self.place.clone())) }
    }

    /// Some fields of the same rows, as tuples: nothing is copied.
    ///
    /// ```
    /// # use records_core::{Record, Records};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Sample { id: i16, sin: f64, cos: f64 }
    /// # let bytes = [0; 18];
    /// let samples = Records::<Sample>::from_bytes(&bytes)?;
    /// let picked = samples.select((Sample::FIELDS.cos, Sample::FIELDS.id));
    /// assert_eq!(picked.get(0), Some((0.0, 0)));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn select<T: Pick<R>>(&self, _: T) -> Records<'a, T::Row, Picked<R, T, L>> {
        // SAFETY: the row's fields have the types of the picked fields.
        unsafe { Records::from_rows(self.rows, Picked::new(self.place.clone())) }
    }

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
        let width = R::OFFSETS.len();
        let count = self.len().checked_mul(width).expect("capacity overflow");
        let mut items = Vec::with_capacity(count);
        for row in 0..self.len() {
            for field in 0..width {
                let item = self.rows.at(row).wrapping_add(self.place.offset(field));
                // SAFETY: a field of a row of the view, which is a First as all are.
                items.push(unsafe { R::First::read(item) });
            }
        }
        MatrixBuf::new(items, self.len(), width)
    }

    /// The owned columns; see [`to_columns`](Records::to_columns).
    pub(crate) fn columns_into(&self, set: &mut R::Set<crate::VecsFamily>) {
        // SAFETY: the rows of this view.
        unsafe { sets::columns_into(self.rows, &self.place, set) }
    }
}

/// The field of this name.
pub(super) fn find<R: Record>(name: &str) -> Result<(usize, &'static crate::Field), Error> {
    let index = R::LAYOUT.index_of(name).ok_or_else(|| Error::unknown_field(R::LAYOUT, name))?;
    Ok((index, &R::LAYOUT.fields()[index]))
}

impl<R: Record, L: Placement<R> + Copy> Split for Records<'_, R, L> {
    fn len(&self) -> usize {
        self.len()
    }

    fn split_at(&self, middle: usize) -> (Self, Self) {
        self.split_at(middle)
    }
}

impl<'a, R: Record, L: Placement<R>> IntoIterator for Records<'a, R, L> {
    type Item = R;
    type IntoIter = RecordsIter<'a, R, L>;

    fn into_iter(self) -> RecordsIter<'a, R, L> {
        self.iter()
    }
}

impl<'a, R: Record, L: Placement<R>> IntoIterator for &Records<'a, R, L> {
    type Item = R;
    type IntoIter = RecordsIter<'a, R, L>;

    fn into_iter(self) -> RecordsIter<'a, R, L> {
        self.iter()
    }
}

/// Row by row, wherever the rows lie.
impl<R: Record + PartialEq, L: Placement<R>, M: Placement<R>> PartialEq<Records<'_, R, M>>
    for Records<'_, R, L>
{
    fn eq(&self, other: &Records<'_, R, M>) -> bool {
        self.iter().eq(other.iter())
    }
}

/// A view of no rows.
impl<R: Record> Default for Records<'_, R> {
    fn default() -> Self {
        // SAFETY: there is no row.
        unsafe { Records::from_raw_parts(core::ptr::dangling(), R::SIZE as isize, 0) }
    }
}
