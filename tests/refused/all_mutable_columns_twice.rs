// All columns are held together by one call, not by one for each.
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
    let mut sin = samples.columns_mut().sin;
    let mut cos = samples.columns_mut().cos;
    sin.set(0, 1.0);
    cos.set(0, 2.0);
}
