//! Rows in order against plain stable sorts by plain comparisons.

mod order;
#[path = "common/splitmix.rs"]
mod splitmix;

use std::cmp::Ordering;

use order::{All, Field, Naive};
use records_core::{
    Column, DynRecordBuf, DynRecords, Error, FixedBytes, Layout, Record, RecordBuf, Records,
    RecordsMut, SearchSide, SortKey,
};
use splitmix::Random;

fn made(len: usize, seed: u64) -> Vec<All> {
    let mut random = Random(seed);
    (0..len).map(|id| All::some(&mut |end| random.below(end), id as u32)).collect()
}

/// The stable order of rows by a comparison.
fn naive<R>(rows: &[R], compare: impl Fn(&R, &R) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| compare(&rows[a], &rows[b]));
    order
}

/// Lengths about those at which sorts change, and some others.
const LENGTHS: [usize; 12] = [0, 1, 2, 3, 17, 100, 511, 513, 1499, 1500, 1501, 4000];

#[test]
fn one_field_of_every_kind_both_ways() {
    let mut memory = vec![7; 600];
    for len in LENGTHS {
        let rows = made(len, len as u64);
        let buf: RecordBuf<All> = rows.iter().copied().collect();
        let dynamic = DynRecords::from_bytes(buf.as_bytes(), All::LAYOUT).unwrap();
        for &field in Field::ALL {
            for down in [false, true] {
                let expected = naive(&rows, |a, b| field.order(a, b, down));
                assert!(
                    field.argsort(&buf.view(), down) == expected,
                    "{field:?} of {len} rows, descending: {down}"
                );
                buf.view().argsort_into(All::FIELDS.id.desc(), &mut memory);
                assert!(memory.iter().rev().copied().eq(0..len));
                let key = SortKey::new(field.name());
                let key = if down { key.desc() } else { key };
                dynamic.argsort_into(core::slice::from_ref(&key), &mut memory).unwrap();
                assert!(memory == expected);
                assert!(dynamic.argsort_into(&["none"], &mut memory).is_err());
                assert!(memory == expected);
                assert!(dynamic.argsort(&[key]).unwrap() == expected, "{field:?}, by its path");
            }
        }
    }
}

#[test]
fn several_fields_by_their_weight() {
    let mut random = Random(7);
    let mut used = DynRecordBuf::new(&Layout::parse("u1").unwrap());
    for round in 0..300 {
        let rows = made(random.below(700) + if round % 20 == 0 { 3000 } else { 0 }, round);
        let buf: RecordBuf<All> = rows.iter().copied().collect();
        let dynamic = DynRecords::from_bytes(buf.as_bytes(), All::LAYOUT).unwrap();
        let keys: Vec<(Field, bool)> = (0..random.below(5))
            .map(|_| (Field::ALL[random.below(Field::ALL.len())], random.below(2) == 0))
            .collect();
        let compare = |a: &All, b: &All| {
            let orders = keys.iter().map(|(field, down)| field.order(a, b, *down));
            orders.fold(Ordering::Equal, Ordering::then)
        };
        let paths: Vec<SortKey<'_>> = keys
            .iter()
            .map(|&(field, down)| {
                let key = SortKey::from(field.name());
                if down { key.desc() } else { key }
            })
            .collect();
        let expected = naive(&rows, compare);
        assert!(dynamic.argsort(&paths).unwrap() == expected, "{keys:?}");
        let sorted = dynamic.sort_by(&paths).unwrap();
        let ids: Vec<usize> =
            sorted.view().column::<u32>("id").unwrap().iter().map(|id| id as usize).collect();
        assert!(ids == expected, "{keys:?}");
        dynamic.sort_by_into(&paths, &mut used).unwrap();
        assert!(used.as_bytes() == sorted.as_bytes(), "{keys:?}");
        assert!(dynamic.sort_by_into(&["none"], &mut used).is_err());
        assert!(used.as_bytes() == sorted.as_bytes(), "a wrong key changes nothing");

        // Groups of equal rows.
        let same = |&a: &usize, &b: &usize| compare(&rows[a], &rows[b]) == Ordering::Equal;
        let groups: Vec<&[usize]> = expected.chunk_by(same).collect();
        let firsts: Vec<usize> = groups.iter().map(|group| group[0]).collect();
        let twice = groups.iter().filter(|group| group.len() > 1);
        let twice: Vec<usize> = twice.flat_map(|group| group.iter()).copied().collect();
        assert!(dynamic.unique_indices(&paths).unwrap() == firsts, "{keys:?}");
        assert!(dynamic.duplicate_indices(&paths).unwrap() == twice, "{keys:?}");
        let (unique, duplicates) =
            (dynamic.unique_by(&paths).unwrap(), dynamic.find_duplicates(&paths).unwrap());
        assert!(unique.as_bytes() == dynamic.take(&firsts).unwrap().as_bytes());
        assert!(duplicates.as_bytes() == dynamic.take(&twice).unwrap().as_bytes());
    }
}

/// Typed keys, in tuples of tokens, against the same comparisons.
macro_rules! by {
    ($view:expr, $rows:expr, $($field:ident $way:ident),+) => {{
        let keys = ($(by!(@ $way All::FIELDS.$field),)+);
        let compare = |a: &All, b: &All| {
            Ordering::Equal$(.then_with(|| {
                let (a, b) = ({ a.$field }, { b.$field });
                a.order(&b, stringify!($way) == "down")
            }))+
        };
        let expected = naive($rows, compare);
        assert!($view.argsort(keys) == expected, stringify!($($field $way),+));
        let ids = |buf: &RecordBuf<All>| -> Vec<usize> {
            buf.columns().id.iter().map(|id| id as usize).collect()
        };
        assert!(ids(&$view.sort_by(keys)) == expected);
        let same = |&a: &usize, &b: &usize| compare(&$rows[a], &$rows[b]) == Ordering::Equal;
        let groups: Vec<&[usize]> = expected.chunk_by(same).collect();
        let firsts: Vec<usize> = groups.iter().map(|group| group[0]).collect();
        let twice = groups.iter().filter(|group| group.len() > 1);
        let twice: Vec<usize> = twice.flat_map(|group| group.iter()).copied().collect();
        assert!($view.unique_indices(keys) == firsts);
        assert!($view.duplicate_indices(keys) == twice);
        assert!(ids(&$view.unique_by(keys)) == firsts);
        assert!(ids(&$view.find_duplicates(keys)) == twice);
        expected
    }};
    (@ up $token:expr) => { $token };
    (@ down $token:expr) => { $token.desc() };
}

#[test]
fn tuples_of_tokens() {
    for len in [0, 1, 2, 50, 1500, 5000] {
        let rows = made(len, 3);
        let buf: RecordBuf<All> = rows.iter().copied().collect();
        let view = buf.view();
        by!(view, &rows, int up);
        by!(view, &rows, int down, single up);
        by!(view, &rows, name up, double down, truth up);
        by!(view, &rows, tiny up, byte down, short up, side down);
        by!(view, &rows, truth up, truths down, side up, letter down, span up);
        by!(view, &rows, point down, vast up, raw down);
        by!(view, &rows, truth up, letter down, raw up, byte up, side up, span down, short up,
            big_short up, shorts up, names up, city up, nothing down);
        if len > 0 {
            assert_eq!(by!(view, &rows, id down, int up)[0], len - 1);
        }
    }
}

#[test]
fn views_at_any_stride_and_parts_of_them() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed, project = All)]
    struct Part {
        double: f64,
        id: u32,
        int: i32,
    }

    let mut random = Random(5);
    for round in 0..60 {
        let rows = made(1 + random.below(400), round);
        let gap = All::LAYOUT.itemsize() + random.below(9);
        let (lead, buf) = (random.below(16), rows.iter().copied().collect::<RecordBuf<All>>());
        let mut bytes = vec![0xaa; lead + gap * rows.len()];
        for (row, from) in buf.as_bytes().chunks(All::LAYOUT.itemsize()).enumerate() {
            bytes[lead + row * gap..][..from.len()].copy_from_slice(from);
        }
        let view = Records::<All>::from_strided(&bytes, lead, gap as isize, rows.len()).unwrap();
        by!(view, &rows, int up, double down);

        let back: Vec<All> = rows.iter().rev().step_by(3).copied().collect();
        let other = view.reversed().step_by(3);
        let expected = naive(&back, |a, b| {
            let (a, b) = ((a.double, a.int), (b.double, b.int));
            a.0.order(&b.0, false).then(b.1.cmp(&a.1))
        });
        assert_eq!(other.argsort((All::FIELDS.double, All::FIELDS.int.desc())), expected);
        let keys = (Part::FIELDS.double, Part::FIELDS.int.desc());
        let part = other.project::<Part>();
        assert_eq!(part.argsort(keys), expected);
        let ids: Vec<u32> = expected.iter().map(|&row| back[row].id).collect();
        assert_eq!(part.sort_by(keys).columns().id, ids[..]);
        let picked = other.select((All::FIELDS.int, All::FIELDS.double));
        let tokens = <(i32, f64)>::FIELDS;
        assert_eq!(picked.argsort((tokens.1, tokens.0.desc())), expected);
        let dynamic = DynRecords::from_strided(
            &bytes,
            All::LAYOUT,
            lead + (rows.len() - 1) * gap,
            -(gap as isize),
            rows.len(),
        )
        .unwrap();
        let bound = dynamic.step_by(3);
        let bound = bound.typed::<Part>().unwrap();
        assert_eq!(bound.argsort(keys), expected);

        // Rows upon each other are equal.
        let same = Records::<All>::from_strided(&bytes, lead, 0, 70).unwrap();
        assert_eq!(same.argsort(All::FIELDS.name), (0..70).collect::<Vec<_>>());
        assert_eq!(same.unique_indices(All::FIELDS.name), [0]);
        assert_eq!(same.duplicate_indices(All::FIELDS.name.desc()), (0..70).collect::<Vec<_>>());
    }
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Many {
    name: FixedBytes<30>,
    wide: u64,
    double: f64,
    int: i32,
    byte: u8,
    huge: u128,
}

#[test]
fn many_rows_of_many_values() {
    let mut random = Random(11);
    for (len, common) in [(100_000, 0), (100_000, 40), (70_000, 60)] {
        let rows: Vec<Many> = (0..len)
            .map(|_| {
                // With `common` bits alike at one end or the other.
                let low = random.next() >> common;
                let high = random.next() << common;
                let mut name = [b'x'; 30];
                let at = 30 - random.below(9);
                name[at..].copy_from_slice(&low.to_ne_bytes()[..30 - at]);
                Many {
                    name: name.into(),
                    wide: if low.is_multiple_of(2) { low } else { high },
                    double: f64::from_bits(high),
                    int: low as i32,
                    byte: high.to_be_bytes()[0],
                    huge: u128::from(high) << 64 | u128::from(low),
                }
            })
            .collect();
        let buf: RecordBuf<Many> = rows.iter().copied().collect();
        let view = buf.view();
        let f = Many::FIELDS;
        assert!(view.argsort(f.wide) == naive(&rows, |a, b| a.wide.cmp(&b.wide)));
        assert!(view.argsort(f.huge.desc()) == naive(&rows, |a, b| b.huge.cmp(&a.huge)));
        let double = |a: &Many, b: &Many| a.double.order(&b.double, false);
        assert!(view.argsort(f.double) == naive(&rows, double));
        assert!(
            view.argsort((f.byte, f.double, f.int.desc()))
                == naive(&rows, |a, b| {
                    a.byte.cmp(&b.byte).then_with(|| double(a, b)).then(b.int.cmp(&a.int))
                })
        );
        assert!(
            view.argsort((f.name.desc(), f.byte))
                == naive(&rows, |a, b| b.name.cmp(&a.name).then(a.byte.cmp(&b.byte)))
        );
        // Sorted already, and the other way round.
        let sorted = view.sort_by(f.wide);
        assert!(sorted.view().argsort(f.wide).is_sorted());
        let back = sorted.view().reversed();
        let wides: Vec<u64> = back.columns().wide.to_vec();
        assert!(back.argsort(f.wide) == naive(&wides, u64::cmp));
    }
}

#[test]
fn in_place_moves_fields_and_nothing_else() {
    let layout = Layout::parse(
        "{'names': ['b', 'a'], 'formats': ['u1', '>u2'], 'offsets': [3, 0], 'itemsize': 5}",
    )
    .unwrap();
    let bytes = b"\x01\x00x1y\x00\x01x2y\x00\x02z3w";
    let mut moved = *bytes;
    let mut rows = records_core::DynRecordsMut::from_bytes(&mut moved, &layout).unwrap();
    rows.sort_in_place(&["a"]).unwrap();
    assert_eq!(&moved, b"\x00\x01x2y\x00\x02x3y\x01\x00z1w");
    let mut rows = records_core::DynRecordsMut::from_bytes(&mut moved, &layout).unwrap();
    assert!(rows.sort_in_place(&["c"]).is_err());
    rows.sort_in_place(&["b"]).unwrap();
    assert_eq!(&moved, bytes);

    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(aligned)]
    struct Row {
        key: u8,
        value: u16,
    }
    let mut bytes = *b"\x02x22\x01y11\x02z00";
    RecordsMut::<Row>::from_bytes(&mut bytes).unwrap().sort_in_place(Row::FIELDS.key);
    assert_eq!(&bytes, b"\x01x11\x02y22\x02z00");
    let mut buf: RecordBuf<Row> =
        [(2, 0), (1, 1), (2, 2)].map(|(key, value)| Row { key, value }).into_iter().collect();
    buf.sort_in_place(Row::FIELDS.key.desc());
    assert_eq!(buf.columns().value, [0, 2, 1]);
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Other {
    id: u32,
    whole: records_core::zerocopy::little_endian::I32,
    side: order::Side,
    single: records_core::zerocopy::little_endian::F32,
    name: FixedBytes<11>,
}

#[test]
fn joins_are_pairs_of_equal_rows() {
    let mut random = Random(9);
    for round in 0..80 {
        let most = if round % 10 == 0 { 400 } else { 40 };
        let (left, right) = (made(random.below(most), round), made(random.below(most), round + 99));
        let (lefts, rights): (RecordBuf<All>, RecordBuf<All>) =
            (left.iter().copied().collect(), right.iter().copied().collect());
        let others: RecordBuf<Other> = right
            .iter()
            .map(|row| Other {
                id: row.id,
                whole: row.int.into(),
                side: row.side,
                single: row.single.into(),
                name: row.name,
            })
            .collect();
        let same = |a: &All, b: &All, fields: &[Field]| {
            fields.iter().all(|field| field.order(a, b, false) == Ordering::Equal)
        };
        let check =
            |fields: &[Field], inner: Vec<(usize, usize)>, outer: Vec<(usize, Option<usize>)>| {
                let (mut pairs, mut all) = (Vec::new(), Vec::new());
                for (i, a) in left.iter().enumerate() {
                    let found: Vec<usize> =
                        (0..right.len()).filter(|&j| same(a, &right[j], fields)).collect();
                    pairs.extend(found.iter().map(|&j| (i, j)));
                    if found.is_empty() {
                        all.push((i, None));
                    }
                    all.extend(found.iter().map(|&j| (i, Some(j))));
                }
                assert!(inner == pairs, "{fields:?}");
                assert!(outer == all, "{fields:?}");
            };
        let (a, b, c) = (lefts.view(), rights.view().reversed().reversed(), others.view());
        let f = All::FIELDS;
        let keys = (f.double, f.point);
        check(&[Field::double, Field::point], a.join(&b, keys), a.left_join(&b, keys));
        let keys = (f.side, f.name.desc());
        check(&[Field::side, Field::name], a.join(&c, keys), a.left_join(&c, keys));
        let (own, theirs) = ((f.int, f.single.desc()), (Other::FIELDS.whole, Other::FIELDS.single));
        let fields = [Field::int, Field::single];
        check(&fields, a.join_on(&c, own, theirs), a.left_join_on(&c, own, theirs));

        let (a, c) = (
            DynRecords::from_bytes(lefts.as_bytes(), All::LAYOUT).unwrap(),
            DynRecords::from_bytes(others.as_bytes(), Other::LAYOUT).unwrap(),
        );
        let keys = ["side", "name"];
        check(
            &[Field::side, Field::name],
            a.join(&c, &keys).unwrap(),
            a.left_join(&c, &keys).unwrap(),
        );
        let (own, theirs) = (["int", "single"], [SortKey::new("whole").desc(), "single".into()]);
        check(
            &fields,
            a.join_on(&c, &own, &theirs).unwrap(),
            a.left_join_on(&c, &own, &theirs).unwrap(),
        );
    }
}

#[test]
fn joins_of_many_rows() {
    let mut random = Random(2);
    let ids: Vec<u64> = (0..30_000).map(|_| random.next() >> 50 << 20).collect();
    let others: Vec<u64> = (0..20_000).map(|_| random.next() >> 50 << 20).collect();
    let (left, right): (RecordBuf<(u64, f64)>, RecordBuf<(u64,)>) =
        (ids.iter().map(|&id| (id, 0.5)).collect(), others.iter().map(|&id| (id,)).collect());
    let pairs = left.view().join(&right.view(), <(u64, f64)>::FIELDS.0);
    let mut places = std::collections::BTreeMap::<u64, Vec<usize>>::new();
    for (row, &id) in others.iter().enumerate() {
        places.entry(id).or_default().push(row);
    }
    let none = Vec::new();
    let expected = ids.iter().enumerate().flat_map(|(row, id)| {
        places.get(id).unwrap_or(&none).iter().map(move |&other| (row, other))
    });
    assert!(pairs == expected.collect::<Vec<_>>());
}

#[test]
fn searches_find_the_first_and_the_last_place() {
    fn one<F: records_core::Element + Naive>(column: Column<'_, F>, values: &[F]) {
        let items = column.to_vec();
        for side in [SearchSide::Left, SearchSide::Right] {
            let place = |value: &F| {
                items.partition_point(|item| match side {
                    SearchSide::Left => item.order(value, false) == Ordering::Less,
                    SearchSide::Right => item.order(value, false) != Ordering::Greater,
                })
            };
            let expected: Vec<usize> = values.iter().map(place).collect();
            assert_eq!(column.search_sorted_many(values, side), expected);
            for (&value, expected) in values.iter().zip(expected) {
                assert_eq!(column.search_sorted(value, side), expected);
            }
        }
    }
    macro_rules! each {
        ($view:expr, $values:expr, $($field:ident)*) => {$(
            let sorted = $view.sort_by(All::FIELDS.$field);
            let mut used: RecordBuf<All> = made(9, 3).iter().copied().collect();
            $view.sort_by_into(All::FIELDS.$field, &mut used);
            assert!(used.as_bytes() == sorted.as_bytes());
            one(sorted.columns().$field, &$values.columns().$field.to_vec());
        )*};
    }
    for len in [0, 1, 2, 30, 700] {
        let (buf, values): (RecordBuf<All>, RecordBuf<All>) =
            (made(len, 1).iter().copied().collect(), made(40, 2).iter().copied().collect());
        each! {
            buf.view(), values,
            truth tiny byte short int wide signed huge vast single double big_short big_int big_wide
            big_single big_double big_vast side name letter city raw at span shorts truths octets
            matrix names point points
        }
        let sorted = buf.view().sort_by(All::FIELDS.int.desc());
        one(sorted.columns().int.reversed(), &values.columns().int.to_vec());
        let dynamic = DynRecords::from_bytes(sorted.as_bytes(), All::LAYOUT).unwrap().reversed();
        let column = dynamic.dyn_column("int").unwrap();
        for value in values.columns().int.iter() {
            for side in [SearchSide::Left, SearchSide::Right] {
                assert_eq!(
                    column.search_sorted(&value.into(), side),
                    Ok(sorted.columns().int.reversed().search_sorted(value, side))
                );
            }
        }
    }
    // What is not sorted has some place.
    let column = Column::from_slice(&[5, 1, 4, 2, 3]);
    assert!(column.search_sorted(3, SearchSide::Left) <= 5);
}

#[test]
fn refused_keys_are_named() {
    let layout = Layout::parse("[('age', 'u1'), ('pos', [('x', '<f4'), ('y', '<f4')])]").unwrap();
    let rows = DynRecords::from_bytes(&[0; 18], &layout).unwrap();
    let message = |error: Error| error.to_string();
    assert_eq!(rows.argsort(&["pos.y", "age"]), Ok(vec![0, 1]));
    assert_eq!(rows.argsort(&["pos".to_string()]), Ok(vec![0, 1]));
    assert_eq!(rows.argsort::<&str>(&[]), Ok(vec![0, 1]));
    assert_eq!(rows.unique_indices::<&str>(&[]), Ok(vec![0]));
    assert_eq!(
        message(rows.argsort(&["pos.z"]).unwrap_err()),
        "`pos.z` leads nowhere: no field `z`, expected one of `x`, `y`"
    );
    assert!(matches!(rows.sort_by(&["aged"]), Err(Error::Layout(_))));
    assert!(matches!(rows.unique_by(&["aged"]), Err(Error::Layout(_))));
    assert!(matches!(rows.find_duplicates(&["aged"]), Err(Error::Layout(_))));
    assert!(matches!(rows.join(&rows, &["aged"]), Err(Error::Layout(_))));
    assert_eq!(
        message(rows.join_on(&rows, &["age"], &["pos.x"]).unwrap_err()),
        "field `pos.x` is f32, not u8"
    );
    assert_eq!(
        message(rows.left_join_on(&rows, &["age"], &["age", "pos"]).unwrap_err()),
        "the list of keys for the right has length 2, expected 1"
    );
}

#[test]
fn declared_lengths_are_not_believed() {
    let layout = Layout::parse("[('a', 'u1', (1000000000000,)), ('b', 'u1')]").unwrap();
    let rows = DynRecords::from_bytes(&[], &layout).unwrap();
    assert_eq!(rows.argsort(&["a", "b"]), Ok(Vec::new()));
    assert_eq!(rows.unique_by(&["a"]).unwrap().len(), 0);
    assert_eq!(rows.join(&rows, &["a"]), Ok(Vec::new()));
    let column = rows.dyn_column("a").unwrap();
    assert_eq!(column.search_sorted(&1.into(), SearchSide::Left), Ok(0));

    let bytes = [2, 1];
    let byte = Layout::parse("[('c', 'u1')]").unwrap();
    let some = DynRecords::from_bytes(&bytes, &byte).unwrap();
    assert_eq!(some.join_on(&some, &["c"], &["c"]), Ok(vec![(0, 0), (1, 1)]));
}
