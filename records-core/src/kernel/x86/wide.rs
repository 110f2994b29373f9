//! Items of more bytes than half a register and fewer than a whole one, to dense columns: a load and
//! a store for each.
//!
//! The store is of a whole register. What it writes behind the item is the next one's place, which
//! is written next; the last item is left to others.

use core::arch::x86_64::{
    __m128i, _mm_maskz_loadu_epi8, _mm_storel_epi64, _mm_storeu_si32, _mm_storeu_si128,
    _mm256_maskz_loadu_epi8, _mm256_storeu_si256, _mm512_maskz_loadu_epi8, _mm512_storeu_si512,
};

use crate::kernel::Kernel;
use crate::kernel::items::Eight;
use crate::memory::Strided;

/// Whether items of this width, so many bytes apart, are copied here: not small ones in lines of
/// their own, for whose loads alone is waited.
pub(crate) fn takes(kernel: Kernel, width: usize, stride: isize) -> bool {
    let near = width > 16 || stride.unsigned_abs() <= 128;
    kernel == Kernel::Avx512 && matches!(width, 3..64) && !width.is_power_of_two() && near
}

/// Copies items to dense ones, and says how many: a multiple of eight, and not the last.
///
/// # Safety
/// The CPU has the kernel, with which the width is taken. The items can be read, and as many dense
/// ones be written, which share no byte with them.
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
pub(crate) unsafe fn out(from: Strided, width: usize, to: *mut u8) -> usize {
    let mask = (1_u64 << width) - 1;
    // SAFETY: the bytes of an item, by the mask.
    let load = |at: *mut u8| unsafe { _mm_maskz_loadu_epi8(mask as u16, at.cast()) };
    // SAFETY: as above; room for a register, which is an item and a part of the next one: less than
    // twice the item.
    unsafe {
        match width {
            0..4 => each(from, width, to, |at, to| {
                _mm_storeu_si32(to, load(at));
            }),
            4..8 => each(from, width, to, |at, to| {
                _mm_storel_epi64(to.cast::<__m128i>(), load(at));
            }),
            8..16 => each(from, width, to, |at, to| {
                _mm_storeu_si128(to.cast(), load(at));
            }),
            16..32 => each(from, width, to, |at, to| {
                let item = _mm256_maskz_loadu_epi8(mask as u32, at.cast());
                _mm256_storeu_si256(to.cast(), item);
            }),
            _ => each(from, width, to, |at, to| {
                let item = _mm512_maskz_loadu_epi8(mask, at.cast());
                _mm512_storeu_si512(to.cast(), item);
            }),
        }
    }
}

/// Copies items but the last by what copies one of them, from where it is and to its place.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn each(from: Strided, width: usize, to: *mut u8, copy: impl Fn(*mut u8, *mut u8)) -> usize {
    let whole = from.len().saturating_sub(1) & !7;
    let (mut read, mut written) = (from.base(), to);
    let eight = Eight::of(from.stride(), width);
    for _ in 0..whole / 8 {
        for at in eight.from(read) {
            copy(at, written);
            written = written.wrapping_add(width);
        }
        read = read.wrapping_offset(eight.next);
    }
    whole
}
