//! Values of Python written to items, where NumPy is not there to do it.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};
use records_core::{DType, DynArray};

use super::ValueEncoder;
use crate::borrow::{Request, view_of};
use crate::error::{raise, refused};
use crate::memory::{View, room};

/// Writes values to all items of a view: one value to all of them (a tuple or dict to records), or a
/// sequence to the first dimension one by one, or the items of as many others of the same dtype.
///
/// All values are looked at before the first is written.
///
/// # Errors
/// `TypeError` or `ValueError` if they are not as many or cannot be held.
pub(crate) fn assign(view: &View, values: &Bound<'_, PyAny>) -> PyResult<()> {
    view.check_writable()?;
    if !is_text(values) {
        match view_of(values, Request::default()) {
            Ok(from) if from.dtype() == view.dtype() && from.shape() == view.shape() => {
                return write(view, &from.to_bytes()?);
            }
            Ok(_) => {}
            Err(error) => refused(values.py(), error)?,
        }
    }
    room(Some(view.nbytes()))?;
    let mut bytes = Vec::with_capacity(view.nbytes());
    let item = Item { encoder: ValueEncoder::new(values.py(), view.dtype()), dtype: view.dtype() };
    item.gather(view.shape(), values, &mut bytes)?;
    write(view, &bytes)
}

fn is_text(values: &Bound<'_, PyAny>) -> bool {
    values.is_instance_of::<PyBytes>() || values.is_instance_of::<PyString>()
}

/// Writes the items whose bytes these are, in C order.
fn write(view: &View, bytes: &[u8]) -> PyResult<()> {
    if view.nbytes() == 0 {
        return Ok(());
    }
    let mut writing = view.write()?;
    let Ok(mut rows) = writing.records() else {
        // Not all of them are equally far apart: those of each index are, or of theirs.
        drop(writing);
        let parts = bytes.chunks_exact(bytes.len() / view.shape()[0]);
        return parts
            .enumerate()
            .try_for_each(|(i, part)| write(&view.index(0, i as isize)?, part));
    };
    let from = DynArray::from_bytes(bytes, view.dtype(), view.shape());
    from.and_then(|from| rows.copy_from(&from.records()?)).map_err(raise)
}

/// What one item is, and how it is written.
struct Item<'v> {
    dtype: &'v DType,
    encoder: ValueEncoder,
}

impl Item<'_> {
    /// The bytes of all items of a shape in C order.
    fn gather(
        &self,
        shape: &[usize],
        values: &Bound<'_, PyAny>,
        bytes: &mut Vec<u8>,
    ) -> PyResult<()> {
        let start = bytes.len();
        let Some((&len, inner)) = shape.split_first() else {
            bytes.resize(start + self.dtype.size(), 0);
            return self.encoder.encode(values, &mut bytes[start..]);
        };
        let row = matches!(self.dtype, DType::Record(_))
            && (values.is_instance_of::<PyTuple>() || values.is_instance_of::<PyDict>());
        if is_text(values) || row || values.len().is_err() {
            let mut item = vec![0; self.dtype.size()];
            self.encoder.encode(values, &mut item)?;
            for _ in 0..shape.iter().product() {
                bytes.extend_from_slice(&item);
            }
            return Ok(());
        }
        let given = values.len()?;
        if given != len {
            return Err(PyValueError::new_err(format!("{given} values for {len} items")));
        }
        let mut count = 0;
        for part in values.try_iter()?.take(len) {
            self.gather(inner, &part?, bytes)?;
            count += 1;
        }
        if count < len {
            return Err(PyValueError::new_err(format!("{count} values for {len} items")));
        }
        Ok(())
    }
}
