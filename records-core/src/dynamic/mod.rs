//! Rows whose layout arrives at run time: in the header of a file, from another
//! program.
//!
//! Their views stand on the same addresses and kernels as those of derived
//! records, and give typed columns ([`Column`](crate::Column)) and typed rows
//! ([`Records`](crate::Records) with a [`Bound`] placement) once the types have
//! been compared.

mod array;
mod bind;
mod buf;
mod column;
mod columns;
mod columns_to;
mod convert;
mod describe;
pub(crate) mod encode;
mod fields;
mod from;
mod matrix;
mod merge;
mod number;
mod order;
mod path;
mod print;
mod push;
mod records;
mod records_mut;
mod rows;
mod slots;
mod summary;

pub use array::{DynArray, DynArrayMut, DynLanes};
pub use bind::Bound;
pub use buf::DynRecordBuf;
pub use column::DynColumn;
pub use columns::{DynColumnBuf, DynColumns};
pub use describe::{Description, FieldSummary};
pub use order::SortKey;
pub use push::DynPusher;
pub use records::{DynRecords, DynRecordsIter};
pub use records_mut::DynRecordsMut;

pub(crate) use from::placed_layout;
pub use summary::Summary;
