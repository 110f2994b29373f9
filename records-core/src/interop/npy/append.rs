//! The part of a writer that knows bytes: rows behind each other, and a header that
//! counts them.

use alloc::string::String;
use alloc::vec::Vec;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use super::error::{about, io, shown};
use super::header::{self, Header, Room};
use super::saved::said;
use super::source::Source;
use super::{NpyErrorKind, OpenOptions};
use crate::{DType, Error};

/// Bytes of rows that wait to be written together.
const BUFFER: usize = 256 << 10;

/// A file to which rows are added. Rows are written first and counted afterwards, so that
/// at any time the rows that the header counts are there.
#[derive(Debug)]
pub(super) struct Appender<W: Write + Seek> {
    /// Gone when it has been given back.
    out: Option<W>,
    path: Option<String>,
    /// Where in `out` the file begins.
    start: u64,
    room: Room,
    kind: Kind,
    /// Rows that the header counts.
    counted: u64,
    /// Rows in the file.
    written: u64,
    /// Rows that follow those, `waiting` of them.
    buffer: Vec<u8>,
    waiting: u64,
}

/// What a row is.
#[derive(Debug)]
struct Kind {
    descr: String,
    /// The lengths of the dimensions behind the first.
    shape: Vec<usize>,
    /// Bytes of a row.
    size: usize,
}

impl Kind {
    /// Rows that are each one item of a dtype.
    fn of(dtype: &DType) -> Result<Kind, Error> {
        let said = said(dtype)?;
        let mut item = said.as_ref().unwrap_or(dtype);
        let (mut shape, size) = (Vec::new(), item.size());
        while let DType::Array(element, len) = item {
            shape.push(*len);
            item = element.get();
        }
        Ok(Kind { descr: header::plain(item)?, shape, size })
    }
}

impl<W: Write + Seek> Appender<W> {
    /// Starts a file whose rows are each one item of a dtype.
    pub(super) fn new(mut out: W, path: Option<String>, dtype: &DType) -> Result<Self, Error> {
        let kind = Kind::of(dtype)?;
        let bytes = header::header(&kind.descr, false, &[&[0], &kind.shape[..]].concat())?;
        let room = Room::of(&Header::read(&bytes, usize::MAX)?)?;
        let start = out.stream_position().and_then(|start| {
            out.write_all(&bytes)?;
            out.flush()?;
            Ok(start)
        });
        let start = start.map_err(|error| io("cannot write", path.as_deref(), &error))?;
        Ok(Appender {
            out: Some(out),
            path,
            start,
            room,
            kind,
            counted: 0,
            written: 0,
            buffer: Vec::new(),
            waiting: 0,
        })
    }

    /// How many rows there are, those included that wait to be written.
    pub(super) fn len(&self) -> u64 {
        self.written + self.waiting
    }

    /// Adds a row, which `fill` writes over zeros.
    pub(super) fn push(
        &mut self,
        fill: impl FnOnce(&mut [u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let start = self.buffer.len();
        self.buffer.resize(start + self.kind.size, 0);
        if let Err(error) = fill(&mut self.buffer[start..]) {
            self.buffer.truncate(start);
            return Err(error);
        }
        self.waiting += 1;
        self.drain_if_full()
    }

    /// Adds the rows of a source.
    pub(super) fn extend(&mut self, source: Source<'_>) -> Result<(), Error> {
        let source = source.in_c_order();
        let (rows, shape) = match source.shape() {
            [] => (1, &[][..]),
            [rows, shape @ ..] => (*rows as u64, shape),
        };
        let Kind { descr, shape: own, .. } = &self.kind;
        if source.descr() != descr || shape != own {
            return Err(self.other_rows(source.descr(), shape));
        }
        if source.bytes().is_some_and(|bytes| bytes <= BUFFER) {
            let written = source.write_items(&mut self.buffer);
            written.map_err(|error| self.error(&error))?;
            self.waiting += rows;
            return self.drain_if_full();
        }
        self.drain()?;
        let mut write = || {
            let at = self.end();
            let out = self.out()?;
            out.seek(at)?;
            source.write_items(out)
        };
        write().map_err(|error| self.error(&error))?;
        self.written += rows;
        Ok(())
    }

    /// Writes what waits, and then how many rows there are.
    pub(super) fn flush(&mut self) -> Result<(), Error> {
        self.drain()?;
        self.count().map_err(|error| self.error(&error))
    }

    fn count(&mut self) -> std::io::Result<()> {
        let rows = self.written;
        let anew = (self.counted != rows).then(|| {
            // The rest of the header stays, so that as few bytes as can be change.
            let (at, bytes) = self.room.with_rows(rows);
            (SeekFrom::Start(self.start.saturating_add(at as u64)), bytes)
        });
        let out = self.out()?;
        out.flush()?;
        if let Some((at, bytes)) = anew {
            out.seek(at)?;
            out.write_all(&bytes)?;
            out.flush()?;
            self.counted = rows;
        }
        Ok(())
    }

    fn drain_if_full(&mut self) -> Result<(), Error> {
        if self.buffer.len() < BUFFER { Ok(()) } else { self.drain() }
    }

    /// Writes what waits behind the rows that have been written. If that fails it waits on,
    /// and is written to the same place the next time.
    fn drain(&mut self) -> Result<(), Error> {
        if self.waiting > 0 {
            self.try_drain().map_err(|error| self.error(&error))?;
        }
        Ok(())
    }

    fn try_drain(&mut self) -> std::io::Result<()> {
        let at = self.end();
        let out = self.out.as_mut().ok_or_else(gone)?;
        out.seek(at)?;
        out.write_all(&self.buffer)?;
        self.buffer.clear();
        self.written += self.waiting;
        self.waiting = 0;
        Ok(())
    }

    /// Behind the last row that was written.
    fn end(&self) -> SeekFrom {
        let rows = self.written.saturating_mul(self.kind.size as u64);
        SeekFrom::Start(self.start.saturating_add(self.room.len() as u64).saturating_add(rows))
    }

    fn out(&mut self) -> std::io::Result<&mut W> {
        self.out.as_mut().ok_or_else(gone)
    }

    fn error(&self, error: &std::io::Error) -> Error {
        io("cannot write", self.path.as_deref(), error)
    }

    fn other_rows(&self, descr: &str, shape: &[usize]) -> Error {
        let kind = NpyErrorKind::OtherRows {
            expected: self.kind.descr.clone(),
            expected_shape: self.kind.shape.clone(),
            found: descr.into(),
            found_shape: shape.to_vec(),
        };
        about(self.path.as_deref(), kind.into())
    }

    /// Writes everything and gives the output back.
    pub(super) fn finish(mut self) -> Result<W, Error> {
        self.flush()?;
        self.out.take().ok_or_else(|| self.error(&gone()))
    }
}

/// Nobody can see a writer whose output was given back.
fn gone() -> std::io::Error {
    std::io::ErrorKind::NotConnected.into()
}

impl Appender<File> {
    pub(super) fn create(path: &Path, dtype: &DType) -> Result<Self, Error> {
        let name = shown(path);
        let file = File::create(path);
        let file = file.map_err(|error| io("cannot create", Some(&name), &error))?;
        Appender::new(file, Some(name), dtype)
    }

    /// Goes on with a file that is there, and whose rows are each one item of a dtype: the
    /// one given, or else the one that the file has, which is returned.
    pub(super) fn append(path: &Path, dtype: Option<&DType>) -> Result<(Self, Header), Error> {
        let name = shown(path);
        let file = File::options().read(true).write(true).open(path);
        let mut file = file.map_err(|error| io("cannot open", Some(&name), &error))?;
        // A file of one's own, whose header may be as long as its records are wide.
        let options = OpenOptions::new().max_header_size(usize::MAX);
        let (header, _) = options.read_header(&mut file, Some(&name))?;
        let named = |error| about(Some(&name), error);
        let cannot = |error: std::io::Error| io("cannot write", Some(&name), &error);
        let room = Room::of(&header).map_err(named)?;
        let kind = Kind::of(dtype.unwrap_or(&header.dtype))?;
        let own = Kind::of(&header.dtype)?;
        let shape = [&header.shape[1..], &own.shape].concat();
        let size = file.metadata().map_err(cannot)?.len();
        header.check_data(usize::try_from(size).unwrap_or(usize::MAX)).map_err(named)?;
        let rows = header.shape[0] as u64;
        let mut appender = Appender {
            out: None,
            path: Some(name.clone()),
            start: 0,
            room,
            kind: Kind { descr: own.descr, shape, size: kind.size },
            counted: rows,
            written: rows,
            buffer: Vec::new(),
            waiting: 0,
        };
        if kind.descr != appender.kind.descr || kind.shape != appender.kind.shape {
            return Err(appender.other_rows(&kind.descr, &kind.shape));
        }
        // Rows that were written and not counted.
        let end = (header.start + header.data()) as u64;
        if size > end {
            file.set_len(end).map_err(cannot)?;
        }
        appender.out = Some(file);
        Ok((appender, header))
    }

    /// [`flush`](Appender::flush), each step of which reaches the disk before the next.
    pub(super) fn sync(&mut self) -> Result<(), Error> {
        self.drain()?;
        let mut sync = || {
            self.out()?.sync_data()?;
            self.count()?;
            self.out()?.sync_data()
        };
        sync().map_err(|error| self.error(&error))
    }
}

impl<W: Write + Seek> Drop for Appender<W> {
    fn drop(&mut self) {
        if self.out.is_some() {
            // Nobody is left to be told; `finish` tells.
            let _ = self.flush();
        }
    }
}
