// Rust may order the fields of this struct as it likes. Found by `cargo build`.
use records_core::{Record, Records};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let samples = [Sample { id: 1, sin: 0.0, cos: 1.0 }];
    println!("{}", Records::from_slice(&samples).len());
}
