//! Opening and reading.

use alloc::string::String;
use alloc::vec::Vec;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::error::{about, io, shown};
use super::header::{Header, MAX_HEADER, Prefix};
use super::{Map, MapMut, NpyArray, NpyFile, NpyFileMut};
use crate::Error;

/// How to open a `.npy` file; [`open`](super::open), [`read`](super::read) and the
/// others take the defaults.
///
/// ```
/// use records_core::npy;
///
/// let mut file = Vec::new();
/// npy::write_to(&mut file, &[1, 2, 3])?;
/// assert!(npy::OpenOptions::new().max_header_size(50).from_bytes(&file).is_err());
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenOptions {
    max_header_size: usize,
}

impl OpenOptions {
    /// The defaults.
    #[must_use]
    pub const fn new() -> OpenOptions {
        OpenOptions { max_header_size: MAX_HEADER }
    }

    /// How many characters a header may have, spaces at its end included: 10000, as in
    /// NumPy, unless this says something else. Reading takes time and memory in
    /// proportion to the header, so files of trusted origin, of records with hundreds of
    /// fields, may be given more.
    #[must_use]
    pub const fn max_header_size(mut self, characters: usize) -> OpenOptions {
        self.max_header_size = characters;
        self
    }

    /// [`npy::open`](super::open) with these options.
    ///
    /// # Errors
    /// As there.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<NpyFile, Error> {
        let path = path.as_ref();
        NpyArray::with_limit(Map::open(path)?, Some(shown(path)), self.max_header_size)
    }

    /// [`npy::open_mut`](super::open_mut) with these options.
    ///
    /// # Errors
    /// As there.
    pub fn open_mut(&self, path: impl AsRef<Path>) -> Result<NpyFileMut, Error> {
        let path = path.as_ref();
        NpyArray::with_limit(MapMut::open(path)?, Some(shown(path)), self.max_header_size)
    }

    /// [`npy::read`](super::read) with these options.
    ///
    /// # Errors
    /// As there.
    pub fn read(&self, path: impl AsRef<Path>) -> Result<NpyArray<Vec<u8>>, Error> {
        let (name, file) = (shown(path.as_ref()), File::open(path));
        let file = file.map_err(|error| io("cannot open", Some(&name), &error))?;
        let size = file.metadata().map_or(0, |meta| meta.len());
        self.read_named(file, Some(name), usize::try_from(size).unwrap_or(0))
    }

    /// [`npy::read_from`](super::read_from) with these options.
    ///
    /// # Errors
    /// As there.
    pub fn read_from(&self, reader: impl Read) -> Result<NpyArray<Vec<u8>>, Error> {
        self.read_named(reader, None, 0)
    }

    /// [`npy::from_bytes`](super::from_bytes) with these options.
    ///
    /// # Errors
    /// As there.
    pub fn from_bytes<O: AsRef<[u8]>>(&self, bytes: O) -> Result<NpyArray<O>, Error> {
        NpyArray::with_limit(bytes, None, self.max_header_size)
    }

    /// [`from_bytes`](OpenOptions::from_bytes), of bytes that messages name.
    #[cfg(feature = "npz")]
    pub(super) fn with_path<O: AsRef<[u8]>>(
        &self,
        bytes: O,
        path: String,
    ) -> Result<NpyArray<O>, Error> {
        NpyArray::with_limit(bytes, Some(path), self.max_header_size)
    }

    /// Reads an array and not a byte more. Beyond the bytes that are known to be there,
    /// memory grows with what comes, whatever the header says.
    pub(super) fn read_named(
        &self,
        mut reader: impl Read,
        path: Option<String>,
        known: usize,
    ) -> Result<NpyArray<Vec<u8>>, Error> {
        let (header, mut bytes) = self.read_header(&mut reader, path.as_deref())?;
        bytes.reserve_exact(header.data().min(known.saturating_sub(bytes.len())));
        read_more(&mut reader, &mut bytes, header.data(), path.as_deref())?;
        NpyArray::with_limit(bytes, path, self.max_header_size)
    }

    /// Reads a header and not a byte more; its bytes, too.
    pub(super) fn read_header(
        &self,
        reader: &mut impl Read,
        path: Option<&str>,
    ) -> Result<(Header, Vec<u8>), Error> {
        let mut bytes = Vec::new();
        read_more(reader, &mut bytes, 10, path)?;
        if bytes.get(6).is_some_and(|&major| major > 1) {
            read_more(reader, &mut bytes, Prefix::MAX - 10, path)?;
        }
        let checked = |prefix: Prefix| prefix.check_length(self.max_header_size).map(|()| prefix);
        let prefix = Prefix::read(&bytes).and_then(checked).map_err(|error| about(path, error))?;
        let rest = (prefix.text + prefix.length).saturating_sub(bytes.len());
        read_more(reader, &mut bytes, rest, path)?;
        let header = Header::read(&bytes, self.max_header_size);
        Ok((header.map_err(|error| about(path, error))?, bytes))
    }
}

/// Reads so many bytes, or those that there are.
fn read_more(
    reader: &mut impl Read,
    bytes: &mut Vec<u8>,
    count: usize,
    path: Option<&str>,
) -> Result<(), Error> {
    match reader.take(count as u64).read_to_end(bytes) {
        Ok(_) => Ok(()),
        Err(error) => Err(io("cannot read", path, &error)),
    }
}

impl Default for OpenOptions {
    fn default() -> OpenOptions {
        OpenOptions::new()
    }
}
