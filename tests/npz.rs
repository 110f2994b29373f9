//! Archives: those of NumPy, our own, and broken ones.
#![cfg(feature = "npz")]

use std::fs;
use std::path::{Path, PathBuf};

use records_core::npy::NpyErrorKind;
use records_core::{Error, Record, RecordBuf, npz};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/npy").join(name)
}

fn kind<T>(result: Result<T, Error>) -> NpyErrorKind {
    match result.map(|_| ()).unwrap_err() {
        Error::Npy(error) => error.kind().clone(),
        other => panic!("{other}"),
    }
}

#[test]
fn archives_of_numpy() {
    let archive = npz::open(fixture("stored.npz")).unwrap();
    assert_eq!(archive.names(), ["samples", "matrix"]);
    let read = archive.get("samples").unwrap();
    let mapped = archive.map("samples.npy").unwrap();
    assert_eq!(read.records::<Sample>().unwrap().get(2).unwrap().id, 300);
    assert_eq!(mapped.dyn_records(), read.dyn_records());
    let matrix = archive.map("matrix").unwrap();
    // An array in place keeps the archive.
    drop(archive);
    assert_eq!(matrix.matrix::<f32>().unwrap().to_vec(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);

    let archive = npz::open(fixture("deflated.npz")).unwrap();
    let zeros = archive.get("zeros").unwrap();
    assert_eq!((zeros.len(), zeros.values::<f64>().unwrap().max()), (5000, Some(0.0)));
    assert!(zeros.path().unwrap().ends_with("deflated.npz:zeros"));
    let error = archive.map("zeros").unwrap_err().to_string();
    assert!(
        error.ends_with(
            "deflated.npz: `zeros` cannot be mapped, only read: it is compressed (Deflated)"
        ),
        "{error}"
    );
    let NpyErrorKind::NoEntry { name, known } = kind(archive.get("nothing")) else { panic!() };
    assert_eq!((name.as_str(), known), ("nothing", vec!["samples".into(), "zeros".into()]));
}

#[test]
fn archives_of_ours() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npz");
    let samples: RecordBuf<Sample> =
        (0..1000).map(|id| Sample { id, sin: 0.5, cos: f64::from(id) }).collect();
    let mut archive = npz::Writer::create(&path).unwrap();
    assert!(!path.exists(), "it is there when it is whole");
    archive.add("a", &samples).unwrap();
    archive.add_compressed("b", &samples.view().reversed()).unwrap();
    archive.add("ü/c", &[1_u8, 2]).unwrap();
    assert!(matches!(kind(archive.add("a", &[1_u8])), NpyErrorKind::TwoEntries { .. }));
    archive.finish().unwrap();
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);

    let archive = npz::open(&path).unwrap();
    assert_eq!(archive.names(), ["a", "b", "ü/c"]);
    let a = archive.map("a").unwrap();
    assert_eq!(a.records::<Sample>().unwrap().to_vec(), samples.view().to_vec());
    assert!(a.as_bytes().as_ptr().addr().is_multiple_of(64), "aligned in the map");
    let b = archive.get("b").unwrap();
    assert_eq!(b.records::<Sample>().unwrap().to_vec(), samples.view().reversed().to_vec());
    assert_eq!(archive.get("ü/c").unwrap().values::<u8>().unwrap().to_vec(), [1, 2]);
    assert!(fs::metadata(&path).unwrap().len() < 2 * 18_000, "one of them is compressed");

    // An archive that is not finished leaves what was there.
    let before = fs::read(&path).unwrap();
    let mut unfinished = npz::Writer::create(&path).unwrap();
    unfinished.add("z", &[0_u8; 100]).unwrap();
    drop(unfinished);
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

/// Every byte of an archive changed, and every length: errors or values, but no panic, and
/// never another array than was written where the checksum was compared.
#[test]
fn broken_archives() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x.npz");
    for name in ["stored.npz", "deflated.npz"] {
        let good = fs::read(fixture(name)).unwrap();
        let samples = npz::open(fixture(name)).unwrap().get("samples").unwrap();
        let try_all = |bytes: &[u8]| {
            fs::write(&path, bytes).unwrap();
            let Ok(archive) = npz::open(&path) else { return };
            for name in archive.names() {
                if let Ok(array) = archive.map(name) {
                    let _ = array.dyn_records().to_string();
                }
                match archive.get(name) {
                    Ok(array) if name == "samples" => {
                        let as_written = array.dyn_records() == samples.dyn_records();
                        // A header that was changed has another checksum.
                        assert!(as_written);
                    }
                    _ => {}
                }
            }
        };
        for len in 0..good.len() {
            try_all(&good[..len]);
        }
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= [1, 0xff][at % 2];
            try_all(&bytes);
        }
    }
    assert!(matches!(kind(npz::open(fixture("samples_v1.npy"))), NpyErrorKind::Zip { .. }));
    assert!(matches!(npz::open(fixture("none.npz")), Err(Error::Io { .. })));
}
