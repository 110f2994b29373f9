//! Files that NumPy wrote, read in every way: `tests/npy/make.py` made them.

use std::fs;
use std::path::{Path, PathBuf};

use records_core::npy::{self, NpyArray, NpyErrorKind};
use records_core::{DType, Element, Error, FixedBytes, Layout, Record, Value};
use zerocopy::big_endian;

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

const SAMPLES: [Sample; 3] = [
    Sample { id: 1, sin: 0.5, cos: 1.0 },
    Sample { id: -2, sin: -1.5, cos: 2.0 },
    Sample { id: 300, sin: std::f64::consts::PI, cos: 4.0 },
];

/// A file of `tests/npy`.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npy").join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap()
}

fn kind(error: Error) -> NpyErrorKind {
    match error {
        Error::Npy(error) => error.kind().clone(),
        other => panic!("{other}"),
    }
}

#[test]
fn records_of_all_versions_in_every_owner() {
    fn check<O: AsRef<[u8]>>(array: &NpyArray<O>, major: u8) {
        assert_eq!(array.version(), (major, 0));
        assert_eq!((array.shape(), array.len(), array.is_empty()), (&[3][..], 3, false));
        assert_eq!(array.layout(), Sample::LAYOUT);
        assert_eq!(array.dtype(), Sample::DTYPE);
        assert!(!array.is_plain() && !array.fortran_order());
        let records = array.records::<Sample>().unwrap();
        assert_eq!(records.to_vec(), SAMPLES);
        assert!(records.as_own().is_some());
        assert_eq!(records.as_ptr(), array.as_bytes().as_ptr(), "in place");
        assert_eq!(array.column::<f64>("cos").unwrap().sum(), 7.0);
        assert_eq!(array.dyn_records().value(2, "id").unwrap(), 300);
        assert_eq!(array.as_bytes().len(), 54);
    }
    for major in 1..=3 {
        let name = format!("samples_v{major}.npy");
        let path = path(&name);
        check(&npy::open(&path).unwrap(), major);
        check(&npy::read(&path).unwrap(), major);
        let bytes = bytes(&name);
        check(&npy::from_bytes(&bytes).unwrap(), major);
        check(&npy::from_bytes(std::sync::Arc::<[u8]>::from(&bytes[..])).unwrap(), major);
        check(&npy::read_from(&bytes[..]).unwrap(), major);
        assert_eq!(npy::open(&path).unwrap().path(), path.to_str());
    }
    let none = npy::open(path("no_samples.npy")).unwrap();
    assert!(none.is_empty() && none.records::<Sample>().unwrap().is_empty());
    let one = npy::open(path("one_sample.npy")).unwrap();
    assert_eq!((one.shape(), one.len()), (&[][..], 1));
    assert_eq!(one.records::<Sample>().unwrap().to_vec(), SAMPLES[..1]);
}

#[test]
fn holes_are_no_fields() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    struct Padded {
        id: u8,
        value: f64,
        tag: FixedBytes<3>,
    }
    let file = npy::open(path("padded.npy")).unwrap();
    assert_eq!(file.layout(), Padded::LAYOUT);
    assert_eq!(file.layout().padding(), 12);
    let tag = |text| FixedBytes::from_bytes(text).unwrap();
    assert_eq!(
        file.records::<Padded>().unwrap().to_vec(),
        [
            Padded { id: 1, value: 0.5, tag: tag(b"a") },
            Padded { id: 2, value: 1.5, tag: tag(b"bcd") }
        ]
    );

    let holes = npy::open(path("holes.npy")).unwrap();
    let expected = Layout::explicit([("a", DType::I16, 4), ("b", DType::U8, 9)], 12).unwrap();
    assert_eq!(*holes.layout(), expected);
    assert_eq!(npy::open(path("no_fields.npy")).unwrap().shape(), [2]);
}

#[test]
fn big_endian_fields() {
    let file = npy::open(path("big_endian.npy")).unwrap();
    assert_eq!(
        file.layout().descr(),
        "[('id', '>i2'), ('value', '>f8'), ('name', '>U3'), ('when', '>M8[us]')]"
    );
    let values = file.column::<big_endian::F64>("value").unwrap();
    assert_eq!(values.iter().map(|value| value.get()).collect::<Vec<_>>(), [0.5, 1.5]);
    let rows = file.dyn_records();
    assert_eq!(rows.value(0, "name").unwrap(), "é");
    assert_eq!(rows.value(1, "name").unwrap(), "日本");
    assert_eq!(rows.value(1, "id").unwrap(), 2);
    // The error of records in the other order lists every field.
    #[derive(Record, Clone, Copy)]
    #[record(packed)]
    struct Native {
        id: i16,
        value: f64,
        missing: u8,
    }
    let error = file.records::<Native>().unwrap_err().to_string();
    assert!(error.contains("3 of its 3 fields differ"), "{error}");
    for field in ["id", "value", "missing"] {
        assert!(error.contains(&format!("\n{field} ")), "{error}");
    }
}

#[test]
fn nested_records_and_arrays() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Point {
        x: f32,
        tag: u8,
    }
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Row {
        points: [Point; 2],
        m: [[i16; 3]; 2],
    }
    let file = npy::open(path("nested.npy")).unwrap();
    assert_eq!(file.layout(), Row::LAYOUT);
    let row = file.records::<Row>().unwrap().get(1).unwrap();
    assert_eq!(row.points, [Point { x: 3.0, tag: 7 }, Point { x: 4.0, tag: 8 }]);
    assert_eq!(row.m, [[6, 7, 8], [9, 10, 11]]);
    assert_eq!(file.column::<u8>("points[1].tag").unwrap().to_vec(), [6, 8]);
}

#[test]
fn plain_arrays() {
    let bools = npy::open(path("bools.npy")).unwrap();
    assert!(bools.is_plain());
    assert_eq!((bools.dtype(), bools.shape()), (&DType::BOOL, &[3][..]));
    assert_eq!(*bools.layout(), Layout::packed([("f0", DType::BOOL)]));
    assert_eq!(bools.values::<bool>().unwrap().to_vec(), [true, false, true]);
    assert_eq!(bools.column::<bool>("f0").unwrap().len(), 3);
    assert_eq!(bools.records::<(bool,)>().unwrap().get(1), Some((false,)));

    let number = npy::open(path("number.npy")).unwrap();
    assert_eq!((number.shape(), number.len()), (&[][..], 1));
    assert_eq!(number.values::<f64>().unwrap().to_vec(), [2.5]);

    let texts = npy::open(path("texts.npy")).unwrap();
    assert_eq!(texts.dtype(), &DType::Bytes(3));
    assert_eq!(texts.values::<FixedBytes<3>>().unwrap().get(1).unwrap().as_bytes(), b"bcd");
    let times = npy::open(path("times.npy")).unwrap();
    assert_eq!(times.dtype().to_string(), "m8[25s]");
    let swapped = npy::open(path("swapped.npy")).unwrap();
    let values = swapped.values::<big_endian::U32>().unwrap();
    assert_eq!(values.iter().map(|value| value.get()).collect::<Vec<_>>(), [1, 2]);
    let error = swapped.values::<u32>().unwrap_err();
    assert!(matches!(error, Error::WrongType { .. }), "{error}");
    let error = npy::open(path("samples_v1.npy")).unwrap().values::<f64>().unwrap_err();
    assert_eq!(error.to_string(), "the items are records of 3 fields, not f64");
}

#[test]
fn two_dimensions_in_both_orders() {
    for (name, fortran) in [("matrix.npy", false), ("matrix_fortran.npy", true)] {
        let file = npy::open(path(name)).unwrap();
        assert_eq!((file.shape(), file.fortran_order()), (&[2, 3][..], fortran));
        let matrix = file.matrix::<f32>().unwrap();
        assert_eq!((matrix.height(), matrix.width()), (2, 3));
        assert_eq!(matrix.to_vec(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], "{name}");
        assert_eq!(matrix.strides(), if fortran { (4, 8) } else { (12, 4) });
        let rows = file.values::<f32>().unwrap().to_vec();
        let expected =
            if fortran { [0.0, 3.0, 1.0, 4.0, 2.0, 5.0] } else { [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] };
        assert_eq!(rows, expected, "rows come in the order of memory");
    }
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Cell {
        y: u8,
        x: u16,
    }
    for name in ["grid.npy", "grid_fortran.npy"] {
        let file = npy::open(path(name)).unwrap();
        let grid = file.grid::<Cell>().unwrap();
        for (y, x) in (0..2_u8).flat_map(|y| (0..3_u16).map(move |x| (y, x))) {
            let cell = grid.get(usize::from(y), usize::from(x));
            assert_eq!(cell, Some(Cell { y, x }), "{name}");
        }
        assert_eq!(grid.get(2, 0), None);
        assert_eq!(grid.get(0, 3), None);
        let error = file.matrix::<u8>().unwrap_err();
        assert!(matches!(error, Error::WrongType { .. }), "{error}");
    }
    let none = npy::open(path("no_matrix.npy")).unwrap();
    let matrix = none.matrix::<f32>().unwrap();
    assert_eq!((matrix.height(), matrix.width(), matrix.to_vec().len()), (0, 3, 0));

    let cube = npy::open(path("cube.npy")).unwrap();
    assert_eq!((cube.shape(), cube.len()), (&[2, 3, 4][..], 24));
    assert!(cube.values::<u16>().unwrap().iter().eq(0..24));
    let error = cube.matrix::<u16>().unwrap_err();
    assert!(
        error.to_string().ends_with("cube.npy: the array has shape (2, 3, 4), not 2 dimensions")
    );
    assert_eq!(kind(error), NpyErrorKind::Dimensions { expected: 2, shape: vec![2, 3, 4] });
}

/// Lengths of an array without an item may be any, and overflow nothing.
#[test]
fn an_array_without_an_item_may_be_wide() {
    for (order, shape) in
        [("False", "(0, 9223372036854775807)"), ("True", "(9223372036854775807, 0)")]
    {
        let text = format!("{{'descr': '<f8', 'fortran_order': {order}, 'shape': {shape}, }}\n");
        let length = u16::try_from(text.len()).unwrap().to_le_bytes();
        let file = [b"\x93NUMPY\x01\x00", &length[..], text.as_bytes()].concat();
        let array = npy::from_bytes(&file).unwrap();
        assert!(array.is_empty());
        let matrix = array.matrix::<f64>().unwrap();
        assert_eq!(matrix.get(0, 0), None);
        assert!(matrix.crop(.., ..).get(0, 0).is_none());
    }
}

#[test]
fn names_beyond_ascii() {
    let latin1 = npy::open(path("latin1.npy")).unwrap();
    assert_eq!(latin1.version(), (1, 0));
    assert!(latin1.column::<u8>("é").is_ok() && latin1.column::<u8>("it's").is_ok());
    let unicode = npy::open(path("unicode.npy")).unwrap();
    assert_eq!(unicode.version(), (3, 0));
    assert!(unicode.column::<u8>("温度").is_ok() && unicode.column::<i16>("é").is_ok());
    let titles = npy::open(path("titles.npy")).unwrap();
    let names = titles.layout().fields().iter().map(|field| (field.name(), field.title()));
    assert!(names.eq([("r", Some("Red")), ("g", Some("Green"))]));
}

#[test]
fn what_numpy_cannot_say() {
    #[derive(Element, Clone, Copy, Debug, PartialEq)]
    #[repr(u8)]
    enum Side {
        Buy = b'B',
        Sell = b'S',
    }
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Wide {
        wide: u128,
        side: Side,
    }
    let file = npy::open(path("raw16.npy")).unwrap();
    assert_eq!(
        file.records::<Wide>().unwrap().to_vec(),
        [Wide { wide: 7, side: Side::Buy }, Wide { wide: 1 << 100, side: Side::Sell }]
    );
    let mut broken = bytes("raw16.npy");
    *broken.last_mut().unwrap() = 0;
    let error = npy::from_bytes(&broken).unwrap().records::<Wide>().map(|_| ()).unwrap_err();
    assert!(matches!(&error, Error::Invalid { row: 1, field, .. } if field == "side"), "{error}");
}

#[test]
fn headers_as_others_wrote_them() {
    let python2 = npy::open(path("python2.npy")).unwrap();
    assert_eq!(python2.shape(), [2]);
    assert_eq!(python2.column::<i32>("a").unwrap().to_vec(), [1, 2]);
    let tight = npy::open(path("tight.npy")).unwrap();
    assert_eq!(tight.values::<u8>().unwrap().to_vec(), [1, 2, 3]);
}

#[test]
fn bytes_behind_the_data_are_left_alone() {
    let behind = bytes("more_behind.npy");
    let array = npy::from_bytes(&behind).unwrap();
    assert_eq!(array.values::<u16>().unwrap().to_vec(), [1, 2]);
    let mut stream = &behind[..];
    assert_eq!(npy::read_from(&mut stream).unwrap().len(), 2);
    assert_eq!(stream, b"not the array's");
    assert_eq!(npy::read(path("more_behind.npy")).unwrap().into_owner().len(), 132);
}

#[test]
fn long_headers_are_read_if_allowed() {
    let path = path("wide.npy");
    let file = npy::open(&path).unwrap();
    assert_eq!(file.layout().fields().len(), 400);
    let options = npy::OpenOptions::new().max_header_size(9000);
    for error in [
        options.open(&path).unwrap_err(),
        options.read(&path).unwrap_err(),
        options.from_bytes(bytes("wide.npy")).unwrap_err(),
    ] {
        let NpyErrorKind::HeaderTooLong { limit: 9000, found } = kind(error) else { panic!() };
        assert_eq!(found, 9344 - 10);
    }
}

#[test]
fn changed_in_place() {
    let directory = tempfile::tempdir().unwrap();
    let copy = directory.path().join("samples.npy");
    fs::copy(path("samples_v1.npy"), &copy).unwrap();
    let mut file = npy::open_mut(&copy).unwrap();
    let mut records = file.records_mut::<Sample>().unwrap();
    records.set(1, Sample { id: 7, sin: 8.0, cos: 9.0 });
    records.columns_mut().id.update(|id| id + 1);
    file.dyn_records_mut().set_value(0, "cos", &Value::from(0.25)).unwrap();
    assert_eq!(file.column::<f64>("cos").unwrap().to_vec(), [0.25, 9.0, 4.0]);
    file.flush().unwrap();
    drop(file);
    let now = npy::read(&copy).unwrap();
    assert_eq!(now.column::<i16>("id").unwrap().to_vec(), [2, 8, 301]);
    assert_eq!(now.records::<Sample>().unwrap().get(1).unwrap().sin, 8.0);
    let (before, after) = (bytes("samples_v1.npy"), fs::read(&copy).unwrap());
    assert_eq!(before[..192], after[..192], "the header stays");

    // Memory of one's own can be changed, too.
    let mut read = npy::read(&copy).unwrap();
    read.dyn_records_mut().column_mut::<f64>("sin").unwrap().fill(1.0);
    assert_eq!(read.column::<f64>("sin").unwrap().sum(), 3.0);
    // By a type that the file does not hold, nothing can.
    assert!(matches!(read.records_mut::<(u8,)>().map(|_| ()), Err(Error::Mismatch(_))));
}

#[test]
fn no_file() {
    let error = npy::open(path("no_such.npy")).unwrap_err();
    let Error::Io { action: "cannot open", path, kind, .. } = &error else { panic!("{error}") };
    assert!(path.ends_with("no_such.npy"));
    assert_eq!(*kind, std::io::ErrorKind::NotFound);
    assert!(error.to_string().starts_with(&format!("cannot open {path}: ")));

    let directory = tempfile::tempdir().unwrap();
    assert!(matches!(npy::open(directory.path()), Err(Error::Io { .. })));
    let empty = directory.path().join("empty.npy");
    fs::write(&empty, "").unwrap();
    for error in [npy::open(&empty).unwrap_err(), npy::read(&empty).unwrap_err()] {
        assert!(
            error.to_string().ends_with(
                "empty.npy: the magic string, from byte 0 on, should have 8 bytes, but there are 0"
            ),
            "{error}"
        );
    }
}

/// An owner that lends other bytes the second time: safe code, so nothing worse than a
/// panic may come of it.
#[test]
fn an_owner_that_changes_its_mind() {
    use std::cell::Cell;
    struct Fickle(Vec<u8>, Cell<usize>);
    impl AsRef<[u8]> for Fickle {
        fn as_ref(&self) -> &[u8] {
            let times = self.1.get();
            self.1.set(times + 1);
            if times == 0 { &self.0 } else { &self.0[..150] }
        }
    }
    let array = npy::from_bytes(Fickle(bytes("samples_v1.npy"), Cell::new(0))).unwrap();
    let rows = std::panic::AssertUnwindSafe(|| array.dyn_records().len());
    assert!(std::panic::catch_unwind(rows).is_err());
}

#[test]
fn the_rows_are_printed() {
    let file = npy::open(path("samples_v1.npy")).unwrap();
    let table = file.to_string();
    assert!(table.contains("cos") && table.contains("300"), "{table}");
    let shown = format!("{file:?}");
    assert!(shown.contains("samples_v1.npy") && shown.contains("shape: [3]"), "{shown}");
}
