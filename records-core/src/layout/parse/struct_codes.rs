//! The formats of Python's `struct` module: `=hdd`, `<3si`, `@b4xd`.

use alloc::format;

use super::super::{DType, Rule};
use super::codes::Codes;
use super::draft::Draft;
use super::error::ParseError;
use super::source::Source;

/// Fields that counts may make in all; without a limit, `999999999h` would take
/// more memory than there is.
const FIELDS: usize = 1 << 16;

/// Reads one. As in that module `3h` is three values, and without one of `=<>!`
/// sizes and alignment are native, with no padding at the end. One value alone is
/// no record.
pub(super) fn dtype(source: Source<'_>) -> Result<DType, ParseError> {
    let mut codes = Codes::new(source);
    if source.text.is_empty() {
        return Err(codes.wrong("a dtype"));
    }
    codes.order();
    let mut draft = Draft::new(Rule::Packed);
    while codes.peek().is_some() {
        let start = codes.at;
        let count = codes.count()?;
        let one = match source.text.as_bytes().get(codes.at) {
            Some(b'x') => {
                codes.at += 1;
                draft.skip(count.unwrap_or(1));
                continue;
            }
            Some(b's') => {
                let len = count.unwrap_or(1);
                codes.at += 1;
                draft.push(format!("f{}", draft.len()), None, DType::Bytes(len), source.at(start));
                continue;
            }
            Some(b'c') => DType::Bytes(1),
            Some(&code) => match codes.mode.scalar(code) {
                Some(scalar) => DType::Scalar(scalar, codes.mode.order),
                None => return Err(codes.wrong("a struct code")),
            },
            None => return Err(codes.wrong("a struct code")),
        };
        codes.at += 1;
        let count = count.unwrap_or(1);
        if count > FIELDS - draft.len().min(FIELDS) {
            return Err(source.from(start..).too_large("a count"));
        }
        if codes.mode.aligned {
            draft.align(one.alignment());
        }
        for _ in 0..count {
            draft.push(format!("f{}", draft.len()), None, one.clone(), source.at(start));
        }
    }
    let layout = draft.finish(None, source.at(0))?;
    match layout.fields() {
        [one] if one.size() == layout.itemsize() => Ok(one.dtype().clone()),
        _ => Ok(DType::record(layout)),
    }
}
