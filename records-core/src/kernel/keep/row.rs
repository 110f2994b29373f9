//! Bytes of one width, out of listed rows into rows one right behind the other.
//!
//! The width is looked at once. Up to twice 64 bytes a row is two copies of lengths that the
//! compiler knows, the second of which ends where the row does and may lie partly upon the
//! first: no loop, no branch, no call, and no byte that is not the row's.

use core::ptr;

use crate::kernel::cache::prefetch;
use crate::memory::Strided;

/// Rows that are asked for before those in front of them are copied, where they come from memory.
const AHEAD: usize = 16;

/// The number of a row.
pub(super) trait Number: Copy {
    fn row(self) -> usize;
}

impl Number for usize {
    #[inline(always)]
    fn row(self) -> usize {
        self
    }
}

impl Number for u32 {
    #[inline(always)]
    fn row(self) -> usize {
        self as usize
    }
}

/// Copies `width` bytes of each row of `from` that `numbers` lists to `to` and every `step`
/// bytes behind it.
///
/// # Safety
/// Each number is less than the rows of `from`, of which `width` bytes can be read; as many can be
/// written at each place. The two share no byte.
#[inline(always)]
pub(super) unsafe fn copy_listed<N: Number>(
    from: Strided,
    numbers: &[N],
    to: *mut u8,
    step: usize,
    width: usize,
) {
    // SAFETY: the caller's promise.
    unsafe { copy_by_width::<false, N>(from, numbers, to, step, width) }
}

/// [`copy_listed`] of rows anywhere in more memory than the caches hold: rows are asked for before
/// they are due, and loads are no wider than any x86-64 has, since one that lies upon two lines
/// waits for both.
///
/// # Safety
/// As there.
pub(super) unsafe fn copy_far<N: Number>(from: Strided, numbers: &[N], to: *mut u8, width: usize) {
    // SAFETY: the caller's promise.
    unsafe { copy_by_width::<true, N>(from, numbers, to, width, width) }
}

/// # Safety
/// As for [`copy_listed`].
#[inline(always)]
unsafe fn copy_by_width<const FAR: bool, N: Number>(
    from: Strided,
    numbers: &[N],
    to: *mut u8,
    step: usize,
    width: usize,
) {
    macro_rules! dense {
        ($($first:literal + $last:literal: $width:literal,)*) => {
            match width {
                $($width => return copy_dense::<$first, $last, $width, N>(from, numbers, to),)*
                _ => {}
            }
        };
    }
    if !FAR && from.stride() == width as isize && step == width {
        // SAFETY: the caller's promise, of rows that far apart.
        unsafe {
            dense! { 1 + 0: 1, 2 + 0: 2, 2 + 1: 3, 4 + 0: 4, 4 + 2: 6, 8 + 0: 8, 8 + 4: 12, 16 + 0: 16, }
        }
    }
    macro_rules! widths {
        ($($first:literal + $last:literal: $widths:pat,)*) => {
            match width {
                $($widths => copy_ends::<FAR, $first, $last, N>(from, numbers, to, step, width),)*
                _ => copy_lines::<FAR, N>(from, numbers, to, step, width),
            }
        };
    }
    // SAFETY: the caller's promise; no width of an arm is less than the longer of its two
    // copies, or more than both together.
    unsafe {
        widths! {
            0 + 0: 0,
            1 + 0: 1,
            2 + 0: 2,
            2 + 1: 3,
            4 + 0: 4,
            4 + 2: 5..=6,
            4 + 4: 7,
            8 + 0: 8,
            8 + 4: 9..=12,
            8 + 8: 13..=15,
            16 + 0: 16,
            16 + 8: 17..=24,
            16 + 16: 25..=31,
            32 + 0: 32,
            32 + 8: 33..=40,
            32 + 16: 41..=48,
            32 + 32: 49..=63,
            64 + 0: 64,
            64 + 16: 65..=80,
            64 + 32: 81..=96,
            64 + 64: 97..=128,
        }
    }
}

/// The first `A` bytes of each row and the last `B`.
///
/// # Safety
/// As for [`copy_listed`]; `width` is at least `A`, at least `B`, and at most their sum.
#[inline(always)]
unsafe fn copy_ends<const FAR: bool, const A: usize, const B: usize, N: Number>(
    from: Strided,
    numbers: &[N],
    to: *mut u8,
    step: usize,
    width: usize,
) {
    debug_assert!(A <= width && B <= width && width <= A + B);
    let last = width - B;
    for (i, number) in numbers.iter().enumerate() {
        if FAR {
            ask(from, numbers, i, width);
        }
        let (from, to) = (from.at(number.row()).cast_const(), to.wrapping_add(i * step));
        // SAFETY: the caller's promise.
        unsafe {
            ptr::copy_nonoverlapping(from, to, A);
            ptr::copy_nonoverlapping(from.wrapping_add(last), to.wrapping_add(last), B);
        }
    }
}

/// Has the row be brought near that is due some rows behind row `i` of the list: all lines of it, since
/// each comes from elsewhere than what the CPU has seen.
#[inline(always)]
fn ask<N: Number>(from: Strided, numbers: &[N], i: usize, width: usize) {
    /// Bytes that are on their way: so many lines and more the CPU waits for at a time.
    const UNDERWAY: usize = 2048;
    /// Bytes of a row after which the CPU has seen enough.
    const SEEN: usize = 512;
    let ahead = if width <= 64 { AHEAD } else { (UNDERWAY / width).max(AHEAD / 4) };
    if let Some(number) = numbers.get(i + ahead) {
        let row = from.at(number.row());
        for at in (0..width.min(SEEN)).step_by(64) {
            prefetch(row.wrapping_add(at));
        }
        if width > 8 {
            prefetch(row.wrapping_add(width - 1));
        }
    }
}

/// The first `A` bytes of each row and the last `B`, of rows of `W` bytes one right behind the other,
/// four a turn: of so few bytes that working out where they lie takes longer than to copy them.
///
/// # Safety
/// As for [`copy_listed`], `W` being the width, the step, and the stride; see [`copy_ends`].
#[inline(always)]
unsafe fn copy_dense<const A: usize, const B: usize, const W: usize, N: Number>(
    from: Strided,
    numbers: &[N],
    to: *mut u8,
) {
    let (turns, rest) = numbers.as_chunks::<4>();
    let from = Strided::new(from.base(), from.len(), W as isize);
    for (i, turn) in turns.iter().enumerate() {
        // SAFETY: the caller's promise.
        unsafe { copy_ends::<false, A, B, N>(from, turn, to.wrapping_add(i * 4 * W), W, W) }
    }
    // SAFETY: the caller's promise for the rest.
    unsafe { copy_ends::<false, A, B, N>(from, rest, to.wrapping_add(turns.len() * 4 * W), W, W) }
}

/// Rows of more bytes than two copies take.
///
/// # Safety
/// As for [`copy_listed`]; `width` is at least 64.
#[inline(always)]
unsafe fn copy_lines<const FAR: bool, N: Number>(
    from: Strided,
    numbers: &[N],
    to: *mut u8,
    step: usize,
    width: usize,
) {
    /// From here on the call of a copy that finds its own way costs nothing.
    const CALL: usize = 1024;
    debug_assert!(width >= 64);
    let last = width - 64;
    for (i, number) in numbers.iter().enumerate() {
        if FAR {
            ask(from, numbers, i, width);
        }
        let (from, to) = (from.at(number.row()).cast_const(), to.wrapping_add(i * step));
        // SAFETY: the caller's promise.
        unsafe {
            if width >= CALL {
                ptr::copy_nonoverlapping(from, to, width);
                continue;
            }
            for at in (0..last).step_by(64) {
                ptr::copy_nonoverlapping(from.wrapping_add(at), to.wrapping_add(at), 64);
            }
            ptr::copy_nonoverlapping(from.wrapping_add(last), to.wrapping_add(last), 64);
        }
    }
}
