//! `.npy` files of a gigabyte: opening, one column, a projection written. Beside npyz, and
//! beside NumPy in a process of its own, which times itself.
//!
//! ```text
//! cargo bench --bench npy_files                    1024 MB, in the directory for temporary files
//! RECORDS_BENCH_MB=64 RECORDS_PYTHON=/path/to/python cargo bench --bench npy_files
//! ```
//!
//! The two sides of a ratio take turns, a fraction of a second apart; files are in the
//! system's cache. NumPy is left out if that Python (`python3` if none is named) has none.

#[path = "../common/mod.rs"]
mod common;

mod numpy;
mod work;

use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use numpy::NumPy;
use work::Files;

const ROUNDS: usize = 9;

fn main() {
    let megabytes = std::env::var("RECORDS_BENCH_MB").ok().and_then(|text| text.parse().ok());
    let megabytes: usize = megabytes.unwrap_or(1024);
    let directory = tempfile::tempdir().expect("a directory for temporary files");
    let files = Files::make(directory.path(), megabytes << 20);
    let mut numpy = NumPy::start(directory.path());

    println!("{}", common::machine());
    println!(
        "{} rows of 18 bytes, {megabytes} MB; medians of {ROUNDS} rounds, ours / theirs\n",
        files.rows
    );
    println!("| work | ours | theirs | ratio (quartiles) |\n|---|---|---|---|");

    against(
        "open and bind, v. npyz (reads the header)",
        2000,
        || work::open(&files),
        || work::npyz_open(&files),
    );
    beside(&mut numpy, "open and bind, v. np.load(mmap_mode)", "open", 2000, || work::open(&files));

    let rows = work::in_memory(&files);
    let expected = work::sum_of(&rows);
    assert_eq!(work::sum(&files).to_bits(), expected.to_bits(), "the mapped sum is the same");
    against(
        "sum of a column, mapped before, v. of the same rows in memory",
        1,
        || work::sum_mapped(&files),
        || work::sum_of(&rows),
    );
    against(
        "the same, mapped anew (its pages are found one by one)",
        1,
        || work::sum(&files),
        || work::sum_of(&rows),
    );
    drop(rows);
    beside(&mut numpy, "the same, mapped anew, v. NumPy's", "sum", 1, || work::sum(&files));
    beside(&mut numpy, "the same, mapped before, v. NumPy's", "sum_mapped", 1, || {
        work::sum_mapped(&files)
    });

    against(
        "all rows read as structs, v. npyz",
        1,
        || work::read(&files),
        || work::npyz_read(&files),
    );

    let ready = work::projection_bytes(&files);
    against(
        "a projection of 2 of 3 fields written, v. write(2) of its bytes",
        1,
        || work::write_projection(&files),
        || work::write_bytes(&files, &ready),
    );
    assert_eq!(work::written(&files), ready, "the same bytes");
    against("the same, v. npyz", 1, || work::write_projection(&files), || work::npyz_write(&files));
    drop(ready);
    beside(&mut numpy, "the same, v. np.save(repack_fields(a[[..]]))", "project", 1, || {
        work::write_projection(&files)
    });
    beside(&mut numpy, "all rows written, v. np.save", "save", 1, || work::write_all(&files));
}

/// Times both in turns, so many times a turn.
fn against<A, B>(
    what: &str,
    repeat: u32,
    mut ours: impl FnMut() -> A,
    mut theirs: impl FnMut() -> B,
) {
    row(what, |first| {
        let (mut a, mut b) = (0.0, 0.0);
        for ours_now in [first, !first] {
            if ours_now { a = turn(repeat, &mut ours) } else { b = turn(repeat, &mut theirs) }
        }
        (a, b)
    });
}

/// Times ours and what NumPy does by this name in turns.
fn beside<A>(
    numpy: &mut Option<NumPy>,
    what: &str,
    name: &str,
    repeat: u32,
    mut ours: impl FnMut() -> A,
) {
    let Some(numpy) = numpy else {
        return println!("| {what} | – | no NumPy | – |");
    };
    row(what, |first| {
        let (mut a, mut b) = (0.0, 0.0);
        for ours_now in [first, !first] {
            if ours_now { a = turn(repeat, &mut ours) } else { b = numpy.time(name, repeat) }
        }
        (a, b)
    });
}

/// A row of the table: rounds in which either side goes first.
fn row(what: &str, mut round: impl FnMut(bool) -> (f64, f64)) {
    round(true);
    let mut rounds: Vec<(f64, f64)> = (0..ROUNDS).map(|i| round(i % 2 == 0)).collect();
    let of = |rounds: &[(f64, f64)], value: fn(&(f64, f64)) -> f64, part: f64| {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values[((values.len() - 1) as f64 * part).round() as usize]
    };
    let ratio = |(a, b): &(f64, f64)| a / b;
    rounds.sort_by(|x, y| ratio(x).total_cmp(&ratio(y)));
    println!(
        "| {what} | {} | {} | {:.2} ({:.2}–{:.2}) |",
        seconds(of(&rounds, |round| round.0, 0.5)),
        seconds(of(&rounds, |round| round.1, 0.5)),
        of(&rounds, |round| round.0 / round.1, 0.5),
        of(&rounds, |round| round.0 / round.1, 0.25),
        of(&rounds, |round| round.0 / round.1, 0.75),
    );
}

fn seconds(time: f64) -> String {
    if time < 1e-3 { format!("{:.1} µs", time * 1e6) } else { format!("{:.1} ms", time * 1e3) }
}

#[inline(never)]
fn turn<T>(repeat: u32, work: &mut impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    for _ in 0..repeat {
        black_box(work());
    }
    start.elapsed().as_secs_f64() / f64::from(repeat)
}

/// Where the file of this name is.
fn at(directory: &Path, name: &str) -> std::path::PathBuf {
    directory.join(name)
}
