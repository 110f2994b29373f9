//! Files that are written beside the one they are to be, and take its place when they
//! are whole.

use alloc::string::String;
use std::fs::{self, File, Metadata};
use std::io::Write;
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

use super::error::{io, shown};
use crate::Error;

/// Symbolic links that are followed one to the next, as by Linux.
const LINKS: usize = 40;

/// A file on its way to its name.
pub(super) struct Beside {
    file: Place,
    name: String,
}

enum Place {
    /// Under a name of its own, beside the path.
    New(NamedTempFile, PathBuf),
    /// What is no file to be replaced: a device, a pipe.
    There(File),
}

impl Beside {
    /// A file to be written, which [`finish`](Beside::finish) will give its name. Until
    /// then there is nothing at that path, or what was there before.
    pub(super) fn create(path: &Path) -> Result<Beside, Error> {
        let name = shown(path);
        let error = |error| io("cannot create", Some(&name), &error);
        let path = target(path);
        let old = fs::metadata(&path).ok();
        if old.as_ref().is_some_and(|old| !old.is_file()) {
            let file = File::options().write(true).open(&path).map_err(error)?;
            return Ok(Beside { file: Place::There(file), name });
        }
        let file = beside(&path, old).map_err(error)?;
        Ok(Beside { file: Place::New(file, path), name })
    }

    pub(super) fn file(&mut self) -> &mut File {
        match &mut self.file {
            Place::New(file, _) => file.as_file_mut(),
            Place::There(file) => file,
        }
    }

    /// The name it will have, for messages.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Puts the file at its path, in place of what was there.
    pub(super) fn finish(mut self, sync: bool) -> Result<(), Error> {
        let name = self.name.clone();
        let error = |error| io("cannot write", Some(&name), &error);
        self.file().flush().map_err(error)?;
        if sync {
            self.file().sync_all().map_err(error)?;
        }
        let Place::New(file, path) = self.file else {
            return Ok(());
        };
        file.persist(&path).map_err(|failed| error(failed.error))?;
        if sync {
            sync_directory(directory(&path)).map_err(error)?;
        }
        Ok(())
    }
}

/// A file in the directory of the path that may be read and written by those who may
/// read and write what it replaces, or else by whom a new file may be.
fn beside(path: &Path, old: Option<Metadata>) -> std::io::Result<NamedTempFile> {
    // Where there is no directory, that is what to say, without a name that nobody knows.
    fs::metadata(directory(path))?;
    let mut builder = Builder::new();
    builder.prefix(".").suffix(".npy-part");
    #[cfg(unix)]
    let all = <fs::Permissions as std::os::unix::fs::PermissionsExt>::from_mode(0o666);
    #[cfg(unix)]
    builder.permissions(all);
    let file = builder.tempfile_in(directory(path))?;
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    Ok(file)
}

fn directory(path: &Path) -> &Path {
    match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    }
}

/// Where symbolic links lead, as they do when a file is written.
fn target(path: &Path) -> PathBuf {
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(link) => path = directory(&path).join(link),
            Err(_) => break,
        }
    }
    path
}

/// Sees to it that the name is on the disk, too, where a directory can be asked that.
fn sync_directory(directory: &Path) -> std::io::Result<()> {
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}
