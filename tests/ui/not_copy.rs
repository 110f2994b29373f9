use records_core::Record;

#[derive(Record)]
#[record(packed)]
struct Sample {
    id: i16,
}

fn main() {}
