//! Who owns the memory: [`RecordBuf`], which grows, and [`RecordArray`], which
//! keeps any owner of bytes alive.

pub(crate) mod aligned;
mod array;
mod buf;
mod whole;

pub use array::RecordArray;
pub use buf::RecordBuf;
