//! NumPy's codes for plain dtypes, `<f8` and the like, and shapes of subarrays.

use super::super::text::{Sink, step_name};
use super::super::{ByteOrder, DType, Field, Scalar};
use super::literal::literal;

/// The two spellings NumPy has for a code.
#[derive(Clone, Copy)]
pub(super) enum Spelling {
    /// As in a descr: `|S30`, `|b1`.
    Full,
    /// As in a repr: `S30`, `?`.
    Short,
}

/// Writes the code of a dtype without parts, in quotes.
pub(super) const fn code(dtype: &DType, spelling: Spelling, out: &mut Sink<'_>) {
    out.byte(b'\'');
    match dtype {
        DType::Scalar(scalar, order) => number(*scalar, *order, spelling, out),
        DType::Enum(of) => number(of.repr(), ByteOrder::NATIVE, spelling, out),
        DType::Bytes(len) => counted(b'S', *len, spelling, out),
        DType::Raw(len) => counted(b'V', *len, spelling, out),
        DType::Str(chars, order) => {
            byte_order(*order, out);
            out.byte(b'U');
            length(*chars, spelling, out);
        }
        DType::DateTime(step, order) => {
            byte_order(*order, out);
            out.text("M8");
            step_name(*step, out);
        }
        DType::TimeDelta(step, order) => {
            byte_order(*order, out);
            out.text("m8");
            step_name(*step, out);
        }
        DType::Array(..) | DType::Record(_) => panic!("arrays and records have no code"),
    }
    out.byte(b'\'');
}

const fn number(scalar: Scalar, order: ByteOrder, spelling: Spelling, out: &mut Sink<'_>) {
    let kind = match scalar {
        Scalar::Bool => match spelling {
            Spelling::Full => b'b',
            Spelling::Short => return out.byte(b'?'),
        },
        Scalar::U128 | Scalar::I128 => return counted(b'V', 16, spelling, out),
        Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64 => b'u',
        Scalar::I8 | Scalar::I16 | Scalar::I32 | Scalar::I64 => b'i',
        Scalar::F16 | Scalar::F32 | Scalar::F64 => b'f',
        Scalar::C64 | Scalar::C128 => b'c',
    };
    if scalar.size() == 1 {
        no_order(spelling, out);
    } else {
        byte_order(order, out);
    }
    out.byte(kind);
    out.number(scalar.size());
}

const fn counted(kind: u8, len: usize, spelling: Spelling, out: &mut Sink<'_>) {
    no_order(spelling, out);
    out.byte(kind);
    length(len, spelling, out);
}

/// A repr leaves the length of empty text out.
const fn length(len: usize, spelling: Spelling, out: &mut Sink<'_>) {
    if len > 0 || matches!(spelling, Spelling::Full) {
        out.number(len);
    }
}

const fn no_order(spelling: Spelling, out: &mut Sink<'_>) {
    if matches!(spelling, Spelling::Full) {
        out.byte(b'|');
    }
}

const fn byte_order(order: ByteOrder, out: &mut Sink<'_>) {
    out.byte(match order {
        ByteOrder::Little => b'<',
        ByteOrder::Big => b'>',
    });
}

/// Writes the name of a field, with its title if it has one: `('title', 'name')`.
pub(super) const fn name(field: &Field, out: &mut Sink<'_>) {
    match field.title() {
        None => literal(field.name(), out),
        Some(title) => {
            out.byte(b'(');
            literal(title, out);
            out.text(", ");
            literal(field.name(), out);
            out.byte(b')');
        }
    }
}

/// What an array of arrays consists of in the end.
pub(super) const fn innermost(dtype: &DType) -> &DType {
    let mut dtype = dtype;
    while let DType::Array(element, _) = dtype {
        dtype = element.get();
    }
    dtype
}

/// Writes the lengths of an array and of the arrays in it as a Python tuple:
/// `(3,)`, `(2, 3)`. NumPy knows no array of arrays, only their common shape.
pub(super) const fn shape(dtype: &DType, out: &mut Sink<'_>) {
    out.byte(b'(');
    let mut dtype = dtype;
    let mut dimensions = 0;
    while let DType::Array(element, len) = dtype {
        if dimensions > 0 {
            out.text(", ");
        }
        out.number(*len);
        dimensions += 1;
        dtype = element.get();
    }
    out.text(if dimensions == 1 { ",)" } else { ")" });
}
