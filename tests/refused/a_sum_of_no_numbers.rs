// Text does not add up.
use records_core::{FixedBytes, Record, Records};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Name {
    name: FixedBytes<5>,
}

fn main() {
    let names = Records::<Name>::from_bytes(b"Zhang").unwrap();
    println!("{:?}", names.columns().name.sum());
}
