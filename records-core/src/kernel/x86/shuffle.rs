//! Bytes of rows put in another order by tables: a few rows a step, whatever their layout.
//!
//! The bytes that a step needs are loaded in windows of 64, two of which a permutation
//! (`vpermi2b`) takes through a table; the permutations of a step are put together to at most 64
//! bytes of output. Loads and stores are masked: no byte is touched that nobody asked for, be it
//! between the items, or in front of the first or behind the last one.

use alloc::vec::Vec;
use core::arch::x86_64::{
    _mm512_load_si512, _mm512_maskz_loadu_epi8, _mm512_maskz_permutex2var_epi8, _mm512_or_si512,
    _mm512_setzero_si512,
};

use super::store::Store;
use crate::kernel::Holes;
use crate::memory::Strided;

/// Bytes of a vector.
const VECTOR: usize = 64;

/// What a pair of windows costs, in copies of up to 16 bytes from one cached row to another: loads,
/// a permutation, its masks. Measured on Zen 4, between four and five.
const PAIR: usize = 4;

/// What a step costs, and each of its pairs, in copies of the items of a single column, which need
/// not share the rows with others. Measured on Zen 4.
const STEP_OF_ONE: usize = 3;
const PAIR_OF_ONE: usize = 5;

/// Part of each row of the output, and where it comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// Which of the sources.
    pub(crate) source: usize,
    /// Bytes from the start of the source's item.
    pub(crate) from: usize,
    /// Bytes from the start of the row.
    pub(crate) to: usize,
    /// Bytes.
    pub(crate) width: usize,
}

/// The tables of a step.
///
/// **Invariant**: `rows` rows of the output are at most 64 bytes from the first to the last that is
/// written; each window's mask names bytes of the parts of `rows` items of its source, and `store`
/// bytes of the rows of the output, without holes unless these may be written.
#[derive(Debug)]
pub(crate) struct Shuffle {
    rows: usize,
    /// How many copies a step takes the place of.
    copies: usize,
    store: u64,
    pairs: Vec<Pair>,
    windows: Vec<Window>,
}

/// A permutation of the bytes of two windows.
#[derive(Debug)]
#[repr(align(64))]
struct Pair {
    /// For each byte of the output, which of the 128.
    index: [u8; VECTOR],
    /// The bytes of the output that come from here.
    take: u64,
}

/// Up to 64 bytes of a source.
#[derive(Clone, Copy, Debug)]
struct Window {
    source: usize,
    /// Bytes from the start of the first item of the step.
    at: usize,
    /// The bytes that are asked for.
    mask: u64,
}

/// Bytes that lie one behind the other, in a source and in the output of a step.
#[derive(Clone, Copy)]
struct Run {
    source: usize,
    at: usize,
    to: usize,
    width: usize,
}

impl Shuffle {
    /// Tables for rows of these parts, `stride` bytes from one to the next, from items with these
    /// strides; none where copying part by part costs no more.
    pub(crate) fn plan(
        sources: &[isize],
        parts: &[Part],
        stride: isize,
        holes: Holes,
    ) -> Option<Shuffle> {
        Shuffle::plan_at(sources, parts, stride, holes, PAIR)
    }

    /// [`plan`](Shuffle::plan), for outputs that are written past the caches, which is worth two
    /// permutations a step: each writes 64 bytes of rows, one right behind the other.
    pub(crate) fn plan_lines(
        sources: &[isize],
        parts: &[Part],
        stride: isize,
        holes: Holes,
    ) -> Option<Shuffle> {
        if !usize::try_from(stride).is_ok_and(|stride| stride > 0 && VECTOR.is_multiple_of(stride))
        {
            return None;
        }
        let shuffle = Shuffle::plan_at(sources, parts, stride, holes, 0)?;
        (shuffle.is_whole() && shuffle.pairs.len() <= 2).then_some(shuffle)
    }

    /// Tables whose pairs of windows cost so many copies each, if they cost less than all.
    fn plan_at(
        sources: &[isize],
        parts: &[Part],
        stride: isize,
        holes: Holes,
        pair: usize,
    ) -> Option<Shuffle> {
        let end = parts.iter().map(|part| part.to + part.width).max()?;
        let stride = usize::try_from(stride).ok().filter(|&stride| stride >= end)?;
        if end == 0 || end > VECTOR {
            return None;
        }
        let rows = (VECTOR - end) / stride + 1;
        let copies = rows * parts.iter().map(|part| part.width.div_ceil(16)).sum::<usize>();
        if copies <= pair * least_pairs(sources, rows) {
            return None;
        }
        let mut runs = Vec::with_capacity(rows * parts.len());
        for &Part { source, from, to, width } in parts {
            let items = usize::try_from(sources[source]).ok()?;
            // A window reaches no further than the items do.
            let last = (rows - 1).checked_mul(items)?.checked_add(from)?.checked_add(width)?;
            isize::try_from(last).ok()?;
            let run = |row| Run { source, at: row * items + from, to: row * stride + to, width };
            runs.extend((0..rows).map(run));
        }
        runs.sort_by_key(|run| (run.source, run.at));
        let mut shuffle =
            Shuffle { rows, copies, store: 0, pairs: Vec::new(), windows: Vec::new() };
        for run in runs {
            shuffle.add(run, pair)?;
        }
        if holes == Holes::Zero {
            // Whole rows, but no byte behind the last.
            shuffle.store |= low(((rows - 1) * stride + end).min(VECTOR));
        }
        Some(shuffle)
    }

    /// Whether tables for one column, out of items this far apart, may be worth it.
    pub(crate) fn may_pay(stride: isize, width: usize) -> bool {
        let rows = VECTOR / width;
        let pairs = least_pairs(&[stride], rows);
        rows * width.div_ceil(16) > STEP_OF_ONE + PAIR_OF_ONE * pairs
    }

    /// Whether it costs less than half of what copying part by part would.
    pub(crate) fn is_cheap(&self) -> bool {
        self.pairs.len() * PAIR * 2 < self.copies
    }

    /// Whether a step writes a whole vector.
    pub(crate) const fn is_whole(&self) -> bool {
        self.store == u64::MAX
    }

    /// Lets the bytes through, by a new window where the last does not reach; `None` where that
    /// makes the tables dearer than the copies.
    fn add(&mut self, mut run: Run, pair: usize) -> Option<()> {
        while run.width > 0 {
            let last = self.windows.last().filter(|last| {
                last.source == run.source && (last.at..last.at + VECTOR).contains(&run.at)
            });
            let window = match last {
                Some(&window) => window,
                None => {
                    if self.windows.len().is_multiple_of(2) {
                        if (self.pairs.len() + 1) * pair >= self.copies {
                            return None;
                        }
                        self.pairs.push(Pair { index: [0; VECTOR], take: 0 });
                    }
                    let window = Window { source: run.source, at: run.at, mask: 0 };
                    self.windows.push(window);
                    window
                }
            };
            let start = run.at - window.at;
            let width = run.width.min(VECTOR - start);
            let second = usize::from(self.windows.len().is_multiple_of(2)) * VECTOR;
            let pair = self.pairs.last_mut()?;
            for byte in 0..width {
                pair.index[run.to + byte] = (second + start + byte) as u8;
            }
            pair.take |= low(width) << run.to;
            self.store |= low(width) << run.to;
            self.windows.last_mut()?.mask |= low(width) << start;
            run = Run { at: run.at + width, to: run.to + width, width: run.width - width, ..run };
        }
        Some(())
    }

    /// Writes as many rows as whole steps make, and says how many.
    ///
    /// # Safety
    /// The CPU has AVX-512 F, BW and VBMI. The sources have the strides, and `to` the stride, that
    /// the plan was made for, and the sources have as many items as `to`; the bytes of the parts can
    /// be read and written respectively, as can the holes of `to` if they may be zero. What is read
    /// and what is written share no byte.
    pub(crate) unsafe fn run(&self, sources: &[Strided], to: Strided) -> usize {
        // SAFETY: the caller's promise.
        unsafe { self.by_steps(sources, to, Store::Near) }
    }

    /// As [`run`](Shuffle::run), past the caches, which [`fence`](super::fence) must follow.
    ///
    /// # Safety
    /// As for `run`; a step writes a [whole](Shuffle::is_whole) vector, and `to` begins a cache line.
    pub(crate) unsafe fn past(&self, source: Strided, to: Strided) -> usize {
        // SAFETY: the caller's promise.
        unsafe { self.by_steps(&[source], to, Store::Past) }
    }

    /// # Safety
    /// As for [`run`](Shuffle::run), or for [`past`](Shuffle::past).
    unsafe fn by_steps(&self, sources: &[Strided], to: Strided, how: Store) -> usize {
        let steps = to.len() / self.rows;
        macro_rules! windows {
            ($($windows:literal)*) => {
                match self.windows.len() {
                    $($windows => self.steps::<$windows>(sources, to, steps, how),)*
                    _ => self.many(sources, to, steps, how),
                }
            };
        }
        // SAFETY: the caller's promise; so many windows.
        unsafe { windows!(1 2 3 4 5 6 7 8) }
        steps * self.rows
    }

    /// # Safety
    /// As for [`run`](Shuffle::run), for that many steps; there are `W` windows, no more than 8.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn steps<const W: usize>(
        &self,
        sources: &[Strided],
        to: Strided,
        steps: usize,
        how: Store,
    ) {
        let zero = _mm512_setzero_si512();
        let mut at: [*const u8; W] = [core::ptr::null(); W];
        let mut apart = [0_isize; W];
        let mut mask = [0_u64; W];
        for (k, window) in self.windows.iter().enumerate() {
            let source = sources[window.source];
            at[k] = source.base().wrapping_add(window.at);
            apart[k] = source.stride().wrapping_mul(self.rows as isize);
            mask[k] = window.mask;
        }
        let mut index = [zero; 4];
        let mut take = [0_u64; 4];
        for (k, pair) in self.pairs.iter().enumerate() {
            // SAFETY: the 64 bytes of an aligned array.
            index[k] = unsafe { _mm512_load_si512(pair.index.as_ptr().cast()) };
            take[k] = pair.take;
        }
        let mut out = to.base();
        let out_step = to.stride().wrapping_mul(self.rows as isize);
        for _ in 0..steps {
            // SAFETY: by the invariant the masks name bytes of the parts of the `rows` items and
            // rows that the pointers have come to, which the caller has.
            unsafe {
                let window = |k: usize| _mm512_maskz_loadu_epi8(mask[k], at[k].cast());
                let pair = |k: usize| {
                    let second = if 2 * k + 1 < W { window(2 * k + 1) } else { zero };
                    _mm512_maskz_permutex2var_epi8(take[k], window(2 * k), index[k], second)
                };
                let mut bytes = pair(0);
                for k in 1..W.div_ceil(2) {
                    bytes = _mm512_or_si512(bytes, pair(k));
                }
                how.store(out, self.store, bytes);
            }
            for k in 0..W {
                at[k] = at[k].wrapping_offset(apart[k]);
            }
            out = out.wrapping_offset(out_step);
        }
    }

    /// # Safety
    /// As for [`run`](Shuffle::run), for that many steps.
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    unsafe fn many(&self, sources: &[Strided], to: Strided, steps: usize, how: Store) {
        for step in 0..steps {
            let row = step * self.rows;
            let load = |window: &Window| {
                let at = sources[window.source].at(row).wrapping_add(window.at);
                // SAFETY: as in `steps`.
                unsafe { _mm512_maskz_loadu_epi8(window.mask, at.cast()) }
            };
            let mut bytes = _mm512_setzero_si512();
            for (pair, windows) in self.pairs.iter().zip(self.windows.chunks(2)) {
                // SAFETY: the 64 bytes of an aligned array.
                let index = unsafe { _mm512_load_si512(pair.index.as_ptr().cast()) };
                let first = load(&windows[0]);
                let second = windows.get(1).map_or(first, load);
                let part = _mm512_maskz_permutex2var_epi8(pair.take, first, index, second);
                bytes = _mm512_or_si512(bytes, part);
            }
            // SAFETY: as in `steps`.
            unsafe {
                how.store(to.at(row), self.store, bytes);
            }
        }
    }
}

/// Pairs of windows that so many rows need at least: tables that are too dear are not even begun.
fn least_pairs(sources: &[isize], rows: usize) -> usize {
    let windows = |&stride: &isize| match stride.unsigned_abs() {
        0 => 1,
        // Items that begin in a window.
        stride => rows.div_ceil((VECTOR - 1) / stride + 1),
    };
    sources.iter().map(windows).sum::<usize>().div_ceil(2)
}

/// The lowest `bits` bits, of which there are 1 to 64.
pub(super) fn low(bits: usize) -> u64 {
    u64::MAX >> (64 - bits)
}
