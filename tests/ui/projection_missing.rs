use records_core::{Record, Records};

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Person {
    age: i32,
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Weight {
    weight: f32,
}

fn main() {
    let people = Records::<Person>::from_bytes(&[]).unwrap();
    println!("{}", people.project::<Weight>().get(0).is_some());
}
