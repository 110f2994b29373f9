use records_core::Record;
use records_core::bytemuck::bytes_of;

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Padded {
    id: u8,
    value: u32,
}

fn main() {
    println!("{:?}", bytes_of(&Padded { id: 1, value: 2 }));
}
