//! Texts in pictures: how wide they are, and as XML has them.

use alloc::string::{String, ToString};

/// Pixels that a text takes in a monospaced font, a little more than less.
pub(super) fn width(words: &str, size: usize) -> usize {
    (words.chars().map(tenths).sum::<usize>() * size).div_ceil(10)
}

/// The width of a character in tenths of the font size: 6 for most, 10 from the first of the
/// wide scripts on.
fn tenths(c: char) -> usize {
    if c >= '\u{1100}' && c != '…' { 10 } else { 6 }
}

/// The whole text, or as much of it as fits with an ellipsis; nothing rather than
/// one letter.
pub(super) fn shortened(words: &str, room: usize, size: usize) -> String {
    if width(words, size) <= room {
        return words.to_string();
    }
    let mut taken = tenths('…');
    let fits = |c: &char| {
        taken += tenths(*c);
        taken * size <= room * 10
    };
    let mut short: String = words.chars().take_while(fits).collect();
    if short.chars().count() < 2 {
        return String::new();
    }
    short.push('…');
    short
}

/// A text as XML has it. Control characters have been escaped before.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => text += "&amp;",
            '<' => text += "&lt;",
            '>' => text += "&gt;",
            '"' => text += "&quot;",
            // No characters in XML.
            '\u{fffe}' | '\u{ffff}' => text.push('\u{fffd}'),
            c => text.push(c),
        }
    }
    text
}
