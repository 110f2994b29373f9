//! Work that is shared among threads has the results of one thread, bit for bit.
#![cfg(feature = "rayon")]

use records_core::{Record, RecordBuf, Records};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Sample {
    id: i16,
    sin: f64,
    cos: f64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Wave {
    cos: f64,
    id: i16,
}

/// Enough rows for many threads, and no round number of them.
const ROWS: usize = 3_000_017;

fn samples() -> RecordBuf<Sample> {
    let sample = |i: usize| Sample {
        id: i as i16,
        sin: (i as f64 * 0.1).sin(),
        cos: (i as f64 * 0.1).cos() * 1e3,
    };
    (0..ROWS).map(sample).collect()
}

/// NumPy's sum of a contiguous array, written once more.
fn pairwise(numbers: &[f64]) -> f64 {
    if numbers.len() > 128 {
        let half = numbers.len() / 2;
        let (front, back) = numbers.split_at(half - half % 8);
        return pairwise(front) + pairwise(back);
    }
    let (eights, rest) = numbers.as_chunks::<8>();
    let strands = eights.iter().copied().reduce(|a, b| core::array::from_fn(|k| a[k] + b[k]));
    let sum = strands.map(|[a, b, c, d, e, f, g, h]| ((a + b) + (c + d)) + ((e + f) + (g + h)));
    rest.iter().fold(sum.unwrap_or(-0.0), |sum, number| sum + number)
}

#[test]
fn sums_have_the_bits_of_one_thread() {
    let samples = samples();
    for view in [samples.view(), samples.view().slice(1..), samples.view().reversed()] {
        let numbers: Vec<f64> = view.columns().cos.iter().collect();
        assert_eq!(view.columns().cos.sum().to_bits(), pairwise(&numbers).to_bits());
        let dense = records_core::Column::from_slice(&numbers);
        assert_eq!(view.columns().cos.var(), dense.var());
        let ids: i64 = view.iter().map(|sample| i64::from(sample.id)).sum();
        assert_eq!(view.columns().id.sum(), ids);
        // All columns at once go along the same tree, in one thread.
        let described = view.describe();
        let cos = described.get("cos").and_then(|summary| summary.var);
        assert_eq!(cos, view.columns().cos.var());
    }
}

#[test]
fn copies_are_those_of_one_thread() {
    let samples = samples();
    let view = samples.view();
    let columns = view.to_columns();
    assert!(columns.id.iter().copied().eq(view.iter().map(|sample| sample.id)));
    assert!(columns.cos.iter().copied().eq(view.iter().map(|sample| sample.cos)));
    let back = RecordBuf::<Sample>::from_columns(&columns).unwrap();
    assert!(back.as_bytes() == samples.as_bytes());
    let waves = view.project::<Wave>().repack();
    let wave = |sample: Sample| Wave { cos: sample.cos, id: sample.id };
    assert!(waves.iter().eq(view.iter().map(wave)));
    let reversed: Records<'_, Sample> = view.reversed();
    assert!(reversed.columns().sin.to_vec().iter().rev().eq(columns.sin.iter()));
}
