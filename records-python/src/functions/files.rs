//! NumPy's files.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use records_core::{DynArray, npy};

use crate::borrow::{Request, view_of};
use crate::classes::PyRecords;
use crate::error::raise;
use crate::memory::{Item, Owner, View, room};
use crate::operations::detached;

/// Maps a ``.npy`` file: its array, of any number of dimensions, in place. What is not looked at is
/// not read, and a file may be larger than memory.
///
/// With ``mode="r"`` it is read-only; with ``mode="r+"`` what is written to it is written to the
/// file. The file stays mapped as long as the records or an array of theirs are in use; nobody else
/// may write to it or shorten it meanwhile. ``save`` puts a new file in the place of the old one,
/// so that whoever has mapped that keeps it.
///
/// Raises ``OSError`` if the file cannot be opened, ``ValueError`` if it is no ``.npy`` file, or
/// one of Python objects.
#[pyfunction]
#[pyo3(signature = (path, mode="r"))]
pub(crate) fn open(py: Python<'_>, path: &Bound<'_, PyAny>, mode: &str) -> PyResult<PyRecords> {
    let path = system_path(path)?;
    let view = match mode {
        "r" => {
            let file = py.detach(|| npy::open(path)).map_err(raise)?;
            let first = file.array().as_ptr().cast_mut();
            mapped(first, &Described::of(&file.array()), false, Arc::new(file))
        }
        "r+" => {
            let mut file = py.detach(|| npy::open_mut(path)).map_err(raise)?;
            let address = file.dyn_records_mut().array_interface().data.0;
            let first = std::ptr::with_exposed_provenance_mut(address);
            mapped(first, &Described::of(&file.array()), true, Arc::new(file))
        }
        other => {
            return Err(PyValueError::new_err(format!("mode is \"r\" or \"r+\", not {other:?}")));
        }
    };
    view.map(PyRecords::from)
}

/// A path as Python's own `open` takes it: `str`, `bytes` or `os.PathLike`.
fn system_path(path: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    path.py().import("os")?.getattr("fsdecode")?.call1((path,))?.extract()
}

/// What an array of a file is like.
struct Described {
    item: Arc<Item>,
    shape: Vec<usize>,
    strides: Vec<isize>,
}

impl Described {
    fn of(array: &DynArray<'_>) -> Described {
        Described {
            item: Arc::new(Item::new(array.dtype().clone())),
            shape: array.shape().into(),
            strides: array.strides().into(),
        }
    }
}

/// The array of a file, which is mapped as long as `file` is there.
fn mapped(first: *mut u8, array: &Described, writable: bool, file: Owner) -> PyResult<View> {
    let (shape, strides) = (array.shape.clone(), array.strides.clone());
    // SAFETY: the array of the file, whose map stays in its place.
    unsafe { View::new(first, shape, strides, Arc::clone(&array.item), writable, file) }
        .map_err(raise)
}

/// Writes records, or anything that has memory, as a ``.npy`` file: what ``numpy.load`` reads and
/// ``numpy.save`` writes, in the shape and the order of the array.
///
/// Of a part of some records, such as ``r[["age", "height"]]``, only its own fields are written,
/// laid out anew without the holes of the others: packed, or, if the dtype is aligned, as C lays
/// out a struct. With ``repack=False`` each field keeps its offset. Padding is written as zeros.
///
/// The file is written beside the one of this name and takes its place when it is whole: if
/// something fails, what was there is there still.
///
/// Raises ``OSError`` if it cannot be written.
#[pyfunction]
#[pyo3(signature = (path, records, *, repack=true))]
pub(crate) fn save(
    py: Python<'_>,
    path: &Bound<'_, PyAny>,
    records: &Bound<'_, PyAny>,
    repack: bool,
) -> PyResult<()> {
    let path = system_path(path)?;
    let view = view_of(records, Request::default())?;
    let reading = view.read()?;
    let array = reading.array();
    let layout = array.layout();
    let packed = layout.repacked().map_err(|error| raise(error.into()))?;
    if !repack || packed == *layout {
        return py.detach(|| npy::write(path, array)).map_err(raise);
    }
    if let (Ok(rows), &[_]) = (array.records(), array.shape()) {
        // A choice of all fields is written without the holes.
        let names: Vec<&str> = layout.fields().iter().map(|field| field.name()).collect();
        let rows = rows.select(&names).map_err(raise)?;
        return py.detach(|| npy::write(path, &rows)).map_err(raise);
    }
    room(view.len().checked_mul(packed.itemsize()))?;
    detached(py, usize::MAX, || {
        let copy = array.to_records();
        let dtype = records_core::DType::record(copy.layout().clone());
        npy::write(path, &DynArray::from_bytes(copy.as_bytes(), &dtype, array.shape())?)
    })
    .map_err(raise)
}
