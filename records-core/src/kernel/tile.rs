//! Rows in tiles: few enough that they are still in cache when their next field is due.

/// Bytes of a tile of rows that are in cache: half of a small first-level cache.
const BYTES: usize = 16 << 10;

/// Bytes of a tile of rows that are not: the fewer, the more evenly memory is read and written.
const STREAMED: usize = 2 << 10;

/// Rows of a tile at least, whatever they take: below, what is paid for a tile shows.
pub(super) const LEAST: usize = 64;

/// The tiles of some rows: start and length of each.
#[derive(Clone, Debug)]
pub(super) struct Tiles {
    rows: usize,
    start: usize,
    len: usize,
}

impl Tiles {
    /// The tiles of `len` rows, each of which takes so many bytes, in all more than the caches hold
    /// or not.
    pub(super) fn of(len: usize, bytes: usize, large: bool) -> Tiles {
        let rows = if large { STREAMED } else { BYTES } / bytes.max(1);
        let rows = rows.max(LEAST);
        // Tables and networks take rows by powers of two.
        Tiles { rows: rows - rows % LEAST, start: 0, len }
    }
}

impl Iterator for Tiles {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let (start, len) = (self.start, self.rows.min(self.len - self.start));
        if len == 0 {
            return None;
        }
        self.start += len;
        Some((start, len))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_follow_one_another_and_end_with_the_rows() {
        for bytes in [0, 1, 4, 18, 44, 256, 100_000] {
            for len in [0, 1, 63, 64, 65, 1024, 5000] {
                let mut next = 0;
                let tiles = Tiles::of(len, bytes, len % 2 == 1);
                assert!(tiles.rows.is_multiple_of(LEAST) && tiles.rows > 0);
                for (start, rows) in tiles {
                    assert_eq!(start, next);
                    assert!(rows > 0);
                    next += rows;
                }
                assert_eq!(next, len);
            }
        }
    }
}
