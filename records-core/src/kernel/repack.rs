//! Rows to other rows.

use super::items::copy_items;
use super::share::{self, Addresses};
use super::tile::Tiles;
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
/// As for [`repack`], for moves of `width` bytes a row; the CPU has the kernel.
unsafe fn part_by(
    kernel: Kernel,
    from: Strided,
    to: Strided,
    moves: &[Move],
    (width, holes, large): (usize, Holes, bool),
) {
    #[cfg(target_arch = "x86_64")]
    let tables = by_tables(kernel, from, to, moves, holes);
    let _ = (kernel, holes);
    for (start, len) in Tiles::of(to.len(), width, large) {
        let (source, target) = (from.slice(start..start + len), to.slice(start..start + len));
        #[cfg(target_arch = "x86_64")]
        // SAFETY: the caller's promise for these rows.
        let done = unsafe { tables.as_ref().map_or(0, |tables| tables.run(&[source], target)) };
        #[cfg(not(target_arch = "x86_64"))]
        let done = 0;
        // SAFETY: the caller's promise for the rest of these rows.
        unsafe { each(source.from(done), target.from(done), moves) }
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

/// Tables for all moves together, if they are worth it.
#[cfg(target_arch = "x86_64")]
fn by_tables(
    kernel: Kernel,
    from: Strided,
    to: Strided,
    moves: &[Move],
    holes: Holes,
) -> Option<super::x86::shuffle::Shuffle> {
    use super::x86::shuffle::{Part, Shuffle};
    let small = moves.len() <= 64 && moves.iter().all(|part| part.times == 1);
    if kernel != Kernel::Avx512 || to.len() < super::group::FEW || !small {
        return None;
    }
    let parts = moves.iter().map(|part| Part {
        source: 0,
        from: part.from,
        to: part.to,
        width: part.width,
    });
    let parts: alloc::vec::Vec<_> = parts.collect();
    Shuffle::plan(&[from.stride()], &parts, to.stride(), holes)
}
