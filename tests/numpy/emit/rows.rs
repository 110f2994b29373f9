//! Records of one struct in every view and owner of rows.

use std::sync::Arc;

use records_core::{
    Grid, GridMut, Record, RecordArray, RecordBuf, Records, RecordsMut,
    npy::{DynWriter, Writer},
};
use serde_json::{Value as Json, json};

use super::{Dirty, Files};

/// Every way to write rows of `R`, an array of NumPy's `dtype`.
pub fn all_ways<R: Record>(
    files: &mut Files,
    name: &str,
    dtype: &str,
    rows: &[R],
    json: impl Fn(&R) -> Json,
) {
    assert!(rows.len() >= 7, "rows for every view");
    let buf: RecordBuf<R> = rows.iter().copied().collect();
    let all: Vec<Json> = rows.iter().map(json).collect();
    views(files, name, dtype, &buf.view(), &all);
    files.save(name, &buf, dtype, &[all.len()], &all[..].into());

    let dirty = Dirty::new(R::LAYOUT, buf.as_bytes(), 3);
    let Dirty { bytes, offset, stride } = &dirty;
    let strided = Records::<R>::from_strided(bytes, *offset, *stride, rows.len()).unwrap();
    views(files, &format!("{name}-dirty"), dtype, &strided, &all);
    let shared: Arc<[u8]> = bytes[..].into();
    let array = RecordArray::<R, _>::at(shared, *offset, *stride, rows.len()).unwrap();
    files.save(name, &array, dtype, &[all.len()], &all[..].into());
    let mut own = bytes.clone();
    let mut rows_mut =
        RecordsMut::<R>::from_strided(&mut own, *offset, *stride, rows.len()).unwrap();
    rows_mut.set(0, rows[1]);
    let changed = [&all[1..2], &all[1..]].concat();
    files.save(name, &rows_mut, dtype, &[all.len()], &changed.into());

    grids::<R>(files, name, dtype, buf.as_bytes(), &all);
    writers(files, name, dtype, rows, &strided, &all);
}

fn views<R: Record>(
    files: &mut Files,
    name: &str,
    dtype: &str,
    rows: &Records<'_, R>,
    all: &[Json],
) {
    let len = all.len();
    let mut save = |how: &str, view: &Records<'_, R>, json: Vec<Json>| {
        let how = format!("{name}-{how}");
        files.save(&how, view, dtype, &[json.len()], &json.into());
    };
    let every = |from: usize, step: usize| all.iter().skip(from).step_by(step).cloned().collect();
    let back = |step: usize| all.iter().rev().step_by(step).cloned().collect();
    save("whole", rows, all.to_vec());
    save("part", &rows.slice(2..len - 1), all[2..len - 1].to_vec());
    save("none", &rows.slice(len..), Vec::new());
    save("stepped", &rows.step_by(2), every(0, 2));
    save("reversed", &rows.reversed(), back(1));
    save("reversed-stepped", &rows.reversed().step_by(3), back(3));
    save("sliced-stepped", &rows.slice(1..).step_by(4), every(1, 4));
    let dynamic = rows.to_dyn().unwrap();
    files.save(&format!("{name}-dyn"), &dynamic, dtype, &[len], &all.into());
}

/// Lines that are padded, and the last one first.
fn grids<R: Record>(files: &mut Files, name: &str, dtype: &str, rows: &[u8], all: &[Json]) {
    let (line, padding) = (3 * R::SIZE, 5);
    let mut bytes = Vec::new();
    for y in 0..2 {
        bytes.extend(&rows[y * line..(y + 1) * line]);
        bytes.extend(vec![0xaa; padding]);
    }
    let stride = (line + padding) as isize;
    let grid = Grid::<R>::from_bytes(&bytes, 2, 3, stride).unwrap();
    files.save(&format!("{name}-grid"), &grid, dtype, &[2, 3], &json!([all[..3], all[3..6]]));
    let bottom_up = Grid::<R>::from_bytes(&bytes, 2, 3, -stride).unwrap();
    files.save(
        &format!("{name}-grid-bottom-up"),
        &bottom_up,
        dtype,
        &[2, 3],
        &json!([all[3..6], all[..3]]),
    );
    let mut grid = GridMut::<R>::from_bytes(&mut bytes, 2, 3, stride).unwrap();
    grid.set(1, 0, Records::<R>::from_bytes(&rows[..R::SIZE]).unwrap().get(0).unwrap());
    let changed = json!([all[..3], [&all[0], &all[4], &all[5]]]);
    files.save(&format!("{name}-grid-mut"), &grid, dtype, &[2, 3], &changed);
}

/// Rows one by one and in blocks, with flushes between them, and more another day.
fn writers<R: Record>(
    files: &mut Files,
    name: &str,
    dtype: &str,
    rows: &[R],
    view: &Records<'_, R>,
    all: &[Json],
) {
    let path = files.path(&format!("{name}-flushed"), "npy");
    let mut writer = Writer::<R>::create(&path).unwrap();
    let mut json = Vec::new();
    for round in 0..12 {
        writer.push(rows[round % rows.len()]).unwrap();
        json.push(all[round % rows.len()].clone());
        writer.flush().unwrap();
    }
    // The file is whole now, and the writer still there.
    let copy = files.path(&format!("{name}-after-flush"), "npy");
    std::fs::copy(&path, &copy).unwrap();
    files.saved(&copy, dtype, &[json.len()], &json[..].into());
    writer.write(&view.reversed()).unwrap();
    json.extend(all.iter().rev().cloned());
    writer.finish().unwrap();

    let mut writer = Writer::<R>::append(&path).unwrap();
    writer.extend(rows.iter().copied()).unwrap();
    json.extend(all.iter().cloned());
    writer.finish().unwrap();
    let mut writer = DynWriter::append(&path).unwrap();
    writer.write(&view.to_dyn().unwrap().step_by(2)).unwrap();
    json.extend(all.iter().step_by(2).cloned());
    writer.finish().unwrap();
    files.saved(&path, dtype, &[json.len()], &json.into());

    let path = files.path(&format!("{name}-no-rows"), "npy");
    Writer::<R>::create(&path).unwrap().finish().unwrap();
    files.saved(&path, dtype, &[0], &json!([]));
}
