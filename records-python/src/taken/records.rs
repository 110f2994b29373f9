//! Memory of an object as records of one type.

use std::fmt;

use pyo3::prelude::*;
use records_core::{Bound as Fields, Record, Records, RecordsMut};

use super::{BorrowedArray, BorrowedArrayMut};
use crate::borrow::view_as;
use crate::error::raise;

/// Records of `R` in the memory of a Python object, borrowed to be read: a
/// [`BorrowedArray`] of one dimension whose fields have been compared.
///
/// A function that takes it is called with nothing else: other arguments are refused with a
/// `TypeError` that lists all differences, field by field. Objects of plain bytes (`bytes`,
/// `bytearray`, `mmap`, an array of `u1`) are taken as records laid out as `R` is.
///
/// ```
/// use pyo3::prelude::*;
/// use records_core::Record;
/// use records_python::BorrowedRecords;
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Sample { id: i16, sin: f64, cos: f64 }
///
/// #[pyfunction]
/// fn mean(py: Python<'_>, samples: BorrowedRecords<Sample>) -> Option<f64> {
///     py.detach(|| samples.records().columns().sin.mean())
/// }
///
/// Python::attach(|py| {
///     let mean = wrap_pyfunction!(mean, py)?;
///     let data = c"b''.join(__import__('struct').pack('=hdd', i, i / 2, 0) for i in range(3))";
///     assert_eq!(mean.call1((py.eval(data, None, None)?,))?.extract::<f64>()?, 0.5);
///     let error = mean.call1((py.eval(c"[1, 2]", None, None)?,)).unwrap_err();
///     assert!(error.is_instance_of::<pyo3::exceptions::PyTypeError>(py));
///     Ok::<_, PyErr>(())
/// })?;
/// # Ok::<(), PyErr>(())
/// ```
pub struct BorrowedRecords<R: Record> {
    /// **Invariant**: those of `array`, which outlives every loan of them.
    records: Records<'static, R, Fields<R>>,
    array: BorrowedArray,
}

impl<R: Record> BorrowedRecords<R> {
    /// Borrows the memory of an object.
    ///
    /// # Errors
    /// Those of [`BorrowedArray::new`] and [`BorrowedArray::records`].
    pub fn new(object: &Bound<'_, PyAny>) -> PyResult<BorrowedRecords<R>> {
        let array = BorrowedArray::of(view_as(object, R::LAYOUT)?)?;
        // SAFETY: kept beside the array.
        let records = unsafe { array.forever() }.typed().map_err(raise)?;
        Ok(BorrowedRecords { records, array })
    }

    /// The records.
    #[must_use]
    pub fn records(&self) -> Records<'_, R, Fields<R>> {
        self.records
    }

    /// The same memory with the layout that it has.
    #[must_use]
    pub fn array(&self) -> &BorrowedArray {
        &self.array
    }
}

impl<'a, 'py, R: Record> FromPyObject<'a, 'py> for BorrowedRecords<R> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<BorrowedRecords<R>> {
        BorrowedRecords::new(&object)
    }
}

impl<R: Record> fmt::Debug for BorrowedRecords<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.array, f)
    }
}

/// Records of `R` in the memory of a Python object, borrowed to be written, by nobody else
/// meanwhile: the twin of [`BorrowedRecords`].
///
/// ```
/// use pyo3::prelude::*;
/// use records_core::Record;
/// use records_python::BorrowedRecordsMut;
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Pixel { red: u8, green: u8, blue: u8 }
///
/// #[pyfunction]
/// fn invert(py: Python<'_>, mut pixels: BorrowedRecordsMut<Pixel>) {
///     py.detach(|| {
///         let mut pixels = pixels.records_mut();
///         let columns = pixels.columns_mut();
///         for mut column in [columns.red, columns.green, columns.blue] {
///             column.update(|value| !value);
///         }
///     });
/// }
///
/// Python::attach(|py| {
///     let image = py.eval(c"bytearray(b'\\x00\\x01\\xff')", None, None)?;
///     wrap_pyfunction!(invert, py)?.call1((&image,))?;
///     assert_eq!(image.extract::<Vec<u8>>()?, [255, 254, 0]);
///     Ok::<_, PyErr>(())
/// })?;
/// # Ok::<(), PyErr>(())
/// ```
pub struct BorrowedRecordsMut<R: Record> {
    /// **Invariant**: those of `array`, which outlives every loan of them and is not used
    /// otherwise.
    records: RecordsMut<'static, R, Fields<R>>,
    array: BorrowedArrayMut,
}

impl<R: Record> BorrowedRecordsMut<R> {
    /// Borrows the memory of an object.
    ///
    /// # Errors
    /// Those of [`BorrowedArrayMut::new`] and [`BorrowedArrayMut::records_mut`].
    pub fn new(object: &Bound<'_, PyAny>) -> PyResult<BorrowedRecordsMut<R>> {
        let mut array = BorrowedArrayMut::of(view_as(object, R::LAYOUT)?)?;
        // SAFETY: kept beside the array, of which only shape and dtype are told.
        let records = unsafe { array.forever() }.map_err(raise)?;
        Ok(BorrowedRecordsMut { records, array })
    }

    /// The records.
    #[must_use]
    pub fn records(&self) -> Records<'_, R, Fields<R>> {
        self.records.view()
    }

    /// The records, to be written.
    #[must_use]
    pub fn records_mut(&mut self) -> RecordsMut<'_, R, Fields<R>> {
        self.records.reborrow()
    }

    /// The same memory with the layout that it has.
    #[must_use]
    pub fn into_array(self) -> BorrowedArrayMut {
        self.array
    }
}

impl<'a, 'py, R: Record> FromPyObject<'a, 'py> for BorrowedRecordsMut<R> {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<BorrowedRecordsMut<R>> {
        BorrowedRecordsMut::new(&object)
    }
}

impl<R: Record> fmt::Debug for BorrowedRecordsMut<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BorrowedRecordsMut").field("len", &self.records.len()).finish()
    }
}
