//! Rows described in one pass against their columns one by one; columns written in
//! turns of eight against plain loops.

#[path = "common/random.rs"]
#[allow(dead_code, reason = "a part of it is used")]
mod random;

use std::sync::Mutex;

use random::Random;
use records_core::zerocopy::big_endian as be;
use records_core::{
    DType, DateTime64, DynRecords, Element, FixedBytes, Kernel, Layout, Record, RecordBuf, Records,
    RecordsMut, Seconds, Summary,
};

/// Which kernel runs is one for all threads.
static FORCED: Mutex<()> = Mutex::new(());

fn with_each_kernel(mut act: impl FnMut(Kernel)) {
    let _alone = FORCED.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        Kernel::force(Some(kernel)).unwrap();
        act(kernel);
    }
    Kernel::force(None).unwrap();
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Point {
    x: f32,
    y: be::F64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Mixed {
    flag: bool,
    name: FixedBytes<3>,
    id: i16,
    big: u64,
    huge: i128,
    level: be::F32,
    value: f64,
    side: Side,
    at: Point,
    hits: [be::U16; 3],
    when: DateTime64<Seconds>,
}

fn mixed(len: usize) -> RecordBuf<Mixed> {
    let mut random = Random::new(len as u64);
    (0..len)
        .map(|_| {
            let bits = random.next();
            let part = (bits % 1999) as f64 / 7.0 - 100.0;
            Mixed {
                flag: bits & 1 == 0,
                name: "ab".parse().unwrap(),
                id: bits as i16,
                big: bits >> 12,
                huge: i128::from(bits as i64) << 40,
                level: be::F32::new(part as f32),
                value: part * 1e3,
                side: if bits & 2 == 0 { Side::Buy } else { Side::Sell },
                at: Point { x: part as f32 + 1e4, y: be::F64::new(-part) },
                hits: [bits as u16, (bits >> 16) as u16, 7].map(be::U16::new),
                when: DateTime64::new((bits >> 20) as i64),
            }
        })
        .collect()
}

/// A summary from the column's own methods.
macro_rules! own {
    ($column:expr) => {{
        let column = $column;
        let wide = |x: Option<_>| x.map(|x| f64::from(x).to_bits());
        (
            column.len(),
            column.min().unwrap().into(),
            column.max().unwrap().into(),
            wide(column.mean()),
            wide(column.var()),
            wide(column.std()),
        )
    }};
}

fn parts(
    of: &Summary,
) -> (usize, records_core::Value, records_core::Value, Option<u64>, Option<u64>, Option<u64>) {
    let bits = |x: Option<f64>| x.map(f64::to_bits);
    (of.count, of.min.clone(), of.max.clone(), bits(of.mean), bits(of.var), bits(of.std))
}

#[test]
fn rows_are_described_with_the_bits_of_the_columns_methods() {
    for len in [1, 2, 7, 8, 127, 128, 129, 256, 257, 1000, 3001] {
        let rows = mixed(len);
        let mut first = None;
        with_each_kernel(|kernel| {
            for view in [rows.view(), rows.view().reversed(), rows.view().step_by(3)] {
                let place = (kernel, len);
                let columns = view.columns();
                let at = columns.at.records().columns();
                let found = view.describe();
                let get = |path| parts(found.get(path).unwrap());
                assert_eq!(found.rows(), view.len());
                assert_eq!(get("id"), own!(columns.id), "{place:?}");
                assert_eq!(get("big"), own!(columns.big), "{place:?}");
                assert_eq!(get("huge"), own!(columns.huge), "{place:?}");
                assert_eq!(get("level"), own!(columns.level), "{place:?}");
                assert_eq!(get("value"), own!(columns.value), "{place:?}");
                assert_eq!(get("at.x"), own!(at.x), "{place:?}");
                assert_eq!(get("at.y"), own!(at.y), "{place:?}");

                let flags: Vec<u8> = columns.flag.iter().map(u8::from).collect();
                let flags = records_core::Column::from_slice(&flags);
                assert_eq!(get("flag"), own!(flags), "{place:?}");

                let hits = found.get("hits").unwrap();
                let all: Vec<u16> = columns.hits.iter().flatten().map(|hit| hit.get()).collect();
                let all = records_core::Column::from_slice(&all);
                assert_eq!(hits.count, all.len());
                assert_eq!(
                    (&hits.min, &hits.max),
                    (&all.min().unwrap().into(), &all.max().unwrap().into())
                );
                assert_eq!(hits.mean, all.mean(), "integers, so exact");
                let var = all.var().unwrap();
                assert!((hits.var.unwrap() - var).abs() <= 1e-9 * var);

                let when = found.get("when").unwrap();
                assert_eq!((when.mean, when.var, when.std), (None, None, None));
                let steps = || columns.when.iter().map(|when| when.steps());
                assert_eq!(
                    when.min.to_string(),
                    DateTime64::<Seconds>::new(steps().min().unwrap()).to_string()
                );
                assert!(found.get("name").is_none() && found.get("side").is_none());
                assert!(found.get("at").is_none() && found.get("none").is_none());

                // The same rows by a layout known at run time, and those columns by themselves.
                let dynamic = DynRecords::from(view);
                assert_eq!(dynamic.describe(), found);
                for field in found.fields() {
                    let own = dynamic.dyn_column(&field.path).unwrap().summary();
                    if field.path != "side" {
                        assert_eq!(own, field.summary, "{place:?} {}", field.path);
                    }
                }
            }
            // Whatever the kernel.
            let found = rows.view().describe();
            assert_eq!(*first.get_or_insert_with(|| found.clone()), found);
        });
    }
}

#[test]
fn random_layouts_are_described_like_their_columns() {
    let mut random = Random::new(5);
    let mut summaries = 0;
    for round in 0..200 {
        let layout = random.layout(3);
        let len = *random.pick(&[0, 1, 3, 128, 129, 300]);
        let len = if layout.itemsize() > 400 { len.min(3) } else { len };
        let bytes: Vec<u8> = (0..layout.itemsize() * len).map(|_| random.next() as u8).collect();
        if layout.itemsize() == 0 {
            continue;
        }
        let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
        let found = rows.describe();
        for field in found.fields() {
            let column = rows.dyn_column(&field.path).unwrap();
            assert_eq!(column.dtype(), &field.dtype);
            // NaN is unequal to itself.
            assert_eq!(
                format!("{:?}", column.summary()),
                format!("{:?}", field.summary),
                "{round}"
            );
            summaries += usize::from(field.summary.is_some());
        }
        // It prints, a line for each field.
        let lines = found.to_string().lines().count();
        assert_eq!(lines, found.fields().len() + 2);
    }
    assert!(summaries > 200, "{summaries}");
}

#[test]
fn long_arrays_in_rows_count_all_their_elements() {
    for elements in [64, 65, 128, 129, 1000] {
        let layout =
            Layout::packed([("before", DType::U8), ("hits", DType::array(DType::U16, elements))]);
        let (len, size) = (131, 1 + 2 * elements);
        let mut random = Random::new(elements as u64);
        let bytes: Vec<u8> = (0..len * size).map(|_| random.next() as u8).collect();
        let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
        let all: Vec<u16> = bytes
            .chunks(size)
            .flat_map(|row| {
                row[1..].chunks(2).map(|hit| u16::from_ne_bytes(hit.try_into().unwrap()))
            })
            .collect();
        let all = records_core::Column::from_slice(&all);
        let found = rows.describe();
        let hits = found.get("hits").unwrap();
        assert_eq!(hits.count, all.len());
        assert_eq!(
            (&hits.min, &hits.max),
            (&all.min().unwrap().into(), &all.max().unwrap().into())
        );
        assert_eq!(hits.mean, all.mean());
        let (var, own) = (hits.var.unwrap(), all.var().unwrap());
        assert!((var - own).abs() <= 1e-12 * own, "{var} {own}");
    }
}

#[test]
fn a_description_is_a_table_for_a_person() {
    let rows = mixed(3);
    let text = rows.view().describe().to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].trim_start().starts_with("count"), "{text}");
    assert_eq!(lines[2].split_whitespace().collect::<Vec<_>>(), ["name", "3"]);
    assert!(lines[1].starts_with("flag") && lines[10].starts_with("at.y"), "{text}");
    assert_eq!(lines.last(), Some(&"(3 rows)"));
    let none = Records::<Point>::from_bytes(&[]).unwrap().describe();
    assert_eq!(none.to_string(), "   count  min  max  mean  std\nx      0\ny      0\n(0 rows)");
    assert_eq!(none.get("x"), None);
}

#[test]
fn columns_are_written_item_by_item_at_any_stride_and_nothing_beside_them() {
    #[derive(Record, Clone, Copy, Debug, PartialEq)]
    #[record(packed)]
    struct One {
        value: be::I32,
    }
    for len in (0..27_usize).chain([128, 1001]) {
        for stride in [4_isize, 5, 18, -4, -7, 44] {
            for base in 0..3 {
                let reach = stride.unsigned_abs() * len.saturating_sub(1);
                let offset = if stride < 0 { base + reach } else { base };
                let mut bytes: Vec<u8> = (0..base + reach + 4 + 3).map(|i| i as u8).collect();
                let mut expected = bytes.clone();
                let place = |i: usize| (offset as isize + i as isize * stride) as usize;

                let mut order = Vec::new();
                let mut rows =
                    RecordsMut::<One>::from_strided(&mut bytes, offset, stride, len).unwrap();
                rows.column_mut(One::FIELDS.value).update(|value| {
                    order.push(value);
                    be::I32::new(value.get().wrapping_mul(3))
                });
                let mut seen = Vec::new();
                for i in 0..len {
                    let item: [u8; 4] = expected[place(i)..][..4].try_into().unwrap();
                    seen.push(be::I32::from_bytes(item));
                    let new = i32::from_be_bytes(item).wrapping_mul(3);
                    expected[place(i)..][..4].copy_from_slice(&new.to_be_bytes());
                }
                assert_eq!(order, seen);
                assert_eq!(bytes, expected, "{len} {stride}");

                let values: Vec<be::I32> =
                    (0..len as i32).map(|i| be::I32::new(i * 77 - 5)).collect();
                let mut rows =
                    RecordsMut::<One>::from_strided(&mut bytes, offset, stride, len).unwrap();
                rows.column_mut(One::FIELDS.value).copy_from_slice(&values);
                for (i, value) in values.iter().enumerate() {
                    expected[place(i)..][..4].copy_from_slice(&value.to_bytes());
                }
                assert_eq!(bytes, expected, "{len} {stride}");

                let mut rows =
                    RecordsMut::<One>::from_strided(&mut bytes, offset, stride, len).unwrap();
                rows.column_mut(One::FIELDS.value).fill(be::I32::new(-2));
                for i in 0..len {
                    expected[place(i)..][..4].copy_from_slice(&(-2_i32).to_be_bytes());
                }
                assert_eq!(bytes, expected, "{len} {stride}");
            }
        }
    }
}

#[test]
fn what_was_written_before_a_panic_stays() {
    let mut bytes = vec![1_u8; 3 * 20];
    let mut rows = RecordsMut::<(u8, u16)>::from_bytes(&mut bytes).unwrap();
    let mut calls = 0;
    let ended = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        rows.column_mut(<(u8, u16)>::FIELDS.0).update(|value| {
            calls += 1;
            assert!(calls < 12);
            value + 1
        });
    }));
    assert!(ended.is_err());
    let values = Records::<(u8, u16)>::from_bytes(&bytes).unwrap().columns().0.to_vec();
    assert_eq!(values, [vec![2; 11], vec![1; 9]].concat());
}
