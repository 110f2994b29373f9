use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Sample {
    id: i16,
    #[record(offset = 2 + 4)]
    sin: f64,
}

fn main() {}
