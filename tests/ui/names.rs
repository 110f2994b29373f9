use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    #[record(rename = "id")]
    sin: f64,
    #[record(rename = "")]
    cos: f64,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Tuple(#[record(rename = "f1")] u8, u8);

fn main() {}
