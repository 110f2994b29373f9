//! How a vector of rows is written.

use core::arch::x86_64::{
    __m512i, _MM_HINT_ET0, _mm_prefetch, _mm512_mask_storeu_epi8, _mm512_storeu_si512,
    _mm512_stream_si512,
};

/// How what is made is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Store {
    /// To lines that the caches have.
    Near,
    /// To lines that come from memory: those so many bytes ahead are asked for, to be written.
    /// Where they lie apart the CPU does not foresee them.
    Far(usize),
    /// Past the caches, which [`fence`](super::fence) must follow.
    Past,
}

impl Store {
    /// # Safety
    /// The bytes of the mask can be written; past the caches, these are all of a cache line.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    pub(super) unsafe fn store(self, to: *mut u8, mask: u64, bytes: __m512i) {
        if let Store::Far(bytes) = self {
            // Nothing is touched if the line is nobody's.
            _mm_prefetch::<{ _MM_HINT_ET0 }>(to.wrapping_add(bytes).cast());
        }
        // SAFETY: the caller's promise.
        unsafe {
            if self == Store::Past {
                _mm512_stream_si512(to.cast(), bytes);
            } else if mask == u64::MAX {
                _mm512_storeu_si512(to.cast(), bytes);
            } else {
                _mm512_mask_storeu_epi8(to.cast(), mask, bytes);
            }
        }
    }
}
