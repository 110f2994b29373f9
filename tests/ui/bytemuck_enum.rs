use records_core::{Element, Record};

#[derive(Element, Clone, Copy)]
#[repr(u8)]
enum Side {
    Buy,
    Sell,
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
#[record(bytemuck)]
struct Sample {
    id: u32,
    side: Side,
}

fn main() {
    let _ = (Side::Buy, Side::Sell);
}
