//! Objects of Python as arguments of functions in Rust: their memory, borrowed.

mod array;
mod array_mut;
mod records;

pub use array::BorrowedArray;
pub use array_mut::BorrowedArrayMut;
pub use records::{BorrowedRecords, BorrowedRecordsMut};
