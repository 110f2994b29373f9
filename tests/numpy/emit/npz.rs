//! Archives.

use records_core::{Record, RecordBuf, npz};
use serde_json::json;

use super::{Files, expected};

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Tick {
    time: u8,
    price: i64,
}

pub fn all(files: &mut Files) {
    let ticks: RecordBuf<Tick> =
        (0..100).map(|i| Tick { time: i, price: i64::from(i) * -(1 << 40) }).collect();
    let of = |i: i64| json!([i, i * -(1 << 40)]);
    let path = files.path("archive", "npz");
    let mut archive = npz::Writer::create(&path).unwrap();
    archive.add("ticks", &ticks).unwrap();
    archive.add_compressed("pressed", &ticks.view().reversed()).unwrap();
    archive.add("größe 😀", &[1.5, 2.5]).unwrap();
    archive.add_compressed("nothing", &[0_u8; 0]).unwrap();
    archive.finish().unwrap();
    let dtype = "dtype([('time', 'u1'), ('price', '<i8')], align=True)";
    let mut entry = |name: &str, mut expected: serde_json::Value| {
        expected["entry"] = name.into();
        files.list(&path, expected);
    };
    entry("ticks", expected(dtype, &[100], &(0..100).map(of).collect()));
    entry("pressed", expected(dtype, &[100], &(0..100).rev().map(of).collect()));
    entry("größe 😀", expected("'<f8'", &[2], &json!(["1.5", "2.5"])));
    entry("nothing", expected("'u1'", &[0], &json!([])));
}
