use alloc::vec::Vec;

use super::*;
use crate::kernel::random::Random;

fn available() -> impl Iterator<Item = Kernel> {
    Kernel::ALL.into_iter().filter(|kernel| kernel.is_available())
}

/// Rows in memory of exactly their extent, so that a sanitizer sees what goes beyond it.
struct Source {
    bytes: Vec<u8>,
    first: usize,
    len: usize,
    stride: isize,
}

impl Source {
    /// `len` rows of `extent` bytes each, `stride` apart.
    fn new(random: &mut Random, len: usize, extent: usize, stride: isize) -> Source {
        let span = len.saturating_sub(1) * stride.unsigned_abs();
        let size = if len == 0 { 0 } else { span + extent };
        let bytes: Vec<u8> = (0..size).map(|_| random.below(256) as u8).collect();
        let bytes = bytes.into_boxed_slice().into_vec();
        Source { bytes, first: if stride < 0 { span } else { 0 }, len, stride }
    }

    fn rows(&self) -> Strided {
        let base = self.bytes.as_ptr().cast_mut().wrapping_add(self.first);
        Strided::new(base, self.len, self.stride)
    }

    fn byte(&self, row: usize, at: usize) -> u8 {
        self.bytes[(self.first as isize + row as isize * self.stride) as usize + at]
    }

    /// What the rows of a list must become.
    fn expected(&self, list: &[usize], size: usize, moves: &[Move]) -> Vec<u8> {
        let mut out = alloc::vec![0; list.len() * size];
        for (i, &row) in list.iter().enumerate() {
            for part in moves {
                for time in 0..part.times {
                    for k in 0..part.width {
                        let at = time * part.step + k;
                        out[i * size + part.to + at] = self.byte(row, part.from + at);
                    }
                }
            }
        }
        out
    }
}

/// All ways to copy some rows, with each kernel, against the oracle.
fn check(source: &Source, mask: &[bool], list: &[usize], size: usize, moves: &[Move]) {
    let kept: Vec<usize> = (0..source.len).filter(|&row| mask[row]).collect();
    assert_eq!(count(mask), kept.len());
    let start = source.len / 3;
    let near: Vec<u32> =
        list.iter().filter(|&&row| row >= start).map(|&row| (row - start) as u32).collect();
    let far: Vec<usize> = list.iter().copied().filter(|&row| row >= start).collect();
    let expected = [&kept, list, &far].map(|list| source.expected(list, size, moves));
    for kernel in available() {
        // SAFETY: the moves lie within the rows, whose extent they make; lists are of rows.
        unsafe {
            let copy = RowCopy::with(kernel, source.rows(), size, moves);
            // Behind some bytes that must stay, so that lines start anywhere.
            let before = (kept.len() * 7 + list.len()) % 64;
            let out = |len: usize, write: &dyn Fn(*mut u8)| {
                let mut out = alloc::vec![0xa5; before + len];
                write(out.as_mut_ptr().add(before));
                assert!(out[..before].iter().all(|&byte| byte == 0xa5));
                out.split_off(before)
            };
            let made = out(expected[0].len(), &|to| {
                assert_eq!(copy.keep(mask, to), kept.len());
            });
            assert!(made == expected[0], "{copy:?}, {mask:?}");
            // Of rows in the caches, and of some that do not fit there.
            for bytes in [0, 1] {
                cache::pretend(bytes);
                let made = out(expected[1].len(), &|to| copy.take(list, to));
                assert!(made == expected[1], "{copy:?}, {list:?}");
            }
            let made = out(expected[2].len(), &|to| copy.take_from(start, &near, to));
            assert!(made == expected[2], "{copy:?}, {near:?}");
        }
    }
}

/// A mask: none, all, few, half, or runs.
fn some_mask(random: &mut Random, len: usize) -> Vec<bool> {
    let kind = random.below(6);
    let mut run = false;
    (0..len)
        .map(|_| match kind {
            0 => false,
            1 => true,
            2 => random.below(50) == 0,
            3 => random.below(50) != 0,
            4 => random.below(2) == 0,
            _ => {
                run ^= random.below(100) == 0;
                run
            }
        })
        .collect()
}

fn some_list(random: &mut Random, len: usize) -> Vec<usize> {
    if len == 0 {
        return Vec::new();
    }
    (0..random.below(len * 3 / 2 + 2)).map(|_| random.below(len)).collect()
}

fn some_stride(random: &mut Random, extent: usize) -> isize {
    let stride = match random.below(5) {
        0 | 1 => extent as isize,
        2 => 0,
        // Rows that lie upon each other can be read.
        3 => random.below(extent + 1) as isize,
        _ => (extent + random.below(40)) as isize,
    };
    if random.below(2) == 0 { stride } else { -stride }
}

#[test]
fn rows_of_one_piece_of_every_width() {
    let mut random = Random(1);
    for width in 0..=300 {
        for len in [0, 1, 2, 3, 65, random.below(200)] {
            let (from, tail) = (random.below(3), random.below(3));
            let extent = from + width + tail;
            let stride = some_stride(&mut random, extent);
            let source = Source::new(&mut random, len, from + width, stride);
            let (mask, list) = (some_mask(&mut random, len), some_list(&mut random, len));
            let moves = [Move::once(from, 0, width)];
            check(&source, &mask, &list, width, if width == 0 { &[] } else { &moves });
            // With padding around it.
            let (to, size) = (random.below(9), width + 9 + random.below(9));
            let moves = [Move::once(from, to, width)];
            check(&source, &mask, &list, size, if width == 0 { &[] } else { &moves });
        }
    }
}

#[test]
fn rows_of_several_parts() {
    let mut random = Random(2);
    for round in 0..600 {
        let (mut moves, mut to, mut from) = (Vec::new(), random.below(4), random.below(9));
        // Half of them lie as far apart before as after.
        let alike = round % 2 == 0;
        for _ in 0..random.below(8) + 1 {
            let (width, times) = (random.below(24) + 1, [1, 1, 1, 3, 200][random.below(5)]);
            let step = if times > 1 { width + random.below(4) } else { 0 };
            moves.push(Move { from, to, width, times, step });
            let gap = random.below(5);
            to += step * (times - 1) + width + gap;
            from += step * (times - 1) + width + if alike { gap } else { random.below(5) };
        }
        let extent = moves.iter().map(|part| part.from + part.step * (part.times - 1) + part.width);
        let (extent, size) = (extent.max().unwrap_or(0), to + random.below(9));
        if random.below(2) == 0 {
            moves.reverse();
        }
        let len = random.below(if size > 1000 { 20 } else { 150 });
        let stride = some_stride(&mut random, extent);
        let source = Source::new(&mut random, len, extent, stride);
        let (mask, list) = (some_mask(&mut random, len), some_list(&mut random, len));
        check(&source, &mask, &list, size, &moves);
    }
}

#[test]
fn lengths_around_tiles() {
    let mut random = Random(3);
    for len in [63, 64, 65, TILE - 1, TILE, TILE + 1, 2 * TILE, 3 * TILE - 1, 3 * TILE + 70] {
        for (width, size) in [(1, 1), (44, 44), (44, 48), (18, 18), (130, 130), (130, 140)] {
            for _ in 0..6 {
                let source = Source::new(&mut random, len, width, width as isize);
                let (mask, list) = (some_mask(&mut random, len), some_list(&mut random, len));
                check(&source, &mask, &list, size, &[Move::once(0, 0, width)]);
            }
        }
    }
}

#[test]
fn rows_larger_than_a_tile() {
    let mut random = Random(4);
    for size in [1023, 1024, 1025, 2048, 2049, 8200, 20_000] {
        let source = Source::new(&mut random, 5, size, size as isize);
        let (mask, list) = (some_mask(&mut random, 5), some_list(&mut random, 5));
        check(&source, &mask, &list, size, &[Move::once(0, 0, size)]);
        let moves = [Move::once(0, 5, size / 2), Move::once(size / 2 + 1, size, size / 4)];
        check(&source, &mask, &list, size + size / 3, &moves);
    }
}

#[test]
fn rows_of_no_bytes_are_as_many_as_they_are_said_to_be() {
    let rows = Strided::new(core::ptr::dangling_mut(), usize::MAX, 0);
    for kernel in available() {
        // SAFETY: there is nothing to be moved.
        unsafe {
            let copy = RowCopy::with(kernel, rows, 0, &[]);
            copy.take(&[0, usize::MAX - 1, 5], core::ptr::dangling_mut());
            assert_eq!(copy.keep(&[true, false, true], core::ptr::dangling_mut()), 2);
        }
    }
}
