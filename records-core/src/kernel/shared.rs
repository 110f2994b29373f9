//! Work on many rows that is shared among threads: rows kept, rows listed, extremes. Columns,
//! copies of rows, sums, spreads and summaries, conversions and the sort of rows are shared where
//! their loops are.
//!
//! A place holds what one thread would write there, whichever thread does; of equals, the first is
//! taken: results have the same bits. Rows kept by a function are not shared, since it may keep
//! count of the rows that it has seen; nor is the sort of row numbers alone, by which rows of more
//! than 64 bytes are sorted, too.

use alloc::vec::Vec;
use core::ops::Range;

use super::keep::take;
use super::reduce::{self, Item, Num};
use super::share::{self, Addresses};
use super::{Kernel, Move, RowCopy, TILE, count};
use crate::memory::Strided;

/// Halves of whatever there is more than one of.
fn half(len: usize) -> Option<usize> {
    Some(len / 2).filter(|&half| half > 0)
}

/// Copies the rows that the mask keeps, `kept` of them, to rows of `size` bytes.
///
/// # Safety
/// As for [`RowCopy::new`] and [`RowCopy::keep`].
pub(crate) unsafe fn keep_rows(
    from: Strided,
    mask: &[bool],
    kept: usize,
    (size, moves): (usize, &[Move]),
    to: *mut u8,
) {
    if !share::is_worth(kept, size) {
        // SAFETY: the caller's promise.
        unsafe { RowCopy::new(from, size, moves).keep(mask, to) };
        return;
    }
    // How many rows are kept before each tile: there its own go.
    let mut before = Vec::with_capacity(mask.len().div_ceil(TILE));
    let mut sum = 0;
    for tile in mask.chunks(TILE) {
        before.push(sum);
        sum += count(tile);
    }
    debug_assert_eq!(sum, kept);
    // SAFETY: the rows are only read, and each of those that are kept has a place of its own.
    let all = unsafe { Addresses::new((from, to)) };
    let work = |tiles: Range<usize>| {
        let (from, to) = all.get();
        let part = tiles.start * TILE..mask.len().min(tiles.end * TILE);
        let to = to.wrapping_add(before[tiles.start] * size);
        // SAFETY: the caller's promise for these rows.
        unsafe { RowCopy::new(from.slice(part.clone()), size, moves).keep(&mask[part], to) };
    };
    share::halves(0..before.len(), kept * size / before.len(), &half, &work, &|(), ()| ());
}

/// [`take`] of listed rows.
///
/// # Safety
/// As there.
pub(crate) unsafe fn take_rows(from: Strided, indices: &[usize], to: Strided, moves: &[Move]) {
    // SAFETY: the rows are only read, and each of the list has a place of its own.
    let all = unsafe { Addresses::new((from, to)) };
    share::rows(indices.len(), to.stride().unsigned_abs(), &|part| {
        let (from, to) = all.get();
        // SAFETY: the caller's promise for these rows.
        unsafe { take(from, &indices[part.clone()], to.slice(part), moves) };
    });
}

/// [`reduce::end`] of all items.
///
/// # Safety
/// As there.
pub(crate) unsafe fn extreme<I: Item>(
    kernel: Kernel,
    least: bool,
    items: Strided,
) -> Option<I::Number> {
    // SAFETY: they are only read.
    let all = unsafe { Addresses::new(items) };
    // SAFETY: the caller's promise for these items.
    let part =
        |part: Range<usize>| unsafe { reduce::end::<I>(kernel, least, all.get().slice(part)) };
    let join = |front, back| match (front, back) {
        (Some(front), Some(back)) => Some(I::Number::nearer(least, front, back)),
        (front, back) => front.or(back),
    };
    // Where one thread would begin another run, too.
    let cut = |len: usize| Some(len / 2 - len / 2 % (1 << 11)).filter(|&half| half > 0);
    let bytes = items.stride().unsigned_abs().clamp(I::SIZE, I::SIZE.max(64));
    share::halves(0..items.len(), bytes, &cut, &part, &join)
}
