//! Records in mapped files: read in place, written through.

#![cfg(feature = "memmap2")]

use std::fs::{self, File};
use std::io;

use records_core::memmap2::{Mmap, MmapMut};
use records_core::{Error, Record, RecordArray, RecordBuf};
use tempfile::NamedTempFile;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Tick {
    on: bool,
    price: f64,
}

fn ticks(count: u32) -> RecordBuf<Tick> {
    (0..count).map(|i| Tick { on: i % 3 == 0, price: i.into() }).collect()
}

/// A file of some bytes.
fn file_of(bytes: &[u8]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    fs::write(file.path(), bytes).unwrap();
    file
}

fn map(file: &NamedTempFile, offset: u64, count: Option<usize>) -> io::Result<Vec<Tick>> {
    let file = File::open(file.path())?;
    // SAFETY: the file is this test's own, and nobody writes it meanwhile.
    let array = unsafe { RecordArray::<Tick, Mmap>::map(&file, offset, count)? };
    assert_eq!(array.owner().len(), array.len() * 9);
    Ok(array.view().to_vec())
}

/// The library's error inside.
fn refused(result: io::Result<Vec<Tick>>) -> Error {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    error.into_inner().unwrap().downcast_ref::<Error>().unwrap().clone()
}

#[test]
fn files_are_read_in_place() {
    let rows = ticks(3000);
    // Offsets within a page, at one, and behind it.
    for offset in [0, 1, 100, 4096, 4097, 10_000] {
        let mut bytes = vec![0xee; offset];
        bytes.extend(rows.as_bytes());
        let file = file_of(&bytes);
        let offset = offset as u64;
        assert_eq!(map(&file, offset, None).unwrap(), rows.view().to_vec());
        assert_eq!(map(&file, offset + 9 * 7, Some(2)).unwrap(), rows.view().slice(7..9).to_vec());
        assert_eq!(map(&file, offset + 9 * 3000, None).unwrap(), []);
        assert_eq!(map(&file, offset, Some(0)).unwrap(), []);
    }
    assert_eq!(map(&file_of(&[]), 0, None).unwrap(), []);
}

#[test]
fn what_is_not_in_the_file_is_refused() {
    let file = file_of(ticks(10).as_bytes());
    assert_eq!(refused(map(&file, 1, None)), Error::Length { bytes: 89, itemsize: 9 });
    let outside =
        |offset, count| Error::OutOfBounds { offset, stride: 9, count, size: 9, bytes: 90 };
    assert_eq!(refused(map(&file, 1, Some(10))), outside(1, 10));
    assert_eq!(refused(map(&file, 91, None)), outside(91, 0));
    assert_eq!(refused(map(&file, 91, Some(0))), outside(91, 0));
    assert_eq!(refused(map(&file, u64::MAX, Some(1))), outside(usize::MAX, 1));
    assert_eq!(refused(map(&file, 0, Some(usize::MAX))), outside(0, usize::MAX));
    // Byte 1 is no bool.
    assert!(matches!(refused(map(&file_of(&[2; 9]), 0, None)), Error::Invalid { row: 0, .. }));
    // A directory is no file.
    let directory = tempfile::tempdir().unwrap();
    let opened = File::open(directory.path()).unwrap();
    // SAFETY: nothing is mapped.
    assert!(unsafe { RecordArray::<Tick, Mmap>::map(&opened, 0, Some(1)) }.is_err());
}

#[test]
fn writes_reach_the_file() {
    let mut bytes = vec![0xee; 5];
    bytes.extend(ticks(100).as_bytes());
    bytes.extend([0xdd; 7]);
    let file = file_of(&bytes);
    let opened = File::options().read(true).write(true).open(file.path()).unwrap();
    // SAFETY: the file is this test's own, and read only after the writes.
    let mut array =
        unsafe { RecordArray::<Tick, MmapMut>::map_mut(&opened, 5, Some(100)).unwrap() };
    array.view_mut().set(99, Tick { on: true, price: -1.0 });
    array.view_mut().columns_mut().price.update(|price| price * 2.0);
    array.flush().unwrap();

    let mut expected = ticks(100);
    expected.set(99, Tick { on: true, price: -1.0 });
    expected.columns_mut().price.update(|price| price * 2.0);
    bytes[5..905].copy_from_slice(expected.as_bytes());
    assert_eq!(fs::read(file.path()).unwrap(), bytes);
    drop(array);
    assert_eq!(fs::read(file.path()).unwrap(), bytes);

    // A file that is open for reading only cannot be mapped so.
    let opened = File::open(file.path()).unwrap();
    // SAFETY: nothing is mapped.
    assert!(unsafe { RecordArray::<Tick, MmapMut>::map_mut(&opened, 5, Some(1)) }.is_err());
}
