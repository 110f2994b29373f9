//! Selections, projections of projections, and columns held together, by example.

#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use model::{Model, NaiveRecord};
use records::*;
use records_core::{Error, FixedBytes, Record, RecordBuf, Records, RecordsMut};

fn people() -> Vec<Person> {
    let person = |i: u8| Person {
        name: FixedBytes::from_bytes(&[b'a' + i]).unwrap(),
        age: 30 + i32::from(i),
        weight: 50.5 + f32::from(i),
        height: 150.25 + f32::from(i),
    };
    (0..5).map(person).collect()
}

/// More fields than a selection takes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Many {
    a: u8,
    b: u16,
    c: u32,
    d: u64,
    e: i8,
    f: i16,
    g: i32,
    h: i64,
    i: f32,
    j: f64,
    k: [u8; 3],
    l: u128,
    m: FixedBytes<2>,
}

fn many(n: u8) -> Many {
    Many {
        a: n,
        b: 2,
        c: 3,
        d: 4,
        e: -5,
        f: -6,
        g: -7,
        h: -8,
        i: 9.5,
        j: 10.5,
        k: [11, n, 13],
        l: 12,
        m: FixedBytes::from_array([1, n]),
    }
}

#[test]
fn selections_of_one_to_twelve_fields_are_tuples_in_the_order_of_the_tokens() {
    let rows: RecordBuf<Many> = (0..3).map(many).collect();
    const F: <Many as Record>::Set<records_core::TokensFamily<Many>> = Many::FIELDS;
    // The same view over rows with gaps, backwards, and one behind the other.
    for view in [rows.view(), rows.view().step_by(2), rows.view().reversed()] {
        macro_rules! selected {
            ($($field:ident)*) => {
                let selected = view.select(($(F.$field,)*));
                assert_eq!(selected.len(), view.len());
                for (row, whole) in selected.iter().zip(view) {
                    assert_eq!(row, ($(whole.$field,)*));
                }
                let packed = selected.repack();
                assert_eq!(packed.view(), selected);
                let size = 0 $(+ size_of_val(&rows.get(0).unwrap().$field))*;
                assert_eq!(packed.as_bytes().len(), size * view.len());
            };
        }
        selected!(l);
        selected!(m a);
        selected!(c b a);
        selected!(k l m a);
        selected!(a b c d e);
        selected!(f e d c b a);
        selected!(m k i g e c a);
        selected!(a c e g i k m l);
        selected!(b d f h j l a c e);
        selected!(j i h g f e d c b a);
        selected!(a b c d e f g h i j k);
        selected!(l k j i h g f e d c b a);
    }
}

#[test]
fn a_field_may_be_read_twice() {
    let rows: RecordBuf<Many> = (0..3).map(many).collect();
    let twice = rows.view().select((Many::FIELDS.a, Many::FIELDS.k, Many::FIELDS.a));
    assert_eq!(twice.get(2), Some((2, [11, 2, 13], 2)));
    assert_eq!(twice.repack().as_bytes(), [0, 11, 0, 13, 0, 1, 11, 1, 13, 1, 2, 11, 2, 13, 2]);
}

#[test]
fn a_selection_has_columns_and_tokens_of_its_own() {
    let people = people();
    let selected = Records::from_slice(&people).select((Person::FIELDS.height, Person::FIELDS.age));
    let (height, age) = selected.columns();
    assert_eq!(height, [150.25, 151.25, 152.25, 153.25, 154.25]);
    assert_eq!(age, [30, 31, 32, 33, 34]);
    assert_eq!(selected.column(<(f32, i32)>::FIELDS.1), age);
    assert_eq!(selected.column_named::<i32>("f1").unwrap(), age);
    // And can be selected from again.
    let ages = selected.select((<(f32, i32)>::FIELDS.1,));
    assert_eq!(ages.to_vec(), [(30,), (31,), (32,), (33,), (34,)]);
}

#[test]
fn a_projection_of_a_projection_and_a_selection_of_one_find_the_same_bytes() {
    let people = people();
    let view = Records::from_slice(&people).reversed();
    let direct = view.project::<Height>();
    let twice = view.project::<AgeHeight>().project::<Height>();
    assert_eq!(direct, twice);
    assert_eq!(twice.columns().height.as_ptr(), view.columns().height.as_ptr());
    let selected =
        view.project::<AgeHeight>().select((AgeHeight::FIELDS.height, AgeHeight::FIELDS.age));
    assert_eq!(selected.get(0), Some((154.25, 34)));
    assert_eq!(selected.columns().0.as_ptr(), view.columns().height.as_ptr());

    let rows = (0..5).rev().map(|row| row * 44).collect();
    let bytes = people.iter().flat_map(model::bytes_of_padded).collect::<Vec<_>>();
    let address = people.as_ptr().addr();
    let model = Model { bytes, rows, fields: Person::AT.to_vec(), address, whole: true };
    model.project::<Person, AgeHeight>().project::<AgeHeight, Height>().agrees(&twice);
}

#[test]
fn a_mutable_selection_writes_its_fields_only() {
    let mut bytes = [0xee; 2 * 44];
    let mut view = RecordsMut::<Person>::from_bytes(&mut bytes).unwrap();
    let mut selected = view.select_mut((Person::FIELDS.height, Person::FIELDS.age));
    selected.set(1, (1.5, -2));
    selected.columns_mut().1.set(0, 7);
    selected.project_mut::<(f32,)>().fill((0.5,));
    let mut expected = [0xee; 2 * 44];
    expected[32..36].copy_from_slice(&7_i32.to_ne_bytes());
    expected[40..44].copy_from_slice(&0.5_f32.to_ne_bytes());
    expected[44 + 32..][..4].copy_from_slice(&(-2_i32).to_ne_bytes());
    expected[44 + 40..][..4].copy_from_slice(&0.5_f32.to_ne_bytes());
    assert_eq!(bytes, expected);
}

#[test]
fn mutable_columns_are_held_together_and_written_in_turn() {
    let mut people = people();
    let mut view = RecordsMut::from_slice(&mut people);
    let PersonColumnsMut { mut name, mut age, mut weight, height } = view.columns_mut();
    for row in 0..5 {
        name.set(row, FixedBytes::from_bytes(b"x").unwrap());
        age.set(row, age.get(4 - row).unwrap());
        weight.set(row, height.get(row).unwrap() * 2.0);
    }
    assert_eq!(height, height);
    assert_eq!(age.to_vec(), [34, 33, 32, 33, 34]);
    let last = Person {
        name: b"x".as_slice().try_into().unwrap(),
        age: 34,
        weight: 308.5,
        height: 154.25,
    };
    assert_eq!(people[4], last);
}

#[test]
fn a_column_by_name_says_what_is_wrong_with_the_name_or_the_type() {
    let mut people = people();
    let view = Records::from_slice(&people);
    assert_eq!(
        view.column_named::<f32>("age").unwrap_err().to_string(),
        "field `age` is i32, not f32"
    );
    let unknown = view.column_named::<i32>("agee").unwrap_err().to_string();
    assert!(unknown.contains("`agee`") && unknown.contains("age"), "{unknown}");
    // By its integer an enum can be read, but not written.
    let flags = [Level::Low as i16, Level::High as i16].map(i16::to_ne_bytes).concat();
    let mut flags: RecordBuf<(Level,)> = RecordBuf::from_bytes(flags).unwrap();
    assert_eq!(flags.view().column_named::<i16>("f0").unwrap(), [-300, 300]);
    let mut view = flags.view_mut();
    assert!(matches!(view.column_named_mut::<i16>("f0"), Err(Error::WrongType { .. })));
    view.column_named_mut::<Level>("f0").unwrap().fill(Level::Middle);
    assert_eq!(flags.as_bytes(), [0; 4]);

    let mut view = RecordsMut::from_slice(&mut people);
    view.column_named_mut::<i32>("age").unwrap().fill(1);
    assert_eq!(people[3].age, 1);
}

/// What a call panics with.
fn panics<T>(call: impl FnOnce() -> T) -> String {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).err().unwrap();
    match caught.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => (*other.downcast::<&str>().unwrap()).to_string(),
    }
}

#[test]
fn requests_past_the_end_panic_and_say_how_many_rows_there_are() {
    let mut people = people();
    let person = people[0];
    let view = Records::from_slice(&people);
    assert_eq!(panics(|| view.slice(3..6)), "the range 3..6 does not lie within 5 items");
    assert!(panics(|| view.slice(..=usize::MAX)).contains("5 items"));
    #[allow(clippy::reversed_empty_ranges, reason = "what is refused")]
    let backwards = panics(|| view.slice(3..2));
    assert!(backwards.contains("5 items"));
    assert!(panics(|| view.split_at(6)).contains("5 items"));
    assert_eq!(panics(|| view.step_by(0)), "a step of 0 never ends");
    assert_eq!(panics(|| view.chunks(0)), "chunks of no rows never end");

    let mut view = RecordsMut::from_slice(&mut people);
    assert_eq!(panics(|| view.set(5, person)), "row 5 of a view of 5 rows");
    assert_eq!(panics(|| view.swap(0, 5)), "rows 0 and 5 of a view of 5 rows");
    assert!(panics(|| view.chunks_mut(0).count()).contains("never end"));
    assert!(panics(|| drop(view.split_at_mut(6))).contains("5 items"));
    assert!(panics(|| drop(view.slice_mut(6..))).contains("5 items"));
    assert!(panics(|| drop(view.step_by_mut(0))).contains("never ends"));
    assert!(panics(|| view.columns_mut().age.set(5, 0)).contains("item 5 of a column of 5"));
    assert!(panics(|| view.columns_mut().age.copy_from_slice(&[0])).contains("a slice of 1"));
    assert!(panics(|| view.columns().age.copy_to_slice(&mut [0])).contains("a slice of 1"));
}
