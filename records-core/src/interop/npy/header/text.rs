//! Writing headers, byte for byte as NumPy does.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::NpyErrorKind;
use super::Header;
use crate::error::npy::MAGIC;
use crate::error::tuple;
use crate::{DType, Error, Layout};

/// The data begin at a multiple of so many bytes.
const ALIGN: usize = 64;

/// Digits that the number of rows may grow to.
const GROWTH: usize = 21;

/// The descr of a dtype that is no array: `'<f8'`, or a list of fields.
///
/// # Errors
/// [`Error::Layout`] if its size is no size of a record.
pub(in super::super) fn plain(dtype: &DType) -> Result<String, Error> {
    if let DType::Record(layout) = dtype {
        return Ok(layout.get().descr().into_string());
    }
    let one = Layout::try_packed([("f0", dtype.clone())])?.descr().into_string();
    let code = one.strip_prefix("[('f0', ").and_then(|code| code.strip_suffix(")]"));
    Ok(code.unwrap_or(&one).to_string())
}

/// The header of an array, from the first byte of the file to the data.
pub(in super::super) fn header(
    descr: &str,
    fortran_order: bool,
    shape: &[usize],
) -> Result<Vec<u8>, Error> {
    let order = if fortran_order { "True" } else { "False" };
    let mut text =
        format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {}, }}", tuple(shape));
    // Room to write the number of rows anew when it has grown.
    if let Some(len) = if fortran_order { shape.last() } else { shape.first() } {
        let digits = len.to_string().len();
        text.extend(core::iter::repeat_n(' ', GROWTH.saturating_sub(digits)));
    }
    wrap(&text)
}

/// The text with what stands before and behind it, in the oldest version that can
/// say it.
fn wrap(text: &str) -> Result<Vec<u8>, Error> {
    if let Some(latin1) = latin1(text) {
        let length = padded(10, latin1.len());
        if let Ok(length) = u16::try_from(length) {
            return Ok(join(1, &length.to_le_bytes(), &latin1));
        }
        return long(2, &latin1);
    }
    long(3, text.as_bytes())
}

fn long(major: u8, text: &[u8]) -> Result<Vec<u8>, Error> {
    let length = padded(12, text.len());
    match u32::try_from(length) {
        Ok(length) => Ok(join(major, &length.to_le_bytes(), text)),
        Err(_) => Err(NpyErrorKind::HeaderTooLarge { bytes: length }.into()),
    }
}

/// Bytes of a text of so many, when so many stand before it, with what makes the
/// data aligned: at least one space, as NumPy does it, and a newline.
fn padded(before: usize, text: usize) -> usize {
    let text = text + 1;
    text + ALIGN - (before + text) % ALIGN
}

fn join(major: u8, length: &[u8], text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::from(MAGIC);
    bytes.extend([major, 0]);
    bytes.extend(length);
    let end = bytes.len() + padded(bytes.len(), text.len());
    bytes.extend(text);
    bytes.resize(end - 1, b' ');
    bytes.push(b'\n');
    bytes
}

/// The text in Latin-1, if all its characters are.
fn latin1(text: &str) -> Option<Vec<u8>> {
    text.chars().map(|c| u8::try_from(c).ok()).collect()
}

/// A header in which the number of rows can be written anew.
#[derive(Debug)]
pub(in super::super) struct Room {
    /// Bytes from the first one of the file to the number.
    before: usize,
    /// What follows the number, but for spaces and the newline at the end.
    after: Vec<u8>,
    /// Bytes of the whole header.
    len: usize,
}

impl Room {
    /// The room in a header that was read.
    ///
    /// # Errors
    /// [`NpyErrorKind::NoRows`], [`NpyErrorKind::NoRoom`].
    pub(in super::super) fn of(header: &Header) -> Result<Room, Error> {
        let (shape, fortran_order) = (header.shape.clone(), header.fortran_order);
        let rows = header.first.clone().filter(|_| !fortran_order || shape.len() == 1);
        let Some(number) = rows else {
            return Err(NpyErrorKind::NoRows { shape, fortran_order }.into());
        };
        // Versions 1 and 2 are in Latin-1, and have been read as such.
        let encode = |text: &str| match header.version.0 {
            3 => text.as_bytes().to_vec(),
            _ => latin1(text).unwrap_or_default(),
        };
        let after = encode(header.text[number.end..].trim_end());
        let before = header.start - encode(&header.text[number.start..]).len();
        let expected = before + u64::MAX.to_string().len() + after.len() + 1;
        if expected > header.start {
            return Err(NpyErrorKind::NoRoom { header: header.start, expected }.into());
        }
        Ok(Room { before, after, len: header.start })
    }

    /// The header from the number on, with so many rows, and the byte of the file at which
    /// that stands.
    pub(in super::super) fn with_rows(&self, rows: u64) -> (usize, Vec<u8>) {
        let mut bytes = rows.to_string().into_bytes();
        bytes.extend(&self.after);
        bytes.resize(self.len - self.before - 1, b' ');
        bytes.push(b'\n');
        (self.before, bytes)
    }

    /// Bytes of it, whatever the number.
    pub(in super::super) fn len(&self) -> usize {
        self.len
    }
}
