// The view looks into the owner's bytes.
use records_core::{Record, RecordArray};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let array = RecordArray::<Sample, _>::new(vec![0; 36]).unwrap();
    let view = array.view();
    let owner = array.into_owner();
    println!("{} {}", view.len(), owner.len());
}
