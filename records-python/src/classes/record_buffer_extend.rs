//! Many rows more.

use pyo3::exceptions::{PyIndexError, PyMemoryError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use records_core::Error;

use super::{PyRecordBuffer, PyRecords};
use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::memory::{Growing, View};

/// How many bytes are copied before others can have the interpreter.
const LONG: usize = 1 << 20;

/// How many rows are written before somebody may have pressed Ctrl-C.
const PATIENCE: usize = 1 << 16;

#[pymethods]
impl PyRecordBuffer {
    /// Adds many rows: those of an array or of other records, whose fields are found by name, or
    /// whatever an iterable gives that `append` takes. All of them, or, if there is an error, none.
    #[pyo3(signature = (rows, /))]
    fn extend(slf: &Bound<'_, Self>, rows: &Bound<'_, PyAny>) -> PyResult<()> {
        let this = slf.get();
        if rows.is(slf) {
            return this.rows().change(slf.py(), |mut own| own.double());
        }
        if rows.is_exact_instance_of::<PyList>() || !has_memory(rows)? {
            return this.extend_from_objects(rows);
        }
        this.extend_from_view(slf.py(), &view_of(rows, Request::default())?)
    }

    fn __iadd__(slf: &Bound<'_, Self>, rows: &Bound<'_, PyAny>) -> PyResult<()> {
        PyRecordBuffer::extend(slf, rows)
    }
}

/// Whether an object tells of memory.
fn has_memory(object: &Bound<'_, PyAny>) -> PyResult<bool> {
    if object.is_exact_instance_of::<PyTuple>() {
        return Ok(false);
    }
    // SAFETY: an object.
    Ok(unsafe { ffi::PyObject_CheckBuffer(object.as_ptr()) } != 0
        || object.is_instance_of::<PyRecords>()
        || object.hasattr("__array_interface__")?
        || object.hasattr("__array_struct__")?)
}

impl PyRecordBuffer {
    fn extend_from_view(&self, py: Python<'_>, view: &View) -> PyResult<()> {
        let reading = view.read()?;
        let layout = self.rows().layout();
        let same = view.item().layout() == layout;
        let contents = same.then(|| reading.contents()).flatten();
        let copy = |mut own: Growing<'_>| {
            if let Some(bytes) = contents {
                return own.extend_from_bytes(bytes, view.len());
            }
            let rows = match reading.array().records() {
                Ok(rows) => rows,
                // Not equally far apart: one behind the other in a copy.
                Err(_) => return own.extend_from_rows(&reading.array().to_records().view()),
            };
            match own.try_extend_from_rows(&rows)? {
                Ok(()) => Ok(()),
                // Of another width or byte order, if nothing is lost.
                Err(Error::WrongType { .. }) => {
                    let rows = rows.convert_to(layout).map_err(raise)?;
                    own.extend_from_rows(&rows.view())
                }
                Err(other) => Err(raise(other)),
            }
        };
        if view.nbytes() < LONG {
            self.rows().change_shortly(py, copy)
        } else {
            self.rows().change(py, copy)
        }
    }

    /// Adds the rows that objects are: written all before the first is added.
    fn extend_from_objects(&self, rows: &Bound<'_, PyAny>) -> PyResult<()> {
        let mut batch = Batch::new(self, rows)?;
        if let Ok(list) = rows.cast_exact::<PyList>() {
            // Looked for each time: what a row runs may change the list.
            for index in 0.. {
                match list.get_item(index) {
                    Ok(row) => batch.push(&row)?,
                    Err(error) if error.is_instance_of::<PyIndexError>(rows.py()) => break,
                    Err(error) => return Err(error),
                }
            }
        } else if let Ok(tuple) = rows.cast_exact::<PyTuple>() {
            for index in 0..tuple.len() {
                let row = tuple.get_borrowed_item(index)?;
                batch.push(&row)?;
            }
        } else {
            for row in rows.try_iter()? {
                batch.push(&row?)?;
            }
        }
        let (bytes, count) = (batch.bytes(), batch.count);
        let copy = |mut own: Growing<'_>| own.extend_from_bytes(bytes, count);
        if bytes.len() < LONG {
            self.rows().change_shortly(rows.py(), copy)
        } else {
            self.rows().change(rows.py(), copy)
        }
    }
}

/// The bytes of rows that are not added yet.
struct Batch<'b> {
    buffer: &'b PyRecordBuffer,
    bytes: Vec<u8>,
    /// How many rows have been written, one behind the other.
    count: usize,
}

impl<'b> Batch<'b> {
    /// With room for as many rows as an object says that it has, if they are not very many.
    fn new(buffer: &'b PyRecordBuffer, rows: &Bound<'_, PyAny>) -> PyResult<Batch<'b>> {
        const MOST: usize = 1 << 20;
        let mut batch = Batch { buffer, bytes: Vec::new(), count: 0 };
        let known = rows.is_exact_instance_of::<PyList>() || rows.is_exact_instance_of::<PyTuple>();
        if known {
            batch.grow(rows.len()?.min(MOST))?;
        }
        Ok(batch)
    }

    #[inline]
    fn push(&mut self, row: &Bound<'_, PyAny>) -> PyResult<()> {
        let encoder = self.buffer.encoder();
        let start = self.count * encoder.size();
        if self.bytes.len() - start < encoder.size() {
            self.grow(self.count.max(64))?;
        }
        let out = &mut self.bytes[start..start + encoder.size()];
        encoder.encode_row_of(row, self.count, out)?;
        self.count += 1;
        if self.count.is_multiple_of(PATIENCE) {
            row.py().check_signals()?;
        }
        Ok(())
    }

    /// Room for so many more rows.
    #[cold]
    fn grow(&mut self, more: usize) -> PyResult<()> {
        let size = self.buffer.encoder().size();
        let no_memory = || PyMemoryError::new_err(format!("no memory for {more} more rows"));
        let bytes = more.checked_mul(size).ok_or_else(no_memory)?;
        self.bytes.try_reserve_exact(bytes).map_err(|_| no_memory())?;
        self.bytes.resize(self.bytes.len() + bytes, 0);
        Ok(())
    }

    fn bytes(&self) -> &[u8] {
        &self.bytes[..self.count * self.buffer.encoder().size()]
    }
}
