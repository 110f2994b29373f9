//! Rows to columns and back where some numbers are in the other byte order: turned round tile by
//! tile, while the tile is in cache, so that no pass over memory is added.

use alloc::vec::Vec;

use super::cast::swap_items;
use super::group::{Groups, Way};
use super::share::{self, Addresses};
use super::tile::Tiles;
use super::{Kernel, Lane, cache};
use crate::memory::Strided;

/// Numbers within an item whose bytes are turned round.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Turn {
    /// Bytes from the start of the item to the first.
    pub(crate) at: usize,
    /// Bytes of each: 2, 4, 8 or 16.
    pub(crate) width: usize,
    /// How many they are.
    pub(crate) times: usize,
    /// Bytes from one to the next.
    pub(crate) step: usize,
}

impl Turn {
    /// Whether they are all of an item of so many bytes.
    pub(crate) const fn is_all(&self, size: usize) -> bool {
        self.at == 0 && self.step == self.width && self.times * self.width == size
    }
}

/// [`columns_out`](super::columns_out) with numbers turned round in the columns, each named with the
/// index of its lane.
///
/// # Safety
/// As there; the bytes of what is turned round are initialised and lie within the items.
pub(crate) unsafe fn columns_out_turned(rows: Strided, lanes: &[Lane], turns: &[(usize, Turn)]) {
    // SAFETY: the caller's promise.
    unsafe { out_by(Kernel::current(), rows, lanes, turns) }
}

/// # Safety
/// As for [`columns_out_turned`]; the CPU has the kernel.
pub(super) unsafe fn out_by(
    kernel: Kernel,
    rows: Strided,
    lanes: &[Lane],
    turns: &[(usize, Turn)],
) {
    // SAFETY: each row goes to one item of each column.
    let all = unsafe { Addresses::new((rows, lanes)) };
    tiles(rows.len(), lanes, &|part, large| {
        let (rows, lanes) = all.get();
        let groups = Groups::new(kernel, rows, lanes, Way::Out { large });
        for (start, len) in part {
            // SAFETY: the caller's promise for these rows, whose items are there when they are
            // turned round.
            unsafe {
                groups.copy_out(rows.slice(start..start + len), start, false);
                for (lane, turn) in turns {
                    turn_by(kernel, lanes[*lane].items(start, len), turn);
                }
            }
        }
    });
}

/// [`columns_in`](super::columns_in) with numbers turned round in the rows, each named with the
/// index of its lane; bytes between the fields stay as they are.
///
/// # Safety
/// As there; the bytes of what is turned round are initialised and lie within the items.
pub(crate) unsafe fn columns_in_turned(rows: Strided, lanes: &[Lane], turns: &[(usize, Turn)]) {
    // SAFETY: the caller's promise.
    unsafe { in_by(Kernel::current(), rows, lanes, turns) }
}

/// # Safety
/// As for [`columns_in_turned`]; the CPU has the kernel.
pub(super) unsafe fn in_by(kernel: Kernel, rows: Strided, lanes: &[Lane], turns: &[(usize, Turn)]) {
    // Numbers alone are turned round as they are copied.
    let (alone, within): (Vec<_>, Vec<_>) =
        turns.iter().partition(|(lane, turn)| turn.is_all(lanes[*lane].width));
    let copied = |index: &usize| !alone.iter().any(|(lane, _)| lane == index);
    let copied: Vec<Lane> = (0..lanes.len()).filter(copied).map(|index| lanes[index]).collect();
    // SAFETY: each row is of one item of each column, and no two rows share a byte.
    let all = unsafe { Addresses::new((rows, lanes, &*copied)) };
    let (alone, within) = (&*alone, &*within);
    tiles(rows.len(), lanes, &|part, _| {
        let (rows, lanes, copied) = all.get();
        let groups = Groups::new(kernel, rows, copied, Way::Back);
        for (start, len) in part {
            let tile = rows.slice(start..start + len);
            // SAFETY: the caller's promise for these rows.
            unsafe {
                groups.copy_back(tile, start);
                for &(lane, turn) in alone {
                    let lane = &lanes[lane];
                    for time in 0..turn.times {
                        let at = time * turn.width;
                        let from = lane.items(start, len).shifted(at);
                        swap_items(from, tile.shifted(lane.offset + at), turn.width);
                    }
                }
                for (lane, turn) in within {
                    turn_by(kernel, tile.shifted(lanes[*lane].offset), turn);
                }
            }
        }
    });
}

/// Hands out the tiles of so many rows, which take so many bytes as the lanes have, to threads.
fn tiles(
    len: usize,
    lanes: &[Lane],
    work: &(impl Fn(&mut dyn Iterator<Item = (usize, usize)>, bool) + Sync),
) {
    let width: usize = lanes.iter().map(|lane| lane.width).sum();
    if width == 0 {
        // Of rows of no bytes there may be any number.
        return;
    }
    share::rows(len, width, &|part| {
        let large = part.len().saturating_mul(width) > cache::last_level();
        let tiles = Tiles::of(part.len(), width, large);
        work(&mut tiles.map(|(start, len)| (part.start + start, len)), large);
    });
}

/// Turns numbers in all items round, where they are.
///
/// # Safety
/// At each item the bytes of what is turned round can be read, initialised, and written, and no two
/// items share one.
pub(crate) unsafe fn turn(items: Strided, turn: &Turn) {
    // SAFETY: the caller's promise.
    unsafe { turn_by(Kernel::current(), items, turn) }
}

/// # Safety
/// As for [`turn`]; the CPU has the kernel.
unsafe fn turn_by(kernel: Kernel, items: Strided, turn: &Turn) {
    let Turn { at, width, times, step } = *turn;
    let size = items.stride().unsigned_abs();
    // SAFETY: the caller's promise.
    unsafe {
        if turn.is_all(size) && items.is_dense(size) {
            dense(kernel, items.base(), items.len() * times, width);
        } else if times > items.len() {
            // The longer of the two loops is the one that looks at the width once.
            for item in 0..items.len() {
                let first = items.shifted(at).at(item);
                in_place(Strided::new(first, times, step as isize), width);
            }
        } else {
            for time in 0..times {
                in_place(items.shifted(at + time * step), width);
            }
        }
    }
}

/// Calls a function made for numbers of so many bytes.
macro_rules! of_width {
    ($width:expr, $function:ident($($given:expr),*)) => {
        match $width {
            2 => $function::<2>($($given),*),
            4 => $function::<4>($($given),*),
            8 => $function::<8>($($given),*),
            16 => $function::<16>($($given),*),
            width => unreachable!("numbers of {width} bytes have no order"),
        }
    };
}

/// # Safety
/// As for [`turn`], `width` bytes at the start of each item.
unsafe fn in_place(items: Strided, width: usize) {
    unsafe fn each<const N: usize>(items: Strided) {
        for i in 0..items.len() {
            // SAFETY: the caller's promise, at any alignment.
            unsafe { turn_one::<N>(items.at(i)) }
        }
    }
    // SAFETY: the caller's promise.
    unsafe { of_width!(width, each(items)) }
}

/// Numbers one behind the other.
///
/// # Safety
/// `count` times `width` initialised bytes from `first` on can be read and written; the CPU has the
/// kernel.
unsafe fn dense(kernel: Kernel, first: *mut u8, count: usize, width: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match kernel {
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => of_width!(width, dense_avx512(first, count)),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => of_width!(width, dense_avx2(first, count)),
            _ => of_width!(width, dense_plain(first, count)),
        }
    }
}

/// # Safety
/// As for [`dense`], of `N` bytes each.
#[inline(always)]
unsafe fn dense_plain<const N: usize>(first: *mut u8, count: usize) {
    for i in 0..count {
        // SAFETY: the caller's promise, at any alignment.
        unsafe { turn_one::<N>(first.wrapping_add(i * N)) }
    }
}

/// # Safety
/// As for [`dense`]; the CPU has AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn dense_avx2<const N: usize>(first: *mut u8, count: usize) {
    // SAFETY: the caller's promise.
    unsafe { dense_plain::<N>(first, count) }
}

/// # Safety
/// As for [`dense`]; the CPU has AVX-512 BW.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl")]
unsafe fn dense_avx512<const N: usize>(first: *mut u8, count: usize) {
    // SAFETY: the caller's promise.
    unsafe { dense_plain::<N>(first, count) }
}

/// # Safety
/// `N` initialised bytes can be read and written.
#[inline(always)]
unsafe fn turn_one<const N: usize>(number: *mut u8) {
    // SAFETY: the caller's promise, at any alignment.
    unsafe {
        let mut bytes = number.cast::<[u8; N]>().read();
        bytes.reverse();
        number.cast::<[u8; N]>().write(bytes);
    }
}
