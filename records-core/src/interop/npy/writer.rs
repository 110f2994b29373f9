//! Adding rows to a file, for hours.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;

use super::Save;
use super::append::Appender;
use super::saved::{pairs, said};
use crate::dynamic::encode;
use crate::kernel::{self, Holes, Move};
use crate::memory::Strided;
use crate::view::moves_of;
use crate::{DType, Element, Error, Layout, Value};

/// Adds rows to a `.npy` file, one by one or many at a time. After each
/// [`flush`](Writer::flush) the file is one that any reader of `.npy` reads, with all rows
/// so far.
///
/// `F` is what a row is: a record, a number for a plain array, `[f32; 3]` for one of shape
/// (n, 3). [`DynWriter`] is the twin for layouts that arrive at run time.
///
/// ```
/// use records_core::{Record, npy};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Tick { time: u64, price: f64 }
///
/// # let directory = tempfile::tempdir().unwrap();
/// # let path = directory.path().join("ticks.npy");
/// let mut ticks = npy::Writer::<Tick>::create(&path)?;
/// ticks.push(Tick { time: 1, price: 2.5 })?;
/// ticks.flush()?;                                        // from here on the row is in the file
/// ticks.write(&[Tick { time: 2, price: 3.5 }; 100])?;    // any view of ticks
/// ticks.finish()?;
///
/// let mut ticks = npy::Writer::<Tick>::append(&path)?;   // tomorrow
/// assert_eq!(ticks.len(), 101);
/// ticks.push(Tick { time: 3, price: 4.5 })?;
/// ticks.finish()?;
/// assert_eq!(npy::open(&path)?.column::<f64>("price")?.max(), Some(4.5));
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// # What a crash leaves
/// Rows are collected in memory and written, some 256 KiB at a time, behind those that the
/// header counts; the header is written last, in place, in the room that NumPy's headers
/// have for a number that grows. So the file is always valid, and a program that ends
/// without a word loses the rows since the last flush and nothing else: rows that were
/// written but not counted are bytes behind the array, which readers leave alone and
/// [`append`](Writer::append) removes. Where the power may fail, too,
/// [`sync`](Writer::sync) has each step on the disk before the next.
///
/// When it is dropped, a writer flushes; errors get lost then, [`finish`](Writer::finish)
/// returns them. If rows cannot be written, they are kept, and written by the next call
/// that can.
pub struct Writer<F: Element, W: Write + Seek = File> {
    rows: Appender<W>,
    /// How a value goes into a row of the file, and room for a value, if the file's rows
    /// are laid out anew.
    anew: Option<(Vec<Move>, Vec<u8>)>,
    of: PhantomData<fn(F)>,
}

impl<F: Element> Writer<F> {
    /// Starts a file, or starts it anew, without a row. It is a valid file at once.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be created.
    pub fn create(path: impl AsRef<Path>) -> Result<Writer<F>, Error> {
        Ok(Writer::of(Appender::create(path.as_ref(), F::DTYPE)?, F::DTYPE))
    }

    /// Goes on with a file that is there. What lies behind its last row, such as rows that
    /// were not flushed before a crash, is cut off.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::Npy`] if it is no `.npy` file or its rows are not `F`, field by
    /// field as this writer would write them, if it is an array in Fortran's order with more
    /// than one dimension, or if its header has no room for more rows, as those that NumPy
    /// wrote before 2022 may have not.
    pub fn append(path: impl AsRef<Path>) -> Result<Writer<F>, Error> {
        Ok(Writer::of(Appender::append(path.as_ref(), Some(F::DTYPE))?.0, F::DTYPE))
    }

    /// [`flush`](Writer::flush), and waits until it is on the disk: first the rows, then
    /// the number of them.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn sync(&mut self) -> Result<(), Error> {
        self.rows.sync()
    }
}

impl<F: Element, W: Write + Seek> Writer<F, W> {
    /// Starts a file, without a row, where a stream stands.
    ///
    /// ```
    /// use std::io::Cursor;
    /// use records_core::npy;
    ///
    /// let mut writer = npy::Writer::<f32, _>::new(Cursor::new(Vec::new()))?;
    /// writer.extend([0.5, 1.5])?;
    /// let bytes = writer.finish()?.into_inner();
    /// assert_eq!(npy::from_bytes(bytes)?.values::<f32>()?.sum(), 2.0);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be written.
    pub fn new(out: W) -> Result<Writer<F, W>, Error> {
        Ok(Writer::of(Appender::new(out, None, F::DTYPE)?, F::DTYPE))
    }

    fn of(rows: Appender<W>, dtype: &DType) -> Writer<F, W> {
        let anew = said(dtype).ok().flatten().map(|in_file| {
            let mut parts = Vec::new();
            pairs(dtype, &in_file, None, &mut parts);
            (moves_of(parts.into_iter()), alloc::vec![0; F::SIZE])
        });
        Writer { rows, anew, of: PhantomData }
    }

    /// How many rows there are, those included that are not flushed.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`Error::Io`] if it was time to write, and that failed. The row is added all the
    /// same, and waits with the others.
    pub fn push(&mut self, row: F) -> Result<(), Error> {
        let anew = &mut self.anew;
        self.rows.push(|to| {
            match anew {
                // SAFETY: a row of the file is F as a record has it.
                None => unsafe { row.write(to.as_mut_ptr()) },
                Some((moves, value)) => {
                    let from = Strided::new(value.as_mut_ptr(), 1, F::SIZE as isize);
                    let to = Strided::new(to.as_mut_ptr(), 1, to.len() as isize);
                    // SAFETY: room for a value; the moves are the bytes of its fields, and
                    // go to bytes of a row.
                    unsafe {
                        row.write(from.base());
                        kernel::repack(from, to, moves, Holes::Kept);
                    }
                }
            }
            Ok(())
        })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// As for [`push`](Writer::push); rows behind the one that failed are not asked for.
    pub fn extend(&mut self, rows: impl IntoIterator<Item = F>) -> Result<(), Error> {
        rows.into_iter().try_for_each(|row| self.push(row))
    }

    /// Adds the rows of a view: any that [`npy::write`](super::write) would write with the
    /// same dtype.
    ///
    /// # Errors
    /// [`Error::Npy`] if the rows are others, [`Error::Io`] if they cannot be written; none
    /// is added then.
    pub fn write(&mut self, rows: &(impl Save + ?Sized)) -> Result<(), Error> {
        self.rows.extend(rows.source()?)
    }

    /// Writes all rows, and then the number of them into the header.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn flush(&mut self) -> Result<(), Error> {
        self.rows.flush()
    }

    /// Flushes, and gives the file back.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self) -> Result<W, Error> {
        self.rows.finish()
    }
}

/// Adds rows of a run-time layout to a `.npy` file; the twin of [`Writer`], with what it
/// says of crashes.
///
/// ```
/// use records_core::{Layout, npy};
///
/// # let directory = tempfile::tempdir().unwrap();
/// # let path = directory.path().join("people.npy");
/// let layout = Layout::parse("[('name', 'S10'), ('age', '<u2')]")?;
/// let mut people = npy::DynWriter::create(&path, &layout)?;
/// people.push(&["Zhang".into(), 32.into()])?;
/// people.finish()?;
///
/// let mut people = npy::DynWriter::append(&path)?;      // as the file has them
/// people.push(&["Wang".into(), 24.into()])?;
/// people.finish()?;
/// assert_eq!(npy::open(&path)?.column::<u16>("age")?.to_vec(), [32, 24]);
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct DynWriter<W: Write + Seek = File> {
    rows: Appender<W>,
    /// The layout of the file's rows.
    layout: Layout,
}

impl DynWriter {
    /// Starts a file, or starts it anew, without a row; see [`Writer::create`].
    ///
    /// # Errors
    /// As there.
    pub fn create(path: impl AsRef<Path>, layout: &Layout) -> Result<DynWriter, Error> {
        let layout = in_file(layout)?;
        let rows = Appender::create(path.as_ref(), &DType::record(layout.clone()))?;
        Ok(DynWriter { rows, layout })
    }

    /// Goes on with a file that is there, whatever its rows are; see [`Writer::append`].
    /// The rows of a plain array are values of one field, `f0`.
    ///
    /// # Errors
    /// As there; rows that are arrays are other rows.
    pub fn append(path: impl AsRef<Path>) -> Result<DynWriter, Error> {
        let (rows, header) = Appender::append(path.as_ref(), None)?;
        Ok(DynWriter { rows, layout: header.layout.as_ref().clone() })
    }

    /// [`Writer::sync`].
    ///
    /// # Errors
    /// As there.
    pub fn sync(&mut self) -> Result<(), Error> {
        self.rows.sync()
    }
}

impl<W: Write + Seek> DynWriter<W> {
    /// Starts a file, without a row, where a stream stands.
    ///
    /// # Errors
    /// [`Error::Io`] if it cannot be written.
    pub fn new(out: W, layout: &Layout) -> Result<DynWriter<W>, Error> {
        let layout = in_file(layout)?;
        let rows = Appender::new(out, None, &DType::record(layout.clone()))?;
        Ok(DynWriter { rows, layout })
    }

    /// What a row of the file looks like.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many rows there are, those included that are not flushed.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a row: a value for each field, in the order of the layout, as
    /// [`DynRecordBuf::push`](crate::DynRecordBuf::push) takes them.
    ///
    /// # Errors
    /// [`Error::Lengths`] and [`Error::CannotHold`] as there, nothing is added then;
    /// [`Error::Io`] as for [`Writer::push`].
    pub fn push(&mut self, values: &[Value]) -> Result<(), Error> {
        self.rows.push(|row| encode::row(&self.layout, values, row))
    }

    /// Adds the rows of a view; see [`Writer::write`].
    ///
    /// # Errors
    /// As there.
    pub fn write(&mut self, rows: &(impl Save + ?Sized)) -> Result<(), Error> {
        self.rows.extend(rows.source()?)
    }

    /// Writes all rows, and then the number of them into the header.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn flush(&mut self) -> Result<(), Error> {
        self.rows.flush()
    }

    /// Flushes, and gives the file back.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub fn finish(self) -> Result<W, Error> {
        self.rows.finish()
    }
}

/// The layout that rows have in a file.
fn in_file(layout: &Layout) -> Result<Layout, Error> {
    Ok(match said(&DType::record(layout.clone()))? {
        Some(DType::Record(anew)) => anew.get().clone(),
        _ => layout.clone(),
    })
}

impl<F: Element, W: Write + Seek> fmt::Debug for Writer<F, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Writer({} rows)", self.len())
    }
}

impl<W: Write + Seek> fmt::Debug for DynWriter<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DynWriter({} rows)", self.len())
    }
}
