//! Who reads and who writes which bytes just now.

use pyo3::PyResult;
use pyo3::exceptions::PyBufferError;

use super::registry::{self, Registry};

/// Bytes of which somebody has the right to read or write some: those between two addresses
/// that lie, modulo `step`, in the `width` bytes from `at` on.
///
/// So a column of records is a comb, whose teeth may lie between those of another one.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub(crate) struct Comb {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// 0 for one tooth.
    pub(crate) step: usize,
    pub(crate) at: usize,
    pub(crate) width: usize,
}

impl Comb {
    /// All bytes between two addresses.
    pub(crate) fn whole(start: usize, end: usize) -> Comb {
        Comb { start, end, step: 0, at: start, width: end.saturating_sub(start) }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.start >= self.end
    }

    /// Whether the two may have a byte in common.
    pub(super) fn meets(&self, other: &Comb) -> bool {
        if self.start >= other.end || other.start >= self.end {
            return false;
        }
        // Each byte of both is told by where it lies modulo this.
        let step = common(self.step, other.step);
        if step == 0 || self.width.saturating_add(other.width) > step {
            return true;
        }
        let (mine, theirs) = (self.at % step, other.at % step);
        let ahead = if theirs >= mine { theirs - mine } else { theirs + (step - mine) };
        ahead < self.width || ahead + other.width > step
    }
}

/// The greatest common divisor; of 0 and another number that number.
pub(super) fn common(mut a: usize, mut b: usize) -> usize {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The right to read some bytes, or to write them, until it is dropped.
///
/// Many may read the same bytes at a time. Who writes does so alone: while anyone reads or
/// writes, and be it this thread further up the stack, the claim is refused.
///
/// They bind those who ask: this library, in whatever extensions of this interpreter it is built
/// into. NumPy does not.
#[derive(Debug)]
pub(crate) struct Claim {
    /// None for no bytes.
    held: Option<(&'static Registry, u64)>,
}

impl Claim {
    /// # Errors
    /// `BufferError` if somebody writes some of these bytes.
    pub(crate) fn read(bytes: Comb) -> PyResult<Claim> {
        Claim::new(bytes, false)
    }

    /// # Errors
    /// `BufferError` if somebody reads or writes some of these bytes.
    pub(crate) fn write(bytes: Comb) -> PyResult<Claim> {
        Claim::new(bytes, true)
    }

    fn new(bytes: Comb, writes: bool) -> PyResult<Claim> {
        if bytes.is_empty() {
            return Ok(Claim { held: None });
        }
        let registry = registry::shared().ok_or_else(|| {
            PyBufferError::new_err("there is no interpreter to ask who else has these bytes")
        })?;
        match registry.take(bytes, writes) {
            Ok(id) => Ok(Claim { held: Some((registry, id)) }),
            Err(written) => {
                let does = if written { "written" } else { "read" };
                let wanted = if writes { "write" } else { "read" };
                let len = bytes.end - bytes.start;
                Err(PyBufferError::new_err(format!(
                    "cannot {wanted} {len} bytes of which some are being {does} at this moment"
                )))
            }
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some((registry, id)) = self.held {
            registry.give_back(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(start: usize, end: usize) -> PyResult<Claim> {
        Claim::read(Comb::whole(start, end))
    }

    fn write(start: usize, end: usize) -> PyResult<Claim> {
        Claim::write(Comb::whole(start, end))
    }

    #[test]
    fn many_read_and_one_writes() {
        pyo3::Python::initialize();
        let reader = read(1000, 1010).unwrap();
        let other = read(1005, 1015).unwrap();
        assert!(write(1009, 1020).is_err());
        drop(reader);
        assert!(write(1009, 1020).is_err());
        drop(other);
        let writer = write(1009, 1020).unwrap();
        assert!(write(1019, 1021).is_err());
        assert!(read(1000, 1010).is_err());
        write(1020, 1021).unwrap();
        write(1015, 1015).unwrap();
        drop(writer);
        read(1000, 1010).unwrap();
    }

    /// By bytes: what a comb has of them, marked one by one.
    fn meet_slowly(a: &Comb, b: &Comb) -> bool {
        let has = |comb: &Comb, byte: usize| {
            let tooth = match comb.step {
                0 => true,
                step => (byte + step * 1000 - comb.at) % step < comb.width,
            };
            (comb.start..comb.end).contains(&byte) && tooth
        };
        (0..400).any(|byte| has(a, byte) && has(b, byte))
    }

    #[test]
    fn combs_that_are_apart_share_no_byte() {
        let mut state = 1_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let (mut apart, mut met) = (0, 0);
        for _ in 0..20_000 {
            let mut comb = || {
                let (at, step, count) = (next(60), [2, 3, 4, 6, 12, 18][next(6)], 1 + next(12));
                let width = 1 + next(step);
                let end = at + (count - 1) * step + width;
                match count {
                    1 => Comb::whole(at, end),
                    _ => Comb { start: at, end, step, at, width },
                }
            };
            let (a, b) = (comb(), comb());
            assert_eq!(a.meets(&b), b.meets(&a), "{a:?} {b:?}");
            if !a.meets(&b) {
                assert!(!meet_slowly(&a, &b), "{a:?} {b:?}");
                apart += 1;
            } else if a.step == b.step && a.step > 0 {
                // Of the same rows there is no false alarm but at the ends.
                met += 1;
            }
        }
        assert!(apart > 2000 && met > 500, "{apart} {met}");
        let column =
            |at: usize| Comb { start: 180 + at, end: 360, step: 18, at: 180 + at, width: 8 };
        assert!(!column(2).meets(&column(10)));
        assert!(column(2).meets(&column(2)));
        assert!(column(2).meets(&column(9)));
    }
}
