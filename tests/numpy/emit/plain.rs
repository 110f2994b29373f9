//! Plain arrays: columns, matrices, planes, slices.

use records_core::npy::Writer;
use records_core::{Grid, Record, RecordBuf};
use serde_json::{Value as Json, json};
use zerocopy::big_endian;

use super::Files;
use super::structs::float;

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct At {
    kind: u8,
    x: u16,
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Cell {
    at: At,
    x: f32,
    y: f32,
    z: f32,
    beside: [[i32; 2]; 3],
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Rgb {
    red: u8,
    green: u8,
    blue: u8,
}

fn cells() -> RecordBuf<Cell> {
    (0..6_u8)
        .map(|i| {
            let x = f32::from(i);
            let k = i32::from(i);
            Cell {
                at: At { kind: i, x: 7 },
                x,
                y: x / 2.0,
                z: -x,
                beside: [[k, 1], [2, 3], [4, -k]],
            }
        })
        .collect()
}

pub fn all(files: &mut Files) {
    columns(files);
    matrices(files);
    files.save("slice", &[1_u8, 2, 3][..], "'u1'", &[3], &json!([1, 2, 3]));
    files.save("bools", &vec![true, false], "'?'", &[2], &json!([true, false]));
    let swapped = [big_endian::I32::new(-2), big_endian::I32::new(1 << 20)];
    files.save("big-endian", &swapped, "'>i4'", &[2], &json!([-2, 1 << 20]));
    files.save(
        "arrays",
        &[[1_i16, 2, 3], [4, 5, 6]],
        "'<i2'",
        &[2, 3],
        &json!([[1, 2, 3], [4, 5, 6]]),
    );
    files.save("tuples", &[(1_u8, 2_i64)], "[('f0', 'u1'), ('f1', '<i8')]", &[1], &json!([[1, 2]]));
    files.save("nothing", &[0.0; 0], "'<f8'", &[0], &json!([]));

    let path = files.path("numbers-flushed", "npy");
    let mut writer = Writer::<f64>::create(&path).unwrap();
    let mut numbers = Vec::new();
    for i in 0..1000 {
        writer.push(f64::from(i) / 4.0).unwrap();
        numbers.push(float(f64::from(i) / 4.0));
        if i % 97 == 0 {
            writer.flush().unwrap();
        }
    }
    writer.finish().unwrap();
    files.saved(&path, "'<f8'", &[1000], &numbers.into());

    let path = files.path("vectors-appended", "npy");
    let mut writer = Writer::<[u16; 2]>::create(&path).unwrap();
    writer.push([1, 2]).unwrap();
    writer.finish().unwrap();
    let mut writer = Writer::<[u16; 2]>::append(&path).unwrap();
    writer.write(&[[3_u16, 4], [5, 6]]).unwrap();
    writer.finish().unwrap();
    files.saved(&path, "'<u2'", &[3, 2], &json!([[1, 2], [3, 4], [5, 6]]));
}

fn columns(files: &mut Files) {
    let buf = cells();
    let columns = buf.columns();
    let all = |of: fn(&Cell) -> Json| buf.iter().map(|cell| of(&cell)).collect::<Vec<Json>>();
    let x = all(|cell| float(cell.x.into()));
    files.save("column", &columns.x, "'<f4'", &[6], &x[..].into());
    let back: Vec<Json> = x.iter().rev().step_by(2).cloned().collect();
    files.save("column-back", &columns.x.reversed().step_by(2), "'<f4'", &[3], &back.into());
    let at = all(|cell| json!([cell.at.kind, cell.at.x]));
    files.save("column-records", &columns.at, "[('kind', 'u1'), ('x', '<u2')]", &[6], &at.into());
    let beside = all(|cell| json!(cell.beside));
    files.save("column-arrays", &columns.beside, "'<i4'", &[6, 3, 2], &beside[..].into());
    let rows = buf.view().to_dyn().unwrap();
    let column = rows.dyn_column("beside").unwrap();
    files.save("dyn-column-arrays", &column, "'<i4'", &[6, 3, 2], &beside.into());
    files.save("dyn-column", &rows.dyn_column("x").unwrap(), "'<f4'", &[6], &x[..].into());
    let owned = rows.to_columns();
    files.save("dyn-column-buf", owned.get("x").unwrap(), "'<f4'", &[6], &x.into());
}

fn matrices(files: &mut Files) {
    let buf = cells();
    let rows = buf.view().to_dyn().unwrap();
    let numbers = rows.select(&["x", "y", "z"]).unwrap();
    let line = |cell: Cell| json!([cell.x, cell.y, cell.z].map(|v| float(v.into())));
    let json: Vec<Json> = buf.iter().map(line).collect();
    let matrix = numbers.as_matrix::<f32>().unwrap();
    files.save("matrix", &matrix, "'<f4'", &[6, 3], &json[..].into());
    let back = json!(json.iter().rev().collect::<Vec<_>>());
    let reversed = numbers.reversed();
    files.save("matrix-back", &reversed.as_matrix::<f32>().unwrap(), "'<f4'", &[6, 3], &back);
    let owned = numbers.to_matrix::<f32>().unwrap();
    files.save("matrix-buf", &owned, "'<f4'", &[6, 3], &json.into());

    let bytes: Vec<u8> = (0..2 * 8).collect();
    let image = Grid::<Rgb>::from_bytes(&bytes, 2, 2, 8).unwrap();
    let dtype = "[('red', 'u1'), ('green', 'u1'), ('blue', 'u1')]";
    let json = json!([[[0, 1, 2], [3, 4, 5]], [[8, 9, 10], [11, 12, 13]]]);
    files.save("image", &image, dtype, &[2, 2], &json);
    let plane = image.plane(Rgb::FIELDS.green);
    files.save("plane", &plane, "'u1'", &[2, 2], &json!([[1, 4], [9, 12]]));
}
