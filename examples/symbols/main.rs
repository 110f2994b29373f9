//! Reads the symbol table of an ELF file where it lies: the main job.
//!
//! ```text
//! cargo run --release --example symbols [FILE] [--csv PATH]
//! ```
//!
//! It maps the file into memory (its own executable if no other is named), follows
//! the file's header and section headers to the symbols, and without copying any of
//! it draws the layout of a symbol, lists the ten largest, adds up what functions
//! take, and writes sizes, addresses and names of all of them to a CSV file
//! (`symbols.csv` in the directory for temporary files if no path is given).
//!
//! A file that is damaged, or no ELF file, gets an error that says where and why:
//! everything that was read in it is checked before it is used. `records.rs` says what
//! an ELF file is made of, `elf.rs` finds the symbols, `table.rs` asks the questions,
//! `csv.rs` writes the file.

mod csv;
mod elf;
mod records;
mod table;

use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use elf::{Elf, Symbols};
use memmap2::Mmap;
use records::Symbol;

const USAGE: &str = "usage: symbols [FILE] [--csv PATH]";

fn main() -> ExitCode {
    let arguments = match Arguments::parse(env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("symbols: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("symbols: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    /// The file to read; its own executable if there is none.
    file: Option<PathBuf>,
    csv: PathBuf,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Arguments, String> {
        let (mut file, mut csv) = (None, None);
        while let Some(argument) = arguments.next() {
            if argument == "--csv" {
                csv = Some(arguments.next().ok_or("--csv needs a path")?.into());
            } else if argument.as_encoded_bytes().starts_with(b"--") {
                return Err(format!("unknown option {}", argument.display()));
            } else if file.replace(argument.into()).is_some() {
                return Err("more than one file".into());
            }
        }
        let csv = csv.unwrap_or_else(|| env::temp_dir().join("symbols.csv"));
        Ok(Arguments { file, csv })
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let path = match &arguments.file {
        Some(path) => path.clone(),
        None => env::current_exe().map_err(|error| format!("where am I? {error}"))?,
    };
    let file = map(&path).map_err(|error| at(&path, error))?;
    let symbols = Elf::read(&file).map_err(|error| at(&path, error))?;
    let report = match symbols {
        Elf::Little64(symbols) => examine(&symbols, &path, &arguments.csv),
        Elf::Big64(symbols) => examine(&symbols, &path, &arguments.csv),
        Elf::Little32(symbols) => examine(&symbols, &path, &arguments.csv),
        Elf::Big32(symbols) => examine(&symbols, &path, &arguments.csv),
    }?;
    match write!(io::stdout(), "{}", at(&path, report)) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        written => written.map_err(|error| format!("standard output: {error}")),
    }
}

/// Maps a file into memory.
fn map(path: &Path) -> io::Result<Mmap> {
    // To open a pipe would wait for somebody to write to it.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let file = File::open(path)?;
    // SAFETY: the file must not change while it is mapped. That nobody writes to it
    // meanwhile is beyond what a program can make sure of; executables in use are
    // protected by the system, and others are replaced rather than written.
    unsafe { Mmap::map(&file) }
}

/// Writes the CSV file, and tells all there is to tell.
fn examine<S: Symbol>(symbols: &Symbols<'_, S>, file: &Path, csv: &Path) -> Result<String, String> {
    let report = table::report(symbols).map_err(|error| at(file, error))?;
    csv::save(csv, |out| csv::write(symbols, out)).map_err(|error| at(csv, error))?;
    let rows = symbols.records.len();
    Ok(format!("{report}\n{rows} rows written to {}\n", csv.display()))
}

/// The text with the file that it is about.
fn at(path: &Path, text: impl Display) -> String {
    format!("{}: {text}", path.display())
}
