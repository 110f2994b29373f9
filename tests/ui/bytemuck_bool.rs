use records_core::Record;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Sample {
    id: u32,
    valid: bool,
}

fn main() {}
