//! Columns against the naive model, and what columns of numbers add up to.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use cases::{Place, Random, Walk, place, range, script, walk, walk_list};
use model::{Naive, NaiveRecord, bytes_of, iter_agrees};
use proptest::prelude::*;
use records::*;
use records_core::{Column, ColumnMut, Record, Records, RecordsMut};
use zerocopy::big_endian;

/// The step on a column, as the crate takes it.
fn walk_column<'a, F>(column: &Column<'a, F>, walk: Walk) -> Column<'a, F> {
    let len = column.len();
    match walk {
        Walk::Slice(a, b) => column.slice(range(a, b, len)),
        Walk::StepBy(step) => column.step_by(step),
        Walk::Reversed => column.reversed(),
        Walk::Front(at) => column.split_at(at % (len + 1)).0,
        Walk::Back(at) => column.split_at(at % (len + 1)).1,
        Walk::Chunk(size, which) => {
            let mut chunks = column.chunks(size);
            let count = chunks.len();
            if count == 0 { column.slice(..0) } else { chunks.nth(which % count).unwrap() }
        }
    }
}

/// The step on a mutable column, which takes it.
fn walk_column_mut<F>(column: ColumnMut<'_, F>, walk: Walk) -> ColumnMut<'_, F> {
    let len = column.len();
    match walk {
        Walk::Slice(a, b) => column.into_slice(range(a, b, len)),
        Walk::StepBy(step) => column.into_step_by(step),
        Walk::Reversed => column.into_reversed(),
        Walk::Front(at) => column.into_split_at(at % (len + 1)).0,
        Walk::Back(at) => column.into_split_at(at % (len + 1)).1,
        Walk::Chunk(..) => column,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_column_is_cut_and_read_as_the_model_does(
        place in place(0..12), walks in walk(), script in script(),
    ) {
        let memory = place.memory::<Crate>(false);
        let view = Records::<Crate>::from_strided(memory.given(), memory.offset, memory.stride, place.count).unwrap();
        let (mut column, mut model) = (view.columns().nest, memory.model.clone());
        for &walk in &walks {
            column = walk_column(&column, walk);
            model.rows = walk_list(&model.rows, walk);
            model.column_agrees::<Crate, Nest>(1, &column);
        }
        iter_agrees(column.iter(), &model.column::<Crate>(1), &script);
        let mut copy = column.to_vec();
        copy.reverse();
        column.copy_to_slice(&mut copy);
        prop_assert_eq!(&column, &copy[..]);

        // The nested records as rows, and their nested records, and so on down.
        let mut nested = model.clone();
        nested.rows.iter_mut().for_each(|row| *row += 1);
        nested.fields = Nest::AT.to_vec();
        nested.agrees(&column.records());
        for k in 0..2 {
            let loose = column.records().columns().many.component(k).records();
            let mut many = nested.clone();
            many.rows.iter_mut().for_each(|row| *row += 16 + 8 * k);
            many.fields = Loose::AT.to_vec();
            many.agrees(&loose);
        }
        let grid = walks.iter().fold(view.columns().grid, |column, &walk| walk_column(&column, walk));
        for (k, l) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let mut model = model.clone();
            model.rows.iter_mut().for_each(|row| *row += 53 + 16 * k + 8 * l);
            model.fields = Loose::AT.to_vec();
            model.agrees(&grid.component(k).component(l).records());
        }
    }

    #[test]
    fn a_mutable_column_writes_its_items_and_nothing_else(
        place in place(0..12), walks in walk(), what in 0..5_u8,
    ) {
        let mut memory = place.memory::<Nest>(true);
        let (offset, stride, mut model) = (memory.offset, memory.stride, memory.model.clone());
        let mut random = Random(place.seed ^ 2);
        {
            let mut view = RecordsMut::<Nest>::from_strided(memory.given_mut(), offset, stride, place.count).unwrap();
            let mut column = view.column_mut(Nest::FIELDS.many);
            let mut rows = model.rows.clone();
            for &walk in walks.iter().filter(|walk| !matches!(walk, Walk::Chunk(..))) {
                column = walk_column_mut(column, walk);
                rows = walk_list(&rows, walk);
            }
            prop_assert_eq!(column.len(), rows.len());
            let values: Vec<Nest> = rows.iter().map(|_| random.record()).collect();
            let mut items: Vec<[Loose; 2]> = values.iter().map(|nest| nest.many).collect();
            match what {
                0 => column.copy_from_slice(&items),
                1 => items.iter().enumerate().for_each(|(row, item)| column.set(row, *item)),
                2 => {
                    let mut new = items.iter();
                    column.update(|_| *new.next().unwrap());
                }
                3 => {
                    let item = [Loose { x: 1, y: 2 }; 2];
                    column.fill(item);
                    items.fill(item);
                }
                _ => {
                    // The second of the two only, as records.
                    let old = column.to_vec();
                    let mut second = column.into_component(1).into_records();
                    for (row, item) in items.iter_mut().enumerate() {
                        second.set(row, item[1]);
                        item[0] = old[row][0];
                    }
                }
            }
            for (row, item) in rows.iter().zip(&items) {
                for (k, loose) in item.iter().enumerate() {
                    let at = row + 16 + 8 * k;
                    model.bytes[at] = loose.x;
                    model.bytes[at + 4..at + 8].copy_from_slice(&loose.y.to_ne_bytes());
                }
            }
        }
        prop_assert_eq!(memory.bytes, model.bytes);
    }

    #[test]
    fn a_mutable_column_lends_a_slice_where_a_column_does_and_no_padding_is_in_it(
        place in place(0..6), dense in any::<bool>(),
    ) {
        lends_to_write::<(u16,), u16>(&place, dense, false, |view| view.into_columns().0);
        lends_to_write::<([u32; 3],), [u32; 3]>(&place, dense, false, |view| view.into_columns().0);
        lends_to_write::<(Tight,), Tight>(&place, dense, false, |view| view.into_columns().0);
        lends_to_write::<(Loose,), Loose>(&place, dense, true, |view| view.into_columns().0);
        lends_to_write::<(Sample,), Sample>(&place, dense, true, |view| view.into_columns().0);
    }
}

/// A column of the only field of `R`, so that it can be dense.
fn lends_to_write<R: Record, F: Naive>(
    place: &Place,
    dense: bool,
    never: bool,
    column: impl for<'a> Fn(RecordsMut<'a, R>) -> ColumnMut<'a, F>,
) {
    let stride = if dense { F::BYTES } else { F::BYTES + place.lead };
    let mut bytes = vec![0_u8; 32 + stride * place.count + F::BYTES];
    let start = bytes.as_ptr().addr().wrapping_neg() % 16 + place.shift;
    let given = &mut bytes[start..];
    let aligned = (given.as_ptr().addr()).is_multiple_of(align_of::<F>());
    let view = RecordsMut::<R>::from_strided(given, 0, stride as isize, place.count).unwrap();
    let mut column = column(view);
    let evenly = stride == F::BYTES || place.count < 2;
    let lent = place.count == 0 || (evenly && aligned && !never);
    assert_eq!(column.as_mut_slice().is_some(), lent);
    if F::IN_RUST && !never {
        assert_eq!(column.as_slice().is_some(), lent);
    }
    if let Some(slice) = column.as_mut_slice() {
        assert_eq!(slice.len(), place.count);
    }
}

#[test]
fn a_slice_is_a_column() {
    let items = [[1.5_f32, 2.5], [3.5, 4.5], [5.5, 6.5]];
    let column = Column::from_slice(&items);
    assert_eq!(column.as_slice(), Some(&items[..]));
    assert_eq!(column.component(1), [2.5, 4.5, 6.5]);
    assert_eq!(column.component(1).sum(), 13.5);
    let third = std::panic::catch_unwind(|| column.component(2));
    assert_eq!(
        third.err().unwrap().downcast_ref::<String>().unwrap(),
        "component 2 of arrays of 2"
    );
    let none = Column::<u8>::default();
    assert_eq!((none.len(), none.sum(), none.max(), none.as_slice()), (0, 0, None, Some(&[][..])));
}

#[test]
fn mutable_columns_split_into_parts_held_together() {
    let mut bytes = [0; 8];
    let mut view = RecordsMut::<(u8, u8)>::from_bytes(&mut bytes).unwrap();
    let (a, b) = view.columns_mut();
    let (mut front, mut back) = a.into_split_at(1);
    let mut b = b.into_reversed();
    back.fill(2);
    front.fill(1);
    b.copy_from_slice(&[3, 4, 5, 6]);
    b.reborrow().into_step_by(2).update(|item| item + 10);
    assert_eq!(b.into_view(), [13, 4, 15, 6]);
    assert_eq!(bytes, [1, 6, 2, 15, 2, 4, 2, 13]);
}

#[test]
fn model_bytes_are_as_written_down() {
    // The model itself, against bytes counted by hand.
    let loose = Loose { x: 1, y: 2 };
    assert_eq!(bytes_of(&loose), [1, 2, 0, 0, 0]);
    assert_eq!(model::bytes_of_padded(&loose), [1, 0, 0, 0, 2, 0, 0, 0]);
    assert_eq!(bytes_of(&big_endian::U16::new(258)), [1, 2]);
    assert_eq!(Person::field_spans(Person::AT), [[(0, 30)], [(32, 4)], [(36, 4)], [(40, 4)]]);
}
