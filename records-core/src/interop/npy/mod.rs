//! NumPy's files: `.npy`, one array.
//!
//! | to | use |
//! |---|---|
//! | look at a file in place | [`open`]; to change it in place, [`open_mut`] |
//! | read one into memory | [`read`], [`read_from`], [`from_bytes`] |
//! | write one | [`write()`], [`write_to`]: any view |
//! | add rows for hours | [`Writer`], [`DynWriter`] |
//!
//! ```
//! use records_core::{Record, RecordBuf, npy};
//!
//! #[derive(Record, Clone, Copy, Debug, PartialEq)]
//! #[record(packed)]
//! struct Sample { id: i16, sin: f64, cos: f64 }
//!
//! #[derive(Record, Clone, Copy)]
//! #[record(packed, project = Sample)]
//! struct Cos { cos: f64 }
//!
//! # let directory = tempfile::tempdir().unwrap();
//! # let path = |name| directory.path().join(name);
//! let samples: RecordBuf<Sample> =
//!     (0..4).map(|id| Sample { id, sin: 0.0, cos: f64::from(id) }).collect();
//! npy::write(path("samples.npy"), &samples)?;
//! npy::write(path("cos.npy"), &samples.view().project::<Cos>())?;    // only this field
//!
//! let file = npy::open(path("samples.npy"))?;                        // mapped, not read
//! assert_eq!(file.records::<Sample>()?.columns().cos.sum(), 6.0);
//! assert_eq!(file.dyn_records().value(3, "id")?, 3);
//! assert_eq!(npy::open(path("cos.npy"))?.as_bytes().len(), 4 * 8);
//! # Ok::<(), records_core::Error>(())
//! ```
//!
//! All three versions of the format are read. As NumPy does, this module refuses arrays
//! of Python objects, headers of more than 10000 characters (unless
//! [`OpenOptions::max_header_size`] allows more) and files that end before their data do;
//! bytes behind the data are left alone. What it writes are the bytes that `np.save` writes
//! for the equal array, with padding zero. What NumPy does not have or does not save becomes
//! something else: 128-bit integers are written as 16 raw bytes, enums as their integers (as
//! which [`NpyArray::records`] finds both again), and records whose fields lie in another order
//! than that of their declaration are laid out anew in that order.

mod append;
mod array;
mod beside;
mod error;
mod header;
mod map;
#[cfg(feature = "npz")]
pub mod npz;
mod options;
mod save;
mod saved;
mod source;
mod write;
mod writer;

use alloc::vec::Vec;
use std::io::Read;
use std::path::Path;

pub use array::{NpyArray, NpyFile, NpyFileMut};
pub use map::{Map, MapMut};
pub use options::OpenOptions;
pub use save::Save;
pub use write::{WriteOptions, write_to};
pub use writer::{DynWriter, Writer};

pub use crate::error::npy::{NpyError, NpyErrorKind};

use crate::Error;

/// Maps a file into memory, to look at its array in place: what is not looked at is not
/// read, and a file may be larger than memory.
///
/// # The file must not change meanwhile
/// A mapped file is memory that other programs can change. While the array is in use
/// nobody may write to the file, and nobody may shorten it. Values that change under a
/// view break what the compiler believes of borrowed memory, and so does whatever was
/// checked before, such as a `bool`; touching a part that was cut off ends the program
/// with a signal (`SIGBUS`). No library can see to that: the caller must know whose the
/// file is, and otherwise [`read`] it. [`write()`] puts a new file in the place of the old
/// one, and a [`Writer`] writes behind the rows that a map of its file has, but also the
/// number of rows in the header, which was read before.
///
/// # Errors
/// [`Error::Io`] if it cannot be opened or mapped; [`Error::Npy`] if it is no `.npy`
/// file, or one of what no record holds.
pub fn open(path: impl AsRef<Path>) -> Result<NpyFile, Error> {
    OpenOptions::new().open(path)
}

/// Maps a file into memory, to look at its array and change it in place: what is written
/// to rows and columns is written to the file.
///
/// ```
/// use records_core::npy;
///
/// # let directory = tempfile::tempdir().unwrap();
/// # let path = directory.path().join("x.npy");
/// npy::write(&path, &[(1_u8, 0.5), (2, 1.5)])?;
/// let mut file = npy::open_mut(&path)?;
/// file.dyn_records_mut().column_mut::<f64>("f1")?.update(|value| value * 2.0);
/// file.flush()?;
/// assert_eq!(npy::read(&path)?.column::<f64>("f1")?.to_vec(), [1.0, 3.0]);
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// # The file must not change meanwhile
/// Through nothing but this map, for the reasons that [`open`] gives. Another map of the
/// same file in the same program is somebody else, too.
///
/// # Errors
/// As for [`open`].
pub fn open_mut(path: impl AsRef<Path>) -> Result<NpyFileMut, Error> {
    OpenOptions::new().open_mut(path)
}

/// Reads a file into memory.
///
/// # Errors
/// As for [`open`].
pub fn read(path: impl AsRef<Path>) -> Result<NpyArray<Vec<u8>>, Error> {
    OpenOptions::new().read(path)
}

/// Reads an array from anything that gives bytes, and no byte behind it, so that the
/// next one of a stream can be read afterwards.
///
/// # Errors
/// As for [`open`].
pub fn read_from(reader: impl Read) -> Result<NpyArray<Vec<u8>>, Error> {
    OpenOptions::new().read_from(reader)
}

/// The array of a file whose bytes these are, in place: a slice, a vector, or whatever
/// else owns bytes.
///
/// # Errors
/// As for [`open`].
pub fn from_bytes<O: AsRef<[u8]>>(bytes: O) -> Result<NpyArray<O>, Error> {
    OpenOptions::new().from_bytes(bytes)
}

/// Writes an array: [any view](Save), at the speed at which the system takes the bytes.
///
/// The file is written beside the one of this name and takes its place when it is whole:
/// if something fails, what was there is there still, and readers see the one or the other.
/// It may be read and written by whom the old one could be; symbolic links lead to where
/// they point; a path that is no file (a pipe, `/dev/stdout`) is written to directly.
/// Whoever has mapped the old file keeps it. The directory must be writable.
///
/// # Errors
/// [`Error::Io`] if it cannot be written.
pub fn write(path: impl AsRef<Path>, items: &(impl Save + ?Sized)) -> Result<(), Error> {
    WriteOptions::new().write(path, items)
}
