//! Rows of random layouts in order, against a stable sort of the values that the naive model
//! decodes.

mod common;

use std::cmp::Ordering;

use common::decode::{Rows, decode};
use common::random::Random;
use records_core::{ByteOrder, DType, DynRecords, Layout, SearchSide, SortKey, Value};

/// How two strings of bytes of a dtype compare.
fn order(dtype: &DType, a: &[u8], b: &[u8], down: bool) -> Ordering {
    match dtype {
        DType::Array(element, len) => {
            let (element, size) = (element.get(), element.get().size());
            let part = |k: usize| k * size..(k + 1) * size;
            (0..*len)
                .map(|k| order(element, &a[part(k)], &b[part(k)], down))
                .fold(Ordering::Equal, Ordering::then)
        }
        DType::Record(layout) => rows(layout.get(), a, b, down),
        DType::Str(_, o) => {
            // Numbers that are no characters have an order, too.
            let codes = |text: &[u8]| -> Vec<u32> {
                let read = |code: &[u8]| match o {
                    ByteOrder::Little => u32::from_le_bytes(code.try_into().unwrap()),
                    ByteOrder::Big => u32::from_be_bytes(code.try_into().unwrap()),
                };
                text.chunks(4).map(read).collect()
            };
            turned(codes(a).cmp(&codes(b)), down)
        }
        _ => values(&decode(dtype, a), &decode(dtype, b), down),
    }
}

fn rows(layout: &Layout, a: &[u8], b: &[u8], down: bool) -> Ordering {
    let fields = layout.fields().iter().map(|field| {
        let part = field.offset()..field.offset() + field.size();
        order(field.dtype(), &a[part.clone()], &b[part], down)
    });
    fields.fold(Ordering::Equal, Ordering::then)
}

fn turned(order: Ordering, down: bool) -> Ordering {
    if down { order.reverse() } else { order }
}

fn floats(a: f64, b: f64, down: bool) -> Ordering {
    match a.partial_cmp(&b) {
        Some(order) => turned(order, down),
        None => a.is_nan().cmp(&b.is_nan()),
    }
}

fn values(a: &Value, b: &Value, down: bool) -> Ordering {
    let complex = |(a, b): (f64, f64), (c, d): (f64, f64)| {
        // Those with a NaN real part last, those with a NaN imaginary part before them.
        let last = (a.is_nan().cmp(&c.is_nan())).then(b.is_nan().cmp(&d.is_nan()));
        last.then(floats(a, c, down)).then(floats(b, d, down))
    };
    match (a, b) {
        (Value::F32(a), Value::F32(b)) => floats((*a).into(), (*b).into(), down),
        (Value::F64(a), Value::F64(b)) => floats(*a, *b, down),
        (Value::C64(a, b), Value::C64(c, d)) => {
            complex(((*a).into(), (*b).into()), ((*c).into(), (*d).into()))
        }
        (Value::C128(a, b), Value::C128(c, d)) => complex((*a, *b), (*c, *d)),
        (Value::DateTime(a, _), Value::DateTime(b, _))
        | (Value::TimeDelta(a, _), Value::TimeDelta(b, _)) => {
            let nat = |steps: &i64| *steps == i64::MIN;
            if nat(a) || nat(b) { nat(a).cmp(&nat(b)) } else { turned(a.cmp(b), down) }
        }
        _ => turned(a.partial_cmp(b).expect("values of one kind"), down),
    }
}

/// The bytes become few different ones, and some of them those of special numbers.
fn tame(random: &mut Random, bytes: &mut [u8]) {
    const SOME: [&[u8]; 3] = [&[0, 1], &[0, 0x80, 0xff, 0x7f], &[0, 0, 0, 0xf0, 0x7f, 0x80, 0xff]];
    let pool = *random.pick(&SOME);
    for byte in bytes {
        if random.below(60) > 0 {
            *byte = *random.pick(pool);
        }
    }
}

#[test]
fn random_layouts_are_sorted_as_values_are() {
    let (mut compared, mut ties) = (0, 0);
    for seed in 0..3000 {
        let random = &mut Random::new(seed);
        let layout = random.layout(2);
        let count = if seed % 100 == 0 { 2000 } else { random.below(40) };
        let mut at = Rows::random(random, layout.itemsize(), count, false);
        tame(random, &mut at.bytes);
        let view =
            DynRecords::from_strided(&at.bytes, &layout, at.offset, at.stride, count).unwrap();
        let fields = layout.fields();
        let keys: Vec<(usize, bool)> = (0..random.below(4).min(fields.len()))
            .map(|_| (random.below(fields.len()), random.below(2) == 0))
            .collect();
        let compare = |&a: &usize, &b: &usize| {
            let by_key = keys.iter().map(|&(index, down)| {
                let (field, size) = (&fields[index], fields[index].size());
                let part = |row: usize| &at.bytes[at.starts[row] + field.offset()..][..size];
                order(field.dtype(), part(a), part(b), down)
            });
            by_key.fold(Ordering::Equal, Ordering::then)
        };
        let mut expected: Vec<usize> = (0..count).collect();
        expected.sort_by(compare);
        let paths: Vec<SortKey<'_>> = keys
            .iter()
            .map(|&(index, down)| {
                let key = SortKey::new(fields[index].name());
                if down { key.desc() } else { key }
            })
            .collect();
        let found = view.argsort(&paths).unwrap();
        assert!(found == expected, "seed {seed}: {paths:?} of {layout:?}");

        let groups: Vec<&[usize]> = expected.chunk_by(|a, b| compare(a, b).is_eq()).collect();
        let firsts: Vec<usize> = groups.iter().map(|group| group[0]).collect();
        assert!(view.unique_indices(&paths).unwrap() == firsts, "seed {seed}");
        compared += usize::from(!keys.is_empty() && count > 1);
        ties += groups.iter().filter(|group| group.len() > 1).count();

        // Pairs of all rows of each group.
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        if count < 40 {
            for group in &groups {
                pairs.extend(group.iter().flat_map(|&a| group.iter().map(move |&b| (a, b))));
            }
            pairs.sort_unstable();
            assert!(view.join(&view, &paths).unwrap() == pairs, "seed {seed}");
        }

        if let [(index, false)] = keys[..] {
            let sorted = view.sort_by(&paths).unwrap();
            let column = sorted.view().dyn_column(fields[index].name()).unwrap();
            let values: Vec<Value> = (0..count).map(|i| column.get(i).unwrap()).collect();
            // Text that is none decodes to other text.
            let text = values.iter().any(|value| value.to_string().contains('\u{fffd}'));
            if !text {
                let start = |row: usize| expected.partition_point(|b| compare(b, &row).is_lt());
                let starts: Vec<usize> = expected.iter().map(|&row| start(row)).collect();
                let places = column.search_sorted_many(&values, SearchSide::Left);
                assert_eq!(places, Ok(starts), "seed {seed}: {}", fields[index].dtype());
            }
        }
    }
    assert!(compared > 1000 && ties > 1000, "{compared} sorted, {ties} groups of equal rows");
}
