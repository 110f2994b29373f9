//! The classes that Python sees.

mod layout;
mod record_buffer;
mod records;

pub use layout::PyLayout;
pub use record_buffer::PyRecordBuffer;
pub use records::PyRecords;
