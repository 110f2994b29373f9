//! The loops as one writes them without this crate.

use crate::subjects::{Key, Subject};

/// Goes over the field `key` by pointer, at a stride that the compiler knows.
#[inline(always)]
pub fn by_pointer<S: Subject, A>(bytes: &[u8], init: A, mut fold: impl FnMut(A, S::Key) -> A) -> A {
    let mut acc = init;
    let mut at = bytes.as_ptr().wrapping_add(S::KEY_AT);
    for _ in 0..bytes.len() / S::BYTES {
        // SAFETY: a record, of which the key is a part, starts at each multiple of
        // its size; any bytes are a number.
        acc = fold(acc, unsafe { at.cast::<S::Key>().read_unaligned() });
        at = at.wrapping_add(S::BYTES);
    }
    acc
}

/// Goes over the field `key` without `unsafe`.
#[inline(always)]
pub fn by_chunks<S: Subject, A>(bytes: &[u8], init: A, fold: impl FnMut(A, S::Key) -> A) -> A {
    bytes
        .chunks_exact(S::BYTES)
        .map(|row| S::Key::from_bytes(&row[S::KEY_AT..S::KEY_AT + size_of::<S::Key>()]))
        .fold(init, fold)
}

/// Writes to the field `key` what the function makes of it.
#[inline(always)]
pub fn update<S: Subject>(bytes: &mut [u8], mut change: impl FnMut(S::Key) -> S::Key) {
    let mut at = bytes.as_mut_ptr().wrapping_add(S::KEY_AT).cast::<S::Key>();
    for _ in 0..bytes.len() / S::BYTES {
        // SAFETY: as in `by_pointer`.
        unsafe { at.write_unaligned(change(at.read_unaligned())) };
        at = at.wrapping_byte_add(S::BYTES);
    }
}

/// The sum as a fold.
#[inline(always)]
pub fn add<K: Key>(sum: K, key: K) -> K {
    sum + key
}

/// The greatest as a fold.
#[inline(always)]
pub fn greater<K: Key>(best: K, key: K) -> K {
    if key > best { key } else { best }
}
