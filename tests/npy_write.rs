//! Files that we write: the bytes that NumPy wrote for the equal array, and, beyond those,
//! what a naive builder of bytes makes.

use std::fs;
use std::path::{Path, PathBuf};

#[allow(dead_code, reason = "its layouts are for others")]
#[path = "common/random.rs"]
mod random;

use random::Random;
use records_core::npy::{self, Save};
use records_core::{
    DType, DynArray, DynRecordBuf, DynRecords, Element, Error, FixedBytes, Grid, Layout, Record,
    RecordArray, RecordBuf, Records, RecordsMut, Value,
};
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

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npy").join(name)
}

/// The bytes that NumPy wrote.
fn numpy(name: &str) -> Vec<u8> {
    fs::read(path(name)).unwrap()
}

/// The bytes that we write.
fn ours(items: &(impl Save + ?Sized)) -> Vec<u8> {
    let mut bytes = Vec::new();
    npy::write_to(&mut bytes, items).unwrap();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    npy::write(&path, items).unwrap();
    assert_eq!(fs::read(path).unwrap(), bytes);
    bytes
}

/// Bytes for an assertion whose message can be read.
#[track_caller]
fn same(ours: &[u8], expected: &[u8]) {
    assert_eq!(ours.escape_ascii().to_string(), expected.escape_ascii().to_string());
}

/// What `np.save` writes, built naively.
fn naive(descr: &str, shape: &str, first: usize, data: &[u8]) -> Vec<u8> {
    let mut text = format!("{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}");
    text += &" ".repeat(21 - first.to_string().len());
    let latin1 = text.chars().all(|c| u32::from(c) < 256);
    let encode = |text: &str| match latin1 {
        true => text.chars().map(|c| c as u8).collect::<Vec<_>>(),
        false => text.as_bytes().to_vec(),
    };
    let length = |prefix: usize| {
        let mut length = encode(&text).len() + 2;
        while !(prefix + length).is_multiple_of(64) {
            length += 1;
        }
        length
    };
    let mut bytes = b"\x93NUMPY".to_vec();
    if latin1 && length(10) < 65536 {
        bytes.extend([1, 0]);
        bytes.extend((length(10) as u16).to_le_bytes());
    } else {
        bytes.extend([if latin1 { 2 } else { 3 }, 0]);
        bytes.extend((length(12) as u32).to_le_bytes());
    }
    bytes.extend(encode(&text));
    bytes.push(b' ');
    while !(bytes.len() + 1).is_multiple_of(64) {
        bytes.push(b' ');
    }
    bytes.push(b'\n');
    bytes.extend(data);
    bytes
}

#[test]
fn the_bytes_that_numpy_writes() {
    let expected = numpy("samples_v1.npy");
    let mut buf = RecordBuf::from(&SAMPLES[..]);
    let bytes = buf.as_bytes().to_vec();
    same(&ours(&buf), &expected);
    same(&ours(&buf.view()), &expected);
    same(&ours(&buf.view_mut()), &expected);
    same(&ours(&&buf), &expected);
    same(&ours(&SAMPLES), &expected);
    same(&ours(&SAMPLES[..]), &expected);
    same(&ours(&SAMPLES.to_vec()), &expected);
    same(&ours(&RecordArray::<Sample, _>::new(bytes.clone()).unwrap()), &expected);
    let rows = DynRecords::from_bytes(&bytes, Sample::LAYOUT).unwrap();
    same(&ours(&rows), &expected);
    same(&ours(&rows.typed::<Sample>().unwrap()), &expected);
    let mut rows = DynRecordBuf::from_bytes(bytes, Sample::LAYOUT).unwrap();
    same(&ours(&rows), &expected);
    same(&ours(&rows.view_mut()), &expected);
    same(&ours(&npy::open(path("samples_v1.npy")).unwrap()), &expected);
    // Written by the oldest version that can say it.
    same(&ours(&npy::open(path("samples_v3.npy")).unwrap()), &expected);
    same(&ours(&RecordBuf::<Sample>::new()), &numpy("no_samples.npy"));

    let matrix: Vec<[f32; 3]> = vec![[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]];
    let expected = numpy("matrix.npy");
    same(&ours(&matrix), &expected);
    let rows = Records::<(f32, f32, f32)>::from_bytes(bytemuck_bytes(&matrix)).unwrap();
    same(&ours(&rows.as_matrix()), &expected);
    same(&ours(&rows.to_matrix()), &expected);
    same(&ours(&npy::open(path("matrix.npy")).unwrap().matrix::<f32>().unwrap()), &expected);
    // Where the items lie column by column, so they are written.
    let fortran = npy::open(path("matrix_fortran.npy")).unwrap().matrix::<f32>().map(|matrix| {
        same(&ours(&matrix), &numpy("matrix_fortran.npy"));
        // Not so a part of them.
        let part = matrix.crop(.., 1..).to_vec();
        let data: Vec<u8> = part.into_iter().flat_map(f32::to_le_bytes).collect();
        same(&ours(&matrix.crop(.., 1..).crop(..1, ..)), &naive("'<f4'", "(1, 2)", 1, &data[..8]));
    });
    assert!(fortran.is_ok());
    same(&ours(&matrix[..0]), &numpy("no_matrix.npy"));

    let bools = [true, false, true];
    same(&ours(&bools), &numpy("bools.npy"));
    same(
        &ours(&Records::<(bool,)>::from_bytes(&[1, 0, 1]).unwrap().columns().0),
        &numpy("bools.npy"),
    );
    same(&ours(&[big_endian::U32::new(1), big_endian::U32::new(2)]), &numpy("swapped.npy"));
    let texts = [b"a".as_slice(), b"bcd"].map(|text| FixedBytes::<3>::from_bytes(text).unwrap());
    same(&ours(&texts), &numpy("texts.npy"));
}

fn bytemuck_bytes(matrix: &[[f32; 3]]) -> &[u8] {
    records_core::bytemuck::cast_slice(matrix)
}

/// Every file of NumPy's, read and written again.
#[test]
fn read_and_written_again() {
    let mut files = 0;
    for entry in fs::read_dir(path("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // Those whose headers are not as NumPy writes them by itself.
        let others = ["samples_v2", "samples_v3", "python2", "tight", "more_behind"];
        let Some(stem) = name.strip_suffix(".npy").filter(|stem| !others.contains(stem)) else {
            continue;
        };
        same(&ours(&npy::open(path(&name)).unwrap()), &numpy(&name));
        if npy::open(path(&name)).unwrap().is_plain()
            || stem.starts_with("grid")
            || stem == "one_sample"
        {
            continue;
        }
        same(&ours(&npy::open(path(&name)).unwrap().dyn_records()), &numpy(&name));
        files += 1;
    }
    assert!(files >= 10);
}

#[test]
fn grids() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Cell {
        y: u8,
        x: u16,
    }
    let expected = numpy("grid.npy");
    for name in ["grid.npy", "grid_fortran.npy"] {
        let file = npy::open(path(name)).unwrap();
        same(&ours(&file.grid::<Cell>().unwrap()), &numpy(name));
    }
    // Lines that are padded.
    let data = &expected[128..];
    let padded = [&data[..9], &[77; 5], &data[9..], &[77; 5]].concat();
    let grid = Grid::<Cell>::from_bytes(&padded, 2, 3, 14).unwrap();
    same(&ours(&grid), &expected);
    let xs = [0, 1, 2, 0, 1, 2_u16].map(u16::to_le_bytes).concat();
    same(&ours(&grid.plane(Cell::FIELDS.x)), &naive("'<u2'", "(2, 3)", 2, &xs));
}

#[test]
fn arrays_of_any_number_of_dimensions() {
    let (c, f) = (numpy("cube.npy"), numpy("cube_fortran.npy"));
    let data: Vec<u8> = (0..24_u16).flat_map(u16::to_le_bytes).collect();
    let cube = DynArray::from_bytes(&data, &DType::U16, &[2, 3, 4]).unwrap();
    same(&ours(&cube), &c);
    for file in [&c, &f] {
        let read = npy::from_bytes(file).unwrap();
        assert_eq!(read.array().get(&[1, 2, 3]).unwrap(), 23);
        assert_eq!(read.array().get(&[1, 0, 2]).unwrap(), 14);
        same(&ours(&read.array()), file);
        same(&ours(&read), file);
    }
    let mut copy = npy::from_bytes(f.clone()).unwrap();
    copy.array_mut().set(&[1, 0, 2], &7.into()).unwrap();
    assert_eq!(copy.array().get(&[1, 0, 2]).unwrap(), 7);
    same(&ours(&copy.array_mut()), copy.owner());

    // Items in no order of memory, found by their indices.
    let mut random = Random::new(2);
    for round in 0..200 {
        let mut view = cube.clone();
        for axis in 0..3 {
            let end = random.below(view.shape()[axis] + 1);
            view = view.slice(axis, random.below(end + 1)..end);
            if random.below(2) == 0 {
                view = view.reversed(axis);
            }
        }
        if random.below(2) == 0 {
            view = view.transposed();
        }
        let &[depth, height, width] = view.shape() else { unreachable!() };
        let mut data = Vec::new();
        for index in 0..view.len() {
            let (z, y, x) = (index / width / height, index / width % height, index % width);
            let Value::UInt(value) = view.get(&[z, y, x]).unwrap() else { panic!() };
            data.extend(u16::try_from(value).unwrap().to_le_bytes());
        }
        let file = ours(&view);
        if view.is_f_contiguous() && !view.is_c_contiguous() {
            let back = npy::from_bytes(&file).unwrap();
            assert!(back.fortran_order() && back.array() == view, "round {round}");
        } else {
            let shape = format!("({depth}, {height}, {width})");
            same(&file, &naive("'<u2'", &shape, depth, &data));
        }
    }
    let number = DynArray::from_bytes(&data[..2], &DType::U16, &[]).unwrap();
    assert_eq!(npy::from_bytes(ours(&number)).unwrap().shape(), [0; 0]);
}

/// Only the view's own fields leave, whatever lies between them.
#[test]
fn nothing_but_the_views_fields() {
    #[derive(Record, Clone, Copy)]
    #[record(packed, project = Sample)]
    struct Cos {
        cos: f64,
        id: i16,
    }
    let buf = RecordBuf::from(&SAMPLES[..]);
    let expected = |rows: &[usize]| {
        let bytes = rows.iter().flat_map(|&i| {
            [&SAMPLES[i].cos.to_le_bytes()[..], &SAMPLES[i].id.to_le_bytes()].concat()
        });
        let shape = format!("({},)", rows.len());
        naive("[('cos', '<f8'), ('id', '<i2')]", &shape, rows.len(), &bytes.collect::<Vec<_>>())
    };
    let view = buf.view();
    same(&ours(&view.project::<Cos>()), &expected(&[0, 1, 2]));
    same(&ours(&view.reversed().project::<Cos>()), &expected(&[2, 1, 0]));
    same(&ours(&view.step_by(2).project::<Cos>()), &expected(&[0, 2]));
    let rows = DynRecords::from(view);
    same(&ours(&rows.select(&["cos", "id"]).unwrap()), &expected(&[0, 1, 2]));
    same(&ours(&rows.step_by(2).select(&["cos", "id"]).unwrap()), &expected(&[0, 2]));
    let ids = [1_i16, -2, 300].map(i16::to_le_bytes).concat();
    same(&ours(&view.column(Sample::FIELDS.id)), &naive("'<i2'", "(3,)", 3, &ids));
    same(&ours(&rows.dyn_column("id").unwrap()), &naive("'<i2'", "(3,)", 3, &ids));
    let picked = view.select((Sample::FIELDS.id,));
    same(&ours(&picked), &naive("[('f0', '<i2')]", "(3,)", 3, &ids));
}

#[test]
fn padding_is_zero() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    struct Padded {
        id: u8,
        value: f64,
        tag: FixedBytes<3>,
    }
    let mut dirty = numpy("padded.npy")[192..].to_vec();
    for row in 0..2 {
        for byte in (1..8).chain(19..24) {
            dirty[row * 24 + byte] = 0xee;
        }
    }
    same(&ours(&Records::<Padded>::from_bytes(&dirty).unwrap()), &numpy("padded.npy"));
    let rows = DynRecords::from_bytes(&dirty, Padded::LAYOUT).unwrap();
    same(&ours(&rows), &numpy("padded.npy"));
    same(
        &ours(&rows.slice(1..)),
        &ours(&DynRecords::from_bytes(&numpy("padded.npy")[216..], Padded::LAYOUT).unwrap()),
    );

    // Inside a field, too.
    let outer = Layout::packed([("x", DType::array(DType::record(Padded::LAYOUT.clone()), 2))]);
    let rows = DynRecords::from_bytes(&dirty, &outer).unwrap();
    assert_eq!(ours(&rows)[ours(&rows).len() - 48..], numpy("padded.npy")[192..]);
}

#[test]
fn fields_in_another_order_are_laid_out_anew() {
    let inner = Layout::explicit([("b", DType::U8, 1), ("a", DType::U8, 0)], 2).unwrap();
    let layout = Layout::explicit(
        [
            ("z", DType::U8, 9),
            ("pair", DType::array(DType::record(inner), 2), 2),
            ("y", DType::U16, 0),
        ],
        12,
    )
    .unwrap();
    let bytes: Vec<u8> = (0..24).collect();
    let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
    let descr = "[('z', '|u1'), ('pair', [('b', '|u1'), ('a', '|u1')], (2,)), ('y', '<u2')]";
    let data = [9, 3, 2, 5, 4, 0, 1, 21, 15, 14, 17, 16, 12, 13];
    same(&ours(&rows), &naive(descr, "(2,)", 2, &data));

    #[derive(Record, Clone, Copy)]
    #[record(packed, size = 8)]
    struct Swapped {
        #[record(offset = 4)]
        b: u16,
        #[record(offset = 0)]
        a: u16,
    }
    let rows = Records::<Swapped>::from_bytes(&bytes).unwrap();
    let data = [4, 5, 0, 1, 12, 13, 8, 9, 20, 21, 16, 17];
    same(&ours(&rows), &naive("[('b', '<u2'), ('a', '<u2')]", "(3,)", 3, &data));
    let values = rows.to_vec();
    same(&ours(&values), &naive("[('b', '<u2'), ('a', '<u2')]", "(3,)", 3, &data));
}

#[test]
fn types_that_numpy_has_not() {
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
    let rows = [Wide { wide: 7, side: Side::Buy }, Wide { wide: 1 << 100, side: Side::Sell }];
    same(&ours(&rows), &numpy("raw16.npy"));
    assert_eq!(npy::from_bytes(ours(&rows)).unwrap().records::<Wide>().unwrap().to_vec(), rows);
}

#[test]
fn headers_of_all_lengths_and_alphabets() {
    for fields in [1, 2, 3, 40, 2000, 3200, 3300, 3400, 5000] {
        for name in ["x", "é", "日"] {
            let names: Vec<String> = (0..fields).map(|i| format!("{name}{i:03}")).collect();
            let list = names.iter().map(|name| (name.clone(), DType::U8));
            let layout = Layout::packed(list);
            let descr: Vec<_> = names.iter().map(|name| format!("('{name}', '|u1')")).collect();
            let descr = format!("[{}]", descr.join(", "));
            let bytes = vec![1; fields * 12];
            let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
            let file = ours(&rows);
            assert!(file == naive(&descr, "(12,)", 12, &bytes), "{fields} fields {name}");
            let options = npy::OpenOptions::new().max_header_size(1 << 20);
            assert_eq!(*options.from_bytes(&file).unwrap().layout(), layout);
        }
    }
}

/// Views of all kinds against rows copied byte by byte, of sizes around those of a tile.
#[test]
fn against_the_naive_twin() {
    let layout = Layout::explicit(
        [("a", DType::U8, 0), ("b", DType::U32, 3), ("c", DType::array(DType::U16, 3), 8)],
        17,
    )
    .unwrap();
    let descr =
        "[('a', '|u1'), ('', '|V2'), ('b', '<u4'), ('', '|V1'), ('c', '<u2', (3,)), ('', '|V3')]";
    let mut random = Random::new(1);
    for round in 0..20 {
        let count = match round % 4 {
            0 => random.below(4),
            1 => random.below(300),
            _ => (256 << 10) / 17 - 2 + random.below(5),
        };
        let stride = 17 + random.below(3);
        let bytes: Vec<u8> = (0..5 + count * stride).map(|_| random.next() as u8).collect();
        let mut rows =
            DynRecords::from_strided(&bytes, &layout, 5, stride as isize, count).unwrap();
        let mut starts: Vec<usize> = (0..count).map(|row| 5 + row * stride).collect();
        if random.below(2) == 0 {
            rows = rows.reversed();
            starts.reverse();
        }
        let row = |&start: &usize, parts: &[(usize, usize)], size: usize| {
            let mut row = vec![0; size];
            for &(at, len) in parts {
                row[at..at + len].copy_from_slice(&bytes[start + at..start + at + len]);
            }
            row
        };
        let shape = format!("({count},)");
        let parts = [(0, 1), (3, 4), (8, 6)];
        let data: Vec<u8> = starts.iter().flat_map(|start| row(start, &parts, 17)).collect();
        assert!(ours(&rows) == naive(descr, &shape, count, &data), "round {round}");
        let b: Vec<u8> =
            starts.iter().flat_map(|&start| bytes[start + 3..start + 7].to_vec()).collect();
        let column = rows.column::<u32>("b").unwrap();
        assert!(ours(&column) == naive("'<u4'", &shape, count, &b), "round {round}");
        let c: Vec<u8> =
            starts.iter().flat_map(|&start| bytes[start + 8..start + 14].to_vec()).collect();
        let shape = format!("({count}, 3)");
        let column = rows.column::<[u16; 3]>("c").unwrap();
        assert!(ours(&column) == naive("'<u2'", &shape, count, &c), "round {round}");
    }
}

#[test]
fn a_failure_leaves_the_old_file() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    npy::write(&path, &[1_u8, 2]).unwrap();
    let before = fs::read(&path).unwrap();
    // The file was mapped when the new one took its place: the map still shows the old.
    let mapped = npy::open(&path).unwrap();
    npy::write(&path, &[3_u8; 1000]).unwrap();
    assert_eq!(mapped.values::<u8>().unwrap().to_vec(), [1, 2]);
    assert_ne!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1, "nothing is left beside it");

    // A directory that is not there, and one in the file's place.
    let error = npy::write(directory.path().join("no/x.npy"), &[1_u8]).unwrap_err();
    assert!(matches!(&error, Error::Io { action: "cannot create", .. }), "{error}");
    assert!(npy::write(directory.path(), &[1_u8]).is_err());
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

/// A stream that takes so many bytes.
struct Full(usize);

impl std::io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_stream_that_fails() {
    let mut bytes = RecordBuf::from(&SAMPLES[..]).into_bytes();
    let rows = RecordsMut::<Sample>::from_bytes(&mut bytes).unwrap();
    assert!(npy::write_to(Full(246), &rows).is_ok());
    for room in [0, 100, 192, 245] {
        let error = npy::write_to(Full(room), &rows).unwrap_err();
        let Error::Io { kind: std::io::ErrorKind::StorageFull, path, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!(path, "");
    }
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_those_of_a_plain_write() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let directory = tempfile::tempdir().unwrap();
    let at = |name: &str| directory.path().join(name);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    fs::write(at("plain"), "").unwrap();
    npy::write(at("new.npy"), &[1_u8]).unwrap();
    assert_eq!(mode(&at("new.npy")), mode(&at("plain")));
    fs::set_permissions(at("plain"), fs::Permissions::from_mode(0o640)).unwrap();
    npy::write(at("plain"), &[1_u8]).unwrap();
    assert_eq!(mode(&at("plain")), 0o640);

    fs::create_dir(at("there")).unwrap();
    fs::write(at("there/real.npy"), "").unwrap();
    symlink("there/real.npy", at("link.npy")).unwrap();
    symlink("link.npy", at("link2.npy")).unwrap();
    symlink("there/later.npy", at("dangling.npy")).unwrap();
    npy::write(at("link2.npy"), &[7_u8]).unwrap();
    npy::write(at("dangling.npy"), &[8_u8]).unwrap();
    for (name, value) in [("there/real.npy", 7), ("there/later.npy", 8)] {
        assert!(fs::symlink_metadata(at(name)).unwrap().is_file());
        assert_eq!(npy::read(at(name)).unwrap().values::<u8>().unwrap().get(0), Some(value));
    }
    assert!(fs::symlink_metadata(at("link2.npy")).unwrap().is_symlink());
    assert!(fs::symlink_metadata(at("dangling.npy")).unwrap().is_symlink());
    // What is no file is written to.
    npy::write("/dev/null", &[1_u8]).unwrap();
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
    npy::WriteOptions::new().sync(true).write(at("synced.npy"), &[1_u8]).unwrap();
    assert!(npy::open(at("synced.npy")).is_ok());
}
