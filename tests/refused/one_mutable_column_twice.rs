// Two ways to write the same bytes.
use records_core::{Record, RecordsMut};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let mut bytes = [0; 36];
    let mut samples = RecordsMut::<Sample>::from_bytes(&mut bytes).unwrap();
    let mut first = samples.column_mut(Sample::FIELDS.sin);
    let mut second = samples.column_mut(Sample::FIELDS.sin);
    first.set(0, 1.0);
    second.set(0, 2.0);
}
