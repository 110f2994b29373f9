//! Looks into files of records, whatever they are: the main job where layouts arrive
//! at run time.
//!
//! ```text
//! cargo run --release --example inspect [FILE] [--hdu N]
//! cargo run --release --example inspect FILE --dtype TEXT [--offset N] [--count N]
//! ```
//!
//! It maps the file into memory (a small point cloud, `examples/data/simple.las`, if
//! none is named), tells its format by how it starts, makes the layout of its records
//! from the file's own header, and without copying them draws the layout, shows the
//! first and last rows, and says of each column what the least, the greatest and the
//! mean number is.
//!
//! | format | layout from | file |
//! |---|---|---|
//! | FITS, binary tables | the header's `TFORM` cards, big-endian | `fits.rs` |
//! | LAS 1.0 to 1.4 | the point format, and extra bytes | `las.rs` |
//! | `.npy` | the dtype in the header | `npy.rs` |
//! | WAV | channels, bits and byte order | `wav.rs` |
//! | pcap | the byte order | `pcap.rs` |
//! | raw bytes | `--dtype`, in any text that NumPy has for a record | `raw.rs` |
//!
//! A file that is damaged, or of no known format, gets an error that says where and
//! why: everything that was read in it is checked before it is used.

mod cards;
mod error;
mod fits;
mod las;
mod npy;
mod pcap;
mod raw;
mod recognise;
mod report;
mod table;
mod tform;
mod wav;

use std::env;
use std::ffi::OsString;
use std::fmt::Display;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use memmap2::Mmap;
use raw::Raw;

const USAGE: &str = "usage: inspect [FILE] [--hdu N]
       inspect FILE --dtype TEXT [--offset N] [--count N]";

/// The file that is shown if none is named.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/simple.las");

fn main() -> ExitCode {
    if env::args_os().skip(1).any(|argument| argument == "--help" || argument == "-h") {
        let _ = writeln!(io::stdout(), "{USAGE}");
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::parse(env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(error) => {
            eprintln!("inspect: {error}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("inspect: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Arguments {
    file: PathBuf,
    /// Of a FITS file: the table wanted.
    hdu: Option<usize>,
    /// What the bytes are, if the command line says it.
    raw: Option<Raw>,
}

impl Arguments {
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Arguments, String> {
        let (mut file, mut hdu, mut dtype, mut offset, mut count) = (None, None, None, None, None);
        while let Some(argument) = arguments.next() {
            let mut number = |option: &str| {
                let number = arguments.next().and_then(|n| n.to_str()?.parse().ok());
                number.ok_or_else(|| format!("{option} needs a number"))
            };
            match argument.to_str() {
                Some("--hdu") => hdu = Some(number("--hdu")?),
                Some("--offset") => offset = Some(number("--offset")?),
                Some("--count") => count = Some(number("--count")?),
                Some("--dtype") => {
                    let text = arguments.next().and_then(|text| text.into_string().ok());
                    dtype = Some(text.ok_or("--dtype needs a text")?);
                }
                _ if argument.as_encoded_bytes().starts_with(b"--") => {
                    return Err(format!("unknown option {}", argument.display()));
                }
                _ if file.is_some() => return Err("more than one file".into()),
                _ => file = Some(PathBuf::from(argument)),
            }
        }
        let raw = match dtype {
            Some(_) if hdu.is_some() => return Err("--hdu does not go with --dtype".into()),
            Some(_) if file.is_none() => return Err("--dtype of which file?".into()),
            Some(dtype) => Some(Raw { dtype, offset: offset.unwrap_or(0), count }),
            None if offset.or(count).is_some() => {
                return Err("--offset and --count go with --dtype".into());
            }
            None => None,
        };
        Ok(Arguments { file: file.unwrap_or_else(|| SAMPLE.into()), hdu, raw })
    }
}

fn run(arguments: &Arguments) -> Result<(), String> {
    let path = &arguments.file;
    let file = map(path).map_err(|error| at(path, error))?;
    let tables = match &arguments.raw {
        Some(raw) => raw::read(&file, raw).map(|table| vec![table]),
        None => recognise::read(&file, arguments.hdu),
    };
    let tables = tables.map_err(|error| at(path, error))?;
    let reports: Vec<String> = tables.iter().map(report::report).collect();
    match write!(io::stdout(), "{}", at(path, reports.join("\n"))) {
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
    // meanwhile is beyond what a program can make sure of; whoever writes such files
    // replaces them as a rule.
    unsafe { Mmap::map(&file) }
}

/// The text with the file that it is about.
fn at(path: &Path, text: impl Display) -> String {
    format!("{}: {text}", path.display())
}
