//! Sound: RIFF files of WAVE form.
//!
//! A file is a list of chunks, each a name, a length and so many bytes: `fmt ` says
//! what a sample is, `data` holds the frames, one sample for each channel. So a frame
//! is a record with a field for each channel, in the file's byte order.

use std::ops::Range;

use records_core::zerocopy::{big_endian as be, little_endian as le};
use records_core::{
    ByteOrder, DType, DynRecordBuf, DynRecords, Element, FixedBytes, Layout, Record, Records,
};

use crate::error::{Error, part};
use crate::report::{many, short};
use crate::table::{Rows, Table};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Riff<Word: Element> {
    /// `RIFF`, `RIFX` where numbers are big-endian, or `RF64` where they are too large
    /// for 32 bits.
    name: FixedBytes<4>,
    len: Word,
    /// `WAVE`
    form: FixedBytes<4>,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct ChunkHeader<Word: Element> {
    name: FixedBytes<4>,
    len: Word,
}

/// The chunk `fmt `.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Format<Half: Element, Word: Element> {
    format: Half,
    channels: Half,
    /// Frames a second.
    rate: Word,
    bytes_a_second: Word,
    /// Bytes of a frame.
    frame: Half,
    /// Bits of a sample that are used.
    bits: Half,
}

/// What follows where the format is `EXTENSIBLE`.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Extension<Half: Element, Word: Element> {
    size: Half,
    valid_bits: Half,
    speakers: Word,
    /// The format ...
    format: Word,
    middle: [Half; 2],
    /// ... as a GUID, which ends so.
    end: [u8; 8],
}

/// The chunk `ds64` of `RF64`: lengths.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Lengths {
    riff: le::U64,
    data: le::U64,
}

const PCM: u16 = 1;
const FLOAT: u16 = 3;
const EXTENSIBLE: u16 = 0xfffe;
const GUID_END: [u8; 8] = [0x80, 0x00, 0x00, 0xaa, 0x00, 0x38, 0x9b, 0x71];
/// The length that says that the length is not known, or stands elsewhere.
const UNKNOWN: u32 = u32::MAX;

pub fn is_wave(file: &[u8]) -> bool {
    [b"RIFF", b"RIFX", b"RF64"].iter().any(|name| file.starts_with(*name))
        && file.get(8..12).is_none_or(|form| form == b"WAVE")
}

pub fn read(file: &[u8]) -> Result<Table<'_>, Error> {
    if file.starts_with(b"RIFX") {
        frames::<be::U16, be::U32>(file, ByteOrder::Big)
    } else {
        frames::<le::U16, le::U32>(file, ByteOrder::Little)
    }
}

fn frames<Half, Word>(file: &[u8], order: ByteOrder) -> Result<Table<'_>, Error>
where
    Half: Element + Into<u16>,
    Word: Element + Into<u32>,
{
    let chunks = Chunks::find::<Word>(file)?;
    let what = "the chunk `fmt `";
    let format = chunks.format.ok_or_else(|| Error::new(what, "missing"))?;
    let format = &file[format];
    let fmt = Records::<Format<Half, Word>>::read_at(format, 0)
        .map_err(|error| Error::new(what, error))?;
    let mut kind: u16 = fmt.format.into();
    let (channels, frame, bits): (u16, u16, u16) =
        (fmt.channels.into(), fmt.frame.into(), fmt.bits.into());
    if kind == EXTENSIBLE {
        let at = Format::<Half, Word>::LAYOUT.itemsize();
        let more = Records::<Extension<Half, Word>>::read_at(format, at)
            .map_err(|error| Error::new(what, error))?;
        let format: u32 = more.format.into();
        kind = match u16::try_from(format) {
            Ok(format) if more.end == GUID_END => format,
            _ => kind,
        };
    }
    if channels == 0 || frame == 0 || frame % channels != 0 {
        let why = format_args!("frames of {frame} bytes for {channels} channels");
        return Err(Error::new(what, why));
    }
    let size = usize::from(frame / channels);
    let dtype = match (kind, size) {
        (PCM, 1) => DType::U8,
        (PCM, 2) => DType::I16,
        (PCM, 4) => DType::I32,
        (PCM, 8) => DType::I64,
        // Shown as the next larger integer.
        (PCM, 3 | 5 | 6 | 7) => DType::Raw(size),
        (FLOAT, 4) => DType::F32,
        (FLOAT, 8) => DType::F64,
        (PCM | FLOAT, _) => {
            let kind = if kind == PCM { "integers" } else { "floats" };
            return Err(Error::new(what, format_args!("{kind} of {size} bytes")));
        }
        _ => {
            let why = format_args!("samples are compressed, format {kind:#06x}; expected 1 or 3");
            return Err(Error::new(what, why));
        }
    };
    if usize::from(bits) > 8 * size {
        let why = format_args!("samples of {bits} bits in {size} bytes");
        return Err(Error::new(what, why));
    }

    let layout = layout(channels, &dtype.with_order(order))?;
    let data = chunks.data.ok_or_else(|| Error::new("the chunk `data`", "missing"))?;
    let data = &file[data];
    let left = data.len() % usize::from(frame);
    let whole = if chunks.streamed { &data[..data.len() - left] } else { data };
    let rows = DynRecords::from_bytes(whole, &layout)
        .map_err(|error| Error::new("the chunk `data`", error))?;

    let rate: u32 = fmt.rate.into();
    let seconds = rows.len() as f64 / f64::from(rate.max(1));
    let title = format!(
        "WAV, {}: {} of {}, {rate} a second, {} seconds",
        if order == ByteOrder::Big { "big-endian" } else { "little-endian" },
        many(rows.len(), "frame"),
        many(channels.into(), "channel"),
        short(seconds)
    );
    let mut table = Table::new(title, rows);
    let of = if kind == FLOAT {
        "floats"
    } else if size == 1 {
        "unsigned integers"
    } else {
        "signed integers"
    };
    table.notes.push(format!("{bits} of {} bits, {of}", 8 * size));
    if chunks.streamed {
        table.notes.push("written as a stream: the data end with the file".into());
    }
    if left > 0 {
        table.notes.push(format!("left over behind the last frame: {}", many(left, "byte")));
    }
    if let DType::Raw(size) = dtype {
        let decoded = decoded(whole, size, order, channels)?;
        table.rows = Rows::Copied(decoded);
        table.notes.push(format!(
            "there is no dtype of {size}-byte integers: the layout is that of the file, the rows are\n\
             a copy as {}",
            if size == 3 { "i32" } else { "i64" }
        ));
    }
    Ok(table)
}

/// Channels that get a field each; more are one array.
const NAMED: u16 = 64;

/// A frame: a sample for each channel.
fn layout(channels: u16, dtype: &DType) -> Result<Layout, Error> {
    let name = |channel: u16| match (channel, channels) {
        (_, 1) => "mono".to_string(),
        (0, _) => "left".to_string(),
        (1, _) => "right".to_string(),
        _ => format!("ch{channel}"),
    };
    let fields: Vec<(String, DType)> = if channels <= NAMED {
        (0..channels).map(|channel| (name(channel), dtype.clone())).collect()
    } else {
        vec![("channels".to_string(), DType::array(dtype.clone(), channels.into()))]
    };
    Layout::try_packed(fields)
        .map(|layout| layout.named("Frame"))
        .map_err(|error| Error::new("a frame", error))
}

/// The samples as integers for which there is a dtype.
fn decoded(
    data: &[u8],
    size: usize,
    order: ByteOrder,
    channels: u16,
) -> Result<DynRecordBuf, Error> {
    let wide = if size == 3 { 4 } else { 8 };
    let mut bytes = Vec::with_capacity(data.len() / size * wide);
    for sample in data.chunks_exact(size) {
        // The sample's bytes as the upper ones of a number; the shift brings the sign.
        let mut number = [0; 8];
        match order {
            ByteOrder::Little => number[8 - size..].copy_from_slice(sample),
            ByteOrder::Big => {
                let upper = number[8 - size..].iter_mut();
                upper.zip(sample.iter().rev()).for_each(|(to, from)| *to = *from);
            }
        }
        let number = i64::from_le_bytes(number) >> (64 - 8 * size);
        bytes.extend(&number.to_le_bytes()[..wide]);
    }
    let dtype = if size == 3 { DType::I32 } else { DType::I64 };
    let layout = layout(channels, &dtype.with_order(ByteOrder::Little))?;
    DynRecordBuf::from_bytes(bytes, &layout).map_err(|error| Error::new("the samples", error))
}

/// Where the chunks that matter lie, within the file.
struct Chunks {
    format: Option<Range<usize>>,
    data: Option<Range<usize>>,
    /// Whether the data's length was not known when it was written.
    streamed: bool,
}

impl Chunks {
    fn find<Word: Element + Into<u32>>(file: &[u8]) -> Result<Chunks, Error> {
        let riff = Records::<Riff<Word>>::read_at(file, 0)
            .map_err(|error| Error::new("the file header", error))?;
        if riff.form.as_bytes() != b"WAVE" {
            let form = riff.form.as_bytes().escape_ascii();
            return Err(Error::new(
                "not a WAV file",
                format_args!("a RIFF file of form \"{form}\""),
            ));
        }
        let total: u32 = riff.len.into();
        let mut long = None;
        let mut chunks = Chunks { format: None, data: None, streamed: false };
        let mut at = Riff::<Word>::LAYOUT.itemsize();
        while at < file.len() && (chunks.data.is_none() || chunks.format.is_none()) {
            let what = format!("the chunk at byte {at}");
            let header = Records::<ChunkHeader<Word>>::read_at(file, at)
                .map_err(|error| Error::new(what, error))?;
            at += ChunkHeader::<Word>::LAYOUT.itemsize();
            let name = header.name.as_bytes();
            let what = format!("the chunk `{}`", name.escape_ascii());
            let len: u32 = header.len.into();
            let rest = (file.len() - at) as u64;
            let len = match (name, len, long) {
                (b"data", UNKNOWN, Some(long)) => long,
                (b"data", UNKNOWN, None) => {
                    chunks.streamed = true;
                    rest
                }
                // Whoever wrote it could not go back and say how much it is.
                (b"data", 0, _) if total == 0 || total == UNKNOWN => {
                    chunks.streamed = true;
                    rest
                }
                (_, len, _) => len.into(),
            };
            let bytes = part(file, at as u64, len, &what)?;
            let range = at..at + bytes.len();
            match name {
                b"ds64" => {
                    let lengths = Records::<Lengths>::read_at(bytes, 0)
                        .map_err(|error| Error::new(what, error))?;
                    long = Some(lengths.data.get());
                }
                b"fmt " => chunks.format = Some(range.clone()),
                b"data" => chunks.data = Some(range.clone()),
                _ => {}
            }
            // Chunks start at even bytes.
            at = range.end + range.len() % 2;
        }
        Ok(chunks)
    }
}
