//! NumPy's archives: `.npz`, many arrays, each a `.npy` file in a zip archive.
//!
//! ```
//! use records_core::{Record, npz};
//!
//! #[derive(Record, Clone, Copy, Debug, PartialEq)]
//! #[record(packed)]
//! struct Sample { id: i16, value: f64 }
//!
//! # let directory = tempfile::tempdir().unwrap();
//! # let path = directory.path().join("run.npz");
//! let mut archive = npz::Writer::create(&path)?;
//! archive.add("samples", &[Sample { id: 1, value: 0.5 }])?;      // as it is
//! archive.add_compressed("weights", &vec![0.0; 1000])?;
//! archive.finish()?;
//!
//! let archive = npz::open(&path)?;
//! assert_eq!(archive.names(), ["samples", "weights"]);
//! let samples = archive.map("samples")?;                         // in place
//! assert_eq!(samples.records::<Sample>()?.get(0), Some(Sample { id: 1, value: 0.5 }));
//! let weights = archive.get("weights")?;                         // read into memory
//! assert_eq!(weights.values::<f64>()?.sum(), 0.0);
//! # Ok::<(), records_core::Error>(())
//! ```

mod write;

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use std::io::Cursor;
use std::path::Path;

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

pub use write::Writer;

use super::error::{about, io, shown};
use super::{Map, NpyArray, NpyErrorKind, OpenOptions};
use crate::Error;

/// Maps an archive, to read or map its arrays: those that `np.savez` and
/// `np.savez_compressed` write, and others.
///
/// # The file must not change meanwhile
/// As for [`npy::open`](crate::npy::open).
///
/// # Errors
/// [`Error::Io`] if it cannot be opened or mapped, [`Error::Npy`] if it is no zip archive.
pub fn open(path: impl AsRef<Path>) -> Result<NpzFile, Error> {
    NpzFile::open(path.as_ref(), OpenOptions::new())
}

/// An archive of arrays; made by [`open`].
#[derive(Clone)]
pub struct NpzFile {
    archive: ZipArchive<Cursor<Shared>>,
    bytes: Shared,
    /// The names of the entries, in their order.
    entries: Vec<String>,
    path: String,
    options: OpenOptions,
}

/// The archive's bytes, which arrays in place share with it.
#[derive(Clone)]
struct Shared(Arc<Map>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().as_ref()
    }
}

/// An entry of an archive that lies there as it is; the owner behind
/// [`NpzFile::map`], which keeps the archive mapped.
#[derive(Clone)]
pub struct Entry {
    bytes: Shared,
    /// **Invariant**: within the bytes, which are those of one map.
    range: Range<usize>,
}

impl AsRef<[u8]> for Entry {
    fn as_ref(&self) -> &[u8] {
        &self.bytes.as_ref()[self.range.clone()]
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entry({} bytes)", self.range.len())
    }
}

impl NpzFile {
    fn open(path: &Path, options: OpenOptions) -> Result<NpzFile, Error> {
        let bytes = Shared(Arc::new(Map::open(path)?));
        let path = shown(path);
        let archive = ZipArchive::new(Cursor::new(bytes.clone()));
        let archive = archive.map_err(|error| failed(&path, &error))?;
        let names = archive.file_names().map(|name| name.map(|name| name.into_owned()));
        let entries = names.collect::<Result<_, _>>().map_err(|error| failed(&path, &error))?;
        Ok(NpzFile { archive, bytes, entries, path, options })
    }

    /// How to read the arrays.
    #[must_use]
    pub fn with_options(self, options: OpenOptions) -> NpzFile {
        NpzFile { options, ..self }
    }

    /// The names of the arrays, in the order of the archive: those of its entries without
    /// `.npy`.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry.strip_suffix(".npy").unwrap_or(entry)).collect()
    }

    /// Reads an array into memory, inflating it if it is compressed, and checks the
    /// archive's checksum of it. A `name` is that of an entry, with or without `.npy`.
    ///
    /// Memory grows with what comes out of the archive, up to the size that the array's
    /// header says. That can be a thousand times what is in the archive, no more.
    ///
    /// # Errors
    /// [`NpyErrorKind::NoEntry`] if there is none; [`Error::Npy`] and [`Error::Io`] if the
    /// archive is damaged or the entry is no `.npy` file.
    pub fn get(&self, name: &str) -> Result<NpyArray<Vec<u8>>, Error> {
        let mut archive = self.archive.clone();
        let mut entry = self.entry(&mut archive, name)?;
        let path = format!("{}:{name}", self.path);
        let known = match entry.compression() {
            CompressionMethod::Stored => entry.compressed_size().min(self.len()),
            _ => 0,
        };
        let known = usize::try_from(known).unwrap_or(0);
        let array = self.options.read_named(&mut entry, Some(path.clone()), known)?;
        // The checksum is compared at the end, so whatever lies behind the array is read.
        match std::io::copy(&mut entry, &mut std::io::sink()) {
            Ok(_) => Ok(array),
            Err(error) => Err(io("cannot read", Some(&path), &error)),
        }
    }

    /// An array in place, if it lies in the archive as it is: nothing is read, nothing is
    /// copied, and no checksum compared.
    ///
    /// # Errors
    /// [`NpyErrorKind::Compressed`] if it does not, else as for [`get`](NpzFile::get).
    pub fn map(&self, name: &str) -> Result<NpyArray<Entry>, Error> {
        let mut archive = self.archive.clone();
        let entry = self.entry(&mut archive, name)?;
        let path = format!("{}:{name}", self.path);
        if entry.compression() != CompressionMethod::Stored || entry.encrypted() {
            let method = match entry.compression() {
                CompressionMethod::Stored => "encrypted".into(),
                method => format!("compressed ({method})"),
            };
            return Err(self.error(NpyErrorKind::Compressed { name: name.into(), method }));
        }
        let range = entry.data_start().and_then(|start| {
            let end = start.checked_add(entry.compressed_size())?;
            Some(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
        });
        match range {
            Some(range) if range.end as u64 <= self.len() => {
                let bytes = Entry { bytes: self.bytes.clone(), range };
                self.options.with_path(bytes, path)
            }
            _ => Err(self.error(NpyErrorKind::Zip {
                reason: format!("`{name}` does not lie within the file"),
            })),
        }
    }

    /// Bytes of the archive.
    fn len(&self) -> u64 {
        self.bytes.as_ref().len() as u64
    }

    /// The entry of this name, or else of this name and `.npy`.
    fn entry<'z>(
        &self,
        archive: &'z mut ZipArchive<Cursor<Shared>>,
        name: &str,
    ) -> Result<ZipFile<'z, Cursor<Shared>>, Error> {
        let exactly = self.entries.iter().position(|entry| entry == name);
        let index = exactly.or_else(|| {
            self.entries.iter().position(|entry| entry.strip_suffix(".npy") == Some(name))
        });
        let Some(index) = index else {
            let known = self.names().into_iter().map(String::from).collect();
            return Err(self.error(NpyErrorKind::NoEntry { name: name.into(), known }));
        };
        archive.by_index(index).map_err(|error| failed(&format!("{}:{name}", self.path), &error))
    }

    fn error(&self, kind: NpyErrorKind) -> Error {
        about(Some(&self.path), kind.into())
    }
}

impl fmt::Debug for NpzFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NpzFile").field("path", &self.path).field("names", &self.names()).finish()
    }
}

/// An error of the zip archive at this path.
fn failed(path: &str, error: &ZipError) -> Error {
    match error {
        ZipError::Io(error) => io("cannot read or write", Some(path), error),
        error => about(Some(path), NpyErrorKind::Zip { reason: format!("{error}") }.into()),
    }
}
