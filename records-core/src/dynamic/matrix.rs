//! Rows of numbers of one type as matrices, and matrices as rows.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::bind::{Access, fits};
use super::column::check_values;
use super::{DynRecordBuf, DynRecords};
use crate::layout::Nested;
use crate::memory::{Lines, Strided};
use crate::view::moves_of;
use crate::{DType, Element, Error, Field, Layout, Matrix, MatrixBuf, kernel};

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
        let mut even = Even { first: 0, step: F::SIZE as isize, count: 0, last: 0 };
        for field in self.layout().fields() {
            even.take::<F>(field, field.dtype(), field.offset())?;
        }
        if const { F::DTYPE.needs_check() } && !self.is_empty() {
            for k in 0..even.count {
                let offset = (even.first as isize + k as isize * even.step) as usize;
                // SAFETY: an F of each row, as `take` has found.
                unsafe { check_values::<F>("the rows", offset, self.rows().shifted(offset))? };
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
    pub fn to_matrix<F: Element>(&self) -> Result<MatrixBuf<F>, Error> {
        let fields = self.layout().fields().iter();
        let fields = fields.map(|field| (field.name().to_string(), like::<F>(field.dtype())));
        let rows = self.convert_to(&Layout::try_packed(fields)?)?;
        let width = rows.layout().itemsize().checked_div(F::SIZE).unwrap_or(0);
        let count = rows.len() * width;
        let items = Strided::new(rows.as_bytes().as_ptr().cast_mut(), count, F::SIZE as isize);
        // SAFETY: the rows consist of F's, one behind the other.
        let items = unsafe {
            check_values::<F>("the rows", 0, items)?;
            (0..count).map(|i| F::read(items.at(i))).collect()
        };
        Ok(MatrixBuf::new(items, rows.len(), width))
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
                kernel::repack(matrix.column(x).items(), rows.shifted(x * F::SIZE), &parts);
            }
        }
        Ok(buf)
    }
}

/// Items that have lain evenly so far.
struct Even {
    first: usize,
    step: isize,
    count: usize,
    last: usize,
}

impl Even {
    /// Takes the next items in, those of a field or a part of one.
    fn take<F: Element>(&mut self, field: &Field, dtype: &DType, at: usize) -> Result<(), Error> {
        let fail = |expected| {
            let (field, found) = (field.name().into(), dtype.to_string());
            Err(Error::WrongType { field, expected, found })
        };
        match dtype {
            _ if fits(dtype, F::DTYPE, Access::Read) => {
                // Offsets are at most isize::MAX.
                let step = at as isize - self.last as isize;
                match self.count {
                    0 => self.first = at,
                    1 => self.step = step,
                    _ if step == self.step => {}
                    _ => return fail(alloc::format!("{} bytes behind the one before", self.step)),
                }
                self.last = at;
                self.count += 1;
                Ok(())
            }
            DType::Array(element, len) => {
                let (element, size) = (element.get(), element.get().size());
                if *len > 0 {
                    self.take::<F>(field, element, at)?;
                }
                let before = self.count;
                if *len > 1 {
                    self.take::<F>(field, element, at + size)?;
                    // The others lie as far apart as these two: however many the
                    // layout says there are, they need not be looked at.
                    let each = self.count - before;
                    self.count = self.count.saturating_add(each.saturating_mul(len - 2));
                    self.last += if each > 0 { (len - 2) * size } else { 0 };
                }
                Ok(())
            }
            DType::Record(layout) => layout
                .get()
                .fields()
                .iter()
                .try_for_each(|part| self.take::<F>(field, part.dtype(), at + part.offset())),
            _ => fail(F::DTYPE.to_string()),
        }
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
