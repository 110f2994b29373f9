use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(packed, size = 9)]
struct Sample {
    id: i16,
    sin: f64,
}

#[derive(Record, Clone, Copy)]
#[record(aligned, size = 8 + 4)]
struct Uneven {
    sin: f64,
}

fn main() {}
