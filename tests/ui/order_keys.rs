use records_core::{Record, RecordBuf};

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Person {
    age: i32,
    height: f32,
}

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Other {
    age: i32,
}

fn main() {
    let people = RecordBuf::<Person>::new();
    let people = people.view();
    println!("{:?}", people.argsort("age"));
    println!("{:?}", people.argsort((Person::FIELDS.height, Other::FIELDS.age)));
    println!("{:?}", people.argsort(()));
}
