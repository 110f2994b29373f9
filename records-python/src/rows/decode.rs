//! Bytes of an item as a value of Python.

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyComplex, PyList, PyString, PyTuple};
use records_core::half::f16;
use records_core::{ByteOrder, DType, Scalar};

use super::moment;

/// The value of a dtype that `bytes`, as many as it has, are: a number, `bytes` and `str` without
/// the NULs at their end, a list of the elements of an array, a tuple of the fields of a record,
/// NumPy's times, or their steps where NumPy is not.
pub(crate) fn decode<'py>(
    py: Python<'py>,
    dtype: &DType,
    bytes: &[u8],
) -> PyResult<Bound<'py, PyAny>> {
    match dtype {
        DType::Scalar(scalar, order) => self::scalar(py, *scalar, *order, bytes),
        DType::Bytes(_) => Ok(PyBytes::new(py, trimmed(bytes)).into_any()),
        DType::Raw(_) => Ok(PyBytes::new(py, bytes).into_any()),
        DType::Str(_, order) => Ok(PyString::new(py, &text(bytes, *order)).into_any()),
        DType::DateTime(step, order) => {
            moment(py, "datetime64", i64::from_ne_bytes(native(bytes, *order)), *step)
        }
        DType::TimeDelta(step, order) => {
            moment(py, "timedelta64", i64::from_ne_bytes(native(bytes, *order)), *step)
        }
        DType::Array(element, len) => {
            let (element, size) = (element.get(), element.get().size());
            let list = PyList::empty(py);
            for i in 0..*len {
                list.append(decode(py, element, &bytes[i * size..][..size])?)?;
            }
            Ok(list.into_any())
        }
        DType::Record(layout) => {
            let fields = layout.get().fields();
            let values: PyResult<Vec<_>> = fields
                .iter()
                .map(|field| decode(py, field.dtype(), &bytes[field.offset()..field.end()]))
                .collect();
            Ok(PyTuple::new(py, values?)?.into_any())
        }
        DType::Enum(of) => self::scalar(py, of.repr(), ByteOrder::NATIVE, bytes),
        other => Err(PyTypeError::new_err(format!("{other} has no value here"))),
    }
}

/// As many bytes as there are, in native order.
fn native<const N: usize>(bytes: &[u8], order: ByteOrder) -> [u8; N] {
    let mut native = [0; N];
    native.copy_from_slice(bytes);
    if !order.is_native() {
        native.reverse();
    }
    native
}

fn scalar<'py>(
    py: Python<'py>,
    scalar: Scalar,
    order: ByteOrder,
    bytes: &[u8],
) -> PyResult<Bound<'py, PyAny>> {
    macro_rules! number {
        ($type:ty) => {
            <$type>::from_ne_bytes(native(bytes, order)).into_bound_py_any(py)
        };
    }
    match scalar {
        Scalar::Bool => (bytes[0] != 0).into_bound_py_any(py),
        Scalar::U8 => number!(u8),
        Scalar::U16 => number!(u16),
        Scalar::U32 => number!(u32),
        Scalar::U64 => number!(u64),
        Scalar::U128 => number!(u128),
        Scalar::I8 => number!(i8),
        Scalar::I16 => number!(i16),
        Scalar::I32 => number!(i32),
        Scalar::I64 => number!(i64),
        Scalar::I128 => number!(i128),
        Scalar::F16 => f16::from_ne_bytes(native(bytes, order)).to_f64().into_bound_py_any(py),
        Scalar::F32 => number!(f32),
        Scalar::F64 => number!(f64),
        Scalar::C64 => {
            let part = |at: usize| f32::from_ne_bytes(native(&bytes[at..at + 4], order));
            Ok(PyComplex::from_doubles(py, part(0).into(), part(4).into()).into_any())
        }
        Scalar::C128 => {
            let part = |at: usize| f64::from_ne_bytes(native(&bytes[at..at + 8], order));
            Ok(PyComplex::from_doubles(py, part(0), part(8)).into_any())
        }
        other => Err(PyTypeError::new_err(format!("{} has no value here", other.name()))),
    }
}

/// Without the NULs at the end.
fn trimmed(bytes: &[u8]) -> &[u8] {
    let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    &bytes[..len]
}

/// Characters of four bytes each; U+FFFD for what is none.
fn text(bytes: &[u8], order: ByteOrder) -> String {
    let codes = bytes.chunks_exact(4).map(|code| u32::from_ne_bytes(native(code, order)));
    let len = codes.clone().rposition(|code| code != 0).map_or(0, |last| last + 1);
    codes
        .take(len)
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}
