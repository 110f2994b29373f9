//! Rows of values added to run-time layouts: the short ways against the long one.

#![allow(
    clippy::unnecessary_to_owned,
    clippy::needless_borrows_for_generic_args,
    reason = "lists by reference are what is tested"
)]

mod common;

use common::decode::same;
use common::random::Random;
use records_core::{ByteOrder, DType, DynRecordBuf, Error, Layout, Scalar, Value};

/// A value that the field may hold or not.
fn number(random: &mut Random) -> Value {
    let edges: [i128; 17] = [
        0,
        1,
        -1,
        i8::MIN.into(),
        i8::MAX.into(),
        u8::MAX.into(),
        i16::MIN.into(),
        i16::MAX.into(),
        u16::MAX.into(),
        i32::MIN.into(),
        i32::MAX.into(),
        u32::MAX.into(),
        i64::MIN.into(),
        i64::MAX.into(),
        u64::MAX.into(),
        i128::MIN,
        i128::MAX,
    ];
    let whole = random.pick(&edges).saturating_add(random.below(3) as i128 - 1);
    match random.below(8) {
        0 => Value::Bool(whole % 2 == 0),
        1..=3 => Value::Int(whole),
        4 => Value::UInt(whole.unsigned_abs()),
        5 => Value::F32(*random.pick(&[0.5, -0.0, f32::NAN, f32::INFINITY, f32::MAX])),
        _ => Value::F64(*random.pick(&[0.1, -0.0, f64::NAN, f64::NEG_INFINITY, 1e300, 1e-300])),
    }
}

/// A field that has a short way, if the order of its bytes is the machine's, and its twin that has
/// none: an element of an array of one.
fn twins(dtype: &DType) -> (Layout, Layout) {
    (
        Layout::packed([("x", dtype.clone())]),
        Layout::packed([("x", DType::array(dtype.clone(), 1))]),
    )
}

#[test]
fn short_ways_are_the_long_way() {
    let mut random = Random::new(51);
    let mut taken = 0;
    for scalar in common::random::SCALARS {
        for order in [ByteOrder::Little, ByteOrder::Big] {
            let (short, long) = twins(&DType::Scalar(scalar, order));
            let (mut a, mut b) = (DynRecordBuf::new(&short), DynRecordBuf::new(&long));
            for _ in 0..400 {
                let value = number(&mut random);
                let before = a.as_bytes().to_vec();
                let pushed = a.push([value.clone()]);
                let expected = b.push([Value::Array(vec![value.clone()])]);
                assert_eq!(pushed.is_ok(), expected.is_ok(), "{value:?} as {scalar:?}");
                match pushed {
                    Ok(()) => taken += 1,
                    Err(error) => {
                        assert!(matches!(error, Error::CannotHold { .. }), "{error}");
                        assert_eq!(a.as_bytes(), before);
                    }
                }
                assert_eq!((a.as_bytes(), a.len()), (b.as_bytes(), b.len()), "{value:?}");
            }
        }
    }
    assert!(taken > 1000);
}

#[test]
fn rows_are_given_in_any_way() {
    let layout = Layout::packed([
        ("id", DType::I16),
        ("x", DType::F64),
        ("wire", DType::Scalar(Scalar::U32, ByteOrder::Big)),
    ]);
    let numbers = || [Value::Int(-2), Value::F64(0.5), Value::UInt(7)];
    let mut buf = DynRecordBuf::new(&layout);
    for _ in 0..2 {
        buf.push(numbers()).unwrap();
        buf.push(&numbers()).unwrap();
        buf.push(&numbers()[..]).unwrap();
        buf.push(numbers().to_vec()).unwrap();
        buf.push(&numbers().to_vec()).unwrap();
        buf.push(Box::new(numbers()) as Box<[Value]>).unwrap();
    }
    assert_eq!(buf.len(), 12);
    let first = buf.as_bytes()[..14].to_vec();
    assert!(buf.as_bytes().chunks(14).all(|row| row == first));
    for wrong in [&numbers()[..2], &[], &[numbers(), numbers()].concat()] {
        assert!(matches!(buf.push(wrong), Err(Error::Lengths { expected: 3, .. })));
    }
    assert_eq!(buf.len(), 12);

    // What is kept of the fields stays with the layout.
    let narrow = DynRecordBuf::from_bytes(vec![1, 2], &Layout::parse("u1").unwrap()).unwrap();
    buf.assign_columns(&narrow.view().to_columns());
    assert!(buf.push(numbers()).is_err());
    buf.push([Value::UInt(3)]).unwrap();
    assert_eq!(buf.as_bytes(), [1, 2, 3]);
    narrow.view().repack_into(&mut buf);
    buf.push([Value::UInt(4)]).unwrap();
    assert_eq!(buf.as_bytes(), [1, 2, 4]);
}

#[test]
fn rows_with_texts_and_padding() {
    let layout = Layout::aligned([
        ("name", DType::Bytes(5)),
        ("ok", DType::BOOL),
        ("x", DType::F32),
        ("chars", DType::Str(2, ByteOrder::Big)),
    ]);
    let row = |name: &str, ok: bool, x: f64| -> [Value; 4] {
        [name.into(), ok.into(), x.into(), "ab".into()]
    };
    let mut buf = DynRecordBuf::new(&layout);
    for (name, x) in [("abcde", 1.5), ("", 2.5), ("xy", 3.5)] {
        buf.push(row(name, true, x)).unwrap();
        let last = buf.len() - 1;
        assert_eq!(buf.view().value(last, "name").unwrap(), name);
        assert!(same(&buf.view().value(last, "x").unwrap(), &Value::F32(x as f32)));
        assert_eq!(buf.view().value(last, "chars").unwrap(), "ab");
        assert_eq!(buf.as_bytes()[last * layout.itemsize() + 6..][..2], [0, 0]);
    }
    assert!(buf.push(row("too long", true, 1.0)).is_err());
    assert!(buf.push(row("x", true, 1e300)).is_err());
    assert_eq!(buf.len(), 3);
    let texts = Layout::packed([("a", DType::Bytes(3)), ("b", DType::Bytes(0))]);
    let mut buf = DynRecordBuf::new(&texts);
    for a in ["abc", "", "a"] {
        buf.push([Value::from(a), Value::Bytes(Vec::new())]).unwrap();
    }
    assert_eq!(buf.as_bytes(), b"abc\0\0\0a\0\0");
    assert!(buf.push([Value::from("abcd"), "".into()]).is_err());
}
