use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(packed, aligned)]
struct Sample {
    id: i16,
    sin: f64,
}

fn main() {}
