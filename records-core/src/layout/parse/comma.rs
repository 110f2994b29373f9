//! NumPy's strings: one dtype, or several between commas, `'i8, f4, (3,)i1'`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{ByteOrder, DType};
use super::code;
use super::draft::Draft;
use super::error::ParseError;
use super::source::Source;
use super::value::{self, Context};

/// Reads a string as `numpy.dtype` does.
pub(super) fn dtype(source: Source<'_>, context: Context) -> Result<DType, ParseError> {
    if is_list(source.text) { items(source, context) } else { code::plain(source) }
}

/// Whether NumPy looks for several dtypes, or for a shape, in a string: at a comma
/// outside of brackets, a digit at the start, or an empty tuple there.
fn is_list(text: &str) -> bool {
    let bytes = text.as_bytes();
    let rest = match bytes {
        [b'<' | b'>' | b'=' | b'|', rest @ ..] => rest,
        _ => bytes,
    };
    if matches!(rest, [b'0'..=b'9', ..] | [b'(', b')', ..]) {
        return true;
    }
    let mut depth = 0_i64;
    bytes.iter().any(|byte| {
        match byte {
            b'[' => depth += 1,
            b']' => depth -= 1,
            _ => {}
        }
        *byte == b',' && depth == 0
    })
}

fn items(source: Source<'_>, context: Context) -> Result<DType, ParseError> {
    let inner = context.deeper(1, source.at(0))?;
    let mut draft = Draft::new(context.rule);
    let mut rest = source;
    loop {
        let item = Item::new(rest)?;
        let behind = rest.from(item.len..);
        let blank = behind.text.len() - behind.text.trim_start().len();
        let comma = behind.text[blank..].starts_with(',');
        if !comma && blank < behind.text.len() {
            return Err(behind.expected("`,`", blank));
        }
        let dtype = item.dtype(inner)?;
        if !comma && draft.len() == 0 {
            return Ok(dtype);
        }
        draft.push(format!("f{}", draft.len()), None, dtype, rest.at(0));
        if comma {
            rest = behind.from(blank + 1..);
            rest = rest.from(rest.text.len() - rest.text.trim_start().len()..);
        }
        if !comma || rest.text.is_empty() {
            return draft.finish(None, source.at(0)).map(DType::record);
        }
    }
}

/// One dtype with its byte order and its shape, which stand in either order.
struct Item<'t> {
    /// The shape, or nothing.
    repeats: Source<'t>,
    /// The dtype without its byte order, and that.
    of: Source<'t>,
    order: Option<ByteOrder>,
    /// Bytes that it takes of the text.
    len: usize,
}

impl<'t> Item<'t> {
    /// Finds the first one of a text by NumPy's regular expression.
    fn new(source: Source<'t>) -> Result<Item<'t>, ParseError> {
        let bytes = source.text.as_bytes();
        let skip = |from: usize, of: fn(u8) -> bool| {
            from + bytes[from..].iter().take_while(|&&byte| of(byte)).count()
        };
        let one = |from: usize, of: &[u8]| match bytes.get(from) {
            Some(byte) if of.contains(byte) => from + 1,
            _ => from,
        };
        let start = one(0, b"<>|=");
        let mut end = one(skip(start, |b| b == b' '), b"(");
        end = one(skip(end, |b| matches!(b, b' ' | b',' | b'0'..=b'9')), b")");
        end = skip(end, |b| b == b' ');
        let before = one(end, b"<>|=");
        let mut len = skip(before, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'?'));
        if bytes.get(len) == Some(&b'[') {
            len += bytes[len..].iter().position(|&byte| byte == b']').map_or(0, |close| close + 1);
        }
        let order = match (order(&bytes[..start]), order(&bytes[end..before])) {
            (Some(a), Some(b)) if a != b => {
                return Err(source.expected("the same byte order", end));
            }
            // Names may follow one that says nothing.
            (a, b) => a.or(b).filter(|order| !order.is_native()),
        };
        let repeats = source.from(start..).first(end - start);
        Ok(Item { repeats, of: source.from(before..).first(len - before), order, len })
    }

    fn dtype(&self, context: Context) -> Result<DType, ParseError> {
        if self.repeats.text.is_empty() {
            return code::ordered(self.of, self.order);
        }
        let (dims, number) = repeats(self.repeats)?;
        let at = self.repeats.at(0);
        context.deeper(dims.len(), at)?;
        value::arranged(code::ordered(self.of, self.order)?, &dims, number, at)
    }
}

fn order(byte: &[u8]) -> Option<ByteOrder> {
    match byte {
        b"<" => Some(ByteOrder::Little),
        b">" => Some(ByteOrder::Big),
        b"=" | b"|" => Some(ByteOrder::NATIVE),
        _ => None,
    }
}

/// `3`, `(3,)`, `(2, 3)`, and `2, 3` without brackets; whether it is a number alone.
fn repeats(source: Source<'_>) -> Result<(Vec<usize>, bool), ParseError> {
    let text = source.text.trim();
    let wrong = || source.expected("a shape", 0);
    let inner = match (text.strip_prefix('('), text.ends_with(')')) {
        (Some(inner), true) => inner[..inner.len() - 1].trim(),
        (None, false) if !text.is_empty() => text,
        _ => return Err(wrong()),
    };
    if inner.is_empty() {
        return Ok((Vec::new(), false));
    }
    let whole = inner.strip_suffix(',').unwrap_or(inner);
    let mut dims = Vec::new();
    for dim in whole.split(',') {
        let dim: String = dim.trim().into();
        // Python reads no leading zeros.
        if dim.is_empty()
            || !dim.bytes().all(|byte| byte.is_ascii_digit())
            || (dim.starts_with('0') && dim.bytes().any(|byte| byte != b'0'))
        {
            return Err(wrong());
        }
        dims.push(dim.parse().map_err(|_| source.too_large("a shape"))?);
    }
    Ok((dims, !inner.contains(',')))
}
