//! Writing archives.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use core::fmt;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::beside::Beside;
use super::super::error::{about, io};
use super::super::{NpyErrorKind, Save};
use super::failed;
use crate::Error;

/// Bytes from which on an entry needs the archive's larger numbers, with some to spare for
/// what a compression adds.
const LARGE: usize = 0xf000_0000;

/// Writes an archive of arrays, which `np.load` reads.
///
/// It is written beside the file of its name, and takes its place when it is
/// [finished](Writer::finish); dropped before, it leaves nothing, and what was there as it
/// was. See [the module](super) for an example.
pub struct Writer {
    archive: ZipWriter<BufWriter<File>>,
    beside: Beside,
    names: BTreeSet<String>,
}

impl Writer {
    /// Starts an archive.
    ///
    /// # Errors
    /// [`Error::Io`] if a file cannot be created in the directory.
    pub fn create(path: impl AsRef<Path>) -> Result<Writer, Error> {
        let mut beside = Beside::create(path.as_ref())?;
        let file = beside.file().try_clone();
        let file = file.map_err(|error| io("cannot create", Some(beside.name()), &error))?;
        let archive = ZipWriter::new(BufWriter::new(file));
        Ok(Writer { archive, beside, names: BTreeSet::new() })
    }

    /// Adds an array as it is, as `np.savez` does: it can be [mapped](super::NpzFile::map),
    /// and its data are aligned in the file.
    ///
    /// # Errors
    /// [`NpyErrorKind::TwoEntries`] if there is one of this name already, [`Error::Io`].
    /// After an [`Error::Io`] the archive cannot be finished.
    pub fn add(&mut self, name: &str, items: &(impl Save + ?Sized)) -> Result<(), Error> {
        self.add_by(name, items, CompressionMethod::Stored)
    }

    /// Adds an array compressed, as `np.savez_compressed` does.
    ///
    /// # Errors
    /// As for [`add`](Writer::add).
    pub fn add_compressed(
        &mut self,
        name: &str,
        items: &(impl Save + ?Sized),
    ) -> Result<(), Error> {
        self.add_by(name, items, CompressionMethod::Deflated)
    }

    fn add_by(
        &mut self,
        name: &str,
        items: &(impl Save + ?Sized),
        method: CompressionMethod,
    ) -> Result<(), Error> {
        let source = items.source()?;
        let header = source.header()?;
        if !self.names.insert(name.into()) {
            let kind = NpyErrorKind::TwoEntries { name: name.into() };
            return Err(about(Some(self.beside.name()), kind.into()));
        }
        let bytes = source.bytes().and_then(|bytes| bytes.checked_add(header.len()));
        let large = bytes.is_none_or(|bytes| bytes >= LARGE);
        let options = SimpleFileOptions::default().compression_method(method).large_file(large);
        let options = match method {
            CompressionMethod::Stored => options.with_alignment(64),
            _ => options,
        };
        let started = self.archive.start_file(format!("{name}.npy"), options);
        started.map_err(|error| failed(self.beside.name(), &error))?;
        let archive = &mut self.archive;
        let written = archive.write_all(&header).and_then(|()| source.write_items(archive));
        written.map_err(|error| io("cannot write", Some(self.beside.name()), &error))
    }

    /// Writes the table of contents, and gives the file its name.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self) -> Result<(), Error> {
        let Writer { archive, beside, .. } = self;
        let file = archive.finish().map_err(|error| failed(beside.name(), &error))?;
        let file = file.into_inner().map_err(std::io::IntoInnerError::into_error);
        file.map_err(|error| io("cannot write", Some(beside.name()), &error))?;
        beside.finish(false)
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("path", &self.beside.name())
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}
