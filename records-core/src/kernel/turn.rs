//! Rows to columns and back where some numbers are in the other byte order: turned round tile by
//! tile, while the tile is in cache, so that no pass over memory is added.

use alloc::vec::Vec;

#[cfg(target_arch = "x86_64")]
use super::Holes;
use super::cache::LINE;
#[cfg(target_arch = "x86_64")]
use super::columns::all_by_tables;
use super::columns::{Groups, Way};
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
                groups.copy_out(rows.slice(start..start + len), start, &[]);
                for (lane, turn) in turns {
                    turn_by(kernel, lanes[*lane].items(start, len), turn);
                }
            }
        }
    });
}

/// [`columns_in`](super::columns_in) with numbers turned round on the way, each named with the
/// index of its lane; bytes between the fields stay as they are. A tile of the columns is copied to a
/// stage in the cache, where numbers are turned round, and from there as columns are.
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
    let turns_of = |index: usize| turns.iter().filter(move |(lane, _)| *lane == index);
    let (turned, plain): (Vec<usize>, Vec<usize>) =
        (0..lanes.len()).partition(|&index| turns_of(index).next().is_some());
    let turned: Vec<(Lane, Vec<Turn>)> = turned
        .into_iter()
        .map(|index| (lanes[index], turns_of(index).map(|(_, turn)| *turn).collect()))
        .collect();
    let plain: Vec<Lane> = plain.into_iter().map(|index| lanes[index]).collect();
    // SAFETY: each row is of one item of each column, and no two rows share a byte.
    let all = unsafe { Addresses::new((rows, &*turned, &*plain)) };
    tiles(rows.len(), lanes, &|part, _| {
        let (rows, turned, plain) = all.get();
        let Some(first) = part.next() else { return };
        // The first tile is as long as any.
        let (stage, staged) = stage(turned, first.1);
        #[cfg(target_arch = "x86_64")]
        let both: Vec<Lane> = staged.iter().chain(plain).copied().collect();
        #[cfg(target_arch = "x86_64")]
        let tables = all_by_tables(kernel, rows, &both, Holes::Kept);
        let groups = Groups::new(kernel, rows, plain, Way::Back);
        let staged_groups = Groups::new(kernel, rows, &staged, Way::Back);
        for (start, len) in core::iter::once(first).chain(part) {
            let tile = rows.slice(start..start + len);
            // SAFETY: the caller's promise for these rows; the stage has room for their columns,
            // which are there when they are copied on.
            unsafe {
                for ((lane, turns), to) in turned.iter().zip(&staged) {
                    copy_turned(kernel, lane.items(start, len), to.items(0, len), turns);
                }
                #[cfg(target_arch = "x86_64")]
                let done = tables.as_ref().map_or(0, |tables| {
                    let mut sources = [Strided::new(core::ptr::null_mut(), 0, 0); 64];
                    for (index, (source, lane)) in sources.iter_mut().zip(&both).enumerate() {
                        *source = lane.items(if index < staged.len() { 0 } else { start }, len);
                    }
                    tables.run(&sources[..both.len()], tile)
                });
                #[cfg(not(target_arch = "x86_64"))]
                let done = 0;
                staged_groups.copy_back(tile.from(done), done);
                groups.copy_back(tile.from(done), start + done);
            }
        }
        drop(stage);
    });
}

/// Memory for a tile of so many rows of these columns, each from a line of the cache on, and the
/// lanes that lead there.
fn stage(turned: &[(Lane, Vec<Turn>)], rows: usize) -> (Vec<u8>, Vec<Lane>) {
    let size = |lane: &Lane| (rows * lane.width).next_multiple_of(LINE);
    let all: usize = turned.iter().map(|(lane, _)| size(lane)).sum();
    let mut bytes = alloc::vec![0; all + LINE];
    let first = bytes.as_mut_ptr();
    let mut at = first.addr().wrapping_neg() % LINE;
    let staged = turned.iter().map(|(lane, _)| {
        let column = first.wrapping_add(at);
        at += size(lane);
        Lane { column, ..*lane }
    });
    let staged = staged.collect();
    (bytes, staged)
}

/// Copies dense items, and turns numbers in the copies round.
///
/// # Safety
/// Both are of one width and as many; those of the one can be read, what is turned round initialised,
/// those of the other written; the two share no byte; the CPU has the kernel.
unsafe fn copy_turned(kernel: Kernel, from: Strided, to: Strided, turns: &[Turn]) {
    let size = to.stride().unsigned_abs();
    // SAFETY: the caller's promise.
    unsafe {
        if let [turn] = turns
            && turn.is_all(size)
        {
            let count = to.len() * turn.times;
            dense(kernel, from.base(), to.base(), count, turn.width);
            return;
        }
        to.base().copy_from_nonoverlapping(from.base(), to.len() * size);
        for turn in turns {
            turn_by(kernel, to, turn);
        }
    }
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
            dense(kernel, items.base(), items.base(), items.len() * times, width);
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
            // SAFETY: the caller's promise.
            unsafe { turn_one::<N>(items.at(i), items.at(i)) }
        }
    }
    // SAFETY: the caller's promise.
    unsafe { of_width!(width, each(items)) }
}

/// Numbers one behind the other, turned round where they are (`from` is `to`) or in a copy.
///
/// # Safety
/// `count` times `width` initialised bytes can be read from `from` on, and written from `to` on, which
/// is the same place, or shares no byte with it; the CPU has the kernel.
unsafe fn dense(kernel: Kernel, from: *const u8, to: *mut u8, count: usize, width: usize) {
    // SAFETY: the caller's promise.
    unsafe {
        match kernel {
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => of_width!(width, dense_avx512(from, to, count)),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => of_width!(width, dense_avx2(from, to, count)),
            _ => of_width!(width, dense_plain(from, to, count)),
        }
    }
}

/// # Safety
/// As for [`dense`], of `N` bytes each.
#[inline(always)]
unsafe fn dense_plain<const N: usize>(from: *const u8, to: *mut u8, count: usize) {
    // Two loops: the compiler makes vectors of either, but not where it must ask which it is.
    if core::ptr::eq(from, to) {
        for i in 0..count {
            // SAFETY: the caller's promise.
            unsafe { turn_one::<N>(to.wrapping_add(i * N), to.wrapping_add(i * N)) }
        }
    } else {
        for i in 0..count {
            // SAFETY: the caller's promise.
            unsafe { turn_one::<N>(from.wrapping_add(i * N), to.wrapping_add(i * N)) }
        }
    }
}

/// # Safety
/// `N` initialised bytes can be read at `from` and written at `to`, at any alignment.
#[inline(always)]
unsafe fn turn_one<const N: usize>(from: *const u8, to: *mut u8) {
    // SAFETY: the caller's promise.
    unsafe {
        let mut number = from.cast::<[u8; N]>().read();
        number.reverse();
        to.cast::<[u8; N]>().write(number);
    }
}

/// # Safety
/// As for [`dense`]; the CPU has AVX2.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
unsafe fn dense_avx2<const N: usize>(from: *const u8, to: *mut u8, count: usize) {
    // SAFETY: the caller's promise.
    unsafe { dense_plain::<N>(from, to, count) }
}

/// # Safety
/// As for [`dense`]; the CPU has AVX-512 BW.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,avx512f,avx512bw,avx512vl")]
unsafe fn dense_avx512<const N: usize>(from: *const u8, to: *mut u8, count: usize) {
    // SAFETY: the caller's promise.
    unsafe { dense_plain::<N>(from, to, count) }
}
