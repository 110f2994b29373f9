//! An array of a `.npy` file, in whatever memory.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::error::{about, io};
use super::header::Header;
use super::{Map, MapMut, NpyErrorKind};
use crate::memory::{Lines, Strided, dense_strides};
use crate::{
    Bound, Column, DType, DynArray, DynArrayMut, DynRecords, DynRecordsMut, Element, Error, Grid,
    Layout, Matrix, Record, Records, RecordsMut,
};

/// An array as a `.npy` file has it, with the memory that holds the file: `O` is a
/// [map](super::open) of it, [a vector](super::read), or any other owner of bytes.
///
/// Nothing is copied: rows and columns are views of the owner's bytes, at whatever
/// offsets and in whatever byte order the file has them. A plain array, one without
/// fields, has one field named `f0`, as NumPy names fields that have no name.
///
/// Rows come in the order of memory. For arrays of more than one dimension that is the
/// last index fastest, or the first one if [`fortran_order`](NpyArray::fortran_order)
/// says so; [`array`](NpyArray::array), [`grid`](NpyArray::grid) and
/// [`matrix`](NpyArray::matrix) find items by their indices in either. An array without a dimension is one row.
///
/// ```
/// use records_core::{Record, npy};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Sample { id: i16, value: f64 }
///
/// let mut file = Vec::new();
/// npy::write_to(&mut file, &[Sample { id: 1, value: 0.5 }, Sample { id: 2, value: 1.5 }])?;
///
/// let array = npy::from_bytes(&file)?;
/// assert_eq!(array.shape(), [2]);
/// assert_eq!(array.layout(), Sample::LAYOUT);
/// assert_eq!(array.records::<Sample>()?.get(1), Some(Sample { id: 2, value: 1.5 }));
/// assert_eq!(array.column::<f64>("value")?.sum(), 2.0);
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// The owner is asked for its bytes each time, and nothing obliges it to lend the same
/// ones: that the rows lie within them is checked each time.
#[derive(Clone)]
pub struct NpyArray<O> {
    owner: O,
    header: Header,
    path: Option<String>,
}

/// A `.npy` file mapped into memory; made by [`open`](super::open).
pub type NpyFile = NpyArray<Map>;

/// A `.npy` file mapped into memory, to be read and written; made by
/// [`open_mut`](super::open_mut).
pub type NpyFileMut = NpyArray<MapMut>;

impl<O: AsRef<[u8]>> NpyArray<O> {
    /// The array whose file these bytes are.
    pub(super) fn with_limit(
        owner: O,
        path: Option<String>,
        limit: usize,
    ) -> Result<NpyArray<O>, Error> {
        let bytes = owner.as_ref();
        let header = Header::read(bytes, limit)
            .and_then(|header| header.check_data(bytes.len()).map(|()| header));
        match header {
            Ok(header) => Ok(NpyArray { owner, header, path }),
            Err(error) => Err(about(path.as_deref(), error)),
        }
    }

    /// What a row looks like; that of a plain array has one field, `f0`.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.header.layout
    }

    /// What an item is: a record, or what the field of a plain array holds.
    #[must_use]
    pub const fn dtype(&self) -> &DType {
        &self.header.dtype
    }

    /// Whether the items are no records.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        !matches!(self.header.dtype, DType::Record(_))
    }

    /// The lengths of the dimensions, in items.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        &self.header.shape
    }

    /// Whether the first index is the fastest in memory. It matters with two dimensions
    /// or more.
    #[must_use]
    pub const fn fortran_order(&self) -> bool {
        self.header.fortran_order
    }

    /// The version of the format: (1, 0), (2, 0) or (3, 0).
    #[must_use]
    pub const fn version(&self) -> (u8, u8) {
        self.header.version
    }

    /// How many items there are: the product of the shape.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.header.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.header.len == 0
    }

    /// The file that it came from, if it has a name; behind a colon the entry of an
    /// archive.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The bytes of all items, in the order of memory.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[must_use]
    #[track_caller]
    pub fn as_bytes(&self) -> &[u8] {
        let Header { start, .. } = self.header;
        let bytes = self.owner.as_ref();
        match bytes.get(start..start + self.header.data()) {
            Some(data) => data,
            None => panic!("the owner of an array lends fewer bytes than before: {}", bytes.len()),
        }
    }

    /// The rows, in the order of memory, with their layout as a value.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[must_use]
    #[track_caller]
    pub fn dyn_records(&self) -> DynRecords<'_> {
        let layout = Arc::clone(&self.header.layout);
        let (stride, len) = (layout.itemsize() as isize, self.header.len);
        match DynRecords::from_shared(self.as_bytes(), layout, 0, stride, len) {
            Ok(records) => records,
            Err(error) => panic!("{error}"),
        }
    }

    /// The array by its indices, in place and in either order.
    ///
    /// ```
    /// use records_core::{DType, DynArray, npy};
    ///
    /// let cube = (0..24).collect::<Vec<u8>>();
    /// let cube = DynArray::from_bytes(&cube, &DType::U8, &[2, 3, 4])?;
    /// let mut file = Vec::new();
    /// npy::write_to(&mut file, &cube.transposed())?;
    ///
    /// let array = npy::from_bytes(&file)?;
    /// assert_eq!((array.shape(), array.fortran_order()), (&[4, 3, 2][..], true));
    /// assert_eq!(array.array().get(&[3, 2, 1]).unwrap(), 23);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[must_use]
    #[track_caller]
    pub fn array(&self) -> DynArray<'_> {
        let (dtype, shape) = (self.dtype(), self.shape());
        match DynArray::from_strided(self.as_bytes(), dtype, 0, shape, &self.strides()) {
            Ok(array) => array,
            Err(error) => panic!("{error}"),
        }
    }

    /// Bytes from one item to the next along each dimension.
    fn strides(&self) -> Vec<isize> {
        let (mut shape, size) = (self.shape().to_vec(), self.dtype().size());
        if !self.fortran_order() {
            return dense_strides(&shape, size);
        }
        shape.reverse();
        let mut strides = dense_strides(&shape, size);
        strides.reverse();
        strides
    }

    /// The rows as records of `R`, in the order of memory, in place: each field of `R` is
    /// found by its name, wherever the file has it.
    ///
    /// # Errors
    /// [`Error::Mismatch`] listing every field that the file does not have as `R` has
    /// it; [`Error::Invalid`] if `R` has a `bool` or an enum and the file no value of it.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[track_caller]
    pub fn records<R: Record>(&self) -> Result<Records<'_, R, Bound<R>>, Error> {
        self.dyn_records().typed()
    }

    /// One field of all rows, or a part of one, in place; see
    /// [`DynRecords::column`]. The items of a plain array are field `f0`, and
    /// [`values`](NpyArray::values).
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[track_caller]
    pub fn column<F: Element>(&self, path: &str) -> Result<Column<'_, F>, Error> {
        self.dyn_records().column(path)
    }

    /// The items of a plain array, in the order of memory, in place.
    ///
    /// ```
    /// use records_core::npy;
    ///
    /// let mut file = Vec::new();
    /// npy::write_to(&mut file, &[1.5, 2.5])?;
    /// assert_eq!(npy::from_bytes(&file)?.values::<f64>()?.sum(), 4.0);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::WrongType`] if they are no `F`, records with several fields among
    /// them; [`Error::Invalid`] as for [`records`](NpyArray::records).
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[track_caller]
    pub fn values<F: Element>(&self) -> Result<Column<'_, F>, Error> {
        let rows = self.dyn_records();
        match self.header.layout.fields() {
            [only] => rows.column(only.name()),
            fields => Err(Error::WrongType {
                field: alloc::string::String::new(),
                expected: alloc::format!("{}", F::DTYPE),
                found: alloc::format!("records of {} fields", fields.len()),
            }),
        }
    }

    /// An array of records in two dimensions, in either order: row `y` and column `x` are
    /// its first and its second index.
    ///
    /// # Errors
    /// [`NpyErrorKind::Dimensions`] if it has not two dimensions, and those of
    /// [`records`](NpyArray::records).
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[track_caller]
    pub fn grid<R: Record>(&self) -> Result<Grid<'_, R, Bound<R>>, Error> {
        let records = self.records::<R>()?;
        let lines = self.lines(records.rows())?;
        // SAFETY: the same rows, by two indices.
        Ok(unsafe { Grid::from_lines(lines, *records.place()) })
    }

    /// A plain array in two dimensions, in either order: row `y` and column `x` are its
    /// first and its second index. So is an array of records with one field.
    ///
    /// # Errors
    /// [`NpyErrorKind::Dimensions`] if it has not two dimensions, and those of
    /// [`values`](NpyArray::values).
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[track_caller]
    pub fn matrix<F: Element>(&self) -> Result<Matrix<'_, F>, Error> {
        let items = self.values::<F>()?;
        let lines = self.lines(items.items())?;
        // SAFETY: the same items, by two indices.
        Ok(unsafe { Matrix::from_lines(lines) })
    }

    /// The items of an array of two dimensions by their indices.
    fn lines(&self, items: Strided) -> Result<Lines, Error> {
        let &[height, width] = self.shape() else {
            let shape = self.shape().to_vec();
            let error = NpyErrorKind::Dimensions { expected: 2, shape }.into();
            return Err(about(self.path(), error));
        };
        // Lengths of an array without an item may be any.
        let times = |len: usize| if items.len() == 0 { 0 } else { items.stride() * len as isize };
        let (down, right) =
            if self.fortran_order() { (times(1), times(height)) } else { (times(width), times(1)) };
        Ok(Lines::new(Strided::new(items.base(), height, down), width, right))
    }

    /// The owner.
    #[must_use]
    pub const fn owner(&self) -> &O {
        &self.owner
    }

    /// The owner for good.
    #[must_use]
    pub fn into_owner(self) -> O {
        self.owner
    }
}

impl<O: AsRef<[u8]> + AsMut<[u8]>> NpyArray<O> {
    /// The rows, in the order of memory, to be written.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[must_use]
    #[track_caller]
    pub fn dyn_records_mut(&mut self) -> DynRecordsMut<'_> {
        let Header { start, len, ref layout, .. } = self.header;
        let stride = layout.itemsize() as isize;
        match DynRecordsMut::from_strided(self.owner.as_mut(), layout, start, stride, len) {
            Ok(records) => records,
            Err(error) => panic!("the owner of an array lends other bytes than before: {error}"),
        }
    }

    /// The array by its indices, to be written in place.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[must_use]
    #[track_caller]
    pub fn array_mut(&mut self) -> DynArrayMut<'_> {
        let strides = self.strides();
        let Header { start, ref dtype, ref shape, .. } = self.header;
        match DynArrayMut::from_strided(self.owner.as_mut(), dtype, start, shape, &strides) {
            Ok(array) => array,
            Err(error) => panic!("the owner of an array lends other bytes than before: {error}"),
        }
    }

    /// The rows as records of `R`, in the order of memory, to be written in place.
    ///
    /// # Errors
    /// Those of [`records`](NpyArray::records); a field must be `R`'s in what it allows,
    /// too.
    ///
    /// # Panics
    /// If the owner lends fewer bytes than before.
    #[track_caller]
    pub fn records_mut<R: Record>(&mut self) -> Result<RecordsMut<'_, R, Bound<R>>, Error> {
        self.dyn_records_mut().into_typed()
    }
}

impl NpyArray<MapMut> {
    /// Waits until what was written is on the disk. Other readers of the file see it
    /// without.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn flush(&self) -> Result<(), Error> {
        self.owner.flush().map_err(|error| io("cannot flush", self.path(), &error))
    }
}

/// What it is, not what it holds.
impl<O> fmt::Debug for NpyArray<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NpyArray")
            .field("path", &self.path)
            .field("version", &self.header.version)
            .field("shape", &self.header.shape)
            .field("fortran_order", &self.header.fortran_order)
            .field("dtype", &format_args!("{}", self.header.dtype))
            .finish_non_exhaustive()
    }
}

/// The rows as a table.
impl<O: AsRef<[u8]>> fmt::Display for NpyArray<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.dyn_records(), f)
    }
}
