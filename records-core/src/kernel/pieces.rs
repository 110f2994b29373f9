//! Parts of rows copied together, row by row.
//!
//! Moves are cut to pieces of 1, 2, 4, 8 and 16 bytes, some of which overlap, so that each is a load
//! and a store. Up to four pieces of a row make a loop that is compiled for how many there are of
//! each width: what a loop written by hand for these fields is. More are several such loops, a few
//! rows a turn, so that a row is visited while its lines are at hand.

use alloc::vec::Vec;
use core::mem::MaybeUninit;

use super::Move;
use crate::memory::Strided;

/// Pieces of a loop at most.
const MOST: usize = 4;

/// Rows of a turn, where a row takes more loops than one.
const TURN: usize = 4;

/// Pieces of a row at most, and bytes of a move: a longer one is better copied by itself.
const PIECES: usize = 64;
const LONG: usize = 64;

/// Bytes that are loaded and stored at once.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    /// Bytes from the start of the row they are in.
    from: usize,
    /// Bytes from the start of the row they go to.
    to: usize,
    /// A power of two, 16 at most.
    width: usize,
}

/// Copies pieces of all rows: first those of 16 bytes, then those of 8 and so on.
///
/// # Safety
/// As for [`Pieces::copy`].
type Loop = unsafe fn(from: Strided, to: Strided, pieces: &[Piece; MOST]);

/// How to copy some moves together.
///
/// **Invariant**: pieces are parts of the moves, and all of them together are all of the moves'
/// bytes; each loop is that of its pieces' widths.
#[derive(Debug)]
pub(super) struct Pieces {
    first: (Loop, [Piece; MOST]),
    /// Mostly none.
    more: Vec<(Loop, [Piece; MOST])>,
}

impl Pieces {
    /// Of moves that are neither many nor long, nor done several times; of one at least.
    pub(super) fn of(moves: &[Move]) -> Option<Pieces> {
        /// Moves whose pieces need no memory of their own.
        const FEW: usize = 4;
        /// Pieces of a move at most.
        const EACH: usize = LONG / 16;
        let short = |part: &Move| part.times == 1 && part.width <= LONG;
        if moves.len() > PIECES || !moves.iter().all(short) {
            return None;
        }
        let (mut few, mut many) = ([Piece::default(); FEW * EACH], Vec::new());
        let room = if moves.len() <= FEW {
            few.as_mut_slice()
        } else {
            many.resize(moves.len() * EACH, Piece::default());
            many.as_mut_slice()
        };
        let mut count = 0;
        for part in moves {
            cut(part, |piece| {
                room[count] = piece;
                count += 1;
            });
        }
        if count > PIECES {
            return None;
        }
        let pieces = &mut room[..count];
        pieces.sort_unstable_by_key(|piece| (core::cmp::Reverse(piece.width), piece.to));
        let mut rest = &*pieces;
        let mut next = || {
            let (count, run) = (1..=MOST.min(rest.len())).rev().find_map(|count| {
                let widths = rest[..count].iter().map(|piece| piece.width);
                Some((count, loop_of(widths)?))
            })?;
            let mut group = [Piece::default(); MOST];
            group[..count].copy_from_slice(&rest[..count]);
            rest = &rest[count..];
            Some((run, group))
        };
        Some(Pieces { first: next()?, more: core::iter::from_fn(next).collect() })
    }

    /// Copies the moves of all rows of `from` to the rows of `to`.
    ///
    /// # Safety
    /// `from` has as many rows as `to`; at each, the bytes of the moves can be read and written
    /// respectively. What is read and what is written share no byte.
    pub(super) unsafe fn copy(&self, from: Strided, to: Strided) {
        let (run, pieces) = &self.first;
        if self.more.is_empty() {
            // SAFETY: the caller's promise, by the invariant for the pieces.
            unsafe { run(from, to, pieces) };
            return;
        }
        for start in (0..to.len()).step_by(TURN) {
            let rows = start..to.len().min(start + TURN);
            let (from, to) = (from.slice(rows.clone()), to.slice(rows));
            // SAFETY: as above.
            unsafe { run(from, to, pieces) };
            for (run, pieces) in &self.more {
                // SAFETY: as above.
                unsafe { run(from, to, pieces) };
            }
        }
    }
}

/// Cuts a move to as few pieces as may be. The last ends where the move does, and may lie partly
/// upon the one before.
fn cut(part: &Move, mut take: impl FnMut(Piece)) {
    let mut add = |at: usize, width| {
        take(Piece { from: part.from + at, to: part.to + at, width });
    };
    let mut at = 0;
    while part.width - at >= 16 {
        add(at, 16);
        at += 16;
    }
    let rest = part.width - at;
    let whole = rest.next_power_of_two();
    if rest == 0 {
    } else if whole <= part.width {
        add(part.width - whole, whole);
    } else {
        // Less than 16 bytes in all, of which the first piece is more than half.
        let first = whole / 2;
        add(0, first);
        let last = (rest - first).next_power_of_two();
        add(part.width - last, last);
    }
}

/// The loop for pieces of such widths, the widest first, if there is one.
fn loop_of(widths: impl Iterator<Item = usize>) -> Option<Loop> {
    /// How many there are of each width, in one number.
    const fn key(counts: [u32; 5]) -> u32 {
        let [a, b, c, d, e] = counts;
        a << 16 | b << 12 | c << 8 | d << 4 | e
    }
    let counts: u32 = widths.map(|width| 1 << (4 * width.trailing_zeros())).sum();
    macro_rules! loops {
        ($($a:literal $b:literal $c:literal $d:literal $e:literal,)*) => {
            match counts {
                $(counts if counts == const { key([$a, $b, $c, $d, $e]) } => {
                    Some(rows::<$a, $b, $c, $d, $e>)
                })*
                _ => None,
            }
        };
    }
    // Up to three of any widths, and four of 4 bytes and wider or of one width.
    loops! {
        1 0 0 0 0, 0 1 0 0 0, 0 0 1 0 0, 0 0 0 1 0, 0 0 0 0 1,
        2 0 0 0 0, 1 1 0 0 0, 1 0 1 0 0, 1 0 0 1 0, 1 0 0 0 1,
        0 2 0 0 0, 0 1 1 0 0, 0 1 0 1 0, 0 1 0 0 1,
        0 0 2 0 0, 0 0 1 1 0, 0 0 1 0 1, 0 0 0 2 0, 0 0 0 1 1, 0 0 0 0 2,
        3 0 0 0 0, 2 1 0 0 0, 2 0 1 0 0, 2 0 0 1 0, 2 0 0 0 1,
        1 2 0 0 0, 1 1 1 0 0, 1 1 0 1 0, 1 1 0 0 1,
        1 0 2 0 0, 1 0 1 1 0, 1 0 1 0 1, 1 0 0 2 0, 1 0 0 1 1, 1 0 0 0 2,
        0 3 0 0 0, 0 2 1 0 0, 0 2 0 1 0, 0 2 0 0 1,
        0 1 2 0 0, 0 1 1 1 0, 0 1 1 0 1, 0 1 0 2 0, 0 1 0 1 1, 0 1 0 0 2,
        0 0 3 0 0, 0 0 2 1 0, 0 0 2 0 1, 0 0 1 2 0, 0 0 1 1 1, 0 0 1 0 2,
        0 0 0 3 0, 0 0 0 2 1, 0 0 0 1 2, 0 0 0 0 3,
        4 0 0 0 0, 3 1 0 0 0, 3 0 1 0 0, 2 2 0 0 0, 2 1 1 0 0, 2 0 2 0 0,
        1 3 0 0 0, 1 2 1 0 0, 1 1 2 0 0, 1 0 3 0 0,
        0 4 0 0 0, 0 3 1 0 0, 0 2 2 0 0, 0 1 3 0 0, 0 0 4 0 0,
        0 0 0 4 0, 0 0 0 0 4,
    }
}

/// The [`Loop`] of so many pieces of 16, 8, 4, 2 bytes and 1.
///
/// # Safety
/// As for [`Pieces::copy`].
unsafe fn rows<const A: usize, const B: usize, const C: usize, const D: usize, const E: usize>(
    from: Strided,
    to: Strided,
    pieces: &[Piece; MOST],
) {
    let mut first = 0;
    let (a, b) = (some::<A>(pieces, &mut first), some::<B>(pieces, &mut first));
    let (c, d) = (some::<C>(pieces, &mut first), some::<D>(pieces, &mut first));
    let e = some::<E>(pieces, &mut first);
    let (mut from_row, mut to_row) = (from.base().cast_const(), to.base());
    for _ in 0..to.len() {
        // SAFETY: the caller's promise for this row. All of it is read before any is written.
        unsafe {
            let a_bytes = load::<[u8; 16], A>(from_row, &a);
            let b_bytes = load::<u64, B>(from_row, &b);
            let c_bytes = load::<u32, C>(from_row, &c);
            let d_bytes = load::<u16, D>(from_row, &d);
            let e_bytes = load::<u8, E>(from_row, &e);
            store(to_row, &a, a_bytes);
            store(to_row, &b, b_bytes);
            store(to_row, &c, c_bytes);
            store(to_row, &d, d_bytes);
            store(to_row, &e, e_bytes);
        }
        from_row = from_row.wrapping_offset(from.stride());
        to_row = to_row.wrapping_offset(to.stride());
    }
}

/// The next so many pieces.
#[inline(always)]
fn some<const N: usize>(pieces: &[Piece; MOST], first: &mut usize) -> [(usize, usize); N] {
    let start = *first;
    *first += N;
    core::array::from_fn(|k| (pieces[start + k].from, pieces[start + k].to))
}

/// # Safety
/// A `T` can be read so far behind the address.
#[inline(always)]
unsafe fn load<T: Copy, const N: usize>(
    from: *const u8,
    at: &[(usize, usize); N],
) -> [MaybeUninit<T>; N] {
    // SAFETY: the caller's promise; the bytes may be uninitialised, at any alignment.
    core::array::from_fn(|k| unsafe {
        from.wrapping_add(at[k].0).cast::<MaybeUninit<T>>().read_unaligned()
    })
}

/// # Safety
/// A `T` can be written so far behind the address.
#[inline(always)]
unsafe fn store<T: Copy, const N: usize>(
    to: *mut u8,
    at: &[(usize, usize); N],
    bytes: [MaybeUninit<T>; N],
) {
    for (k, bytes) in bytes.into_iter().enumerate() {
        // SAFETY: the caller's promise, at any alignment.
        unsafe { to.wrapping_add(at[k].1).cast::<MaybeUninit<T>>().write_unaligned(bytes) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_all_of_a_move_and_nothing_else() {
        for width in 1..=LONG {
            let mut pieces = Vec::new();
            cut(&Move::once(7, 3, width), |piece| pieces.push(piece));
            assert!(pieces.len() <= width.div_ceil(16) + usize::from(width < 16), "{width}");
            let mut seen = [false; LONG];
            for Piece { from, to, width: bytes } in pieces {
                assert!(bytes.is_power_of_two() && bytes <= 16);
                assert!(from - 7 == to - 3 && from - 7 + bytes <= width, "{width}");
                seen[from - 7..][..bytes].fill(true);
            }
            assert!(seen[..width].iter().all(|&seen| seen), "{width}");
        }
    }

    #[test]
    fn every_three_widths_have_a_loop() {
        let widths = [16, 8, 4, 2, 1];
        for a in widths {
            for b in widths.into_iter().filter(|&b| b <= a) {
                for c in widths.into_iter().filter(|&c| c <= b) {
                    for some in [&[a][..], &[a, b], &[a, b, c]] {
                        assert!(loop_of(some.iter().copied()).is_some(), "{some:?}");
                    }
                }
            }
        }
    }
}
