//! Errors with the file that they are about.

use alloc::string::{String, ToString};
use std::io;
use std::path::Path;

use crate::Error;

/// The error of the system about a file.
pub(super) fn io(action: &'static str, path: Option<&str>, error: &io::Error) -> Error {
    let path = path.unwrap_or_default().to_string();
    Error::Io { action, path, kind: error.kind(), message: error.to_string() }
}

/// A path as messages name it.
pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The same error, naming the file that it is about, if it has a name.
pub(super) fn about(path: Option<&str>, error: Error) -> Error {
    match (path, error) {
        (Some(path), Error::Npy(error)) => Error::Npy(error.about(path)),
        (_, error) => error,
    }
}
