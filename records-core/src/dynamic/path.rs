//! Names of fields and of their parts: `age`, `pos.x`, `pos[2]`, `hits[1].energy`.

use alloc::format;
use alloc::string::ToString;

use crate::{DType, Error, Layout};

/// Finds a field, or a part of one, by its path: its byte offset and its dtype.
///
/// A field's own name comes first, whatever it consists of; of several that the
/// path could start with, the longest.
///
/// # Errors
/// [`Error::Layout`] if no field has the name that the path starts with,
/// [`Error::NoSuchPart`] if the field has no such part.
pub(crate) fn find<'l>(layout: &'l Layout, path: &str) -> Result<(usize, &'l DType), Error> {
    let (mut offset, mut dtype, mut rest) = step(layout, path, path)?;
    while !rest.is_empty() {
        let no_part = |reason| Error::NoSuchPart { path: path.to_string(), reason };
        let at = path.len() - rest.len();
        if let Some(name) = rest.strip_prefix('.') {
            let DType::Record(record) = dtype else {
                let reason = format!("`{}` is {dtype}, not a record", &path[..at]);
                return Err(no_part(reason));
            };
            let (inside, found, left) = step(record.get(), name, path)?;
            (offset, dtype, rest) = (offset + inside, found, left);
        } else if let Some(index) = rest.strip_prefix(['[', ',']) {
            let DType::Array(element, len) = dtype else {
                let reason = format!("`{}` is {dtype}, not an array", &path[..at]);
                return Err(no_part(reason));
            };
            let end = index.find([']', ',']);
            let number = end.and_then(|end| index[..end].trim().parse::<usize>().ok());
            let (Some(end), Some(number)) = (end, number) else {
                return Err(no_part(format!("`{rest}` is no index such as `[2]`")));
            };
            if number >= *len {
                let reason =
                    format!("{number} is not one of the {len} elements of `{}`", &path[..at]);
                return Err(no_part(reason));
            }
            // An element of a field lies within the record.
            offset += number * element.get().size();
            dtype = element.get();
            // `[1, 2]` goes on where `[1][2]` does.
            rest = index[end..].strip_prefix(']').unwrap_or(&index[end..]);
        } else {
            return Err(no_part(format!("`{rest}` is neither `.name` nor `[index]`")));
        }
    }
    Ok((offset, dtype))
}

/// The field with which the text starts, and what is left of the text.
fn step<'l, 't>(
    layout: &'l Layout,
    text: &'t str,
    path: &str,
) -> Result<(usize, &'l DType, &'t str), Error> {
    if let Some(field) = layout.field(text) {
        return Ok((field.offset(), field.dtype(), ""));
    }
    let starts = layout.fields().iter().filter_map(|field| {
        let rest = text.strip_prefix(field.name())?;
        (!field.name().is_empty() && rest.starts_with(['.', '['])).then_some((field, rest))
    });
    match starts.max_by_key(|(field, _)| field.name().len()) {
        Some((field, rest)) => Ok((field.offset(), field.dtype(), rest)),
        None if text.len() == path.len() => Err(Error::unknown_field(layout, text)),
        None => Err(Error::NoSuchPart {
            path: path.to_string(),
            reason: Error::unknown_field(layout, text).to_string(),
        }),
    }
}
