//! `{'names': [...], 'formats': [...], 'offsets': [...]}`, and
//! `{'id': ('<i2', 0), 'pos': ('<f4', 4, 'title')}`.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::Layout;
use super::draft::Draft;
use super::error::{ParseError, ParseErrorKind};
use super::literal::{Kind, Literal};
use super::value::{self, Context};

/// Reads a dict of either form.
pub(super) fn record(literal: &Literal, context: Context) -> Result<Layout, ParseError> {
    let context = context.deeper(1, literal.at.start)?;
    match (literal.get("names"), literal.get("formats")) {
        (Some(names), Some(formats)) => lists(literal, names, formats, context),
        // These may be names of fields too.
        (Some(list), None) if matches!(list.kind, Kind::List(_)) => {
            literal.require("formats").and_then(|_| Err(list.unexpected("a field")))
        }
        (None, Some(list)) if matches!(list.kind, Kind::List(_)) => {
            literal.require("names").and_then(|_| Err(list.unexpected("a field")))
        }
        _ => fields(literal, context),
    }
}

fn lists(
    literal: &Literal,
    names: &Literal,
    formats: &Literal,
    context: Context,
) -> Result<Layout, ParseError> {
    let context = match literal.get("aligned") {
        Some(flag) if flag.as_bool("True or False")? => context.aligned(true),
        _ => context,
    };
    let list = names.items("a list of names")?;
    let column = |what: &str, column: &Literal| match column.items("a list")?.len() {
        len if len == list.len() => Ok(()),
        found => {
            let expected = list.len();
            let kind = ParseErrorKind::Lengths { what: what.to_string(), expected, found };
            Err(ParseError::new(kind, column.at.start))
        }
    };
    column("formats", formats)?;
    // An absent list may stand there as None.
    let given = |key| literal.get(key).filter(|list| !matches!(list.kind, Kind::None));
    let more = |key| match given(key) {
        Some(list) => column(key, list).and_then(|()| list.items("a list")).map(Some),
        None => Ok(None),
    };
    let (offsets, titles) = (more("offsets")?, more("titles")?);
    let mut draft = Draft::new(context.rule);
    for (i, (name, format)) in list.iter().zip(formats.items("a list")?).enumerate() {
        let (text, at) = (name.as_str("a name")?.to_string(), name.at.start);
        let dtype = value::dtype(format, context)?;
        let title = titles.map_or(Ok(None), |titles| title(&titles[i]))?;
        match offsets.map(|offsets| &offsets[i]) {
            Some(offset) => {
                let number = offset.as_size("an offset")?;
                draft.push_at(text, title, dtype, number, (at, offset.at.start));
            }
            None => draft.push(text, title, dtype, at),
        }
    }
    let itemsize = given("itemsize").map(|size| size.as_size("an itemsize")).transpose()?;
    draft.finish(itemsize, literal.at.start)
}

fn title(literal: &Literal) -> Result<Option<String>, ParseError> {
    match literal.kind {
        Kind::None => Ok(None),
        _ => Ok(Some(literal.as_str("a title")?.to_string())),
    }
}

/// The fields come in the order of their offsets, as NumPy sorts them.
fn fields(literal: &Literal, context: Context) -> Result<Layout, ParseError> {
    let mut draft = Draft::new(context.rule);
    let mut found = Vec::new();
    for (key, field) in literal.entries("a dict")? {
        let name = key.as_str("a name")?;
        let (format, offset, title) = match &field.kind {
            Kind::Tuple(parts) => match parts.as_slice() {
                [format, offset] => (format, offset, None),
                [format, offset, title] => (format, offset, self::title(title)?),
                _ => return Err(field.unexpected("a tuple of dtype, offset and perhaps title")),
            },
            _ => return Err(field.unexpected("a tuple of dtype and offset")),
        };
        // `dtype.fields` has a field with a title twice, the second time under it.
        if title.as_deref() == Some(name) {
            continue;
        }
        let place = offset.as_size("an offset")?;
        let dtype = value::dtype(format, context)?;
        found.push((place, name, title, dtype, (key.at.start, offset.at.start)));
    }
    found.sort_by_key(|&(place, ..)| place);
    for (place, name, title, dtype, at) in found {
        draft.push_at(name.to_string(), title, dtype, place, at);
    }
    draft.finish(None, literal.at.start)
}
