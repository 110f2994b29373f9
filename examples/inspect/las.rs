//! Point clouds: LAS files, versions 1.0 to 1.4.
//!
//! The file header is a record; it says of which of eleven formats the points are and
//! how many bytes each takes, which may be more: then records behind the header say
//! what else a point has. So the layout of a point is made at run time.

use records_core::zerocopy::little_endian as le;
use records_core::{ByteOrder, DType, DynRecords, FixedBytes, Layout, Raw, Record, Records};

use crate::error::{Error, part, text};
use crate::report::{many, short};
use crate::table::{Derived, Table};

/// What all versions start with.
#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Header {
    /// `LASF`
    signature: FixedBytes<4>,
    file_source: le::U16,
    global_encoding: le::U16,
    project: Raw<16>,
    version: [u8; 2],
    system: FixedBytes<32>,
    software: FixedBytes<32>,
    day: le::U16,
    year: le::U16,
    /// Bytes of the header.
    header_size: le::U16,
    /// The byte at which the points start.
    points_at: le::U32,
    /// How many variable-length records follow the header.
    records: le::U32,
    point_format: u8,
    /// Bytes of a point.
    point_size: le::U16,
    /// How many there are; 0 where a later field says it.
    points: le::U32,
    points_by_return: [le::U32; 5],
    /// Coordinates are integers: times this ...
    scale: [le::F64; 3],
    /// ... plus this.
    offset: [le::F64; 3],
    /// The largest and the least coordinate, along each axis.
    bounds: [[le::F64; 2]; 3],
}

/// What version 1.4 has more.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Header14 {
    waveforms_at: le::U64,
    extended_at: le::U64,
    extended: le::U32,
    points: le::U64,
    points_by_return: [le::U64; 15],
}

/// What lies before each variable-length record.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct RecordHeader {
    reserved: le::U16,
    user: FixedBytes<16>,
    id: le::U16,
    len: le::U16,
    description: FixedBytes<32>,
}

/// What says that points have a field more.
#[derive(Record, Clone, Copy)]
#[record(packed)]
struct ExtraBytes {
    reserved: le::U16,
    data_type: u8,
    options: u8,
    name: FixedBytes<32>,
    unused: Raw<4>,
    no_data: Raw<24>,
    min: Raw<24>,
    max: Raw<24>,
    scale: [le::F64; 3],
    offset: [le::F64; 3],
    description: FixedBytes<32>,
}

pub fn is_las(file: &[u8]) -> bool {
    file.starts_with(b"LASF")
}

pub fn read(file: &[u8]) -> Result<Table<'_>, Error> {
    let what = "the file header";
    let header: Header =
        Records::<Header>::read_at(file, 0).map_err(|error| Error::new(what, error))?;
    if !is_las(file) {
        return Err(Error::new(what, "it does not start with LASF"));
    }
    let [major, minor] = header.version;
    if major != 1 || minor > 4 {
        return Err(Error::new(what, format_args!("version {major}.{minor}, expected 1.0 to 1.4")));
    }
    let mut count = u64::from(header.points.get());
    if minor == 4 {
        let more = Records::<Header14>::read_at(file, Header::LAYOUT.itemsize())
            .map_err(|error| Error::new(what, error))?;
        count = if count == 0 { more.points.get() } else { count };
    }

    let mut notes = vec![format!("written by {}", text(header.software.as_bytes()))];
    let layout = layout(file, &header, &mut notes)?;
    let from = usize::try_from(header.points_at.get());
    let (from, count) = from
        .ok()
        .zip(usize::try_from(count).ok())
        .ok_or_else(|| Error::new("the points", "more of them than there is memory"))?;
    if from < usize::from(header.header_size.get()).max(Header::LAYOUT.itemsize()) {
        let why = format_args!("they start at byte {from}, within the header");
        return Err(Error::new("the points", why));
    }
    let rows = DynRecords::from_bytes_at(file, &layout, from, count)
        .map_err(|error| Error::new("the points", error))?;

    let title = format!(
        "LAS {major}.{minor}, point format {}: {} of {} from byte {from}",
        header.point_format,
        many(count, "point"),
        many(layout.itemsize(), "byte")
    );
    let derived = in_world(&rows, &header);
    // Adding 0 makes 0 of -0.
    let axes = |numbers: [le::F64; 3]| numbers.map(|n| (n.get() + 0.0).to_string()).join(", ");
    notes.push(format!(
        "on the map: x, y, z times {} plus {}",
        axes(header.scale),
        axes(header.offset)
    ));
    Ok(Table { notes, derived, ..Table::new(title, rows) })
}

/// The coordinates in the units of the map: scaled and moved.
fn in_world(rows: &DynRecords<'_>, header: &Header) -> Vec<Derived> {
    let axis = |k: usize| {
        let name = ["x", "y", "z"][k];
        let summary = rows.dyn_column(name).ok()?.summary()?;
        let (scale, offset) = (header.scale[k].get(), header.offset[k].get());
        let world =
            |number: Option<f64>| number.map_or_else(String::new, |n| short(n * scale + offset));
        Some(Derived {
            name: format!("{name} on the map"),
            min: world(summary.min.as_f64()),
            max: world(summary.max.as_f64()),
            mean: world(summary.mean),
        })
    };
    (0..3).filter_map(axis).collect()
}

/// The layout of a point: that of its format, and behind it what else it has.
fn layout(file: &[u8], header: &Header, notes: &mut Vec<String>) -> Result<Layout, Error> {
    let what = "the points";
    let format = header.point_format;
    if format & 0xc0 != 0 {
        return Err(Error::new(
            what,
            "they are compressed (LAZ): `las2las` or `laspy` unpacks them",
        ));
    }
    let mut fields = fields(format).ok_or_else(|| {
        Error::new(what, format_args!("of format {format}, expected one of 0 to 10"))
    })?;
    let own: usize = fields.iter().map(|(_, dtype)| dtype.size()).sum();
    let size = usize::from(header.point_size.get());
    let Some(mut left) = size.checked_sub(own) else {
        let why = format_args!("of {size} bytes each, expected {own} or more in format {format}");
        return Err(Error::new(what, why));
    };
    if left > 0 {
        for extra in extra_bytes(file, header)? {
            let (name, dtype) = extra.field()?;
            if dtype.size() > left {
                let why = format_args!("`{name}` takes {} bytes, of {left} left", dtype.size());
                return Err(Error::new("the extra bytes of a point", why));
            }
            left -= dtype.size();
            notes.extend(extra.note(&name));
            fields.push((free(name, &fields), dtype));
        }
        if left > 0 {
            notes.push(format!("{left} bytes of a point are described nowhere"));
            fields.push((free("undescribed".to_string(), &fields), DType::Raw(left)));
        }
    }
    // Numbers of LAS files are little-endian.
    let fields =
        fields.into_iter().map(|(name, dtype)| (name, dtype.with_order(ByteOrder::Little)));
    Layout::try_packed(fields)
        .map(|layout| layout.named("Point"))
        .map_err(|error| Error::new(what, error))
}

/// The name, or one like it that no field has.
fn free(name: String, fields: &[(String, DType)]) -> String {
    let taken = |name: &str| fields.iter().any(|(field, _)| field == name);
    let mut free = name.clone();
    let mut number = 2;
    while taken(&free) {
        free = format!("{name}_{number}");
        number += 1;
    }
    free
}

/// The fields of a point format, in the words of the specification.
fn fields(format: u8) -> Option<Vec<(String, DType)>> {
    let old: &[_] = &[
        ("x", DType::I32),
        ("y", DType::I32),
        ("z", DType::I32),
        ("intensity", DType::U16),
        ("returns", DType::U8),
        ("classification", DType::U8),
        ("scan_angle_rank", DType::I8),
        ("user_data", DType::U8),
        ("point_source", DType::U16),
    ];
    let new: &[_] = &[
        ("x", DType::I32),
        ("y", DType::I32),
        ("z", DType::I32),
        ("intensity", DType::U16),
        ("returns", DType::U8),
        ("flags", DType::U8),
        ("classification", DType::U8),
        ("user_data", DType::U8),
        ("scan_angle", DType::I16),
        ("point_source", DType::U16),
        ("gps_time", DType::F64),
    ];
    let time: &[_] = &[("gps_time", DType::F64)];
    let color: &[_] = &[("red", DType::U16), ("green", DType::U16), ("blue", DType::U16)];
    let infrared: &[_] = &[("nir", DType::U16)];
    let wave: &[_] = &[
        ("wave_descriptor", DType::U8),
        ("wave_at", DType::U64),
        ("wave_size", DType::U32),
        ("return_point", DType::F32),
        ("direction", DType::array(DType::F32, 3)),
    ];
    let parts: &[&[(&str, DType)]] = match format {
        0 => &[old],
        1 => &[old, time],
        2 => &[old, color],
        3 => &[old, time, color],
        4 => &[old, time, wave],
        5 => &[old, time, color, wave],
        6 => &[new],
        7 => &[new, color],
        8 => &[new, color, infrared],
        9 => &[new, wave],
        10 => &[new, color, infrared, wave],
        _ => return None,
    };
    let fields = parts.concat();
    Some(fields.into_iter().map(|(name, dtype)| (name.to_string(), dtype)).collect())
}

/// What the records behind the header say of extra bytes.
fn extra_bytes(file: &[u8], header: &Header) -> Result<Vec<ExtraBytes>, Error> {
    let mut at = u64::from(header.header_size.get());
    // There are no more than fit into the file.
    for number in 0..header.records.get() {
        let what = format!("variable-length record {number}");
        let bytes = part(file, at, RecordHeader::LAYOUT.itemsize() as u64, &what)?;
        let record =
            Records::<RecordHeader>::read_at(bytes, 0).map_err(|error| Error::new(&what, error))?;
        at += bytes.len() as u64;
        let bytes = part(file, at, record.len.get().into(), &what)?;
        at += bytes.len() as u64;
        if (record.user.as_bytes(), record.id.get()) == (b"LASF_Spec", 4) {
            return Records::<ExtraBytes>::from_bytes(bytes)
                .map(|extra| extra.to_vec())
                .map_err(|error| Error::new(&what, error));
        }
    }
    Ok(Vec::new())
}

impl ExtraBytes {
    fn field(&self) -> Result<(String, DType), Error> {
        let name = text(self.name.as_bytes());
        let name = if name.is_empty() { "extra".to_string() } else { name };
        let number = match self.data_type {
            0 => return Ok((name, DType::Raw(self.options.into()))),
            // Two and three numbers, deprecated in version 1.4.
            kind @ 1..=30 => (kind - 1) % 10,
            kind => {
                let why = format_args!("`{name}` is of type {kind}, expected 0 to 30");
                return Err(Error::new("the extra bytes of a point", why));
            }
        };
        let dtype = match number {
            0 => DType::U8,
            1 => DType::I8,
            2 => DType::U16,
            3 => DType::I16,
            4 => DType::U32,
            5 => DType::I32,
            6 => DType::U64,
            7 => DType::I64,
            8 => DType::F32,
            _ => DType::F64,
        };
        let many = usize::from((self.data_type - 1) / 10) + 1;
        Ok((name, if many == 1 { dtype } else { DType::array(dtype, many) }))
    }

    /// What there is to say of it.
    fn note(&self, name: &str) -> Option<String> {
        let mut note = text(self.description.as_bytes());
        if note == name {
            note.clear();
        }
        let (scaled, moved) = (self.options & 8 != 0, self.options & 16 != 0);
        if self.data_type != 0 && (scaled || moved) {
            let scale = if scaled { self.scale[0].get() } else { 1.0 };
            let offset = if moved { self.offset[0].get() } else { 0.0 };
            note += &format!(" (times {scale} plus {offset}, not applied)");
        }
        (!note.is_empty()).then(|| format!("{name}: {}", note.trim_start()))
    }
}
