use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    #[record(offset = 8)]
    id: i16,
    #[record(offset = 2)]
    sin: f64,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Follows {
    first: u64,
    #[record(offset = 4)]
    id: i16,
    follows: u32,
}

fn main() {}
