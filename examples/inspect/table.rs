//! What the readers of all formats hand over: rows, and what the file says of them.

use records_core::npy::NpyArray;
use records_core::{DynRecordBuf, DynRecords, Layout};

/// One table of a file.
pub struct Table<'a> {
    /// What it is, and how large.
    pub title: String,
    /// What else the file says of it, a line each.
    pub notes: Vec<String>,
    /// What a row looks like in the file.
    pub layout: Layout,
    pub rows: Rows<'a>,
    /// More lines for the summary: columns in the units of their users.
    pub derived: Vec<Derived>,
}

/// Where the rows are.
pub enum Rows<'a> {
    /// In the file.
    InPlace(DynRecords<'a>),
    /// In a `.npy` file, whose reader knows where.
    Array(NpyArray<&'a [u8]>),
    /// Copied, because they have no constant stride in the file or hold numbers of
    /// which there is no dtype.
    Copied(DynRecordBuf),
}

impl<'a> Table<'a> {
    /// Rows in place, of which there is no more to say.
    pub fn new(title: String, rows: DynRecords<'a>) -> Table<'a> {
        let layout = rows.layout().clone();
        Table { title, notes: Vec::new(), layout, rows: Rows::InPlace(rows), derived: Vec::new() }
    }

    pub fn rows(&self) -> DynRecords<'_> {
        match &self.rows {
            Rows::InPlace(rows) => rows.clone(),
            Rows::Array(array) => array.dyn_records(),
            Rows::Copied(rows) => rows.view(),
        }
    }
}

/// A line of the summary that is no field of the rows.
pub struct Derived {
    pub name: String,
    pub min: String,
    pub max: String,
    pub mean: String,
}
