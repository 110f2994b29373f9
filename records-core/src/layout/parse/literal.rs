//! Python's literals: what `ast.literal_eval` reads, and calls such as
//! `dtype([...], align=True)`.
//!
//! Every part knows where in the text it stands, so that whoever makes sense of
//! the values can point at the one that makes none. Reading takes time and memory
//! in proportion to the text, and no text is nested too deep for the stack.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::error::{ParseError, ParseErrorKind};
use super::string;

/// Brackets within each other that are read.
pub(crate) const DEPTH: usize = 64;

/// One literal, and the bytes of the text that it takes.
#[derive(Clone, Debug)]
pub(crate) struct Literal {
    pub(crate) kind: Kind,
    pub(crate) at: Range<usize>,
    /// Where the contents of a string begin, if they stand in the text as they are.
    pub(super) verbatim: Option<usize>,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Str(String),
    Bytes(Vec<u8>),
    Int(i128),
    Bool(bool),
    None,
    Tuple(Vec<Literal>),
    List(Vec<Literal>),
    /// The entries in their order; of those with the same key the last one counts.
    Dict(Vec<(Literal, Literal)>),
    /// `np.dtype(...)`: the name with its dots.
    Call {
        name: String,
        args: Vec<Literal>,
        kwargs: Vec<(String, Literal)>,
    },
    /// A name that is no literal: `float`, `np.int32`.
    Name(String),
}

/// Reads a text that is one literal and nothing more.
pub(crate) fn read(text: &str) -> Result<Literal, ParseError> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    reader
        .value()
        .and_then(|value| match reader.peek() {
            None => Ok(value),
            Some(_) => Err(reader.expected("the end of the text")),
        })
        .map_err(|error| error.within(text))
}

impl Literal {
    /// The error that something else was expected here: `expected a shape, found 'abc'`.
    pub(crate) fn unexpected(&self, expected: &str) -> ParseError {
        ParseError::syntax(expected, self.kind.describe(), self.at.start)
    }

    /// The contents of a string; `what` names what it should be.
    pub(crate) fn as_str(&self, what: &str) -> Result<&str, ParseError> {
        match &self.kind {
            Kind::Str(text) => Ok(text),
            _ => Err(self.unexpected(what)),
        }
    }

    pub(crate) fn as_int(&self, what: &str) -> Result<i128, ParseError> {
        match self.kind {
            Kind::Int(number) => Ok(number),
            _ => Err(self.unexpected(what)),
        }
    }

    /// A number of bytes or elements: not negative, and within the address space.
    pub(crate) fn as_size(&self, what: &'static str) -> Result<usize, ParseError> {
        match self.as_int(what)? {
            number if number < 0 => Err(self.unexpected(what)),
            number => usize::try_from(number)
                .map_err(|_| ParseError::new(ParseErrorKind::TooLarge { what }, self.at.start)),
        }
    }

    /// `True` and `False`, and numbers, which Python takes for them.
    pub(crate) fn as_bool(&self, what: &str) -> Result<bool, ParseError> {
        match self.kind {
            Kind::Bool(value) => Ok(value),
            Kind::Int(number) => Ok(number != 0),
            _ => Err(self.unexpected(what)),
        }
    }

    /// The items of a tuple or a list.
    pub(crate) fn items(&self, what: &str) -> Result<&[Literal], ParseError> {
        match &self.kind {
            Kind::Tuple(items) | Kind::List(items) => Ok(items),
            _ => Err(self.unexpected(what)),
        }
    }

    /// The entries of a dict.
    pub(crate) fn entries(&self, what: &str) -> Result<&[(Literal, Literal)], ParseError> {
        match &self.kind {
            Kind::Dict(entries) => Ok(entries),
            _ => Err(self.unexpected(what)),
        }
    }

    /// The value of a dict at a key that is a string.
    pub(crate) fn get(&self, key: &str) -> Option<&Literal> {
        let Kind::Dict(entries) = &self.kind else {
            return None;
        };
        let found = |(k, _): &&(Literal, Literal)| matches!(&k.kind, Kind::Str(k) if k == key);
        entries.iter().rev().find(found).map(|(_, value)| value)
    }

    /// [`get`](Literal::get) of a key that must be there.
    pub(crate) fn require(&self, key: &str) -> Result<&Literal, ParseError> {
        let missing = || ParseErrorKind::MissingKey { key: key.to_string() };
        self.get(key).ok_or_else(|| ParseError::new(missing(), self.at.start))
    }
}

impl Kind {
    /// The value in a few words.
    pub(super) fn describe(&self) -> String {
        match self {
            Kind::Str(text) => match text.char_indices().nth(20) {
                None => format!("{text:?}"),
                Some((end, _)) => format!("{:?}...", &text[..end]),
            },
            Kind::Bytes(_) => "bytes".to_string(),
            Kind::Int(number) => number.to_string(),
            Kind::Bool(true) => "True".to_string(),
            Kind::Bool(false) => "False".to_string(),
            Kind::None => "None".to_string(),
            Kind::Tuple(items) => format!("a tuple of length {}", items.len()),
            Kind::List(items) => format!("a list of length {}", items.len()),
            Kind::Dict(_) => "a dict".to_string(),
            Kind::Call { name, .. } => format!("`{name}(...)`"),
            Kind::Name(name) => format!("`{name}`"),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &[u8] {
        &self.text.as_bytes()[self.at..]
    }

    /// The next byte that is no white space, where the reader then stands.
    fn peek(&mut self) -> Option<u8> {
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
        self.at += self.rest().iter().take_while(blank).count();
        self.rest().first().copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expected(&self, what: &str) -> ParseError {
        ParseError::expected(what, self.text, self.at, self.at)
    }

    fn value(&mut self) -> Result<Literal, ParseError> {
        let first = self.peek();
        let start = self.at;
        let kind = match first {
            Some(b'[') => Kind::List(self.items(b']')?.0),
            Some(b'(') => match self.items(b')')? {
                // Brackets alone make no tuple.
                (mut items, false) if items.len() == 1 => {
                    let inner = items.remove(0);
                    return Ok(Literal { at: start..self.at, ..inner });
                }
                (items, _) => Kind::Tuple(items),
            },
            Some(b'{') => self.dict()?,
            Some(b'\'' | b'"') => return self.strings(),
            Some(b'0'..=b'9' | b'+' | b'-') => self.int()?,
            Some(b'A'..=b'Z' | b'a'..=b'z' | b'_') => {
                if string::starts(self.rest()) {
                    return self.strings();
                }
                self.name()?
            }
            _ => return Err(self.expected("a value")),
        };
        Ok(Literal { kind, at: start..self.at, verbatim: None })
    }

    /// What stands between brackets, the opening one being next, and whether a
    /// comma follows the last item.
    fn items(&mut self, close: u8) -> Result<(Vec<Literal>, bool), ParseError> {
        self.open()?;
        let mut items = Vec::new();
        let mut comma = false;
        while !self.eat(close) {
            items.push(self.value()?);
            comma = self.separator(close)?;
        }
        self.depth -= 1;
        Ok((items, comma))
    }

    fn open(&mut self) -> Result<(), ParseError> {
        if self.depth == DEPTH {
            return Err(ParseError::new(ParseErrorKind::TooDeep { limit: DEPTH }, self.at));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// A comma, or the closing bracket ahead.
    fn separator(&mut self, close: u8) -> Result<bool, ParseError> {
        let comma = self.eat(b',');
        if !comma && self.peek() != Some(close) {
            return Err(self.expected(&format!("`,` or `{}`", char::from(close))));
        }
        Ok(comma)
    }

    fn dict(&mut self) -> Result<Kind, ParseError> {
        self.open()?;
        let mut entries = Vec::new();
        while !self.eat(b'}') {
            let key = self.value()?;
            if !self.eat(b':') {
                return Err(self.expected("`:`"));
            }
            entries.push((key, self.value()?));
            self.separator(b'}')?;
        }
        self.depth -= 1;
        Ok(Kind::Dict(entries))
    }

    /// Strings side by side are one.
    fn strings(&mut self) -> Result<Literal, ParseError> {
        let start = self.at;
        let mut whole = string::read(self.text, &mut self.at)?;
        let mut end = self.at;
        while self.peek().is_some() && string::starts(self.rest()) {
            let next = self.at;
            let part = string::read(self.text, &mut self.at)?;
            match (&mut whole.kind, part.kind) {
                (Kind::Str(whole), Kind::Str(part)) => whole.push_str(&part),
                (Kind::Bytes(whole), Kind::Bytes(part)) => whole.extend(part),
                (whole, part) => {
                    let (expected, found) = match whole {
                        Kind::Bytes(_) => ("more bytes", part.describe()),
                        _ => ("more of the text", part.describe()),
                    };
                    return Err(ParseError::syntax(expected, found, next));
                }
            }
            whole.verbatim = None;
            end = self.at;
        }
        Ok(Literal { at: start..end, ..whole })
    }

    /// Decimal, `0x`, `0o` and `0b` numbers, with underscores, a sign and the `L`
    /// of Python 2.
    fn int(&mut self) -> Result<Kind, ParseError> {
        let start = self.at;
        let negative = match self.rest()[0] {
            sign @ (b'+' | b'-') => {
                self.at += 1;
                self.peek();
                sign == b'-'
            }
            _ => false,
        };
        let radix = match self.rest() {
            [b'0', b'x' | b'X', ..] => 16,
            [b'0', b'o' | b'O', ..] => 8,
            [b'0', b'b' | b'B', ..] => 2,
            _ => 10,
        };
        if radix != 10 {
            self.at += 2;
            // `0x_ff` is one more way to write it.
            self.at += usize::from(self.rest().first() == Some(&b'_'));
        }
        let first = self.at;
        let mut number: i128 = 0;
        let mut digit_before = false;
        loop {
            let digit = self.rest().first().and_then(|&byte| char::from(byte).to_digit(radix));
            match (digit, self.rest()) {
                (Some(digit), _) => {
                    number = number
                        .checked_mul(i128::from(radix))
                        .and_then(|number| number.checked_add(i128::from(digit)))
                        .ok_or_else(|| {
                            let kind = ParseErrorKind::TooLarge { what: "a number" };
                            ParseError::new(kind, start)
                        })?;
                    digit_before = true;
                }
                (None, [b'_', ..]) if digit_before => digit_before = false,
                _ => break,
            }
            self.at += 1;
        }
        if !digit_before {
            return Err(self.expected("a digit"));
        }
        // Python 2 read such numbers as octal ones, Python 3 refuses them.
        let digits = &self.text.as_bytes()[first..self.at];
        if radix == 10 && digits[0] == b'0' && number != 0 {
            return Err(ParseError::syntax("a number without leading zeros", "`0`", first));
        }
        self.at += usize::from(matches!(self.rest().first(), Some(b'L' | b'l')));
        if self
            .rest()
            .first()
            .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))
        {
            return Err(self.expected("a whole number"));
        }
        Ok(Kind::Int(if negative { -number } else { number }))
    }

    /// A name with its dots, and what it is called with.
    fn name(&mut self) -> Result<Kind, ParseError> {
        let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let len = self.rest().iter().take_while(part).count();
        let name = self.text[self.at..self.at + len].to_string();
        self.at += len;
        if self.peek() != Some(b'(') {
            return Ok(match name.as_str() {
                "True" => Kind::Bool(true),
                "False" => Kind::Bool(false),
                "None" => Kind::None,
                _ => Kind::Name(name),
            });
        }
        self.open()?;
        let (mut args, mut kwargs) = (Vec::new(), Vec::new());
        while !self.eat(b')') {
            let value = self.value()?;
            match value.kind {
                Kind::Name(key) if self.eat(b'=') => kwargs.push((key, self.value()?)),
                _ if kwargs.is_empty() => args.push(value),
                _ => return Err(value.unexpected("an argument with a name")),
            }
            self.separator(b')')?;
        }
        self.depth -= 1;
        Ok(Kind::Call { name, args, kwargs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        fn write(literal: &Literal) -> String {
            let list = |items: &[Literal]| items.iter().map(write).collect::<Vec<_>>().join(" ");
            match &literal.kind {
                Kind::Str(text) => format!("{text:?}"),
                Kind::Bytes(bytes) => format!("b{bytes:?}"),
                Kind::Tuple(items) => format!("({})", list(items)),
                Kind::List(items) => format!("[{}]", list(items)),
                Kind::Dict(entries) => {
                    let entry = |(k, v): &(Literal, Literal)| format!("{}:{}", write(k), write(v));
                    format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(" "))
                }
                Kind::Call { name, args, kwargs } => {
                    let kwarg = |(k, v): &(String, Literal)| format!(" {k}={}", write(v));
                    format!(
                        "{name}<{}{}>",
                        list(args),
                        kwargs.iter().map(kwarg).collect::<String>()
                    )
                }
                Kind::Name(name) => format!("<{name}>"),
                other => other.describe(),
            }
        }
        match read(text) {
            Ok(literal) => write(&literal),
            Err(error) => format!("{} at {}", error.kind(), error.at()),
        }
    }

    #[test]
    fn values() {
        for (text, expected) in [
            ("1", "1"),
            (" -1L ", "-1"),
            ("- 0x_fF", "-255"),
            ("0o17", "15"),
            ("0b101l", "5"),
            ("1_000", "1000"),
            ("00", "0"),
            ("(1)", "1"),
            ("(1,)", "(1)"),
            ("()", "()"),
            ("(1, 2L, )", "(1 2)"),
            ("[True,False,None,]", "[True False None]"),
            ("{'a': (3,), \"b\": False, }", "{\"a\":(3) \"b\":False}"),
            ("{}", "{}"),
            ("np.dtype([('a', int)],\n align = True)", "np.dtype<[(\"a\" <int>)] align=True>"),
            (r"'a\'b' u'\xe9\u65e5\U0001f600\n\7\060'", "\"a'bé日😀\\n\\u{7}0\""),
            (r"rb'\x' Br'\''", r"b[92, 120, 92, 39]"),
            (r"b'a\xff\u'", "b[97, 255, 92, 117]"),
            ("'''a'\n''' 'b'", "\"a'\\nb\""),
            ("'a\\\nb'", "\"ab\""),
            (r"'\q'", r#""\\q""#),
            ("''", "\"\""),
            ("r'a\\\\'", "\"a\\\\\\\\\""),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_python_would_not_read() {
        for (text, expected) in [
            ("", "expected a value, found the end of the text at 0"),
            ("[1", "expected `,` or `]`, found the end of the text at 2"),
            ("[1 2]", "expected `,` or `]`, found `2` at 3"),
            ("[,]", "expected a value, found `,` at 1"),
            ("(1)]", "expected the end of the text, found `]` at 3"),
            ("'é' é", "expected the end of the text, found `é` at 5"),
            ("010", "expected a number without leading zeros, found `0` at 0"),
            ("1.5", "expected a whole number, found `.` at 1"),
            ("1_", "expected a digit, found the end of the text at 2"),
            ("0x", "expected a digit, found the end of the text at 2"),
            ("-", "expected a digit, found the end of the text at 1"),
            ("'a", "expected a closing quote, found the end of the line at 2"),
            ("'a\n'", "expected a closing quote, found the end of the line at 2"),
            ("'''a''", "expected a closing quote, found the end of the line at 6"),
            ("'\\", "expected a closing quote, found the end of the line at 2"),
            ("'\\xg0'", "expected an escaped character, found too few digits at 1"),
            ("'\\x+1'", "expected an escaped character, found too few digits at 1"),
            ("'\\ud800'", "expected an escaped character, found no character of its own at 1"),
            ("b'\\777'", "expected an escaped character, found more than a byte at 2"),
            ("b'é'", "expected an ASCII character, found another one at 2"),
            ("'a' b'b'", "expected more of the text, found bytes at 4"),
            ("'\\N{DASH}'", "expected the character itself or its `\\u`, found `\\N` at 1"),
            ("f(a=1, 2)", "expected an argument with a name, found 2 at 7"),
            ("{1}", "expected `:`, found `}` at 2"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
        let huge = "9".repeat(100_000);
        assert_eq!(shown(&huge), "a number is too large at 0");
        let deep = "[".repeat(100_000);
        assert_eq!(shown(&deep), "more than 64 brackets within each other at 64");
    }

    #[test]
    fn places() {
        let literal = read(" ['ab', u'c' 'd']").unwrap();
        let items = literal.items("").unwrap();
        assert_eq!((literal.at.clone(), items[0].at.clone()), (1..17, 2..6));
        assert_eq!((items[0].verbatim, items[1].verbatim), (Some(3), None));
    }
}
