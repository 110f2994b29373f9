//! Finding the fields of one record inside another, and types whose values compare.

use super::text::fail;
use super::{DType, Field, Layout};

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

/// Whether values of two types have one order, whatever the byte order of either: the
/// same kind and size, for records field by field.
pub(crate) const fn comparable(a: &DType, b: &DType) -> bool {
    match (a, b) {
        (DType::Scalar(a, _), DType::Scalar(b, _)) => a.same(*b),
        (DType::Enum(a), DType::Enum(b)) => a.repr().same(b.repr()),
        (DType::Enum(a), DType::Scalar(b, _)) | (DType::Scalar(b, _), DType::Enum(a)) => {
            a.repr().same(*b)
        }
        (DType::Bytes(a), DType::Bytes(b)) | (DType::Raw(a), DType::Raw(b)) => *a == *b,
        (DType::Str(a, _), DType::Str(b, _)) => *a == *b,
        (DType::DateTime(a, _), DType::DateTime(b, _))
        | (DType::TimeDelta(a, _), DType::TimeDelta(b, _)) => a.same(*b),
        (DType::Array(a, n), DType::Array(b, m)) => *n == *m && comparable(a.get(), b.get()),
        (DType::Record(a), DType::Record(b)) => {
            let (fields, others) = (a.get().fields(), b.get().fields());
            if fields.len() != others.len() {
                return false;
            }
            let mut i = 0;
            while i < fields.len() {
                if !comparable(fields[i].dtype(), others[i].dtype()) {
                    return false;
                }
                i += 1;
            }
            true
        }
        _ => false,
    }
}
