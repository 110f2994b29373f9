use records_core::{Element, Record};

#[derive(Record, Clone, Copy)]
#[record(pakced, size = 20, size = 24, offset = 3)]
#[record(skip, packed, bytemuck = true, columns)]
struct Sample {
    #[record(ofset = 0)]
    id: i16,
    #[record(offset = 2, offset = 2)]
    sin: f64,
    #[record(packed, rename = cos)]
    cos: f64,
    #[record]
    tan: f64,
}

#[derive(Element, Clone, Copy)]
#[repr(u8)]
#[record(packed)]
enum Side {
    #[record(rename = "buy")]
    Buy,
    Sell,
}

fn main() {}
