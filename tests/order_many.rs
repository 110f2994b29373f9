//! Many small rows in order, which are put into parts on the way, against plain stable sorts.

mod common;

use std::cmp::Ordering;

use common::random::Random;
use records_core::{DynRecords, Record, RecordBuf, SortKey};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

/// With padding inside and behind.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Padded {
    flag: bool,
    value: f32,
    row: u32,
    name: [u8; 5],
}

/// As large as rows that are taken along are, and larger.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Wide<const N: usize> {
    key: i32,
    row: u32,
    rest: [u8; N],
}

const ROWS: usize = 70_001;

/// The stable order of rows by a comparison.
fn naive<R>(rows: &[R], compare: impl Fn(&R, &R) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by(|&a, &b| compare(&rows[a], &rows[b]));
    order
}

/// Doubles that are far from each other, close, equal, of both signs, zeros and NaN.
fn double(random: &mut Random, kind: usize) -> f64 {
    let unit = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
    match kind {
        0 => unit * 100.0 - 50.0,
        1 => f64::from_bits(random.next()),
        2 => random.below(700) as f64 - 350.0,
        3 => 1.0 + unit * 1e-9,
        // Half of them in a tenth of the range of one exponent.
        _ => [unit * 0.01 + 1.0, -unit, 0.0, -0.0, f64::NAN][random.below(10).saturating_sub(5)],
    }
}

fn order(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

/// The bytes of rows in some order.
fn bytes_of(bytes: &[u8], order: &[usize]) -> Vec<u8> {
    let size = bytes.len() / order.len();
    order.iter().flat_map(|&row| &bytes[row * size..][..size]).copied().collect()
}

#[test]
fn rows_in_one_piece() {
    let mut random = Random::new(1);
    for kind in 0..5 {
        let rows: Vec<Sample> = (0..ROWS)
            .map(|i| {
                let (sin, id) = (double(&mut random, kind), random.below(500) as i16 - 250);
                Sample { id, sin, cos: i as f64 }
            })
            .collect();
        let buf: RecordBuf<Sample> = rows.iter().copied().collect();
        let (view, f) = (buf.view(), Sample::FIELDS);
        let dynamic = DynRecords::from_bytes(buf.as_bytes(), Sample::LAYOUT).unwrap();

        let expected = naive(&rows, |a, b| order(a.sin, b.sin));
        assert!(view.argsort(f.sin) == expected, "kind {kind}");
        let bytes = bytes_of(buf.as_bytes(), &expected);
        assert!(view.sort_by(f.sin).as_bytes() == bytes, "kind {kind}");
        assert!(dynamic.sort_by(&["sin"]).unwrap().as_bytes() == bytes, "kind {kind}");
        let mut placed = buf.clone();
        placed.sort_in_place(f.sin);
        assert!(placed.as_bytes() == bytes, "kind {kind}");

        let two = naive(&rows, |a, b| b.id.cmp(&a.id).then(order(a.sin, b.sin)));
        assert!(view.argsort((f.id.desc(), f.sin)) == two, "kind {kind}");
        let bytes = bytes_of(buf.as_bytes(), &two);
        assert!(view.sort_by((f.id.desc(), f.sin)).as_bytes() == bytes, "kind {kind}");

        // Only some fields, which lie apart, of rows the other way round.
        let back: Vec<Sample> = rows.iter().rev().copied().collect();
        let back_order = naive(&back, |a, b| order(a.sin, b.sin).then(a.id.cmp(&b.id)));
        let part = dynamic.reversed().select(&["sin", "id"]).unwrap();
        let sorted = part.sort_by(&["sin", "id"]).unwrap();
        assert_eq!(sorted.layout().itemsize(), 10);
        let expected = back_order.iter().flat_map(|&row| {
            let Sample { id, sin, .. } = back[row];
            sin.to_ne_bytes().into_iter().chain(id.to_ne_bytes())
        });
        assert!(sorted.as_bytes().iter().copied().eq(expected), "kind {kind}");

        // Groups of equal rows.
        let same = |&a: &usize, &b: &usize| rows[a].id == rows[b].id;
        let ids = naive(&rows, |a, b| a.id.cmp(&b.id));
        let firsts: Vec<usize> = ids.chunk_by(same).map(|group| group[0]).collect();
        assert!(view.unique_indices(f.id) == firsts);
        assert!(view.duplicate_indices(f.id) == ids);
    }
}

#[test]
fn rows_with_padding() {
    let mut random = Random::new(2);
    let rows: Vec<Padded> = (0..ROWS)
        .map(|i| Padded {
            flag: random.below(2) == 0,
            value: double(&mut random, i % 5) as f32,
            row: i as u32,
            name: random.next().to_ne_bytes()[..5].try_into().unwrap(),
        })
        .collect();
    let buf: RecordBuf<Padded> = rows.iter().copied().collect();
    let f = Padded::FIELDS;
    let values = |a: &Padded, b: &Padded| order(a.value.into(), b.value.into());
    let expected = naive(&rows, |a, b| a.flag.cmp(&b.flag).then(values(a, b)));
    let sorted = buf.view().sort_by((f.flag, f.value));
    assert!(sorted.as_bytes() == bytes_of(buf.as_bytes(), &expected));
    let expected = naive(&rows, |a, b| b.name.cmp(&a.name));
    let dynamic = DynRecords::from_bytes(buf.as_bytes(), Padded::LAYOUT).unwrap();
    let sorted = dynamic.sort_by(&[SortKey::new("name").desc()]).unwrap();
    assert!(sorted.as_bytes() == bytes_of(buf.as_bytes(), &expected));
}

#[test]
fn rows_of_many_sizes() {
    fn one<const N: usize>(len: usize) {
        let mut random = Random::new(N as u64);
        let rows: Vec<Wide<N>> = (0..len)
            .map(|i| {
                // Few of many are as common as all others.
                let key = if i % 4 == 0 { 7 } else { random.next() as i32 };
                Wide { key, row: i as u32, rest: [i as u8; N] }
            })
            .collect();
        let buf: RecordBuf<Wide<N>> = rows.iter().copied().collect();
        let expected = naive(&rows, |a, b| { a.key }.cmp(&{ b.key }));
        let sorted = buf.view().sort_by(Wide::FIELDS.key);
        assert!(sorted.as_bytes() == bytes_of(buf.as_bytes(), &expected), "{N} more bytes");
    }
    one::<0>(ROWS);
    one::<1>(32_768);
    one::<7>(32_767);
    one::<8>(40_000);
    one::<9>(40_000);
    one::<16>(ROWS);
    one::<24>(40_000);
    one::<29>(40_000);
    one::<40>(40_000);
    one::<55>(40_000);
    one::<56>(ROWS);
    one::<57>(40_000);

    // Of few bytes there are few kinds.
    for size in 1..8 {
        let layout = records_core::Layout::parse(&format!("S{size}")).unwrap();
        let mut random = Random::new(size as u64);
        let bytes: Vec<u8> = (0..size * ROWS).map(|_| random.next() as u8).collect();
        let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
        let parts: Vec<&[u8]> = bytes.chunks(size).collect();
        let expected = bytes_of(&bytes, &naive(&parts, |a, b| a.cmp(b)));
        assert!(rows.sort_by(&["f0"]).unwrap().as_bytes() == expected, "{size} bytes");
    }
}
