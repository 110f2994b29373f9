//! A text to read, and where it stands in the text that the user gave.

use alloc::string::{String, ToString};
use core::ops::RangeFrom;

use super::error::{ParseError, ParseErrorKind};
use super::literal::Literal;

/// A part of the user's text, or of the contents of a string in it.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    pub(super) text: &'t str,
    start: usize,
    /// Whether the bytes of `text` stand in the user's text as they are, so that
    /// errors can point between them.
    verbatim: bool,
}

impl<'t> Source<'t> {
    /// All of the user's text.
    pub(super) fn whole(text: &'t str) -> Source<'t> {
        Source { text, start: 0, verbatim: true }
    }

    /// The contents of a string literal.
    pub(super) fn contents(literal: &Literal, text: &'t str) -> Source<'t> {
        let (start, verbatim) = match literal.verbatim {
            Some(start) => (start, true),
            None => (literal.at.start, false),
        };
        Source { text, start, verbatim }
    }

    /// The place of byte `offset` in the user's text.
    pub(super) fn at(&self, offset: usize) -> usize {
        if self.verbatim { self.start + offset } else { self.start }
    }

    /// The part from byte `from.start` on, which must be between two characters.
    pub(super) fn from(self, from: RangeFrom<usize>) -> Source<'t> {
        Source { text: &self.text[from.clone()], start: self.at(from.start), ..self }
    }

    /// The first `len` bytes.
    pub(super) fn first(self, len: usize) -> Source<'t> {
        Source { text: &self.text[..len], ..self }
    }

    pub(super) fn trimmed(self) -> Source<'t> {
        let blank = self.text.len() - self.text.trim_start().len();
        let rest = self.from(blank..);
        rest.first(rest.text.trim_end().len())
    }

    /// The error that this is no dtype.
    pub(super) fn unknown(&self) -> ParseError {
        let code = shortened(self.text);
        ParseError::new(ParseErrorKind::UnknownType { code }, self.at(0))
    }

    /// The error that this is a dtype that no record holds.
    pub(super) fn unsupported(&self, reason: &'static str) -> ParseError {
        let code = shortened(self.text);
        ParseError::new(ParseErrorKind::Unsupported { code, reason }, self.at(0))
    }

    /// The error that something else was expected at byte `offset`.
    pub(super) fn expected(&self, what: &str, offset: usize) -> ParseError {
        ParseError::expected(what, self.text, offset, self.at(offset))
    }

    pub(super) fn too_large(&self, what: &'static str) -> ParseError {
        ParseError::new(ParseErrorKind::TooLarge { what }, self.at(0))
    }
}

/// The start of a text that may be long.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        None => text.to_string(),
        Some((end, _)) => alloc::format!("{}...", &text[..end]),
    }
}
