//! Listed rows to other rows.

use super::Move;
use super::copy::copy_each;
use crate::memory::Strided;

/// Rows handled at a time: their cache lines are fetched once for all fields.
const TILE: usize = 128;

/// The tiles of `len` rows: start and length of each.
fn tiles(len: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..len).step_by(TILE).map(move |start| (start, TILE.min(len - start)))
}

/// Copies parts of the rows of `from` that `indices` lists to the rows of `to`,
/// in the order of the list.
///
/// # Safety
/// As for [`repack`], and there are as many indices as rows in `to`, each less than the number of
/// rows of `from`.
pub(crate) unsafe fn take(from: Strided, indices: &[usize], to: Strided, moves: &[Move]) {
    debug_assert_eq!(indices.len(), to.len());
    for (start, len) in tiles(to.len()) {
        let (tile, target) = (&indices[start..start + len], to.slice(start..start + len));
        for part in moves {
            for (at, into) in part.starts() {
                let (from, target) = (from.shifted(at), target.shifted(into));
                // SAFETY: the caller's promise for these rows.
                unsafe { copy_each(len, |i| from.at(tile[i]), |i| target.at(i), part.width) }
            }
        }
    }
}
