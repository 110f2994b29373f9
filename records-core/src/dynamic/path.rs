//! Names of fields and of their parts: `age`, `pos.x`, `pos[2]`, `hits[1].energy`.

use alloc::format;
use alloc::string::{String, ToString};

use crate::{DType, Error, Field, Layout};

/// Finds a field, or a part of one, by its path: its byte offset and its dtype.
///
/// A field's own name comes first, whatever it consists of; of several that the
/// path could start with, the longest.
///
/// # Errors
/// [`Error::Layout`] if no field has the name that the path starts with,
/// [`Error::NoSuchPart`] if the field has no such part.
pub(crate) fn find<'l>(layout: &'l Layout, path: &str) -> Result<(usize, &'l DType), Error> {
    seek(layout, path).map_err(|lost| {
        let reason = match lost {
            Lost::Part(reason) => reason,
            Lost::Name(layout, name) if name.len() == path.len() => {
                return Error::unknown_field(layout, name);
            }
            Lost::Name(layout, name) => Error::unknown_field(layout, name).to_string(),
        };
        Error::NoSuchPart { path: path.to_string(), reason }
    })
}

/// The field that a path starts with, if there is one.
pub(super) fn first<'l>(layout: &'l Layout, path: &str) -> Option<&'l Field> {
    step(layout, path).ok().map(|(field, _)| field)
}

/// Where a path leads nowhere.
pub(super) enum Lost<'l, 't> {
    /// A record has no field of the name that the text starts with. To list all that it has
    /// is the business of whoever asks for one field, not for thousands.
    Name(&'l Layout, &'t str),
    /// What is there has no such part.
    Part(String),
}

/// [`find`], for those who look for many fields.
pub(super) fn seek<'l, 't>(
    layout: &'l Layout,
    path: &'t str,
) -> Result<(usize, &'l DType), Lost<'l, 't>> {
    let (field, mut rest) = step(layout, path)?;
    let (mut offset, mut dtype) = (field.offset(), field.dtype());
    while !rest.is_empty() {
        let at = path.len() - rest.len();
        if let Some(name) = rest.strip_prefix('.') {
            let DType::Record(record) = dtype else {
                let reason = format!("`{}` is {dtype}, not a record", &path[..at]);
                return Err(Lost::Part(reason));
            };
            let (field, left) = step(record.get(), name)?;
            (offset, dtype, rest) = (offset + field.offset(), field.dtype(), left);
        } else if let Some(index) = rest.strip_prefix(['[', ',']) {
            let DType::Array(element, len) = dtype else {
                let reason = format!("`{}` is {dtype}, not an array", &path[..at]);
                return Err(Lost::Part(reason));
            };
            let end = index.find([']', ',']);
            let number = end.and_then(|end| index[..end].trim().parse::<usize>().ok());
            let (Some(end), Some(number)) = (end, number) else {
                return Err(Lost::Part(format!("`{rest}` is no index such as `[2]`")));
            };
            if number >= *len {
                let reason =
                    format!("{number} is not one of the {len} elements of `{}`", &path[..at]);
                return Err(Lost::Part(reason));
            }
            // An element of a field lies within the record.
            offset += number * element.get().size();
            dtype = element.get();
            // `[1, 2]` goes on where `[1][2]` does.
            rest = index[end..].strip_prefix(']').unwrap_or(&index[end..]);
        } else {
            return Err(Lost::Part(format!("`{rest}` is neither `.name` nor `[index]`")));
        }
    }
    Ok((offset, dtype))
}

/// The field with which the text starts, and what is left of the text.
fn step<'l, 't>(layout: &'l Layout, text: &'t str) -> Result<(&'l Field, &'t str), Lost<'l, 't>> {
    if let Some(field) = layout.field(text) {
        return Ok((field, ""));
    }
    if !text.contains(['.', '[']) {
        return Err(Lost::Name(layout, text));
    }
    let starts = layout.fields().iter().filter_map(|field| {
        let rest = text.strip_prefix(field.name())?;
        (!field.name().is_empty() && rest.starts_with(['.', '['])).then_some((field, rest))
    });
    starts.max_by_key(|(field, _)| field.name().len()).ok_or(Lost::Name(layout, text))
}
