//! ELF files with a symbol table, made byte by byte without the crate.

/// One of the four kinds of files.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Addresses have 64 bits.
    pub wide: bool,
    pub big_endian: bool,
}

pub const KINDS: [Kind; 4] = [
    Kind { wide: true, big_endian: false },
    Kind { wide: true, big_endian: true },
    Kind { wide: false, big_endian: false },
    Kind { wide: false, big_endian: true },
];

/// A symbol to be put into a file.
#[derive(Clone, Copy)]
pub struct Sym {
    pub name: &'static [u8],
    pub info: u8,
    pub value: u64,
    pub size: u64,
}

/// Fields with their sizes; `ADDR` stands for 4 or 8.
type Fields = &'static [(&'static str, usize)];

const ADDR: usize = usize::MAX;

const HEADER: Fields = &[
    ("e_ident", 16),
    ("e_type", 2),
    ("e_machine", 2),
    ("e_version", 4),
    ("e_entry", ADDR),
    ("e_phoff", ADDR),
    ("e_shoff", ADDR),
    ("e_flags", 4),
    ("e_ehsize", 2),
    ("e_phentsize", 2),
    ("e_phnum", 2),
    ("e_shentsize", 2),
    ("e_shnum", 2),
    ("e_shstrndx", 2),
];

const SECTION: Fields = &[
    ("sh_name", 4),
    ("sh_type", 4),
    ("sh_flags", ADDR),
    ("sh_addr", ADDR),
    ("sh_offset", ADDR),
    ("sh_size", ADDR),
    ("sh_link", 4),
    ("sh_info", 4),
    ("sh_addralign", ADDR),
    ("sh_entsize", ADDR),
];

const SYM64: Fields = &[
    ("st_name", 4),
    ("st_info", 1),
    ("st_other", 1),
    ("st_shndx", 2),
    ("st_value", 8),
    ("st_size", 8),
];

const SYM32: Fields = &[
    ("st_name", 4),
    ("st_value", 4),
    ("st_size", 4),
    ("st_info", 1),
    ("st_other", 1),
    ("st_shndx", 2),
];

/// A file: header, symbols, names, and three section headers (none, the symbols, the
/// names).
pub struct Made {
    pub bytes: Vec<u8>,
    kind: Kind,
    sections: usize,
}

impl Made {
    pub fn new(kind: Kind, symbols: &[Sym]) -> Made {
        let symbol = if kind.wide { SYM64 } else { SYM32 };
        let [header_len, section_len, symbol_len] =
            [HEADER, SECTION, symbol].map(|fields| kind.len(fields));
        let mut names = vec![0];
        let starts: Vec<usize> = symbols
            .iter()
            .map(|symbol| {
                let start = names.len();
                names.extend(symbol.name);
                names.push(0);
                start
            })
            .collect();
        let table_len = symbols.len() * symbol_len;
        let sections = header_len + table_len + names.len();
        let bytes = vec![0; sections + 3 * section_len];
        let mut made = Made { bytes, kind, sections };

        made.bytes[..4].copy_from_slice(b"\x7fELF");
        made.bytes[4] = if kind.wide { 2 } else { 1 };
        made.bytes[5] = if kind.big_endian { 2 } else { 1 };
        made.set_header("e_shoff", sections as u64);
        made.set_header("e_shentsize", section_len as u64);
        made.set_header("e_shnum", 3);
        for (row, (symbol, start)) in symbols.iter().zip(starts).enumerate() {
            made.set_symbol(row, "st_name", start as u64);
            made.set_symbol(row, "st_info", symbol.info.into());
            made.set_symbol(row, "st_value", symbol.value);
            made.set_symbol(row, "st_size", symbol.size);
        }
        let names_at = header_len + table_len;
        made.bytes[names_at..sections].copy_from_slice(&names);
        for (section, field, value) in [
            (1, "sh_type", 2),
            (1, "sh_offset", header_len),
            (1, "sh_size", table_len),
            (1, "sh_entsize", symbol_len),
            (1, "sh_link", 2),
            (2, "sh_type", 3),
            (2, "sh_offset", names_at),
            (2, "sh_size", names.len()),
        ] {
            made.set_section(section, field, value as u64);
        }
        made
    }

    pub fn set_header(&mut self, field: &str, value: u64) {
        self.set(0, HEADER, field, value);
    }

    pub fn set_section(&mut self, section: usize, field: &str, value: u64) {
        self.set(self.sections + section * self.kind.len(SECTION), SECTION, field, value);
    }

    pub fn set_symbol(&mut self, row: usize, field: &str, value: u64) {
        let symbol = if self.kind.wide { SYM64 } else { SYM32 };
        self.set(self.kind.len(HEADER) + row * self.kind.len(symbol), symbol, field, value);
    }

    /// Writes as many of the low bytes of a number as the field has.
    fn set(&mut self, record: usize, fields: Fields, field: &str, value: u64) {
        let index = fields.iter().position(|&(name, _)| name == field).unwrap();
        let at = record + self.kind.len(&fields[..index]);
        let len = self.kind.size(fields[index].1);
        let place = &mut self.bytes[at..at + len];
        place.copy_from_slice(&value.to_le_bytes()[..len]);
        if self.kind.big_endian {
            place.reverse();
        }
    }
}

impl Kind {
    fn size(self, size: usize) -> usize {
        match size {
            ADDR if self.wide => 8,
            ADDR => 4,
            size => size,
        }
    }

    fn len(self, fields: &[(&str, usize)]) -> usize {
        fields.iter().map(|&(_, size)| self.size(size)).sum()
    }
}
