// The thread may still be writing the column when the view reads it.
use records_core::{Record, RecordsMut};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let mut bytes = [0; 36];
    let mut samples = RecordsMut::<Sample>::from_bytes(&mut bytes).unwrap();
    std::thread::scope(|scope| {
        let mut sin = samples.column_mut(Sample::FIELDS.sin);
        scope.spawn(move || sin.fill(1.0));
        println!("{:?}", samples.get(0).is_some());
    });
}
