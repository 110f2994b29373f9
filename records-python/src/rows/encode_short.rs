//! The short way of almost all values: Python's own int and float in the machine's byte order.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt};
use records_core::{DType, Scalar};

/// A field that has a short way. No code of Python's runs on it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Short {
    F64,
    /// Of 8, 4, 2 and 1 bytes, with or without a sign: the least and the greatest number.
    Int8,
    Int4(i64, i64),
    Int2(i64, i64),
    Int1(i64, i64),
}

impl Short {
    pub(super) fn of(dtype: &DType) -> Option<Short> {
        let DType::Scalar(scalar, order) = dtype else { return None };
        if scalar.size() > 1 && !order.is_native() {
            return None;
        }
        Some(match scalar {
            Scalar::F64 => Short::F64,
            Scalar::I64 => Short::Int8,
            Scalar::I32 => Short::Int4(i32::MIN.into(), i32::MAX.into()),
            Scalar::U32 => Short::Int4(0, u32::MAX.into()),
            Scalar::I16 => Short::Int2(i16::MIN.into(), i16::MAX.into()),
            Scalar::U16 => Short::Int2(0, u16::MAX.into()),
            Scalar::I8 => Short::Int1(i8::MIN.into(), i8::MAX.into()),
            Scalar::U8 => Short::Int1(0, u8::MAX.into()),
            _ => return None,
        })
    }

    /// Writes a value, if it has a short way into the field; if not, nothing is written.
    #[inline(always)]
    pub(super) fn try_write(self, value: Borrowed<'_, '_, PyAny>, out: &mut [u8]) -> bool {
        // The lower bytes of the number, which is in the range.
        match self {
            Short::F64 => {
                let Ok(float) = value.cast_exact::<PyFloat>() else { return false };
                // SAFETY: a float, which this asks for; it raises nothing then.
                let number = unsafe { ffi::PyFloat_AsDouble(float.as_ptr()) };
                out.copy_from_slice(&number.to_ne_bytes());
            }
            Short::Int8 => match int(value, i64::MIN, i64::MAX) {
                Some(number) => out.copy_from_slice(&number.to_ne_bytes()),
                None => return false,
            },
            Short::Int4(min, max) => match int(value, min, max) {
                Some(number) => out.copy_from_slice(&(number as u32).to_ne_bytes()),
                None => return false,
            },
            Short::Int2(min, max) => match int(value, min, max) {
                Some(number) => out.copy_from_slice(&(number as u16).to_ne_bytes()),
                None => return false,
            },
            Short::Int1(min, max) => match int(value, min, max) {
                Some(number) => out.copy_from_slice(&(number as u8).to_ne_bytes()),
                None => return false,
            },
        }
        true
    }
}

/// An int of Python's own in a range.
#[inline(always)]
fn int(value: Borrowed<'_, '_, PyAny>, min: i64, max: i64) -> Option<i64> {
    let number = short(value)?;
    (min <= number && number <= max).then_some(number)
}

/// An `int` of Python's own, if it has no more than 64 bits.
#[inline(always)]
pub(super) fn short(value: Borrowed<'_, '_, PyAny>) -> Option<i64> {
    let int = value.cast_exact::<PyInt>().ok()?;
    let mut overflow: c_int = 0;
    // SAFETY: an int, which this asks for; it raises nothing then.
    let number = unsafe { ffi::PyLong_AsLongLongAndOverflow(int.as_ptr(), &raw mut overflow) };
    (overflow == 0).then_some(number)
}
