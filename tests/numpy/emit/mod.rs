//! The files that we show to NumPy, and what they must be.

pub mod arrays;
pub mod dynamic;
#[cfg(feature = "npz")]
pub mod npz;
pub mod plain;
pub mod rows;
pub mod structs;

use std::path::{Path, PathBuf};

use records_core::npy::{self, OpenOptions, Save};
use records_core::{DType, Layout};
use serde_json::{Value as Json, json};

use crate::oracle::values;

/// A directory of files, each with a line in the manifest.
pub struct Files {
    directory: PathBuf,
    manifest: String,
    count: usize,
}

impl Files {
    pub fn new(directory: &Path) -> Files {
        std::fs::create_dir_all(directory).unwrap();
        Files { directory: directory.into(), manifest: String::new(), count: 0 }
    }

    /// Writes the manifest; how many files it has.
    pub fn finish(self) -> usize {
        std::fs::write(self.directory.join("manifest.jsonl"), self.manifest).unwrap();
        self.count
    }

    /// A path for another file; the name begins so.
    pub fn path(&mut self, name: &str, extension: &str) -> PathBuf {
        self.count += 1;
        self.directory.join(format!("{:05}-{name}.{extension}", self.count))
    }

    /// A line of the manifest.
    pub fn list(&mut self, path: &Path, expected: Json) {
        let mut line = expected;
        line["file"] = path.file_name().unwrap().to_str().unwrap().into();
        self.manifest += &format!("{line}\n");
    }

    /// Writes what NumPy is to load as an array of that dtype, shape and values.
    pub fn save(
        &mut self,
        name: &str,
        items: &(impl Save + ?Sized),
        dtype: &str,
        shape: &[usize],
        json: &Json,
    ) {
        let path = self.path(name, "npy");
        npy::write(&path, items).unwrap();
        self.saved(&path, dtype, shape, json);
    }

    /// Lists a file that has been written, and reads it.
    pub fn saved(&mut self, path: &Path, dtype: &str, shape: &[usize], json: &Json) {
        self.saved_in_order(path, dtype, shape, false, json);
    }

    /// The same, in either order.
    pub fn saved_in_order(
        &mut self,
        path: &Path,
        dtype: &str,
        shape: &[usize],
        fortran_order: bool,
        json: &Json,
    ) {
        let mut line = expected(dtype, shape, json);
        line["fortran_order"] = fortran_order.into();
        self.list(path, line);
        let file = OpenOptions::new().max_header_size(1 << 20).open(path).unwrap();
        assert_eq!(file.shape(), shape, "{}", path.display());
        let (items, json) = (file.array(), in_rows(json, shape.len()));
        assert_eq!(items.len(), json.len(), "{}", path.display());
        for (i, (ours, json)) in items.iter().zip(json).enumerate() {
            let same = values::equal(file.dtype(), &ours, json);
            assert!(same, "{}, item {i}: {ours:?}, expected {json}", path.display());
        }
    }
}

/// A line of the manifest for a file that must be as `np.save` writes it.
pub fn expected(dtype: &str, shape: &[usize], json: &Json) -> Json {
    json!({
        "dtype": dtype,
        "shape": shape,
        "fortran_order": false,
        "values": json,
        "bytes_as_saved": true,
    })
}

/// The items of an array of some dimensions, in C's order.
fn in_rows(json: &Json, dimensions: usize) -> Vec<&Json> {
    if dimensions == 0 {
        return vec![json];
    }
    let items = json.as_array().unwrap();
    items.iter().flat_map(|json| in_rows(json, dimensions - 1)).collect()
}

/// Spans of bytes that belong to fields.
pub fn spans(dtype: &DType, at: usize, found: &mut Vec<(usize, usize)>) {
    match dtype {
        DType::Array(element, len) => {
            (0..*len).for_each(|i| spans(element.get(), at + i * element.get().size(), found));
        }
        DType::Record(layout) => {
            let fields = layout.get().fields().iter();
            fields.for_each(|field| spans(field.dtype(), at + field.offset(), found));
        }
        plain => found.push((at, at + plain.size())),
    }
}

/// Rows apart from each other in dirty memory: what is no field of theirs is 0xAA.
pub struct Dirty {
    pub bytes: Vec<u8>,
    pub offset: usize,
    pub stride: isize,
}

impl Dirty {
    /// Rows that lie one behind the other, with a gap between them here.
    pub fn new(layout: &Layout, rows: &[u8], gap: usize) -> Dirty {
        let (size, offset) = (layout.itemsize(), 5);
        let count = rows.len().checked_div(size).unwrap_or(0);
        let stride = size + gap;
        let mut fields = Vec::new();
        spans(&DType::record(layout.clone()), 0, &mut fields);
        let mut bytes = vec![0xaa; offset + count * stride + 3];
        for row in 0..count {
            for &(start, end) in &fields {
                let to = offset + row * stride;
                bytes[to + start..to + end]
                    .copy_from_slice(&rows[row * size + start..row * size + end]);
            }
        }
        Dirty { bytes, offset, stride: stride as isize }
    }
}
