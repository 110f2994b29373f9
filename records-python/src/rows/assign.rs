//! Values of Python written to items, where NumPy is not there to do it.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyComplex, PyList, PyString, PyTuple};
use records_core::{DType, DynArray, DynArrayMut, Scalar, Value};

use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::memory::{View, room};

/// Writes values to all items of a view: one value to all of them (a tuple to records), or a
/// sequence to the first dimension one by one, or the items of as many others of the same dtype.
///
/// All values are looked at before the first is written.
///
/// # Errors
/// `TypeError` or `ValueError` if they are not as many or cannot be held.
pub(crate) fn assign(view: &View, values: &Bound<'_, PyAny>) -> PyResult<()> {
    view.check_writable()?;
    if !is_text(values)
        && let Ok(from) = view_of(values, Request::default())
        && from.dtype() == view.dtype()
        && from.shape() == view.shape()
    {
        return write(view, &from.to_bytes()?);
    }
    room(Some(view.nbytes()))?;
    let mut bytes = Vec::with_capacity(view.nbytes());
    gather(view.dtype(), view.shape(), values, &mut bytes)?;
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

/// The bytes of all items of a shape in C order.
fn gather(
    dtype: &DType,
    shape: &[usize],
    values: &Bound<'_, PyAny>,
    bytes: &mut Vec<u8>,
) -> PyResult<()> {
    let start = bytes.len();
    let Some((&len, inner)) = shape.split_first() else {
        bytes.resize(start + dtype.size(), 0);
        return encode(dtype, values, &mut bytes[start..]);
    };
    let row = matches!(dtype, DType::Record(_)) && values.is_instance_of::<PyTuple>();
    if is_text(values) || row || values.len().is_err() {
        let mut item = vec![0; dtype.size()];
        encode(dtype, values, &mut item)?;
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
        gather(dtype, inner, &part?, bytes)?;
        count += 1;
    }
    if count < len {
        return Err(PyValueError::new_err(format!("{count} values for {len} items")));
    }
    Ok(())
}

/// Writes the bytes of one item.
fn encode(dtype: &DType, given: &Bound<'_, PyAny>, bytes: &mut [u8]) -> PyResult<()> {
    let value = value_of(dtype, given)?;
    DynArrayMut::from_bytes(bytes, dtype, &[])
        .and_then(|mut item| item.set(&[], &value))
        .map_err(raise)
}

/// A value of Python's as one that a field of this dtype may hold.
fn value_of(dtype: &DType, given: &Bound<'_, PyAny>) -> PyResult<Value> {
    let parts = |len: usize, what: &str| -> PyResult<Vec<Bound<'_, PyAny>>> {
        if !given.is_instance_of::<PyTuple>() && !given.is_instance_of::<PyList>() {
            let kind = given.get_type().name()?;
            return Err(PyTypeError::new_err(format!("a {kind} is not {len} {what}")));
        }
        let parts = given.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        if parts.len() != len {
            let given = parts.len();
            return Err(PyValueError::new_err(format!("{given} values for {len} {what}")));
        }
        Ok(parts)
    };
    Ok(match dtype {
        DType::Scalar(Scalar::Bool, _) => Value::Bool(given.is_truthy()?),
        DType::Scalar(Scalar::F16 | Scalar::F32 | Scalar::F64, _) => Value::F64(given.extract()?),
        DType::Scalar(Scalar::C64 | Scalar::C128, _) => match given.cast::<PyComplex>() {
            Ok(number) => Value::C128(complex(number, "real")?, complex(number, "imag")?),
            Err(_) => Value::F64(given.extract()?),
        },
        DType::Scalar(Scalar::U128, _) => Value::UInt(given.extract()?),
        DType::Scalar(..) | DType::Enum(_) => Value::Int(given.extract()?),
        DType::Bytes(_) if given.is_instance_of::<PyString>() => Value::Str(given.extract()?),
        DType::Bytes(_) => Value::Bytes(given.extract()?),
        DType::Str(..) => Value::Str(given.extract()?),
        DType::Raw(_) => Value::Raw(given.extract()?),
        DType::DateTime(step, _) => Value::DateTime(given.extract()?, *step),
        DType::TimeDelta(step, _) => Value::TimeDelta(given.extract()?, *step),
        DType::Array(element, len) => {
            let parts = parts(*len, "elements")?;
            let values: PyResult<_> =
                parts.iter().map(|part| value_of(element.get(), part)).collect();
            Value::Array(values?)
        }
        DType::Record(layout) => {
            let fields = layout.get().fields();
            let parts = parts(fields.len(), "fields")?;
            let values = fields.iter().zip(&parts).map(|(field, part)| {
                Ok((field.name().to_string(), value_of(field.dtype(), part)?))
            });
            Value::Record(values.collect::<PyResult<_>>()?)
        }
        other => return Err(PyTypeError::new_err(format!("{other} cannot be written"))),
    })
}

fn complex(number: &Bound<'_, PyComplex>, part: &str) -> PyResult<f64> {
    number.getattr(part)?.extract()
}
