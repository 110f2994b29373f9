//! Files mapped into memory: the one place where that is done.

use core::fmt;
use std::fs::File;
use std::io::ErrorKind;
use std::path::Path;

use memmap2::{Mmap, MmapMut};

use super::error::{io, shown};
use crate::Error;

/// A file mapped into memory, to be read; the owner behind [`open`](super::open).
pub struct Map(Mmap);

/// A file mapped into memory, to be read and written; the owner behind
/// [`open_mut`](super::open_mut).
pub struct MapMut(MmapMut);

impl Map {
    /// Maps a file. See [`open`](super::open) for what must not happen to it meanwhile.
    pub(super) fn open(path: &Path) -> Result<Map, Error> {
        let file = File::open(path).and_then(regular);
        let file = file.map_err(|error| io("cannot open", Some(&shown(path)), &error))?;
        // SAFETY: the map is of a file, read only. That nobody changes the file while it
        // is mapped is what `open` asks of its callers: no program can rule it out.
        let map = unsafe { Mmap::map(&file) };
        map.map(Map).map_err(|error| io("cannot map", Some(&shown(path)), &error))
    }
}

/// The same file, if it is one: of others the system says that there is no such device.
fn regular(file: File) -> std::io::Result<File> {
    match file.metadata()? {
        meta if meta.is_file() => Ok(file),
        meta if meta.is_dir() => Err(ErrorKind::IsADirectory.into()),
        _ => Err(std::io::Error::new(
            ErrorKind::Unsupported,
            "not a regular file: it can be read, not mapped",
        )),
    }
}

impl MapMut {
    /// Maps a file, to be written, too.
    pub(super) fn open(path: &Path) -> Result<MapMut, Error> {
        let file = File::options().read(true).write(true).open(path).and_then(regular);
        let file = file.map_err(|error| io("cannot open", Some(&shown(path)), &error))?;
        // SAFETY: as for `Map::open`; all writes go through this map, which is borrowed
        // for them.
        let map = unsafe { MmapMut::map_mut(&file) };
        map.map(MapMut).map_err(|error| io("cannot map", Some(&shown(path)), &error))
    }

    /// Waits until what was written is on the disk.
    pub(super) fn flush(&self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl AsRef<[u8]> for Map {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for MapMut {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl AsMut<[u8]> for MapMut {
    fn as_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Map({} bytes)", self.0.len())
    }
}

impl fmt::Debug for MapMut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MapMut({} bytes)", self.0.len())
    }
}
