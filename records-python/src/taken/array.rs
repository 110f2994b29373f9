//! Memory of an object, to be read.

use std::fmt;

use pyo3::prelude::*;
use records_core::{
    Bound as Fields, Column, DType, DynArray, DynRecords, Element, Grid, Layout, Matrix, Record,
    Records,
};

use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::memory::{Claim, View};

/// The memory of a Python object, borrowed to be read: an argument of a function in Rust that
/// takes anything with the buffer protocol, an `__array_interface__` or an `__array_struct__`,
/// NumPy's arrays among them. Nothing is copied, whatever the strides and the byte order.
///
/// ```
/// use pyo3::prelude::*;
/// use records_core::{DType, Record};
/// use records_python::BorrowedArray;
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Wave { f1: f64, f2: f64 } // found by name, wherever they lie
///
/// #[pyfunction]
/// fn largest(py: Python<'_>, waves: BorrowedArray) -> PyResult<Option<f64>> {
///     let rows = waves.records::<Wave>()?;
///     Ok(py.detach(|| rows.columns().f2.max()))
/// }
///
/// Python::attach(|py| {
///     let function = wrap_pyfunction!(largest, py)?;
///     let data = c"bytearray(b''.join(__import__('struct').pack('=hdd', i, i / 2, i) for i in range(4)))";
///     let data = py.eval(data, None, None)?;
///     // Bytes that nobody calls records are not taken for some, unless that is asked for.
///     assert!(function.call1((&data,)).is_err());
///     let view = BorrowedArray::with_dtype(&data, &DType::parse("=hdd").unwrap())?;
///     assert_eq!(view.shape(), [4]);
///     assert_eq!(view.column::<i16>("f0")?.to_vec(), [0, 1, 2, 3]);
///     // The bytearray cannot be resized meanwhile.
///     assert!(data.call_method1("append", (1,)).is_err());
///     drop(view);
///     data.call_method1("append", (1,))?;
///     Ok::<_, PyErr>(())
/// })?;
/// # Ok::<(), PyErr>(())
/// ```
///
/// While it lives, the object is kept alive and its buffer exported, and no
/// [`BorrowedArrayMut`](crate::BorrowedArrayMut) of the same bytes can be had, in this extension or another one that uses
/// this crate. It can be sent to other threads and read while the interpreter is detached.
///
/// # What cannot be prevented
/// NumPy and other programs do not ask before they write: see [the crate](crate#what-others-do).
pub struct BorrowedArray {
    /// Dropped first: with the view, the bytes may become somebody else's.
    _claim: Claim,
    /// **Invariant**: the items of `view`, whose owner outlives every loan of it.
    array: DynArray<'static>,
    view: View,
}

impl BorrowedArray {
    /// Borrows the memory of an object, as the object describes it.
    ///
    /// # Errors
    /// `TypeError` if it has none; `ValueError` if what it says of it does not hold;
    /// `BufferError` if somebody is writing to it.
    pub fn new(object: &Bound<'_, PyAny>) -> PyResult<BorrowedArray> {
        BorrowedArray::of(view_of(object, Request::default())?)
    }

    /// Borrows the memory of an object as items of this dtype, whatever the object calls them.
    ///
    /// # Errors
    /// As for [`new`](BorrowedArray::new), and `ValueError` if they do not fit.
    pub fn with_dtype(object: &Bound<'_, PyAny>, dtype: &DType) -> PyResult<BorrowedArray> {
        BorrowedArray::of(view_of(
            object,
            Request { dtype: Some(dtype.clone()), ..Request::default() },
        )?)
    }

    pub(crate) fn of(view: View) -> PyResult<BorrowedArray> {
        let claim = view.claim_read()?;
        // SAFETY: the claim, and the view with its owner, live as long as the array.
        let array = unsafe { view.items() }.map_err(raise)?;
        Ok(BorrowedArray { _claim: claim, array, view })
    }

    /// The items, of any number of dimensions.
    #[must_use]
    pub fn array(&self) -> &DynArray<'_> {
        &self.array
    }

    /// Items along each dimension.
    #[must_use]
    pub fn shape(&self) -> &[usize] {
        self.array.shape()
    }

    /// Bytes from one item to the next along each dimension.
    #[must_use]
    pub fn strides(&self) -> &[isize] {
        self.array.strides()
    }

    /// How many items there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.array.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.array.is_empty()
    }

    /// What an item is.
    #[must_use]
    pub fn dtype(&self) -> &DType {
        self.array.dtype()
    }

    /// The fields of an item; one named `f0` if it is no record.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        self.view.layout()
    }

    /// Whether the object may be written to by others.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.view.is_writable()
    }

    /// The items in C order as rows.
    ///
    /// # Errors
    /// `ValueError` if they are not equally far apart.
    pub fn dyn_records(&self) -> PyResult<DynRecords<'_>> {
        self.array().records().map_err(raise)
    }

    /// The items of an array of one dimension as records of `R`, whose fields are found by name.
    ///
    /// # Errors
    /// `TypeError` with all differences, field by field; `ValueError` if there is another number
    /// of dimensions, or a value that is none of its type.
    pub fn records<R: Record>(&self) -> PyResult<Records<'_, R, Fields<R>>> {
        self.array().typed().map_err(raise)
    }

    /// The items of an array of two dimensions as records of `R`.
    ///
    /// # Errors
    /// As for [`records`](BorrowedArray::records).
    pub fn grid<R: Record>(&self) -> PyResult<Grid<'_, R, Fields<R>>> {
        self.array().grid().map_err(raise)
    }

    /// A field of the items of an array of one dimension, by its path (`pos[1]`, `a.b`); by the
    /// empty one the items themselves.
    ///
    /// # Errors
    /// `KeyError` if there is no such field, `TypeError` if it is of another type, `ValueError`
    /// as for [`records`](BorrowedArray::records).
    pub fn column<F: Element>(&self, path: &str) -> PyResult<Column<'_, F>> {
        self.array().column(path).map_err(raise)
    }

    /// [`column`](BorrowedArray::column) in two dimensions.
    ///
    /// # Errors
    /// As there.
    pub fn matrix<F: Element>(&self, path: &str) -> PyResult<Matrix<'_, F>> {
        self.array().matrix(path).map_err(raise)
    }

    /// The items as an array of which nobody else knows.
    ///
    /// # Safety
    /// No longer used than `self` lives.
    pub(super) unsafe fn forever(&self) -> &DynArray<'static> {
        &self.array
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for BorrowedArray {
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<BorrowedArray> {
        BorrowedArray::new(&object)
    }
}

impl fmt::Debug for BorrowedArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.array(), f)
    }
}
