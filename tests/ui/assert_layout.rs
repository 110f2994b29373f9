use records_core::{Record, assert_layout};

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Person {
    id: u8,
    age: i32,
}

assert_layout!(Person, size = 8, align = 4, id = 0, age = 2);

fn main() {}
