//! Why a text is no layout, and where in the text that shows.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::super::{LayoutError, visible};

/// Why a text is no layout. It knows the place, and shows it:
///
/// ```
/// use records_core::{Layout, ParseErrorKind};
///
/// let error = Layout::parse("[('id', '<i2'), ('pos', '<f9', (3,))]").unwrap_err();
/// assert_eq!(error.at(), 25);
/// assert!(matches!(error.kind(), ParseErrorKind::UnknownType { code } if code == "<f9"));
/// assert_eq!(
///     error.to_string(),
///     "no dtype is written `<f9` (byte 25 of the text)\n\
///      \x20   [('id', '<i2'), ('pos', '<f9', (3,))]\n\
///      \x20                            ^",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    kind: ParseErrorKind,
    at: usize,
    excerpt: Option<Excerpt>,
}

/// What is wrong with a text; see [`ParseError`].
///
/// ```
/// use records_core::{Layout, LayoutError, ParseErrorKind};
///
/// let error = Layout::parse("[('a', 'i4'), ('a', 'i4')]").unwrap_err();
/// assert_eq!(
///     *error.kind(),
///     ParseErrorKind::Layout(LayoutError::DuplicateField { name: "a".to_string() }),
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// Something stands where something else should.
    Syntax {
        /// What could stand there.
        expected: String,
        /// What does.
        found: String,
    },
    /// A text that names no type.
    UnknownType {
        /// The text.
        code: String,
    },
    /// A type that NumPy or `struct` has, and a record cannot hold.
    Unsupported {
        /// How it is written.
        code: String,
        /// What it is, and what to use.
        reason: &'static str,
    },
    /// A dict lacks a key.
    MissingKey {
        /// The key.
        key: String,
    },
    /// Two lists that belong together have different lengths.
    Lengths {
        /// The key of the list.
        what: String,
        /// How many entries it should have: as many as there are names.
        expected: usize,
        /// How many it has.
        found: usize,
    },
    /// A number that fits no size or offset.
    TooLarge {
        /// What the number counts.
        what: &'static str,
    },
    /// More brackets within each other than are read.
    TooDeep {
        /// How many are.
        limit: usize,
    },
    /// The text can be read, but the fields it names make no layout.
    Layout(LayoutError),
}

impl ParseError {
    /// An error at a byte of the text, which [`within`](ParseError::within) adds.
    pub(crate) fn new(kind: ParseErrorKind, at: usize) -> ParseError {
        ParseError(Box::new(Inner { kind, at, excerpt: None }))
    }

    pub(crate) fn syntax(expected: &str, found: impl Into<String>, at: usize) -> ParseError {
        let (expected, found) = (expected.to_string(), found.into());
        ParseError::new(ParseErrorKind::Syntax { expected, found }, at)
    }

    /// The error that something else was expected at byte `offset` of `text`, which is
    /// byte `at` of the user's.
    pub(super) fn expected(what: &str, text: &str, offset: usize, at: usize) -> ParseError {
        let found = match text.get(offset..).and_then(|rest| rest.chars().next()) {
            Some(quote @ ('\'' | '"')) => format!("`{quote}`"),
            Some(c) => format!("`{}`", c.escape_debug()),
            None => "the end of the text".to_string(),
        };
        ParseError::syntax(what, found, at)
    }

    pub(crate) fn layout(error: LayoutError, at: usize) -> ParseError {
        ParseError::new(ParseErrorKind::Layout(error), at)
    }

    /// The same error with the part of the text that it shows. The outermost
    /// reader, who has the whole text, calls this.
    #[must_use]
    pub(crate) fn within(mut self, text: &str) -> ParseError {
        self.0.excerpt.get_or_insert_with(|| Excerpt::new(text, self.0.at));
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &ParseErrorKind {
        &self.0.kind
    }

    /// Where: a byte position in the text, its length if the end came too early.
    #[must_use]
    pub fn at(&self) -> usize {
        self.0.at
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, at, excerpt } = &*self.0;
        write!(f, "{kind} (byte {at} of the text)")?;
        match excerpt {
            Some(excerpt) => write!(f, "\n    {}\n    {:2$}^", excerpt.line, "", excerpt.caret),
            None => Ok(()),
        }
    }
}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseErrorKind::Syntax { expected, found } => {
                write!(f, "expected {expected}, found {found}")
            }
            ParseErrorKind::UnknownType { code } => {
                write!(f, "no dtype is written `{}`", visible(code))
            }
            ParseErrorKind::Unsupported { code, reason } => {
                write!(f, "`{}` cannot be a record field: {reason}", visible(code))
            }
            ParseErrorKind::MissingKey { key } => write!(f, "the dict has no '{key}'"),
            ParseErrorKind::Lengths { what, expected, found } => {
                write!(f, "'{what}' has length {found}, expected {expected}")
            }
            ParseErrorKind::TooLarge { what } => write!(f, "{what} is too large"),
            ParseErrorKind::TooDeep { limit } => {
                write!(f, "more than {limit} brackets within each other")
            }
            ParseErrorKind::Layout(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ParseError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self.kind() {
            ParseErrorKind::Layout(error) => Some(error),
            _ => None,
        }
    }
}

/// A part of one line of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Excerpt {
    line: String,
    /// Characters of `line` before the place.
    caret: usize,
}

impl Excerpt {
    /// Characters shown before and after the place.
    const AROUND: usize = 40;

    fn new(text: &str, at: usize) -> Excerpt {
        let at = (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let (before, after) = text.split_at(at);
        let newline = |c: char| c == '\n' || c == '\r';
        let mut line = String::new();
        let start = before
            .char_indices()
            .rev()
            .take_while(|&(_, c)| !newline(c))
            .take(Excerpt::AROUND)
            .last()
            .map_or(before.len(), |(start, _)| start);
        if before[..start].chars().next_back().is_some_and(|c| !newline(c)) {
            line.push_str("...");
        }
        line.extend(before[start..].chars().map(plain));
        let caret = line.chars().count();
        let mut rest = after.chars().take_while(|&c| !newline(c)).map(plain);
        line.extend(rest.by_ref().take(Excerpt::AROUND));
        if rest.next().is_some() {
            line.push_str("...");
        }
        Excerpt { line, caret }
    }
}

/// Each character of an excerpt takes one place, so that the caret stands below
/// the right one.
fn plain(c: char) -> char {
    match c {
        '\t' => ' ',
        _ if c.is_control() => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}
