// What the refused cases do, done right. It also makes trybuild build, not only
// check, so that errors of constants that are worked out late are found.
use records_core::{Record, RecordBuf, RecordsMut};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

fn main() {
    let mut samples = RecordBuf::new();
    samples.push(Sample { id: 1, sin: 0.0, cos: 1.0 });
    println!("{}", samples.columns().sin.sum());
    samples.push(Sample { id: 2, sin: 0.1, cos: 0.9 });

    let mut view: RecordsMut<'_, Sample> = samples.view_mut();
    let SampleColumnsMut { mut sin, mut cos, .. } = view.columns_mut();
    sin.set(0, 1.0);
    cos.set(0, 2.0);
    view.select_mut((Sample::FIELDS.sin, Sample::FIELDS.id)).fill((1.0, 2));
}
