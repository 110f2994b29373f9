//! Finding the fields of one record inside another.

use super::text::fail;
use super::{Field, Layout};

/// The index in `whole` of the field that `part` finds there by name, to read it.
///
/// # Panics
/// If there is none, or if its bytes cannot be read as `part`'s dtype. In a
/// constant the panic is the compiler's error.
pub(crate) const fn find_field(part: &Field, of: &Layout, whole: &Layout) -> usize {
    let Some(index) = whole.index_of(part.name()) else {
        fail!("`", str whole.name(), "` has no field `", str part.name(), "`, which `",
            str of.name(), "` asks for");
    };
    let found = &whole.fields()[index];
    if !found.dtype().reads_as(part.dtype()) {
        mismatch(part, of, found, whole);
    }
    index
}

/// Like [`find_field`], to read and write it: both must allow the same values.
pub(crate) const fn find_field_mut(part: &Field, of: &Layout, whole: &Layout) -> usize {
    let index = find_field(part, of, whole);
    let found = &whole.fields()[index];
    if !found.dtype().same(part.dtype()) {
        fail!("field `", str part.name(), "` is ", dtype found.dtype(), " in `",
            str whole.name(), "` but ", dtype part.dtype(), " in `", str of.name(),
            "`: it can be read so, not written");
    }
    index
}

const fn mismatch(part: &Field, of: &Layout, found: &Field, whole: &Layout) -> ! {
    fail!("field `", str part.name(), "` is ", dtype found.dtype(), " in `", str whole.name(),
        "` but ", dtype part.dtype(), " in `", str of.name(), "`")
}
