//! Derived records, the dtypes that NumPy has for them, and projections.

use records_core::{
    DateTime64, Element, FixedBytes, FixedStr, Milliseconds, Raw, Record, RecordBuf, Seconds,
    TimeDelta64,
};
use serde_json::{Value as Json, json};
use zerocopy::big_endian;

use super::Files;
use super::rows::all_ways;

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

#[derive(Record, Clone, Copy)]
#[record(packed, project = Sample)]
struct CosId {
    cos: f64,
    id: i16,
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Person {
    name: FixedBytes<30>,
    age: i32,
    weight: f32,
    height: f32,
}

#[derive(Record, Clone, Copy)]
#[record(aligned, project = Person)]
struct AgeHeight {
    age: i32,
    height: f32,
}

#[derive(Record, Clone, Copy)]
#[record(packed, size = 40)]
struct Explicit {
    #[record(offset = 3)]
    count: big_endian::U32,
    #[record(offset = 8, rename = "größe")]
    size: big_endian::F64,
    #[record(offset = 20)]
    near: [big_endian::I16; 3],
    #[record(offset = 26)]
    far: u8,
}

/// Fields that lie in another order, which NumPy does not save.
#[derive(Record, Clone, Copy)]
#[record(packed, size = 16)]
struct Swapped {
    #[record(offset = 8)]
    second: u16,
    #[record(offset = 2)]
    first: u32,
}

#[derive(Element, Clone, Copy)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Element, Clone, Copy)]
#[repr(i16)]
enum Level {
    Low = -300,
    High = 300,
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Order {
    side: Side,
    id: u128,
    level: Level,
    change: i128,
    open: bool,
    levels: [Level; 2],
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Point {
    kind: u8,
    x: f64,
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Track {
    first: Point,
    flag: bool,
    trail: [Point; 2],
    grid: [[i16; 3]; 2],
    last: u8,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Texts {
    name: FixedStr<4>,
    raw: Raw<3>,
    at: DateTime64<Seconds>,
    took: TimeDelta64<Milliseconds>,
    both: Point,
}

/// Numbers that every format of floats has.
fn quarter(i: usize) -> f64 {
    (i as f64 - 3.0) / 4.0
}

/// A float as the manifest has it.
pub fn float(value: f64) -> Json {
    // Python's repr, of numbers that need no exponent.
    format!("{value:?}").into()
}

fn hex(bytes: &[u8]) -> Json {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}

const SAMPLE: &str = "[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]";

pub fn all(files: &mut Files) {
    samples(files);
    people(files);
    explicit(files);
    orders(files);
    nested(files);
    texts(files);
    #[cfg(all(feature = "half", feature = "num-complex"))]
    halves(files);
}

fn samples(files: &mut Files) {
    let rows: Vec<Sample> = (0..9)
        .map(|i| Sample { id: i as i16 * 3000 - 9000, sin: quarter(i), cos: -quarter(i) })
        .collect();
    all_ways(files, "sample", SAMPLE, &rows, |row| {
        let Sample { id, sin, cos } = *row;
        json!([id, float(sin), float(cos)])
    });
    let buf: RecordBuf<Sample> = rows.iter().copied().collect();
    let json: Vec<Json> = rows.iter().map(|row| json!([float(row.cos), row.id])).collect();
    let dtype = "[('cos', '<f8'), ('id', '<i2')]";
    let projection = buf.view().project::<CosId>();
    files.save("sample-projected", &projection, dtype, &[9], &json[..].into());
    let back: Vec<Json> = json.iter().rev().step_by(2).cloned().collect();
    let part = buf.view().reversed().step_by(2).project::<CosId>();
    files.save("sample-projected-back", &part, dtype, &[5], &back.into());
    let selected = buf.view().select((Sample::FIELDS.cos, Sample::FIELDS.id));
    let dtype = "[('f0', '<f8'), ('f1', '<i2')]";
    files.save("sample-selected", &selected, dtype, &[9], &json[..].into());
    let dynamic = buf.view().to_dyn().unwrap().select(&["cos", "id"]).unwrap();
    let dtype = "[('cos', '<f8'), ('id', '<i2')]";
    files.save("sample-dyn-selected", &dynamic, dtype, &[9], &json.into());
    files.save(
        "sample-column",
        &buf.columns().sin,
        "'<f8'",
        &[9],
        &rows.iter().map(|row| float(row.sin)).collect(),
    );
}

fn people(files: &mut Files) {
    let rows: Vec<Person> = (0..8)
        .map(|i| Person {
            name: FixedBytes::from_bytes("Zhäng\0x".as_bytes().get(..i).unwrap_or(b"Wang"))
                .unwrap(),
            age: i as i32 * -1_000_000,
            weight: quarter(i) as f32,
            height: i as f32,
        })
        .collect();
    let dtype = "dtype([('name', 'S30'), ('age', '<i4'), ('weight', '<f4'), ('height', '<f4')], align=True)";
    all_ways(files, "person", dtype, &rows, |row| {
        let (weight, height) = (f64::from(row.weight), f64::from(row.height));
        json!([hex(row.name.as_bytes()), row.age, float(weight), float(height)])
    });
    let buf: RecordBuf<Person> = rows.iter().copied().collect();
    let json: Vec<Json> =
        rows.iter().map(|row| json!([row.age, float(row.height.into())])).collect();
    let dtype = "dtype([('age', '<i4'), ('height', '<f4')], align=True)";
    let projection = buf.view().project::<AgeHeight>();
    files.save("person-projected", &projection, dtype, &[8], &json[..].into());
    let selected = buf.view().to_dyn().unwrap().select(&["age", "height"]).unwrap();
    files.save("person-dyn-selected", &selected, dtype, &[8], &json.into());
}

fn explicit(files: &mut Files) {
    let rows: Vec<Explicit> = (0..7)
        .map(|i| Explicit {
            count: (i as u32 * 600_000_000).into(),
            size: quarter(i).into(),
            near: [0, 1, -2].map(|k| (i as i16 * 1000 + k).into()),
            far: i as u8,
        })
        .collect();
    let dtype = "{'names': ['count', 'größe', 'near', 'far'], \
                 'formats': ['>u4', '>f8', ('>i2', (3,)), 'u1'], \
                 'offsets': [3, 8, 20, 26], 'itemsize': 40}";
    all_ways(files, "explicit", dtype, &rows, |row| {
        json!([row.count.get(), float(row.size.get()), row.near.map(|k| k.get()), row.far])
    });
    let rows: Vec<Swapped> =
        (0..7).map(|i| Swapped { second: i * 9000, first: u32::from(i) * 600_000_000 }).collect();
    all_ways(files, "swapped", "[('second', '<u2'), ('first', '<u4')]", &rows, |row| {
        json!([row.second, row.first])
    });
}

fn orders(files: &mut Files) {
    let rows: Vec<Order> = (0..7)
        .map(|i| Order {
            side: if i % 2 == 0 { Side::Buy } else { Side::Sell },
            id: u128::MAX / 3 * (i % 3) + 1,
            level: if i % 3 == 0 { Level::High } else { Level::Low },
            change: -(i as i128) << 90,
            open: i % 2 == 1,
            levels: [Level::Low, Level::High],
        })
        .collect();
    // NumPy has no integers of 128 bits; Rust aligns them to 16 bytes.
    let dtype = format!(
        "{{'names': ['side', 'id', 'level', 'change', 'open', 'levels'], \
          'formats': ['u1', 'V16', '<i2', 'V16', '?', ('<i2', (2,))], \
          'offsets': {:?}, 'itemsize': {}}}",
        Order::LAYOUT.fields().iter().map(|field| field.offset()).collect::<Vec<_>>(),
        Order::SIZE
    );
    all_ways(files, "order", &dtype, &rows, |row| {
        let Order { side, id, level, change, open, levels } = *row;
        json!([
            side as u8,
            hex(&id.to_le_bytes()),
            level as i16,
            hex(&change.to_le_bytes()),
            open,
            levels.map(|level| level as i16)
        ])
    });
}

fn nested(files: &mut Files) {
    let point = |i: usize| Point { kind: i as u8, x: quarter(i) };
    let rows: Vec<Track> = (0..7)
        .map(|i| Track {
            first: point(i),
            flag: i % 2 == 0,
            trail: [point(i + 1), point(i + 2)],
            grid: [[0, 1, 2], [3, 4, i as i16]],
            last: 255,
        })
        .collect();
    let dtype = "dtype([('first', POINT), ('flag', '?'), ('trail', POINT, (2,)), \
                 ('grid', '<i2', (2, 3)), ('last', 'u1')], align=True)"
        .replace("POINT", "dtype([('kind', 'u1'), ('x', '<f8')], align=True)");
    all_ways(files, "track", &dtype, &rows, |row| {
        let point = |point: Point| json!([point.kind, float(point.x)]);
        json!([point(row.first), row.flag, row.trail.map(point), row.grid, row.last])
    });
}

fn texts(files: &mut Files) {
    let rows: Vec<Texts> = (0..7)
        .map(|i| Texts {
            name: FixedStr::new(["", "a", "é漢", "😀\"'\\", "abcd", "\n", "z"][i]).unwrap(),
            raw: Raw([0, i as u8, 255]),
            at: if i == 3 { DateTime64::NAT } else { DateTime64::new(i as i64 - 1_000_000_000) },
            took: if i == 4 { TimeDelta64::NAT } else { TimeDelta64::new(i as i64 * -7) },
            both: Point { kind: i as u8, x: quarter(i) },
        })
        .collect();
    let dtype = "[('name', '<U4'), ('raw', 'V3'), ('at', '<M8[s]'), ('took', '<m8[ms]'), \
                 ('both', dtype([('kind', 'u1'), ('x', '<f8')], align=True))]";
    all_ways(files, "texts", dtype, &rows, |row| {
        let steps = |steps: i64| if steps == i64::MIN { json!("NaT") } else { json!(steps) };
        json!([
            row.name.to_string(),
            hex(row.raw.as_bytes()),
            steps(row.at.steps()),
            steps(row.took.steps()),
            [row.both.kind, float(row.both.x)]
        ])
    });
}

#[cfg(all(feature = "half", feature = "num-complex"))]
fn halves(files: &mut Files) {
    use records_core::half::f16;
    use records_core::num_complex::Complex;

    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    struct Halves {
        half: f16,
        single: Complex<f32>,
        double: Complex<f64>,
    }
    let rows: Vec<Halves> = (0..7)
        .map(|i| Halves {
            half: f16::from_f64(quarter(i)),
            single: Complex::new(quarter(i) as f32, f32::INFINITY),
            double: Complex::new(-quarter(i), f64::NAN),
        })
        .collect();
    let dtype = "[('half', '<f2'), ('single', '<c8'), ('double', '<c16')]";
    all_ways(files, "halves", dtype, &rows, |row| {
        let Halves { half, single, double } = *row;
        json!([float(half.to_f64()), [float(single.re.into()), "inf"], [float(double.re), "nan"]])
    });
}
