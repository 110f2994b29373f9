//! The numbers of the rows that a mask keeps.

use core::mem::MaybeUninit;

/// Rows looked at before those that are kept are copied: their numbers stay in the nearest cache.
pub(crate) const TILE: usize = 1024;

/// Numbers of rows of a tile, and room for the writes behind the last one.
pub(super) struct Numbers([MaybeUninit<u32>; TILE + 64]);

impl Numbers {
    pub(super) const fn new() -> Numbers {
        Numbers([const { MaybeUninit::uninit() }; TILE + 64])
    }

    /// Where number `at` is to be written: there is room for 64 from any of a tile on.
    #[inline(always)]
    pub(super) fn at(&mut self, at: usize) -> *mut u32 {
        debug_assert!(at <= TILE);
        self.0.as_mut_ptr().wrapping_add(at).cast()
    }

    /// The first `count`.
    ///
    /// # Safety
    /// They have been written.
    #[inline(always)]
    pub(super) unsafe fn first(&self, count: usize) -> &[u32] {
        debug_assert!(count <= TILE);
        // SAFETY: the caller's promise.
        unsafe { core::slice::from_raw_parts(self.0.as_ptr().cast(), count) }
    }
}

/// How many rows are kept.
pub(crate) fn count(mask: &[bool]) -> usize {
    // No byte of a sum can overflow, so that many are added at once.
    let part = |part: &[bool]| usize::from(part.iter().map(|&keep| u8::from(keep)).sum::<u8>());
    mask.chunks(255).map(part).sum()
}

/// A bit for each of 64 places of a mask, the first the lowest.
#[inline(always)]
pub(super) fn bits(mask: &[bool; 64]) -> u64 {
    let mut bits = 0;
    for (i, eight) in mask.as_chunks::<8>().0.iter().enumerate() {
        let bytes = u64::from_le_bytes(eight.map(u8::from));
        // Byte k, which is 0 or 1, goes to bit k of the highest byte; no two parts of the
        // product meet in a bit.
        bits |= (bytes.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
    }
    bits
}

/// Lists the rows of a tile that the mask keeps, and says how many they are.
#[inline(always)]
pub(super) fn list(
    mask: &[bool],
    numbers: &mut Numbers,
    bits: impl Fn(&[bool; 64]) -> u64,
    write: impl Fn(u64, u32, *mut u32),
) -> usize {
    assert!(mask.len() <= TILE);
    let (parts, rest) = mask.as_chunks::<64>();
    let (mut count, mut row) = (0, 0);
    let mut add = |part: &[bool; 64]| {
        let bits = bits(part);
        write(bits, row, numbers.at(count));
        count += bits.count_ones() as usize;
        row += 64;
    };
    parts.iter().for_each(&mut add);
    if !rest.is_empty() {
        let mut last = [false; 64];
        last[..rest.len()].copy_from_slice(rest);
        add(&last);
    }
    count
}

/// Writes the places of the bits that are set, `row` being that of the lowest.
///
/// # Safety
/// 64 numbers can be written. As many are as there are bits; what is written behind them means
/// nothing.
#[inline(always)]
pub(super) unsafe fn write_places(mut bits: u64, row: u32, out: *mut u32) {
    let count = bits.count_ones() as usize;
    let mut at = 0;
    // Eight at a time, whether there are as many or not: how often is told by few branches.
    while at < count {
        for k in 0..8 {
            let place = row.wrapping_add(bits.trailing_zeros());
            // SAFETY: less than 64, rounded up to a multiple of 8.
            unsafe { out.wrapping_add(at + k).write(place) };
            bits &= bits.wrapping_sub(1);
        }
        at += 8;
    }
}
