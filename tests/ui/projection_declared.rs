use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Person {
    age: i32,
    height: f32,
}

#[derive(Record, Clone, Copy)]
#[record(aligned, project = Person)]
struct AgeWeight {
    age: i32,
    weight: f32,
}

#[derive(Record, Clone, Copy)]
#[record(packed, project = AgeWeight, project = Person)]
struct Wrong {
    age: f32,
}

#[derive(Record, Clone, Copy)]
#[record(packed, project = Person)]
struct Generic<T> {
    age: T,
}

fn main() {}
