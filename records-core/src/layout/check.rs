//! What makes a layout sound, and the compile-time forms of asking for it.

use super::text::{fail, same};
use super::{Field, Layout};

/// Array elements of no bytes that a record may have in all. Others are as many as there
/// are bytes for; of these a short text could ask for any number, and whoever goes over
/// the elements of a value would never end.
pub(super) const EMPTY_ELEMENTS: usize = 1 << 16;

/// Checks a whole constant layout; see [`check_field`].
///
/// # Panics
/// If it is not sound. In a constant the panic is the compiler's error.
pub const fn check_layout(layout: &Layout) {
    let fields = layout.fields();
    // Fields in the order of memory, which all but explicit layouts have, need
    // no look at every pair.
    let mut ordered = true;
    let mut end = 0;
    let mut i = 0;
    while i < fields.len() {
        if fields[i].offset() < end {
            ordered = false;
        }
        end = fields[i].end();
        i += 1;
    }
    if layout.itemsize() > isize::MAX as usize {
        fail!("`", str layout.name(), "` is larger than the address space");
    }
    let mut i = 0;
    while i < fields.len() {
        check_place(layout, &fields[i]);
        if !ordered {
            check_overlaps(layout, i);
        }
        i += 1;
    }
    if layout.is_aligned() && !layout.itemsize().is_multiple_of(layout.alignment()) {
        fail!("the size ", number layout.itemsize(), " of the aligned record `",
            str layout.name(), "` is not a multiple of its alignment ",
            number layout.alignment());
    }
}

/// Checks one field of a constant layout: it lies within the record, where its
/// alignment allows in an aligned one, and on top of no field before it.
///
/// # Panics
/// If not. In a constant the panic is the compiler's error.
pub const fn check_field(layout: &Layout, index: usize) {
    check_place(layout, &layout.fields()[index]);
    check_overlaps(layout, index);
}

const fn check_place(layout: &Layout, field: &Field) {
    if field.end() > layout.itemsize() {
        fail!("size ", number layout.itemsize(), " is too small for `", str layout.name(),
            "`: its field `", str field.name(), "` ends at byte ", number field.end());
    }
    if field.dtype().empty_elements() > EMPTY_ELEMENTS {
        fail!("field `", str field.name(), "` of `", str layout.name(), "` has more than ",
            number EMPTY_ELEMENTS, " array elements of no bytes");
    }
    if layout.is_aligned() && !field.offset().is_multiple_of(field.alignment()) {
        fail!("field `", str field.name(), "` of the aligned record `", str layout.name(),
            "` is at byte ", number field.offset(), ", which is not a multiple of its alignment ",
            number field.alignment());
    }
}

const fn check_overlaps(layout: &Layout, index: usize) {
    let fields = layout.fields();
    let mut before = 0;
    while before < index {
        let (a, b) = (&fields[before], &fields[index]);
        if a.overlaps(b) {
            fail!("fields `", str a.name(), "` (bytes ", number a.offset(), "..", number a.end(),
                ") and `", str b.name(), "` (bytes ", number b.offset(), "..", number b.end(),
                ") of `", str layout.name(), "` overlap");
        }
        before += 1;
    }
}

/// Whether Rust lays the struct out as the record is: `offsets` and `size` are
/// what `offset_of!` and `size_of` say of it.
///
/// # Panics
/// If not, and `must` is set: the `repr` and the record's rule contradict each other. In a
/// constant the panic is the compiler's error.
pub const fn check_rust_layout(
    layout: &Layout,
    repr: &str,
    must: bool,
    offsets: &[usize],
    size: usize,
) -> bool {
    let fields = layout.fields();
    let rule = if layout.is_aligned() { "aligned" } else { "packed" };
    let mut i = 0;
    while i < fields.len() {
        if fields[i].offset() != offsets[i] {
            if must {
                fail!("`#[repr(", str repr, ")]` puts field `", str fields[i].name(), "` of `",
                    str layout.name(), "` at byte ", number offsets[i], ", `#[record(", str rule,
                    ")]` at byte ", number fields[i].offset(),
                    ": let the two agree, or drop the `repr`");
            }
            return false;
        }
        i += 1;
    }
    if layout.itemsize() != size {
        if must {
            fail!("`", str layout.name(), "` takes ", number size, " bytes with `#[repr(",
                str repr, ")]`, ", number layout.itemsize(), " with `#[record(", str rule,
                ")]`: let the two agree, or drop the `repr`");
        }
        return false;
    }
    true
}

/// Used by [`assert_layout!`](crate::assert_layout).
///
/// # Panics
/// If the record has another size.
pub const fn assert_itemsize(layout: &Layout, expected: usize) {
    if layout.itemsize() != expected {
        fail!("`", str layout.name(), "` takes ", number layout.itemsize(), " bytes, not ",
            number expected);
    }
}

/// Used by [`assert_layout!`](crate::assert_layout).
///
/// # Panics
/// If the record has another alignment.
pub const fn assert_alignment(layout: &Layout, expected: usize) {
    if layout.alignment() != expected {
        fail!("`", str layout.name(), "` has alignment ", number layout.alignment(), ", not ",
            number expected);
    }
}

/// Used by [`assert_layout!`](crate::assert_layout); `name` as `stringify!` gives it.
///
/// # Panics
/// If there is no such field or if it is elsewhere.
pub const fn assert_field(layout: &Layout, name: &str, expected: usize) {
    let name = plain(name);
    let Some(field) = layout.field(name) else {
        fail!("`", str layout.name(), "` has no field `", str name, "`");
    };
    if field.offset() != expected {
        fail!("field `", str name, "` of `", str layout.name(), "` is at byte ",
            number field.offset(), ", not ", number expected);
    }
}

/// An identifier without its `r#`; a tuple field's `0` is named `f0`, as in NumPy.
const fn plain(name: &str) -> &str {
    let bytes = name.as_bytes();
    if bytes.len() > 2 && same(name.split_at(2).0, "r#") {
        return name.split_at(2).1;
    }
    name
}
