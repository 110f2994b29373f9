//! Work that is shared among threads has the results of one thread, bit for bit.
#![cfg(feature = "rayon")]

use records_core::{DynRecords, Error, Layout, Record, RecordBuf, Records, Value};

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
        // All columns at once go along the same tree.
        let (described, columns) = (view.describe(), view.columns());
        let of = |name| described.get(name).unwrap();
        assert_eq!((of("cos").mean, of("cos").var), (columns.cos.mean(), columns.cos.var()));
        assert_eq!((of("id").mean, of("id").std), (columns.id.mean(), columns.id.std()));
        let ends = [columns.sin.min(), columns.sin.max()].map(|end| Value::from(end.unwrap()));
        assert_eq!([&of("sin").min, &of("sin").max], [&ends[0], &ends[1]]);
        assert_eq!(of("sin").count, view.len());
        let one = view.to_dyn().unwrap().dyn_column("cos").unwrap().summary();
        assert_eq!(one.as_ref(), Some(of("cos")));
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

#[test]
fn rows_are_kept_and_taken_in_their_order() {
    let samples = samples();
    for view in [samples.view(), samples.view().slice(1..), samples.view().reversed()] {
        let wave = view.project::<Wave>();
        for every in [1, 2, 50] {
            let mask: Vec<bool> = (0..view.len()).map(|i| (i * i) % every == 0).collect();
            let kept = view.filter_mask(&mask).unwrap();
            let expected = view.iter().zip(&mask).filter(|(_, keep)| **keep).map(|(row, _)| row);
            assert!(kept.iter().eq(expected.clone()));
            let expected = expected.map(|Sample { id, cos, .. }| Wave { cos, id });
            assert!(wave.filter_mask(&mask).unwrap().iter().eq(expected));
        }
        let indices: Vec<usize> = (0..view.len()).map(|i| i * 7919 % view.len()).collect();
        let expected = indices.iter().map(|&row| view.get(row).unwrap());
        assert!(view.take(&indices).unwrap().iter().eq(expected.clone()));
        let expected = expected.map(|Sample { id, cos, .. }| Wave { cos, id });
        assert!(wave.take(&indices).unwrap().iter().eq(expected));
    }
}

#[test]
fn extremes_are_those_of_one_thread() {
    let mut samples = samples();
    let check = |samples: &RecordBuf<Sample>| {
        for view in [samples.view(), samples.view().slice(1..), samples.view().step_by(2)] {
            let (columns, described) = (view.columns(), view.describe());
            let sin = described.get("sin").unwrap();
            // All columns at once are looked at by one thread.
            assert_eq!(Value::from(columns.sin.min().unwrap()).to_string(), sin.min.to_string());
            assert_eq!(Value::from(columns.sin.max().unwrap()).to_string(), sin.max.to_string());
            assert_eq!(columns.id.min(), view.iter().map(|row| row.id).min());
            assert_eq!(columns.id.max(), view.iter().map(|row| row.id).max());
        }
    };
    check(&samples);
    let row = |id, sin| Sample { id, sin, cos: 0.0 };
    samples.set(ROWS - 1, row(i16::MIN, 1e9));
    samples.set(ROWS / 2, row(i16::MAX, -1e9));
    check(&samples);
    samples.set(ROWS - 2, row(0, f64::NAN));
    check(&samples);
}

#[test]
fn rows_in_order_are_those_of_one_thread() {
    let samples: RecordBuf<Sample> = samples()
        .iter()
        .enumerate()
        .map(|(i, sample)| Sample { cos: i as f64, ..sample })
        .collect();
    let (view, f) = (samples.view(), Sample::FIELDS);
    for by_sin in [true, false] {
        let mut expected: Vec<Sample> = view.iter().collect();
        let sorted = if by_sin {
            expected.sort_by(|a, b| { a.sin }.total_cmp(&{ b.sin }));
            view.sort_by(f.sin)
        } else {
            expected.sort_by_key(|row| row.id);
            view.sort_by(f.id)
        };
        assert!(sorted.iter().eq(expected.iter().copied()));
    }
}

#[test]
fn conversions_are_those_of_one_thread() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct Wide {
        cos: f64,
        id: i64,
    }

    let samples = samples();
    let rows = DynRecords::from_bytes(samples.as_bytes(), Sample::LAYOUT).unwrap();
    let expected = samples.iter().map(|row| Wide { cos: row.cos, id: row.id.into() });
    assert!(rows.convert::<Wide>().unwrap().iter().eq(expected));

    // Of several rows that fail the first is named.
    let days = Layout::parse("[('day', '<M8[D]'), ('rest', 'S10')]").unwrap();
    let mut bytes = vec![0; ROWS * 18];
    for row in [ROWS - 1, ROWS - 2, 1_000_000] {
        bytes[row * 18..][..8].copy_from_slice(&i64::MAX.to_le_bytes());
    }
    let rows = DynRecords::from_bytes(&bytes, &days).unwrap();
    let seconds = Layout::parse("[('day', '<M8[s]')]").unwrap();
    let error = rows.convert_to(&seconds).unwrap_err();
    assert!(matches!(error, Error::Invalid { row: 1_000_000, .. }), "{error}");
}
