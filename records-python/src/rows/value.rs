//! Single values that the core has decoded, as Python's.

use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyComplex, PyList, PyTuple};
use records_core::{TimeStep, Value};

use crate::layouts::module;

/// Python's own kind of a value; times are NumPy's where NumPy is, else their steps as numbers.
pub(crate) fn to_python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Bool(value) => value.into_bound_py_any(py),
        Value::Int(value) | Value::Enum(_, value) => value.into_bound_py_any(py),
        Value::UInt(value) => value.into_bound_py_any(py),
        Value::F32(value) => f64::from(*value).into_bound_py_any(py),
        Value::F64(value) => value.into_bound_py_any(py),
        Value::C64(re, im) => {
            Ok(PyComplex::from_doubles(py, (*re).into(), (*im).into()).into_any())
        }
        Value::C128(re, im) => Ok(PyComplex::from_doubles(py, *re, *im).into_any()),
        Value::Bytes(bytes) | Value::Raw(bytes) => Ok(PyBytes::new(py, bytes).into_any()),
        Value::Str(text) => text.into_bound_py_any(py),
        Value::DateTime(steps, step) => moment(py, "datetime64", *steps, *step),
        Value::TimeDelta(steps, step) => moment(py, "timedelta64", *steps, *step),
        Value::Array(elements) => {
            let list = PyList::empty(py);
            for element in elements {
                list.append(to_python(py, element)?)?;
            }
            Ok(list.into_any())
        }
        Value::Record(fields) => {
            let values: PyResult<Vec<_>> =
                fields.iter().map(|(_, value)| to_python(py, value)).collect();
            Ok(PyTuple::new(py, values?)?.into_any())
        }
        other => other.to_string().into_bound_py_any(py),
    }
}

/// A time by NumPy's type of this name, or its steps where NumPy is not.
pub(crate) fn moment<'py>(
    py: Python<'py>,
    kind: &str,
    steps: i64,
    step: TimeStep,
) -> PyResult<Bound<'py, PyAny>> {
    let Ok(numpy) = module(py) else {
        return steps.into_bound_py_any(py);
    };
    let unit = step.unit.code();
    if unit.is_empty() {
        // Nobody can ask for such a moment but by its number.
        return numpy.getattr("int64")?.call1((steps,))?.call_method1("view", (kind,));
    }
    let kind = numpy.getattr(kind)?;
    if steps == i64::MIN {
        return kind.call1(("NaT", (unit, step.count)));
    }
    kind.call1((steps, (unit, step.count)))
}
