//! Rows to other rows.

#[cfg(target_arch = "x86_64")]
use super::cache::LINE;
use super::items::copy_items;
use super::pieces::Pieces;
use super::share::{self, Addresses};
use super::tile::Tiles;
#[cfg(target_arch = "x86_64")]
use super::x86::{
    fence,
    shuffle::{Part, Shuffle},
};
use super::{Holes, Kernel, Move, cache};
use crate::memory::Strided;

/// Copies parts of all rows of `from` to the rows of `to`.
///
/// # Safety
/// `from` has as many rows as `to`. For each move, time and row, `width` bytes at `from` can be read
/// in the one and at `to` written in the other, and the two share no byte. Rows of `to` do not
/// overlap; with [`Holes::Zero`], all their bytes can be written, and they lie one behind the
/// other.
pub(crate) unsafe fn repack(from: Strided, to: Strided, moves: &[Move], holes: Holes) {
    // SAFETY: the caller's promise.
    unsafe { repack_by(Kernel::current(), from, to, moves, holes) }
}

/// # Safety
/// As for [`repack`]; the CPU has the kernel.
pub(super) unsafe fn repack_by(
    kernel: Kernel,
    from: Strided,
    to: Strided,
    moves: &[Move],
    holes: Holes,
) {
    if moves.is_empty() {
        // Of rows of no bytes there may be any number.
        return;
    }
    if let &[Move { from: at, to: into, width, times: 1, .. }] = moves
        && from.is_dense(width)
        && to.is_dense(width)
    {
        // One piece.
        // SAFETY: the caller's promise.
        unsafe { copy_items(from.shifted(at), to.shifted(into), width) };
        return;
    }
    let width = moves.iter().map(|part| part.width * part.times).sum();
    // SAFETY: each row of the one goes to one of the other, of which no two share a byte.
    let all = unsafe { Addresses::new((from, to)) };
    share::rows(to.len(), width, &|part| {
        let (from, to) = all.get();
        let large = to.len().saturating_mul(width) > cache::last_level();
        let (from, to) = (from.slice(part.clone()), to.slice(part));
        // SAFETY: the caller's promise for these rows.
        unsafe { part_by(kernel, from, to, moves, (width, holes, large)) }
    });
}

/// # Safety
/// As for [`repack`], for moves of `width` bytes a row, in all `large`r than the caches or not; the
/// CPU has the kernel.
unsafe fn part_by(
    kernel: Kernel,
    from: Strided,
    to: Strided,
    moves: &[Move],
    (width, holes, large): (usize, Holes, bool),
) {
    let pieces = Pieces::of(moves);
    // SAFETY: the caller's promise for the rows from `done` to `end`.
    let rest = |done: usize, end: usize| unsafe {
        let (from, to) = (from.slice(done..end), to.slice(done..end));
        match &pieces {
            Some(pieces) => pieces.copy(from, to),
            None => each_by_tiles(from, to, moves, width, large),
        }
    };
    #[cfg(target_arch = "x86_64")]
    if let Some((tables, lines)) = by_tables(kernel, from, to, moves, holes, large) {
        let first = lines.unwrap_or(0);
        rest(0, first);
        // SAFETY: the caller's promise for these rows; where whole lines are written, the first
        // begins at this one.
        let done = first
            + unsafe {
                let (from, to) = (from.from(first), to.from(first));
                if lines.is_some() { tables.past(from, to) } else { tables.run(&[from], to) }
            };
        if lines.is_some() {
            fence();
        }
        rest(done, to.len());
        return;
    }
    let _ = (kernel, holes);
    rest(0, to.len());
}

/// Copies part by part, as many rows at a time as stay in cache.
///
/// # Safety
/// As for [`repack`].
unsafe fn each_by_tiles(from: Strided, to: Strided, moves: &[Move], width: usize, large: bool) {
    for (start, len) in Tiles::of(to.len(), width, large) {
        // SAFETY: the caller's promise for these rows.
        unsafe { each(from.slice(start..start + len), to.slice(start..start + len), moves) }
    }
}

/// Copies part by part.
///
/// # Safety
/// As for [`repack`].
unsafe fn each(from: Strided, to: Strided, moves: &[Move]) {
    for part in moves {
        // The longer of the two loops is the one that looks at the width once.
        if part.times > to.len() {
            for row in 0..to.len() {
                let times = |rows: &Strided, at| {
                    Strided::new(rows.shifted(at).at(row), part.times, part.step as isize)
                };
                // SAFETY: the caller's promise for this row.
                unsafe { copy_items(times(&from, part.from), times(&to, part.to), part.width) }
            }
        } else {
            for (at, into) in part.starts() {
                // SAFETY: the caller's promise for these rows.
                unsafe { copy_items(from.shifted(at), to.shifted(into), part.width) }
            }
        }
    }
}

/// Tables for all moves together, if they are worth it; and, where they write whole lines past the
/// caches, how many rows come before the first line.
#[cfg(target_arch = "x86_64")]
fn by_tables(
    kernel: Kernel,
    from: Strided,
    to: Strided,
    moves: &[Move],
    holes: Holes,
    large: bool,
) -> Option<(Shuffle, Option<usize>)> {
    /// Rows from which on tables are worth making.
    const FEW: usize = 1024;
    let small = moves.len() <= 64 && moves.iter().all(|part| part.times == 1);
    if kernel != Kernel::Avx512 || to.len() < FEW || !small {
        return None;
    }
    // Rows further apart than a window have one each, which costs no less than copies; and of those
    // that come from memory they would have lines fetched that nobody needs.
    if from.stride() > (if large { LINE } else { LINE - 1 }) as isize {
        return None;
    }
    let parts = moves.iter().map(|part| Part {
        source: 0,
        from: part.from,
        to: part.to,
        width: part.width,
    });
    let parts: alloc::vec::Vec<_> = parts.collect();
    if large {
        let begins = |&row: &usize| to.at(row).addr().is_multiple_of(LINE);
        let lines = (0..LINE).find(begins);
        let tables = Shuffle::plan_lines(&[from.stride()], &parts, to.stride(), holes);
        if let (Some(tables), Some(_)) = (tables, lines) {
            return Some((tables, lines));
        }
    }
    let tables = Shuffle::plan(&[from.stride()], &parts, to.stride(), holes)?;
    (!large || tables.is_cheap()).then_some((tables, None))
}
