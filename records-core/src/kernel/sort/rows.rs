//! Rows themselves put in order.
//!
//! Taken by their numbers, rows are fetched from all over the memory. Small ones are rather taken
//! along when numbers are put into [parts](super::split), and reach their places within the nearer
//! caches.

use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;
use core::ptr;

use super::order::{ordered, sort_with};
use super::pack::{Buffers, Cursor, Sources};
use super::split::{Part, Split};
use super::{Keyed, Word};
use crate::kernel::share::{self, Addresses};
use crate::kernel::{Move, RowCopy};
use crate::memory::Strided;

/// Larger rows are not copied twice.
const SMALL: usize = 64;

/// Rows whose places are worked out at a time.
const TILE: usize = 256;

/// Copies rows to rows of `size` bytes one behind the other, in the order of their words, of which
/// `after` are those of the copies.
///
/// # Safety
/// As for [`RowCopy::new`], of the rows' bytes; `size` bytes for each row can be written at `to`, none
/// of them one of the rows'. The words `after` are, in the copies, the rows' words.
///
/// # Panics
/// If memory runs out, as `Vec` does.
pub(crate) unsafe fn sort_rows(
    rows: Keyed<'_>,
    after: &[Word],
    size: usize,
    moves: &[Move],
    to: *mut u8,
) {
    // SAFETY: the caller's promise.
    let copy = unsafe { RowCopy::new(rows.rows, size, moves) };
    let from = rows.rows;
    let sources = [rows];
    let sources = Sources::new(&sources);
    let (mut buffers, mut cursor) = (Buffers::default(), Cursor::START);
    let used = if from.len() > 1 { sources.pack(None, &mut cursor, &mut buffers) } else { 0 };
    if used > 0
        && (1..=SMALL).contains(&size)
        && let Some(split) = Split::of(&buffers.packed, used)
    {
        let piece = match moves {
            [one] if one.times == 1 && one.width == size => Some(from.shifted(one.from)),
            _ => None,
        };
        // SAFETY: the caller's promise.
        unsafe {
            scatter(&split, &buffers.packed, &copy, piece, size, to);
            sort_parts(split.parts(), after, size, to);
        }
        return;
    }
    let order = ordered(&sources, used, cursor, &mut buffers, false, ptr::null()).rows;
    // SAFETY: the caller's promise; the numbers are those of the rows.
    unsafe { copy.take(&order, to) }
}

/// Copies rows to the parts that their numbers belong to.
///
/// # Safety
/// As for [`sort_rows`]; there are as many rows as numbers. The rows that lie in one piece are, if there
/// are any, the same rows.
unsafe fn scatter(
    split: &Split,
    numbers: &[u64],
    copy: &RowCopy<'_>,
    piece: Option<Strided>,
    size: usize,
    to: *mut u8,
) {
    let (rows, mut next) = (numbers.len(), split.starts());
    let mut places = [0; TILE];
    let tile_of: Vec<u32> = (0..TILE as u32).collect();
    let mut staged = vec![0_u8; if piece.is_some() { 0 } else { TILE * size }];
    for (tile, numbers) in numbers.chunks(TILE).enumerate() {
        let places = &mut places[..numbers.len()];
        for (place, &number) in places.iter_mut().zip(numbers) {
            *place = split.place(number, &mut next);
        }
        assert!(places.iter().all(|&place| place < rows), "a place behind the last row");
        let start = tile * TILE;
        // SAFETY: the caller's promise; the staging area has room for a tile; each place is that of
        // one number, so that no row is put upon another.
        unsafe {
            let from = match piece {
                Some(rows) => rows.slice(start..start + places.len()),
                None => {
                    copy.take_from(start, &tile_of[..places.len()], staged.as_mut_ptr());
                    Strided::new(staged.as_mut_ptr(), places.len(), size as isize)
                }
            };
            scatter_rows(from, places, size, to);
        }
    }
}

/// Copies row by row to listed places.
///
/// # Safety
/// There are as many rows as places, of `size` bytes, of 1 to [`SMALL`]; as many can be written at
/// each place. The two share no byte.
unsafe fn scatter_rows(from: Strided, places: &[usize], size: usize, to: *mut u8) {
    // SAFETY: the caller's promise; no width is less than the longer of the two copies, or more than
    // both together.
    unsafe {
        match size {
            1 => ends::<1, 0>(from, places, size, to),
            2..=3 => ends::<2, 2>(from, places, size, to),
            4..=7 => ends::<4, 4>(from, places, size, to),
            8 => ends::<8, 0>(from, places, size, to),
            9..=15 => ends::<8, 8>(from, places, size, to),
            16 => ends::<16, 0>(from, places, size, to),
            17..=24 => ends::<16, 8>(from, places, size, to),
            25..=31 => ends::<16, 16>(from, places, size, to),
            32 => ends::<32, 0>(from, places, size, to),
            33..=48 => ends::<32, 16>(from, places, size, to),
            _ => ends::<32, 32>(from, places, size, to),
        }
    }
}

/// The first `A` bytes of each row and the last `B`.
///
/// # Safety
/// As for [`scatter_rows`]; `size` is at least `A`, at least `B`, and at most their sum.
#[inline(always)]
unsafe fn ends<const A: usize, const B: usize>(
    from: Strided,
    places: &[usize],
    size: usize,
    to: *mut u8,
) {
    debug_assert!(A <= size && B <= size && size <= A + B && from.len() == places.len());
    for (i, place) in places.iter().enumerate() {
        let (from, to) = (from.at(i).cast_const(), to.wrapping_add(place * size));
        // SAFETY: the caller's promise.
        unsafe {
            ptr::copy_nonoverlapping(from, to, A);
            let last = size - B;
            ptr::copy_nonoverlapping(from.wrapping_add(last), to.wrapping_add(last), B);
        }
    }
}

/// Puts the rows of each part in order.
///
/// # Safety
/// `to` has `size` bytes for each row of the parts, with these words, and nobody else uses them.
unsafe fn sort_parts(parts: &[Part], words: &[Word], size: usize, to: *mut u8) {
    let rows = parts.last().map_or(0, |part| part.end);
    // SAFETY: each row is of one part.
    let all = unsafe { Addresses::new(to) };
    // SAFETY: the caller's promise for these parts.
    let work = |some: Range<usize>| unsafe { sort_some(&parts[some], words, size, all.get()) };
    // A part is sorted in as much time as is taken by a copy of some times its bytes.
    let bytes = rows.saturating_mul(size + 16) / parts.len().max(1);
    share::halves(
        0..parts.len(),
        bytes,
        &|len| Some(len / 2).filter(|&half| half > 0),
        &work,
        &|(), ()| (),
    );
}

/// # Safety
/// As for [`sort_parts`].
unsafe fn sort_some(parts: &[Part], words: &[Word], size: usize, to: *mut u8) {
    let mut buffers = Buffers::default();
    let (mut order, mut moved) = (Vec::new(), Vec::<u8>::new());
    let whole = [Move::once(0, 0, size)];
    for part in parts {
        let (at, len) = (to.wrapping_add(part.start * size), part.end - part.start);
        let rows = Strided::new(at, len, size as isize);
        // SAFETY: rows that have been written, which nobody writes until they are in order.
        let keyed = [unsafe { Keyed::new(rows, words) }];
        order = sort_with(&Sources::new(&keyed), false, order, &mut buffers).rows;
        moved.resize(len * size, 0);
        // SAFETY: rows of one piece, each of which is listed once; room for as many.
        unsafe {
            RowCopy::new(rows, size, &whole).take(&order, moved.as_mut_ptr());
            ptr::copy_nonoverlapping(moved.as_ptr(), at, len * size);
        }
    }
}
