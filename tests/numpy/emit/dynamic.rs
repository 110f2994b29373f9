//! Rows of layouts that only the run knows: random ones of ours, and NumPy's.

use records_core::npy::DynWriter;
use records_core::{DType, DynRecordBuf, DynRecords, Layout, Scalar};
use serde_json::{Value as Json, json};

use super::{Dirty, Files};
use crate::oracle::{Case, fixtures, values};
use crate::random::Random;

/// Rows of random layouts, whose dtypes are our texts; `live.py texts` evaluates those of
/// the fixtures.
pub fn random(files: &mut Files, random: &mut Random, count: usize) {
    for _ in 0..count {
        let layout = numpys_layout(random);
        let text = in_file(&layout).dtype_repr().to_string();
        one(files, random, "random", &layout, &text);
    }
}

/// A random layout that NumPy has, too.
pub fn numpys_layout(random: &mut Random) -> Layout {
    loop {
        let depth = random.below(4);
        let layout = random.layout(depth);
        if layout.itemsize() < 3000 && numpy_has(&DType::record(layout.clone())) {
            return layout;
        }
    }
}

/// Rows of the fixtures' dtypes, whose texts are NumPy's.
pub fn numpys(files: &mut Files, random: &mut Random, step: usize) {
    for case in fixtures("dtypes").into_iter().step_by(step).map(Case::new) {
        let as_said = matches!(case.text("repr_is"), Some("same" | "equal")) && case.has("descr");
        if !as_said || case.is("nested_arrays") || case.is("empty_names") {
            continue;
        }
        let Ok(made) = case.layout() else { continue };
        one(files, random, "numpy", &made.layout, case.text("repr").unwrap());
    }
}

/// Whether NumPy has such a dtype: no array of items without bytes.
fn numpy_has(dtype: &DType) -> bool {
    match dtype {
        DType::Array(element, _) => match element.get() {
            inner @ DType::Array(..) => numpy_has(inner),
            item => item.size() > 0 && numpy_has(item),
        },
        DType::Record(layout) => layout.get().fields().iter().all(|field| numpy_has(field.dtype())),
        _ => true,
    }
}

/// What the file has instead of fields in another order than that of memory.
pub fn in_file(layout: &Layout) -> Layout {
    let fields = layout.fields();
    let anew: Vec<(String, DType)> = fields
        .iter()
        .map(|field| (field.name().to_string(), dtype_in_file(field.dtype())))
        .collect();
    let kept = fields.iter().zip(&anew).all(|(field, (_, dtype))| field.dtype() == dtype);
    if kept && fields.windows(2).all(|pair| pair[0].end() <= pair[1].offset()) {
        return layout.clone();
    }
    let titles = fields.iter().filter_map(|field| Some((field.name(), field.title()?.to_string())));
    let titles: Vec<(&str, String)> = titles.collect();
    let anew = match layout.is_aligned() {
        true => Layout::try_aligned(anew),
        false => Layout::try_packed(anew),
    };
    anew.unwrap().with_titles(titles).unwrap()
}

fn dtype_in_file(dtype: &DType) -> DType {
    match dtype {
        DType::Array(element, len) => DType::array(dtype_in_file(element.get()), *len),
        DType::Record(layout) => DType::record(in_file(layout.get())),
        plain => plain.clone(),
    }
}

/// Rows of a layout in one way of many.
fn one(files: &mut Files, random: &mut Random, name: &str, layout: &Layout, dtype: &str) {
    let count = *random.pick(&[0, 1, 2, 3, 5, 8]);
    let json: Vec<Json> = (0..count).map(|_| row(random, layout)).collect();
    let mut buf = DynRecordBuf::new(layout);
    for row in &json {
        buf.push(values::values(layout, row)).unwrap();
    }
    let way = random.below(7);
    // Records without bytes are only counted by their owner.
    if layout.itemsize() == 0 || way == 0 {
        let shape = [buf.len()];
        return files.save(&format!("{name}-buf"), &buf, dtype, &shape, &json.into());
    }
    let dirty = Dirty::new(layout, buf.as_bytes(), random.below(2) * random.below(9));
    let Dirty { bytes, offset, stride } = &dirty;
    let rows = DynRecords::from_strided(bytes, layout, *offset, *stride, count).unwrap();
    match way {
        1 => files.save(&format!("{name}-strided"), &rows, dtype, &[count], &json.into()),
        2 => {
            let step = 1 + random.below(3);
            let back: Vec<Json> = json.iter().rev().step_by(step).cloned().collect();
            let view = rows.reversed().step_by(step);
            files.save(&format!("{name}-reversed"), &view, dtype, &[back.len()], &back.into());
        }
        3 | 4 => selected(files, random, name, &rows, &json),
        5 => column(files, random, name, &rows, &json),
        _ => written(files, name, &rows, dtype, &json),
    }
}

/// Some of the fields, in any order.
fn selected(
    files: &mut Files,
    random: &mut Random,
    name: &str,
    rows: &DynRecords<'_>,
    json: &[Json],
) {
    let layout = rows.layout();
    let mut picked: Vec<usize> = (0..layout.fields().len()).collect();
    picked.retain(|_| random.below(3) > 0);
    for i in (1..picked.len()).rev() {
        picked.swap(i, random.below(i + 1));
    }
    let fields = picked.iter().map(|&i| &layout.fields()[i]);
    let names: Vec<&str> = fields.clone().map(|field| field.name()).collect();
    let view = rows.select(&names).unwrap();
    let part = layout.select(&names).unwrap();
    // All fields in their places are the rows themselves, some are laid out anew.
    let part = match (picked.len() == layout.fields().len(), layout.is_aligned()) {
        (true, _) => return,
        (false, true) => part.aligned(),
        (false, false) => part.packed(),
    };
    let text = in_file(&part).dtype_repr().to_string();
    let of_row = |row: &Json| picked.iter().map(|&i| row[i].clone()).collect::<Json>();
    let json: Json = json.iter().map(of_row).collect();
    files.save(&format!("{name}-selected"), &view, &text, &[rows.len()], &json);
}

/// One field alone, a plain array or one of records.
fn column(
    files: &mut Files,
    random: &mut Random,
    name: &str,
    rows: &DynRecords<'_>,
    json: &[Json],
) {
    let fields = rows.layout().fields();
    if fields.is_empty() {
        return;
    }
    let (i, mut shape) = (random.below(fields.len()), vec![rows.len()]);
    // By its place: names may look like paths.
    let (_, column) = rows.dyn_columns().nth(i).unwrap();
    let mut item = fields[i].dtype();
    while let DType::Array(element, len) = item {
        shape.push(*len);
        item = element.get();
    }
    let text = match dtype_in_file(item) {
        DType::Record(layout) => layout.get().dtype_repr().to_string(),
        // As the one field of a record, whose dtype NumPy takes out of it.
        plain => {
            let record = Layout::try_packed([("f0", plain)]).unwrap();
            format!("{}['f0']", record.dtype_repr())
        }
    };
    let json: Json = json.iter().map(|row| row[i].clone()).collect();
    files.save(&format!("{name}-column"), &column, &text, &shape, &json);
}

/// Through a writer, with flushes, and appended to.
fn written(files: &mut Files, name: &str, rows: &DynRecords<'_>, dtype: &str, json: &[Json]) {
    let path = files.path(&format!("{name}-written"), "npy");
    let mut writer = DynWriter::create(&path, rows.layout()).unwrap();
    for row in json {
        writer.push(&values::values(rows.layout(), row)).unwrap();
        writer.flush().unwrap();
    }
    writer.write(rows).unwrap();
    writer.finish().unwrap();
    let mut writer = DynWriter::append(&path).unwrap();
    writer.write(&rows.reversed()).unwrap();
    drop(writer);
    let back = json.iter().rev().cloned();
    let json: Vec<Json> = json.iter().chain(json).cloned().chain(back).collect();
    files.saved(&path, dtype, &[json.len()], &json.into());
}

/// Random values for a record.
pub fn row(random: &mut Random, layout: &Layout) -> Json {
    layout.fields().iter().map(|field| json_of(random, field.dtype())).collect()
}

fn json_of(random: &mut Random, dtype: &DType) -> Json {
    match dtype {
        DType::Array(element, len) => (0..*len).map(|_| json_of(random, element.get())).collect(),
        DType::Record(layout) => row(random, layout.get()),
        DType::Scalar(scalar, _) => number(random, *scalar),
        DType::Bytes(len) => {
            let mut bytes = random_bytes(random, *len);
            bytes.truncate(random.below(len + 1));
            while bytes.last() == Some(&0) {
                bytes.pop();
            }
            hex(&bytes)
        }
        DType::Raw(len) => hex(&random_bytes(random, *len)),
        DType::Str(chars, _) => {
            let text: Vec<&str> = (0..random.below(chars + 1))
                .map(|_| *random.pick(&["a", "é", "漢", "😀", "'", "\"", "\\", "\n", " "]))
                .collect();
            text.concat().into()
        }
        DType::DateTime(..) | DType::TimeDelta(..) => match random.below(4) {
            0 => "NaT".into(),
            _ => (random.next() as i64 >> random.below(63)).max(-i64::MAX).into(),
        },
        other => panic!("no value of {other}"),
    }
}

fn number(random: &mut Random, scalar: Scalar) -> Json {
    let bits = random.next() >> random.below(64);
    let signed = random.next() as i64 >> random.below(64);
    match scalar {
        Scalar::Bool => (bits & 1 == 1).into(),
        Scalar::U8 => (bits as u8).into(),
        Scalar::U16 => (bits as u16).into(),
        Scalar::U32 => (bits as u32).into(),
        Scalar::U64 => bits.into(),
        Scalar::I8 => (signed as i8).into(),
        Scalar::I16 => (signed as i16).into(),
        Scalar::I32 => (signed as i32).into(),
        Scalar::I64 => signed.into(),
        Scalar::U128 | Scalar::I128 => hex(&random_bytes(random, 16)),
        Scalar::F16 | Scalar::F32 | Scalar::F64 => float(random),
        Scalar::C64 | Scalar::C128 => json!([float(random), float(random)]),
        other => panic!("no value of {other:?}"),
    }
}

/// A float that all formats have, as Python's repr.
fn float(random: &mut Random) -> Json {
    let quarters = random.below(4000) as f64 / 4.0 - 500.0;
    match random.below(8) {
        0 => "inf".into(),
        1 => "-inf".into(),
        2 => "nan".into(),
        3 => "-0.0".into(),
        _ => format!("{quarters:?}").into(),
    }
}

fn random_bytes(random: &mut Random, len: usize) -> Vec<u8> {
    (0..len).map(|_| (random.next() >> 7) as u8).collect()
}

fn hex(bytes: &[u8]) -> Json {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}
