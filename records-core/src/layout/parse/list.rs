//! `[('id', '<i2'), (('Position', 'pos'), '<f4', (3,)), ('', '|V2')]`.

use alloc::format;
use alloc::string::{String, ToString};

use super::super::{DType, Layout};
use super::draft::Draft;
use super::error::ParseError;
use super::literal::{Kind, Literal};
use super::value::{self, Context};

/// Reads the list whose items these are.
pub(super) fn record(
    items: &[Literal],
    literal: &Literal,
    context: Context,
) -> Result<Layout, ParseError> {
    let context = context.deeper(1, literal.at.start)?;
    let mut draft = Draft::new(context.rule);
    for (index, item) in items.iter().enumerate() {
        let (name, dtype) = match &item.kind {
            Kind::Tuple(parts) => match parts.as_slice() {
                [name, dtype] => (name, value::dtype(dtype, context)?),
                [name, dtype, shape] => (name, value::pair(dtype, shape, context)?),
                _ => return Err(item.unexpected("a tuple of name, dtype and perhaps shape")),
            },
            _ => return Err(item.unexpected("a tuple of name and dtype")),
        };
        let (title, at) = (title(name)?, name.at.start);
        let name = match &name.kind {
            Kind::Tuple(pair) => &pair[1],
            _ => name,
        };
        match (name.as_str("a name")?, title, dtype) {
            // NumPy writes so what belongs to no field.
            ("", None, DType::Raw(bytes)) => draft.skip(bytes),
            ("", None, dtype) if !context.keeps_empty => {
                draft.push(format!("f{index}"), None, dtype, at)
            }
            (name, title, dtype) => draft.push(name.to_string(), title, dtype, at),
        }
    }
    draft.finish(None, literal.at.start)
}

/// The title in `('title', 'name')`.
fn title(name: &Literal) -> Result<Option<String>, ParseError> {
    match &name.kind {
        Kind::Tuple(pair) if pair.len() == 2 => Ok(Some(pair[0].as_str("a title")?.to_string())),
        Kind::Str(_) => Ok(None),
        _ => Err(name.unexpected("a name, or a tuple of title and name")),
    }
}
