//! Bytes that are no `bool` or no variant are refused by every way in, with an
//! error that names row, field and byte.

use records_core::{
    Element, Error, Grid, GridMut, Record, RecordArray, RecordBuf, Records, RecordsMut,
};

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Side {
    Buy = b'B',
    Sell = b'S',
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
enum Level {
    Low = -300,
    High = 300,
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u64)]
enum Mask {
    None = 0,
    All = u64::MAX,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Inner {
    weight: u16,
    level: Level,
    ok: [bool; 3],
}

/// Bytes 0: `on`; 1: padding; 2..18: `inner`, of 8 bytes each; 18..20: `sides`;
/// 20..24: padding; 24..32: `mask`.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
struct Order {
    on: bool,
    inner: [Inner; 2],
    sides: [Side; 2],
    mask: Mask,
}

const SIZE: usize = 32;

/// A record of valid bytes, the padding of which is anything.
fn valid() -> Vec<u8> {
    let mut bytes = vec![0xee; SIZE];
    bytes[0] = 1;
    for inner in [2, 10] {
        bytes[inner + 2..inner + 4].copy_from_slice(&(-300_i16).to_ne_bytes());
        bytes[inner + 4..inner + 7].copy_from_slice(&[0, 1, 0]);
    }
    bytes[18..20].copy_from_slice(b"BS");
    bytes[24..].copy_from_slice(&u64::MAX.to_ne_bytes());
    bytes
}

/// Four records, of which the third has these bytes at `at`.
fn third_with(at: usize, wrong: &[u8]) -> Vec<u8> {
    let mut bytes = valid().repeat(4);
    bytes[2 * SIZE + at..][..wrong.len()].copy_from_slice(wrong);
    bytes
}

/// Checks the bytes by every way to four records that there is; all must agree.
fn check(bytes: &[u8]) -> Result<(), Error> {
    let copy = || bytes.to_vec();
    let mut buf: RecordBuf<Order> = RecordBuf::from_bytes(valid()).unwrap();
    let found = [
        Records::<Order>::from_bytes(bytes).map(drop_it),
        Records::<Order>::from_bytes_at(bytes, 0, 4).map(drop_it),
        Records::<Order>::from_strided(bytes, 0, SIZE as isize, 4).map(drop_it),
        RecordsMut::<Order>::from_bytes(&mut copy()).map(drop_it),
        RecordsMut::<Order>::from_bytes_at(&mut copy(), 0, 4).map(drop_it),
        RecordsMut::<Order>::from_strided(&mut copy(), 0, SIZE as isize, 4).map(drop_it),
        RecordBuf::<Order>::from_bytes(copy()).map(drop_it),
        buf.extend_from_bytes(bytes),
        RecordArray::<Order, _>::new(bytes).map(drop_it),
        RecordArray::<Order, _>::at(bytes, 0, SIZE as isize, 4).map(drop_it),
        // Counted line by line.
        Grid::<Order>::from_bytes(bytes, 2, 2, 2 * SIZE as isize).map(drop_it),
        GridMut::<Order>::from_bytes(&mut copy(), 2, 2, 2 * SIZE as isize).map(drop_it),
    ];
    let first = found[0].clone();
    assert!(found.iter().all(|result| *result == first), "{found:?}");
    assert_eq!(buf.len(), if first.is_ok() { 5 } else { 1 });
    first
}

fn drop_it<T>(_: T) {}

#[test]
fn valid_bytes_are_accepted_whatever_the_padding() {
    assert_eq!(check(&valid().repeat(4)), Ok(()));
}

#[test]
fn every_byte_but_0_and_1_is_no_bool() {
    for byte in 0..=u8::MAX {
        assert_eq!(check(&third_with(0, &[byte])).is_ok(), byte < 2);
        assert_eq!(check(&third_with(10 + 6, &[byte])).is_ok(), byte < 2);
    }
}

#[test]
fn every_number_but_those_of_variants_is_no_enum() {
    for byte in 0..=u8::MAX {
        assert_eq!(check(&third_with(19, &[byte])).is_ok(), byte == b'B' || byte == b'S');
    }
    for number in (i16::MIN..=i16::MAX).step_by(50) {
        let found = check(&third_with(4, &number.to_ne_bytes()));
        assert_eq!(found.is_ok(), number == -300 || number == 300);
    }
    for number in [1, 255, u64::MAX - 1, u64::MAX >> 8, 1 << 63] {
        assert!(check(&third_with(24, &number.to_ne_bytes())).is_err());
    }
    assert!(check(&third_with(24, &0_u64.to_ne_bytes())).is_ok());
}

#[test]
fn the_error_names_row_field_and_byte() {
    let text = |at, wrong: &[u8]| check(&third_with(at, wrong)).unwrap_err().to_string();
    assert_eq!(
        text(0, &[2]),
        "row 2, field `on`, byte 0 of the row: found 0x02, expected a bool, 0x00 or 0x01"
    );
    assert_eq!(
        text(16, &[255]),
        "row 2, field `inner[1].ok[2]`, byte 16 of the row: \
         found 0xff, expected a bool, 0x00 or 0x01"
    );
    assert_eq!(
        text(4, &7_i16.to_ne_bytes()),
        "row 2, field `inner[0].level`, byte 4 of the row: \
         found 7, expected `Level`: -300 (Low) or 300 (High)"
    );
    assert_eq!(
        text(19, b"x"),
        "row 2, field `sides[1]`, byte 19 of the row: \
         found 120, expected `Side`: 66 (Buy) or 83 (Sell)"
    );
    assert_eq!(
        text(24, &1_u64.to_ne_bytes()),
        "row 2, field `mask`, byte 24 of the row: \
         found 1, expected `Mask`: 0 (None) or 18446744073709551615 (All)"
    );
}

#[test]
fn rows_are_counted_as_the_view_has_them() {
    let bytes = third_with(0, &[9]);
    let row =
        |offset, stride, count| match Records::<Order>::from_strided(&bytes, offset, stride, count)
        {
            Ok(_) => None,
            Err(Error::Invalid { row, .. }) => Some(row),
            Err(error) => panic!("{error}"),
        };
    assert_eq!(row(3 * SIZE, -(SIZE as isize), 4), Some(1));
    assert_eq!(row(0, 2 * SIZE as isize, 2), Some(1));
    // What is not in the view is not looked at.
    assert_eq!(row(SIZE, 2 * SIZE as isize, 2), None);
    assert_eq!(row(0, SIZE as isize, 2), None);
    // A bottom-up grid has the third record first.
    let grid = Grid::<Order>::from_bytes(&bytes, 2, 2, -2 * SIZE as isize);
    assert!(matches!(grid, Err(Error::Invalid { row: 0, .. })));
}

#[test]
fn one_row_that_is_counted_many_times_is_looked_at_once() {
    // These would not end if they looked at every row.
    let ones = Records::<(bool,)>::from_strided(&[1], 0, 0, usize::MAX).unwrap();
    assert_eq!((ones.len(), ones.get(usize::MAX - 1)), (usize::MAX, Some((true,))));
    assert!(Records::<(bool,)>::from_strided(&[2], 0, 0, usize::MAX).is_err());
    assert!(Grid::<(bool,)>::from_bytes(&[1], usize::MAX, 1, 0).is_ok());
    assert!(Grid::<(bool,)>::from_bytes(&[], usize::MAX, 0, 5).is_ok());
}

#[test]
fn an_enum_is_read_as_its_number_and_as_an_enum_of_more_variants() {
    #[derive(Element, Clone, Copy, Debug, PartialEq)]
    #[repr(u8)]
    enum AnySide {
        Sell = b'S',
        Unknown = b'?',
        Buy = b'B',
    }
    let rows: RecordBuf<(Side,)> = [(Side::Buy,), (Side::Sell,)].into_iter().collect();
    assert_eq!(rows.view().project::<(u8,)>().to_vec(), [(b'B',), (b'S',)]);
    let any = rows.view().project::<(AnySide,)>();
    assert_eq!(any.to_vec(), [(AnySide::Buy,), (AnySide::Sell,)]);
    assert_ne!(any.get(0), Some((AnySide::Unknown,)));
}

#[test]
fn a_long_list_of_variants_is_cut() {
    #[derive(Element, Clone, Copy, Debug, PartialEq)]
    #[repr(u8)]
    #[rustfmt::skip]
    enum Ten { A, B, C, D, E, F, G, H, I, J }
    assert_eq!(Ten::J as u8, 9);
    let error = Records::<(Ten,)>::from_bytes(&[10]).unwrap_err().to_string();
    assert_eq!(
        error,
        "row 0, field `f0`, byte 0 of the row: found 10, expected `Ten`: 0 (A), 1 (B), 2 (C), \
         3 (D), 4 (E), 5 (F), 6 (G), 7 (H), ... (10 in all)"
    );
}
