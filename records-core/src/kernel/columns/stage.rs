//! Rows put together in the nearest cache and written past the others from there.
//!
//! Rows that come to be line by line need not be read from memory first. What makes them need know
//! nothing of lines.

use core::mem::MaybeUninit;
use core::ptr;

use super::group;
use crate::kernel::Kernel;
use crate::kernel::cache::LINE;
use crate::kernel::tile::LEAST;
use crate::kernel::x86::{fence, stream};
use crate::memory::Strided;

/// Bytes of a row at most.
const LONG: usize = 256;

/// Bytes of the rows of a turn at most: a turn has [`LEAST`] rows, or a multiple.
const ROOM: usize = LONG * LEAST;

/// Lines of rows, and the one that the next turn begins in.
#[repr(C, align(64))]
struct Stage([MaybeUninit<u8>; ROOM + LINE]);

/// Whether rows are of those that can be written this way, if all their bytes are written.
pub(super) fn takes(kernel: Kernel, rows: Strided) -> bool {
    let short = (1..=LONG as isize).contains(&rows.stride());
    kernel == Kernel::Avx512 && short && rows.len() >= group::FEW
}

/// Has `fill` make all rows, some at a time: in memory that stands for them, given which is the
/// first. Bytes that it leaves become zero.
///
/// # Safety
/// The kernel is one that [takes](takes) the rows, which lie one behind the other, and all of whose
/// bytes can be written. `fill` writes no byte but those of the rows that it is given.
pub(super) unsafe fn through(rows: Strided, mut fill: impl FnMut(Strided, usize)) {
    let size = rows.stride().unsigned_abs();
    // Lines are filled alike in each turn, so that what is left as it is stays zero.
    let turn = (ROOM / 2 / size).max(LEAST);
    let turn = turn - turn % LEAST;
    let mut stage = Stage([MaybeUninit::new(0); ROOM + LINE]);
    let stage = stage.0.as_mut_ptr().cast::<u8>();
    // Bytes of the first line that are in front of the first row, or have been written to the stage
    // by the turn before.
    let ahead = rows.base().addr() % LINE;
    for start in (0..rows.len()).step_by(turn) {
        let len = turn.min(rows.len() - start);
        fill(Strided::new(stage.wrapping_add(ahead), len, rows.stride()), start);
        let end = ahead + len * size;
        let line = rows.at(start).wrapping_sub(ahead);
        // In front of the first row there are bytes of others.
        let first = if start == 0 { ahead.next_multiple_of(LINE) } else { 0 };
        let whole = end - end % LINE;
        // SAFETY: the stage has room for `ahead`, which is less than a line, and the rows of a
        // turn, of `ROOM` bytes at most. What is written are bytes of the rows from the first one,
        // `ahead` bytes into the stage, to `end`; in later turns also those in front of it, which the
        // turn before has left there. Whole lines begin where lines of the rows do.
        unsafe {
            if start == 0 {
                let bytes = first.min(end) - ahead;
                ptr::copy_nonoverlapping(stage.wrapping_add(ahead), rows.base(), bytes);
            }
            if whole > first {
                stream(stage.wrapping_add(first), line.wrapping_add(first), whole - first);
            }
            if start + len == rows.len() {
                if whole >= first {
                    let rest = end - whole;
                    ptr::copy_nonoverlapping(
                        stage.wrapping_add(whole),
                        line.wrapping_add(whole),
                        rest,
                    );
                }
            } else {
                // The rows of a turn are a number of lines.
                ptr::copy_nonoverlapping(stage.wrapping_add(whole), stage, ahead);
            }
        }
    }
    fence();
}
