//! Records of Python out of memory that Rust has.

use std::any::Any;
use std::sync::Arc;

use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use records_core::{DType, DynArray, DynArrayMut, Error};

use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::export::to_numpy;
use crate::memory::{Item, View};
use crate::{BorrowedArray, BorrowedArrayMut, PyRecords};

/// For people who write extensions in Rust; [`IntoPyRecords`](crate::IntoPyRecords) makes records
/// of the owners that this library knows.
impl PyRecords {
    /// Records in the memory of an object of Python, as the object describes it.
    ///
    /// # Errors
    /// `TypeError` if it has none; `ValueError` if what it says of it does not hold.
    pub fn of(object: &Bound<'_, PyAny>) -> PyResult<PyRecords> {
        Ok(view_of(object, Request::default())?.into())
    }

    /// Records in the memory of an object as items of this dtype, whatever the object calls
    /// them.
    ///
    /// # Errors
    /// As for [`of`](PyRecords::of), and `ValueError` if they do not fit.
    pub fn with_dtype(object: &Bound<'_, PyAny>, dtype: &DType) -> PyResult<PyRecords> {
        let request = Request { dtype: Some(dtype.clone()), ..Request::default() };
        Ok(view_of(object, request)?.into())
    }

    /// What an owner in Rust lends, read-only in Python, the owner kept alive: by each view, each
    /// NumPy array, each `memoryview` that is made of it.
    ///
    /// The owner may go on being used in Rust, through the `Arc`.
    ///
    /// Python sees all bytes of an item, and those of padding may, in structs of Rust and between
    /// the fields of a projection, be uninitialised or somebody else's. So items that have padding
    /// ([`DType::has_padding`]) are copied, without it. The buffers of this library keep theirs
    /// initialised: give an `Arc` of one ([`IntoPyRecords`](crate::IntoPyRecords)), of which Python
    /// takes columns and some fields itself, to share it; or promise it for others
    /// ([`kept_whole`](PyRecords::kept_whole)).
    ///
    /// ```
    /// use std::sync::Arc;
    /// use pyo3::prelude::*;
    /// use records_core::RecordBuf;
    /// use records_python::{PyRecords, ToDynArray};
    ///
    /// let rows: RecordBuf<(i16, f64)> = [(1, 0.5), (2, 1.5)].into_iter().collect();
    /// let rows = Arc::new(rows);
    /// let records = PyRecords::kept(Arc::clone(&rows), |rows| rows.view().to_dyn_array())?;
    /// Python::attach(|py| {
    ///     let view = pyo3::types::PyMemoryView::from(Bound::new(py, records)?.as_any())?;
    ///     assert!(view.getattr("readonly")?.extract::<bool>()?);
    ///     assert_eq!(view.getattr("nbytes")?.extract::<usize>()?, 20);
    ///     assert!(Arc::strong_count(&rows) > 1);
    ///     Ok::<_, PyErr>(())
    /// })?;
    /// # Ok::<(), PyErr>(())
    /// ```
    ///
    /// # Errors
    /// Those of `lend`.
    pub fn kept<T: Send + Sync + 'static>(
        owner: Arc<T>,
        lend: impl for<'a> FnOnce(&'a T) -> Result<DynArray<'a>, Error>,
    ) -> PyResult<PyRecords> {
        View::kept(owner, lend).map(PyRecords::from)
    }

    /// [`kept`](PyRecords::kept) without a copy, whatever the items.
    ///
    /// # Errors
    /// Those of `lend`.
    ///
    /// # Safety
    /// All bytes of the items, those of padding and of fields that are left out included, are
    /// initialised, and nobody writes them while the owner lives.
    pub unsafe fn kept_whole<T: Send + Sync + 'static>(
        owner: Arc<T>,
        lend: impl for<'a> FnOnce(&'a T) -> Result<DynArray<'a>, Error>,
    ) -> PyResult<PyRecords> {
        // SAFETY: the caller's promise.
        unsafe { View::kept_whole(owner, lend) }.map(PyRecords::from)
    }

    /// What an owner in Rust lends, writable in Python, the owner kept alive, and dropped with the
    /// last view.
    ///
    /// Python may write any bytes. Where not all are values, `bool`s and enums, the owner must not
    /// see them again, which an owner that gives its memory to somebody else when it is dropped
    /// would: such items are refused, and those with padding. A buffer of this library, which has no
    /// such idea, becomes records of Python with any
    /// ([`IntoPyRecords`](crate::IntoPyRecords)); [`kept_mut_whole`](PyRecords::kept_mut_whole) is
    /// for owners of which it is known.
    ///
    /// ```
    /// use pyo3::prelude::*;
    /// use std::sync::mpsc;
    /// use records_core::{DynRecordsMut, RecordBuf};
    /// use records_python::PyRecords;
    ///
    /// type Rows = RecordBuf<(i16, f64)>;
    ///
    /// /// Rows that come back when Python has done with them.
    /// struct Loan(Rows, mpsc::Sender<Rows>);
    ///
    /// impl Drop for Loan {
    ///     fn drop(&mut self) {
    ///         let _ = self.1.send(std::mem::take(&mut self.0));
    ///     }
    /// }
    ///
    /// let (sender, back) = mpsc::channel();
    /// let loan = Loan([(1, 0.5), (2, 1.5)].into_iter().collect(), sender);
    /// let records =
    ///     PyRecords::kept_mut(loan, |loan| Ok(DynRecordsMut::from(loan.0.view_mut()).into()))?;
    /// Python::attach(|py| Bound::new(py, records)?.set_item("f0", 7))?;
    /// assert_eq!(back.recv()?.get(1), Some((7, 1.5)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Those of `lend`; `ValueError` for items with `bool`s, enums or padding.
    pub fn kept_mut<T: Send + 'static>(
        owner: T,
        lend: impl for<'a> FnOnce(&'a mut T) -> Result<DynArrayMut<'a>, Error>,
    ) -> PyResult<PyRecords> {
        View::kept_mut(owner, lend).map(PyRecords::from)
    }

    /// [`kept_mut`](PyRecords::kept_mut) of any items.
    ///
    /// # Errors
    /// Those of `lend`.
    ///
    /// # Safety
    /// All bytes of the items, those of padding and of fields that are left out included, are
    /// initialised, and nobody else reads or writes them while the owner lives; and the owner can be
    /// dropped, which may happen in any thread, whatever bytes they have become.
    pub unsafe fn kept_mut_whole<T: Send + 'static>(
        owner: T,
        lend: impl for<'a> FnOnce(&'a mut T) -> Result<DynArrayMut<'a>, Error>,
    ) -> PyResult<PyRecords> {
        // SAFETY: the caller's promise.
        unsafe { View::kept_mut_whole(owner, lend) }.map(PyRecords::from)
    }

    /// What an object of a class in Rust lends, read-only in Python, the object kept alive.
    ///
    /// The class is `frozen`, so that nobody changes what it lends. For rows that Python and
    /// Rust both write, let the class have a [`PyRecords`] or a
    /// [`PyRecordBuffer`](crate::PyRecordBuffer). Items with padding are copied, as by
    /// [`kept`](PyRecords::kept): for those let it have an `Arc` of their buffer, and give that
    /// ([`IntoPyRecords`](crate::IntoPyRecords)).
    ///
    /// ```
    /// use pyo3::prelude::*;
    /// use records_core::RecordBuf;
    /// use records_python::{PyRecords, ToDynArray};
    ///
    /// #[pyclass(frozen)]
    /// struct Simulation { rows: RecordBuf<(i16, f64)> }
    ///
    /// #[pymethods]
    /// impl Simulation {
    ///     #[getter]
    ///     fn rows(slf: &Bound<'_, Self>) -> PyResult<PyRecords> {
    ///         PyRecords::kept_by(slf, |this| this.rows.view().to_dyn_array())
    ///     }
    /// }
    ///
    /// Python::attach(|py| {
    ///     let rows = [(1, 0.5), (2, 1.5)].into_iter().collect();
    ///     let simulation = Bound::new(py, Simulation { rows })?;
    ///     let rows = simulation.getattr("rows")?;
    ///     drop(simulation);
    ///     assert_eq!(rows.len()?, 2);
    ///     Ok::<_, PyErr>(())
    /// })?;
    /// # Ok::<(), PyErr>(())
    /// ```
    ///
    /// # Errors
    /// Those of `lend`.
    pub fn kept_by<T: PyClass<Frozen = True> + Sync>(
        object: &Bound<'_, T>,
        lend: impl for<'a> FnOnce(&'a T) -> Result<DynArray<'a>, Error>,
    ) -> PyResult<PyRecords> {
        let array = lend(object.get()).map_err(raise)?;
        let owner = Arc::new(object.clone().unbind());
        // SAFETY: borrowed of the object, which is only ever shared, being frozen, and which the
        // view keeps alive.
        unsafe { View::shared(&array, owner) }.map(PyRecords::from)
    }

    /// The bytes of an owner as items one behind the other, read-only in Python: `Arc<[u8]>`,
    /// `Vec<u8>`, `bytes::Bytes`, a memory map.
    ///
    /// # Errors
    /// `ValueError` if they are not a whole number of items.
    pub fn from_bytes<O: AsRef<[u8]> + Send + Sync + 'static>(
        owner: O,
        dtype: &DType,
    ) -> PyResult<PyRecords> {
        // SAFETY: bytes are initialised, and nobody writes what is lent as shared.
        unsafe {
            PyRecords::kept_whole(Arc::new(owner), |owner| {
                let bytes = owner.as_ref();
                DynArray::from_bytes(bytes, dtype, &[whole(bytes.len(), dtype)?])
            })
        }
    }

    /// The bytes of an owner as items one behind the other, writable in Python.
    ///
    /// # Errors
    /// As for [`from_bytes`](PyRecords::from_bytes).
    pub fn from_bytes_mut<O: AsMut<[u8]> + Send + 'static>(
        owner: O,
        dtype: &DType,
    ) -> PyResult<PyRecords> {
        // SAFETY: bytes are initialised, lent to nobody else, and may become any.
        unsafe {
            PyRecords::kept_mut_whole(owner, |owner| {
                let bytes = owner.as_mut();
                let items = whole(bytes.len(), dtype)?;
                DynArrayMut::from_bytes(bytes, dtype, &[items])
            })
        }
    }

    /// Items in the bytes of an owner, the first at byte `offset`, the others by strides in
    /// bytes, read-only in Python: lines of an image, a part of a file.
    ///
    /// # Errors
    /// `ValueError` if some lie outside the bytes.
    pub fn from_strided<O: AsRef<[u8]> + Send + Sync + 'static>(
        owner: O,
        dtype: &DType,
        offset: usize,
        shape: &[usize],
        strides: &[isize],
    ) -> PyResult<PyRecords> {
        // SAFETY: bytes are initialised, and nobody writes what is lent as shared.
        unsafe {
            PyRecords::kept_whole(Arc::new(owner), |owner| {
                DynArray::from_strided(owner.as_ref(), dtype, offset, shape, strides)
            })
        }
    }

    /// Items in the bytes of an owner, writable in Python; see
    /// [`from_strided`](PyRecords::from_strided).
    ///
    /// # Errors
    /// As there, and if some share bytes.
    pub fn from_strided_mut<O: AsMut<[u8]> + Send + 'static>(
        owner: O,
        dtype: &DType,
        offset: usize,
        shape: &[usize],
        strides: &[isize],
    ) -> PyResult<PyRecords> {
        // SAFETY: bytes are initialised, lent to nobody else, and may become any.
        unsafe {
            PyRecords::kept_mut_whole(owner, |owner| {
                DynArrayMut::from_strided(owner.as_mut(), dtype, offset, shape, strides)
            })
        }
    }

    /// Items in memory that is known only by its address: of a library in C, of shared memory.
    ///
    /// # Errors
    /// `ValueError` if there are more items than an address space has room for.
    ///
    /// # Safety
    /// Until the owner is dropped, which may happen in any thread, the bytes of the items, padding
    /// included, lie in one allocation, are initialised, can be read, and, if `writable`, become any
    /// others; Rust has no reference to them but through this library.
    pub unsafe fn from_raw_parts(
        first: *mut u8,
        dtype: &DType,
        shape: &[usize],
        strides: &[isize],
        writable: bool,
        owner: impl Any + Send + Sync,
    ) -> PyResult<PyRecords> {
        let (item, owner) = (Arc::new(Item::new(dtype.clone())), Arc::new(owner));
        // SAFETY: the caller's promise.
        let view = unsafe { View::new(first, shape.into(), strides.into(), item, writable, owner) };
        view.map(PyRecords::from).map_err(raise)
    }

    /// Another object for the same memory.
    #[must_use]
    pub fn share(&self) -> PyRecords {
        self.view().clone().into()
    }

    /// The same memory, which through this object cannot be written.
    #[must_use]
    pub fn read_only(&self) -> PyRecords {
        self.view().clone().read_only().into()
    }

    /// The NumPy array of the same memory.
    ///
    /// # Errors
    /// `ImportError` if there is no NumPy.
    pub fn to_numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_numpy(py, self.view())
    }

    /// Borrows the memory to read it.
    ///
    /// # Errors
    /// `BufferError` if somebody is writing to it.
    pub fn read(&self) -> PyResult<BorrowedArray> {
        BorrowedArray::of(self.view().clone())
    }

    /// Borrows the memory to write it.
    ///
    /// # Errors
    /// `BufferError` if somebody is reading it or writing to it; `ValueError` if it is read-only.
    pub fn write(&self) -> PyResult<BorrowedArrayMut> {
        BorrowedArrayMut::of(self.view().clone())
    }
}

/// How many items so many bytes are.
fn whole(bytes: usize, dtype: &DType) -> Result<usize, Error> {
    match dtype.size() {
        0 if bytes == 0 => Ok(0),
        size if size > 0 && bytes.is_multiple_of(size) => Ok(bytes / size),
        itemsize => Err(Error::Length { bytes, itemsize }),
    }
}
