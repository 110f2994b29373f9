//! Writing whole files.

use std::io::Write;
use std::path::Path;

use super::Save;
use super::beside::Beside;
use super::error::io;
use crate::Error;

/// How to write a `.npy` file; [`write`](super::write) takes the defaults.
///
/// ```
/// use records_core::npy;
///
/// # let directory = tempfile::tempdir().unwrap();
/// # let path = directory.path().join("x.npy");
/// npy::WriteOptions::new().sync(true).write(&path, &[0.5, 1.5])?;
/// assert_eq!(npy::read(&path)?.values::<f64>()?.to_vec(), [0.5, 1.5]);
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    sync: bool,
}

impl WriteOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> WriteOptions {
        WriteOptions { sync: false }
    }

    /// Whether to wait until the file is on the disk before it takes the place of the one
    /// that was there, so that even after a loss of power it is the whole old file or the
    /// whole new one. By default that is left to the system.
    #[must_use]
    pub const fn sync(mut self, sync: bool) -> WriteOptions {
        self.sync = sync;
        self
    }

    /// [`npy::write`](super::write) with these options.
    ///
    /// # Errors
    /// As there.
    pub fn write(&self, path: impl AsRef<Path>, items: &(impl Save + ?Sized)) -> Result<(), Error> {
        let source = items.source()?;
        let header = source.header()?;
        let mut beside = Beside::create(path.as_ref())?;
        let file = beside.file();
        let written = file.write_all(&header).and_then(|()| source.write_items(file));
        written.map_err(|error| io("cannot write", Some(beside.name()), &error))?;
        beside.finish(self.sync)
    }
}

/// Writes what [`npy::write`](super::write) writes to anything that takes bytes.
///
/// Rows are put together in blocks, so that a buffer around the writer is of no use.
///
/// # Errors
/// [`Error::Io`], some bytes may have been written then.
pub fn write_to(mut out: impl Write, items: &(impl Save + ?Sized)) -> Result<(), Error> {
    let source = items.source()?;
    let header = source.header()?;
    let written = out.write_all(&header).and_then(|()| source.write_items(&mut out));
    written.and_then(|()| out.flush()).map_err(|error| io("cannot write", None, &error))
}
