//! Random memory with rows in it, and random walks through views.

#![allow(dead_code, reason = "each test uses a part of it")]

#[path = "splitmix.rs"]
mod splitmix;

use proptest::prelude::*;
use records_core::{Placement, Records};

use crate::model::{Model, NaiveRecord, Step};

pub use splitmix::Random;

/// Bytes that are never part of what a view is given.
pub const GUARD: usize = 64;

impl Random {
    /// Some record.
    pub fn record<R: NaiveRecord>(&mut self) -> R {
        let mut bytes = self.bytes(R::BYTES);
        R::mend(&mut bytes);
        Records::from_bytes_at(&bytes, 0, 1).unwrap().get(0).unwrap()
    }
}

/// Where rows lie in memory.
#[derive(Clone, Debug)]
pub struct Place {
    /// Bytes from a multiple of 16 to the memory that the view is given.
    pub shift: usize,
    /// Bytes before the first row in memory, and behind the last.
    pub lead: usize,
    pub tail: usize,
    pub stride: isize,
    pub count: usize,
    pub seed: u64,
}

pub fn place(counts: std::ops::Range<usize>) -> impl Strategy<Value = Place> {
    (0..16_usize, 0..20_usize, 0..20_usize, stride(), counts, any::<u64>()).prop_map(
        |(shift, lead, tail, stride, count, seed)| Place { shift, lead, tail, stride, count, seed },
    )
}

/// Mostly any, now and then one of those that are special to some record.
fn stride() -> impl Strategy<Value = isize> {
    const SPECIAL: &[isize] = &[0, 1, -1, 5, 8, 18, -18, 24, -24, 26, 40, 44, -44, 48, 52, 85, -85];
    prop_oneof![2 => -100..100_isize, 1 => proptest::sample::select(SPECIAL)]
}

/// Memory as a view is given it: `bytes[start..start + len]`, with guards around.
pub struct Memory {
    pub bytes: Vec<u8>,
    pub start: usize,
    pub len: usize,
    /// Of the first row in the given bytes.
    pub offset: usize,
    pub stride: isize,
    pub model: Model,
}

impl Place {
    /// Rows of `R`. If they are to be `apart`, the stride is at least a record.
    pub fn memory<R: NaiveRecord>(&self, apart: bool) -> Memory {
        let mut stride = self.stride;
        let overlap = stride.unsigned_abs() < R::BYTES;
        // Overlapping rows share bytes, which cannot be mended for all of them; equal rows can.
        if overlap && (apart || (R::PICKY && stride != 0)) {
            stride = if stride < 0 { -(R::BYTES as isize) } else { R::BYTES as isize };
        }
        let span = self.count.saturating_sub(1) * stride.unsigned_abs();
        let offset = self.lead + if stride < 0 { span } else { 0 };
        let used = if self.count == 0 { 0 } else { span + R::BYTES };
        let len = self.lead + used + self.tail;

        let mut bytes = Random(self.seed).bytes(GUARD + 32 + len + GUARD);
        let address = bytes.as_ptr().addr();
        let start = GUARD + (address + GUARD).wrapping_neg() % 16 + self.shift;
        let first = (start + offset) as isize;
        let rows: Vec<usize> =
            (0..self.count as isize).map(|row| (first + row * stride) as usize).collect();
        for &row in &rows {
            R::mend(&mut bytes[row..][..R::BYTES]);
        }
        let fields = R::AT.to_vec();
        let model = Model { bytes: bytes.clone(), rows, fields, address, whole: true };
        Memory { bytes, start, len, offset, stride, model }
    }
}

impl Memory {
    pub fn given(&self) -> &[u8] {
        &self.bytes[self.start..][..self.len]
    }

    pub fn given_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start..][..self.len]
    }
}

/// One step from a view to a part of it. Numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
pub enum Walk {
    Slice(usize, usize),
    StepBy(usize),
    Reversed,
    Front(usize),
    Back(usize),
    Chunk(usize, usize),
}

pub fn walk() -> impl Strategy<Value = Vec<Walk>> {
    let any_row = 0..64_usize;
    let step = prop_oneof![
        (any_row.clone(), any_row.clone()).prop_map(|(a, b)| Walk::Slice(a, b)),
        (1..5_usize).prop_map(Walk::StepBy),
        Just(Walk::Reversed),
        any_row.clone().prop_map(Walk::Front),
        any_row.clone().prop_map(Walk::Back),
        (1..6_usize, any_row).prop_map(|(size, which)| Walk::Chunk(size, which)),
    ];
    proptest::collection::vec(step, 0..5)
}

pub fn script() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Next),
        Just(Step::NextBack),
        (0..4_usize).prop_map(Step::Nth),
        (0..4_usize).prop_map(Step::NthBack),
    ];
    proptest::collection::vec(step, 0..8)
}

/// The range that two numbers stand for, within `len`.
pub fn range(a: usize, b: usize, len: usize) -> std::ops::Range<usize> {
    let (a, b) = (a % (len + 1), b % (len + 1));
    a.min(b)..a.max(b)
}

/// The step on any list, as the model takes it.
pub fn walk_list<T: Clone>(list: &[T], walk: Walk) -> Vec<T> {
    let len = list.len();
    match walk {
        Walk::Slice(a, b) => list[range(a, b, len)].to_vec(),
        Walk::StepBy(step) => list.iter().step_by(step).cloned().collect(),
        Walk::Reversed => list.iter().rev().cloned().collect(),
        Walk::Front(at) => list[..at % (len + 1)].to_vec(),
        Walk::Back(at) => list[at % (len + 1)..].to_vec(),
        Walk::Chunk(size, which) => {
            let chunks: Vec<_> = list.chunks(size).collect();
            if chunks.is_empty() { Vec::new() } else { chunks[which % chunks.len()].to_vec() }
        }
    }
}

/// The step on a view, as the crate takes it.
pub fn walk_view<'a, R: NaiveRecord, L: Placement<R> + Copy>(
    view: &Records<'a, R, L>,
    walk: Walk,
) -> Records<'a, R, L> {
    let len = view.len();
    match walk {
        Walk::Slice(a, b) => view.slice(range(a, b, len)),
        Walk::StepBy(step) => view.step_by(step),
        Walk::Reversed => view.reversed(),
        Walk::Front(at) => view.split_at(at % (len + 1)).0,
        Walk::Back(at) => view.split_at(at % (len + 1)).1,
        Walk::Chunk(size, which) => {
            let chunks = view.chunks(size);
            assert_eq!(chunks.len(), len.div_ceil(size));
            let (count, mut backwards) = (chunks.len(), chunks.clone().rev().collect::<Vec<_>>());
            backwards.reverse();
            assert!(backwards.iter().map(Records::len).eq(chunks.clone().map(|c| c.len())));
            if count == 0 { view.slice(..0) } else { backwards[which % count] }
        }
    }
}
