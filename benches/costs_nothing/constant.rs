//! What takes the same time however many records there are: no byte is looked at
//! or moved.

use std::hint::black_box;

use records_core::{RecordArray, RecordBuf, Records, RecordsMut};

use crate::common::{Effort, duel};
use crate::subjects::{Person, PersonInPlace};
use crate::table::Duration;
use crate::{CACHE, MEMORY};

type Step = (&'static str, fn(&mut Stock));

/// What the steps are taken from and put back to.
struct Stock {
    bytes: Vec<u8>,
    structs: Vec<PersonInPlace>,
}

const STEPS: [Step; 5] = [
    ("`Records::from_bytes`", |stock| {
        black_box(Records::<Person>::from_bytes(black_box(&stock.bytes)).unwrap());
    }),
    ("`Records::from_slice`, `as_slice`", |stock| {
        black_box(Records::from_slice(black_box(&stock.structs)).as_slice().unwrap());
    }),
    ("`RecordsMut::from_bytes`, `columns_mut`", |stock| {
        let mut records = RecordsMut::<Person>::from_bytes(black_box(&mut stock.bytes)).unwrap();
        black_box(records.columns_mut());
    }),
    ("`RecordBuf::from_bytes`, `into_bytes`", |stock| {
        let bytes = black_box(std::mem::take(&mut stock.bytes));
        let buf = black_box(RecordBuf::<Person>::from_bytes(bytes).unwrap());
        stock.bytes = buf.into_bytes();
    }),
    ("`RecordArray::new`, `view`, `into_owner`", |stock| {
        let bytes = black_box(std::mem::take(&mut stock.bytes));
        let array = black_box(RecordArray::<Person, _>::new(bytes).unwrap());
        black_box(array.view());
        stock.bytes = array.into_owner();
    }),
];

/// Prints the second table: the time of a call, by how many records it is made for.
pub fn print() {
    let stock = |bytes: usize| {
        let rows = bytes / 44;
        let structs: Vec<PersonInPlace> = (0..rows).map(crate::Subject::make).collect();
        Stock { bytes: RecordBuf::<PersonInPlace>::from(&structs[..]).into_bytes(), structs }
    };
    let (mut few, mut many) = (stock(CACHE.bytes), stock(MEMORY.bytes));
    println!(
        "| once for all rows | {} rows of 44 bytes | {} rows |",
        few.structs.len(),
        many.structs.len(),
    );
    println!("|---|---|---|");
    for (title, step) in STEPS {
        let effort = Effort { rounds: 51, turn: 50e-6 };
        let ratio = duel(effort, || step(&mut few), || step(&mut many));
        println!("| {title} | {} | {} |", Duration(ratio.ours), Duration(ratio.theirs));
    }
}
