//! Operations on many rows against plain loops, over lengths about the tiles in
//! which they work, strides and bases of all kinds.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use cases::{Memory, Place, Random, place};
use model::{Model, NaiveRecord, bytes_of, bytes_of_padded};
use proptest::prelude::*;
use records::*;
use records_core::{Error, Placement, RecordBuf, Records, RecordsMut};

fn lengths() -> impl Strategy<Value = Place> {
    let borders = [0, 1, 127, 128, 129, 1023, 1024, 1025, 3000];
    (place(0..2), proptest::sample::select(borders.to_vec()), 0..300_usize, any::<bool>()).prop_map(
        |(place, border, any, at_border)| Place {
            count: if at_border { border } else { any },
            ..place
        },
    )
}

/// The bytes that a copy of rows must have: fields where `R` has them, padding zero.
fn fields_only<R: NaiveRecord>(model: &Model, rows: impl Iterator<Item = usize>) -> Vec<u8> {
    let own = Model {
        bytes: Vec::new(),
        rows: Vec::new(),
        fields: R::AT.to_vec(),
        address: 0,
        whole: true,
    };
    let spans = R::field_spans(&own.fields).concat();
    rows.flat_map(|row| {
        let (mut bytes, mut at) = (vec![0; R::BYTES], 0);
        let values = model.row::<R>(row);
        for &(to, len) in &spans {
            bytes[to..to + len].copy_from_slice(&values[at..at + len]);
            at += len;
        }
        bytes
    })
    .collect()
}

/// Everything that copies rows out of a view.
fn copies<R: NaiveRecord, L: Placement<R>>(view: &Records<'_, R, L>, model: &Model, seed: u64) {
    let (mut random, len) = (Random(seed), view.len());

    let columns = view.to_columns();
    R::vecs_agree(&columns, model);
    assert_eq!(
        RecordBuf::<R>::from_columns(&columns).map(RecordBuf::into_bytes),
        // A record of no fields has no column to tell how many there are.
        Ok(fields_only::<R>(model, 0..if R::NAMES.is_empty() { 0 } else { len }))
    );

    assert_eq!(view.repack().as_bytes(), fields_only::<R>(model, 0..len));
    assert_eq!(view.repack().len(), len);

    let mask: Vec<bool> = (0..len).map(|_| random.below(3) == 0).collect();
    let passed = || (0..len).filter(|&row| mask[row]);
    let kept = view.filter_mask(&mask).unwrap();
    assert_eq!(
        (kept.len(), kept.into_bytes()),
        (passed().count(), fields_only::<R>(model, passed()))
    );
    let (mut row, rows) = (0, model.all_rows::<R>());
    let kept = view.filter(|record| {
        assert_eq!(bytes_of(record), rows[row]);
        row += 1;
        mask[row - 1]
    });
    assert_eq!(row, len);
    assert_eq!(kept.as_bytes(), fields_only::<R>(model, passed()));
    let refused = view.filter_mask(&vec![true; len + 1]).unwrap_err();
    assert_eq!(refused, Error::Lengths { what: "the mask".into(), expected: len, found: len + 1 });

    let mut list: Vec<usize> =
        if len == 0 { Vec::new() } else { (0..len * 3 / 2).map(|_| random.below(len)).collect() };
    let taken = view.take(&list).unwrap();
    assert_eq!(
        (taken.len(), taken.into_bytes()),
        (list.len(), fields_only::<R>(model, list.iter().copied()))
    );
    let at = random.below(list.len() + 1);
    list.insert(at, len);
    assert_eq!(view.take(&list).unwrap_err(), Error::NoSuchRow { row: len, at, len });
}

/// Everything on many rows, for `R` and, through its rows, for `P`.
fn agree<R: NaiveRecord, P: NaiveRecord>(place: &Place) {
    let memory = place.memory::<R>(false);
    let view =
        Records::<R>::from_strided(memory.given(), memory.offset, memory.stride, place.count)
            .unwrap();
    copies(&view, &memory.model, place.seed);
    copies(&view.project::<P>(), &memory.model.project::<R, P>(), place.seed);

    // Back into other rows: only the fields are written.
    let columns = view.project::<P>().to_columns();
    let target = Place { seed: place.seed ^ 4, shift: 5, stride: -110, ..*place };
    let mut target: Memory = target.memory::<R>(true);
    let (offset, stride) = (target.offset, target.stride);
    let mut rows =
        RecordsMut::<R>::from_strided(target.given_mut(), offset, stride, place.count).unwrap();
    rows.project_mut::<P>().assign_columns(&columns).unwrap();
    let mut model = target.model.project::<R, P>();
    for row in 0..place.count {
        model.set(row, &view.project::<P>().get(row).unwrap());
    }
    assert_eq!(target.bytes, model.bytes);
}

macro_rules! many_agree {
    ($($name:ident $record:ty, $part:ty;)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(10))]
            $(
                #[test]
                fn $name(place in lengths()) {
                    agree::<$record, $part>(&place);
                }
            )*
        }
    };
}

many_agree! {
    packed Sample, CosId;
    aligned Person, AgeHeight;
    holes_and_another_order Holes, HolesPart;
    nested_in_aligned Nest, Nest;
    nested_in_packed Crate, CratePart;
    big_endian Wire, WirePart;
    wide_and_empty_fields Wide, WidePart;
    no_bytes Nothing, Nothing;
    few_valid_bytes Flags, FlagsPart;
}

#[test]
fn columns_copied_again_use_the_same_memory() {
    let sample = |id: i16| Sample { id, sin: id.into(), cos: 0.5 };
    let rows: RecordBuf<Sample> = (0..1025).map(sample).collect();
    let mut columns = rows.view().to_columns();
    let places = |columns: &SampleVecs| {
        (
            columns.id.as_ptr(),
            columns.sin.as_ptr(),
            columns.cos.as_ptr(),
            columns.id.capacity(),
            columns.sin.capacity(),
        )
    };
    let before = places(&columns);
    for view in
        [rows.view().reversed(), rows.view().slice(..7), rows.view().slice(..0), rows.view()]
    {
        view.copy_columns_into(&mut columns);
        assert_eq!(places(&columns), before);
        assert_eq!(
            (columns.id.len(), columns.sin.len(), columns.cos.len()),
            (view.len(), view.len(), view.len())
        );
        assert_eq!(view.columns().id, columns.id[..]);
        assert_eq!(view.columns().sin, columns.sin[..]);
    }
    // Too small, they grow.
    let mut columns = rows.view().slice(..1).to_columns();
    rows.view().copy_columns_into(&mut columns);
    assert_eq!(rows.columns().cos, columns.cos[..]);
}

#[test]
fn columns_of_different_lengths_are_refused_by_name_and_nothing_is_written() {
    let rows: RecordBuf<Sample> = (0..3).map(|id| Sample { id, sin: 1.0, cos: 2.0 }).collect();
    let mut columns = rows.view().to_columns();
    columns.cos.pop();
    let error = RecordBuf::<Sample>::from_columns(&columns).unwrap_err();
    assert_eq!(error.to_string(), "column `cos` has length 2, expected 3");

    let mut bytes = [7; 3 * 18];
    let mut view = RecordsMut::<Sample>::from_bytes(&mut bytes).unwrap();
    assert_eq!(view.assign_columns(&columns).unwrap_err(), error);
    // Equal among themselves, but not to the number of rows.
    columns.cos.push(2.0);
    let mut less = view.slice_mut(1..);
    let error = less.assign_columns(&columns).unwrap_err().to_string();
    assert_eq!(error, "each of the columns has length 3, expected 2");
    assert_eq!(bytes, [7; 3 * 18]);
}

#[test]
fn no_byte_of_padding_or_of_other_fields_leaves_by_a_copy() {
    // All bytes set: those that must not leave would show.
    let bytes = [0xff; 2 * 85];
    let crates = Records::<Crate>::from_bytes(&bytes).unwrap();
    let expected = bytes_of_padded(&crates.get(0).unwrap());
    // Loose has three bytes of padding; there are seven of them, and Nest has 3 + 1 + 2 more of its own.
    assert_eq!(expected.iter().filter(|&&byte| byte == 0).count(), 7 * 3 + 6);
    assert_eq!(crates.repack().as_bytes(), [&expected[..], &expected].concat());
    assert_eq!(crates.take(&[0]).unwrap().as_bytes(), expected);
    assert_eq!(crates.filter(|_| true).as_bytes().len(), 2 * 85);
    let pushed: RecordBuf<Crate> = crates.iter().collect();
    assert_eq!(pushed.as_bytes(), crates.repack().as_bytes());
    let columns = RecordBuf::<Crate>::from_columns(&crates.to_columns()).unwrap();
    assert_eq!(columns.as_bytes(), crates.repack().as_bytes());
    // A projection's copy holds the projection's fields and nothing else.
    let part = crates.project::<CratePart>().repack();
    assert_eq!(part.as_bytes().len(), 2 * 33);
    let ages = Records::<Person>::from_bytes(&bytes[..44]).unwrap().project::<AgeHeight>().repack();
    assert_eq!(ages.as_bytes(), [0xff; 8]);
}

#[test]
fn a_record_is_copied_out_of_rust_structs_with_uninitialised_padding() {
    let people: Vec<Person> = (0..130_u8)
        .map(|i| Person { name: [i; 30].into(), age: i.into(), weight: 1.0, height: 2.0 })
        .collect();
    let view = Records::from_slice(&people);
    let copy = view.repack();
    assert_eq!(copy.as_bytes(), people.iter().flat_map(bytes_of_padded).collect::<Vec<_>>());
    let back = copy.view().as_slice().expect("aligned, and laid out as Rust does");
    assert_eq!(back, people);
}
