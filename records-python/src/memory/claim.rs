//! Who reads and who writes which bytes just now.

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::PyResult;
use pyo3::exceptions::PyBufferError;

/// The claims of this library, of any thread: few at a time.
static CLAIMS: Mutex<Vec<Held>> = Mutex::new(Vec::new());

struct Held {
    id: u64,
    bytes: Range<usize>,
    writes: bool,
}

/// The right to read some bytes, or to write them, until it is dropped.
///
/// Many may read the same bytes at a time. Who writes does so alone: while anyone reads or
/// writes, and be it this thread further up the stack, the claim is refused. Claims are by the
/// range from the lowest to the highest byte, so that columns of the same rows are in each
/// other's way.
///
/// They bind those who ask: this library and the extensions that use it. NumPy does not.
#[derive(Debug)]
pub(crate) struct Claim {
    /// None for no bytes.
    id: Option<u64>,
}

impl Claim {
    /// # Errors
    /// `BufferError` if somebody writes some of these bytes.
    pub(crate) fn read(bytes: Range<usize>) -> PyResult<Claim> {
        Claim::new(bytes, false)
    }

    /// # Errors
    /// `BufferError` if somebody reads or writes some of these bytes.
    pub(crate) fn write(bytes: Range<usize>) -> PyResult<Claim> {
        Claim::new(bytes, true)
    }

    fn new(bytes: Range<usize>, writes: bool) -> PyResult<Claim> {
        if bytes.is_empty() {
            return Ok(Claim { id: None });
        }
        let mut claims = claims();
        let clash = claims.iter().find(|held| {
            (writes || held.writes) && held.bytes.start < bytes.end && bytes.start < held.bytes.end
        });
        if let Some(held) = clash {
            let does = if held.writes { "written" } else { "read" };
            let (wanted, len) = (if writes { "write" } else { "read" }, bytes.len());
            return Err(PyBufferError::new_err(format!(
                "cannot {wanted} {len} bytes of which some are being {does} at this moment"
            )));
        }
        // They are in the order of their numbers.
        let id = claims.last().map_or(0, |last| last.id + 1);
        claims.push(Held { id, bytes, writes });
        Ok(Claim { id: Some(id) })
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            claims().retain(|held| held.id != id);
        }
    }
}

/// No thread waits for Python, nor panics, while it has the lock.
fn claims() -> MutexGuard<'static, Vec<Held>> {
    CLAIMS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_read_and_one_writes() {
        let reader = Claim::read(1000..1010).unwrap();
        let other = Claim::read(1005..1015).unwrap();
        assert!(Claim::write(1009..1020).is_err());
        drop(reader);
        assert!(Claim::write(1009..1020).is_err());
        drop(other);
        let writer = Claim::write(1009..1020).unwrap();
        assert!(Claim::write(1019..1021).is_err());
        assert!(Claim::read(1000..1010).is_err());
        Claim::write(1020..1021).unwrap();
        Claim::write(1015..1015).unwrap();
        drop(writer);
        Claim::read(1000..1010).unwrap();
    }
}
