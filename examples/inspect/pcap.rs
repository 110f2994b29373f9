//! Captures of network packets, as `tcpdump -w` writes them.
//!
//! A file header says how numbers are written; then each packet is a header and as
//! many bytes as it says. So the headers have no constant stride: they are read one
//! by one, and the rows are an index of the packets.

use records_core::zerocopy::{big_endian as be, little_endian as le};
use records_core::{
    DateTime64, DynRecordBuf, Element, Microseconds, Nanoseconds, Record, RecordBuf, Records, Unit,
};

use crate::error::{Error, part};
use crate::report::many;
use crate::table::{Rows, Table};

/// What a file starts with, little-endian and big-endian: times count microseconds
/// or nanoseconds.
const MICROSECONDS: [[u8; 4]; 2] = [[0xd4, 0xc3, 0xb2, 0xa1], [0xa1, 0xb2, 0xc3, 0xd4]];
const NANOSECONDS: [[u8; 4]; 2] = [[0x4d, 0x3c, 0xb2, 0xa1], [0xa1, 0xb2, 0x3c, 0x4d]];
/// The same in both orders.
const NEXT_GENERATION: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

/// Whether a file that starts so is a capture, of either format.
pub fn is_capture(file: &[u8]) -> bool {
    let magics = MICROSECONDS.iter().chain(&NANOSECONDS).chain([&NEXT_GENERATION]);
    magics.into_iter().any(|magic| file.starts_with(magic))
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct FileHeader<Half: Element, Word: Element> {
    magic: Word,
    version_major: Half,
    version_minor: Half,
    thiszone: Word,
    sigfigs: Word,
    /// The most bytes that are kept of a packet.
    snaplen: Word,
    /// What kind of packets they are: 1 is Ethernet.
    network: Word,
}

/// What lies before each packet.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct PacketHeader<Word: Element> {
    ts_sec: Word,
    /// Microseconds or nanoseconds of the second.
    ts_frac: Word,
    incl_len: Word,
    orig_len: Word,
}

/// A line of the index.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Packet<Time: Element> {
    /// Since 1970.
    time: Time,
    /// Bytes that the packet had, ...
    orig_len: u32,
    /// ... and those that the file has.
    incl_len: u32,
    /// Where they start in the file.
    at: u64,
}

pub fn read(file: &[u8]) -> Result<Table<'_>, Error> {
    let what = "not a pcap capture";
    let Some(magic) = file.first_chunk::<4>() else {
        return Err(Error::new(what, format_args!("it has {} bytes", file.len())));
    };
    if *magic == NEXT_GENERATION {
        let why = "it is pcapng, another format: `editcap -F pcap FILE NEW` converts it";
        return Err(Error::new(what, why));
    }
    match (
        MICROSECONDS.iter().position(|m| m == magic),
        NANOSECONDS.iter().position(|m| m == magic),
    ) {
        (Some(0), _) => {
            index::<le::U16, le::U32, Microseconds>(file, "little-endian, microseconds")
        }
        (Some(_), _) => index::<be::U16, be::U32, Microseconds>(file, "big-endian, microseconds"),
        (_, Some(0)) => index::<le::U16, le::U32, Nanoseconds>(file, "little-endian, nanoseconds"),
        (_, Some(_)) => index::<be::U16, be::U32, Nanoseconds>(file, "big-endian, nanoseconds"),
        _ => Err(Error::new(what, format_args!("it starts with \"{}\"", magic.escape_ascii()))),
    }
}

/// Goes from header to header.
fn index<'a, Half, Word, U>(file: &[u8], kind: &str) -> Result<Table<'a>, Error>
where
    Half: Element + Into<u16>,
    Word: Element + Into<u32>,
    U: Unit + Copy,
{
    let header = Records::<FileHeader<Half, Word>>::read_at(file, 0)
        .map_err(|error| Error::new("the file header", error))?;
    let a_second = if U::STEP == Nanoseconds::STEP { 1_000_000_000 } else { 1_000_000 };

    let mut packets = RecordBuf::<Packet<DateTime64<U>>>::new();
    let mut at = FileHeader::<Half, Word>::LAYOUT.itemsize();
    while at < file.len() {
        let number = packets.len();
        let packet = Records::<PacketHeader<Word>>::read_at(file, at)
            .map_err(|error| Error::new(format_args!("the header of packet {number}"), error))?;
        at += PacketHeader::<Word>::LAYOUT.itemsize();
        let (seconds, fraction): (u32, u32) = (packet.ts_sec.into(), packet.ts_frac.into());
        let (incl_len, orig_len): (u32, u32) = (packet.incl_len.into(), packet.orig_len.into());
        let bytes = part(file, at as u64, incl_len.into(), format_args!("packet {number}"))?;
        // 32 bits of nanoseconds and of seconds take less than 63 together.
        let time = DateTime64::new(i64::from(seconds) * a_second + i64::from(fraction));
        packets.push(Packet { time, incl_len, orig_len, at: at as u64 });
        at += bytes.len();
    }

    let version: (u16, u16) = (header.version_major.into(), header.version_minor.into());
    let (snaplen, network): (u32, u32) = (header.snaplen.into(), header.network.into());
    let title = format!(
        "pcap capture {}.{}, {kind}: {}",
        version.0,
        version.1,
        many(packets.len(), "packet")
    );
    let ethernet = if network == 1 { " (Ethernet)" } else { "" };
    let mut notes =
        vec![format!("up to {snaplen} bytes of each are kept; link type {network}{ethernet}")];
    let times = packets.columns().time;
    let steps = || times.iter().map(|time| time.steps());
    if let (Some(first), Some(last)) = (steps().min(), steps().max()) {
        let span = (last - first) as f64 / a_second as f64;
        notes.push(format!("from {} on for {span} seconds", utc(first.div_euclid(a_second))));
    }
    notes.push(
        "the layout is that of the header before each packet in the file; the rows are an".into(),
    );
    notes.push(
        "index of the packets, since headers have no constant stride (at: where it starts)".into(),
    );
    let rows = DynRecordBuf::from_bytes(packets.into_bytes(), Packet::<DateTime64<U>>::LAYOUT)
        .map_err(|error| Error::new("the index", error))?;
    Ok(Table {
        title,
        notes,
        layout: PacketHeader::<Word>::LAYOUT.clone(),
        rows: Rows::Copied(rows),
        derived: Vec::new(),
    })
}

/// Seconds since 1970 as a date and a time of day.
fn utc(seconds: i64) -> String {
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Years from March on, so that the leap day is the last of a year: in 400 of them
    // are 146 097 days. (Howard Hinnant's algorithm for the proleptic calendar.)
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = era * 400 + year + next;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}
