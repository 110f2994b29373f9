//! The readers of the example `symbols`, given files that no linker makes: of all
//! four kinds, damaged in every way that there is a message for, cut off anywhere,
//! and with bits flipped. Whatever they are given, they answer; they never panic.

#[path = "../examples/symbols/csv.rs"]
#[allow(dead_code, reason = "the example saves what it writes")]
mod csv;
#[path = "../examples/symbols/elf.rs"]
mod elf;
#[path = "../examples/symbols/records.rs"]
mod records;
#[path = "common/splitmix.rs"]
mod splitmix;
#[path = "../examples/symbols/table.rs"]
mod table;

mod symbols {
    pub mod made;
}

use elf::{Elf, Error, Symbols};
use records::Symbol;
use splitmix::Random;
use symbols::made::{KINDS, Made, Sym};

/// All that the example does with the symbols of a file: its report and its CSV file.
fn examine(file: &[u8]) -> Result<(String, String), Error> {
    fn all<S: Symbol>(symbols: &Symbols<'_, S>) -> Result<(String, String), Error> {
        let mut csv = Vec::new();
        csv::write(symbols, &mut csv).unwrap();
        Ok((table::report(symbols)?, String::from_utf8(csv).unwrap()))
    }
    match Elf::read(file)? {
        Elf::Little64(symbols) => all(&symbols),
        Elf::Big64(symbols) => all(&symbols),
        Elf::Little32(symbols) => all(&symbols),
        Elf::Big32(symbols) => all(&symbols),
    }
}

const FUNC: u8 = 2;

fn some_symbols() -> Vec<Sym> {
    let mut symbols = vec![
        Sym { name: b"", info: 0, value: 0, size: 0 },
        Sym { name: b"main", info: 0x10 | FUNC, value: 0x1000, size: 0x0102_0304 },
        Sym { name: b"table", info: 1, value: 0x2000, size: 64 },
        Sym { name: b"a \"b\", c", info: FUNC, value: 0xffff_fff0, size: 16 },
        Sym { name: b"\x1b[31m\xff", info: FUNC, value: 1, size: 5 },
    ];
    let small = Sym { name: b"small", info: FUNC, value: 7, size: 1 };
    symbols.extend([small; 20]);
    symbols
}

#[test]
fn all_kinds_of_files_are_read() {
    for kind in KINDS {
        let file = Made::new(kind, &some_symbols()).bytes;
        let (report, csv) = examine(&file).unwrap();

        let layout = if kind.wide { "Sym64: 24 bytes" } else { "Sym32: 16 bytes" };
        assert!(report.starts_with(&format!("25 symbols in .symtab\n\n{layout}")), "{report}");
        assert!(report.contains("\n16909060  0x0000000000001000  main\n"), "{report}");
        assert!(report.contains("  0x0000000000000001  \\x1b[31m\\xff\n"), "{report}");
        assert!(report.ends_with("\n23 functions, 16909101 bytes\n"), "{report}");
        assert_eq!(report.lines().filter(|line| line.contains("  0x")).count(), 10);

        let mut rows = csv.lines();
        assert_eq!(rows.next(), Some("st_size,st_value,st_name"));
        assert_eq!(rows.next(), Some("0,0,"));
        assert_eq!(rows.next(), Some("16909060,4096,main"));
        assert_eq!(rows.next(), Some("64,8192,table"));
        assert_eq!(rows.next(), Some("16,4294967280,\"a \"\"b\"\", c\""));
        assert_eq!(rows.next(), Some("5,1,\x1b[31m\u{fffd}"));
        assert_eq!(rows.count(), 20);
    }
}

#[test]
fn files_may_be_unusual() {
    for kind in KINDS {
        // No symbols at all, and names of nothing.
        let (report, csv) = examine(&Made::new(kind, &[]).bytes).unwrap();
        assert!(report.starts_with("0 symbols in .symtab\n"), "{report}");
        assert!(report.ends_with("\n0 functions, 0 bytes\n"), "{report}");
        assert_eq!(csv, "st_size,st_value,st_name\n");

        // Only the symbols for dynamic linking.
        let mut made = Made::new(kind, &some_symbols());
        made.set_section(1, "sh_type", 11);
        assert!(examine(&made.bytes).unwrap().0.starts_with("25 symbols in .dynsym\n"));

        // More sections than the header can count: the first of them has the number.
        let mut made = Made::new(kind, &some_symbols());
        made.set_header("e_shnum", 0);
        made.set_section(0, "sh_size", 3);
        assert!(examine(&made.bytes).is_ok());
    }
}

/// Damages a file of each kind, and compares what is said about it.
#[track_caller]
fn refused(damage: impl Fn(&mut Made), message: &str) {
    for kind in KINDS {
        let mut made = Made::new(kind, &some_symbols());
        damage(&mut made);
        match examine(&made.bytes) {
            Ok((report, _)) => panic!("{kind:?}: read as\n{report}"),
            Err(error) => {
                let error = error.to_string();
                assert!(error.starts_with(message), "{kind:?}: {error}\nexpected: {message}");
            }
        }
    }
}

#[test]
fn damages_are_named() {
    refused(|file| file.bytes.clear(), "not an ELF file: it does not start with \\x7fELF");
    refused(|file| file.bytes[0] = b'E', "not an ELF file: it does not start with \\x7fELF");
    refused(|file| file.bytes[4] = 3, "not a kind of ELF file: class 3, byte order ");
    refused(|file| file.bytes[5] = 0, "not a kind of ELF file: class ");
    refused(|file| file.bytes.truncate(5), "the file header: cut off");
    refused(|file| file.bytes.truncate(30), "the file header: an item of ");

    refused(|file| file.set_header("e_shoff", 0), "no symbol table: the file has no sections");
    refused(|file| file.set_header("e_shoff", u64::MAX), "the section headers: 3 items of ");
    refused(|file| file.set_header("e_shentsize", 39), "the section headers: 39 bytes each");
    refused(|file| file.set_header("e_shentsize", 0), "the section headers: 0 bytes each");
    refused(|file| file.set_header("e_shnum", 4), "the section headers: 4 items of ");
    refused(
        |file| file.set_header("e_shnum", 1),
        "no symbol table: it has neither .symtab nor .dynsym",
    );

    let past = ".symtab: 1 bytes from byte 4294967295 on, but the file has ";
    refused(
        |file| {
            file.set_section(1, "sh_offset", 0xffff_ffff);
            file.set_section(1, "sh_size", 1);
        },
        past,
    );
    refused(|file| file.set_section(1, "sh_size", u64::MAX), ".symtab: ");
    refused(|file| file.set_section(1, "sh_size", 25), ".symtab: 25 bytes is not a whole number");
    refused(|file| file.set_section(1, "sh_entsize", 0), ".symtab: symbols of 0 bytes, expected ");
    refused(|file| file.set_section(1, "sh_entsize", 25), ".symtab: symbols of 25 bytes");
    let link = ".symtab: the section of its names, ";
    refused(|file| file.set_section(1, "sh_link", 0), &format!("{link}0, is no string table"));
    refused(|file| file.set_section(1, "sh_link", 9), &format!("{link}9, is no string table"));

    refused(|file| file.set_section(2, "sh_offset", 1 << 31), "the string table: ");
    refused(|file| file.set_section(2, "sh_size", 0), "the string table: does not end with a NUL");
    refused(|file| file.set_section(2, "sh_size", 3), "the string table: does not end with a NUL");
    refused(
        |file| file.set_symbol(4, "st_name", 1000),
        ".symtab: the name of symbol 4 is past the end of the string table of ",
    );
}

#[test]
fn sizes_that_add_up_to_too_much_are_refused() {
    for kind in KINDS.into_iter().filter(|kind| kind.wide) {
        let huge = Sym { name: b"huge", info: FUNC, value: 0, size: u64::MAX };
        let error = examine(&Made::new(kind, &[huge; 2]).bytes).unwrap_err().to_string();
        assert_eq!(error, "the sizes of functions: one of 18446744073709551615 bytes cannot be");
    }
}

#[test]
fn files_are_cut_off_anywhere() {
    for kind in KINDS {
        let file = Made::new(kind, &some_symbols()).bytes;
        for len in 0..file.len() {
            assert!(examine(&file[..len]).is_err(), "{kind:?}, {len} of {} bytes", file.len());
        }
    }
}

/// Flips one to four bits, asks, and flips them back.
fn flip(file: &mut [u8], bits: &mut Random, place: impl Fn(&mut Random) -> usize) -> bool {
    let flips: Vec<(usize, u8)> =
        (0..1 + bits.below(4)).map(|_| (place(bits), 1 << bits.below(8))).collect();
    flips.iter().for_each(|&(at, bit)| file[at] ^= bit);
    let read = examine(file).is_ok();
    flips.iter().for_each(|&(at, bit)| file[at] ^= bit);
    read
}

#[test]
fn bits_are_flipped_in_small_files() {
    const FLIPS: usize = 10_000;
    let mut bits = Random(1);
    let mut read = 0;
    for kind in KINDS {
        let mut file = Made::new(kind, &some_symbols()).bytes;
        let len = file.len();
        for _ in 0..FLIPS / KINDS.len() {
            read += usize::from(flip(&mut file, &mut bits, |bits| bits.below(len)));
        }
    }
    // Many flips change only a name or a size; many others are noticed.
    assert!((FLIPS / 10..FLIPS * 9 / 10).contains(&read), "{read} of {FLIPS} files were read");
}

/// This test itself: a real file, with more in it.
#[test]
#[cfg(target_os = "linux")]
fn a_real_file_is_cut_off_and_flipped() {
    let mut file = std::fs::read(std::env::current_exe().unwrap()).unwrap();
    assert!(examine(&file).is_ok());

    let ends = (0..=256).chain((0..256).map(|part| file.len() / 256 * part));
    for end in ends.chain(file.len() - 256..file.len()) {
        // The linker may leave something behind the section headers.
        let _ = examine(&file[..end]);
    }

    // Only where the reader looks: the header, and the section headers.
    let start = u64::from_le_bytes(file[40..48].try_into().unwrap());
    let from = usize::try_from(start).unwrap_or_default().min(file.len() - 64);
    let headers = file.len() - from;
    let mut bits = Random(2);
    for _ in 0..200 {
        flip(&mut file, &mut bits, |bits| match bits.below(2) {
            0 => bits.below(64),
            _ => from + bits.below(headers),
        });
    }
}
