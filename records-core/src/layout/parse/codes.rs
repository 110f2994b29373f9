//! What the codes of the `struct` module and those of PEP 3118 have in common.

use super::super::{ByteOrder, Scalar};
use super::error::ParseError;
use super::name;
use super::source::Source;

pub(super) const PASCAL: &str = "it holds its length within itself; use s";

/// What a byte order character says.
#[derive(Clone, Copy)]
pub(super) struct Mode {
    pub(super) order: ByteOrder,
    /// Whether sizes are those of the platform's C compiler.
    native: bool,
    /// Whether items are aligned as C aligns them.
    pub(super) aligned: bool,
}

impl Mode {
    /// That of `@`, and of no character at all.
    pub(super) const C: Mode = Mode { order: ByteOrder::NATIVE, native: true, aligned: true };

    fn of(character: u8) -> Option<Mode> {
        let standard = |order| Mode { order, native: false, aligned: false };
        Some(match character {
            b'@' => Mode::C,
            b'^' => Mode { aligned: false, ..Mode::C },
            b'=' => standard(ByteOrder::NATIVE),
            b'<' => standard(ByteOrder::Little),
            b'>' | b'!' => standard(ByteOrder::Big),
            _ => return None,
        })
    }

    /// The number that a letter stands for.
    pub(super) fn scalar(self, code: u8) -> Option<Scalar> {
        Some(match code {
            b'?' => Scalar::Bool,
            b'b' => Scalar::I8,
            b'B' => Scalar::U8,
            b'h' => Scalar::I16,
            b'H' => Scalar::U16,
            b'i' => Scalar::I32,
            b'I' => Scalar::U32,
            b'l' if self.native => name::LONG,
            b'L' if self.native => name::ULONG,
            b'l' => Scalar::I32,
            b'L' => Scalar::U32,
            b'q' => Scalar::I64,
            b'Q' => Scalar::U64,
            b'n' if self.native => name::INTP,
            b'N' | b'P' if self.native => name::UINTP,
            b'e' => Scalar::F16,
            b'f' => Scalar::F32,
            b'd' => Scalar::F64,
            _ => return None,
        })
    }
}

/// A text of codes, read from front to back.
pub(super) struct Codes<'t> {
    pub(super) source: Source<'t>,
    pub(super) at: usize,
    pub(super) mode: Mode,
}

impl<'t> Codes<'t> {
    pub(super) fn new(source: Source<'t>) -> Codes<'t> {
        Codes { source, at: 0, mode: Mode::C }
    }

    fn rest(&self) -> &'t [u8] {
        &self.source.text.as_bytes()[self.at..]
    }

    /// The next byte that is no white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.at += self.rest().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.rest().first().copied()
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text.as_bytes());
        self.at += if found { text.len() } else { 0 };
        found
    }

    /// Reads a byte order character if one is next.
    pub(super) fn order(&mut self) {
        if let Some(mode) = self.peek().and_then(Mode::of) {
            self.mode = mode;
            self.at += 1;
        }
    }

    /// Reads a number if one is next.
    pub(super) fn count(&mut self) -> Result<Option<usize>, ParseError> {
        let len = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let digits = &self.source.text[self.at..self.at + len];
        let source = self.source.from(self.at..);
        self.at += len;
        let fits = |count: &usize| isize::try_from(*count).is_ok();
        match digits {
            "" => Ok(None),
            _ => match digits.parse().ok().filter(fits) {
                Some(count) => Ok(Some(count)),
                None => Err(source.too_large("a count")),
            },
        }
    }

    /// What is here, and has been looked at, is no code.
    pub(super) fn wrong(&self, expected: &str) -> ParseError {
        let source = self.source.from(self.at..);
        let code = |len| source.first(len);
        match self.rest() {
            [b'O', ..] => code(1).unsupported(name::OBJECT),
            [b'g', ..] => code(1).unsupported(name::LONG_DOUBLE),
            [b'Z', b'g', ..] => code(2).unsupported(name::LONG_COMPLEX),
            [b'p', ..] => code(1).unsupported(PASCAL),
            [b'&' | b'X', ..] => code(1).unsupported("it is an address within one process"),
            [b't', ..] => code(1).unsupported("a field of bits; use a number and its bits"),
            [b'u', ..] => code(1).unsupported("characters of two bytes; use w or s"),
            _ => source.expected(expected, 0),
        }
    }
}
