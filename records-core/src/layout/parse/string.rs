//! Python's string and bytes literals.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::error::ParseError;
use super::literal::{Kind, Literal};

/// Letters before the quote: `u`, `b`, `r`, `br`, `rb`, in either case.
fn prefix(rest: &[u8]) -> Option<usize> {
    let len = rest.iter().take(3).position(|byte| matches!(byte, b'\'' | b'"'))?;
    match rest[..len].to_ascii_lowercase().as_slice() {
        b"" | b"u" | b"b" | b"r" | b"br" | b"rb" => Some(len),
        _ => None,
    }
}

/// Whether a string literal starts here.
pub(super) fn starts(rest: &[u8]) -> bool {
    prefix(rest).is_some()
}

/// Reads the one that [`starts`] at `at`, and moves `at` behind it.
pub(super) fn read(text: &str, at: &mut usize) -> Result<Literal, ParseError> {
    let start = *at;
    let bytes = text.as_bytes();
    let letters = prefix(&bytes[start..]).unwrap_or(0);
    let has =
        |letter: u8| bytes[start..start + letters].iter().any(|b| b.eq_ignore_ascii_case(&letter));
    let quote = bytes[start + letters];
    let quotes = match &bytes[start + letters..] {
        [_, b, c, ..] if *b == quote && *c == quote => 3,
        _ => 1,
    };
    let first = start + letters + quotes;
    let mut contents = Contents { bytes: Vec::new(), is_bytes: has(b'b'), escaped: false };
    let mut i = first;
    loop {
        let Some(&byte) = bytes.get(i) else {
            return Err(unfinished(i));
        };
        match byte {
            _ if byte == quote
                && bytes[i..].iter().take_while(|&&b| b == quote).take(quotes).count()
                    == quotes =>
            {
                break;
            }
            b'\n' | b'\r' if quotes == 1 => return Err(unfinished(i)),
            b'\\' if has(b'r') => {
                // A backslash keeps the quote from ending the text, and stays.
                let len = text[i + 1..].chars().next().map_or(0, char::len_utf8);
                contents.raw(&bytes[i..i + 1 + len], i)?;
                i += 1 + len;
            }
            b'\\' => i = contents.escape(text, i)?,
            _ => {
                contents.raw(&bytes[i..=i], i)?;
                i += 1;
            }
        }
    }
    *at = i + quotes;
    let verbatim = (!contents.escaped).then_some(first);
    let kind = if contents.is_bytes {
        Kind::Bytes(contents.bytes)
    } else {
        // Whole characters in, whole characters out.
        match String::from_utf8(contents.bytes) {
            Ok(text) => Kind::Str(text),
            Err(_) => return Err(ParseError::syntax("a text", "a part of a character", start)),
        }
    };
    Ok(Literal { kind, at: start..*at, verbatim })
}

fn unfinished(at: usize) -> ParseError {
    ParseError::syntax("a closing quote", "the end of the line", at)
}

struct Contents {
    bytes: Vec<u8>,
    is_bytes: bool,
    escaped: bool,
}

impl Contents {
    fn raw(&mut self, bytes: &[u8], at: usize) -> Result<(), ParseError> {
        if self.is_bytes && !bytes.is_ascii() {
            return Err(ParseError::syntax("an ASCII character", "another one", at));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// Reads the escape at `at`, and says where it ends.
    fn escape(&mut self, text: &str, at: usize) -> Result<usize, ParseError> {
        self.escaped = true;
        let bytes = text.as_bytes();
        let Some(&letter) = bytes.get(at + 1) else {
            return Err(unfinished(at + 1));
        };
        let byte = match letter {
            b'\r' if bytes.get(at + 2) == Some(&b'\n') => return Ok(at + 3),
            b'\n' | b'\r' => return Ok(at + 2),
            b'\\' | b'\'' | b'"' => letter,
            b'a' => 0x07,
            b'b' => 0x08,
            b'f' => 0x0c,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0b,
            b'0'..=b'7' => {
                let octal = |byte: &&u8| matches!(byte, b'0'..=b'7');
                let digits = bytes[at + 1..].iter().take(3).take_while(octal).count();
                return self.code_point(text, at, at + 1..at + 1 + digits, 8);
            }
            b'x' => return self.code_point(text, at, at + 2..at + 4, 16),
            b'u' if !self.is_bytes => return self.code_point(text, at, at + 2..at + 6, 16),
            b'U' if !self.is_bytes => return self.code_point(text, at, at + 2..at + 10, 16),
            b'N' if !self.is_bytes => {
                return Err(ParseError::syntax("the character itself or its `\\u`", "`\\N`", at));
            }
            // Python keeps the backslash of what is no escape.
            _ => {
                self.bytes.push(b'\\');
                return Ok(at + 1);
            }
        };
        self.bytes.push(byte);
        Ok(at + 2)
    }

    fn code_point(
        &mut self,
        text: &str,
        at: usize,
        digits: core::ops::Range<usize>,
        radix: u32,
    ) -> Result<usize, ParseError> {
        let wrong = |found: &str| ParseError::syntax("an escaped character", found.to_string(), at);
        let number = match text.get(digits.clone()) {
            // `from_str_radix` reads signs too.
            Some(digits) if digits.chars().all(|c| c.is_digit(radix)) => {
                u32::from_str_radix(digits, radix).map_err(|_| wrong("none"))?
            }
            _ => return Err(wrong("too few digits")),
        };
        if self.is_bytes {
            self.bytes.push(u8::try_from(number).map_err(|_| wrong("more than a byte"))?);
        } else {
            let c = char::from_u32(number).ok_or_else(|| wrong("no character of its own"))?;
            self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(digits.end)
    }
}
