//! The fixtures as Rust sees them: cases of JSON, and the layouts they describe.

#![allow(dead_code, unused_imports, reason = "each test uses a part of it")]

mod array;
mod count;
mod tree;
pub mod values;

use std::path::PathBuf;

use serde_json::Value;

pub use array::ArrayCase;
pub use count::{Counts, Failures};
pub use tree::Made;

/// The lines of `NAME.jsonl`.
pub fn fixtures(name: &str) -> Vec<Value> {
    let directory = std::env::var_os("RECORDS_NUMPY_FIXTURES")
        .map(PathBuf::from)
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/numpy/fixtures").into());
    let path = directory.join(name).with_extension("jsonl");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert!(lines.len() >= 100, "only {} cases in {}", lines.len(), path.display());
    lines
}

/// What NumPy says of one dtype.
pub struct Case(Value);

/// Where NumPy puts the fields of a record.
pub struct Said {
    pub offsets: Vec<usize>,
    pub itemsize: usize,
    pub alignment: usize,
    pub aligned: bool,
}

impl Case {
    pub fn new(value: Value) -> Case {
        Case(value)
    }

    pub fn id(&self) -> u64 {
        self.0["id"].as_u64().expect("every case has a number")
    }

    pub fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some()
    }

    pub fn is(&self, key: &str) -> bool {
        self.0.get(key) == Some(&Value::Bool(true))
    }

    pub fn number(&self, key: &str) -> usize {
        tree::size(&self.0[key])
    }

    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(|text| text.as_str().expect("a text"))
    }

    /// The names that a part was made with, if it could be made.
    pub fn names(&self, key: &str) -> Option<Vec<String>> {
        let names = self.0.get(key)?.get("names")?.as_array()?;
        Some(names.iter().map(|name| name.as_str().expect("a name").to_string()).collect())
    }

    pub fn said(&self, key: &str) -> Said {
        let said = &self.0[key];
        let offsets = match said.get("offsets") {
            Some(offsets) => offsets.as_array().unwrap().iter().map(tree::size).collect(),
            None => tree::fields(said).iter().map(|field| tree::size(&field[1])).collect(),
        };
        Said {
            offsets,
            itemsize: tree::size(&said["itemsize"]),
            alignment: tree::alignment(said),
            aligned: tree::aligned(said),
        }
    }

    /// The layout of the dtype, made by our constructors.
    pub fn layout(&self) -> Result<Made, records_core::LayoutError> {
        tree::layout(&self.0["dtype"])
    }

    /// The layout of another part of the case.
    pub fn layout_of(&self, key: &str) -> Result<Made, records_core::LayoutError> {
        tree::layout(&self.0[key])
    }

    /// The version of the `.npy` header for three records, and its bytes' number.
    pub fn npy(&self) -> Option<(u8, usize)> {
        let npy = self.0.get("npy")?;
        Some((tree::size(&npy[0]).try_into().expect("a version"), tree::size(&npy[1])))
    }

    /// Where a layout differs from NumPy's; with `flags` in alignments too.
    pub fn difference(&self, layout: &records_core::Layout, flags: bool) -> Option<String> {
        tree::difference(layout, &self.0["dtype"], flags)
    }

    /// The same, from what NumPy reads where that is another dtype.
    pub fn difference_from(&self, layout: &records_core::Layout, reads: &str) -> Option<String> {
        tree::difference(layout, &self.0[reads], false)
    }

    /// Texts that NumPy reads as the dtype: the form, the text, and whether the
    /// alignments come out the same.
    pub fn spellings(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        let spellings = self.0["spellings"].as_array().expect("spellings").iter();
        spellings.map(|spelling| {
            let part = |i: usize| spelling[i].as_str().expect("a text");
            (part(0), part(1), part(2) == "same")
        })
    }

    /// Whether some name has a NUL in it.
    pub fn nul_in_a_name(&self) -> bool {
        // The fixtures' JSON escapes it; no code of a dtype has one.
        self.0["dtype"].to_string().contains("\\u0000")
    }

    /// NumPy's text for it, for messages.
    pub fn shown(&self) -> &str {
        self.text("repr").unwrap_or("a long dtype")
    }
}
