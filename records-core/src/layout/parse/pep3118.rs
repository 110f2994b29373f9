//! The formats of the buffer protocol: `T{<h:id:(3,)<f:pos:2x}`.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::{DType, Rule, Scalar};
use super::codes::Codes;
use super::draft::Draft;
use super::error::ParseError;
use super::source::Source;
use super::value::{self, Context};

/// Reads one, as NumPy does: without a byte order character items are aligned as C
/// aligns them, the end of the record too.
pub(super) fn dtype(source: Source<'_>) -> Result<DType, ParseError> {
    let mut codes = Codes::new(source);
    let (mut items, _) = items(&mut codes, Context::TOP)?;
    if codes.peek().is_some() {
        return Err(codes.wrong("the end of the text"));
    }
    // One item without a name is itself all there is.
    match items.fields.as_slice() {
        [Item { name: None, offset: 0, dtype, .. }] if dtype.size() == items.size => {
            Ok(items.fields.remove(0).dtype)
        }
        _ => items.record(source.at(0)),
    }
}

struct Item {
    name: Option<String>,
    dtype: DType,
    offset: usize,
    /// Its place in the text.
    at: usize,
}

struct Items {
    fields: Vec<Item>,
    size: usize,
}

impl Items {
    /// Names fields that have none by the first of `f0`, `f1` .. that is free.
    fn record(self, at: usize) -> Result<DType, ParseError> {
        let taken: BTreeSet<String> =
            self.fields.iter().filter_map(|item| item.name.clone()).collect();
        let mut free = (0..).map(|i| format!("f{i}")).filter(|name| !taken.contains(name));
        let mut draft = Draft::new(Rule::Packed);
        for Item { name, dtype, offset, at } in self.fields {
            let name = name.or_else(|| free.next()).unwrap_or_default();
            draft.push_at(name, None, dtype, offset, (at, at));
        }
        draft.finish(Some(self.size), at).map(DType::record)
    }
}

/// Reads up to a closing brace or the end, and says which alignment the whole has.
fn items(codes: &mut Codes<'_>, context: Context) -> Result<(Items, usize), ParseError> {
    let source = codes.source;
    let mut fields = Vec::new();
    let (mut end, mut largest) = (0_usize, 1);
    while codes.peek().is_some_and(|byte| byte != b'}') {
        let at = source.at(codes.at);
        let mut dims = Vec::new();
        if codes.eat("(") {
            dims = shape(codes)?;
        }
        codes.order();
        let start = codes.at;
        let count = codes.count()?;
        let (mut dtype, alignment) = if codes.eat("T{") {
            let levels = dims.len() + 1 + usize::from(count.is_some());
            let (inner, alignment) = items(codes, context.deeper(levels, at)?)?;
            if !codes.eat("}") {
                return Err(codes.wrong("`}`"));
            }
            (array(inner.record(at)?, count, source.at(start))?, alignment)
        } else {
            item(codes, count, context, source.at(start))?
        };
        let padding = source.text.as_bytes()[codes.at - 1] == b'x';
        dtype = value::arranged(dtype, &dims, false, at)?;
        if codes.mode.aligned {
            end = Rule::Aligned.next(end, alignment);
            largest = largest.max(alignment);
        }
        let name = match codes.eat(":") {
            true => Some(name(codes)?),
            false => None,
        };
        let offset = end;
        end = end.saturating_add(dtype.size());
        if !padding || name.is_some() {
            fields.push(Item { name, dtype, offset, at });
        }
    }
    if codes.mode.aligned {
        end = Rule::Aligned.next(end, largest);
    }
    Ok((Items { fields, size: end }, largest))
}

/// A code with its count, and its alignment.
fn item(
    codes: &mut Codes<'_>,
    count: Option<usize>,
    context: Context,
    at: usize,
) -> Result<(DType, usize), ParseError> {
    let order = codes.mode.order;
    let len = count.unwrap_or(1);
    let rest = &codes.source.text.as_bytes()[codes.at..];
    let (dtype, taken) = match rest {
        [b's', ..] => (DType::Bytes(len), 1),
        [b'x', ..] => (DType::Raw(len), 1),
        [b'w', ..] => {
            let chars = value::arranged(DType::Str(0, order), &[len], true, at)?;
            (chars, 1)
        }
        [b'c', ..] => (array(DType::Bytes(1), count, at)?, 1),
        [b'Z', b'f', ..] => (array(DType::Scalar(Scalar::C64, order), count, at)?, 2),
        [b'Z', b'd', ..] => (array(DType::Scalar(Scalar::C128, order), count, at)?, 2),
        [code, ..] if codes.mode.scalar(*code).is_some() => {
            let scalar = codes.mode.scalar(*code).unwrap_or(Scalar::U8);
            (array(DType::Scalar(scalar, order), count, at)?, 1)
        }
        _ => return Err(codes.wrong("a PEP 3118 code")),
    };
    context.deeper(1, at)?;
    codes.at += taken;
    let alignment = dtype.alignment();
    Ok((dtype, alignment))
}

/// A count of one is no array.
fn array(element: DType, count: Option<usize>, at: usize) -> Result<DType, ParseError> {
    match count {
        None | Some(1) => Ok(element),
        Some(count) => value::arranged(element, &[count], false, at),
    }
}

/// The lengths behind a bracket: `2,3)`.
fn shape(codes: &mut Codes<'_>) -> Result<Vec<usize>, ParseError> {
    let mut dims = Vec::new();
    loop {
        codes.peek();
        let Some(len) = codes.count()? else {
            return Err(codes.wrong("a length"));
        };
        dims.push(len);
        Context::TOP.deeper(dims.len(), codes.source.at(codes.at))?;
        codes.peek();
        let comma = codes.eat(",");
        codes.peek();
        if codes.eat(")") {
            return Ok(dims);
        }
        if !comma {
            return Err(codes.wrong("`,` or `)`"));
        }
    }
}

/// The name behind a colon, and the colon behind the name.
fn name(codes: &mut Codes<'_>) -> Result<String, ParseError> {
    let source = codes.source;
    let rest = &source.text[codes.at..];
    match rest.find(':') {
        Some(len) => {
            codes.at += len + 1;
            Ok(rest[..len].to_string())
        }
        None => Err(source.expected("a name and `:`", source.text.len())),
    }
}
