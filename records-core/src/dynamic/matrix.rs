//! Rows of numbers of one type as matrices, and matrices as rows.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::bind::{Access, fits};
use super::column::check_values;
use super::{DynRecordBuf, DynRecords};
use crate::kernel::{self, Holes};
use crate::layout::Nested;
use crate::memory::{Lines, Strided};
use crate::view::moves_of;
use crate::{DType, Element, Error, Field, Layout, LayoutError, Matrix, MatrixBuf};

impl<'a> DynRecords<'a> {
    /// The rows as a matrix of rows x numbers, if all their fields are `F` (or arrays or
    /// nested records of `F`) and lie evenly: nothing is copied.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,(2,)u1")?;
    /// let rows = DynRecords::from_bytes(&[1, 2, 3, 4, 5, 6], &layout)?;
    /// assert_eq!(rows.as_matrix::<u8>()?.get(1, 2), Some(6));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::WrongType`] naming the first field that is no `F` or does not lie as far
    /// behind the one before it as that does; [`Error::Invalid`] if `F` is a `bool` or
    /// an enum and some item is no value of it.
    pub fn as_matrix<F: Element>(&self) -> Result<Matrix<'a, F>, Error> {
        let mut even = Even::NONE;
        for field in self.layout().fields() {
            let next = Even::of::<F>(field, field.dtype(), field.offset())?;
            even = even.then(next, field, field.dtype())?;
        }
        if even.count < 2 {
            even.step = F::SIZE as isize;
        }
        if const { F::DTYPE.needs_check() } && !self.is_empty() {
            for k in 0..even.count {
                let offset = (even.first as isize + k as isize * even.step) as usize;
                // SAFETY: an F of each row, as `Even` has found.
                unsafe { check_values::<F>("", offset, self.rows().shifted(offset))? };
            }
        }
        let line = self.rows().shifted(even.first);
        // SAFETY: in each row `count` items of F, `step` bytes apart, from `first` on.
        Ok(unsafe { Matrix::from_lines(Lines::new(line, even.count, even.step)) })
    }

    /// A copy of the rows as a matrix of rows x numbers: each field, each element of an
    /// array and each field of a nested record a number, made an `F` where that loses
    /// nothing, as [`convert`](DynRecords::convert) does.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("[('a', 'u1'), ('b', '>i2', (2,))]")?;
    /// let rows = DynRecords::from_bytes(&[1, 0, 2, 0xff, 0xff], &layout)?;
    /// let matrix = rows.to_matrix::<f32>()?;
    /// assert_eq!(matrix.row(0), Some(&[1.0, 2.0, -1.0][..]));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mismatch`] listing the fields that are no numbers or would lose
    /// something.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn to_matrix<F: Element>(&self) -> Result<MatrixBuf<F>, Error> {
        let mut copy = MatrixBuf::new();
        self.to_matrix_into(&mut copy)?;
        Ok(copy)
    }

    /// [`to_matrix`](DynRecords::to_matrix) into a matrix. What it held is gone; its memory is used
    /// again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn to_matrix_into<F: Element>(&self, copy: &mut MatrixBuf<F>) -> Result<(), Error> {
        let fields = self.layout().fields().iter();
        let fields = fields.map(|field| (field.name().to_string(), like::<F>(field.dtype())));
        let rows = self.convert_to(&Layout::try_packed(fields)?)?;
        // Not by the bytes of a row: an `F` may have none.
        let fields = rows.layout().fields().iter();
        let width = fields.map(|field| numbers::<F>(field.dtype())).fold(0, usize::saturating_add);
        let count = rows.len().checked_mul(width).ok_or(LayoutError::TooLarge)?;
        let items = Strided::new(rows.as_bytes().as_ptr().cast_mut(), count, F::SIZE as isize);
        // SAFETY: the rows consist of F's, one behind the other.
        unsafe {
            check_values::<F>("", 0, items)?;
            copy.refill(rows.len(), width, |copy| {
                copy.extend((0..count).map(|i| F::read(items.at(i))));
            });
        }
        Ok(())
    }
}

impl DynRecordBuf {
    /// A copy of the rows of a matrix as packed records with a field for each column.
    ///
    /// ```
    /// use records_core::{DynRecordBuf, Records};
    ///
    /// let pairs = Records::<(u8, u8)>::from_bytes(&[1, 2, 3, 4])?;
    /// let rows = DynRecordBuf::from_matrix(&pairs.as_matrix(), &["x", "y"])?;
    /// assert_eq!(rows.view().value(1, "y")?, 4);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Lengths`] if there are more or fewer names than columns;
    /// [`Error::Layout`] if a name comes twice.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn from_matrix<F: Element>(
        matrix: &Matrix<'_, F>,
        names: &[&str],
    ) -> Result<DynRecordBuf, Error> {
        if names.len() != matrix.width() {
            let what = "the list of names".into();
            return Err(Error::Lengths { what, expected: matrix.width(), found: names.len() });
        }
        let dtype = || DType::clone(F::DTYPE);
        let layout = Layout::try_packed(names.iter().map(|name| (name.to_string(), dtype())))?;
        let mut buf = DynRecordBuf::zeroed(layout, matrix.height());
        let rows = buf.rows();
        let parts = moves_of([(F::DTYPE, 0, 0)].into_iter());
        for x in 0..matrix.width() {
            // SAFETY: the moves are the bytes of an F; the column has as many items as there
            // are rows, whose memory is new.
            unsafe {
                kernel::repack(
                    matrix.column(x).items(),
                    rows.shifted(x * F::SIZE),
                    &parts,
                    Holes::Kept,
                );
            }
        }
        Ok(buf)
    }
}

/// Items that lie evenly: the first and the last one, how many, and from each to the next.
///
/// An array is looked at by one of its elements, however many there are: there may be
/// no row, and so no memory, behind its length.
#[derive(Clone, Copy)]
struct Even {
    first: usize,
    step: isize,
    last: usize,
    count: usize,
}

impl Even {
    const NONE: Even = Even { first: 0, step: 0, last: 0, count: 0 };

    /// The items of a field, or of a part of one, from byte `at` on.
    fn of<F: Element>(field: &Field, dtype: &DType, at: usize) -> Result<Even, Error> {
        match dtype {
            _ if fits(dtype, F::DTYPE, Access::Read) => {
                Ok(Even { first: at, last: at, count: 1, ..Even::NONE })
            }
            DType::Array(_, 0) => Ok(Even::NONE),
            DType::Array(element, len) => {
                let one = Even::of::<F>(field, element.get(), at)?;
                one.repeated(*len, element.get().size(), field)
            }
            DType::Record(layout) => {
                let mut all = Even::NONE;
                for part in layout.get().fields() {
                    let next = Even::of::<F>(field, part.dtype(), at + part.offset())?;
                    all = all.then(next, field, part.dtype())?;
                }
                Ok(all)
            }
            _ => Err(wrong(field, dtype, F::DTYPE.to_string())),
        }
    }

    /// These items and those that follow them, of this dtype.
    fn then(self, next: Even, field: &Field, dtype: &DType) -> Result<Even, Error> {
        if self.count == 0 || next.count == 0 {
            return Ok(if self.count == 0 { next } else { self });
        }
        // Offsets are at most isize::MAX.
        let apart = next.first as isize - self.last as isize;
        let step = if self.count > 1 { self.step } else { apart };
        if apart != step || (next.count > 1 && next.step != step) {
            return Err(wrong(field, dtype, format!("{step} bytes behind the one before")));
        }
        Ok(Even { step, last: next.last, count: counted(self.count, next.count)?, ..self })
    }

    /// These items as often as an array has them, `size` bytes further on each time.
    fn repeated(self, len: usize, size: usize, field: &Field) -> Result<Even, Error> {
        if self.count == 0 || len == 1 {
            return Ok(self);
        }
        let second = Even { first: self.first + size, last: self.last + size, ..self };
        let pair = self.then(second, field, field.dtype())?;
        // Elements lie within the record.
        let last = self.last + (len - 1) * size;
        let count = self.count.checked_mul(len).ok_or(LayoutError::TooLarge)?;
        Ok(Even { last, count, ..pair })
    }
}

fn counted(a: usize, b: usize) -> Result<usize, Error> {
    Ok(a.checked_add(b).ok_or(LayoutError::TooLarge)?)
}

fn wrong(field: &Field, dtype: &DType, expected: String) -> Error {
    Error::WrongType { field: field.name().into(), expected, found: dtype.to_string() }
}

/// How many `F`s a value of [`like`] consists of.
fn numbers<F: Element>(dtype: &DType) -> usize {
    match dtype {
        _ if dtype.same(F::DTYPE) => 1,
        // Few enough to be counted, but for those in arrays of no elements.
        DType::Array(element, len) => len.saturating_mul(numbers::<F>(element.get())),
        DType::Record(layout) => {
            let fields = layout.get().fields().iter().map(|field| numbers::<F>(field.dtype()));
            fields.fold(0, usize::saturating_add)
        }
        _ => 1,
    }
}

/// The same shape, with `F` for each number.
fn like<F: Element>(dtype: &DType) -> DType {
    match dtype {
        _ if fits(dtype, F::DTYPE, Access::Read) => F::DTYPE.clone(),
        DType::Array(element, len) => DType::array(like::<F>(element.get()), *len),
        DType::Record(layout) => {
            let fields: Vec<_> = layout
                .get()
                .fields()
                .iter()
                .map(|field| (field.name().to_string(), like::<F>(field.dtype())))
                .collect();
            match Layout::try_packed(fields) {
                Ok(layout) => DType::Record(Nested::Owned(layout.into())),
                // Too large for any memory: what is there is no F, as the error will say.
                Err(_) => dtype.clone(),
            }
        }
        _ => F::DTYPE.clone(),
    }
}
