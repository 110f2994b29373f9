// A column borrows the buffer, however many views lie between them.
use records_core::{Column, Record, RecordBuf};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn sines() -> Column<'static, f64> {
    let samples = RecordBuf::<Sample>::new();
    samples.view().reversed().columns().sin
}

fn main() {
    println!("{}", sines().len());
}
