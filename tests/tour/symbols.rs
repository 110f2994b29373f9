//! `symbols`, whose output varies with the file: held to what a reader of a few
//! plain lines finds in the same file.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::run::example;

/// A symbol, found without the crate.
struct Plain {
    size: u64,
    value: u64,
    name: String,
    is_function: bool,
}

/// The symbols of a 64-bit little-endian file that is in order.
fn plain(file: &[u8]) -> Vec<Plain> {
    let number = |at: usize, len: usize| -> usize {
        file[at..at + len].iter().rev().fold(0, |number, &byte| number << 8 | usize::from(byte))
    };
    let section = |index: usize| number(40, 8) + 64 * index;
    let table = (0..number(60, 2)).map(section).find(|&at| number(at + 4, 4) == 2).unwrap();
    let strings = number(section(number(table + 40, 4)) + 24, 8);
    let from = number(table + 24, 8);
    (from..from + number(table + 32, 8))
        .step_by(24)
        .map(|at| {
            let name = file[strings + number(at, 4)..].split(|&byte| byte == 0).next().unwrap();
            Plain {
                size: number(at + 16, 8) as u64,
                value: number(at + 8, 8) as u64,
                name: String::from_utf8(name.to_vec()).unwrap(),
                is_function: file[at + 4] & 0xf == 2,
            }
        })
        .collect()
}

/// A file of this test's own.
fn temporary(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

fn run(symbols: &mut Command, csv: &Path) -> (Output, String, String) {
    let _ = std::fs::remove_file(csv);
    let output = symbols.arg("--csv").arg(csv).output().unwrap();
    let printed = String::from_utf8(output.stdout.clone()).unwrap();
    let errors = String::from_utf8(output.stderr.clone()).unwrap();
    (output, printed, errors)
}

#[test]
fn reads_its_own_executable() {
    let csv = temporary("own.csv");
    let mut symbols = example("symbols");
    let file = std::fs::read(symbols.get_program()).unwrap();
    let (output, printed, errors) = run(&mut symbols, &csv);
    assert!(output.status.success(), "{errors}");
    let mut wanted = plain(&file);

    // The CSV file has all rows, in the order of the file.
    let rows = std::fs::read_to_string(&csv).unwrap();
    let mut lines = rows.lines();
    assert_eq!(lines.next(), Some("st_size,st_value,st_name"));
    assert_eq!(lines.clone().count(), wanted.len());
    for (line, wanted) in lines.zip(&wanted) {
        let mut values = line.splitn(3, ',');
        assert_eq!(values.next().unwrap().parse(), Ok(wanted.size));
        assert_eq!(values.next().unwrap().parse(), Ok(wanted.value));
        let name = values.next().unwrap();
        assert_eq!(name.trim_matches('"').replace("\"\"", "\""), wanted.name);
    }

    // The layout, the ten largest and the sum are printed.
    assert!(printed.contains(&format!(": {} symbols in .symtab\n", wanted.len())), "{printed}");
    for part in ["Sym64: 24 bytes, packed\n", "16..24     8  u64   st_size "] {
        assert!(printed.contains(part), "`{part}` is not in\n{printed}");
    }
    let functions = wanted.iter().filter(|symbol| symbol.is_function);
    let total: u64 = functions.clone().map(|symbol| symbol.size).sum();
    let sum = format!("\n{} functions, {total} bytes\n", functions.count());
    assert!(printed.contains(&sum), "`{sum}` is not in\n{printed}");

    let largest: Vec<(u64, u64, &str)> = printed
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let size = words.next()?.parse().ok()?;
            let address = u64::from_str_radix(words.next()?.strip_prefix("0x")?, 16).ok()?;
            Some((size, address, words.next()?))
        })
        .collect();
    // A stable sort: equals stay in the order of the file, as in the example.
    wanted.sort_by_key(|symbol| std::cmp::Reverse(symbol.size));
    let wanted: Vec<(u64, u64, &str)> =
        wanted[..10].iter().map(|symbol| (symbol.size, symbol.value, &*symbol.name)).collect();
    assert_eq!(largest, wanted);
    assert!(largest.is_sorted_by(|a, b| a.0 >= b.0));
}

/// Each of these ends with exit code 1 and a message, and writes nothing.
#[test]
fn refuses_damaged_and_foreign_files() {
    let whole = std::fs::read(example("symbols").get_program()).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    let start = whole[..40].to_vec();
    let class = [&whole[..4], b"\x07", &whole[5..]].concat();
    let files: [(&str, Vec<u8>, &str); 6] = [
        ("empty", vec![], "not an ELF file: it does not start with \\x7fELF"),
        ("text", b"# A text\n".repeat(100), "not an ELF file: it does not start with \\x7fELF"),
        ("magic", b"\x7fELF".to_vec(), "the file header: cut off"),
        ("start", start, "the file header: an item of 64 bytes from byte 0 do"),
        ("class", class, "not a kind of ELF file: class 7, byte order 1"),
        ("half", half, "the section headers: "),
    ];
    for (name, bytes, message) in files {
        let path = temporary(&format!("damaged-{name}"));
        std::fs::write(&path, bytes).unwrap();
        refuses(&path, message);
    }
    refuses(&temporary("there-is-no-such-file"), "No such file or directory");
    refuses(Path::new(env!("CARGO_TARGET_TMPDIR")), "not a regular file");
}

#[track_caller]
fn refuses(path: &Path, message: &str) {
    let csv = temporary("damaged.csv");
    let (output, printed, errors) = run(example("symbols").arg(path), &csv);
    assert_eq!(output.status.code(), Some(1), "{}: {errors}", path.display());
    let wanted = format!("symbols: {}: {message}", path.display());
    assert!(errors.starts_with(&wanted), "expected\n{wanted}\nfound\n{errors}");
    assert_eq!(errors.lines().count(), 1);
    assert_eq!(printed, "");
    assert!(!csv.exists(), "a CSV file of {}", path.display());
}

#[test]
fn explains_its_arguments() {
    for arguments in [&["--csv"][..], &["--nothing"], &["a", "b"]] {
        let output = example("symbols").args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(errors.ends_with("usage: symbols [FILE] [--csv PATH]\n"), "{errors}");
    }
}
