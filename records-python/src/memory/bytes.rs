//! Bytes of items copied out of a view.

use pyo3::PyResult;

use super::{Claim, Comb, View, room};

impl View {
    /// The bytes of all items in C order, those between their fields included.
    ///
    /// # Errors
    /// `BufferError` if somebody writes them, `MemoryError` if there is no room for them.
    pub(crate) fn to_bytes(&self) -> PyResult<Vec<u8>> {
        let size = self.nbytes();
        room(Some(size))?;
        let mut bytes = Vec::with_capacity(size);
        if size > 0 {
            let _claim = self.claim_read()?;
            // SAFETY: the invariant; the claim is held.
            unsafe { copy(self.first, &self.shape, &self.strides, self.item.size(), &mut bytes) };
        }
        Ok(bytes)
    }

    /// Writes the bytes of item `index` of the first and only dimension over `bytes`.
    ///
    /// # Errors
    /// `BufferError` if somebody writes it.
    pub(crate) fn item_bytes(&self, index: usize, bytes: &mut Vec<u8>) -> PyResult<()> {
        debug_assert!(self.shape.len() == 1 && index < self.shape[0]);
        let first = self.first.wrapping_offset((index as isize).wrapping_mul(self.strides[0]));
        let size = self.item.size();
        bytes.clear();
        if size > 0 {
            let _claim = Claim::read(Comb::whole(first.addr(), first.addr().wrapping_add(size)))?;
            // SAFETY: an item of the view; the claim is held.
            unsafe { copy(first, &[], &[], size, bytes) };
        }
        Ok(())
    }
}

/// # Safety
/// `size` bytes at each item can be read, are initialised, and nobody writes them.
unsafe fn copy(
    first: *const u8,
    shape: &[usize],
    strides: &[isize],
    size: usize,
    bytes: &mut Vec<u8>,
) {
    let run = |at: *const u8, len: usize, bytes: &mut Vec<u8>| {
        // SAFETY: the caller's promise.
        bytes.extend_from_slice(unsafe { std::slice::from_raw_parts(at, len) });
    };
    match (shape, strides) {
        (&[len, ref inner @ ..], &[stride, ref steps @ ..]) => {
            if inner.is_empty() && stride == size as isize {
                // They lie in one allocation.
                return run(first, len * size, bytes);
            }
            for i in 0..len {
                let at = first.wrapping_offset((i as isize).wrapping_mul(stride));
                // SAFETY: the caller's promise.
                unsafe { copy(at, inner, steps, size, bytes) };
            }
        }
        _ => run(first, size, bytes),
    }
}
