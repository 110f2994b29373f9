// Read as a number an enum is fine; written, it could be no variant. Found by `cargo build`.
use records_core::{Element, Record, RecordsMut};

#[derive(Element, Clone, Copy)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Order {
    side: Side,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Code {
    side: u8,
}

fn main() {
    let _ = [Side::Buy, Side::Sell];
    let mut bytes = [b'B'; 3];
    let mut orders = RecordsMut::<Order>::from_bytes(&mut bytes).unwrap();
    println!("{}", orders.view().project::<Code>().len());
    orders.project_mut::<Code>().fill(Code { side: 0 });
}
