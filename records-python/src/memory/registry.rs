//! The list of claims that all extensions of an interpreter have in common.

use std::ffi::{CStr, c_void};
use std::fmt;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::claim::Comb;

/// The name of the capsule; another one for another [`Registry`].
const NAME: &CStr = c"records_python.claims.1";

/// The answers of `take` that are no number of a claim.
const READ: u64 = 0;
const WRITTEN: u64 = u64::MAX;

/// A list of claims as one extension lends it to the others, which may be built by another
/// compiler: so it is in words of C.
///
/// **Invariant**: the functions may be called by any thread at any time.
#[repr(C)]
pub(super) struct Registry {
    take: extern "C" fn(bytes: Comb, writes: bool) -> u64,
    give_back: extern "C" fn(id: u64),
}

impl Registry {
    /// The number of a new claim.
    ///
    /// # Errors
    /// Whether some of these bytes are being written; they are being read otherwise.
    pub(super) fn take(&self, bytes: Comb, writes: bool) -> Result<u64, bool> {
        match (self.take)(bytes, writes) {
            READ => Err(false),
            WRITTEN => Err(true),
            id => Ok(id),
        }
    }

    pub(super) fn give_back(&self, id: u64) {
        (self.give_back)(id);
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry").finish_non_exhaustive()
    }
}

/// This extension's own.
static OWN: Registry = Registry { take, give_back };

struct Held {
    id: u64,
    bytes: Comb,
    writes: bool,
}

/// Few at a time, in the order of their numbers.
static CLAIMS: Mutex<Vec<Held>> = Mutex::new(Vec::new());

extern "C" fn take(bytes: Comb, writes: bool) -> u64 {
    let mut claims = claims();
    let clash = claims.iter().find(|held| (writes || held.writes) && held.bytes.meets(&bytes));
    if let Some(held) = clash {
        return if held.writes { WRITTEN } else { READ };
    }
    let id = claims.last().map_or(1, |last| last.id + 1);
    claims.push(Held { id, bytes, writes });
    id
}

extern "C" fn give_back(id: u64) {
    claims().retain(|held| held.id != id);
}

/// No thread waits for Python, nor panics, while it has the lock.
fn claims() -> MutexGuard<'static, Vec<Held>> {
    CLAIMS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The one that the extensions of this interpreter share: that of the first who asked; none as long
/// as there is no interpreter to be asked. A claim of before would be in a list that others do not
/// look at.
pub(super) fn shared() -> Option<&'static Registry> {
    static SHARED: OnceLock<&'static Registry> = OnceLock::new();
    if let Some(shared) = SHARED.get() {
        return Some(shared);
    }
    // Nobody waits for us here while we wait for the interpreter.
    let found = Python::try_attach(find)?;
    Some(SHARED.get_or_init(|| found))
}

/// The registry in the dict that an interpreter has for its extensions; ours, if there was none.
fn find(py: Python<'_>) -> &'static Registry {
    // SAFETY: attached; the dict is borrowed, and null if there is none.
    let dict = unsafe {
        let dict = ffi::PyInterpreterState_GetDict(ffi::PyInterpreterState_Get());
        Bound::from_borrowed_ptr_or_opt(py, dict)
    };
    let Some(dict) = dict else {
        return &OWN;
    };
    let found = || -> PyResult<*mut c_void> {
        let own = (&raw const OWN).cast_mut().cast();
        // SAFETY: a pointer to a static, and a static name.
        let own = unsafe {
            Bound::from_owned_ptr_or_err(py, ffi::PyCapsule_New(own, NAME.as_ptr(), None))?
        };
        let dict = dict.cast::<PyDict>()?;
        let capsule = dict.call_method1("setdefault", (NAME.to_string_lossy(), own))?;
        // SAFETY: an object; null, with an error, if it is no capsule of this name.
        let pointer = unsafe { ffi::PyCapsule_GetPointer(capsule.as_ptr(), NAME.as_ptr()) };
        if pointer.is_null() { Err(PyErr::fetch(py)) } else { Ok(pointer) }
    };
    match found() {
        // SAFETY: what stands under this name is such a static; extensions are never unloaded.
        Ok(pointer) => unsafe { &*pointer.cast::<Registry>() },
        Err(_) => &OWN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_asks_finds_the_same() {
        Python::attach(|py| {
            let found = find(py);
            assert!(std::ptr::eq(found, find(py)));
            assert!(std::ptr::eq(found, shared().unwrap()));
            let (one, other) = (Comb::whole(10, 20), Comb::whole(19, 30));
            let id = found.take(one, false).unwrap();
            let second = found.take(other, false).unwrap();
            assert_eq!(found.take(other, true), Err(false));
            found.give_back(id);
            found.give_back(second);
            let id = found.take(other, true).unwrap();
            assert_eq!(found.take(one, false), Err(true));
            found.give_back(id);
        });
    }
}
