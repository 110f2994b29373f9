//! NumPy is the oracle, for files: those that `np.save` wrote are read with equal values, and
//! what we write of the same rows has the same bytes.
//!
//! `tests/numpy/README.md` describes the fixtures; `tests/numpy_emit.rs` is the other
//! direction.

#[path = "numpy/oracle/mod.rs"]
mod oracle;

use oracle::{ArrayCase, Case, Counts, Failures, fixtures, values};
use records_core::npy::{NpyArray, OpenOptions, write_to};
use records_core::{DType, DynArray, DynRecordBuf, DynRecords, Layout, LayoutError};

/// NumPy's dtypes and arrays of a part of them.
fn arrays() -> (Vec<Case>, Vec<ArrayCase>) {
    let cases: Vec<Case> = fixtures("dtypes").into_iter().map(Case::new).collect();
    assert!(cases.iter().enumerate().all(|(i, case)| case.id() == i as u64));
    (cases, fixtures("arrays").into_iter().map(ArrayCase::new).collect())
}

/// Files of the fixtures may have headers of more than NumPy's 10000 characters.
fn options() -> OpenOptions {
    OpenOptions::new().max_header_size(1 << 20)
}

/// The strides of items of so many bytes that lie one behind the other, in either order.
fn strides(shape: &[usize], fortran_order: bool, size: usize) -> Vec<isize> {
    let mut strides = vec![0; shape.len()];
    let mut step = size;
    for i in 0..shape.len() {
        let axis = if fortran_order { i } else { shape.len() - 1 - i };
        strides[axis] = step as isize;
        step *= shape[axis];
    }
    strides
}

/// 1 for each byte of an item that belongs to a field.
fn mask(dtype: &DType) -> Vec<u8> {
    match dtype {
        DType::Array(element, len) => mask(element.get()).repeat(*len),
        DType::Record(layout) => {
            let mut found = vec![0; dtype.size()];
            for field in layout.get().fields() {
                found[field.offset()..field.end()].copy_from_slice(&mask(field.dtype()));
            }
            found
        }
        plain => vec![1; plain.size()],
    }
}

/// The bytes with padding zero.
fn without_padding(layout: &Layout, data: &[u8]) -> Vec<u8> {
    let mask = mask(&DType::record(layout.clone()));
    data.iter().zip(mask.iter().cycle()).map(|(byte, keep)| byte * keep).collect()
}

#[test]
fn files_that_numpy_saved() {
    let (cases, arrays) = arrays();
    let (mut counts, mut failures) = (Counts::default(), Failures::default());
    for array in &arrays {
        counts.add("arrays");
        one_file(&cases[array.dtype()], array, &mut counts, &mut failures);
    }
    failures.finish();
    println!("{counts}");
    counts.share_of("arrays", "values by index", 98..=100);
    counts.share_of("arrays", "of n dimensions", 20..=80);
    counts.share_of("arrays", "in Fortran's order", 5..=50);
    counts.share_of("arrays", "without a dimension", 2..=30);
    counts.share_of("arrays", "padding not zero", 3..=30);
    counts.share_of("arrays", "written again as it was", 80..=100);
    counts.share_of("arrays", "mapped", 8..=12);
    // What `np.load` itself takes for another dtype.
    counts.share_of("arrays", "loaded as another dtype", 0..=2);
}

fn one_file(case: &Case, array: &ArrayCase, counts: &mut Counts, failures: &mut Failures) {
    let bytes = array.file();
    let file = match options().from_bytes(&bytes[..]) {
        Ok(file) => file,
        Err(error) => return failures.demand(case, &format!("read, not: {error}"), false),
    };
    failures.equal(case, "shape", &file.shape(), &&array.shape()[..]);
    failures.equal(case, "order", &file.fortran_order(), &array.fortran_order());
    failures.demand(case, "no plain array", !file.is_plain());
    match case.difference(file.layout(), false) {
        None => {
            all_values(case, array, &file, failures);
            counts.add("values by index");
        }
        // A void without a name is padding. A subarray without one is a field for us, and
        // lost for `np.load`.
        Some(_) if array.is("loads_as_other") => {
            let difference = case.difference_from(file.layout(), "descr_reads");
            failures.demand(
                case,
                &format!("what np.load reads: {difference:?}"),
                difference.is_none(),
            );
            counts.add("loaded as another dtype");
        }
        Some(difference) => failures.demand(case, &format!("NumPy's layout: {difference}"), false),
    }
    for (what, holds) in [
        ("of n dimensions", array.shape().len() > 1),
        ("in Fortran's order", array.fortran_order()),
        ("without a dimension", array.shape().is_empty()),
        ("padding not zero", array.is("padding_not_zero")),
    ] {
        if holds {
            counts.add(what);
        }
    }
    let mut again = Vec::new();
    write_to(&mut again, &file).unwrap();
    let (header, data) = bytes.split_at(bytes.len() - file.as_bytes().len());
    let data = without_padding(file.layout(), data);
    // We have one way to say an array of arrays, and holes beside each other are one.
    let same = match case.is("nested_arrays") || array.is("loads_as_other") {
        true => again.ends_with(&data),
        false => is_file(array, &again, header, &data),
    };
    failures.demand(case, "the file, written again", same);
    if again == bytes {
        counts.add("written again as it was");
    }
    if counts.get("arrays").is_multiple_of(10) {
        mapped(case, array, &bytes, failures);
        counts.add("mapped");
    }
}

/// Whether a file is the expected one. An array without bytes is of both orders: saved again
/// it is of C's, for NumPy as for us.
fn is_file(array: &ArrayCase, ours: &[u8], header: &[u8], data: &[u8]) -> bool {
    if !data.is_empty() || !array.fortran_order() {
        return *ours == [header, data].concat();
    }
    let numpys = String::from_utf8_lossy(header).replace("_order': True", "_order': False");
    let text = |header: &str| header.split_once('{').map(|(_, text)| text.trim_end().to_string());
    text(&numpys) == text(&String::from_utf8_lossy(ours))
}

/// Every item by its index, and as a row.
fn all_values<O: AsRef<[u8]>>(
    case: &Case,
    array: &ArrayCase,
    file: &NpyArray<O>,
    failures: &mut Failures,
) {
    let (items, rows) = (file.array(), file.dyn_records());
    let indices = array.indices();
    failures.equal(case, "items", &rows.len(), &indices.len());
    for (row, index) in indices.iter().enumerate() {
        let numpys = array.at(index);
        for ours in [items.get(index), rows.get(row)] {
            let same = ours.as_ref().is_some_and(|ours| values::equal(file.dtype(), ours, numpys));
            failures.demand(case, &format!("at {index:?} {numpys}, not {ours:?}"), same);
        }
    }
    let behind: Vec<usize> = array.shape();
    failures.demand(
        case,
        "no item behind the last",
        items.get(&behind).is_none() || behind.is_empty(),
    );
}

/// The same from a file.
fn mapped(case: &Case, array: &ArrayCase, bytes: &[u8], failures: &mut Failures) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    std::fs::write(&path, bytes).unwrap();
    let file = options().open(&path).unwrap();
    let in_memory = options().from_bytes(bytes).unwrap();
    failures.equal(case, "bytes of the map", &file.as_bytes(), &in_memory.as_bytes());
    failures.demand(case, "layout of the map", file.layout() == in_memory.layout());
    if case.difference(file.layout(), false).is_none() {
        all_values(case, array, &file, failures);
    }
}

/// A file made of the fixture's values alone is NumPy's.
#[test]
fn rows_that_we_write() {
    let (cases, arrays) = arrays();
    let (mut counts, mut failures) = (Counts::default(), Failures::default());
    for array in &arrays {
        let case = &cases[array.dtype()];
        counts.add("arrays");
        let Ok(made) = case.layout() else {
            failures.demand(case, "a layout", false);
            continue;
        };
        let mut rows = DynRecordBuf::new(&made.layout);
        for json in array.in_memory_order() {
            rows.push(values::values(&made.layout, json)).unwrap();
        }
        let nan = values::has_nan(array.values());
        let bytes = array.file();
        let (header, data) = bytes.split_at(bytes.len() - rows.as_bytes().len());
        let data = without_padding(&made.layout, data);
        // A NaN of the fixture is any NaN, which need not be ours.
        let same = rows.as_bytes() == data;
        failures.demand(case, "the bytes of the rows", same || nan);
        counts.add(if same { "same bytes" } else { "other NaNs" });
        let (dtype, shape) = (DType::record(made.layout.clone()), array.shape());
        let strides = strides(&shape, array.fortran_order(), made.layout.itemsize());
        let view = DynArray::from_strided(rows.as_bytes(), &dtype, 0, &shape, &strides).unwrap();
        let mut ours = Vec::new();
        write_to(&mut ours, &view).unwrap();
        if !case.is("nested_arrays") {
            let same = is_file(array, &ours, header, rows.as_bytes());
            let what = format!("the bytes of the file {}", bytes.escape_ascii());
            failures.demand(case, &what, same);
            counts.add("same file");
        }
        if let [_] = shape[..] {
            let mut owned = Vec::new();
            write_to(&mut owned, &rows).unwrap();
            failures.demand(case, "the bytes of the file of rows", owned == ours);
        }
        if case.is("empty_names") || array.is("loads_as_other") {
            continue;
        }
        let again = options().from_bytes(&ours[..]).unwrap();
        failures.demand(case, "its layout read back", *again.layout() == made.layout);
        failures.equal(case, "its rows read back", &again.as_bytes(), &rows.as_bytes());
    }
    failures.finish();
    println!("{counts}");
    counts.share_of("arrays", "same bytes", 85..=100);
    counts.share_of("arrays", "same file", 90..=100);
}

/// The header of three records, for all dtypes of which NumPy has a descr.
#[test]
fn headers_that_we_write() {
    let (cases, _) = arrays();
    let (mut counts, mut failures) = (Counts::default(), Failures::default());
    for case in &cases {
        counts.add("dtypes");
        let Ok(made) = case.layout() else { continue };
        let (size, data) = (made.layout.itemsize(), vec![0; 3 * made.layout.itemsize()]);
        let rows = DynRecords::from_strided(&data, &made.layout, 0, size as isize, 3).unwrap();
        let mut ours = Vec::new();
        write_to(&mut ours, &rows).unwrap();
        let Some((version, length)) = case.npy() else {
            in_another_order(case, &made.layout, &ours, &mut failures);
            counts.add("laid out anew");
            continue;
        };
        if case.is("nested_arrays") {
            counts.add("arrays of arrays");
            continue;
        }
        let descr = case.text("descr").expect("it was written in the header");
        let expected = header(version, length, descr);
        failures.equal(
            case,
            "header",
            &ours[..length].escape_ascii().to_string(),
            &expected.escape_ascii().to_string(),
        );
        failures.equal(case, "bytes of the file", &ours.len(), &(length + data.len()));
        counts.add("headers");
    }
    failures.finish();
    println!("{counts}");
    counts.share("headers", 65..=95);
    counts.share("laid out anew", 0..=30);
    counts.share("arrays of arrays", 0..=6);
}

/// NumPy's header of that many bytes.
fn header(version: u8, length: usize, descr: &str) -> Vec<u8> {
    let text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': (3,), }}");
    let mut header = b"\x93NUMPY".to_vec();
    header.extend([version, 0]);
    match version {
        1 => header.extend(((length - 10) as u16).to_le_bytes()),
        _ => header.extend(((length - 12) as u32).to_le_bytes()),
    }
    match version {
        3 => header.extend(text.bytes()),
        _ => header.extend(text.chars().map(|c| u8::try_from(c).expect("a letter of latin-1"))),
    }
    header.resize(length - 1, b' ');
    header.push(b'\n');
    header
}

/// Fields out of the order of memory, which NumPy does not save: all of them are there,
/// in their own order.
fn in_another_order(case: &Case, layout: &Layout, file: &[u8], failures: &mut Failures) {
    let file = options().from_bytes(file).unwrap();
    let names = |layout: &Layout| -> Vec<String> {
        layout.fields().iter().map(|field| field.name().to_string()).collect()
    };
    // A subarray of an empty name reads as padding.
    if !case.is("empty_names") {
        failures.equal(case, "names", &names(file.layout()), &names(layout));
    }
    let ends: Vec<usize> = file.layout().fields().iter().map(|field| field.end()).collect();
    failures.demand(case, "fields in the order of memory", ends.is_sorted());
    failures.equal(case, "rows", &file.len(), &3);
}

/// Layouts are equal exactly where NumPy says that the dtypes are.
#[test]
fn equality_is_numpys() {
    const CHANGES: [&str; 14] = [
        "same",
        "flag",
        "reordered",
        "renamed",
        "other title",
        "titles swapped",
        "moved",
        "longer",
        "fewer",
        "byte order",
        "kind",
        "time step",
        "shape",
        "array of one",
    ];
    let (cases, _) = arrays();
    let (mut counts, mut failures) = (Counts::default(), Failures::default());
    for pair in fixtures("pairs") {
        let of = pair["dtype"].as_u64().expect("a number") as usize;
        let (case, pair) = (&cases[of], Case::new(pair));
        let change = pair.text("change").expect("what is changed");
        let change = CHANGES.into_iter().find(|known| *known == change).expect("a known change");
        let made: Result<_, LayoutError> =
            case.layout().and_then(|made| Ok((made.layout, pair.layout_of("other")?.layout)));
        counts.add("pairs");
        counts.add(change);
        match made {
            Ok((layout, other)) => {
                let what = format!("{change}: equality as NumPy's with {other:?}");
                failures.demand(case, &what, (layout == other) == pair.is("equal"));
                failures.demand(case, &what, (other == layout) == pair.is("equal"));
                counts.add(if layout == other { "equal" } else { "unequal" });
            }
            Err(error) => failures.demand(case, &format!("{change}: layouts, not {error}"), false),
        }
    }
    failures.finish();
    println!("{counts}");
    counts.share_of("pairs", "equal", 15..=60);
    counts.share_of("pairs", "unequal", 40..=85);
    // Two fields of one record have titles too rarely to be counted on.
    for change in CHANGES.into_iter().filter(|change| *change != "titles swapped") {
        assert!(counts.get(change) > 0, "{change}: none\n{counts}");
    }
}
