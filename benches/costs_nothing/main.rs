//! Whether views cost nothing: each operation against the loop one would write by
//! hand, as a ratio of times, the two in turns in one process.
//!
//! `cargo bench --bench costs_nothing` prints the tables, as markdown. Words
//! behind it choose rows of the tables: `-- push` runs those with `push` in them.

#[path = "../common/mod.rs"]
mod common;

mod columns;
mod constant;
mod hand;
mod projections;
mod pushes;
mod rows;
mod subjects;
mod table;
mod writes;

use common::Effort;
use subjects::{Person, PersonInPlace, Sample, SampleInPlace, Subject, Wide, WideInPlace};
use table::Table;

/// Where the rows come from.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// What the table calls it.
    name: &'static str,
    /// How many bytes all rows may take.
    bytes: usize,
    /// How many rows there may be.
    rows: usize,
    effort: Effort,
}

/// The second level of cache, which on machines of today has a megabyte or more:
/// room for two arrays of this size.
const CACHE: Place = Place {
    name: "cache",
    bytes: 384 << 10,
    rows: 10_000,
    effort: Effort { rounds: 201, turn: 200e-6 },
};

/// More than any cache.
const MEMORY: Place = Place {
    name: "memory",
    bytes: 272 << 20,
    rows: usize::MAX,
    effort: Effort { rounds: 15, turn: 0.0 },
};

impl Place {
    fn rows<S: Subject>(&self) -> usize {
        self.rows.min(self.bytes / S::BYTES)
    }
}

fn main() {
    let mut table = Table::new();
    for place in [CACHE, MEMORY] {
        subject::<Sample, SampleInPlace>(&mut table, place);
        subject::<Person, PersonInPlace>(&mut table, place);
        subject::<Wide, WideInPlace>(&mut table, place);
    }
    println!("{}\n", common::machine());
    print!("{table}");
    println!();
    constant::print();
}

/// One record, in one place. `T` is the twin whose layout Rust keeps.
fn subject<S: Subject, T: Subject>(table: &mut Table, place: Place) {
    table.column(format!("{}, {}", S::NAME, place.name), place.effort);
    let rows = place.rows::<S>();
    columns::run::<S>(table, rows);
    projections::run::<S>(table, rows);
    rows::run::<T>(table, rows);
    writes::run::<T>(table, rows);
    pushes::run::<S>(table, rows);
}
