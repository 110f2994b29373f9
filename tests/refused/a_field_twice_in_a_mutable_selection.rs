// Found by `cargo build`.
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
    samples.select_mut((Sample::FIELDS.sin, Sample::FIELDS.id, Sample::FIELDS.sin)).fill((1.0, 2, 3.0));
}
