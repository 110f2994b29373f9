use records_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C, packed)]
#[record(aligned)]
struct Apart {
    id: i16,
    sin: f64,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(packed)]
struct Together {
    id: i16,
    sin: f64,
}

#[derive(Record, Clone, Copy)]
#[repr(C, align(16))]
struct Wider {
    id: i16,
}

fn main() {}
