//! The text of one dtype: `<f8`, `S30`, `?`, `M8[25s]`, `int32`.
//!
//! What NumPy reads means here what it means there, down to a sign or blanks before
//! a size.

use super::super::{ByteOrder, DType, Scalar, TimeStep, TimeUnit};
use super::error::ParseError;
use super::name::{self, Meaning};
use super::source::Source;

/// Reads one with a byte order before it or none.
pub(super) fn plain(source: Source<'_>) -> Result<DType, ParseError> {
    let order = match source.text.as_bytes().first() {
        Some(b'<') => ByteOrder::Little,
        Some(b'>') => ByteOrder::Big,
        Some(b'=' | b'|') => ByteOrder::NATIVE,
        _ => return ordered(source, None),
    };
    ordered(source.from(1..), Some(order)).map_err(|error| match error.kind() {
        // Shown with its byte order.
        super::ParseErrorKind::UnknownType { .. } => source.unknown(),
        _ => error,
    })
}

/// Reads one whose byte order has been read. Names have none.
pub(super) fn ordered(source: Source<'_>, order: Option<ByteOrder>) -> Result<DType, ParseError> {
    let (text, found) = (source.text, order.unwrap_or(ByteOrder::NATIVE));
    for (prefix, moment) in
        [("M8", true), ("m8", false), ("datetime64", true), ("timedelta64", false)]
    {
        if let Some(rest) = text.strip_prefix(prefix) {
            let step = step(source.from(prefix.len()..), rest)?;
            return Ok(if moment {
                DType::DateTime(step, found)
            } else {
                DType::TimeDelta(step, found)
            });
        }
    }
    let mut chars = text.chars();
    let kind = chars.next().ok_or_else(|| source.expected("a dtype", 0))?;
    let meaning = match size(chars.as_str()) {
        _ if text.len() == 1 => letter(kind, found),
        Some(size) => sized(kind, size, found, &source)?,
        None => None,
    };
    let meaning = match (meaning, order) {
        (None, None) => name::meaning(text),
        (meaning, _) => meaning,
    };
    match meaning {
        Some(Meaning::Type(dtype)) => Ok(dtype),
        Some(Meaning::Unsupported(reason)) => Err(source.unsupported(reason)),
        None => Err(source.unknown()),
    }
}

/// A size as C's `strtol` reads it; `usize::MAX` if it is larger.
fn size(text: &str) -> Option<usize> {
    let digits = text.trim_ascii_start();
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(usize::MAX))
}

/// A letter alone: NumPy's own codes, in which `l` is C's `long`, `b` a byte
/// and `c` one byte of text.
fn letter(kind: char, order: ByteOrder) -> Option<Meaning> {
    let generic = TimeStep::one(TimeUnit::Generic);
    let scalar = match kind {
        '?' => Scalar::Bool,
        'b' => Scalar::I8,
        'B' => Scalar::U8,
        'h' => Scalar::I16,
        'H' => Scalar::U16,
        'i' => Scalar::I32,
        'I' => Scalar::U32,
        'l' => name::LONG,
        'L' => name::ULONG,
        'q' => Scalar::I64,
        'Q' => Scalar::U64,
        'n' | 'p' => name::INTP,
        'N' | 'P' => name::UINTP,
        'e' => Scalar::F16,
        'f' => Scalar::F32,
        'd' => Scalar::F64,
        'F' => Scalar::C64,
        'D' => Scalar::C128,
        'c' => return Some(Meaning::Type(DType::Bytes(1))),
        'S' | 'a' => return Some(Meaning::Type(DType::Bytes(0))),
        'U' => return Some(Meaning::Type(DType::Str(0, order))),
        'V' => return Some(Meaning::Type(DType::Raw(0))),
        'M' => return Some(Meaning::Type(DType::DateTime(generic, order))),
        'm' => return Some(Meaning::Type(DType::TimeDelta(generic, order))),
        'O' => return Some(Meaning::Unsupported(name::OBJECT)),
        'g' => return Some(Meaning::Unsupported(name::LONG_DOUBLE)),
        'G' => return Some(Meaning::Unsupported(name::LONG_COMPLEX)),
        'T' => return Some(Meaning::Unsupported(name::STRING)),
        _ => return None,
    };
    Some(Meaning::Type(DType::Scalar(scalar, order)))
}

/// A kind and its size in bytes, for text in characters.
fn sized(
    kind: char,
    size: usize,
    order: ByteOrder,
    source: &Source<'_>,
) -> Result<Option<Meaning>, ParseError> {
    let scalar = match (kind, size) {
        ('S' | 'a' | 'U' | 'V', _) => {
            let bytes = if kind == 'U' { size.saturating_mul(4) } else { size };
            if isize::try_from(bytes).is_err() {
                return Err(source.too_large("a size"));
            }
            return Ok(Some(Meaning::Type(match kind {
                'U' => DType::Str(size, order),
                'V' => DType::Raw(size),
                _ => DType::Bytes(size),
            })));
        }
        ('b', 1) => Scalar::Bool,
        ('i', 1) => Scalar::I8,
        ('i', 2) => Scalar::I16,
        ('i', 4) => Scalar::I32,
        ('i', 8) => Scalar::I64,
        ('u', 1) => Scalar::U8,
        ('u', 2) => Scalar::U16,
        ('u', 4) => Scalar::U32,
        ('u', 8) => Scalar::U64,
        ('f', 2) => Scalar::F16,
        ('f', 4) => Scalar::F32,
        ('f', 8) => Scalar::F64,
        ('c', 8) => Scalar::C64,
        ('c', 16) => Scalar::C128,
        ('f', 12 | 16) => return Ok(Some(Meaning::Unsupported(name::LONG_DOUBLE))),
        ('c', 24 | 32) => return Ok(Some(Meaning::Unsupported(name::LONG_COMPLEX))),
        ('O', 4 | 8) => return Ok(Some(Meaning::Unsupported(name::OBJECT))),
        _ => return Ok(None),
    };
    Ok(Some(Meaning::Type(DType::Scalar(scalar, order))))
}

/// `[us]`, `[25s]`, `[D/24]`, or nothing.
fn step(source: Source<'_>, text: &str) -> Result<TimeStep, ParseError> {
    if text.is_empty() {
        return Ok(TimeStep::one(TimeUnit::Generic));
    }
    let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) else {
        return Err(source.expected("a unit of time such as `[us]`", 0));
    };
    let digits = inner.strip_prefix('+').unwrap_or(inner).bytes();
    let signed = inner.len() - digits.len();
    let len = signed + digits.take_while(u8::is_ascii_digit).count();
    let count = match &inner[signed..len] {
        "" if signed == 0 => 1,
        digits => match digits.parse::<i32>() {
            Ok(count) if count > 0 => count.unsigned_abs(),
            _ => return Err(source.expected("a number of units from 1 to 2147483647", 1)),
        },
    };
    let (unit, parts) = match inner[len..].split_once('/') {
        None => (&inner[len..], None),
        Some((unit, parts)) => (unit, Some(parts)),
    };
    let unit = Some(unit).filter(|unit| !unit.is_empty()).and_then(TimeUnit::from_code);
    let unit = unit.ok_or_else(|| source.expected("a unit of time", 1 + len))?;
    // A count of what has no unit is forgotten by NumPy too.
    let count = if unit == TimeUnit::Generic { 1 } else { count };
    match parts {
        None => Ok(TimeStep { unit, count }),
        Some(parts) => {
            let place = 1 + inner.len() - parts.len();
            let wrong = || source.expected("a divisor that leaves whole smaller units", place);
            let parts: u32 = parts.parse().map_err(|_| wrong())?;
            divided(unit, count, parts).ok_or_else(wrong)
        }
    }
}

/// `[D/24]` is `[h]`: the first smaller unit of which a part has a whole number,
/// by NumPy's table, whose years have 12 months, 52 weeks or 365 days.
fn divided(unit: TimeUnit, count: u32, parts: u32) -> Option<TimeStep> {
    if parts == 1 {
        return Some(TimeStep { unit, count });
    }
    let place = TimeUnit::LENGTHS.into_iter().position(|other| other == unit)?;
    let smaller: &[u32] = match unit {
        TimeUnit::Year => &[12, 52, 365],
        TimeUnit::Month => &[4, 30, 720],
        TimeUnit::Week => &[7, 168, 10080],
        TimeUnit::Day => &[24, 1440, 86400],
        TimeUnit::Hour => &[60, 3600],
        TimeUnit::Minute => &[60, 60000],
        _ => &[1000, 1_000_000],
    };
    let mut units = smaller.iter().zip(&TimeUnit::LENGTHS[place + 1..]);
    let (whole, unit) = units.find(|(whole, _)| whole.checked_rem(parts) == Some(0))?;
    let count = count.checked_mul(whole / parts).filter(|&count| i32::try_from(count).is_ok())?;
    Some(TimeStep { unit: *unit, count })
}
