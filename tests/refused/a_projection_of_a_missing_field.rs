// Undeclared: found by `cargo build`.
use records_core::{Record, Records};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Tangent {
    id: i16,
    tan: f64,
}

fn main() {
    let samples = Records::<Sample>::from_bytes(&[0; 36]).unwrap();
    println!("{}", samples.project::<Tangent>().columns().tan.sum());
}
