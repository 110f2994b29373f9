//! The order of rows.

use alloc::vec::Vec;

use super::pack::{Budget, Buffers, Cursor, Sources, places};
use super::{Keyed, radix};

/// Rows in order.
#[derive(Debug)]
pub(crate) struct Sorted {
    /// The numbers of the rows; those of equal rows ascend. The rows of a second view
    /// count on behind those of the first.
    pub(crate) rows: Vec<usize>,
    /// Where in `rows` there are equal ones: start and end, of two rows at least. Empty if
    /// nobody asked.
    pub(crate) equal: Vec<(usize, usize)>,
}

/// Puts the rows of some views in the order of their words, of which all have the same kinds.
///
/// The rows are in the memory of the last argument, where it is enough.
///
/// # Panics
/// If they do not, or if memory runs out, as `Vec` does.
pub(crate) fn sort(sources: &[Keyed<'_>], groups: bool, mut memory: Vec<usize>) -> Sorted {
    let sources = Sources::new(sources);
    let (len, words) = (sources.len(), sources.words());
    let mut equal = Vec::new();
    memory.clear();
    if len < 2 {
        memory.extend(0..len);
        return Sorted { rows: memory, equal };
    }
    let mut buffers = Buffers::default();
    let own = memory.as_ptr().cast::<u64>();
    // What is of one size is collected where it is.
    buffers.words[0] = memory.into_iter().map(|_| 0).collect();
    let mut cursor = Cursor::START;
    let places = places(len);
    let used = sources.pack(None, &mut cursor, Budget::of(len), &mut buffers);
    let mut rows: Vec<usize> = if used == 0 {
        // All alike, as far as the words go.
        equal.push((0, len));
        let mut rows = buffers.memory_at(own).unwrap_or_default();
        rows.extend(0..len);
        rows
    } else {
        let (packed, spare) = buffers.packed_and_spare();
        radix::sort_vec(packed, used, spare);
        if groups || !cursor.is_done(words) {
            find_equal(&buffers.packed, used, 0, &mut equal);
        }
        let packed = core::mem::take(&mut buffers.packed);
        let row = |number: u64| (number & low(places)) as usize;
        match buffers.memory_at(own) {
            Some(mut rows) => {
                rows.extend(packed.into_iter().map(row));
                rows
            }
            None => packed.into_iter().map(row).collect(),
        }
    };
    while !equal.is_empty() && !cursor.is_done(words) {
        equal = settle(&sources, &mut rows, &equal, &mut cursor, &mut buffers);
    }
    if !groups {
        equal.clear();
    }
    Sorted { rows, equal }
}

/// Sorts rows that are equal so far by the next words. Gives those that still are.
fn settle(
    sources: &Sources<'_, '_>,
    rows: &mut [usize],
    equal: &[(usize, usize)],
    cursor: &mut Cursor,
    buffers: &mut Buffers,
) -> Vec<(usize, usize)> {
    let open: Vec<usize> =
        equal.iter().flat_map(|&(start, end)| &rows[start..end]).copied().collect();
    let places = places(open.len());
    let used = sources.pack(Some(&open), cursor, Budget::of(open.len()), buffers);
    if used == 0 {
        return equal.to_vec();
    }
    let mut still = Vec::new();
    let (packed, spare) = buffers.packed_and_spare();
    let mut packed = &mut packed[..];
    for &(start, end) in equal {
        let (own, others) = packed.split_at_mut(end - start);
        packed = others;
        radix::sort(own, used, spare);
        for (row, number) in rows[start..end].iter_mut().zip(&*own) {
            *row = open[(number & low(places)) as usize];
        }
        find_equal(own, used, start, &mut still);
    }
    still
}

/// A mask of the lowest bits.
const fn low(bits: u32) -> u64 {
    u64::MAX >> (64 - bits)
}

/// Adds where numbers are equal in their topmost bits.
fn find_equal(numbers: &[u64], bits: u32, offset: usize, equal: &mut Vec<(usize, usize)>) {
    let differ = |a: u64, b: u64| (a ^ b) >> (64 - bits) != 0;
    let mut start = 0;
    for end in 1..=numbers.len() {
        if end == numbers.len() || differ(numbers[end - 1], numbers[end]) {
            if end - start > 1 {
                equal.push((offset + start, offset + end));
            }
            start = end;
        }
    }
}
