//! `memmap2`: records in mapped files.

use std::fs::File;
use std::io;

use memmap2::{Mmap, MmapMut, MmapOptions};

use crate::memory::check_within;
use crate::view::count_whole;
use crate::{Error, Record, RecordArray};

/// How many records a file of `len` bytes has from byte `offset` on: `count`, if
/// they lie within it, or all to its end.
fn find<R: Record>(len: u64, offset: u64, count: Option<usize>) -> Result<usize, Error> {
    // Of what is beyond the address space nobody can map anything.
    let cut = |bytes| usize::try_from(bytes).unwrap_or(usize::MAX);
    let outside = |count| Error::OutOfBounds {
        offset: cut(offset),
        stride: R::SIZE as isize,
        count,
        size: R::SIZE,
        bytes: cut(len),
    };
    let Some(rest) = len.checked_sub(offset).map(cut) else {
        return Err(outside(count.unwrap_or(0)));
    };
    match count {
        None => count_whole(rest, R::SIZE),
        Some(count) => match check_within(rest, 0, R::SIZE as isize, count, R::SIZE) {
            Ok(()) => Ok(count),
            Err(_) => Err(outside(count)),
        },
    }
}

/// What to map of a file for that.
fn options<R: Record>(
    file: &File,
    offset: u64,
    count: Option<usize>,
) -> io::Result<(MmapOptions, usize)> {
    let count = find::<R>(file.metadata()?.len(), offset, count).map_err(invalid)?;
    let mut options = MmapOptions::new();
    // They lie within the file.
    options.offset(offset).len(count * R::SIZE);
    Ok((options, count))
}

fn invalid(error: Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

/// Records of a mapped file, to be read.
impl<R: Record> RecordArray<R, Mmap> {
    /// Maps `count` records of a file, one behind the other from byte `offset` on, or
    /// all to its end. The offset may be any: of a page, the rest is mapped unseen.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let mut file = tempfile::tempfile()?;
    /// # std::io::Write::write_all(&mut file, &[0, 0, 0, 1, 2, 3, 4])?;
    /// use records_core::{RecordArray, memmap2::Mmap};
    ///
    /// // A file of a header of 3 bytes and two records.
    /// // SAFETY: nobody else has the file open.
    /// let pairs = unsafe { RecordArray::<(u8, u8), Mmap>::map(&file, 3, None)? };
    /// assert_eq!(pairs.view().to_vec(), [(1, 2), (3, 4)]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// What the system has; of the kind [`InvalidData`](io::ErrorKind::InvalidData), with an
    /// [`Error`] inside, if the file is too short ([`Error::OutOfBounds`]), has no whole number of
    /// records ([`Error::Length`]), or its bytes are no values of a `bool` or an enum
    /// ([`Error::Invalid`]).
    ///
    /// # Safety
    /// As for [`Mmap::map`](memmap2::MmapOptions::map): while the array lives, nobody, in this
    /// process or in another, writes the mapped part of the file or shortens the file. Views lend
    /// its bytes as memory that does not change; a write from outside is a data race and can make
    /// a `bool` of a byte that is none, and to touch what has been cut off kills the process.
    /// Files that others may write should be read, not mapped.
    pub unsafe fn map(
        file: &File,
        offset: u64,
        count: Option<usize>,
    ) -> io::Result<RecordArray<R, Mmap>> {
        let (options, count) = options::<R>(file, offset, count)?;
        // SAFETY: the caller's promise.
        let map = unsafe { options.map(file)? };
        RecordArray::at(map, 0, R::SIZE as isize, count).map_err(invalid)
    }
}

/// Records of a mapped file, to be written: through the mapping into the file.
impl<R: Record> RecordArray<R, MmapMut> {
    /// Maps `count` records of a file that is open for reading and writing, one
    /// behind the other from byte `offset` on, or all to its end.
    ///
    /// What is written through [`view_mut`](RecordArray::view_mut) is in the file when the system
    /// finds the time, and at the latest, with its errors, after [`flush`](RecordArray::flush).
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let file = tempfile::NamedTempFile::new()?;
    /// # let path = file.path();
    /// # std::fs::write(path, [1, 2, 3, 4])?;
    /// use records_core::{RecordArray, memmap2::MmapMut};
    ///
    /// let file = std::fs::File::options().read(true).write(true).open(path)?;
    /// // SAFETY: nobody else has the file open.
    /// let mut pairs = unsafe { RecordArray::<(u8, u8), MmapMut>::map_mut(&file, 0, None)? };
    /// pairs.view_mut().set(1, (7, 8));
    /// pairs.flush()?;
    /// assert_eq!(std::fs::read(path)?, [1, 2, 7, 8]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As for [`map`](RecordArray::map).
    ///
    /// # Safety
    /// As for [`map`](RecordArray::map), and nobody else reads the mapped part while it is
    /// written through a view, for instance through a second mapping of the same file.
    pub unsafe fn map_mut(
        file: &File,
        offset: u64,
        count: Option<usize>,
    ) -> io::Result<RecordArray<R, MmapMut>> {
        let (options, count) = options::<R>(file, offset, count)?;
        // SAFETY: the caller's promise.
        let map = unsafe { options.map_mut(file)? };
        RecordArray::at(map, 0, R::SIZE as isize, count).map_err(invalid)
    }

    /// Waits until everything that was written is in the file.
    ///
    /// # Errors
    /// What the system could not write.
    pub fn flush(&self) -> io::Result<()> {
        self.owner().flush()
    }
}
