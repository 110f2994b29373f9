use records_core::Record;

#[derive(Record, Clone, Copy)]
#[record(packed)]
struct Sample<'a, T> {
    id: i16,
    of: std::marker::PhantomData<&'a T>,
}

fn main() {}
