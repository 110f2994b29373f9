//! One column of a run-time dtype in memory of its own.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::memory::Strided;
use crate::store::aligned::AlignedBytes;
use crate::{DType, DynColumn};

/// One column of a run-time dtype in memory of its own: dense, its first byte at the start of a line
/// of the cache.
///
/// The columns of a [`DynColumns`](crate::DynColumns) share one block of memory, and so does a clone
/// of one with that: it copies nothing, and keeps the block.
#[derive(Clone)]
pub struct DynColumnBuf {
    dtype: DType,
    /// **Invariant**: from `start` on it has `len` items of the dtype, one behind the other.
    block: Arc<AlignedBytes>,
    start: usize,
    len: usize,
}

impl DynColumnBuf {
    /// No items, in the memory of the others.
    pub(super) fn empty(dtype: &DType, block: &Arc<AlignedBytes>) -> DynColumnBuf {
        DynColumnBuf { dtype: dtype.clone(), block: Arc::clone(block), start: 0, len: 0 }
    }

    /// Removes the items, and lets go of their memory.
    pub(super) fn clear(&mut self, block: &Arc<AlignedBytes>) {
        (self.block, self.start, self.len) = (Arc::clone(block), 0, 0);
    }

    /// So many items that begin at this byte of a block.
    ///
    /// # Panics
    /// If the block is shorter.
    pub(super) fn set(&mut self, block: &Arc<AlignedBytes>, start: usize, len: usize) {
        let size = len.checked_mul(self.dtype.size()).expect("capacity overflow");
        assert!(start.checked_add(size).is_some_and(|end| end <= block.len()));
        (self.block, self.start, self.len) = (Arc::clone(block), start, len);
    }

    /// What an item is.
    #[must_use]
    pub const fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items, to read them.
    #[must_use]
    pub fn view(&self) -> DynColumn<'_> {
        let items =
            Strided::new(self.as_bytes().as_ptr().cast_mut(), self.len, self.dtype.size() as isize);
        // SAFETY: the items, borrowed with `self`.
        unsafe { DynColumn::from_items(items, self.dtype.clone()) }
    }

    /// The bytes of all items.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.block.as_slice()[self.start..][..self.len * self.dtype.size()]
    }

    /// A copy of the bytes of all items. [`as_bytes`](DynColumnBuf::as_bytes) and `AsRef` lend them.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

/// For those who keep an owner of bytes, as `bytes::Bytes::from_owner` does.
impl AsRef<[u8]> for DynColumnBuf {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl<'a> From<&'a DynColumnBuf> for DynColumn<'a> {
    fn from(column: &'a DynColumnBuf) -> DynColumn<'a> {
        column.view()
    }
}

impl PartialEq for DynColumnBuf {
    fn eq(&self, other: &DynColumnBuf) -> bool {
        self.view() == other.view()
    }
}

impl fmt::Debug for DynColumnBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
