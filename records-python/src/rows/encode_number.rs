//! Numbers.

use std::fmt::Display;

use pyo3::exceptions::{PyOverflowError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyComplex, PyFloat, PyInt, PyString};
use pyo3::{PyErr, ffi};
use records_core::half::f16;
use records_core::{ByteOrder, EnumType, Scalar};

use super::encode_short::short;
use super::encode_trouble::{Outcome, Trouble};
use super::numpy_types::{NumpyKind, numpy_kind};

/// Writes the bytes of a number in an order.
#[inline(always)]
pub(super) fn put<const N: usize>(order: ByteOrder, mut native: [u8; N], out: &mut [u8]) {
    if !order.is_native() {
        native.reverse();
    }
    out.copy_from_slice(&native);
}

/// Writes a number.
#[inline]
pub(super) fn number(
    scalar: Scalar,
    order: ByteOrder,
    object: Borrowed<'_, '_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    macro_rules! integer {
        ($type:ty) => {{
            if let Some(number) = short(object)
                && let Ok(number) = <$type>::try_from(number)
            {
                put(order, number.to_ne_bytes(), out);
                return Ok(());
            }
            let number = long(scalar, <$type>::MIN, <$type>::MAX, &object, |int| {
                // Of any width that Python has.
                match int.extract::<i128>() {
                    Ok(number) => <$type>::try_from(number).ok(),
                    Err(_) => <$type>::try_from(int.extract::<u128>().ok()?).ok(),
                }
            })?;
            put(order, number.to_ne_bytes(), out);
        }};
    }
    match scalar {
        Scalar::F64 => put(order, float(scalar, &object)?.to_ne_bytes(), out),
        Scalar::I64 => integer!(i64),
        Scalar::I32 => integer!(i32),
        Scalar::I16 => integer!(i16),
        Scalar::I8 => integer!(i8),
        Scalar::U64 => integer!(u64),
        Scalar::U32 => integer!(u32),
        Scalar::U16 => integer!(u16),
        Scalar::U8 => integer!(u8),
        Scalar::F32 => {
            let value = single(scalar, float(scalar, &object)?, &object)?;
            put(order, value.to_ne_bytes(), out);
        }
        _ => return rarer(scalar, order, &object, out),
    }
    Ok(())
}

#[inline(never)]
fn rarer(
    scalar: Scalar,
    order: ByteOrder,
    object: &Bound<'_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    match scalar {
        Scalar::Bool => out.copy_from_slice(&[u8::from(truth(object)?)]),
        Scalar::F16 => {
            let wide = float(scalar, object)?;
            let value = half(wide);
            if value.is_infinite() && wide.is_finite() {
                return Err(Trouble::range("f16, up to 65504", object));
            }
            put(order, value.to_ne_bytes(), out);
        }
        Scalar::C64 => {
            let (real, imaginary) = complex(scalar, object)?;
            put(order, single(scalar, real, object)?.to_ne_bytes(), &mut out[..4]);
            put(order, single(scalar, imaginary, object)?.to_ne_bytes(), &mut out[4..]);
        }
        Scalar::C128 => {
            let (real, imaginary) = complex(scalar, object)?;
            put(order, real.to_ne_bytes(), &mut out[..8]);
            put(order, imaginary.to_ne_bytes(), &mut out[8..]);
        }
        Scalar::I128 => {
            let of = |int: &Bound<'_, PyAny>| int.extract::<i128>().ok();
            put(order, long(scalar, i128::MIN, i128::MAX, object, of)?.to_ne_bytes(), out);
        }
        Scalar::U128 => {
            let of = |int: &Bound<'_, PyAny>| int.extract::<u128>().ok();
            put(order, long(scalar, u128::MIN, u128::MAX, object, of)?.to_ne_bytes(), out);
        }
        other => {
            let name = other.name();
            return Err(Trouble::kind(
                format!("is {name}, which cannot be written from Python"),
                object,
            ));
        }
    }
    Ok(())
}

/// The integer that any object is as an index, if `narrow` finds it in the range.
#[inline(never)]
fn long<T>(
    scalar: Scalar,
    min: impl Display,
    max: impl Display,
    object: &Bound<'_, PyAny>,
    narrow: impl FnOnce(&Bound<'_, PyAny>) -> Option<T>,
) -> Outcome<T> {
    let Some(int) = index(object)? else {
        return Err(Trouble::kind(format!("is {}, which takes an int", scalar.name()), object));
    };
    narrow(&int)
        .ok_or_else(|| Trouble::range(&format!("{}, from {min} to {max}", scalar.name()), object))
}

/// The `int` that an object is without a loss; none if it is no integer.
pub(super) fn index<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: an object.
    if unsafe { ffi::PyIndex_Check(object.as_ptr()) } != 0 {
        // SAFETY: an object; what it returns is a new reference, or an error is set.
        return unsafe {
            Bound::from_owned_ptr_or_err(object.py(), ffi::PyNumber_Index(object.as_ptr()))
        }
        .map(Some);
    }
    if numpy_kind(object)? == NumpyKind::Bool {
        let value = PyBool::new(object.py(), object.is_truthy()?);
        return Ok(Some(value.to_owned().into_any()));
    }
    Ok(None)
}

/// The `float` that an object is.
#[inline]
fn float(scalar: Scalar, object: &Bound<'_, PyAny>) -> Outcome<f64> {
    match object.cast_exact::<PyFloat>() {
        // SAFETY: a float, which this asks for; it raises nothing then.
        Ok(float) => Ok(unsafe { ffi::PyFloat_AsDouble(float.as_ptr()) }),
        Err(_) => other_float(scalar, object),
    }
}

#[inline(never)]
fn other_float(scalar: Scalar, object: &Bound<'_, PyAny>) -> Outcome<f64> {
    let wrong = || Trouble::kind(format!("is {}, which takes a float", scalar.name()), object);
    if !object.is_instance_of::<PyFloat>() && numpy_kind(object)? == NumpyKind::Complex {
        // It would let its imaginary part go.
        return Err(wrong());
    }
    // SAFETY: an object.
    let value = unsafe { ffi::PyFloat_AsDouble(object.as_ptr()) };
    if value != -1.0 {
        return Ok(value);
    }
    match PyErr::take(object.py()) {
        None => Ok(value),
        Some(error) if error.is_instance_of::<PyTypeError>(object.py()) => {
            // Their own error, if they said that they are one.
            if object.hasattr("__float__")? && numpy_kind(object)? == NumpyKind::Other {
                return Err(error.into());
            }
            Err(wrong())
        }
        Some(error)
            if error.is_instance_of::<PyOverflowError>(object.py())
                && object.is_instance_of::<PyInt>() =>
        {
            Err(Trouble::range(scalar.name(), object))
        }
        Some(error) => Err(error.into()),
    }
}

/// The nearest float of single precision; only an infinity becomes one.
#[inline]
fn single(scalar: Scalar, wide: f64, object: &Bound<'_, PyAny>) -> Outcome<f32> {
    let value = wide as f32;
    if value.is_infinite() && wide.is_finite() {
        let name = scalar.name();
        return Err(Trouble::range(&format!("{name}, up to {:e}", f32::MAX), object));
    }
    Ok(value)
}

/// The nearest float of half precision, rounded once.
fn half(wide: f64) -> f16 {
    let near = wide as f32;
    let mut bits = near.to_bits();
    if near.is_finite() && f64::from(near) != wide && bits & 1 == 0 {
        // Not the nearest but the odd neighbour, which never lies half-way between two halves
        // and is on the same side of those that do.
        let below = f64::from(near.abs()) < wide.abs();
        bits = if below { bits + 1 } else { bits - 1 };
    }
    f16::from_f32(f32::from_bits(bits))
}

/// True or false, 0 or 1.
fn truth(object: &Bound<'_, PyAny>) -> Outcome<bool> {
    if let Ok(value) = object.cast_exact::<PyBool>() {
        return Ok(value.is_true());
    }
    let Some(int) = index(object)? else {
        return Err(Trouble::kind("is bool, which takes True or False".into(), object));
    };
    match int.extract::<i64>() {
        Ok(0) => Ok(false),
        Ok(1) => Ok(true),
        _ => Err(Trouble::range("bool, 0 or 1", object)),
    }
}

/// The real and the imaginary part.
fn complex(scalar: Scalar, object: &Bound<'_, PyAny>) -> Outcome<(f64, f64)> {
    if let Ok(value) = object.cast::<PyComplex>() {
        return Ok((value.real(), value.imag()));
    }
    let is_complex = !object.is_instance_of::<PyString>()
        && (object.hasattr("__complex__")? || numpy_kind(object)? == NumpyKind::Complex);
    if is_complex {
        let value = object.py().get_type::<PyComplex>().call1((object,))?;
        let value = value.cast::<PyComplex>().map_err(PyErr::from)?;
        return Ok((value.real(), value.imag()));
    }
    let taken = format!("is {}, which takes a complex", scalar.name());
    let known = object.is_instance_of::<PyFloat>()
        || object.hasattr("__float__")?
        || object.hasattr("__index__")?;
    if !known {
        return Err(Trouble::kind(taken, object));
    }
    Ok((float(scalar, object)?, 0.0))
}

/// Writes a variant of an enum, by its name or its number.
pub(super) fn variant(of: &EnumType, object: &Bound<'_, PyAny>, out: &mut [u8]) -> Outcome<()> {
    let number = match object.cast::<PyString>() {
        Ok(name) => {
            let name = name.to_string_lossy();
            of.variants().iter().find(|(known, _)| *known == name).map(|(_, number)| *number)
        }
        Err(_) => match index(object)? {
            Some(int) => int.extract::<i128>().ok().filter(|&number| of.has(number)),
            None => {
                let takes = format!("is {}, which takes a name or an int", of.name());
                return Err(Trouble::kind(takes, object));
            }
        },
    };
    let Some(number) = number else {
        let names: Vec<_> = of.variants().iter().map(|(name, _)| *name).collect();
        return Err(Trouble::cannot_hold(&format!("{} ({})", of.name(), names.join(", ")), object));
    };
    // Enums are in the machine's order, and as wide as their integer.
    let bytes = number.to_ne_bytes();
    let at = if cfg!(target_endian = "big") { bytes.len() - out.len() } else { 0 };
    out.copy_from_slice(&bytes[at..at + out.len()]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_once() {
        // Half-way between two halves, and a little beyond, which single precision does not see.
        let middle = 1.0 + 1.0 / 2048.0;
        assert_eq!(half(middle).to_bits(), 0x3c00);
        assert_eq!(half(middle + 1e-12).to_bits(), 0x3c01);
        assert_eq!(half(-middle - 1e-12).to_bits(), 0xbc01);
        assert_eq!(half(middle + 1.0 / 1024.0 - 1e-12).to_bits(), 0x3c01);
        assert_eq!(half(65_519.999_999_999).to_bits(), 0x7bff);
        assert_eq!(half(65_520.0).to_bits(), 0x7c00);
        assert_eq!(half(2e300).to_bits(), 0x7c00);
        assert_eq!(half(1e-300).to_bits(), 0);
        assert_eq!(half(-0.0).to_bits(), 0x8000);
        // Of every half and the next, the middle goes to the even one, and what lies aside to
        // the nearer one.
        for bits in 0..0x7bff_u16 {
            let (low, high) = (f16::from_bits(bits), f16::from_bits(bits + 1));
            let middle = (low.to_f64() + high.to_f64()) / 2.0;
            let even = if bits & 1 == 0 { low } else { high };
            assert_eq!(half(middle), even);
            assert_eq!(half(middle * (1.0 - 1e-15)), low);
            assert_eq!(half(middle * (1.0 + 1e-15)), high);
        }
    }
}
