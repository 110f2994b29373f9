// A case that passes makes trybuild build the others instead of checking them,
// and it is in builds that undeclared projections are found.
use records_core::{Element, Record};

#[derive(Element, Clone, Copy)]
#[repr(u8)]
enum Side {
    Buy = b'B',
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Trade {
    side: Side,
    price: f64,
}

fn main() {
    assert_eq!(Trade::LAYOUT.itemsize(), 9);
    let _ = (Side::Buy, Trade { side: Side::Buy, price: 1.0 });
}
