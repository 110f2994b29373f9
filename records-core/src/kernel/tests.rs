//! Every kernel that this CPU has against the plainest loop there is, in memory of exactly the
//! size, so that a sanitizer sees what goes past either end.

use alloc::vec::Vec;

use super::columns::{columns_in_by, columns_out_by};
use super::random::Random;
use super::repack::repack_by;
use super::{Holes, Kernel, Lane, Move, cache};
use crate::memory::Strided;

/// Whether outputs are written past the caches: all of them, or none of those that tests have.
fn caches(random: &mut Random) {
    cache::pretend([1, 0][random.below(2)]);
}

fn kernels() -> impl Iterator<Item = Kernel> {
    Kernel::ALL.into_iter().filter(|kernel| kernel.is_available())
}

/// A layout: offset and width of each field, no two of which overlap, and the bytes of a row.
#[derive(Clone, Debug)]
struct Shape {
    fields: Vec<(usize, usize)>,
    size: usize,
}

/// Layouts of all kinds: neighbours of one width, as the networks want them, or of four and eight
/// bytes, small rows, as the tables do, and anything.
fn shape(random: &mut Random) -> Shape {
    let kind = random.below(5);
    let count = match kind {
        0 | 4 => 1 + random.below(40),
        1 => 1 + random.below(12),
        _ => 1 + random.below(5),
    };
    let width = [1, 2, 4, 8][random.below(4)];
    let mut fields = Vec::new();
    let mut at = 0;
    for _ in 0..count {
        let hole = if random.below(4) == 0 { random.below(6) } else { 0 };
        let hole = if kind == 4 { hole / 4 * 4 } else { hole };
        let width = match kind {
            4 => [4, 8, 8][random.below(3)],
            0 | 1 if random.below(16) > 0 => width,
            2 => 1 + random.below(12),
            _ => 1 + random.below(64),
        };
        if at + hole + width > 300 {
            break;
        }
        fields.push((at + hole, width));
        at += hole + width;
    }
    if fields.is_empty() {
        fields.push((0, width));
        at = width;
    }
    if random.below(3) == 0 {
        at += random.below(9);
    }
    // Not always in the order of their offsets.
    if random.below(3) == 0 {
        let (a, b) = (random.below(fields.len()), random.below(fields.len()));
        fields.swap(a, b);
    }
    Shape { fields, size: at }
}

/// Lengths around the edges of networks, tables and tiles.
fn length(random: &mut Random) -> usize {
    let edge = [0, 8, 16, 64, 128, 256, 320, 1024, 2048, 3072][random.below(10)];
    (edge + random.below(5)).saturating_sub(2)
}

/// Bytes from one row to the next, and how many bytes the rows span before and behind the first.
fn stride(random: &mut Random, size: usize) -> isize {
    let more = [0, 0, 0, 1, 3, 7, 64][random.below(7)];
    let stride = (size + more) as isize;
    if random.below(5) == 0 { -stride } else { stride }
}

/// Memory of exactly the rows, at any alignment, and where the first row lies in it.
struct Rows {
    bytes: Vec<u8>,
    first: usize,
    len: usize,
    stride: isize,
}

impl Rows {
    fn new(random: &mut Random, len: usize, size: usize, stride: isize) -> Rows {
        let shift = random.below(3);
        Rows::behind(random, shift, len, size, stride)
    }

    /// Behind so many bytes.
    fn behind(random: &mut Random, shift: usize, len: usize, size: usize, stride: isize) -> Rows {
        let span = len.saturating_sub(1) * stride.unsigned_abs() + if len == 0 { 0 } else { size };
        let bytes = random.bytes(shift + span);
        let back = if stride < 0 { len.saturating_sub(1) * stride.unsigned_abs() } else { 0 };
        Rows { bytes, first: shift + back, len, stride }
    }

    fn strided(&mut self) -> Strided {
        Strided::new(self.bytes.as_mut_ptr().wrapping_add(self.first), self.len, self.stride)
    }

    /// Where byte `offset` of row `row` is.
    fn at(&self, row: usize, offset: usize) -> usize {
        self.first.wrapping_add_signed(row as isize * self.stride) + offset
    }
}

/// A column of random bytes, which ends where its memory does and begins anywhere in a line.
struct Dense {
    bytes: Vec<u8>,
    first: usize,
}

impl Dense {
    fn items(&self) -> &[u8] {
        &self.bytes[self.first..]
    }

    fn items_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[self.first..]
    }
}

/// Columns of the fields: all alike, or each beginning elsewhere.
fn columns(random: &mut Random, shape: &Shape, len: usize) -> Vec<Dense> {
    let alike = random.below(2) == 0;
    let columns = shape.fields.iter().map(|&(_, width)| {
        let first = if alike { 0 } else { [0, 1, 4, 8, 16, 40][random.below(6)] };
        Dense { bytes: random.bytes(first + width * len), first }
    });
    columns.collect()
}

fn lanes(shape: &Shape, columns: &mut [Dense]) -> Vec<Lane> {
    let pairs = shape.fields.iter().zip(columns);
    let lane = |(&(offset, width), column): (&(usize, usize), &mut Dense)| {
        // From all the bytes, an end without items being one too.
        let column = column.bytes.as_mut_ptr().wrapping_add(column.first);
        Lane { offset, width, column }
    };
    pairs.map(lane).collect()
}

#[test]
fn columns_come_out_as_by_hand() {
    let mut random = Random(1);
    for round in 0..600 {
        caches(&mut random);
        let shape = shape(&mut random);
        let len = length(&mut random);
        let stride = if round % 50 == 0 { 0 } else { stride(&mut random, shape.size) };
        let mut rows = Rows::new(&mut random, len, shape.size, stride);
        let mut by_hand = columns(&mut random, &shape, len);
        for (&(offset, width), column) in shape.fields.iter().zip(&mut by_hand) {
            for row in 0..len {
                let at = rows.at(row, offset);
                column.items_mut()[row * width..][..width]
                    .copy_from_slice(&rows.bytes[at..at + width]);
            }
        }
        for kernel in kernels() {
            let mut out = columns(&mut random, &shape, len);
            let lanes = lanes(&shape, &mut out);
            // SAFETY: fields of the rows, and columns of as many items.
            unsafe { columns_out_by(kernel, rows.strided(), &lanes) }
            let same =
                out.iter().zip(&by_hand).all(|(out, by_hand)| out.items() == by_hand.items());
            assert!(same, "{kernel}: {len} rows of {shape:?}, {stride} bytes apart");
        }
    }
}

/// Copies columns into rows by every kernel.
fn go_in(random: &mut Random, shape: &Shape, mut rows: Rows, holes: Holes) {
    let Rows { len, stride, .. } = rows;
    if holes == Holes::Zero {
        rows.bytes.fill(0);
    }
    let mut from = columns(random, shape, len);
    let before = rows.bytes.clone();
    let mut by_hand = before.clone();
    for (&(offset, width), column) in shape.fields.iter().zip(&from) {
        for row in 0..len {
            let at = rows.at(row, offset);
            by_hand[at..at + width].copy_from_slice(&column.items()[row * width..][..width]);
        }
    }
    for kernel in kernels() {
        rows.bytes.copy_from_slice(&before);
        let lanes = lanes(shape, &mut from);
        // SAFETY: fields of the rows, which do not overlap, and columns of as many items;
        // rows one behind the other where holes may be zero.
        unsafe { columns_in_by(kernel, rows.strided(), &lanes, holes) }
        assert!(
            rows.bytes == by_hand,
            "{kernel}: {len} rows of {shape:?}, {stride} apart, {holes:?}"
        );
    }
}

#[test]
fn columns_go_in_as_by_hand() {
    let mut random = Random(2);
    for _ in 0..600 {
        caches(&mut random);
        let shape = shape(&mut random);
        let len = length(&mut random);
        let holes = [Holes::Kept, Holes::Zero][random.below(2)];
        let stride = match holes {
            Holes::Kept => stride(&mut random, shape.size),
            Holes::Zero => shape.size as isize,
        };
        let rows = Rows::new(&mut random, len, shape.size, stride);
        go_in(&mut random, &shape, rows, holes);
    }
}

/// Small rows of few fields, which are written by lines: as many as make whole periods, and any
/// others.
#[test]
fn columns_go_into_small_rows_as_by_hand() {
    let mut random = Random(6);
    for _ in 0..400 {
        caches(&mut random);
        let mut shape = Shape { fields: Vec::new(), size: 0 };
        let kept = random.below(2) == 0;
        for _ in 0..2 + random.below(5) {
            let hole = if kept && random.below(3) == 0 { 1 + random.below(3) } else { 0 };
            let most = [2, 8, 30][random.below(3)];
            let width = usize::from(random.below(20) > 0) * (1 + random.below(most));
            if shape.size + hole + width <= 64 {
                shape.fields.push((shape.size + hole, width));
                shape.size += hole + width;
            }
        }
        if kept {
            shape.size += random.below(3);
            shape.fields.reverse();
        }
        shape.size = shape.size.max(1);
        let len = 1024 + random.below(400);
        let holes = [Holes::Kept, Holes::Zero][random.below(2)];
        let apart = if holes == Holes::Kept { [0, 0, 2][random.below(3)] } else { 0 };
        let stride = (shape.size + apart) as isize;
        let shift = random.below(64);
        let rows = Rows::behind(&mut random, shift, len, shape.size, stride);
        go_in(&mut random, &shape, rows, holes);
    }
}

/// Rows of words that are whole lines long, wherever lines begin in them.
#[test]
fn columns_go_into_rows_of_lines_as_by_hand() {
    let mut random = Random(7);
    for _ in 0..300 {
        caches(&mut random);
        let size = 64 * (1 + random.below(5));
        let mut shape = Shape { fields: Vec::new(), size };
        let rare = [8, 1000][random.below(2)];
        let (mut at, kinds) = (0, 1 + random.below(3));
        while at < size {
            let width = if at % 8 == 4 { 4 } else { [8, 4, 8][random.below(kinds)] };
            if random.below(rare) > 0 {
                shape.fields.push((at, width));
            }
            at += width;
        }
        if random.below(4) == 0 {
            let count = shape.fields.len();
            let (a, b) = (random.below(count), random.below(count));
            shape.fields.swap(a, b);
        }
        let len = [256, 256, 600, 10][random.below(4)] + random.below(20);
        let holes = [Holes::Kept, Holes::Zero][random.below(2)];
        let apart = if holes == Holes::Kept { [0, 0, 64][random.below(3)] } else { 0 };
        let shift = [1, 4, 8, 8][random.below(4)] * random.below(16);
        let rows = Rows::behind(&mut random, shift, len, size, (size + apart) as isize);
        go_in(&mut random, &shape, rows, holes);
    }
}

#[test]
fn rows_are_repacked_as_by_hand() {
    let mut random = Random(3);
    for _ in 0..600 {
        caches(&mut random);
        let (source, len) = (shape(&mut random), length(&mut random));
        // Some of the fields, one behind the other, with a hole here and there.
        let mut moves = Vec::new();
        let mut at = 0;
        for &(from, width) in &source.fields {
            if random.below(3) > 0 {
                at += if random.below(5) == 0 { 1 + random.below(3) } else { 0 };
                moves.push(Move::once(from, at, width));
                at += width;
            }
        }
        let size = (at + random.below(3)).max(1);
        let holes = [Holes::Kept, Holes::Zero][random.below(2)];
        let stride_to = match holes {
            Holes::Kept => stride(&mut random, size),
            Holes::Zero => size as isize,
        };
        let stride_from = stride(&mut random, source.size);
        let mut from = Rows::new(&mut random, len, source.size, stride_from);
        let mut to = Rows::new(&mut random, len, size, stride_to);
        if holes == Holes::Zero {
            to.bytes.fill(0);
        }
        let before = to.bytes.clone();
        let mut by_hand = before.clone();
        for part in &moves {
            for row in 0..len {
                let (read, written) = (from.at(row, part.from), to.at(row, part.to));
                by_hand[written..written + part.width]
                    .copy_from_slice(&from.bytes[read..read + part.width]);
            }
        }
        for kernel in kernels() {
            to.bytes.copy_from_slice(&before);
            // SAFETY: parts of the rows; rows one behind the other where holes may be zero.
            unsafe { repack_by(kernel, from.strided(), to.strided(), &moves, holes) }
            assert!(
                to.bytes == by_hand,
                "{kernel}: {len} rows of {source:?} by {moves:?}, {holes:?}"
            );
        }
    }
}

/// Rows that fill cache lines, which are written past the caches where that is worth it.
#[test]
fn rows_that_fill_lines_are_repacked_as_by_hand() {
    let mut random = Random(5);
    for round in 0..300 {
        let size = 1 << random.below(7);
        let (mut moves, mut to, mut from) = (Vec::new(), 0, random.below(4));
        while to < size {
            let width = (1 + random.below(size)).min(size - to);
            moves.push(Move::once(from, to, width));
            (to, from) = (to + width, from + width + random.below(6));
        }
        let extent = from.max(1);
        let stride = stride(&mut random, extent);
        let len = length(&mut random);
        let mut source = Rows::new(&mut random, len, extent, stride);
        // Most of them come to the start of a line, sooner or later.
        let mut bytes = random.bytes(len * size + 64);
        let odd = usize::from(round % 8 == 0 && size > 1);
        let ahead = (64 - bytes.as_ptr().addr() % 64) % 64;
        let first = (ahead + size * random.below(64)) % 64 + odd;
        let first = first.min(64);
        let before = bytes.clone();
        let mut by_hand = before.clone();
        for part in &moves {
            for row in 0..len {
                let (read, written) = (source.at(row, part.from), first + row * size + part.to);
                by_hand[written..written + part.width]
                    .copy_from_slice(&source.bytes[read..read + part.width]);
            }
        }
        caches(&mut random);
        for kernel in kernels() {
            bytes.copy_from_slice(&before);
            let base = bytes.as_mut_ptr().wrapping_add(first);
            let to = Strided::new(base, len, size as isize);
            // SAFETY: parts of the rows; there are 64 bytes more than the rows.
            unsafe { repack_by(kernel, source.strided(), to, &moves, Holes::Kept) }
            assert!(bytes == by_hand, "{kernel}: {len} rows by {moves:?}, {stride} apart, {first}");
        }
    }
}

/// Elements of arrays with padding between them: a move of many times.
#[test]
fn parts_of_array_elements_are_repacked_as_by_hand() {
    let mut random = Random(4);
    for (times, len) in [(3, 1000), (700, 2), (1, 300), (64, 64)] {
        let part = Move { from: 3, to: 1, width: 5, times, step: 8 };
        let size = 3 + times * 8;
        let mut from = Rows::new(&mut random, len, size, size as isize);
        let mut to = Rows::new(&mut random, len, size, size as isize);
        let before = to.bytes.clone();
        let mut by_hand = before.clone();
        for row in 0..len {
            for time in 0..times {
                let (read, written) = (from.at(row, 3 + 8 * time), to.at(row, 1 + 8 * time));
                by_hand[written..written + 5].copy_from_slice(&from.bytes[read..read + 5]);
            }
        }
        for kernel in kernels() {
            to.bytes.copy_from_slice(&before);
            // SAFETY: parts of the rows.
            unsafe { repack_by(kernel, from.strided(), to.strided(), &[part], Holes::Kept) }
            assert!(to.bytes == by_hand, "{kernel}: {times} times");
        }
    }
}
