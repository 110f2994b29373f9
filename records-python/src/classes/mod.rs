//! The classes that Python sees.

mod description;
mod layout;
mod record_buffer;
mod records;

pub use description::PyDescription;
pub use layout::{PyField, PyLayout};
pub use record_buffer::PyRecordBuffer;
pub use records::{PyRecords, PyRowIterator};
