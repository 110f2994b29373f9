//! Who owns the memory: buffers that grow, and owners of all kinds.

#[path = "common/cases.rs"]
mod cases;
#[path = "common/model.rs"]
mod model;
#[path = "common/records.rs"]
mod records;

use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::sync::Arc;

use cases::Random;
use model::{NaiveRecord, bytes_of_padded};
use proptest::prelude::*;
use records::*;
use records_core::{Error, Record, RecordArray, RecordBuf};

/// What a call panics with.
fn panics<T>(call: impl FnOnce() -> T) -> String {
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).err().unwrap();
    *caught.downcast::<String>().unwrap()
}

/// One change of a buffer.
#[derive(Clone, Copy, Debug)]
enum Change {
    Push,
    Pop,
    Truncate(usize),
    Clear,
    Reserve(usize),
    Extend(usize),
    ExtendFromBytes(usize, usize),
    Clone,
    ThroughBytes,
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let rows = 0..40_usize;
    let change = prop_oneof![
        6 => Just(Change::Push),
        2 => Just(Change::Pop),
        1 => rows.clone().prop_map(Change::Truncate),
        1 => Just(Change::Clear),
        1 => (0..1000_usize).prop_map(Change::Reserve),
        3 => rows.clone().prop_map(Change::Extend),
        3 => (rows, 0..3_usize).prop_map(|(rows, more)| Change::ExtendFromBytes(rows, more)),
        1 => Just(Change::Clone),
        1 => Just(Change::ThroughBytes),
    ];
    proptest::collection::vec(change, 0..40)
}

/// A buffer against a `Vec<u8>` of rows, padding zero, except where bytes were given.
fn grows<R: NaiveRecord>(changes: &[Change], seed: u64) {
    let mut random = Random(seed);
    let mut buf = RecordBuf::<R>::new();
    let mut rows: Vec<Vec<u8>> = Vec::new();
    assert_eq!((buf.len(), buf.as_bytes().len()), (0, 0));
    for &change in changes {
        match change {
            Change::Push => {
                let record: R = random.record();
                buf.push(record);
                rows.push(bytes_of_padded(&record));
            }
            Change::Pop => {
                assert_eq!(
                    buf.pop().map(|record| bytes_of_padded(&record)),
                    rows.pop().map(zero::<R>)
                );
            }
            Change::Truncate(len) => {
                buf.truncate(len);
                rows.truncate(len);
            }
            Change::Clear => {
                let capacity = buf.capacity();
                buf.clear();
                rows.clear();
                assert_eq!(buf.capacity(), capacity);
            }
            Change::Reserve(more) => {
                buf.reserve(more);
                assert!(buf.capacity() >= rows.len() + more);
                let before = buf.as_bytes().as_ptr();
                buf.extend((0..more).map(|_| random.record::<R>()));
                assert_eq!(buf.as_bytes().as_ptr(), before);
                buf.truncate(rows.len());
            }
            Change::Extend(more) => {
                let new: Vec<R> = (0..more).map(|_| random.record()).collect();
                if more % 2 == 0 {
                    buf.extend(&new)
                } else {
                    buf.extend(new.iter().copied())
                }
                rows.extend(new.iter().map(bytes_of_padded));
            }
            Change::ExtendFromBytes(more, extra) => {
                let mut bytes: Vec<u8> = Vec::new();
                for _ in 0..more {
                    let mut row = random.bytes(R::BYTES);
                    R::mend(&mut row);
                    bytes.extend(row);
                }
                let before = buf.as_bytes().to_vec();
                let whole = R::BYTES > 0 && extra % R::BYTES == 0 || extra == 0;
                bytes.extend(random.bytes(extra));
                match buf.extend_from_bytes(&bytes) {
                    Ok(()) => {
                        assert!(whole);
                        rows.extend(bytes.chunks(R::BYTES.max(1)).map(<[u8]>::to_vec));
                    }
                    Err(error) => {
                        assert_eq!(error, Error::Length { bytes: bytes.len(), itemsize: R::BYTES });
                        assert_eq!(buf.as_bytes(), before);
                    }
                }
            }
            Change::Clone => {
                let clone = buf.clone();
                assert!(clone.as_bytes() == buf.as_bytes() && clone.len() == buf.len());
                buf = clone;
            }
            Change::ThroughBytes if R::BYTES == 0 => {}
            Change::ThroughBytes => buf = RecordBuf::from_bytes(buf.into_bytes()).unwrap(),
        }
        assert_eq!((buf.len(), buf.is_empty()), (rows.len(), rows.is_empty()));
        assert_eq!(buf.as_bytes(), rows.concat());
        assert!(
            buf.is_empty() || buf.as_bytes().as_ptr().addr().is_multiple_of(R::LAYOUT.alignment())
        );
        let first = buf.get(0).map(|record| bytes_of_padded(&record));
        assert_eq!(first, rows.first().cloned().map(zero::<R>));
    }
    assert_eq!(buf.into_bytes(), rows.concat());
}

/// A row with its padding zero.
fn zero<R: NaiveRecord>(row: Vec<u8>) -> Vec<u8> {
    let mut zeros = vec![0; R::BYTES];
    for (at, len) in R::field_spans(R::AT).concat() {
        zeros[at..at + len].copy_from_slice(&row[at..at + len]);
    }
    zeros
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_buffer_grows_and_shrinks_as_a_vector_of_rows(changes in changes(), seed in any::<u64>()) {
        grows::<Sample>(&changes, seed);
        grows::<Person>(&changes, seed);
        grows::<Crate>(&changes, seed);
        grows::<Wide>(&changes, seed);
        grows::<Nothing>(&changes, seed);
        grows::<Flags>(&changes, seed);
    }
}

#[test]
fn growth_is_amortised() {
    let mut buf = RecordBuf::<Sample>::with_capacity(3);
    assert!(buf.capacity() >= 3);
    let mut moves = 0;
    for id in 0..10_000 {
        let before = buf.capacity();
        buf.push(Sample { id, sin: 0.0, cos: 0.0 });
        moves += usize::from(buf.capacity() != before);
    }
    assert!(moves < 20, "{moves} times in 10000");
}

#[test]
fn bytes_become_records_and_records_bytes_without_a_copy_where_they_are_aligned() {
    // Of a packed record any vector is aligned.
    let bytes = vec![7; 54];
    let at = bytes.as_ptr();
    let buf = RecordBuf::<Sample>::from_bytes(bytes).unwrap();
    assert_eq!((buf.as_bytes().as_ptr(), buf.len()), (at, 3));
    let bytes = buf.into_bytes();
    assert_eq!(bytes.as_ptr(), at);

    let bytes = vec![0; 48 * 3];
    let (at, aligned) = (bytes.as_ptr(), bytes.as_ptr().addr().is_multiple_of(16));
    let buf = RecordBuf::<Wide>::from_bytes(bytes).unwrap();
    assert_eq!(buf.as_bytes().as_ptr() == at, aligned);
    assert!(buf.as_bytes().as_ptr().addr().is_multiple_of(16));
    assert!(buf.view().as_slice().is_some());
}

/// A record that wants more alignment than allocators give by chance.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Page {
    number: u64,
    text: [u8; 24],
}

#[test]
fn a_buffer_that_was_not_aligned_is_copied_and_its_bytes_are_the_same() {
    // The start of the vector is aligned for its allocation, so this is about content, and
    // about vectors whose capacity is larger than their length.
    for spare in 0..40 {
        let mut bytes = Vec::with_capacity(64 + spare);
        bytes.extend(0..64);
        let buf = RecordBuf::<Page>::from_bytes(bytes).unwrap();
        assert!(buf.as_bytes().as_ptr().addr().is_multiple_of(8));
        assert!(buf.as_bytes().iter().copied().eq(0..64));
        assert_eq!(buf.view().as_slice().unwrap()[1].text[23], 63);
        assert!(buf.into_bytes().into_iter().eq(0..64));
    }
}

#[test]
fn bytes_that_are_no_records_leave_the_buffer_as_it_was() {
    let flags: Flags = Random(1).record();
    let mut buf: RecordBuf<Flags> = [flags; 2].into_iter().collect();
    let before = buf.as_bytes().to_vec();
    assert_eq!(
        buf.extend_from_bytes(&before[1..]).unwrap_err().to_string(),
        "47 bytes is not a whole number of 24-byte records: 23 bytes left over"
    );
    let mut wrong = before.clone();
    wrong[24] = 2;
    let error = buf.extend_from_bytes(&wrong).unwrap_err();
    assert!(matches!(error, Error::Invalid { row: 1, byte: 0, .. }), "{error}");
    assert_eq!((buf.as_bytes(), buf.len()), (&before[..], 2));
    let error = RecordBuf::<Nothing>::from_bytes(vec![0; 3]).unwrap_err().to_string();
    assert_eq!(error, "3 bytes cannot be divided into records of 0 bytes: give a count");
}

/// An iterator whose hint is not true.
struct Lying(std::ops::Range<i16>, usize);

impl Iterator for Lying {
    type Item = Sample;
    fn next(&mut self) -> Option<Sample> {
        self.0.next().map(|id| Sample { id, sin: 0.0, cos: 0.0 })
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.1, Some(self.1))
    }
}

#[test]
fn a_hint_that_is_not_true_does_no_harm() {
    for hint in [0, 1, 1000, usize::MAX, usize::MAX / 18, isize::MAX as usize / 18 + 1] {
        let mut buf: RecordBuf<Sample> = Lying(0..100, hint).collect();
        buf.extend(Lying(100..200, hint));
        assert_eq!(buf.columns().id.to_vec(), (0..200).collect::<Vec<_>>());
    }
}

#[test]
fn records_of_no_bytes_are_counted() {
    let mut buf: RecordBuf<Nothing> = std::iter::repeat_n(Nothing {}, 300).collect();
    assert_eq!((buf.len(), buf.as_bytes().len(), buf.capacity()), (300, 0, usize::MAX));
    assert_eq!(buf.pop(), Some(Nothing {}));
    assert_eq!((buf.view().iter().count(), buf.clone().len()), (299, 299));
    assert_eq!(buf.view().as_slice().map(<[_]>::len), None);
    buf.truncate(2);
    assert_eq!(buf.get(1), Some(Nothing {}));
    buf.clear();
    assert_eq!((buf.pop(), buf.len()), (None, 0));
}

#[test]
fn room_for_more_than_the_address_space_is_refused() {
    assert!(std::panic::catch_unwind(|| RecordBuf::<Sample>::with_capacity(usize::MAX)).is_err());
    assert!(
        std::panic::catch_unwind(|| RecordBuf::<Sample>::with_capacity(usize::MAX / 18)).is_err()
    );
    let mut buf = RecordBuf::<Wide>::new();
    assert!(
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(
            || buf.reserve(isize::MAX as usize / 48 + 1)
        ))
        .is_err()
    );
    assert_eq!((buf.len(), buf.as_bytes()), (0, &[][..]));
}

#[test]
fn buffers_are_compared_set_and_made_from_slices() {
    let samples = [1, 2, 3].map(|id| Sample { id, sin: 0.5, cos: 0.25 });
    let mut buf = RecordBuf::from(&samples[..]);
    assert_eq!(buf, samples.into_iter().collect());
    buf.set(1, samples[2]);
    assert_ne!(buf, RecordBuf::from(&samples[..]));
    buf.columns_mut().id.update(|id| id * 2);
    assert_eq!(buf.columns().id, [2, 6, 6]);
    assert_eq!((&buf).into_iter().map(|row| row.id).sum::<i16>(), 14);
    assert_eq!(AsRef::<[u8]>::as_ref(&buf), buf.as_bytes());
    assert_eq!(panics(|| buf.set(3, samples[0])), "row 3 of a view of 3 rows");
}

/// Two rows of `Sample`, ids 1 and 2.
fn two() -> [u8; 36] {
    let two = [1, 2].map(|id| Sample { id, sin: 0.5, cos: 0.25 });
    RecordBuf::from(&two[..]).into_bytes().try_into().unwrap()
}

#[test]
fn any_owner_of_bytes_keeps_records_alive() {
    fn ids<O: AsRef<[u8]>>(owner: O) -> Vec<i16> {
        let array = RecordArray::<Sample, O>::new(owner).unwrap();
        // Moved to the heap and back: a view finds the bytes where they are then.
        let moved = *Box::new(array);
        assert_eq!((moved.len(), moved.is_empty()), (2, false));
        moved.view().columns().id.to_vec()
    }
    assert_eq!(ids(Vec::from(two())), [1, 2]);
    assert_eq!(ids(two()), [1, 2]);
    assert_eq!(ids(&two()[..]), [1, 2]);
    assert_eq!(ids(Box::<[u8]>::from(two())), [1, 2]);
    assert_eq!(ids(Rc::<[u8]>::from(two())), [1, 2]);
    assert_eq!(ids(String::from_utf8(vec![b'a'; 36]).unwrap()), [0x6161; 2]);
    let shared: Arc<[u8]> = Arc::from(two());
    assert_eq!(ids(Arc::clone(&shared)), [1, 2]);
    let array = RecordArray::<Sample, _>::new(shared).unwrap();
    assert_eq!(array.owner().len(), 36);
    assert_eq!(array.clone().view(), array.view());
    assert_eq!(array.into_owner()[0..2], 1_i16.to_ne_bytes());
}

#[test]
fn an_array_starts_anywhere_and_strides_anyhow() {
    let bytes: Vec<u8> = (0..20).collect();
    let array = RecordArray::<(u8, u8), _>::at(bytes, 17, -5, 4).unwrap();
    assert_eq!(array.view().to_vec(), [(17, 18), (12, 13), (7, 8), (2, 3)]);
    let owner = array.into_owner();
    assert!(matches!(
        RecordArray::<(u8, u8), _>::at(&owner, 17, -5, 5),
        Err(Error::OutOfBounds { .. })
    ));
    assert!(matches!(RecordArray::<(u16, u8), _>::new(&owner), Err(Error::Length { .. })));

    let mut array = RecordArray::<(u8, u8), _>::at(owner, 1, 3, 3).unwrap();
    array.view_mut().columns_mut().1.fill(99);
    assert_eq!(array.view().to_vec(), [(1, 99), (4, 99), (7, 99)]);
    let owner = array.into_owner();
    assert_eq!(owner[..10], [0, 1, 99, 3, 4, 99, 6, 7, 99, 9]);

    let mut overlapping = RecordArray::<(u8, u8), _>::at(owner, 0, 1, 3).unwrap();
    assert!(matches!(overlapping.try_view_mut(), Err(Error::RowsOverlap { stride: 1, size: 2 })));
    assert_eq!(overlapping.view().to_vec(), [(0, 1), (1, 99), (99, 3)]);
}

/// Lends other bytes each time it is asked.
struct Changing {
    lends: Vec<Vec<u8>>,
    asked: Cell<usize>,
}

impl AsRef<[u8]> for Changing {
    fn as_ref(&self) -> &[u8] {
        let turn = self.asked.replace(self.asked.get() + 1);
        &self.lends[turn.min(self.lends.len() - 1)]
    }
}

#[test]
fn an_owner_that_lends_less_than_before_is_caught() {
    // `new` asks twice: for the length, and to check.
    let lends = vec![two().to_vec(), two().to_vec(), two().to_vec(), two()[..35].to_vec()];
    let array = RecordArray::<Sample, _>::new(Changing { lends, asked: Cell::new(0) }).unwrap();
    assert_eq!(array.view().columns().id, [1, 2]);
    assert_eq!(
        panics(|| array.view()),
        "the owner of records lends other bytes than before: \
         2 items of 18 bytes, 18 bytes apart, from byte 0 do not lie within 35 bytes: they would end at byte 36"
    );
    // Less already between the two questions of `new`.
    let lends = vec![two().to_vec(), vec![]];
    let refused = RecordArray::<Sample, _>::new(Changing { lends, asked: Cell::new(0) });
    assert!(matches!(refused, Err(Error::OutOfBounds { .. })));
}

#[test]
fn an_owner_that_lends_invalid_bytes_later_is_caught() {
    let lends = vec![vec![1, 0], vec![1, 0], vec![0, 1], vec![1, 2]];
    let array = RecordArray::<(bool,), _>::new(Changing { lends, asked: Cell::new(0) }).unwrap();
    assert_eq!(array.view().to_vec(), [(false,), (true,)]);
    assert_eq!(
        panics(|| array.view()),
        "the owner of records lends other bytes than before: \
         row 1, field `f0`, byte 0 of the row: found 0x02, expected a bool, 0x00 or 0x01"
    );
}

/// Lends its bytes to be written, and spoils them when it is next asked: safe
/// code can, since by then nobody borrows them.
struct Spoiling {
    back: Cell<Option<Box<[u8]>>>,
    lent: OnceCell<Box<[u8]>>,
}

impl AsRef<[u8]> for Spoiling {
    fn as_ref(&self) -> &[u8] {
        self.lent.get_or_init(|| {
            let mut bytes = self.back.take().unwrap();
            bytes.iter_mut().for_each(|byte| *byte *= 2);
            bytes
        })
    }
}

impl AsMut<[u8]> for Spoiling {
    fn as_mut(&mut self) -> &mut [u8] {
        self.lent.take();
        self.back.get_mut().insert(Box::from([1, 1]))
    }
}

#[test]
fn an_owner_that_spoils_in_place_what_it_lent_to_be_written_is_caught() {
    let owner = Spoiling { back: Cell::new(Some(Box::from([0, 0]))), lent: OnceCell::new() };
    let mut array = RecordArray::<(bool,), _>::at(owner, 0, 1, 2).unwrap();
    assert_eq!(array.view_mut().to_vec(), [(true,), (true,)]);
    // The same address and length, but no longer the bytes that were checked.
    let message = panics(|| array.view().to_vec());
    assert!(message.contains("row 0") && message.contains("0x02"), "{message}");
}
