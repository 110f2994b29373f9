//! Bytes that grow and stay aligned.

use alloc::collections::TryReserveError;
use alloc::vec::Vec;

use crate::kernel::advise_large;

/// A growing string of bytes whose first byte lies at a multiple of an alignment.
///
/// The bytes live in a plain `Vec<u8>`, so that they can come from one and
/// become one without a copy (memory allocated with another alignment must not be
/// freed as a `Vec<u8>`). Where the allocator gave less alignment than is
/// needed, which up to 16 it never does on common platforms, the first `head`
/// bytes of the vector are left out.
///
/// **Invariant**: `head <= bytes.len()`; `align` is a power of two; byte `head` of the vector lies
/// at a multiple of `align`, unless the vector has no memory.
#[derive(Debug)]
pub(crate) struct AlignedBytes {
    bytes: Vec<u8>,
    head: usize,
    align: usize,
}

impl AlignedBytes {
    pub(crate) const fn new(align: usize) -> AlignedBytes {
        AlignedBytes { bytes: Vec::new(), head: 0, align }
    }

    /// So many zeros.
    pub(crate) fn zeroed(len: usize, align: usize) -> AlignedBytes {
        // Fresh zeros are cheap where the system has zeroed pages at hand, so
        // take the chance that they are aligned.
        let bytes = alloc::vec![0; len];
        advise_large(bytes.as_ptr(), bytes.capacity());
        if misalignment(&bytes, align) == 0 {
            return AlignedBytes { bytes, head: 0, align };
        }
        let mut aligned = AlignedBytes::new(align);
        aligned.extend_zeroed(len);
        aligned
    }

    /// The bytes of a vector, which is copied only if it is not aligned.
    pub(crate) fn from_vec(bytes: Vec<u8>, align: usize) -> AlignedBytes {
        if misalignment(&bytes, align) == 0 {
            return AlignedBytes { bytes, head: 0, align };
        }
        let mut aligned = AlignedBytes::new(align);
        aligned.extend_from_slice(&bytes);
        aligned
    }

    /// The bytes as a vector, moved within it if the first does not lie at its
    /// start.
    pub(crate) fn into_vec(mut self) -> Vec<u8> {
        let len = self.len();
        self.bytes.copy_within(self.head.., 0);
        self.bytes.truncate(len);
        self.bytes
    }

    #[inline]
    pub(crate) const fn len(&self) -> usize {
        self.bytes.len() - self.head
    }

    pub(crate) const fn align(&self) -> usize {
        self.align
    }

    pub(crate) fn capacity(&self) -> usize {
        self.bytes.capacity() - self.head
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.bytes[self.head..]
    }

    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.bytes[self.head..]
    }

    /// Shortens to `len` bytes, if it is longer.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(self.head.saturating_add(len));
    }

    /// Makes room for so many more bytes.
    #[inline]
    pub(crate) fn reserve(&mut self, additional: usize) {
        if self.bytes.capacity() - self.bytes.len() < additional {
            self.grow(additional);
        }
    }

    /// Makes room for so many more bytes, if there is memory for them.
    #[inline]
    pub(crate) fn try_reserve(&mut self, additional: usize) -> Result<(), TryReserveError> {
        if self.bytes.capacity() - self.bytes.len() >= additional {
            return Ok(());
        }
        self.try_grow(additional)
    }

    #[cold]
    fn try_grow(&mut self, additional: usize) -> Result<(), TryReserveError> {
        // More than any memory has is an error, as it is for `Vec`.
        self.bytes.try_reserve(additional.saturating_add(self.align - 1))?;
        self.realign();
        Ok(())
    }

    /// # Panics
    /// If the capacity overflows, as `Vec` does.
    #[cold]
    fn grow(&mut self, additional: usize) {
        // Room to shift the bytes, if the new memory is aligned otherwise.
        let slack = self.align - 1;
        self.bytes.reserve(additional.checked_add(slack).expect("capacity overflow"));
        self.realign();
        debug_assert!(self.bytes.capacity() - self.bytes.len() >= additional);
    }

    /// Moves the bytes in new memory, of which as much as the alignment less one is to spare.
    fn realign(&mut self) {
        advise_large(self.bytes.as_ptr(), self.bytes.capacity());
        let head = misalignment(&self.bytes, self.align);
        let len = self.len();
        if head != self.head {
            // `head` is less than what is to spare: no second allocation.
            self.bytes.resize(self.bytes.len().max(head + len), 0);
            self.bytes.copy_within(self.head..self.head + len, head);
            self.bytes.truncate(head + len);
            self.head = head;
        }
    }

    #[inline]
    pub(crate) fn extend_from_slice(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn extend_zeroed(&mut self, additional: usize) {
        self.reserve(additional);
        self.bytes.resize(self.bytes.len() + additional, 0);
    }

    /// Replaces all bytes by `len` that `write` writes where it is told; they are zeros before if
    /// `zeros`. The memory is used again where it is enough.
    ///
    /// # Safety
    /// Unless `zeros`, `write` initialises all of them.
    pub(crate) unsafe fn refill(&mut self, len: usize, zeros: bool, write: impl FnOnce(*mut u8)) {
        self.truncate(0);
        if self.capacity() < len {
            // Not grown: what it held need not be copied.
            let align = self.align;
            *self = AlignedBytes::new(align);
            if zeros {
                *self = AlignedBytes::zeroed(len, align);
                self.truncate(0);
            }
            write(self.spare(len));
        } else {
            let bytes = self.spare(len);
            if zeros {
                // SAFETY: room for so many.
                unsafe { bytes.write_bytes(0, len) };
            }
            write(bytes);
        }
        // SAFETY: zeros, or the caller's promise.
        unsafe { self.commit(len) };
    }

    /// Removes all bytes, and keeps the memory, if it is aligned so.
    pub(crate) fn clear_for(&mut self, align: usize) {
        self.truncate(0);
        if align != self.align {
            let bytes = core::mem::replace(self, AlignedBytes::new(align));
            *self = AlignedBytes::from_vec(bytes.into_vec(), align);
        }
    }

    /// Room for `additional` bytes behind the last one, not yet initialised.
    #[inline]
    pub(crate) fn spare(&mut self, additional: usize) -> *mut u8 {
        self.reserve(additional);
        // SAFETY: within the allocation, or one past its end.
        unsafe { self.bytes.as_mut_ptr().add(self.bytes.len()) }
    }

    /// Takes in the first `additional` bytes of the spare room.
    ///
    /// # Safety
    /// They are initialised, and `spare` was asked for as many before.
    #[inline]
    pub(crate) unsafe fn commit(&mut self, additional: usize) {
        // SAFETY: the caller's promise.
        unsafe { self.bytes.set_len(self.bytes.len() + additional) }
    }
}

/// Bytes from the start of the vector's memory to the first multiple of `align`; 0
/// for a vector without memory.
fn misalignment(bytes: &Vec<u8>, align: usize) -> usize {
    if bytes.capacity() == 0 { 0 } else { bytes.as_ptr().addr().wrapping_neg() & (align - 1) }
}

impl Clone for AlignedBytes {
    fn clone(&self) -> Self {
        let mut clone = AlignedBytes::new(self.align);
        clone.extend_from_slice(self.as_slice());
        clone
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An alignment that allocators rarely give by chance.
    const ALIGN: usize = 4096;

    #[test]
    fn stays_aligned_and_keeps_its_bytes_while_it_grows() {
        let mut bytes = AlignedBytes::new(ALIGN);
        let mut twin = Vec::new();
        for i in 0..20_000_u32 {
            bytes.extend_from_slice(&i.to_ne_bytes());
            twin.extend_from_slice(&i.to_ne_bytes());
            assert!(bytes.as_slice().as_ptr().addr().is_multiple_of(ALIGN));
        }
        assert_eq!(bytes.as_slice(), twin);
        let clone = bytes.clone();
        assert!(clone.as_slice().as_ptr().addr().is_multiple_of(ALIGN));
        assert_eq!(bytes.into_vec(), twin);
        assert_eq!(clone.into_vec(), twin);
    }

    #[test]
    fn room_that_can_be_had_is_aligned_and_other_room_an_error() {
        let mut bytes = AlignedBytes::new(ALIGN);
        for i in 0..100_u8 {
            bytes.try_reserve(1000 * usize::from(i)).unwrap();
            assert!(bytes.bytes.capacity() - bytes.bytes.len() >= 1000 * usize::from(i));
            bytes.extend_from_slice(&[i]);
            assert!(bytes.as_slice().as_ptr().addr().is_multiple_of(ALIGN));
        }
        assert!(bytes.try_reserve(usize::MAX).is_err());
        assert!(bytes.try_reserve(isize::MAX as usize).is_err());
        assert!(bytes.as_slice().iter().copied().eq(0..100));
    }

    #[test]
    fn adopts_an_aligned_vector_and_copies_another() {
        let vec = alloc::vec![7; 100];
        let at = vec.as_ptr();
        let bytes = AlignedBytes::from_vec(vec, 1);
        assert_eq!(bytes.as_slice().as_ptr(), at);
        let back = bytes.into_vec();
        assert_eq!(back.as_ptr(), at);

        let bytes = AlignedBytes::from_vec(back, 1 << 16);
        assert!(bytes.as_slice().as_ptr().addr().is_multiple_of(1 << 16));
        assert_eq!(bytes.into_vec(), [7; 100]);
        let zeros = AlignedBytes::zeroed(10, 1 << 16);
        assert!(zeros.as_slice().as_ptr().addr().is_multiple_of(1 << 16));
        assert_eq!(zeros.as_slice(), [0; 10]);
    }
}
