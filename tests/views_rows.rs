//! Rows against the naive model: every view, every way to its rows, every way to
//! change them, over random memory.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use cases::{Memory, Place, Random, Walk, place, range, script, walk, walk_list, walk_view};
use model::{Model, NaiveRecord, Step, bytes_of, iter_agrees};
use proptest::prelude::*;
use records::*;
use records_core::{Error, Placement, Records, RecordsMut};

/// Walks through a view and the model side by side.
fn follow<R: NaiveRecord, L: Placement<R> + Copy>(
    mut view: Records<'_, R, L>,
    mut model: Model,
    walks: &[Walk],
    script: &[Step],
) {
    model.agrees(&view);
    for &walk in walks {
        view = walk_view(&view, walk);
        model.rows = walk_list(&model.rows, walk);
        model.agrees(&view);
    }
    iter_agrees(view.iter(), &model.all_rows::<R>(), script);
    // `for row in view` and `for row in &view`.
    assert!(view.into_iter().map(|row| bytes_of(&row)).eq(model.all_rows::<R>()));
    assert!((&view).into_iter().map(|row| bytes_of(&row)).eq(model.all_rows::<R>()));
}

/// Reading: the record itself, and its fields through `P`.
fn reads<R: NaiveRecord, P: NaiveRecord>(place: &Place, walks: &[Walk], script: &[Step]) {
    let Memory { bytes, start, len, offset, stride, model } = place.memory::<R>(false);
    let given = &bytes[start..start + len];
    let view = Records::<R>::from_strided(given, offset, stride, place.count).unwrap();
    follow(view, model.clone(), walks, script);

    // A projection of a walked view is the walked projection.
    let mut walked = (view, model.clone());
    for &walk in walks {
        walked = (
            walk_view(&walked.0, walk),
            Model { rows: walk_list(&walked.1.rows, walk), ..walked.1 },
        );
    }
    walked.1.project::<R, P>().agrees(&walked.0.project::<P>());
    follow(view.project::<P>(), model.project::<R, P>(), walks, script);
    // Once more, by the fields of the projection.
    follow(view.project::<P>().project::<P>(), model.project::<R, P>(), walks, script);

    if stride == R::BYTES as isize {
        let same = Records::<R>::from_bytes_at(given, offset, place.count).unwrap();
        model.agrees(&same);
        let rows = &given[offset..offset + place.count * R::BYTES];
        if R::BYTES > 0 {
            model.agrees(&Records::<R>::from_bytes(rows).unwrap());
        }
    }
}

/// One change of rows. Numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Change {
    Set(usize),
    Fill,
    Update,
    Swap(usize, usize),
    CopyFrom,
    AssignColumns,
    TurnColumns,
    Slice(usize, usize),
    StepBy(usize),
    Reversed,
    SplitAt(usize),
    Chunks(usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let row = 0..64_usize;
    let change = prop_oneof![
        row.clone().prop_map(Change::Set),
        Just(Change::Fill),
        Just(Change::Update),
        (row.clone(), row.clone()).prop_map(|(a, b)| Change::Swap(a, b)),
        Just(Change::CopyFrom),
        Just(Change::AssignColumns),
        Just(Change::TurnColumns),
        (row.clone(), row.clone()).prop_map(|(a, b)| Change::Slice(a, b)),
        (1..5_usize).prop_map(Change::StepBy),
        Just(Change::Reversed),
        row.prop_map(Change::SplitAt),
        (1..5_usize).prop_map(Change::Chunks),
    ];
    proptest::collection::vec(change, 1..6)
}

/// Does the same to a view and to the model.
fn change<R: NaiveRecord, L: Placement<R>>(
    view: &mut RecordsMut<'_, R, L>,
    model: &mut Model,
    change: Change,
    random: &mut Random,
) {
    let len = view.len();
    let new: Vec<R> = (0..len).map(|_| random.record()).collect();
    let all = model.rows.clone();
    /// Writes `value` to some rows of the model.
    fn fill<R: NaiveRecord>(model: &mut Model, rows: &[usize], value: &R) {
        let all = std::mem::replace(&mut model.rows, rows.to_vec());
        (0..rows.len()).for_each(|row| model.set(row, value));
        model.rows = all;
    }
    match change {
        Change::Set(_) | Change::Swap(..) | Change::Fill if len == 0 => view.fill(random.record()),
        Change::Set(row) => {
            view.set(row % len, new[0]);
            model.set(row % len, &new[0]);
        }
        Change::Fill => {
            view.fill(new[0]);
            fill(model, &all, &new[0]);
        }
        Change::Update => {
            let (old, mut row) = (model.all_rows::<R>(), 0);
            view.update(|record| {
                assert_eq!(bytes_of(&record), old[row]);
                row += 1;
                new[row - 1]
            });
            assert_eq!(row, len);
            (0..len).for_each(|row| model.set(row, &new[row]));
        }
        Change::Swap(a, b) => {
            let (a, b) = (a % len, b % len);
            let (first, second) = (view.get(a).unwrap(), view.get(b).unwrap());
            view.swap(a, b);
            model.set(a, &second);
            model.set(b, &first);
        }
        Change::CopyFrom => {
            // From rows that are laid out otherwise: with gaps, backwards.
            let other =
                Place { shift: 3, lead: 1, tail: 0, stride: -101, count: len, seed: random.next() };
            let other = other.memory::<R>(true);
            let from =
                Records::<R>::from_strided(other.given(), other.offset, other.stride, len).unwrap();
            view.copy_from(&from).unwrap();
            (0..len).for_each(|row| model.set(row, &from.get(row).unwrap()));

            let (longer, before) = (random.bytes(0), model.all_rows::<R>());
            let from = Records::<R>::from_strided(&longer, 0, 0, 0).unwrap();
            if len > 0 {
                let error = view.copy_from(&from).unwrap_err();
                assert!(
                    matches!(error, Error::Lengths { found: 0, expected, .. } if expected == len)
                );
                assert!(view.iter().map(|row| bytes_of(&row)).eq(before));
            }
        }
        Change::AssignColumns => {
            let other =
                Place { shift: 0, lead: 0, tail: 0, stride: 0, count: len, seed: random.next() };
            let other = other.memory::<R>(true);
            let from =
                Records::<R>::from_strided(other.given(), other.offset, other.stride, len).unwrap();
            view.assign_columns(&from.to_columns()).unwrap();
            (0..len).for_each(|row| model.set(row, &from.get(row).unwrap()));
        }
        Change::TurnColumns => R::turn_columns(view, model),
        Change::Slice(a, b) => {
            let range = range(a, b, len);
            let value = random.record::<R>();
            view.slice_mut(range.clone()).fill(value);
            fill(model, &all[range], &value);
        }
        Change::StepBy(step) => {
            let value = random.record::<R>();
            view.step_by_mut(step).fill(value);
            fill(model, &all.iter().copied().step_by(step).collect::<Vec<_>>(), &value);
        }
        Change::Reversed => {
            let mut reversed = view.reversed_mut();
            (0..len).for_each(|row| reversed.set(row, new[row]));
            (0..len).for_each(|row| model.set(len - 1 - row, &new[row]));
        }
        Change::SplitAt(at) => {
            let at = at % (len + 1);
            let (left, right) = (random.record::<R>(), random.record::<R>());
            // Both held, and written in the other order.
            let (mut front, mut back) = view.split_at_mut(at);
            back.fill(right);
            front.fill(left);
            fill(model, &all[..at], &left);
            fill(model, &all[at..], &right);
        }
        Change::Chunks(size) => {
            let mut chunks: Vec<_> = view.chunks_mut(size).collect();
            assert_eq!(chunks.len(), len.div_ceil(size));
            for (chunk, rows) in chunks.iter_mut().zip(all.chunks(size)).rev() {
                let value = random.record::<R>();
                assert_eq!(chunk.len(), rows.len());
                chunk.fill(value);
                fill(model, rows, &value);
            }
        }
    }
}

/// Writing: the record itself, then its fields through `P`; bytes that belong to
/// no field, between the rows or around them, stay as they are.
fn writes<R: NaiveRecord, P: NaiveRecord>(place: &Place, changes: &[Change]) {
    let mut random = Random(place.seed ^ 1);
    let mut memory = place.memory::<R>(true);
    let mut model = memory.model.clone();
    let (offset, stride) = (memory.offset, memory.stride);

    let mut view =
        RecordsMut::<R>::from_strided(memory.given_mut(), offset, stride, place.count).unwrap();
    for &next in changes {
        change(&mut view, &mut model, next, &mut random);
        model.agrees(&view.view());
    }
    // A slice to be written only where Rust keeps every byte of it.
    let padded = R::field_spans(R::AT).concat().iter().map(|span| span.1).sum::<usize>() < R::BYTES;
    let lent = view.as_slice().is_some() && (!padded || place.count == 0);
    assert_eq!(view.as_mut_slice().is_some(), lent);
    if let Some(slice) = view.as_mut_slice() {
        let values: Vec<R> = slice.iter().map(|_| random.record()).collect();
        slice.copy_from_slice(&values);
        values.iter().enumerate().for_each(|(row, value)| model.set(row, value));
    }
    assert_eq!(memory.bytes, model.bytes);

    let mut view =
        RecordsMut::<R>::from_strided(memory.given_mut(), offset, stride, place.count).unwrap();
    let mut projected = model.project::<R, P>();
    for &next in changes {
        change(&mut view.project_mut::<P>(), &mut projected, next, &mut random);
    }
    projected.agrees(&view.view().project::<P>());
    assert_eq!(memory.bytes, projected.bytes);
}

macro_rules! records_agree {
    ($($name:ident: $record:ty, $part:ty;)*) => {$(
        mod $name {
            use super::*;

            proptest! {
                #![proptest_config(ProptestConfig::with_cases(64))]

                #[test]
                fn read_as_the_model_does(place in place(0..12), walks in walk(), script in script()) {
                    reads::<$record, $part>(&place, &walks, &script);
                }

                #[test]
                fn change_as_the_model_does(place in place(0..12), changes in changes()) {
                    writes::<$record, $part>(&place, &changes);
                }

                #[test]
                fn lie_within_their_bytes_or_are_refused(request in request()) {
                    bounds::<$record>(request);
                }
            }
        }
    )*};
}

records_agree! {
    packed: Sample, CosId;
    packed_as_rust_has_it: PackedSample, CosId;
    aligned: Person, AgeHeight;
    holes_and_another_order: Holes, HolesPart;
    nested_in_aligned: Nest, Nest;
    nested_in_packed: Crate, CratePart;
    big_endian: Wire, WirePart;
    wide_and_empty_fields: Wide, WidePart;
    no_bytes: Nothing, Nothing;
    few_valid_bytes: Flags, FlagsPart;
}

/// What a caller may ask for: length, offset, stride and count.
type Request = (usize, usize, isize, usize);

fn request() -> impl Strategy<Value = Request> {
    let number = prop_oneof![
        6 => 0..300_usize,
        1 => Just(isize::MAX as usize),
        1 => Just(isize::MAX as usize + 1),
        1 => Just(usize::MAX),
        1 => Just(usize::MAX / 2 - 10),
        1 => any::<usize>(),
    ];
    let stride = prop_oneof![
        6 => -100..100_isize,
        1 => Just(isize::MAX),
        1 => Just(isize::MIN),
        1 => any::<isize>(),
    ];
    (0..600_usize, number.clone(), stride, number)
}

/// A request is met exactly if each row lies within the bytes.
fn bounds<R: NaiveRecord>((len, offset, stride, count): Request) {
    // Whether the bytes are values of their fields is another test's business.
    let mut bytes = vec![0; len];
    let last = offset as i128 + (count as i128 - 1).max(0) * stride as i128;
    let size = if count == 0 { 0 } else { R::BYTES as i128 };
    let (low, high) = (last.min(offset as i128), last.max(offset as i128) + size);
    let within = low >= 0 && high <= len as i128;
    let apart = count < 2 || stride.unsigned_abs() >= R::BYTES;
    if R::PICKY && within {
        return;
    }

    let refused = Error::OutOfBounds { offset, stride, count, size: R::BYTES, bytes: len };
    let overlap = Error::RowsOverlap { stride, size: R::BYTES };
    let found = Records::<R>::from_strided(&bytes, offset, stride, count);
    match &found {
        Ok(view) => assert!(within && view.len() == count && view.stride() == stride),
        Err(error) => assert!(!within && *error == refused, "{error}"),
    }
    match RecordsMut::<R>::from_strided(&mut bytes, offset, stride, count) {
        Ok(view) => assert!(within && apart && view.len() == count),
        Err(error) if within => assert!(!apart && error == overlap, "{error}"),
        Err(error) => assert_eq!(error, refused),
    }

    if R::PICKY {
        return;
    }
    // The same one behind the other, and from the first byte to the last.
    let end = offset as i128 + count as i128 * R::BYTES as i128;
    match Records::<R>::from_bytes_at(&bytes, offset, count) {
        Ok(view) => assert!(end <= len as i128 && view.len() == count),
        Err(Error::OutOfBounds { .. }) => assert!(end > len as i128),
        Err(error) => panic!("{error}"),
    }
    let whole = if R::BYTES == 0 { len == 0 } else { len.is_multiple_of(R::BYTES) };
    match Records::<R>::from_bytes(&bytes) {
        Ok(view) => assert!(whole && view.len() * R::BYTES == len),
        Err(error) => assert!(!whole && error == Error::Length { bytes: len, itemsize: R::BYTES }),
    }
}
