//! Values of Python written to items, where NumPy is not there to do it.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyComplex, PyList, PyString, PyTuple};
use records_core::{DType, Scalar, Value};

use crate::borrow::{Request, view_of};
use crate::error::raise;
use crate::memory::View;

/// Writes values to all items of a view: one value to all of them (a tuple to records), or a
/// sequence to the first dimension one by one, or the items of as many others of the same dtype.
///
/// All values are looked at before the first is written.
///
/// # Errors
/// `TypeError` or `ValueError` if they are not as many or cannot be held.
pub(crate) fn assign(view: &View, values: &Bound<'_, PyAny>) -> PyResult<()> {
    view.check_writable()?;
    let dtype = view.dtype().clone();
    let text = values.is_instance_of::<PyBytes>() || values.is_instance_of::<PyString>();
    if !text
        && let Ok(from) = view_of(values, Request::default())
        && *from.dtype() == dtype
        && from.shape() == view.shape()
    {
        let bytes = from.to_bytes()?;
        let mut writing = view.write()?;
        let from = records_core::DynArray::from_bytes(&bytes, &dtype, view.shape());
        let from = from.and_then(|from| from.records()).map_err(raise)?;
        return writing.records()?.copy_from(&from).map_err(raise);
    }
    let mut found = Vec::new();
    gather(&dtype, view.shape(), values, &mut found)?;
    let mut writing = view.write()?;
    let mut array = writing.array();
    let mut index = vec![0; view.shape().len()];
    for value in &found {
        array.set(&index, value).map_err(raise)?;
        // The next one in C order.
        for (at, &len) in index.iter_mut().zip(view.shape()).rev() {
            *at += 1;
            if *at < len {
                break;
            }
            *at = 0;
        }
    }
    Ok(())
}

/// The values of all items of a shape in C order.
fn gather(
    dtype: &DType,
    shape: &[usize],
    values: &Bound<'_, PyAny>,
    found: &mut Vec<Value>,
) -> PyResult<()> {
    let Some((&len, inner)) = shape.split_first() else {
        found.push(value_of(dtype, values)?);
        return Ok(());
    };
    let text = values.is_instance_of::<PyBytes>() || values.is_instance_of::<PyString>();
    let row = matches!(dtype, DType::Record(_)) && values.is_instance_of::<PyTuple>();
    if text || row || values.len().is_err() {
        let value = value_of(dtype, values)?;
        let count = shape.iter().product();
        crate::memory::room(usize::checked_mul(count, size_of::<Value>()))?;
        found.extend(std::iter::repeat_n(value, count));
        return Ok(());
    }
    let given = values.len()?;
    if given != len {
        return Err(PyValueError::new_err(format!("{given} values for {len} items")));
    }
    for part in values.try_iter()? {
        gather(dtype, inner, &part?, found)?;
    }
    Ok(())
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
