use records_core::{Record, Records};

#[derive(Clone, Copy)]
pub struct Point {
    x: f32,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
pub struct Line {
    id: u32,
    from: Point,
    others: [Point; 3],
}

#[derive(Record, Clone, Copy)]
#[repr(C)]
struct Generic<T> {
    known: T,
    point: Point,
}

fn main() {
    let lines = Records::<Line>::from_bytes(&[]).unwrap();
    let _ = (lines.len(), Line::LAYOUT, lines.columns().id);
}
