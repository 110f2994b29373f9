//! The bytes of rows and values.

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use records_core::{ByteOrder, DType, EnumType, Layout, Scalar, TimeStep};

use super::encode_parts::Fields;
use super::encode_trouble::Outcome;
use super::{encode_number, encode_parts, encode_text, encode_time};

/// How the rows of a layout are written.
///
/// Encoding runs Python's code wherever an object is not one of Python's own: no lock of ours may
/// be held.
#[derive(Debug)]
pub(crate) struct Encoder {
    fields: Fields,
    size: usize,
}

impl Encoder {
    pub(crate) fn new(py: Python<'_>, layout: &Layout) -> Encoder {
        Encoder { fields: Fields::new(py, layout), size: layout.itemsize() }
    }

    /// Bytes of a row.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Writes a row: a tuple or list of the values in order, a dict by name, a record of NumPy's.
    /// Padding is zero.
    ///
    /// # Errors
    /// `TypeError`, `ValueError` and `OverflowError` if a field cannot hold its value exactly
    /// (floats are rounded to the field's precision); what Python's code raises. Some bytes may
    /// have been written then.
    #[inline(always)]
    pub(crate) fn encode_row(&self, row: &Bound<'_, PyAny>, out: &mut [u8]) -> PyResult<()> {
        self.row(row, out).map_err(|trouble| trouble.raise(row.py(), "the row", None))
    }

    /// The same for a row of many, whose number the error says.
    #[inline]
    pub(crate) fn encode_row_of(
        &self,
        row: &Bound<'_, PyAny>,
        number: usize,
        out: &mut [u8],
    ) -> PyResult<()> {
        self.row(row, out).map_err(|trouble| trouble.raise(row.py(), "the row", Some(number)))
    }

    #[inline]
    fn row(&self, row: &Bound<'_, PyAny>, out: &mut [u8]) -> Outcome<()> {
        match row.cast_exact::<PyTuple>() {
            Ok(tuple) => self.fields.tuple(tuple, out),
            Err(_) => self.fields.write(row, out),
        }
    }
}

/// How the values of a dtype are written, whatever a field of it takes in a row.
#[derive(Debug)]
pub(crate) struct ValueEncoder {
    code: Code,
}

impl ValueEncoder {
    pub(crate) fn new(py: Python<'_>, dtype: &DType) -> ValueEncoder {
        ValueEncoder { code: Code::new(py, dtype) }
    }

    /// Writes all bytes of a value. Padding is zero.
    ///
    /// # Errors
    /// Those of [`Encoder::encode_row`].
    pub(crate) fn encode(&self, object: &Bound<'_, PyAny>, out: &mut [u8]) -> PyResult<()> {
        self.code
            .write(object.as_borrowed(), out)
            .map_err(|trouble| trouble.raise(object.py(), "the value", None))
    }
}

/// How the values of one field are written.
#[derive(Debug)]
pub(super) enum Code {
    Number(Scalar, ByteOrder),
    Enum(&'static EnumType),
    Bytes,
    Str(usize, ByteOrder),
    Raw,
    Moment(TimeStep, ByteOrder),
    Span(TimeStep, ByteOrder),
    /// The elements, how many there are, and the bytes of each.
    Array(Box<Code>, usize, usize),
    Record(Box<Fields>),
    /// What this library does not know.
    Unknown(DType),
}

impl Code {
    pub(super) fn new(py: Python<'_>, dtype: &DType) -> Code {
        match dtype {
            DType::Scalar(scalar, order) => Code::Number(*scalar, *order),
            DType::Enum(of) => Code::Enum(of),
            DType::Bytes(_) => Code::Bytes,
            DType::Str(chars, order) => Code::Str(*chars, *order),
            DType::Raw(_) => Code::Raw,
            DType::DateTime(step, order) => Code::Moment(*step, *order),
            DType::TimeDelta(step, order) => Code::Span(*step, *order),
            DType::Array(element, len) => {
                let element = element.get();
                Code::Array(Box::new(Code::new(py, element)), *len, element.size())
            }
            DType::Record(layout) => Code::Record(Box::new(Fields::new(py, layout.get()))),
            other => Code::Unknown(other.clone()),
        }
    }

    /// Writes all the bytes of a value, but for the padding of records.
    #[inline]
    pub(super) fn write(&self, object: Borrowed<'_, '_, PyAny>, out: &mut [u8]) -> Outcome<()> {
        match self {
            Code::Number(scalar, order) => encode_number::number(*scalar, *order, object, out),
            other => other.rarer(object, out),
        }
    }

    #[inline(never)]
    fn rarer(&self, object: Borrowed<'_, '_, PyAny>, out: &mut [u8]) -> Outcome<()> {
        match self {
            Code::Number(scalar, order) => encode_number::number(*scalar, *order, object, out),
            Code::Enum(of) => encode_number::variant(of, &object, out),
            Code::Bytes => encode_text::bytes(&object, out),
            Code::Str(chars, order) => encode_text::text(*chars, *order, &object, out),
            Code::Raw => encode_text::raw(&object, out),
            Code::Moment(step, order) => encode_time::moment(*step, *order, &object, out),
            Code::Span(step, order) => encode_time::span(*step, *order, &object, out),
            Code::Array(element, len, size) => {
                encode_parts::elements(element, *len, *size, &object, out)
            }
            Code::Record(fields) => fields.write(&object, out),
            Code::Unknown(dtype) => Err(super::encode_trouble::Trouble::kind(
                format!("is {dtype}, which cannot be written from Python"),
                &object,
            )),
        }
    }
}
