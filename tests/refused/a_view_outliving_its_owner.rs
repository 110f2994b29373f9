// The bytes are gone when the view is used.
use records_core::{Record, Records};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let samples = {
        let bytes = vec![0; 36];
        Records::<Sample>::from_bytes(&bytes).unwrap()
    };
    println!("{}", samples.len());
}
