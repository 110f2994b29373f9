//! Copies of kept and listed rows into buffers that are used again, by every kernel; rows added one
//! by one, against rows set field by field.

mod common;

use common::decode::{Rows, laid_out};
use common::random::{Random, SCALARS};
use records_core::{
    DType, DynRecordBuf, DynRecords, DynRecordsMut, Error, Kernel, Layout, Record, RecordBuf,
    Records, Value,
};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Padded {
    a: u8,
    b: u32,
    c: [u16; 3],
    d: f64,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Packed {
    d: f64,
    a: u8,
}

fn padded(i: usize) -> Padded {
    Padded { a: i as u8, b: i as u32 * 7, c: [i as u16, 1, 2], d: i as f64 / 2.0 }
}

/// Runs for each kernel that this CPU has.
fn with_each_kernel(mut run: impl FnMut()) {
    for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        Kernel::force(Some(kernel)).unwrap();
        run();
    }
    Kernel::force(None).unwrap();
}

/// What copies of listed rows of a run-time layout must be.
fn expected(layout: &Layout, rows: &Rows, list: &[usize], to: &Layout) -> Vec<u8> {
    let row = |&row: &usize| {
        let bytes = &rows.bytes[rows.starts[row]..][..layout.itemsize()];
        laid_out(bytes, layout, to)
    };
    list.iter().flat_map(row).collect()
}

#[test]
fn buffers_of_any_layout_are_used_again() {
    with_each_kernel(|| {
        let mut random = Random::new(51);
        let [mut kept, mut taken, mut whole, mut back] =
            [(); 4].map(|()| DynRecordBuf::new(&Layout::packed([("x", DType::U8)])));
        for _ in 0..300 {
            let layout = random.layout(3);
            let count = *random.pick(&[0, 1, 5, 127, 300, 1025]);
            let count = if layout.itemsize() > 400 { count.min(5) } else { count };
            let rows = Rows::random(&mut random, layout.itemsize(), count, false);
            let view =
                DynRecords::from_strided(&rows.bytes, &layout, rows.offset, rows.stride, count)
                    .unwrap();

            let part = random.below(4);
            let mask: Vec<bool> = (0..count).map(|_| random.below(4) <= part).collect();
            view.filter_mask_into(&mask, &mut kept).unwrap();
            let list: Vec<usize> = (0..count).filter(|&row| mask[row]).collect();
            assert_eq!(kept.layout(), &layout);
            assert_eq!(kept.as_bytes(), expected(&layout, &rows, &list, &layout));
            assert_eq!(kept.len(), list.len());

            let list: Vec<usize> = match count {
                0 => Vec::new(),
                _ => (0..random.below(2 * count)).map(|_| random.below(count)).collect(),
            };
            view.take_into(&list, &mut taken).unwrap();
            assert_eq!(taken.as_bytes(), expected(&layout, &rows, &list, &layout));
            let anew = view.take(&list).unwrap();
            assert!(anew.as_bytes() == taken.as_bytes() && anew.layout() == taken.layout());

            view.repack_into(&mut whole);
            let anew = view.repack();
            assert!(anew.as_bytes() == whole.as_bytes() && anew.layout() == whole.layout());

            let columns = view.to_columns();
            back.assign_columns(&columns);
            let all: Vec<usize> = (0..count).collect();
            assert_eq!(back.as_bytes(), expected(&layout, &rows, &all, &layout));

            // Refused, and nothing is changed.
            let before = taken.clone();
            assert!(view.take_into(&[0, count], &mut taken).is_err());
            assert!(view.filter_mask_into(&vec![true; count + 1], &mut taken).is_err());
            if count > 0 {
                assert!(view.zip_into(&view.slice(..count / 2), &mut taken).is_err());
            }
            assert_eq!((taken.layout(), taken.as_bytes()), (before.layout(), before.as_bytes()));
        }
    });
}

#[test]
fn buffers_of_records_are_used_again() {
    with_each_kernel(|| {
        let all: RecordBuf<Padded> = (0..5000).map(padded).collect();
        let parts: RecordBuf<Packed> =
            (0..5000).map(padded).map(|row| Packed { d: row.d, a: row.a }).collect();
        // What was there before must not be seen in the padding.
        let dirty = vec![0xff; 6000 * Padded::LAYOUT.itemsize()];
        let mut buf = RecordBuf::<Padded>::from_bytes(dirty).unwrap();
        let mut part = RecordBuf::<Packed>::new();
        for len in [0, 1, 64, 1023, 1024, 1025, 3000, 5000] {
            let view = all.view().slice(..len);
            let own = |rows: &mut dyn Iterator<Item = usize>| {
                rows.map(padded).collect::<RecordBuf<Padded>>()
            };
            let odd = |a: u8| a % 2 == 1;

            view.filter_into(|row| odd(row.a), &mut buf);
            let odds = own(&mut (0..len).filter(|i| i % 2 == 1));
            assert_eq!(buf.as_bytes(), odds.as_bytes());

            let mask: Vec<bool> = (0..len).map(|i| i % 50 == 3).collect();
            view.filter_mask_into(&mask, &mut buf).unwrap();
            assert_eq!(buf.as_bytes(), own(&mut (0..len).filter(|i| i % 50 == 3)).as_bytes());

            view.take_into(&vec![len / 2; len], &mut buf).unwrap();
            assert_eq!(buf.as_bytes(), own(&mut (0..len).map(|_| len / 2)).as_bytes());
            let refused = view.take_into(&[len], &mut buf);
            assert_eq!(refused, Err(Error::NoSuchRow { row: len, at: 0, len }));
            assert_eq!(buf.len(), len);

            view.reversed().repack_into(&mut buf);
            assert_eq!(buf.as_bytes(), own(&mut (0..len).rev()).as_bytes());

            let projected = view.project::<Packed>();
            projected.filter_into(|row| odd(row.a), &mut part);
            let odds: RecordBuf<Packed> =
                parts.view().slice(..len).iter().filter(|row| odd(row.a)).collect();
            assert_eq!(part.as_bytes(), odds.as_bytes());
            projected.repack_into(&mut part);
            assert_eq!(part.as_bytes(), parts.view().slice(..len).repack().as_bytes());

            let columns = view.to_columns();
            buf.assign_columns(&columns).unwrap();
            assert_eq!(buf.as_bytes(), own(&mut (0..len)).as_bytes());
        }
        // The memory was enough for all.
        assert!(buf.capacity() >= 6000);
    });
}

#[test]
fn a_filter_that_panics_leaves_whole_rows() {
    let all: RecordBuf<Padded> = (0..5000).map(padded).collect();
    let mut buf = RecordBuf::new();
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let mut seen = 0;
        all.view().filter_into(
            |_| {
                seen += 1;
                assert!(seen < 3000, "enough");
                true
            },
            &mut buf,
        );
    }));
    assert!(caught.is_err());
    assert!(buf.len() < 3000 && buf.iter().eq(all.iter().take(buf.len())));
}

/// Values about the borders of what numbers hold.
fn some_value(random: &mut Random) -> Value {
    let bits = *random.pick(&[0, 1, 7, 8, 15, 16, 31, 32, 63, 64, 100]);
    let number = (1_i128 << bits) - random.below(3) as i128;
    match random.below(9) {
        0 => Value::Bool(random.below(2) == 0),
        1 => Value::Int(number),
        2 => Value::Int(-number),
        3 => Value::UInt(number.max(0) as u128),
        4 => {
            Value::F32(*random.pick(&[0.0, -0.0, 1.5, f32::MAX, f32::INFINITY, f32::MIN_POSITIVE]))
        }
        5 => Value::F64(*random.pick(&[
            0.0,
            -0.0,
            0.1,
            1e39,
            3.4028235e38,
            3.4028236e38,
            f64::MAX,
            f64::NEG_INFINITY,
        ])),
        6 => Value::Bytes(b"some text"[..random.below(10)].to_vec()),
        7 => Value::Str("ein Text"[..random.below(9)].into()),
        _ => Value::Raw(vec![7; random.below(4)]),
    }
}

#[test]
fn pushed_rows_are_those_set_field_by_field() {
    let mut random = Random::new(52);
    let (mut pushed, mut refused) = (0, 0);
    for _ in 0..20_000 {
        let fields: Vec<(String, DType)> = (0..random.below(4) + 1)
            .map(|i| {
                let order =
                    *random.pick(&[records_core::ByteOrder::Little, records_core::ByteOrder::Big]);
                let dtype = match random.below(8) {
                    0 => DType::Bytes(random.below(12)),
                    1 => DType::Raw(random.below(4)),
                    2 => DType::Str(random.below(9), order),
                    _ => DType::Scalar(*random.pick(&SCALARS), order),
                };
                (format!("f{i}"), dtype)
            })
            .collect();
        let layout = Layout::try_packed(fields).unwrap();
        let layout = if random.below(2) == 0 { layout.aligned() } else { layout };
        let mut buf = DynRecordBuf::new(&layout);
        let mut twin: Vec<u8> = Vec::new();
        for _ in 0..4 {
            let values: Vec<Value> =
                layout.fields().iter().map(|_| some_value(&mut random)).collect();
            let mut row = vec![0; layout.itemsize()];
            let set = {
                let mut rows = DynRecordsMut::from_strided(&mut row, &layout, 0, 0, 1).unwrap();
                layout
                    .fields()
                    .iter()
                    .zip(&values)
                    .try_for_each(|(field, value)| rows.set_value(0, field.name(), value))
            };
            assert_eq!(buf.push(&values), set, "{layout} {values:?}");
            match set {
                Ok(()) => {
                    twin.extend(row);
                    pushed += 1;
                }
                Err(_) => refused += 1,
            }
            assert_eq!(buf.as_bytes(), twin, "{layout} {values:?}");
        }
        let wrong = buf.push(&[]).unwrap_err();
        assert!(matches!(wrong, Error::Lengths { found: 0, .. }));
    }
    assert!(pushed > 1000 && refused > 1000, "{pushed} {refused}");
}

#[test]
fn records_are_pushed_where_a_layout_has_their_fields() {
    // In another order, with another field and holes between them.
    let layout = Layout::parse(
        "{'names': ['a', 'x', 'd'], 'formats': ['u1', 'i4', '<f8'], \
                                'offsets': [3, 5, 10], 'itemsize': 20}",
    )
    .unwrap();
    let mut buf = DynRecordBuf::new(&layout);
    buf.extend_from_bytes(&[0xff; 20]).unwrap();
    buf.pusher::<Packed>()
        .unwrap()
        .extend((0..100).map(|i| Packed { d: f64::from(i), a: i as u8 }));
    for i in 0..100_u8 {
        let mut row = [0; 20];
        row[3] = i;
        row[10..18].copy_from_slice(&f64::from(i).to_le_bytes());
        assert_eq!(buf.as_bytes()[20 * (usize::from(i) + 1)..][..20], row);
    }
    let error = buf.pusher::<Padded>().unwrap_err();
    assert!(matches!(error, Error::Mismatch(_)));

    let bytes = buf.into_bytes();
    let rows = Records::<Packed>::from_bytes(&bytes[..9]).unwrap();
    assert_eq!(rows.len(), 1);
}

#[test]
fn a_buffer_changes_its_layout_and_is_pushed_to() {
    let one = Layout::packed([("a", DType::U8), ("b", DType::U8)]);
    let rows = DynRecords::from_bytes(&[1, 2, 3, 4], &one).unwrap();
    let mut buf = DynRecordBuf::new(&Layout::packed([("s", DType::Bytes(9))]));
    buf.push(&["before".into()]).unwrap();
    rows.take_into(&[1], &mut buf).unwrap();
    buf.push(&[5.into(), 6.into()]).unwrap();
    assert_eq!(buf.as_bytes(), [3, 4, 5, 6]);
    rows.zip_into(&rows.rename(&[("a", "c"), ("b", "d")]).unwrap(), &mut buf).unwrap();
    assert_eq!(buf.as_bytes(), [1, 2, 1, 2, 3, 4, 3, 4]);
}
