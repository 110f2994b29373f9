use records_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(packed)]
struct Alone {
    id: i16,
    sin: f64,
}

#[derive(Record, Clone, Copy)]
#[repr(packed(2))]
#[record(packed)]
struct Chosen {
    id: i16,
    sin: f64,
}

#[derive(Record, Clone, Copy)]
#[repr(C, packed(2))]
struct NeitherOfTheTwo {
    id: i16,
    sin: f64,
}

fn main() {}
