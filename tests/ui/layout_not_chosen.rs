use records_core::Record;

#[derive(Record, Clone, Copy)]
struct Sample {
    id: i16,
    sin: f64,
}

fn main() {}
