//! The records of ELF files, as the specification has them.
//!
//! There are four kinds of files: numbers are little-endian or big-endian, and
//! addresses have 32 or 64 bits. The records are generic over the types of their
//! numbers, in the words of the specification: a half has 16 bits, a word 32. Which
//! types these are in a file is known from its [`Symbol`].

use records_core::{Number, Record};

/// An unsigned integer of a file, of any size and byte order.
pub trait Int: Number<Sum = u64, Value: Into<u64>> + Into<u64> {}

impl<T: Number<Sum = u64, Value: Into<u64>> + Into<u64>> Int for T {}

/// The file's header.
#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Header<Half: Int, Word: Int, Addr: Int> {
    pub e_ident: [u8; 16],
    pub e_type: Half,
    pub e_machine: Half,
    pub e_version: Word,
    pub e_entry: Addr,
    pub e_phoff: Addr,
    /// Where the section headers start.
    pub e_shoff: Addr,
    pub e_flags: Word,
    pub e_ehsize: Half,
    pub e_phentsize: Half,
    pub e_phnum: Half,
    /// Bytes from one section header to the next.
    pub e_shentsize: Half,
    /// How many there are.
    pub e_shnum: Half,
    pub e_shstrndx: Half,
}

/// The header of a section.
#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Section<Word: Int, Addr: Int> {
    pub sh_name: Word,
    pub sh_type: Word,
    pub sh_flags: Addr,
    pub sh_addr: Addr,
    /// Where the section starts in the file.
    pub sh_offset: Addr,
    /// Its bytes.
    pub sh_size: Addr,
    /// Of a symbol table: the section that holds its names.
    pub sh_link: Word,
    pub sh_info: Word,
    pub sh_addralign: Addr,
    /// Of a table: bytes of a record.
    pub sh_entsize: Addr,
}

/// A symbol of a file with 64-bit addresses.
#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Sym64<Half: Int, Word: Int, Addr: Int> {
    pub st_name: Word,
    pub st_info: u8,
    pub st_other: u8,
    pub st_shndx: Half,
    pub st_value: Addr,
    pub st_size: Addr,
}

/// A symbol of a file with 32-bit addresses: the same fields in another order.
#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Sym32<Half: Int, Word: Int> {
    pub st_name: Word,
    pub st_value: Word,
    pub st_size: Word,
    pub st_info: u8,
    pub st_other: u8,
    pub st_shndx: Half,
}

/// The fields of a symbol that this program shows, found by name in symbols of
/// either kind.
#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Extent<Word: Int, Addr: Int> {
    pub st_size: Addr,
    pub st_value: Addr,
    /// Where the name starts in the string table.
    pub st_name: Word,
}

/// A symbol record, and with it the kind of file that has such symbols.
pub trait Symbol: Record {
    type Half: Int;
    type Word: Int;
    type Addr: Int;

    fn is_function(&self) -> bool;
}

/// The kind of a symbol is in the low half of `st_info`.
const fn is_function(st_info: u8) -> bool {
    const STT_FUNC: u8 = 2;
    st_info & 0xf == STT_FUNC
}

impl<H: Int, W: Int, A: Int> Symbol for Sym64<H, W, A> {
    type Half = H;
    type Word = W;
    type Addr = A;

    fn is_function(&self) -> bool {
        is_function(self.st_info)
    }
}

impl<H: Int, W: Int> Symbol for Sym32<H, W> {
    type Half = H;
    type Word = W;
    type Addr = W;

    fn is_function(&self) -> bool {
        is_function(self.st_info)
    }
}

// The other records of a file that has symbols of kind `S`.
pub type HeaderOf<S> = Header<<S as Symbol>::Half, <S as Symbol>::Word, <S as Symbol>::Addr>;
pub type SectionOf<S> = Section<<S as Symbol>::Word, <S as Symbol>::Addr>;
pub type ExtentOf<S> = Extent<<S as Symbol>::Word, <S as Symbol>::Addr>;
