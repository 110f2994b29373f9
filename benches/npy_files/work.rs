//! What is timed, each way of doing it a function.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use npyz::WriterBuilder;
use records_core::{Record, RecordBuf, npy};

use crate::at;

/// NumPy's `=hdd`.
#[derive(Record, npyz::Deserialize, npyz::Serialize, npyz::AutoSerialize, Clone, Copy)]
#[record(packed)]
pub struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

/// Two of its fields.
#[derive(Record, npyz::Deserialize, npyz::Serialize, npyz::AutoSerialize, Clone, Copy)]
#[record(packed, project = Sample)]
pub struct Pair {
    sin: f64,
    cos: f64,
}

/// The file that is read, and one to write.
pub struct Files {
    pub rows: usize,
    /// Mapped once, and touched by the first round.
    mapped: npy::NpyFile,
    samples: PathBuf,
    out: PathBuf,
}

impl Files {
    pub fn make(directory: &Path, bytes: usize) -> Files {
        let rows = bytes / Sample::LAYOUT.itemsize();
        let samples: RecordBuf<Sample> = (0..rows)
            .map(|i| {
                let angle = i as f64 / 100.0;
                Sample { id: i as i16, sin: angle.sin(), cos: angle.cos() }
            })
            .collect();
        let (path, out) = (at(directory, "samples.npy"), at(directory, "out.npy"));
        npy::write(&path, &samples).expect("a file of samples");
        let mapped = npy::open(&path).expect("the file");
        Files { rows, mapped, samples: path, out }
    }
}

pub fn open(files: &Files) -> usize {
    let file = npy::open(&files.samples).unwrap();
    file.records::<Sample>().unwrap().len()
}

pub fn npyz_open(files: &Files) -> u64 {
    npyz::NpyFile::new(BufReader::new(File::open(&files.samples).unwrap())).unwrap().len()
}

pub fn sum(files: &Files) -> f64 {
    let file = npy::open(&files.samples).unwrap();
    file.records::<Sample>().unwrap().columns().sin.sum()
}

/// Of the file that is mapped already.
pub fn sum_mapped(files: &Files) -> f64 {
    files.mapped.records::<Sample>().unwrap().columns().sin.sum()
}

pub fn in_memory(files: &Files) -> RecordBuf<Sample> {
    files.mapped.records::<Sample>().unwrap().repack()
}

pub fn sum_of(rows: &RecordBuf<Sample>) -> f64 {
    rows.columns().sin.sum()
}

pub fn read(files: &Files) -> Vec<Sample> {
    npy::open(&files.samples).unwrap().records::<Sample>().unwrap().to_vec()
}

pub fn npyz_read(files: &Files) -> Vec<Sample> {
    let reader = BufReader::new(File::open(&files.samples).unwrap());
    npyz::NpyFile::new(reader).unwrap().into_vec().unwrap()
}

pub fn write_projection(files: &Files) {
    npy::write(&files.out, &files.mapped.records::<Sample>().unwrap().project::<Pair>()).unwrap();
}

pub fn write_all(files: &Files) {
    npy::write(&files.out, &files.mapped.records::<Sample>().unwrap()).unwrap();
}

/// What the projection's file consists of.
pub fn projection_bytes(files: &Files) -> Vec<u8> {
    write_projection(files);
    written(files)
}

pub fn written(files: &Files) -> Vec<u8> {
    fs::read(&files.out).unwrap()
}

/// Beside and renamed, as `npy::write` does.
pub fn write_bytes(files: &Files, bytes: &[u8]) {
    let beside = files.out.with_extension("beside");
    File::create(&beside).unwrap().write_all(bytes).unwrap();
    fs::rename(&beside, &files.out).unwrap();
}

pub fn npyz_write(files: &Files) {
    let pairs = files.mapped.records::<Sample>().unwrap().project::<Pair>();
    let out = BufWriter::with_capacity(1 << 18, File::create(&files.out).unwrap());
    let mut writer = npyz::WriteOptions::<Pair>::new()
        .default_dtype()
        .shape(&[pairs.len() as u64])
        .writer(out)
        .begin_nd()
        .unwrap();
    writer.extend(pairs.iter()).unwrap();
    writer.finish().unwrap();
}
