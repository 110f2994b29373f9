//! Records in `Bytes`, without a copy.

#![cfg(feature = "bytes")]

use records_core::bytes::{BufMut, Bytes, BytesMut};
use records_core::{Error, Record, RecordArray, RecordBuf};

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Tick {
    on: bool,
    price: f64,
}

#[test]
fn buffers_become_bytes_and_arrays_share_them() {
    let ticks: RecordBuf<Tick> = (0..5).map(|i| Tick { on: i == 2, price: i.into() }).collect();
    let (copy, at) = (ticks.as_bytes().to_vec(), ticks.as_bytes().as_ptr());
    let bytes = Bytes::from(ticks);
    assert_eq!((&bytes[..], bytes.as_ptr()), (&copy[..], at));

    let array = RecordArray::<Tick, _>::new(bytes.slice(9..36)).unwrap();
    drop(bytes);
    let clone = array.clone();
    assert_eq!(clone.view().as_ptr(), at.wrapping_add(9));
    let seen = std::thread::spawn(move || array.view().columns().price.to_vec()).join().unwrap();
    assert_eq!(seen, [1.0, 2.0, 3.0]);
    assert!(clone.view().get(1).unwrap().on);
}

#[test]
fn records_are_cut_off_as_they_arrive() {
    let all: Vec<u8> = (0..7_u8)
        .flat_map(|i| {
            let mut row = vec![i % 2];
            row.extend(f64::from(i).to_ne_bytes());
            row
        })
        .collect();
    // However the stream is torn, the same rows come out.
    for step in 1..all.len() {
        let (mut pending, mut prices) = (BytesMut::new(), Vec::new());
        for piece in all.chunks(step) {
            pending.put_slice(piece);
            let mut received = pending.split().freeze();
            let at = received.as_ptr();
            let ticks = RecordArray::<Tick, _>::split_off_front(&mut received).unwrap();
            assert!(received.len() < 9);
            if !ticks.is_empty() {
                assert_eq!(ticks.view().as_ptr(), at);
            }
            prices.extend(ticks.view().columns().price);
            pending.put_slice(&received);
        }
        assert_eq!(prices, [0., 1., 2., 3., 4., 5., 6.], "{step} bytes at a time");
        assert!(pending.is_empty());
    }
}

#[test]
fn bytes_that_are_no_records_stay() {
    let mut bytes = Bytes::from(vec![2; 20]);
    let error = RecordArray::<Tick, _>::split_off_front(&mut bytes).unwrap_err();
    assert!(matches!(error, Error::Invalid { row: 0, .. }));
    assert_eq!(bytes, vec![2; 20]);
    // Of no bytes there are as many as one likes; none are cut off.
    let none = RecordArray::<(), _>::split_off_front(&mut bytes).unwrap();
    assert_eq!((none.len(), bytes.len()), (0, 20));
    let few = RecordArray::<(u128, u64), _>::split_off_front(&mut bytes).unwrap();
    assert_eq!((few.len(), bytes.len()), (0, 20));
}
