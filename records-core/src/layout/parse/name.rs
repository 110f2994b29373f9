//! The names that NumPy, Python and C have for dtypes.

use core::ffi::{c_long, c_ulong};

use super::super::{ByteOrder, DType, Scalar, TimeStep, TimeUnit};

/// What a name or a code stands for.
pub(super) enum Meaning {
    Type(DType),
    /// A type that no record holds, and why.
    Unsupported(&'static str),
}

pub(super) const OBJECT: &str =
    "it holds addresses of Python objects; store numbers, or text as S or U";
pub(super) const LONG_DOUBLE: &str = "a long double is another one on each machine; use f8";
pub(super) const LONG_COMPLEX: &str = "a long double is another one on each machine; use c16";
pub(super) const STRING: &str = "its text lies outside of the record; use U or S";

/// C's `long`, whose size is the platform's.
pub(super) const LONG: Scalar = if size_of::<c_long>() == 8 { Scalar::I64 } else { Scalar::I32 };
pub(super) const ULONG: Scalar = if size_of::<c_ulong>() == 8 { Scalar::U64 } else { Scalar::U32 };
/// An integer as large as an address.
pub(super) const INTP: Scalar = if size_of::<usize>() == 8 { Scalar::I64 } else { Scalar::I32 };
pub(super) const UINTP: Scalar = if size_of::<usize>() == 8 { Scalar::U64 } else { Scalar::U32 };

/// The names in `numpy.dtype('...')`; those of NumPy's and Python's types, `np.int32`
/// and `float`, are the same.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let scalar = match name {
        "bool" | "bool_" => Scalar::Bool,
        "int8" | "byte" => Scalar::I8,
        "uint8" | "ubyte" => Scalar::U8,
        "int16" | "short" => Scalar::I16,
        "uint16" | "ushort" => Scalar::U16,
        "int32" | "intc" => Scalar::I32,
        "uint32" | "uintc" => Scalar::U32,
        "int64" | "longlong" => Scalar::I64,
        "uint64" | "ulonglong" => Scalar::U64,
        "long" => LONG,
        "ulong" => ULONG,
        "int" | "int_" | "intp" => INTP,
        "uint" | "uintp" => UINTP,
        "float16" | "half" => Scalar::F16,
        "float32" | "single" => Scalar::F32,
        "float64" | "double" | "float" => Scalar::F64,
        "complex64" | "csingle" => Scalar::C64,
        "complex128" | "cdouble" | "complex" => Scalar::C128,
        _ => return other(name),
    };
    Some(Meaning::Type(DType::Scalar(scalar, ByteOrder::NATIVE)))
}

fn other(name: &str) -> Option<Meaning> {
    let generic = TimeStep::one(TimeUnit::Generic);
    Some(Meaning::Type(match name {
        "bytes" | "bytes_" => DType::Bytes(0),
        "str" | "str_" | "unicode" => DType::Str(0, ByteOrder::NATIVE),
        "void" => DType::Raw(0),
        "datetime64" => DType::DateTime(generic, ByteOrder::NATIVE),
        "timedelta64" => DType::TimeDelta(generic, ByteOrder::NATIVE),
        "object" | "object_" => return Some(Meaning::Unsupported(OBJECT)),
        "longdouble" | "float96" | "float128" => return Some(Meaning::Unsupported(LONG_DOUBLE)),
        "clongdouble" | "complex192" | "complex256" => {
            return Some(Meaning::Unsupported(LONG_COMPLEX));
        }
        _ => return None,
    }))
}
