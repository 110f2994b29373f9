//! Conversions lose nothing: every pair of types against a table, values by value.

mod common;

use common::decode::{Rows, same};
use common::random::Random;
use records_core::{
    ByteOrder, DType, DifferenceKind, DynRecords, Element, Error, FixedBytes, Layout, Record,
    Scalar, TimeStep, TimeUnit, Value,
};

/// What NumPy calls a safe cast (`numpy.can_cast(a, b, 'safe')`), without those of 64-bit
/// integers to doubles, which lose digits.
const SAFE: &str = "
    ? ? u1 u2 u4 u8 i1 i2 i4 i8 f2 f4 f8 c8 c16
    u1 u1 u2 u4 u8 i2 i4 i8 f2 f4 f8 c8 c16
    u2 u2 u4 u8 i4 i8 f4 f8 c8 c16
    u4 u4 u8 i8 f8 c16
    u8 u8
    i1 i1 i2 i4 i8 f2 f4 f8 c8 c16
    i2 i2 i4 i8 f4 f8 c8 c16
    i4 i4 i8 f8 c16
    i8 i8
    f2 f2 f4 f8 c8 c16
    f4 f4 f8 c8 c16
    f8 f8 c16
    c8 c8 c16
    c16 c16";

const CODES: [(&str, Scalar); 14] = [
    ("?", Scalar::Bool),
    ("u1", Scalar::U8),
    ("u2", Scalar::U16),
    ("u4", Scalar::U32),
    ("u8", Scalar::U64),
    ("i1", Scalar::I8),
    ("i2", Scalar::I16),
    ("i4", Scalar::I32),
    ("i8", Scalar::I64),
    ("f2", Scalar::F16),
    ("f4", Scalar::F32),
    ("f8", Scalar::F64),
    ("c8", Scalar::C64),
    ("c16", Scalar::C128),
];

fn one(dtype: DType) -> Layout {
    Layout::packed([("x", dtype)])
}

const ORDERS: [ByteOrder; 2] = [ByteOrder::Little, ByteOrder::Big];

#[test]
fn every_pair_of_numbers_is_converted_or_refused() {
    let mut random = Random::new(21);
    let mut safe = 0;
    for line in SAFE.trim().lines() {
        let mut words = line.split_whitespace();
        let from = words.next().unwrap();
        let to: Vec<&str> = words.collect();
        let from = CODES.iter().find(|(code, _)| *code == from).unwrap().1;
        for (code, wanted) in CODES {
            for (a, b) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                let from = DType::Scalar(from, ORDERS[a]);
                let to_layout = one(DType::Scalar(wanted, ORDERS[b]));
                let from_layout = one(from.clone());
                // Around the edges of tiles, values of all bits, small ones, extremes.
                for count in [0, 1, 127, 128, 129, 300] {
                    let mut rows = Rows::random(&mut random, from.size(), count, true);
                    for &start in &rows.starts {
                        let item = &mut rows.bytes[start..start + from.size()];
                        match random.below(4) {
                            0 => item.fill(0),
                            1 => item.fill(255),
                            2 => item.iter_mut().for_each(|byte| *byte = random.next() as u8),
                            _ => item[0] = 0x80,
                        }
                        if format!("{from:?}").contains("Bool") {
                            item[0] &= 1;
                        }
                    }
                    let view = DynRecords::from_strided(
                        &rows.bytes,
                        &from_layout,
                        rows.offset,
                        rows.stride,
                        count,
                    )
                    .unwrap();
                    match view.convert_to(&to_layout) {
                        Ok(copy) => {
                            assert!(to.contains(&code), "{from} to {code}");
                            for row in 0..count {
                                let (old, new) = (
                                    view.value(row, "x").unwrap(),
                                    copy.view().value(row, "x").unwrap(),
                                );
                                let nan = old.partial_cmp(&old).is_none()
                                    && format!("{old:?}").contains("NaN");
                                assert!(
                                    old == new || nan && format!("{new:?}").contains("NaN"),
                                    "{old:?} {new:?}"
                                );
                            }
                            safe += 1;
                        }
                        Err(Error::Mismatch(error)) => {
                            assert!(!to.contains(&code), "{from} to {code}: {error}");
                            let kind = error.differences()[0].kind();
                            assert!(matches!(kind, DifferenceKind::Loss | DifferenceKind::DType));
                        }
                        Err(error) => panic!("{error}"),
                    }
                }
            }
        }
    }
    assert_eq!(safe, 6 * 4 * (SAFE.split_whitespace().count() - CODES.len()));
}

#[test]
fn wide_integers_are_converted_too() {
    for (from, to, holds) in [
        (Scalar::U64, Scalar::U128, true),
        (Scalar::U64, Scalar::I128, true),
        (Scalar::I64, Scalar::I128, true),
        (Scalar::I64, Scalar::U128, false),
        (Scalar::U128, Scalar::I128, false),
        (Scalar::I128, Scalar::F64, false),
        (Scalar::U128, Scalar::U64, false),
    ] {
        for order in ORDERS {
            let bytes: Vec<u8> = (0..32_u8).map(|b| b.wrapping_mul(7) ^ 128).collect();
            let from = one(DType::Scalar(from, order));
            let rows = DynRecords::from_bytes(&bytes, &from).unwrap();
            match rows.convert_to(&one(DType::Scalar(to, ByteOrder::Big))) {
                Ok(copy) => {
                    assert!(holds);
                    assert!(rows.iter().eq(copy.view().iter()));
                }
                Err(_) => assert!(!holds),
            }
        }
    }
}

#[test]
fn a_layout_becomes_itself_and_any_that_has_its_fields() {
    let mut random = Random::new(22);
    let mut padded = 0;
    for _ in 0..800 {
        let layout = random.layout(3);
        let rows = Rows::random(&mut random, layout.itemsize(), 5, false);
        let view =
            DynRecords::from_strided(&rows.bytes, &layout, rows.offset, rows.stride, 5).unwrap();
        let copy = view.convert_to(&layout).unwrap();
        let all: Vec<u8> = rows
            .starts
            .iter()
            .flat_map(|&start| {
                common::decode::laid_out(
                    &rows.bytes[start..][..layout.itemsize()],
                    &layout,
                    &layout,
                )
            })
            .collect();
        assert_eq!(copy.as_bytes(), all, "padding is zero");
        padded += usize::from(layout.has_padding());
        // All in the other byte order, some of the fields, in another order.
        for order in ORDERS {
            let mut names: Vec<&str> = layout.fields().iter().map(|f| f.name()).collect();
            names.reverse();
            names.truncate(3);
            let other = layout.select(&names).unwrap().packed().with_order(order);
            let copy = view.convert_to(&other).unwrap();
            for (row, name) in (0..5).flat_map(|row| names.iter().map(move |name| (row, *name))) {
                let (a, b) =
                    (view.value(row, name).unwrap(), copy.view().value(row, name).unwrap());
                assert!(same(&a, &b), "{a:?} {b:?}");
            }
        }
    }
    assert!(padded > 100, "{padded}");
}

#[test]
fn texts_become_longer_ones_only() {
    let rows = |text: &str| Layout::parse(text).unwrap();
    let (s3, u2) = (rows("[('x', 'S3')]"), rows("[('x', '>U2')]"));
    let text = DynRecords::from_bytes(b"ab\0xyz", &s3).unwrap();
    assert_eq!(text.convert_to(&rows("[('x', 'S5')]")).unwrap().as_bytes(), b"ab\0\0\0xyz\0\0");
    let error = text.convert_to(&rows("[('x', 'S2')]")).unwrap_err();
    assert!(
        error.to_string().ends_with("x      S2        S3 at byte 0: longer than 2 bytes"),
        "{error}"
    );
    let chars = DynRecords::from_bytes(&[0, 0, 0, b'a', 0, 1, 0xf6, 0], &u2).unwrap();
    let wide = chars.convert_to(&rows("[('x', '<U3')]")).unwrap();
    assert_eq!(wide.as_bytes(), [b'a', 0, 0, 0, 0, 0xf6, 1, 0, 0, 0, 0, 0]);
    assert!(chars.convert_to(&rows("[('x', '<U1')]")).is_err());
    assert!(chars.convert_to(&rows("[('x', 'S9')]")).is_err());
    assert!(text.convert_to(&rows("[('x', 'V3')]")).is_err());
}

#[test]
fn times_become_those_of_a_finer_unit() {
    let time = |count, unit, order| one(DType::DateTime(TimeStep { unit, count }, order));
    let bytes =
        [&7_i64.to_be_bytes()[..], &i64::MIN.to_be_bytes(), &(-1_i64).to_be_bytes()].concat();
    let minutes = time(15, TimeUnit::Minute, ByteOrder::Big);
    let rows = DynRecords::from_bytes(&bytes, &minutes).unwrap();
    let fine = time(1, TimeUnit::Millisecond, ByteOrder::Little);
    let copy = rows.convert_to(&fine).unwrap();
    let steps: Vec<Value> = (0..3).map(|row| copy.view().value(row, "x").unwrap()).collect();
    let step = TimeStep::one(TimeUnit::Millisecond);
    assert_eq!(steps[0], Value::DateTime(7 * 15 * 60_000, step));
    assert!(steps[1].is_nat());
    assert_eq!(steps[2], Value::DateTime(-15 * 60_000, step));
    // 7 minutes divide 15 nowhere; months are not all of a length; the generic unit is none.
    for (count, unit) in
        [(7, TimeUnit::Minute), (1, TimeUnit::Hour), (1, TimeUnit::Month), (1, TimeUnit::Generic)]
    {
        let error = rows.convert_to(&time(count, unit, ByteOrder::Little)).unwrap_err();
        let why = match unit {
            TimeUnit::Month => "years and months have no fixed length",
            TimeUnit::Generic => "steps without a unit have no length",
            _ => "its steps are no whole number of those wanted",
        };
        assert!(error.to_string().ends_with(why), "{error}");
    }
    let years = DynRecords::from_bytes(&bytes, &time(2, TimeUnit::Year, ByteOrder::Big)).unwrap();
    let months = years.convert_to(&time(1, TimeUnit::Month, ByteOrder::Big)).unwrap();
    assert_eq!(
        months.view().value(0, "x").unwrap(),
        Value::DateTime(168, TimeStep::one(TimeUnit::Month))
    );
    assert!(years.convert_to(&time(1, TimeUnit::Day, ByteOrder::Big)).is_err());
    // A value that the finer unit cannot count is an error, not another time.
    let far = [1_i64.to_le_bytes(), (i64::MAX / 2).to_le_bytes()].concat();
    let rows = DynRecords::from_bytes(&far, &time(1, TimeUnit::Second, ByteOrder::Little)).unwrap();
    let error = rows.convert_to(&fine).unwrap_err();
    assert!(matches!(&error, Error::Invalid { row: 1, field, .. } if field == "x"), "{error}");
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u16)]
enum Side {
    Buy = 1,
    Sell = 2,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Inner {
    y: f64,
    x: i64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Trade {
    side: Side,
    name: FixedBytes<4>,
    ok: bool,
    parts: [Inner; 2],
    price: f64,
    id: u128,
    #[record(rename = "parts[1].x")]
    last: i32,
}

#[test]
fn records_are_made_of_rows_that_lie_otherwise() {
    let text = "[('price', '>f4'), ('side', '|u1'), ('unused', 'S9'), ('ok', '?'), ('name', 'S3'), \
                ('parts', [('x', '>i2'), ('more', 'u1'), ('y', '<f4')], (2,)), ('id', '|V16')]";
    let layout = Layout::parse(text).unwrap();
    let mut rows = records_core::DynRecordBuf::new(&layout);
    let part = |x: i32, y: f32| {
        Value::Record(vec![
            ("x".into(), x.into()),
            ("more".into(), 9.into()),
            ("y".into(), y.into()),
        ])
    };
    let row = |side: u8, ok: bool| {
        let parts = Value::Array(vec![part(1, 0.5), part(-2, 1.5)]);
        [
            2.5.into(),
            side.into(),
            "secret".into(),
            ok.into(),
            "abc".into(),
            parts,
            Value::Raw(7_u128.to_ne_bytes().to_vec()),
        ]
    };
    rows.push(row(2, true)).unwrap();
    let trades = rows.view().convert::<Trade>().unwrap();
    let inner = |x, y| Inner { x, y };
    let expected = Trade {
        side: Side::Sell,
        name: FixedBytes::from_bytes(b"abc").unwrap(),
        ok: true,
        parts: [inner(1, 0.5), inner(-2, 1.5)],
        price: 2.5,
        id: 7,
        last: -2,
    };
    assert_eq!(trades.get(0), Some(expected));
    assert!(!trades.as_bytes().windows(6).any(|bytes| bytes == b"secret"));
    // What is no variant is refused, with its place.
    rows.push(row(3, true)).unwrap();
    let error = rows.view().convert::<Trade>().unwrap_err();
    assert!(matches!(&error, Error::Invalid { row: 1, field, .. } if field == "side"), "{error}");
    // The place is that in these rows, not that in the copy.
    let side = rows.layout().field("side").unwrap().offset();
    assert_ne!(side, Trade::LAYOUT.field("side").unwrap().offset());
    assert!(matches!(error, Error::Invalid { byte, .. } if byte == side), "{error}");
}

#[test]
fn what_would_be_lost_is_listed_field_by_field() {
    let layout = Layout::parse("[('side', '<i4'), ('parts', [('x', '<u8'), ('z', 'u1')], (2,)), ('price', 'S4'), ('ok', 'u1')]").unwrap();
    let Err(Error::Mismatch(error)) =
        DynRecords::from_bytes(&[], &layout).unwrap().convert::<Trade>()
    else {
        panic!()
    };
    let kinds: Vec<_> = error.differences().iter().map(|d| (d.field(), d.kind())).collect();
    use DifferenceKind::{DType as Other, Loss, Missing};
    assert_eq!(
        kinds,
        [
            ("side", Loss),
            ("name", Missing),
            ("ok", Other),
            ("parts.y", Missing),
            ("parts.x", Loss),
            ("price", Other),
            ("id", Missing),
            ("parts[1].x", Loss),
        ]
    );
}

#[test]
fn declared_sizes_alone_cost_nothing() {
    // No rows: an array of a thousand million records is only a number.
    let text = "[('x', [('a', 'u1'), ('b', '<u2')], (1000000000,))]";
    let layout = Layout::parse(text).unwrap();
    let rows = DynRecords::from_bytes(&[], &layout).unwrap();
    assert_eq!(rows.convert_to(&layout).unwrap().len(), 0);
    assert_eq!(rows.repack().len(), 0);
    assert_eq!(rows.to_columns().len(), 0);
    assert_eq!(rows.take(&[]).unwrap().len(), 0);
    assert_eq!(rows.dyn_column("x[999999999].b").unwrap().len(), 0);
    assert_eq!(rows.zip(&rows.rename(&[("x", "y")]).unwrap()).unwrap().len(), 0);
    assert_eq!(DynRecords::concat(&[rows.clone(), rows.clone()]).unwrap().len(), 0);
    assert_eq!(rows.dyn_column("x").unwrap().summary(), None);
    assert_eq!(rows.to_string().lines().last(), Some("(0 rows)"));
}
