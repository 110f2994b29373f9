//! Whether there is memory at an address, where nobody else answers for it.

use std::ops::Range;

use pyo3::PyResult;

/// What the process has in memory, as it is just now.
#[cfg(target_os = "linux")]
#[derive(Debug)]
pub(super) struct Mapped {
    /// What can be read, in order, and whether it can be written.
    ranges: Vec<(Range<usize>, bool)>,
}

#[cfg(target_os = "linux")]
impl Mapped {
    /// # Errors
    /// `OSError` if the system does not tell.
    pub(super) fn now() -> PyResult<Mapped> {
        let text = std::fs::read("/proc/self/maps")?;
        let ranges = text.split(|&byte| byte == b'\n').filter_map(range).collect();
        Ok(Mapped { ranges })
    }

    /// Whether all of these bytes can be read, and written if so asked.
    pub(super) fn has(&self, bytes: &Range<usize>, written: bool) -> bool {
        let mut at = bytes.start;
        for (range, writable) in &self.ranges {
            if at >= bytes.end {
                break;
            }
            if range.contains(&at) && (*writable || !written) {
                at = range.end;
            }
        }
        at >= bytes.end
    }
}

/// A line such as `7f00-7f80 rw-p ...`, if it is of memory that can be read.
#[cfg(target_os = "linux")]
fn range(line: &[u8]) -> Option<(Range<usize>, bool)> {
    let line = std::str::from_utf8(line.get(..line.len().min(60))?).ok()?;
    let mut words = line.split(' ');
    let (start, end) = words.next()?.split_once('-')?;
    let start = usize::from_str_radix(start, 16).ok()?;
    let end = usize::from_str_radix(end, 16).ok()?;
    let may = words.next()?.as_bytes();
    (may.first() == Some(&b'r')).then(|| (start..end, may.get(1) == Some(&b'w')))
}

/// Other systems do not tell: there the word of the object is taken.
#[cfg(not(target_os = "linux"))]
#[derive(Debug)]
pub(super) struct Mapped;

#[cfg(not(target_os = "linux"))]
impl Mapped {
    pub(super) fn now() -> PyResult<Mapped> {
        Ok(Mapped)
    }

    pub(super) fn has(&self, bytes: &Range<usize>, _written: bool) -> bool {
        bytes.start != 0
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn memory_is_where_it_is() {
        let text = b"1000-2000 r--p 00\n2000-3000 rw-p 00\n4000-5000 rw-p 00\n5000-6000 ---p 00";
        let ranges = text.split(|&byte| byte == b'\n').filter_map(range).collect();
        let mapped = Mapped { ranges };
        assert!(mapped.has(&(0x1000..0x3000), false));
        assert!(!mapped.has(&(0x1000..0x3000), true));
        assert!(mapped.has(&(0x2fff..0x3000), true));
        assert!(!mapped.has(&(0x2fff..0x3001), false));
        assert!(!mapped.has(&(0x2fff..0x4001), false));
        assert!(!mapped.has(&(0x4fff..0x5001), false));
        assert!(!mapped.has(&(0xfff..0x1001), false));
        assert!(mapped.has(&(0..0), true));

        let here = vec![1_u8; 100_000];
        let start = here.as_ptr().addr();
        let mapped = Mapped::now().unwrap();
        assert!(mapped.has(&(start..start + here.len()), true));
        assert!(!mapped.has(&(0..8), false));
        assert!(!mapped.has(&(start..usize::MAX), false));
        let text = "constant".as_bytes().as_ptr().addr();
        assert!(mapped.has(&(text..text + 8), false));
        assert!(!mapped.has(&(text..text + 8), true));
    }
}
