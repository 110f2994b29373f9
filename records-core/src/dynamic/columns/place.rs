//! Where columns lie in the block of memory that they share.

use alloc::vec::Vec;

/// Bytes of a line of the cache, at whose start each column begins.
pub(super) const LINE: usize = 64;

/// Bytes after which addresses go to the same place of a first-level cache, and stores are taken
/// for ones that a load has to wait for.
const PAGE: usize = 4096;

/// Where columns of so many bytes begin, and how many bytes all of them take; `None` if they do
/// not fit into the address space.
///
/// Each begins a line of the cache. Columns of more than a page, which are filled side by side, are
/// spread over the page: item `i` of one and item `i` of the next lie at different places of it.
pub(super) fn places(sizes: &[usize]) -> Option<(Vec<usize>, usize)> {
    let mut end = 0_usize;
    let mut starts = Vec::with_capacity(sizes.len());
    for (index, &size) in sizes.iter().enumerate() {
        let mut start = end.checked_next_multiple_of(LINE)?;
        if size >= PAGE {
            // There are no more fields than a layout has bytes, or names.
            let wanted = (index * (PAGE / LINE) / sizes.len()) * LINE;
            start = start.checked_add(wanted.wrapping_sub(start) % PAGE)?;
        }
        end = start.checked_add(size)?;
        starts.push(start);
    }
    Some((starts, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_begin_lines_and_are_spread_over_the_page() {
        for sizes in [
            &[8000; 8][..],
            &[49152; 8],
            &[4096; 40],
            &[1 << 20, 2 << 20, 8 << 20],
            &[10, 0, 5000, 64, 4096, 1],
            &[],
        ] {
            let (starts, end) = places(sizes).unwrap();
            let mut last = 0;
            for (&start, &size) in starts.iter().zip(sizes) {
                assert!(start.is_multiple_of(LINE) && start >= last);
                assert!(start - last < if size < PAGE { LINE } else { PAGE });
                last = start + size;
            }
            assert_eq!(end, last);
            let large = || starts.iter().zip(sizes).filter(|(_, size)| **size >= PAGE);
            let mut places: Vec<usize> = large().map(|(start, _)| start % PAGE).collect();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), large().count(), "{sizes:?}: {starts:?}");
        }
        assert!(places(&[usize::MAX - 10, 11]).is_none());
        assert!(places(&[usize::MAX]).is_some());
    }
}
