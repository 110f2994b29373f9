//! Texts as Python's `repr` prints them.

use super::super::text::Sink;

/// Writes a text as a Python string literal: in single quotes unless it holds
/// some and no double ones; what cannot be seen is escaped, the rest stays.
///
/// Code points that no character has yet stay too, whereas Python escapes those
/// that its own tables do not know. Both evaluate to the same text.
pub(super) const fn literal(text: &str, out: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let quote = if has(bytes, b'\'') && !has(bytes, b'"') { b'"' } else { b'\'' };
    out.byte(quote);
    let mut i = 0;
    while i < bytes.len() {
        let byte = bytes[i];
        match byte {
            b'\n' => out.text("\\n"),
            b'\r' => out.text("\\r"),
            b'\t' => out.text("\\t"),
            b'\\' => out.text("\\\\"),
            _ if byte == quote => {
                out.byte(b'\\');
                out.byte(byte);
            }
            0x20..=0x7e => out.byte(byte),
            _ => {
                let (code, len) = code_point(bytes, i);
                if len == 1 || invisible(code) {
                    escape(code, out);
                } else {
                    let mut k = 0;
                    while k < len {
                        out.byte(bytes[i + k]);
                        k += 1;
                    }
                }
                i += len - 1;
            }
        }
        i += 1;
    }
    out.byte(quote);
}

const fn has(bytes: &[u8], wanted: u8) -> bool {
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == wanted {
            return true;
        }
        i += 1;
    }
    false
}

/// The code point that starts at byte `at` of a valid UTF-8 text, and its bytes.
const fn code_point(bytes: &[u8], at: usize) -> (u32, usize) {
    let first = bytes[at];
    let (mut code, len) = match first {
        0..=0x7f => return (first as u32, 1),
        0x80..=0xdf => (first as u32 & 0x1f, 2),
        0xe0..=0xef => (first as u32 & 0x0f, 3),
        0xf0..=0xff => (first as u32 & 0x07, 4),
    };
    let mut i = 1;
    while i < len {
        code = code << 6 | (bytes[at + i] as u32 & 0x3f);
        i += 1;
    }
    (code, len)
}

const fn escape(code: u32, out: &mut Sink<'_>) {
    let digits = match code {
        0..=0xff => {
            out.text("\\x");
            2
        }
        0x100..=0xffff => {
            out.text("\\u");
            4
        }
        _ => {
            out.text("\\U");
            8
        }
    };
    let mut left = digits;
    while left > 0 {
        left -= 1;
        out.byte(b"0123456789abcdef"[(code >> (4 * left) & 0xf) as usize]);
    }
}

/// Beyond ASCII, the code points that `str.isprintable` denies: control and
/// format characters, separators, private use.
const fn invisible(code: u32) -> bool {
    matches!(
        code,
        0x80..=0xa0
            | 0xad
            | 0x600..=0x605
            | 0x61c
            | 0x6dd
            | 0x70f
            | 0x890..=0x891
            | 0x8e2
            | 0x1680
            | 0x180e
            | 0x2000..=0x200f
            | 0x2028..=0x202f
            | 0x205f..=0x206f
            | 0x3000
            | 0xd800..=0xf8ff
            | 0xfeff
            | 0xfff9..=0xfffb
            | 0x110bd
            | 0x110cd
            | 0x13430..=0x13438
            | 0x1bca0..=0x1bca3
            | 0x1d173..=0x1d17a
            | 0xe0001
            | 0xe0020..=0xe007f
            | 0xf0000..
    )
}
