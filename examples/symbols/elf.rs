//! The way to the symbols of an ELF file.
//!
//! An ELF file is a header, which says where the section headers lie; one of those
//! says where the symbol table lies, and which section holds the names. Each of
//! the three is an array of fixed-size records, read here where it lies.
//!
//! Files come from anywhere. Nothing in them is believed before it is checked, and
//! whatever does not fit is an [`Error`].

use std::fmt;

use records_core::zerocopy::{big_endian as be, little_endian as le};
use records_core::{Record, Records, Within};

use crate::records::{ExtentOf, HeaderOf, Int, Section, SectionOf, Sym32, Sym64, Symbol};

/// What comes before the first number, and says how numbers are written.
const MAGIC: [u8; 4] = *b"\x7fELF";
const CLASS: usize = 4;
const DATA: usize = 5;

// Types of sections.
const SHT_SYMTAB: u64 = 2;
const SHT_STRTAB: u64 = 3;
const SHT_DYNSYM: u64 = 11;

/// The symbol table of a file, in place, of one of the four kinds.
pub enum Elf<'a> {
    Little64(Symbols<'a, Sym64<le::U16, le::U32, le::U64>>),
    Big64(Symbols<'a, Sym64<be::U16, be::U32, be::U64>>),
    Little32(Symbols<'a, Sym32<le::U16, le::U32>>),
    Big32(Symbols<'a, Sym32<be::U16, be::U32>>),
}

impl<'a> Elf<'a> {
    /// Finds the symbols of the file that these bytes are.
    pub fn read(file: &'a [u8]) -> Result<Elf<'a>, Error> {
        if !file.starts_with(&MAGIC) {
            return Err(Error::new("not an ELF file", "it does not start with \\x7fELF"));
        }
        match (file.get(CLASS), file.get(DATA)) {
            (Some(2), Some(1)) => Symbols::find(file).map(Elf::Little64),
            (Some(2), Some(2)) => Symbols::find(file).map(Elf::Big64),
            (Some(1), Some(1)) => Symbols::find(file).map(Elf::Little32),
            (Some(1), Some(2)) => Symbols::find(file).map(Elf::Big32),
            (Some(class), Some(data)) => Err(Error::new(
                "not a kind of ELF file",
                format_args!("class {class}, byte order {data}, expected 1 or 2 each"),
            )),
            _ => Err(Error::new("the file header", "cut off")),
        }
    }
}

/// The symbols of a file and their names, in place.
pub struct Symbols<'a, S: Symbol> {
    /// The name of the section that holds them.
    pub section: &'static str,
    pub records: Records<'a, S>,
    /// **Invariant**: every `st_name` lies in it, and a NUL behind it.
    names: &'a [u8],
}

impl<'a, S: Symbol> Symbols<'a, S> {
    fn find(file: &'a [u8]) -> Result<Self, Error> {
        let sections = sections::<S>(file)?;

        // All symbols if the file still has them, else those for dynamic linking.
        let find = |kind| sections.iter().find(|section| section.sh_type.into() == kind);
        let (section, table) = match (find(SHT_SYMTAB), find(SHT_DYNSYM)) {
            (Some(table), _) => (".symtab", table),
            (None, Some(table)) => (".dynsym", table),
            (None, None) => {
                return Err(Error::new("no symbol table", "it has neither .symtab nor .dynsym"));
            }
        };
        let size = table.sh_entsize.into();
        if size != S::LAYOUT.itemsize() as u64 {
            let expected = S::LAYOUT.itemsize();
            let why = format_args!("symbols of {size} bytes, expected {expected}");
            return Err(Error::new(section, why));
        }
        let bytes = contents(file, &table, section)?;
        let records = Records::from_bytes(bytes).map_err(|error| Error::new(section, error))?;

        // The names, one behind the other, each ended by a NUL.
        let link = table.sh_link.into();
        let strings = usize::try_from(link).ok().and_then(|link| sections.get(link));
        let strings = strings.filter(|section| section.sh_type.into() == SHT_STRTAB);
        let Some(strings) = strings else {
            let why = format_args!("the section of its names, {link}, is no string table");
            return Err(Error::new(section, why));
        };
        let names = contents(file, &strings, "the string table")?;
        let symbols = Symbols { section, records, names };
        symbols.check_names()?;
        Ok(symbols)
    }

    /// The fields that are shown, in place.
    pub fn extents(&self) -> Records<'a, ExtentOf<S>, Within<S>> {
        self.records.project()
    }

    /// One glance at the column of name offsets makes sure that every name is there.
    fn check_names(&self) -> Result<(), Error> {
        if self.records.is_empty() {
            return Ok(());
        }
        if self.names.last() != Some(&0) {
            return Err(Error::new("the string table", "does not end with a NUL"));
        }
        let offsets = self.extents().columns().st_name;
        match offsets.iter().position(|at| at.into() >= self.names.len() as u64) {
            Some(row) => Err(Error::new(
                self.section,
                format_args!(
                    "the name of symbol {row} is past the end of the string table of {} bytes",
                    self.names.len()
                ),
            )),
            None => Ok(()),
        }
    }

    /// The name that starts at byte `st_name` of the string table.
    pub fn name(&self, st_name: S::Word) -> &'a [u8] {
        let from = usize::try_from(st_name.into()).unwrap_or(usize::MAX);
        let name = self.names.get(from..).unwrap_or_default();
        name.split(|&byte| byte == 0).next().unwrap_or_default()
    }
}

/// The section headers of a file.
fn sections<S: Symbol>(file: &[u8]) -> Result<Records<'_, SectionOf<S>>, Error> {
    let header: HeaderOf<S> = record(file, 0, "the file header")?;

    let what = "the section headers";
    let at = header.e_shoff.into();
    if at == 0 {
        return Err(Error::new("no symbol table", "the file has no sections"));
    }
    let (size, expected) = (header.e_shentsize.into(), SectionOf::<S>::LAYOUT.itemsize());
    if size != expected as u64 {
        return Err(Error::new(what, format_args!("{size} bytes each, expected {expected}")));
    }
    let at = index(at, what)?;
    let count = match header.e_shnum.into() {
        // More than 16 bits can say: the first header, otherwise empty, has the number.
        0 => record::<SectionOf<S>>(file, at, what)?.sh_size.into(),
        count => count,
    };
    let count = index(count, what)?;
    Records::from_bytes_at(file, at, count).map_err(|error| Error::new(what, error))
}

/// The one record at byte `at`.
fn record<R: Record>(file: &[u8], at: usize, what: &str) -> Result<R, Error> {
    let one = Records::from_bytes_at(file, at, 1).map_err(|error| Error::new(what, error))?;
    one.first().ok_or_else(|| Error::new(what, "missing"))
}

/// The bytes of a section.
fn contents<'a, W: Int, A: Int>(
    file: &'a [u8],
    section: &Section<W, A>,
    what: &str,
) -> Result<&'a [u8], Error> {
    let from = index(section.sh_offset.into(), what)?;
    let len = index(section.sh_size.into(), what)?;
    let bytes = file.get(from..).and_then(|rest| rest.get(..len));
    bytes.ok_or_else(|| {
        let found = file.len();
        let why = format_args!("{len} bytes from byte {from} on, but the file has {found} bytes");
        Error::new(what, why)
    })
}

/// A number of the file as an index into it.
fn index(number: u64, what: &str) -> Result<usize, Error> {
    let why = format_args!("{number} bytes or items are more than there is memory");
    usize::try_from(number).map_err(|_| Error::new(what, why))
}

/// What is wrong with a file: where, and what was found there.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    pub fn new(what: &str, why: impl fmt::Display) -> Error {
        Error(format!("{what}: {why}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
