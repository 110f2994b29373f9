//! Our side, as a user writes it: a view of the rows made once, as NumPy's array is, columns
//! asked for each time, memory used again.

mod append;
mod column;
mod describe;
mod order;
mod rows;

pub use append::{append, append_dyn};
pub use column::{column, dyn_column, stored};
pub use describe::{describe, dyn_describe};
pub use order::{dyn_order, order};
pub use rows::{dyn_rows, rows};

use crate::work::{Work, bytes_of, work};

/// A work that comes to one number.
pub fn scalar<T: Copy + 'static>(mut once: impl FnMut() -> T + 'static) -> Option<Box<dyn Work>> {
    work(
        None,
        move |last| *last = Some(once()),
        |last: &Option<T>| last.iter().map(|last| bytes_of(std::slice::from_ref(last))).collect(),
    )
}
