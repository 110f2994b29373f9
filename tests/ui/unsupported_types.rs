use records_core::Record;

#[derive(Record)]
#[record(packed)]
struct Many<'a> {
    name: String,
    text: &'a str,
}

#[derive(Record)]
#[record(packed)]
struct More {
    fixed: &'static [u8],
    list: Vec<f64>,
    maybe: Option<u8>,
    boxed: [Box<u8>; 2],
    address: *const u8,
    call: fn(u8) -> u8,
    letter: char,
    index: usize,
    step: std::primitive::isize,
    both: (u8, u16),
    path: std::path::PathBuf,
}

fn main() {}
