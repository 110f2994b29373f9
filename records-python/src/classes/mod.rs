//! The classes that Python sees.

mod description;
mod layout;
mod pickle;
mod record_buffer;
mod record_buffer_append;
mod record_buffer_extend;
mod record_buffer_lent;
mod record_buffer_view;
mod records;

pub use description::PyDescription;
pub use layout::{PyField, PyLayout};
pub(crate) use pickle::{restore_record_buffer, restore_records};
pub use record_buffer::PyRecordBuffer;
pub(crate) use record_buffer_lent::lend;
pub use records::{PyRecords, PyRowIterator};
