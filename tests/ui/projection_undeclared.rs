use records_core::{Record, Records};

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Person {
    age: i32,
    height: f32,
}

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct AgeHeight {
    age: f32,
    height: f32,
}

fn main() {
    let people = Records::<Person>::from_bytes(&[]).unwrap();
    println!("{}", people.project::<AgeHeight>().get(0).is_some());
}
