//! Names that C allows.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;

use super::super::draw::visible;

/// What must not be a name: the keywords of C11 and C23 and GNU C, and the words
/// that the headers above a declaration or the compiler itself define.
const RESERVED: &[&str] = &[
    "alignas",
    "alignof",
    "asm",
    "auto",
    "bool",
    "break",
    "case",
    "char",
    "const",
    "constexpr",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "false",
    "float",
    "for",
    "goto",
    "i386",
    "if",
    "inline",
    "int",
    "linux",
    "long",
    "nullptr",
    "offsetof",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "struct",
    "switch",
    "thread_local",
    "true",
    "typedef",
    "typeof",
    "typeof_unqual",
    "union",
    "unix",
    "unsigned",
    "void",
    "volatile",
    "while",
    "NULL",
];

/// The identifiers of one scope that are in use.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// The number to try next behind an identifier that was wanted before.
    numbers: BTreeMap<String, u64>,
}

impl Names {
    /// An identifier like `name` that is in no use yet, and now is.
    pub(super) fn unique(&mut self, name: &str) -> String {
        let name = identifier(name);
        if self.taken.insert(name.clone()) {
            return name;
        }
        let number = self.numbers.entry(name.clone()).or_insert(2);
        loop {
            let candidate = format!("{name}_{number}");
            *number += 1;
            if self.taken.insert(candidate.clone()) {
                return candidate;
            }
        }
    }
}

fn identifier(name: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let mut name: String = name.chars().map(keep).collect();
    let mut first = name.chars();
    let fits = match (first.next(), first.next()) {
        (None, _) => false,
        // The compiler's own names.
        (Some('_'), Some(next)) => next != '_' && !next.is_ascii_uppercase(),
        (Some(first), _) => !first.is_ascii_digit(),
    };
    if !fits {
        name.insert(0, 'x');
    }
    // `INT32_MAX` and its like, from <stdint.h>.
    let limit = ["_MAX", "_MIN", "_WIDTH"].iter().any(|end| name.ends_with(end));
    if limit || RESERVED.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

/// A text that can stand in a comment: on one line, and not its end.
pub(super) fn comment(words: &str) -> String {
    visible(words).replace("*/", "* /").replace("/*", "/ *")
}
