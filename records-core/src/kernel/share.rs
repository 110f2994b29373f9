//! Work shared among threads, where it is more than handing it over costs: the feature `rayon`.

use core::ops::Range;

/// Bytes that a thread is given at least. Below some ten megabytes in all, one thread is as fast
/// as two. In tests all but the shortest work is shared.
#[cfg(feature = "rayon")]
const PIECE: usize = if cfg!(test) { 1 << 10 } else { 4 << 20 };

/// Whether the work of so many items of so many bytes is shared.
pub(crate) fn is_worth(len: usize, bytes: usize) -> bool {
    #[cfg(feature = "rayon")]
    return len.saturating_mul(bytes) >= 2 * PIECE;
    #[cfg(not(feature = "rayon"))]
    {
        let _ = (len, bytes);
        false
    }
}

/// Does the work of a range of items, of so many bytes each: in halves, cut where `cut` says, as
/// long as there is enough for both, and at once otherwise. Results are joined in the order of
/// the items.
pub(crate) fn halves<T: Send>(
    range: Range<usize>,
    bytes: usize,
    cut: &(impl Fn(usize) -> Option<usize> + Sync),
    work: &(impl Fn(Range<usize>) -> T + Sync),
    join: &(impl Fn(T, T) -> T + Sync),
) -> T {
    #[cfg(feature = "rayon")]
    if is_worth(range.len(), bytes)
        && let Some(half) = cut(range.len())
    {
        let (front, back) = (range.start..range.start + half, range.start + half..range.end);
        let (front, back) = rayon::join(
            || halves(front, bytes, cut, work, join),
            || halves(back, bytes, cut, work, join),
        );
        return join(front, back);
    }
    let _ = (bytes, cut, join);
    work(range)
}

/// Does the work of rows of so many bytes, cut at multiples of 64 rows.
pub(super) fn rows(len: usize, bytes: usize, work: &(impl Fn(Range<usize>) + Sync)) {
    let cut = |len: usize| Some(len / 2 - len / 2 % 64).filter(|&half| half > 0);
    halves(0..len, bytes, &cut, work, &|(), ()| ());
}

/// Addresses that threads are handed together with what they may do there.
#[derive(Clone, Copy)]
pub(crate) struct Addresses<T>(T);

// SAFETY: an address by itself does nothing, and `new` has the promise of who uses it.
unsafe impl<T> Sync for Addresses<T> {}
// SAFETY: as above.
unsafe impl<T> Send for Addresses<T> {}

impl<T: Copy> Addresses<T> {
    /// # Safety
    /// `T` is made of addresses and numbers, and threads that use it together write no byte that
    /// another one reads or writes.
    pub(crate) const unsafe fn new(addresses: T) -> Addresses<T> {
        Addresses(addresses)
    }

    pub(crate) const fn get(&self) -> T {
        self.0
    }
}
