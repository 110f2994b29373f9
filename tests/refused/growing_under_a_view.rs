// The stale view of a growing array: pushing may move the rows.
use records_core::{Record, RecordBuf};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let mut samples = RecordBuf::new();
    samples.push(Sample { id: 1, sin: 0.0, cos: 1.0 });
    let sines = samples.columns().sin;
    samples.push(Sample { id: 2, sin: 0.1, cos: 0.9 });
    println!("{}", sines.sum());
}
