//! `T{<h:id:(3)<f:pos:2x}`.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::{ByteOrder, DType, Layout, LayoutError, Scalar};
use super::{Path, REORDERED, letter, padding};

const NAME: &str = "PEP 3118 format";

pub(super) fn format(layout: &Layout) -> Result<String, LayoutError> {
    let mut out = String::new();
    record(layout, None, &mut out)?;
    Ok(out)
}

pub(super) fn item(dtype: &DType) -> Result<String, LayoutError> {
    if let DType::Record(layout) = dtype {
        return format(layout.get());
    }
    let mut out = String::new();
    let path = Path { outer: None, name: &dtype.to_string() };
    value(dtype, &path, &mut out)?;
    Ok(out)
}

fn record(layout: &Layout, outer: Option<&Path<'_>>, out: &mut String) -> Result<(), LayoutError> {
    out.push_str("T{");
    let mut at = 0;
    for field in layout.fields() {
        let path = Path { outer, name: field.name() };
        let gap = field.offset().checked_sub(at);
        padding(gap.ok_or_else(|| path.unwritable(NAME, REORDERED))?, out);
        if field.name().contains([':', '\0']) {
            return Err(path.unwritable(NAME, "its name has a colon or a NUL in it"));
        }
        value(field.dtype(), &path, out)?;
        out.push(':');
        out.push_str(field.name());
        out.push(':');
        at = field.end();
    }
    padding(layout.itemsize() - at, out);
    out.push('}');
    Ok(())
}

fn value(dtype: &DType, path: &Path<'_>, out: &mut String) -> Result<(), LayoutError> {
    let mut element = dtype;
    let mut open = '(';
    while let DType::Array(inner, len) = element {
        out.push(open);
        out.push_str(&len.to_string());
        open = ',';
        element = inner.get();
    }
    if open == ',' {
        out.push(')');
    }
    match element {
        DType::Scalar(scalar, order) => number(*scalar, *order, out),
        DType::Enum(of) => number(of.repr(), ByteOrder::NATIVE, out),
        DType::Bytes(len) => out.push_str(&format!("={len}s")),
        DType::Raw(len) => out.push_str(&format!("{len}x")),
        DType::Str(chars, order) => out.push_str(&format!("{}{chars}w", sign(*order))),
        DType::DateTime(..) | DType::TimeDelta(..) => {
            return Err(path.unwritable(NAME, "it has no times"));
        }
        DType::Record(nested) => record(nested.get(), Some(path), out)?,
        DType::Array(..) => {}
    }
    Ok(())
}

fn number(scalar: Scalar, order: ByteOrder, out: &mut String) {
    let code = match scalar {
        Scalar::U128 | Scalar::I128 => return out.push_str("16x"),
        Scalar::C64 => "Zf".to_string(),
        Scalar::C128 => "Zd".to_string(),
        _ => letter(scalar).into_iter().collect(),
    };
    out.push(if scalar.size() == 1 { '=' } else { sign(order) });
    out.push_str(&code);
}

fn sign(order: ByteOrder) -> char {
    match order {
        ByteOrder::Little => '<',
        ByteOrder::Big => '>',
    }
}
