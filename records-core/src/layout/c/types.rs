//! The C types of plain dtypes.

use alloc::format;
use alloc::string::String;

use super::super::{ByteOrder, DType, Scalar};

/// The C type of a dtype without parts, and its length where it is an array.
pub(super) fn plain_type(dtype: &DType) -> (&'static str, Option<usize>) {
    match dtype {
        DType::Scalar(scalar, _) => number(*scalar),
        DType::Enum(of) => number(of.repr()),
        DType::Bytes(len) => ("char", Some(*len)),
        DType::Str(chars, _) => ("uint32_t", Some(*chars)),
        DType::DateTime(..) | DType::TimeDelta(..) => ("int64_t", None),
        DType::Raw(_) | DType::Array(..) | DType::Record(_) => ("uint8_t", Some(dtype.size())),
    }
}

fn number(scalar: Scalar) -> (&'static str, Option<usize>) {
    match scalar {
        Scalar::Bool => ("bool", None),
        Scalar::U8 => ("uint8_t", None),
        Scalar::U16 | Scalar::F16 => ("uint16_t", None),
        Scalar::U32 => ("uint32_t", None),
        Scalar::U64 => ("uint64_t", None),
        Scalar::U128 => ("unsigned __int128", None),
        Scalar::I8 => ("int8_t", None),
        Scalar::I16 => ("int16_t", None),
        Scalar::I32 => ("int32_t", None),
        Scalar::I64 => ("int64_t", None),
        Scalar::I128 => ("__int128", None),
        Scalar::F32 => ("float", None),
        Scalar::F64 => ("double", None),
        Scalar::C64 => ("float", Some(2)),
        Scalar::C128 => ("double", Some(2)),
    }
}

/// What the C type does not say, to follow the bytes in the comment.
pub(super) fn remark(dtype: &DType) -> String {
    let mut remark = String::new();
    let order = match dtype {
        DType::Scalar(scalar, order) => {
            match scalar {
                Scalar::F16 => remark += ", half precision",
                Scalar::C64 | Scalar::C128 => remark += ", real and imaginary part",
                _ => {}
            }
            (scalar.size() > 1).then_some(*order)
        }
        DType::Enum(of) => {
            remark += &format!(", {}:", of.name());
            for (i, (name, value)) in of.variants().iter().enumerate() {
                remark += &format!("{} {name} = {value}", if i == 0 { "" } else { "," });
            }
            None
        }
        DType::Str(_, order) => {
            remark += ", UTF-32";
            Some(*order)
        }
        DType::DateTime(_, order) | DType::TimeDelta(_, order) => {
            // The name of the dtype in native order is its unit too.
            remark += &format!(", {}", dtype.with_order(ByteOrder::NATIVE));
            Some(*order)
        }
        _ => None,
    };
    match order {
        Some(ByteOrder::Little) if !ByteOrder::Little.is_native() => remark += ", little-endian",
        Some(ByteOrder::Big) if !ByteOrder::Big.is_native() => remark += ", big-endian",
        _ => {}
    }
    remark
}
