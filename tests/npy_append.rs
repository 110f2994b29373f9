//! Writers that add rows: what the file holds at every moment, and after a crash.

use std::fs;
use std::io::{Cursor, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use records_core::npy::{self, DynWriter, NpyErrorKind, Save, Writer};
use records_core::{DType, Error, Layout, Record, RecordBuf, Records, Value};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn sample(n: u64) -> Sample {
    Sample { id: n as i16, sin: n as f64, cos: -(n as f64) }
}

fn samples(range: std::ops::Range<u64>) -> Vec<Sample> {
    range.map(sample).collect()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npy").join(name)
}

/// The file that these items make when they are written at once.
fn whole(items: &(impl Save + ?Sized)) -> Vec<u8> {
    let mut bytes = Vec::new();
    npy::write_to(&mut bytes, items).unwrap();
    bytes
}

fn kind<T>(result: Result<T, Error>) -> NpyErrorKind {
    match result.map(|_| ()).unwrap_err() {
        Error::Npy(error) => error.kind().clone(),
        other => panic!("{other}"),
    }
}

/// What a reader finds who comes at this moment.
#[track_caller]
fn found(path: &Path) -> Vec<Sample> {
    npy::read(path).unwrap().records::<Sample>().unwrap().to_vec()
}

#[test]
fn after_each_flush_the_file_is_what_numpy_would_save() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let mut writer = Writer::<Sample>::create(&path).unwrap();
    assert_eq!(fs::read(&path).unwrap(), fs::read(fixture("no_samples.npy")).unwrap());
    let (mut flushed, mut n) = (0, 0);
    // Fewer rows than are collected, as many, and many more at once.
    for count in [1, 0, 8, 1, 90, 1000, 15_000, 1, 30_000] {
        if count % 2 == 0 {
            writer.write(&samples(n..n + count)).unwrap();
        } else {
            writer.extend(samples(n..n + count)).unwrap();
        }
        n += count;
        assert_eq!(writer.len(), n);
        assert_eq!(found(&path), samples(0..flushed), "rows that are not counted are not there");
        writer.flush().unwrap();
        flushed = n;
        assert!(fs::read(&path).unwrap() == whole(&samples(0..n)), "{n} rows");
    }
    writer.push(sample(n)).unwrap();
    writer.sync().unwrap();
    assert_eq!(found(&path).len() as u64, n + 1);
    writer.finish().unwrap();
    assert!(fs::read(&path).unwrap() == whole(&samples(0..n + 1)));
}

#[test]
fn a_block_larger_than_what_is_collected_is_not_counted_before_the_flush() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let mut writer = Writer::<Sample>::create(&path).unwrap();
    writer.push(sample(0)).unwrap();
    writer.flush().unwrap();
    writer.write(&samples(1..100_000)).unwrap();
    assert!(fs::metadata(&path).unwrap().len() > 1_000_000, "the rows are in the file");
    assert_eq!(found(&path), samples(0..1));
    // As a writer that is gone without a word leaves it.
    let copy = directory.path().join("copy.npy");
    fs::copy(&path, &copy).unwrap();
    let mut writer = Writer::<Sample>::append(&copy).unwrap();
    assert_eq!(writer.len(), 1);
    writer.push(sample(1)).unwrap();
    writer.finish().unwrap();
    assert!(fs::read(&copy).unwrap() == whole(&samples(0..2)));
}

#[test]
fn appending_to_what_numpy_wrote() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    for (name, major) in [("samples_v1.npy", 1), ("samples_v2.npy", 2), ("samples_v3.npy", 3)] {
        fs::copy(fixture(name), &path).unwrap();
        let old = found(&path);
        // Part of a row lies behind the last one.
        fs::OpenOptions::new().append(true).open(&path).unwrap().write_all(b"part").unwrap();
        let mut writer = Writer::<Sample>::append(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 246, "it is cut off");
        assert_eq!(writer.len(), 3);
        writer.extend(samples(10..30)).unwrap();
        writer.finish().unwrap();
        assert_eq!(found(&path), [old, samples(10..30)].concat());
        let file = npy::open(&path).unwrap();
        assert_eq!((file.version(), file.shape()), ((major, 0), &[23][..]));
        if major == 1 {
            assert_eq!(fs::read(&path).unwrap(), whole(&found(&path)));
        }
    }
    // Names that the version writes in its own way.
    for name in ["latin1.npy", "unicode.npy", "titles.npy"] {
        fs::copy(fixture(name), &path).unwrap();
        let mut writer = DynWriter::append(&path).unwrap();
        let values: Vec<_> = writer.layout().fields().iter().map(|_| Value::from(1)).collect();
        (0..9).for_each(|_| writer.push(&values).unwrap());
        writer.finish().unwrap();
        let (before, after) = (npy::open(fixture(name)).unwrap(), npy::open(&path).unwrap());
        assert_eq!((after.layout(), after.version()), (before.layout(), before.version()));
        assert_eq!(after.len(), 10);
        assert_eq!(fs::read(&path).unwrap(), whole(&after));
    }
}

#[test]
fn rows_of_all_kinds() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let mut writer = Writer::<f64>::create(&path).unwrap();
    writer.extend([0.5, 1.5]).unwrap();
    writer.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), whole(&[0.5, 1.5]));

    // A matrix grows by its rows.
    let mut writer = Writer::<[f32; 3]>::create(&path).unwrap();
    writer.push([0.0, 1.0, 2.0]).unwrap();
    drop(writer);
    let mut writer = Writer::<[f32; 3]>::append(&path).unwrap();
    let more = Records::<(f32, f32, f32)>::from_bytes(&[0; 12]).unwrap().to_matrix();
    writer.write(&more).unwrap();
    writer.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), whole(&[[0.0, 1.0, 2.0_f32], [0.0; 3]]));

    // Fields in another order than that of memory are laid out anew, as by `write`.
    #[derive(Record, Clone, Copy)]
    #[record(packed, size = 8)]
    struct Swapped {
        #[record(offset = 4)]
        b: u16,
        #[record(offset = 0)]
        a: u16,
    }
    let rows = [Swapped { b: 1, a: 2 }, Swapped { b: 3, a: 4 }];
    let mut writer = Writer::<Swapped>::create(&path).unwrap();
    writer.push(rows[0]).unwrap();
    writer.finish().unwrap();
    let mut writer = Writer::<Swapped>::append(&path).unwrap();
    writer.write(&rows[1..]).unwrap();
    writer.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), whole(&rows));
    let layout = Swapped::LAYOUT.clone();
    let mut writer = DynWriter::create(&path, &layout).unwrap();
    assert_eq!(writer.layout().itemsize(), 4);
    writer.push(&[1.into(), 2.into()]).unwrap();
    writer.push(&[3.into(), 4.into()]).unwrap();
    drop(writer);
    assert_eq!(fs::read(&path).unwrap(), whole(&rows), "dropped, it flushes");

    // Padding is zero.
    #[derive(Record, Clone, Copy)]
    #[record(aligned)]
    struct Padded {
        id: u8,
        value: f64,
    }
    let mut writer = Writer::<Padded, _>::new(Cursor::new(Vec::new())).unwrap();
    writer.extend([Padded { id: 1, value: 0.0 }, Padded { id: 2, value: 0.0 }]).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes[bytes.len() - 32..].iter().filter(|&&byte| byte != 0).eq(&[1, 2]));

    // Behind something else in a stream.
    let mut stream = Cursor::new(b"before".to_vec());
    stream.seek(SeekFrom::End(0)).unwrap();
    let mut writer = Writer::<Sample, _>::new(stream).unwrap();
    writer.extend(samples(0..3)).unwrap();
    writer.flush().unwrap();
    writer.extend(samples(3..5)).unwrap();
    let bytes = writer.finish().unwrap().into_inner();
    assert_eq!(bytes, [b"before", &whole(&samples(0..5))[..]].concat());
}

#[test]
fn run_time_rows() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let mut writer = DynWriter::create(&path, Sample::LAYOUT).unwrap();
    writer.push(&[1.into(), 0.5.into(), 2.into()]).unwrap();
    let error = writer.push(&[70_000.into(), 0.5.into(), 2.into()]).unwrap_err();
    assert_eq!(error.to_string(), "field `id` is i16, which cannot hold 70000");
    assert!(matches!(writer.push(&[]), Err(Error::Lengths { expected: 3, found: 0, .. })));
    writer.write(&RecordBuf::from(&samples(0..2)[..])).unwrap();
    assert_eq!(writer.len(), 3);
    writer.finish().unwrap();
    let ids = npy::open(&path).unwrap().column::<i16>("id").unwrap().to_vec();
    assert_eq!(ids, [1, 0, 1]);

    // A plain array is one of rows with one field.
    npy::write(&path, &[1_u8]).unwrap();
    let mut writer = DynWriter::append(&path).unwrap();
    writer.push(&[2.into()]).unwrap();
    writer.write(&[3_u8]).unwrap();
    writer.finish().unwrap();
    assert_eq!(fs::read(&path).unwrap(), whole(&[1_u8, 2, 3]));
}

#[test]
fn wide_records_can_grow_too() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let layout = Layout::packed((0..5000).map(|i| (format!("field{i}"), DType::U8)));
    let values: Vec<Value> = (0..5000).map(|i| (i % 256).into()).collect();
    for _ in 0..2 {
        let mut writer = match path.exists() {
            true => DynWriter::append(&path).unwrap(),
            false => DynWriter::create(&path, &layout).unwrap(),
        };
        writer.push(&values).unwrap();
    }
    let file = npy::OpenOptions::new().max_header_size(1 << 20).open(&path).unwrap();
    assert_eq!((file.version(), file.shape()), ((2, 0), &[2][..]));
    assert_eq!(file.column::<u8>("field4999").unwrap().to_vec(), [135; 2]);
}

#[test]
fn what_cannot_grow() {
    let directory = tempfile::tempdir().unwrap();
    let copy = |name: &str| {
        let path = directory.path().join(name);
        fs::copy(fixture(name), &path).unwrap();
        path
    };
    let fortran = kind(Writer::<[f32; 3]>::append(copy("matrix_fortran.npy")));
    assert_eq!(fortran, NpyErrorKind::NoRows { shape: vec![2, 3], fortran_order: true });
    let number = kind(Writer::<f64>::append(copy("number.npy")));
    assert_eq!(number, NpyErrorKind::NoRows { shape: vec![], fortran_order: false });
    let tight = kind(Writer::<u8>::append(copy("tight.npy")));
    assert_eq!(tight, NpyErrorKind::NoRoom { header: 67, expected: 87 });

    let other = Writer::<(i16, f64, f64)>::append(copy("samples_v1.npy"));
    let text = other.as_ref().map(|_| ()).unwrap_err().to_string();
    assert!(
        text.ends_with(
            "samples_v1.npy: the rows are [('f0', '<i2'), ('f1', '<f8'), ('f2', '<f8')], \
             those of the file [('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]"
        ),
        "{text}"
    );
    let other = Writer::<[f32; 2]>::append(copy("matrix.npy"));
    let text = other.as_ref().map(|_| ()).unwrap_err().to_string();
    assert!(
        text.ends_with("the rows are '<f4' of shape (2,), those of the file '<f4' of shape (3,)"),
        "{text}"
    );
    assert!(matches!(kind(DynWriter::append(copy("matrix.npy"))), NpyErrorKind::OtherRows { .. }));
    assert!(matches!(kind(DynWriter::append(copy("cube.npy"))), NpyErrorKind::OtherRows { .. }));

    // A refused file is left as it is, whatever lies behind its rows.
    let behind = copy("more_behind.npy");
    assert!(matches!(kind(Writer::<i16>::append(&behind)), NpyErrorKind::OtherRows { .. }));
    assert_eq!(fs::read(&behind).unwrap(), fs::read(fixture("more_behind.npy")).unwrap());
    let short = copy("samples_v2.npy");
    fs::OpenOptions::new().write(true).open(&short).unwrap().set_len(245).unwrap();
    assert!(matches!(
        kind(Writer::<Sample>::append(&short)),
        NpyErrorKind::Truncated { what: "the data", at: 192, expected: 54, found: 53 }
    ));
    let none = Writer::<Sample>::append(directory.path().join("none.npy"));
    assert!(matches!(none, Err(Error::Io { action: "cannot open", .. })));

    // Rows that do not fit are refused one view at a time.
    let mut writer = Writer::<Sample>::append(copy("samples_v1.npy")).unwrap();
    assert!(matches!(kind(writer.write(&[0.5])), NpyErrorKind::OtherRows { .. }));
    let mut rows = Writer::<[f32; 3]>::append(copy("matrix.npy")).unwrap();
    let columns = npy::open(fixture("matrix_fortran.npy")).unwrap();
    // Rows are added as rows, whatever the order in which their items lie.
    rows.write(&columns).unwrap();
    assert_eq!((writer.len(), rows.len()), (3, 4));
    rows.finish().unwrap();
    let matrix = [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0_f32]];
    assert_eq!(fs::read(directory.path().join("matrix.npy")).unwrap(), whole(&matrix.repeat(2)));
}

/// A disk that is full at times.
struct Disk {
    bytes: Cursor<Vec<u8>>,
    room: usize,
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.room == 0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        let len = bytes.len().min(self.room);
        self.room -= len;
        self.bytes.write(&bytes[..len])
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for Disk {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

/// Whatever write fails, the rows wait, and the next flush that can writes them all; the
/// file is valid at every moment.
#[test]
fn rows_wait_while_the_disk_is_full() {
    for room in 0..300 {
        let mut bytes = Cursor::new(Vec::new());
        let disk = Disk { bytes: bytes.clone(), room: usize::MAX };
        let mut writer = Writer::<Sample, SharedDisk>::new(SharedDisk::new(disk)).unwrap();
        writer.extend(samples(0..2)).unwrap();
        writer.flush().unwrap();
        let shared = SHARED.with(|shared| shared.clone());
        writer.extend(samples(2..6)).unwrap();
        shared.borrow_mut().as_mut().unwrap().room = room;
        let full = writer.flush();
        bytes.get_mut().clone_from(shared.borrow().as_ref().unwrap().bytes.get_ref());
        let now = npy::from_bytes(bytes.get_ref()).unwrap();
        let counted = now.records::<Sample>().unwrap().to_vec();
        assert_eq!(counted, samples(0..counted.len() as u64));
        // 72 bytes of rows, and those of the header from the number on.
        let header = whole(&samples(0..6))[..192].to_vec();
        let number = header.windows(4).position(|bytes| bytes == b"(6,)").unwrap() + 1;
        assert_eq!(full.is_ok(), room >= 72 + 192 - number, "{room}");
        if room < 72 {
            assert_eq!(counted.len(), 2);
        }
        shared.borrow_mut().as_mut().unwrap().room = usize::MAX;
        writer.push(sample(6)).unwrap();
        writer.finish().unwrap();
        let end = shared.borrow().as_ref().unwrap().bytes.get_ref().clone();
        assert_eq!(end, whole(&samples(0..7)), "{room}");
    }
}

thread_local! {
    static SHARED: std::rc::Rc<std::cell::RefCell<Option<Disk>>> = std::rc::Rc::default();
}

/// The disk, which the test holds, too.
struct SharedDisk;

impl SharedDisk {
    fn new(disk: Disk) -> SharedDisk {
        SHARED.with(|shared| *shared.borrow_mut() = Some(disk));
        SharedDisk
    }

    fn with<T>(act: impl FnOnce(&mut Disk) -> T) -> T {
        SHARED.with(|shared| act(shared.borrow_mut().as_mut().unwrap()))
    }
}

impl Write for SharedDisk {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        SharedDisk::with(|disk| disk.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for SharedDisk {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        SharedDisk::with(|disk| disk.seek(to))
    }
}

/// Where the process that is to be killed writes.
const CHILD: &str = "NPY_APPEND_CHILD";

/// Run by the test below, in a process of its own.
#[test]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let mut writer = match Path::new(&path).exists() {
        true => Writer::<Sample>::append(&path).unwrap(),
        false => Writer::<Sample>::create(&path).unwrap(),
    };
    loop {
        for _ in 0..writer.len() % 700 {
            writer.push(sample(writer.len())).unwrap();
        }
        writer.write(&samples(writer.len()..writer.len() + 1000)).unwrap();
        writer.flush().unwrap();
    }
}

/// A process that is killed leaves a valid file, and the next one goes on with it.
#[test]
fn a_killed_process_leaves_the_rows_that_it_flushed() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npy");
    let mut last = 0;
    for round in 0..8 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .env(CHILD, &path)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Once it has flushed something, at no particular moment.
        let started = Instant::now();
        let grown = |path: &Path| fs::metadata(path).map_or(0, |meta| meta.len()) as usize;
        while grown(&path) < 192 + (last + 3000) * 18 && started.elapsed() < Duration::from_secs(60)
        {
            std::thread::yield_now();
        }
        std::thread::sleep(Duration::from_micros(round * 377));
        child.kill().unwrap();
        child.wait().unwrap();
        let rows = found(&path);
        assert!(rows.len() >= last + 2000, "{} rows after {last}", rows.len());
        let all = (0..rows.len()).all(|n| rows[n] == sample(n as u64));
        assert!(all, "every row that is counted is there");
        last = rows.len();
    }
    let writer = Writer::<Sample>::append(&path).unwrap();
    assert_eq!(writer.len(), last as u64);
    writer.finish().unwrap();
    assert!(fs::read(&path).unwrap() == whole(&samples(0..last as u64)));
    let layout = Layout::packed([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]);
    assert_eq!(*npy::open(&path).unwrap().layout(), layout);
}
