//! Sharing memory, part 5: an array of C structs.
//!
//! NumPy lays records out as a C compiler does if it is told to align them, and
//! gives out one field, or several, as views of the same memory:
//!
//! ```python
//! persontype = np.dtype({
//!     "names":   ["name", "age", "weight", "height"],
//!     "formats": ["S30",  "i4",  "f4",     "f4"]}, align=True)
//! a = np.array([("Zhang", 32, 75.5, 165), ("Wang", 24, 65.2, 170)], dtype=persontype)
//! ```
//!
//! Run it: `cargo run --example people`

use records_core::{Error, FixedBytes, Record, RecordBuf, assert_layout};

#[derive(Record, Clone, Copy)]
#[record(aligned)]
struct Person {
    name: FixedBytes<30>,
    age: i32,
    weight: f32,
    height: f32,
}

/// Two fields of a person, to be found in an array of persons: `cargo check`
/// makes sure that they can.
#[derive(Record, Clone, Copy, Debug)]
#[record(aligned, project = Person)]
struct AgeHeight {
    age: i32,
    height: f32,
}

// Other programs rely on these bytes. Whoever moves a field hears of it from the
// compiler.
assert_layout!(Person, size = 44, align = 4, name = 0, age = 32, weight = 36, height = 40);

fn main() -> Result<(), Error> {
    // The layout: where each field lies, and the two bytes between a name of 30
    // bytes and a number that wants to start at a multiple of 4.
    println!("{}\n", Person::LAYOUT);
    let offsets: Vec<usize> = Person::LAYOUT.fields().iter().map(|field| field.offset()).collect();
    println!("offsets {offsets:?}, itemsize {}", Person::LAYOUT.itemsize());
    // The same in NumPy's words, which `eval` there turns into an equal dtype.
    println!("{}\n", Person::LAYOUT.dtype_repr());

    let mut people = RecordBuf::new();
    people.push(person(b"Zhang", 32, 75.5, 165.0)?);
    people.push(person(b"Wang", 24, 65.2, 170.0)?);
    println!("{people}\n");

    // a["age"]: one field is a view, 32 bytes in and 44 bytes apart.
    let age = people.columns().age;
    println!("age = {age}, {} bytes apart", age.stride());

    // a[["age", "height"]]: two fields are a view too.
    let ages = people.view().project::<AgeHeight>();
    println!("{ages}");
    println!("the same memory: {}\n", ages.as_ptr() == people.as_bytes().as_ptr());

    // Ten years later. What is written through the view of two fields, the
    // people have:
    //
    //     b = a[["age", "height"]]
    //     b["age"] += 10
    people.view_mut().project_mut::<AgeHeight>().columns_mut().age.update(|age| age + 10);

    println!("age = {}", people.columns().age);
    println!("{people}");
    Ok(())
}

fn person(name: &[u8], age: i32, weight: f32, height: f32) -> Result<Person, Error> {
    Ok(Person { name: FixedBytes::from_bytes(name)?, age, weight, height })
}
