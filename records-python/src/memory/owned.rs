//! Memory of Rust's as views.

use std::sync::Arc;

use pyo3::PyResult;
use pyo3::exceptions::PyMemoryError;
use records_core::{ByteOrder, DType, DynRecordBuf, Scalar};

use super::{Item, View};
use crate::error::raise;

/// Checks that there is memory for so many bytes, none if their number is beyond all, so that a
/// copy that a program asks for is refused where it would end the program.
///
/// # Errors
/// `MemoryError`.
pub(crate) fn room(bytes: Option<usize>) -> PyResult<()> {
    // What is small is not worth the question.
    const SMALL: usize = 1 << 20;
    let enough = bytes
        .is_some_and(|bytes| bytes <= SMALL || Vec::<u8>::new().try_reserve_exact(bytes).is_ok());
    if enough {
        return Ok(());
    }
    Err(PyMemoryError::new_err(match bytes {
        Some(bytes) => format!("no room for {bytes} bytes"),
        None => "no room for more bytes than there are addresses".to_string(),
    }))
}

/// Row numbers as NumPy has them.
const INTP: DType = DType::Scalar(
    if size_of::<usize>() == 8 { Scalar::I64 } else { Scalar::I32 },
    ByteOrder::NATIVE,
);

impl View {
    /// Rows that nobody else has, as items like those that they have been made of, if they are
    /// laid out as those.
    pub(crate) fn owned(mut rows: DynRecordBuf, like: &Arc<Item>) -> PyResult<View> {
        let item = if rows.layout() == like.layout() {
            Arc::clone(like)
        } else {
            Arc::new(Item::new(DType::record(rows.layout().clone())))
        };
        let interface = rows.view_mut().array_interface();
        let first = std::ptr::with_exposed_provenance_mut(interface.data.0);
        let (len, size) = (rows.len(), item.size() as isize);
        // SAFETY: the rows of the buffer, which as the owner is not touched again.
        unsafe { View::new(first, vec![len], vec![size], item, true, Arc::new(rows)) }
            .map_err(raise)
    }

    /// The same for rows of an array of this shape.
    pub(crate) fn owned_array(
        rows: DynRecordBuf,
        like: &Arc<Item>,
        shape: &[usize],
    ) -> PyResult<View> {
        Ok(View::owned(rows, like)?.shaped(shape))
    }

    /// Row numbers, or -1 for none.
    pub(crate) fn numbers(mut numbers: Vec<isize>) -> PyResult<View> {
        let first = numbers.as_mut_ptr().cast();
        let (len, step) = (numbers.len(), size_of::<isize>() as isize);
        let item = Arc::new(Item::new(INTP));
        // SAFETY: the numbers of the vector, which as the owner is not touched again.
        unsafe { View::new(first, vec![len], vec![step], item, true, Arc::new(numbers)) }
            .map_err(raise)
    }

    /// Row numbers.
    pub(crate) fn row_numbers(rows: Vec<usize>) -> PyResult<View> {
        // None is beyond `isize::MAX`; the vector's memory is used.
        View::numbers(rows.into_iter().map(|row| row as isize).collect())
    }
}
