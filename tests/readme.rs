//! What the README shows: its code compiles and its picture is what
//! [`Layout::to_svg`](records_core::Layout::to_svg) draws.
//!
//! Every line of Rust in the README stands in this file, too.

#![allow(unused_must_use, unused_mut, reason = "the README shows calls, not what to do next")]

use records_core::{FixedBytes, Record, RecordBuf, Records, assert_layout};

#[derive(Record, Clone, Copy, Debug)]
#[record(packed)]                                  // NumPy's "=hdd": 18 bytes, no padding
#[rustfmt::skip]
struct Sample { id: i16, sin: f64, cos: f64 }

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]                                 // as a C compiler lays it out: 44 bytes
#[rustfmt::skip]
pub struct Person { pub name: FixedBytes<30>, pub age: i32, pub weight: f32, pub height: f32 }

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned, project = Person)]               // checked against Person by `cargo check`
#[rustfmt::skip]
pub struct AgeHeight { pub age: i32, pub height: f32 }

assert_layout!(Person, size = 44, align = 4, age = 32); // or it does not compile

#[test]
fn the_first_example_runs() -> Result<(), records_core::Error> {
    let bytes = [0; 36];
    let samples = Records::<Sample>::from_bytes(&bytes)?; // no copy, at any alignment
    println!("{}", samples.columns().sin.sum()); // one field of all rows, in place
    Ok(())
}

#[test]
#[rustfmt::skip]
fn the_second_example_runs() -> Result<(), records_core::Error> {
    let mut people = RecordBuf::<Person>::new();               // grows; its bytes are the records
    people.push(Person { name: FixedBytes::from_bytes(b"Zhang")?, age: 41, weight: 80.5, height: 1.75 });

    let view = people.view();                          // `people` cannot grow while this lives
    view.columns().age.max();                          // a column is a view
    view.project::<AgeHeight>().get(0);                // several fields are a view, too
    view.select((Person::FIELDS.age, Person::FIELDS.height)).to_vec();         // ... as tuples
    view.project::<AgeHeight>().repack().into_bytes(); // a copy of these fields and nothing else
    view.filter(|person| person.age > 30);
    view.to_columns();                                 // a `Vec` for each field, in one pass

    let PersonColumnsMut { mut age, mut height, .. } = people.columns_mut();   // held together
    age.update(|age| age + 1);
    height.fill(1.8);
    Ok(())
}

#[test]
#[rustfmt::skip]
fn the_third_example_runs() -> Result<(), records_core::Error> {
    use records_core::{DynRecords, Layout, npy};

    let bytes = [0; 16];
    let people = RecordBuf::<Person>::new();
    let view = people.view();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("heights.npy");

    let layout = Layout::parse("[('age', '<i4'), ('height', '<f4')]")?;        // any form NumPy has
    let rows = DynRecords::from_bytes(&bytes, &layout)?;
    println!("{rows}");                                // a table
    rows.column::<i32>("age")?.max();                  // the same columns, in place
    rows.typed::<AgeHeight>()?;                        // the same rows, or every difference in a table
    rows.convert::<AgeHeight>()?;                      // a copy, widened and swapped where nothing is lost
    rows.value(0, "height")?;                          // one value, to look at

    npy::write(&path, &view.project::<AgeHeight>())?;  // these fields and nothing else
    let file = npy::open(&path)?;                      // mapped, not read
    file.records::<AgeHeight>()?.columns().height.mean();
    Ok(())
}

const README: &str = include_str!("../README.md");

/// Code without comments and spacing, which rustfmt may change.
fn code(line: &str) -> String {
    line.split("//").next().unwrap_or("").split_whitespace().collect()
}

#[test]
fn the_readme_shows_what_compiles() {
    let here: Vec<_> = include_str!("readme.rs").lines().map(code).collect();
    let mut shown = 0;
    for block in README.split("```rust\n").skip(1) {
        let block = block.split("```").next().unwrap();
        for line in block.lines().map(code).filter(|line| !line.is_empty()) {
            assert!(here.contains(&line), "the README shows `{line}`");
            shown += 1;
        }
    }
    assert!(shown > 20, "{shown} lines of Rust in the README");
}

#[test]
fn the_picture_is_what_is_drawn() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/person.svg");
    let drawn = Person::LAYOUT.to_svg();
    if std::env::var_os("WRITE_PICTURE").is_some() {
        std::fs::write(path, &drawn).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert!(found == drawn, "docs/person.svg is stale: run with WRITE_PICTURE=1");
    assert!(README.contains("docs/person.svg"));
}
