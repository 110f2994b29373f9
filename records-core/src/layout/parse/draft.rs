//! A layout while its fields are read, and where each was found.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::super::{DType, Field, Layout, LayoutError, Rule, build};
use super::error::ParseError;

pub(super) struct Draft {
    rule: Rule,
    fields: Vec<Field>,
    /// Where the text has each field's name, and where its offset.
    places: Vec<(usize, usize)>,
    /// Bytes taken so far.
    end: usize,
}

impl Draft {
    pub(super) fn new(rule: Rule) -> Draft {
        Draft { rule, fields: Vec::new(), places: Vec::new(), end: 0 }
    }

    /// A field where the rule puts it, behind all others.
    pub(super) fn push(&mut self, name: String, title: Option<String>, dtype: DType, at: usize) {
        let offset = self.rule.next(self.end, dtype.alignment());
        self.push_at(name, title, dtype, offset, (at, at));
    }

    /// A field at this offset; `places` are those of its name and of its offset.
    pub(super) fn push_at(
        &mut self,
        name: String,
        title: Option<String>,
        dtype: DType,
        offset: usize,
        places: (usize, usize),
    ) {
        let field = Field { name: name.into(), title: title.map(Cow::Owned), offset, dtype };
        self.end = self.end.max(field.end());
        self.fields.push(field);
        self.places.push(places);
    }

    /// Bytes that belong to no field.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.end = self.end.saturating_add(bytes);
    }

    /// Bytes that belong to no field, up to a multiple of `alignment`.
    pub(super) fn align(&mut self, alignment: usize) {
        self.end = Rule::Aligned.next(self.end, alignment);
    }

    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The layout; `at` is where the text has the whole of it.
    pub(super) fn finish(self, itemsize: Option<usize>, at: usize) -> Result<Layout, ParseError> {
        let Draft { rule, fields, places, end } = self;
        let alignment = match rule {
            Rule::Packed => 1,
            Rule::Aligned => fields.iter().map(Field::alignment).max().unwrap_or(1),
        };
        let itemsize = itemsize.unwrap_or_else(|| rule.next(end, alignment));
        build::finish(fields, rule, Some(itemsize)).map_err(|(error, index)| {
            let at = index.and_then(|index| places.get(index)).map_or(at, |places| match error {
                LayoutError::DuplicateField { .. } => places.0,
                _ => places.1,
            });
            ParseError::layout(error, at)
        })
    }
}
