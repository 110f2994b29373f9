//! The order of rows.

use alloc::vec::Vec;

use super::pack::{Buffers, Cursor, Sources, longest, places};
use super::radix::make_long;
use super::split::Split;
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
pub(crate) fn sort(sources: &[Keyed<'_>], groups: bool, memory: Vec<usize>) -> Sorted {
    sort_with(&Sources::new(sources), groups, memory, &mut Buffers::default())
}

/// [`sort`], with memory for numbers.
pub(super) fn sort_with(
    sources: &Sources<'_, '_>,
    groups: bool,
    mut memory: Vec<usize>,
    buffers: &mut Buffers,
) -> Sorted {
    memory.clear();
    let own = memory.as_ptr().cast::<u64>();
    // What is of one size is collected where it is.
    buffers.words[0] = memory.into_iter().map(|_| 0).collect();
    let mut cursor = Cursor::START;
    let used = if sources.len() > 1 { sources.pack(None, &mut cursor, buffers) } else { 0 };
    ordered(sources, used, cursor, buffers, groups, own)
}

/// Puts rows in the order of the numbers that have been packed, of which so many bits tell rows apart,
/// and then of the words that are left. The memory at `own`, if it has been read into, is that of the
/// result.
pub(super) fn ordered(
    sources: &Sources<'_, '_>,
    used: u32,
    mut cursor: Cursor,
    buffers: &mut Buffers,
    groups: bool,
    own: *const u64,
) -> Sorted {
    let (len, words) = (sources.len(), sources.words());
    let mut equal = Vec::new();
    let mut rows = if used == 0 {
        if len > 1 {
            // All alike, as far as the words go.
            equal.push((0, len));
        }
        let mut rows = buffers.memory_at(own).unwrap_or_default();
        rows.extend(0..len);
        rows
    } else {
        let wanted = groups || !cursor.is_done(words);
        sort_packed(buffers, used, wanted.then_some(&mut equal));
        let packed = core::mem::take(&mut buffers.packed);
        match buffers.memory_at(own) {
            Some(mut rows) => {
                rows.extend(packed.into_iter().map(|row| row as usize));
                rows
            }
            None => packed.into_iter().map(|row| row as usize).collect(),
        }
    };
    while !equal.is_empty() && !cursor.is_done(words) {
        equal = settle(sources, &mut rows, &equal, &mut cursor, buffers);
    }
    if !groups {
        equal.clear();
    }
    Sorted { rows, equal }
}

/// Replaces packed numbers, of which so many bits tell rows apart, by the places of the rows in order.
/// Lists the rows that are equal so far, if asked to.
fn sort_packed(buffers: &mut Buffers, used: u32, mut equal: Option<&mut Vec<(usize, usize)>>) {
    let Buffers { packed, words, near } = buffers;
    let low = low(places(packed.len()));
    let spare = longest(words);
    let Some(split) = Split::of(packed, used) else {
        near.sort(packed, used, spare);
        if let Some(equal) = equal {
            find_equal(packed, used, 0, equal);
        }
        packed.iter_mut().for_each(|number| *number &= low);
        return;
    };
    make_long(spare, packed.len());
    let mut next = split.starts();
    for &number in &*packed {
        spare[split.place(number, &mut next)] = number;
    }
    let (mut sorted, mut other) = (Vec::new(), Vec::new());
    for part in split.parts() {
        let bits = split.unlike(part, &spare[part.start..part.end], used, low, &mut sorted);
        near.sort(&mut sorted, bits, &mut other);
        for (place, number) in packed[part.start..part.end].iter_mut().zip(&sorted) {
            *place = number & low;
        }
        if let Some(equal) = &mut equal {
            find_equal(&sorted, bits, part.start, equal);
        }
    }
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
    let used = sources.pack(Some(&open), cursor, buffers);
    if used == 0 {
        return equal.to_vec();
    }
    let mut still = Vec::new();
    let spare = longest(&mut buffers.words);
    let mut packed = &mut buffers.packed[..];
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
    // Mostly there are none, which is found out many at a time.
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    if pairs.map(|(&a, &b)| u64::from(!differ(a, b))).sum::<u64>() == 0 {
        return;
    }
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
