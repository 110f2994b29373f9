use records_core::{Element, Record};

#[derive(Record, Clone, Copy)]
#[record(packed)]
enum Side {
    Buy,
    Sell,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
union Bits {
    int: u32,
    float: f32,
}

#[derive(Element, Clone, Copy)]
union Other {
    int: u32,
    float: f32,
}

#[derive(Element, Clone, Copy)]
struct Sample {
    id: i16,
}

fn main() {}
