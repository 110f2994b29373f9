//! The records that are measured, and which work on which.

#[macro_use]
mod declare;
mod records;

use records_core::{Record, VecsFamily};

use crate::given::Given;
use crate::work::Work;
use crate::{by_hand, ours};

pub use records::{big, sample};

/// A record with what the works need to know of it beyond its derive.
pub trait Shape: Record + Copy + 'static {
    /// Some of the fields, as a record of its own.
    type Part: Record + Copy + 'static;
    /// The same record as a struct whose layout Rust keeps.
    type Twin: Copy + 'static;
    /// The part as such a struct.
    type PartTwin: Copy + 'static;
    /// A vector for each field, as a person declares it.
    type Hand: Default + 'static;
    /// The names of the part's fields.
    const PART: &'static [&'static str];

    /// The bytes of the vectors that the derive makes.
    fn bytes(columns: &Self::Set<VecsFamily>) -> Vec<&[u8]>;
    /// The bytes of the vectors by hand.
    fn bytes_by_hand(columns: &Self::Hand) -> Vec<&[u8]>;
    /// One pass over the rows, each field to its vector.
    fn columns_out_by_hand(rows: &[Self::Twin], columns: &mut Self::Hand);
    /// One pass over the vectors, each to its field.
    fn columns_in_by_hand(columns: &Self::Hand, rows: &mut [Self::Twin]);
    /// The part of a row.
    fn part_by_hand(row: &Self::Twin) -> Self::PartTwin;
    /// A work about one column.
    fn column(work: &str, name: &str, side: &str, given: Given) -> Option<Box<dyn Work>>;
    /// A work of a neighbour that keeps a vector for each field.
    fn neighbour(work: &str, of: &str, side: &str, given: Given) -> Option<Box<dyn Work>>;
}

/// Makes a work on the shape of this name.
pub fn make(shape: &str, work: &str, of: &str, side: &str, given: Given) -> Option<Box<dyn Work>> {
    match shape {
        "sample" => on::<sample::Row>(work, of, side, given),
        "big" => big::sum(work, side, given),
        "person" => on::<records::person::Row>(work, of, side, given),
        "seven" => on::<records::seven::Row>(work, of, side, given),
        "eight" => on::<records::eight::Row>(work, of, side, given),
        "wide" => on::<records::wide::Row>(work, of, side, given),
        "bgra" => on::<records::bgra::Row>(work, of, side, given),
        "rgb16" => on::<records::rgb16::Row>(work, of, side, given),
        _ => None,
    }
}

/// Works on the sample alone.
const IN_ORDER: [&str; 4] = ["sort", "unique", "join", "search"];

fn on<R: Shape>(work: &str, of: &str, side: &str, given: Given) -> Option<Box<dyn Work>> {
    assert_eq!(R::LAYOUT, given.layout(), "NumPy has the same record");
    let about_a_column =
        matches!(work, "column out" | "sum" | "min" | "max" | "mean" | "var" | "update");
    match side {
        "soa_derive" | "soa-rs" => R::neighbour(work, of, side, given),
        _ if about_a_column => R::column(work, of, side, given),
        "static" if work == "describe" => ours::describe::<R>(given),
        "run-time" if work == "describe" => ours::dyn_describe(given),
        "static" if IN_ORDER.contains(&work) => ours::order(work, of, given),
        "run-time" if IN_ORDER.contains(&work) => ours::dyn_order(work, of, given),
        "static" if work == "append" => ours::append(given),
        "run-time" if work == "append" => ours::append_dyn(given),
        "static" => ours::rows::<R>(work, given),
        "run-time" => ours::dyn_rows::<R>(work, given),
        "hand" if work == "sort" => by_hand::sort(of, given),
        "hand" => by_hand::rows::<R>(work, given),
        _ => None,
    }
}

/// A work about one column, on one of the sides that have one of these types.
#[allow(clippy::too_many_arguments, reason = "what the macro knows of a column")]
fn on_column<R: Shape, F: by_hand::Plain, const I: usize>(
    work: &str,
    name: &'static str,
    side: &str,
    given: Given,
    token: records_core::Token<R, F, I>,
    get: impl Fn(&R::Twin) -> F + Copy + 'static,
    set: impl Fn(&mut R::Twin, F) + Copy + 'static,
) -> Option<Box<dyn Work>> {
    match side {
        "static" => ours::column(work, given, token),
        "stored" => ours::stored(work, given, token),
        "run-time" => ours::dyn_column::<F>(work, given, name),
        "hand" => by_hand::column(work, given, get, set),
        _ => None,
    }
}
