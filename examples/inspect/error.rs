//! What is wrong with a file.

use std::fmt;

/// What is wrong with a file: where, and what was found there.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    pub fn new(what: impl fmt::Display, why: impl fmt::Display) -> Error {
        Error(format!("{what}: {why}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

/// `from..from + len` of the file, if it has so many bytes.
pub fn part(file: &[u8], from: u64, len: u64, what: impl fmt::Display) -> Result<&[u8], Error> {
    let bytes = usize::try_from(from)
        .ok()
        .zip(usize::try_from(len).ok())
        .and_then(|(from, len)| file.get(from..)?.get(..len));
    bytes.ok_or_else(|| {
        let found = file.len();
        let why = format_args!("{len} bytes from byte {from} on, but the file has {found} bytes");
        Error::new(what, why)
    })
}

/// Bytes of a file as text for a person, without the NULs and blanks at the end:
/// nothing in it makes a terminal do things.
pub fn text(bytes: &[u8]) -> String {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    bytes[..end].trim_ascii_end().escape_ascii().to_string().replace("\\'", "'")
}
