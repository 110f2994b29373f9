// A field of one record is no field of another.
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
struct Other {
    sin: f64,
}

fn main() {
    let samples = Records::<Sample>::from_bytes(&[0; 36]).unwrap();
    println!("{}", samples.column(Other::FIELDS.sin).sum());
    println!("{}", samples.select((Sample::FIELDS.id, Other::FIELDS.sin)).len());
}
