//! Run-time rows in place, against the naive model: random layouts over random bytes.

mod common;

use common::decode::{Rows, decode, record, same};
use common::random::Random;
use records_core::{ByteOrder, DType, DynRecords, DynRecordsMut, Error, Layout, Scalar, Value};

const ROUNDS: usize = 1500;

/// Layouts with rows in bytes.
fn cases(seed: u64, apart: bool) -> impl Iterator<Item = (Layout, Rows, Random)> {
    let mut random = Random::new(seed);
    (0..ROUNDS).map(move |_| {
        let layout = random.layout(3);
        let count = *random.pick(&[0, 1, 2, 3, 7]);
        let rows = Rows::random(&mut random, layout.itemsize(), count, apart);
        (layout, rows, Random::new(random.next()))
    })
}

fn view<'a>(layout: &Layout, rows: &'a Rows) -> DynRecords<'a> {
    let count = rows.starts.len();
    DynRecords::from_strided(&rows.bytes, layout, rows.offset, rows.stride, count).unwrap()
}

#[test]
fn values_are_what_the_bytes_say() {
    let mut values = 0;
    for (layout, rows, _) in cases(1, false) {
        let view = view(&layout, &rows);
        assert_eq!((view.len(), view.is_empty()), (rows.starts.len(), rows.starts.is_empty()));
        assert_eq!(view.layout(), &layout);
        for (row, &start) in rows.starts.iter().enumerate() {
            let bytes = &rows.bytes[start..start + layout.itemsize()];
            assert!(same(&view.get(row).unwrap(), &record(&layout, bytes)));
            for field in layout.fields() {
                let expected = decode(field.dtype(), &bytes[field.offset()..field.end()]);
                let found = view.value(row, field.name()).unwrap();
                assert!(same(&found, &expected), "{found:?} {expected:?}");
                assert_eq!(found.to_string(), expected.to_string());
                let column = view.dyn_column(field.name()).unwrap();
                assert!(same(&column.get(row).unwrap(), &expected));
                assert_eq!(column.get(column.len()).map(|value| value.to_string()), None);
                values += 1;
            }
        }
        let len = view.len();
        let error = Error::RowOutOfRange { row: len, len };
        if let Some(field) = layout.fields().first() {
            assert_eq!(view.value(len, field.name()), Err(error));
        }
        assert!(view.get(len).is_none() && view.get(usize::MAX).is_none());
        assert_eq!(view.iter().len(), len);
        assert!(
            view.iter().rev().zip((0..len).rev()).all(|(a, i)| same(&a, &view.get(i).unwrap()))
        );
    }
    assert!(values > 8000, "{values}");
}

/// All paths to parts of a value, with offsets and dtypes.
fn paths(name: &str, dtype: &DType, at: usize, out: &mut Vec<(String, usize, DType)>) {
    out.push((name.to_string(), at, dtype.clone()));
    match dtype {
        DType::Array(element, len) => (0..*len).for_each(|k| {
            paths(&format!("{name}[{k}]"), element.get(), at + k * element.get().size(), out);
        }),
        DType::Record(layout) => layout.get().fields().iter().for_each(|field| {
            paths(&format!("{name}.{}", field.name()), field.dtype(), at + field.offset(), out);
        }),
        _ => {}
    }
}

#[test]
fn paths_lead_to_parts() {
    let mut parts = 0;
    for (layout, rows, _) in cases(2, false) {
        let view = view(&layout, &rows);
        let mut all = Vec::new();
        for field in layout.fields() {
            paths(field.name(), field.dtype(), field.offset(), &mut all);
        }
        for (path, at, dtype) in all {
            let column = view.dyn_column(&path).unwrap();
            assert_eq!(*column.dtype(), dtype, "{path}");
            for (row, &start) in rows.starts.iter().enumerate() {
                let expected = decode(&dtype, &rows.bytes[start + at..][..dtype.size()]);
                assert!(same(&view.value(row, &path).unwrap(), &expected), "{path}");
                parts += 1;
            }
            // The same by Python's way to write several indices.
            assert_eq!(view.dyn_column(&path.replace("][", ",")).unwrap().dtype(), &dtype);
        }
    }
    assert!(parts > 10_000, "{parts}");
}

#[test]
fn paths_that_lead_nowhere_say_where_they_end() {
    let text = "[('pos', [('x', '<f4'), ('hits', '<u2', (3,))]), ('a.b', 'u1'), ('a', 'u1')]";
    let layout = Layout::parse(text).unwrap();
    let rows = DynRecords::from_bytes(&[0; 12], &layout).unwrap();
    let say = |path: &str| rows.value(0, path).unwrap_err().to_string();
    assert_eq!(say("z"), "no field `z`, expected one of `pos`, `a.b`, `a`");
    assert_eq!(say("pos.z"), "`pos.z` leads nowhere: no field `z`, expected one of `x`, `hits`",);
    assert_eq!(
        say("pos.hits[3]"),
        "`pos.hits[3]` leads nowhere: 3 is not one of the 3 elements of `pos.hits`",
    );
    assert_eq!(say("pos.x[0]"), "`pos.x[0]` leads nowhere: `pos.x` is f32, not an array",);
    assert_eq!(say("a.c"), "`a.c` leads nowhere: `a` is u8, not a record");
    for path in
        ["pos.hits[", "pos.hits[]", "pos.hits[-1]", "pos.hits[x]", "pos.hits[99999999999999999999]"]
    {
        assert!(say(path).ends_with("is no index such as `[2]`"), "{}", say(path));
    }
    assert!(
        say("pos.hits[1]x").contains("neither `.name` nor `[index]`"),
        "{}",
        say("pos.hits[1]x")
    );
    // A name that looks like a path is a name first.
    assert_eq!(rows.dyn_column("a.b").unwrap().as_ptr().addr(), rows.as_ptr().addr() + 10);
    assert!(rows.value(0, "pos.hits[2]").is_ok() && rows.value(0, "").is_err());
}

#[test]
fn parts_of_views_are_views() {
    for (layout, rows, mut random) in cases(3, false) {
        let view = view(&layout, &rows);
        let all: Vec<Value> = view.iter().collect();
        let agrees = |part: DynRecords<'_>, expected: Vec<&Value>| {
            assert_eq!(part.len(), expected.len());
            assert!(part.iter().zip(expected).all(|(a, b)| same(&a, b)));
        };
        let (a, b) = (random.below(all.len() + 1), random.below(all.len() + 1));
        let (a, b) = (a.min(b), a.max(b));
        agrees(view.slice(a..b), all[a..b].iter().collect());
        agrees(view.step_by(a + 1), all.iter().step_by(a + 1).collect());
        agrees(view.reversed(), all.iter().rev().collect());
        agrees(view.split_at(a).1, all[a..].iter().collect());
        let chunks: Vec<_> = view.chunks(2).collect();
        assert_eq!(chunks.len(), all.len().div_ceil(2));
        assert!(chunks.iter().flat_map(|chunk| chunk.iter()).zip(&all).all(|(a, b)| same(&a, b)));
    }
}

#[test]
fn selections_keep_the_fields_where_they_are() {
    for (layout, rows, mut random) in cases(4, false) {
        let view = view(&layout, &rows);
        let mut names: Vec<&str> = layout.fields().iter().map(|field| field.name()).collect();
        names.retain(|_| random.below(2) == 0);
        let left_out: Vec<&str> = layout
            .fields()
            .iter()
            .map(|field| field.name())
            .filter(|name| !names.contains(name))
            .collect();
        let same_fields = view.without(&left_out).unwrap();
        names.reverse();
        let some = view.select(&names).unwrap();
        assert_eq!(some.layout(), &layout.select(&names).unwrap());
        for name in &names {
            for row in 0..view.len() {
                let expected = view.value(row, name).unwrap();
                assert!(same(&some.value(row, name).unwrap(), &expected));
                assert!(same(&same_fields.value(row, name).unwrap(), &expected));
            }
        }
        assert_eq!(same_fields.layout().fields().len(), names.len());
        for name in left_out {
            assert!(some.dyn_column(name).is_err() && same_fields.dyn_column(name).is_err());
        }
    }
}

#[test]
fn names_can_be_changed_all_at_once() {
    let layout = Layout::parse("u1,u1,u1").unwrap();
    let rows = DynRecords::from_bytes(&[1, 2, 3], &layout).unwrap();
    let turned = rows.rename(&[("f0", "f1"), ("f1", "f0")]).unwrap();
    assert_eq!(
        (turned.value(0, "f1").unwrap(), turned.value(0, "f0").unwrap()),
        (1.into(), 2.into())
    );
    assert!(rows.rename(&[("f0", "f2")]).is_err(), "two of one name");
    assert!(rows.rename(&[("x", "y")]).is_err(), "no such field");
    assert!(rows.rename(&[("f0", "a"), ("f0", "b")]).is_err(), "one twice");
    assert_eq!(*rows.layout(), layout, "the layout it was made with is as it was");
}

/// Every scalar that column::<F> knows, in both byte orders.
#[test]
fn columns_are_typed_by_dtype_and_byte_order() {
    use records_core::zerocopy::{big_endian as be, little_endian as le};
    macro_rules! check {
        ($($scalar:ident $native:ident $endian:ident;)*) => {$({
            for order in [ByteOrder::Little, ByteOrder::Big] {
                let layout = Layout::packed([("x", DType::U8), ("y", DType::Scalar(Scalar::$scalar, order))]);
                let bytes: Vec<u8> = (0..3 * layout.itemsize() as u8).map(|b| b.wrapping_mul(37)).collect();
                let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
                let big = rows.column::<be::$endian>("y").map(|c| c.iter().map(|v| Value::from(v.get())).collect::<Vec<_>>());
                let little = rows.column::<le::$endian>("y").map(|c| c.iter().map(|v| Value::from(v.get())).collect::<Vec<_>>());
                let native = rows.column::<$native>("y").map(|c| c.iter().map(Value::from).collect::<Vec<_>>());
                assert_eq!(native.is_ok(), order.is_native());
                assert_eq!(big.is_ok(), order == ByteOrder::Big);
                assert_eq!(little.is_ok(), order == ByteOrder::Little);
                for column in [big, little, native].into_iter().flatten() {
                    for (row, found) in column.iter().enumerate() {
                        let at = row * layout.itemsize() + 1;
                        let expected = decode(&DType::Scalar(Scalar::$scalar, order), &bytes[at..][..size_of::<$native>()]);
                        assert!(same(found, &expected));
                    }
                }
                assert!(matches!(rows.column::<[u8; 3]>("y"), Err(Error::WrongType { .. })));
            }
        })*};
    }
    check! {
        U16 u16 U16; U32 u32 U32; U64 u64 U64; U128 u128 U128;
        I16 i16 I16; I32 i32 I32; I64 i64 I64; I128 i128 I128;
        F32 f32 F32; F64 f64 F64;
    }
}

#[test]
fn rows_that_do_not_fit_are_refused() {
    let layout = Layout::parse("=hdd").unwrap();
    assert_eq!(
        DynRecords::from_bytes(&[0; 35], &layout).unwrap_err(),
        Error::Length { bytes: 35, itemsize: 18 }
    );
    for (offset, stride, count) in [
        (0, 18, 3),
        (1, 18, 2),
        (0, -18, 2),
        (usize::MAX, 18, 1),
        (0, isize::MAX, 2),
        (0, 0, usize::MAX),
    ] {
        let found = DynRecords::from_strided(&[0; 36], &layout, offset, stride, count);
        assert_eq!(found.is_ok(), count == usize::MAX, "{offset} {stride} {count}");
        let mut bytes = [0; 36];
        assert!(DynRecordsMut::from_strided(&mut bytes, &layout, offset, stride, count).is_err());
    }
    // Records of no bytes have no number of their own.
    let nothing = Layout::parse("[]").unwrap();
    assert_eq!(DynRecords::from_bytes(&[], &nothing).unwrap().len(), 0);
    assert!(DynRecords::from_bytes(&[0], &nothing).is_err());
    assert_eq!(DynRecords::from_bytes_at(&[], &nothing, 0, 5).unwrap().len(), 5);
}

#[test]
fn writing_touches_the_field_and_nothing_else() {
    let mut written = 0;
    for (layout, rows, mut random) in cases(5, true) {
        let count = rows.starts.len();
        if count == 0 || layout.fields().is_empty() {
            continue;
        }
        let (mut bytes, mut expected) = (rows.bytes.clone(), rows.bytes.clone());
        let mut all = Vec::new();
        for field in layout.fields() {
            paths(field.name(), field.dtype(), field.offset(), &mut all);
        }
        let mut view =
            DynRecordsMut::from_strided(&mut bytes, &layout, rows.offset, rows.stride, count)
                .unwrap();
        for _ in 0..4 {
            // A value from one row goes to another: whatever it is, the field can hold it.
            let (path, at, dtype) = random.pick(&all);
            let (from, to) = (random.below(count), random.below(count));
            let value = view.value(from, path).unwrap();
            if format!("{value:?}").contains('\u{fffd}') || format!("{value:?}").contains("NaN") {
                continue;
            }
            view.set_value(to, path, &value).unwrap();
            let mut parts = Vec::new();
            common::decode::spans(dtype, *at, &mut parts);
            for (span, len) in parts {
                let copied = expected[rows.starts[from] + span..][..len].to_vec();
                expected[rows.starts[to] + span..][..len].copy_from_slice(&copied);
            }
            written += 1;
        }
        // Any byte but 0 reads as `true`, which is written as 1.
        let has_bool = format!("{layout:?}").contains("Bool");
        if !has_bool {
            assert_eq!(bytes, expected);
        }
    }
    assert!(written > 1500, "{written}");
}

#[test]
fn items_that_are_in_no_field_are_called_so() {
    let layout = Layout::packed([("a", records_core::DType::U8)]);
    let column = DynRecords::from_bytes(&[7], &layout).unwrap().dyn_column("a").unwrap();
    let error = column.typed::<i16>().unwrap_err().to_string();
    assert_eq!(error, "the items are u8, not i16");
    let layout = Layout::packed([("a", records_core::DType::BOOL)]);
    let column = DynRecords::from_bytes(&[7], &layout).unwrap().dyn_column("a").unwrap();
    let error = column.typed::<bool>().unwrap_err().to_string();
    assert_eq!(error, "row 0, byte 0 of the row: found 0x07, expected a bool, 0x00 or 0x01");
}

#[test]
fn a_table_shows_the_rows() {
    let layout =
        Layout::parse("[('id', '>u2'), ('name', 'S6'), ('pos', '<f4', (2,)), ('at', '<M8[s]')]")
            .unwrap();
    let mut rows = records_core::DynRecordBuf::new(&layout);
    for id in 0..30_u16 {
        let pos = Value::Array(vec![Value::F32(id.into()), Value::F32(0.5)]);
        let at = if id == 1 {
            Value::DateTime(i64::MIN, records_core::TimeStep::one(records_core::TimeUnit::Second))
        } else {
            Value::Int(7)
        };
        rows.push(&[id.into(), "Zhang".into(), pos, at]).unwrap();
    }
    let lines: Vec<String> = rows.to_string().lines().map(String::from).collect();
    assert_eq!(lines[0], "      id  name     pos                           at");
    assert_eq!(lines[2], "1      1  \"Zhang\"  [1.0, 0.5]                   NaT");
    assert_eq!(lines[9].split_whitespace().next(), Some("..."));
    assert_eq!(lines.last().unwrap(), "(30 rows)");
    assert_eq!(
        format!("{:?}", rows.view().slice(..1)),
        "[{id: 0, name: \"Zhang\", pos: [0.0, 0.5], at: 1970-01-01T00:00:07}]"
    );
}
