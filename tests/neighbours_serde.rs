//! Rows, columns, values and layouts through `serde`: as JSON, and through a binary
//! format that does not describe itself.

#![cfg(feature = "serde")]

#[path = "common/mod.rs"]
mod common;

use common::random::Random;
use records_core::{
    DType, DateTime64, Days, DynRecordBuf, DynRecords, DynRecordsMut, Element, FixedBytes,
    FixedStr, Grid, Layout, Milliseconds, Raw, Record, RecordArray, RecordBuf, Records, Seconds,
    TimeDelta64, Value,
};
use serde::de::DeserializeSeed;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use zerocopy::big_endian;

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
enum Side {
    Buy = -2,
    Sell = 300,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Inner {
    flag: bool,
    level: big_endian::F64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct All {
    side: Side,
    name: FixedBytes<4>,
    city: FixedStr<3>,
    raw: Raw<2>,
    at: DateTime64<Milliseconds>,
    #[record(rename = "for how long")]
    span: TimeDelta64<Days>,
    inner: [Inner; 2],
    large: u128,
    small: i8,
    single: f32,
    nothing: [u64; 0],
}

fn some() -> All {
    let inner = |flag, level: f64| Inner { flag, level: level.into() };
    All {
        side: Side::Sell,
        name: "ab".parse().unwrap(),
        city: "Ürü".parse().unwrap(),
        raw: Raw([0, 255]),
        at: DateTime64::new(-1_500),
        span: TimeDelta64::NAT,
        inner: [inner(true, 0.5), inner(false, -1e300)],
        large: u128::MAX,
        small: -128,
        single: 0.1,
        nothing: [],
    }
}

fn other() -> All {
    All {
        side: Side::Buy,
        name: FixedBytes::from_array(*b"\xff\0\xfe\0"),
        city: FixedStr::default(),
        at: DateTime64::NAT,
        span: TimeDelta64::new(7),
        large: 0,
        single: f32::MIN_POSITIVE,
        ..some()
    }
}

/// Without numbers beyond 64 bits, which `serde_json::Value` does not have.
fn json_of(rows: &RecordBuf<All>) -> Json {
    let mut json: Json = serde_json::from_str(
        &serde_json::to_string(rows).unwrap().replace(&u128::MAX.to_string(), "7"),
    )
    .unwrap();
    for row in json.as_array_mut().unwrap() {
        row.as_object_mut().unwrap().remove("large").unwrap();
    }
    json
}

#[test]
fn rows_are_maps() {
    let rows: RecordBuf<All> = [some(), other()][..].into();
    assert_eq!(
        json_of(&rows),
        json!([
            {
                "side": "Sell",
                "name": "ab",
                "city": "Ürü",
                "raw": [0, 255],
                "at": -1500,
                "for how long": null,
                "inner": [{"flag": true, "level": 0.5}, {"flag": false, "level": -1e300}],
                "small": -128,
                "single": 0.1,
                "nothing": [],
            },
            {
                "side": "Buy",
                "name": [255, 0, 254],
                "city": "",
                "raw": [0, 255],
                "at": null,
                "for how long": 7,
                "inner": [{"flag": true, "level": 0.5}, {"flag": false, "level": -1e300}],
                "small": -128,
                "single": 1.1754944e-38,
                "nothing": [],
            },
        ])
    );
    let text = serde_json::to_string(&rows).unwrap();
    assert!(text.starts_with(r#"[{"side":"Sell","name":"ab","city":"Ürü","raw":[0,255],"#));
    assert!(text.contains(r#""large":340282366920938463463374607431768211455,"#));

    // Every way to hold them writes the same.
    let view = rows.view();
    let mut bytes = rows.as_bytes().to_vec();
    let array = RecordArray::<All, _>::new(bytes.clone()).unwrap();
    assert_eq!(serde_json::to_string(&array).unwrap(), text);
    let mut buf = rows.clone();
    assert_eq!(serde_json::to_string(&buf.view_mut()).unwrap(), text);
    assert_eq!(serde_json::to_string(&view.to_dyn().unwrap()).unwrap(), text);
    let mut rows = DynRecordsMut::from_bytes(&mut bytes, All::LAYOUT).unwrap();
    assert_eq!(serde_json::to_string(&rows).unwrap(), text);
    assert_eq!(serde_json::to_string(&rows.view().repack()).unwrap(), text);
    assert_eq!(serde_json::to_string(&rows.reborrow()).unwrap(), text);

    // Backwards, and some fields, in place.
    let back = view.reversed().select((All::FIELDS.small, All::FIELDS.side));
    assert_eq!(
        serde_json::to_value(back).unwrap(),
        json!([{"f0": -128, "f1": "Buy"}, {"f0": -128, "f1": "Sell"}])
    );
}

#[test]
fn columns_planes_and_values() {
    let rows: RecordBuf<All> = [some(), other()][..].into();
    let mut buf = rows.clone();
    let columns = rows.columns();
    let json = |value: &dyn erased::Json| value.json();
    assert_eq!(json(&columns.at), json!([-1500, null]));
    assert_eq!(json(&columns.side), json!(["Sell", "Buy"]));
    assert_eq!(json(&buf.columns_mut().name), json!(["ab", [255, 0, 254]]));
    assert_eq!(
        json(&columns.inner.component(1)),
        json!([{"flag": false, "level": -1e300}, {"flag": false, "level": -1e300}])
    );
    let dyn_rows = rows.view().to_dyn().unwrap();
    assert_eq!(json(&dyn_rows.dyn_column("inner[0].level").unwrap()), json!([0.5, 0.5]));
    assert_eq!(json(&dyn_rows.value(1, "inner").unwrap()), json(&columns.inner)[1]);

    let grid = Grid::<(u8, u8)>::from_bytes(&[1, 2, 0, 3, 4, 0], 2, 1, 3).unwrap();
    assert_eq!(json(&grid), json!([[{"f0": 1, "f1": 2}], [{"f0": 3, "f1": 4}]]));
    assert_eq!(json(&grid.plane(<(u8, u8)>::FIELDS.1)), json!([[2], [4]]));

    assert_eq!(json(&Value::from("x")), json!("x"));
    assert_eq!(
        json(&Value::from(vec![1_u8.into(), Value::C64(0.5, -1.0)])),
        json!([1, [0.5, -1.0]])
    );
}

/// `Serialize` behind a pointer, for the tests above.
mod erased {
    pub trait Json {
        fn json(&self) -> serde_json::Value;
    }

    impl<T: serde::Serialize> Json for T {
        fn json(&self) -> serde_json::Value {
            serde_json::to_value(self).unwrap()
        }
    }
}

#[test]
fn what_is_written_is_read() {
    let rows: RecordBuf<All> = (0..5).flat_map(|_| [some(), other()]).collect();
    let text = serde_json::to_string(&rows).unwrap();
    assert_eq!(serde_json::from_str::<RecordBuf<All>>(&text).unwrap(), rows);
    // Padding is zero, as in rows that are pushed.
    assert_eq!(serde_json::from_str::<RecordBuf<All>>(&text).unwrap().as_bytes(), rows.as_bytes());
    let binary = postcard::to_allocvec(&rows).unwrap();
    assert_eq!(postcard::from_bytes::<RecordBuf<All>>(&binary).unwrap(), rows);
    // The order of the fields is the writer's business.
    let turned = r#"[{"f1": 2, "f0": 1}, {"f0": 3, "f1": 4}]"#;
    let pairs: RecordBuf<(u8, u8)> = serde_json::from_str(turned).unwrap();
    assert_eq!(pairs.as_bytes(), [1, 2, 3, 4]);
    let none: RecordBuf<()> = serde_json::from_str("[{}, {}, {}]").unwrap();
    assert_eq!(none.len(), 3);
}

#[test]
fn floats_come_back_to_the_bit() {
    let mut random = Random::new(7);
    for _ in 0..20_000 {
        let single = f32::from_bits(random.next() as u32);
        let double = f64::from_bits(random.next());
        if !single.is_finite() || !double.is_finite() {
            continue;
        }
        let rows: RecordBuf<(f32, f64)> = [(single, double)][..].into();
        let text = serde_json::to_string(&rows).unwrap();
        let (one, two) =
            serde_json::from_str::<RecordBuf<(f32, f64)>>(&text).unwrap().get(0).unwrap();
        assert_eq!(one.to_bits(), single.to_bits(), "{text}");
        assert_eq!(two.to_bits(), double.to_bits(), "{text}");
        let binary = postcard::to_allocvec(&rows).unwrap();
        assert_eq!(postcard::from_bytes::<RecordBuf<(f32, f64)>>(&binary).unwrap(), rows);
    }
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Strict {
    id: u8,
    side: Side,
    name: FixedBytes<3>,
    city: FixedStr<2>,
    raw: Raw<2>,
    three: [i16; 3],
    at: DateTime64<Seconds>,
    single: f32,
    on: bool,
}

#[test]
fn what_is_wrong_is_named() {
    let good = json!({
        "id": 1, "side": "Buy", "name": "abc", "city": "äö", "raw": [1, 2],
        "three": [1, 2, 3], "at": null, "single": 1, "on": true,
    });
    let read = |row: &Json| serde_json::from_value::<RecordBuf<Strict>>(json!([row]));
    assert!(read(&good).is_ok(), "{:?}", read(&good));
    let refused = |field: &str, value: Json, says: &str| {
        let mut row = good.clone();
        row[field] = value;
        let error = read(&row).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    };
    refused("id", json!(256), "256");
    refused("id", json!(-1), "-1");
    refused("id", json!(1.5), "1.5");
    refused("id", json!("1"), "string");
    refused("side", json!("Hold"), "expected a variant of `Side`: `Buy`, `Sell`");
    refused("side", json!(-2), "a variant of `Side`");
    refused("name", json!("abcd"), "invalid length 4, expected text of at most 3 bytes");
    refused("name", json!([1, 2, 3, 4]), "expected text of at most 3 bytes");
    refused("name", json!([256]), "256");
    refused("name", json!(5), "expected text of at most 3 bytes");
    refused("city", json!("äöü"), "invalid length 3, expected text of at most 2 characters");
    refused("raw", json!([1]), "invalid length 1, expected 2 bytes");
    refused("raw", json!([1, 2, 3]), "expected 2 bytes");
    refused("three", json!([1, 2]), "invalid length 2, expected a list of 3 elements");
    refused("three", json!([1, 2, 3, 4]), "invalid length 4, expected a list of 3 elements");
    refused("three", json!([1, 2, 40_000]), "40000");
    refused("at", json!(i64::MIN), "NaT is none");
    refused("single", json!(1e300), "f32");
    refused("single", json!(null), "null");
    refused("on", json!(1), "1");
    refused("extra", json!(1), "unknown field `extra`, expected one of `id`, `side`");
    let mut row = good.clone();
    row.as_object_mut().unwrap().remove("city");
    assert_eq!(read(&row).unwrap_err().to_string(), "missing field `city`");
    let error = serde_json::from_str::<RecordBuf<(u8,)>>(r#"[{"f0": 1, "f0": 2}]"#).unwrap_err();
    assert!(error.to_string().starts_with("duplicate field `f0`"), "{error}");
    let error = serde_json::from_str::<RecordBuf<(u8,)>>("[[1]]").unwrap_err();
    assert!(error.to_string().contains("expected a map of the fields `f0`"), "{error}");
    let error = serde_json::from_str::<RecordBuf<(u8,)>>("{}").unwrap_err();
    assert!(error.to_string().contains("expected a list of records"), "{error}");
    // A length that is claimed is not believed.
    let claims = [0xff, 0xff, 0xff, 0xff, 0x0f];
    assert!(postcard::from_bytes::<RecordBuf<Strict>>(&claims).is_err());
}

#[test]
fn run_time_rows_are_what_their_values_are() {
    let mut random = Random::new(26);
    let mut compared = 0;
    for _ in 0..600 {
        let layout = random.layout(3);
        let count = if layout.itemsize() == 0 { 0 } else { random.below(4) };
        let bytes: Vec<u8> = (0..count * layout.itemsize()).map(|_| random.next() as u8).collect();
        let rows = DynRecords::from_bytes(&bytes, &layout).unwrap();
        // As JSON: what the decoded values say.
        let values: Vec<Value> = rows.iter().collect();
        let (one, other) = (serde_json::to_string(&rows), serde_json::to_string(&values));
        assert_eq!(one.unwrap(), other.unwrap(), "{}", layout.dtype_repr());
        compared += count;
        // There and back, and there again.
        let binary = postcard::to_allocvec(&rows).unwrap();
        let mut from = postcard::Deserializer::from_bytes(&binary);
        let back: DynRecordBuf = layout.deserialize(&mut from).unwrap();
        assert_eq!(postcard::to_allocvec(&back).unwrap(), binary, "{}", layout.dtype_repr());
        // Padding is zero.
        for hole in layout.holes() {
            for row in back.as_bytes().chunks(layout.itemsize()) {
                assert!(row[hole.clone()].iter().all(|&byte| byte == 0));
            }
        }
        // Any bytes at all: an error or rows, and no panic.
        let noise: Vec<u8> = (0..random.below(40)).map(|_| random.next() as u8).collect();
        let _ = layout.deserialize(&mut postcard::Deserializer::from_bytes(&noise));
    }
    assert!(compared > 500);

    let layout = Layout::parse("[('a', 'S0'), ('b', '<f4', (0,))]").unwrap();
    let mut from =
        serde_json::Deserializer::from_str(r#"[{"a": "", "b": []}, {"b": [], "a": ""}]"#);
    assert_eq!(layout.deserialize(&mut from).unwrap().len(), 2);
}

#[test]
fn layouts_are_texts() {
    let mut random = Random::new(3);
    for _ in 0..1000 {
        let layout = random.layout(2);
        let text = serde_json::to_string(&layout).unwrap();
        let read: Layout = serde_json::from_str(&text).unwrap();
        // What NumPy has no text for becomes `V16`.
        assert_eq!(read.itemsize(), layout.itemsize(), "{text}");
        if !text.contains("V16") {
            assert_eq!(read, layout, "{text}");
        }
        let dtype = random.dtype(2);
        let text = serde_json::to_string(&dtype).unwrap();
        let read: DType = serde_json::from_str(&text).unwrap();
        if !text.contains("V16") {
            assert_eq!(read, dtype, "{text}");
        }
    }
    let text = |value: &DType| serde_json::to_value(value).unwrap();
    assert_eq!(text(&DType::BOOL), "|b1");
    assert_eq!(text(&DType::Bytes(30)), "|S30");
    #[cfg(target_endian = "little")]
    {
        assert_eq!(text(&DType::array(DType::F32, 3)), "('<f4', (3,))");
        assert_eq!(text(&DType::record(Layout::packed([("x", DType::F64)]))), "[('x', '<f8')]");
        assert_eq!(text(Side::DTYPE), "<i2");
    }
    assert!(serde_json::from_str::<Layout>(r#""[('id', 'O')]""#).is_err());
    assert!(serde_json::from_str::<Layout>("3").unwrap_err().to_string().contains("NumPy's text"));
}

/// Field types in structs of the user's own.
#[derive(Serialize, Deserialize, Debug, PartialEq)]
struct Mine {
    name: FixedBytes<5>,
    city: FixedStr<2>,
    raw: Raw<1>,
    at: Option<DateTime64<Seconds>>,
    span: TimeDelta64<Days>,
}

#[test]
fn field_types_are_values_of_their_own() {
    let mine = Mine {
        name: "Zhang".parse().unwrap(),
        city: "Ü".parse().unwrap(),
        raw: Raw([7]),
        at: Some(DateTime64::new(9)),
        span: TimeDelta64::NAT,
    };
    let json = json!({"name": "Zhang", "city": "Ü", "raw": [7], "at": 9, "span": null});
    assert_eq!(serde_json::to_value(&mine).unwrap(), json);
    assert_eq!(serde_json::from_value::<Mine>(json).unwrap(), mine);
    let binary = postcard::to_allocvec(&mine).unwrap();
    assert_eq!(postcard::from_bytes::<Mine>(&binary).unwrap(), mine);
    let error = serde_json::from_value::<FixedBytes<2>>(json!("abc")).unwrap_err();
    assert_eq!(error.to_string(), "invalid length 3, expected text of at most 2 bytes");
    let error = serde_json::from_value::<DateTime64<Days>>(json!(0.5)).unwrap_err();
    assert!(error.to_string().contains("0.5"), "{error}");
}

#[cfg(all(feature = "half", feature = "num-complex"))]
#[test]
fn halves_and_complex_numbers() {
    use records_core::half::f16;
    use records_core::num_complex::Complex;

    type Row = (f16, Complex<f32>, Complex<f64>);
    let rows: RecordBuf<Row> =
        [(f16::from_f32(65504.0), Complex::new(0.5, -1.0), Complex::new(1e300, 0.0))][..].into();
    let json = serde_json::to_value(&rows).unwrap();
    assert_eq!(json, json!([{"f0": 65504.0, "f1": [0.5, -1.0], "f2": [1e300, 0.0]}]));
    assert_eq!(serde_json::from_value::<RecordBuf<Row>>(json).unwrap(), rows);
    let binary = postcard::to_allocvec(&rows).unwrap();
    assert_eq!(postcard::from_bytes::<RecordBuf<Row>>(&binary).unwrap(), rows);
    // By way of a single the double would be halfway between two halves, and become the even one.
    let near = json!([{"f0": 1.0 + 2_f64.powi(-11) + 2_f64.powi(-30), "f1": [0, 0], "f2": [0, 0]}]);
    let near = serde_json::from_value::<RecordBuf<Row>>(near).unwrap();
    assert_eq!(near.get(0).unwrap().0, f16::from_f32(1.0 + 2_f32.powi(-10)));
    let large = json!([{"f0": 65520.0, "f1": [0, 0], "f2": [0, 0]}]);
    let error = serde_json::from_value::<RecordBuf<Row>>(large).unwrap_err().to_string();
    assert!(error.contains("65520") && error.contains("f16"), "{error}");
    let short = json!([{"f0": 0, "f1": [0], "f2": [0, 0]}]);
    assert!(serde_json::from_value::<RecordBuf<Row>>(short).is_err());
    assert_eq!(Records::<Row>::default().len(), 0);
}
