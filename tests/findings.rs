//! What a review for soundness found, each finding a test.

use std::cell::Cell;

use records_core::{Element, Record, RecordArray, Records};

/// Constants of the user's own, with the names that generated code uses.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Shadowed {
    a: u32,
    #[record(offset = 12)]
    b: u32,
}

#[allow(dead_code, reason = "they must make no difference")]
impl Shadowed {
    const OFFSETS: &'static [usize] = &[0, 4];
    const SPECS: &'static [u8] = &[];
    const DESC: &'static [u8] = &[];
    const DRAFT: u8 = 0;
    const SIZE: usize = 8;
}

#[test]
fn constants_of_the_user_do_not_replace_those_of_the_trait() {
    assert_eq!(Shadowed::LAYOUT.itemsize(), 16);
    assert_eq!(<Shadowed as Element>::SIZE, 16);
    assert!(Records::<Shadowed>::from_bytes(&[1; 8]).is_err());
    let mut bytes = [0; 16];
    bytes[12] = 7;
    assert_eq!(
        Records::<Shadowed>::from_bytes(&bytes).unwrap().get(0),
        Some(Shadowed { a: 0, b: 7 })
    );
}

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Small {
    Zero,
    One,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
struct Row {
    small: Small,
}

/// Lends the byte at an address it was asked for before, if that lies within it.
struct Inline {
    bytes: [u8; 64],
    lent: Cell<usize>,
}

impl AsRef<[u8]> for Inline {
    fn as_ref(&self) -> &[u8] {
        let base = self.bytes.as_ptr().addr();
        if self.lent.get().wrapping_sub(base) == 32 {
            return &self.bytes[32..33];
        }
        self.lent.set(base);
        &self.bytes[..1]
    }
}

/// The array lies 32 bytes lower in the second variant.
#[allow(clippy::large_enum_variant, reason = "the address is what matters")]
#[repr(C, u8)]
enum Slot {
    #[allow(dead_code, reason = "the words before the array move it")]
    High([u64; 4], RecordArray<Row, Inline>),
    Low(RecordArray<Row, Inline>),
    Empty,
}

/// An owner that moves can lend other bytes at an address where there were valid ones.
#[test]
fn an_address_proves_nothing_for_an_owner_that_moves() {
    let mut bytes = [77; 64];
    bytes[0] = 1;
    let array = RecordArray::new(Inline { bytes, lent: Cell::new(0) }).unwrap();
    let mut slot = Box::new(Slot::High([0; 4], array));
    let Slot::High(_, array) = &*slot else { unreachable!() };
    assert_eq!(array.view().get(0), Some(Row { small: Small::One }));
    let Slot::High(_, array) = std::mem::replace(&mut *slot, Slot::Empty) else { unreachable!() };
    *slot = Slot::Low(array);
    let Slot::Low(array) = &*slot else { unreachable!() };
    let view = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| array.view().get(0)));
    // Either the byte is refused, or another, valid one was lent.
    assert!(matches!(view, Err(_) | Ok(Some(Row { small: Small::Zero | Small::One }))));
}

#[test]
fn a_row_past_the_end_of_a_matrix_does_not_wrap_around() {
    let pairs: Vec<(u8, u8)> = Records::<(u8, u8)>::from_bytes(&[1, 2, 3, 4]).unwrap().to_vec();
    assert_eq!(pairs, [(1, 2), (3, 4)]);
    let matrix = Records::<(u8, u8)>::from_bytes(&[1, 2, 3, 4]).unwrap().to_matrix();
    assert_eq!(matrix.get(1, 1), Some(4));
    assert_eq!(matrix.get(1 << (usize::BITS - 1), 1), None);
}
