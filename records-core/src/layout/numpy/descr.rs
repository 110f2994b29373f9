//! `dtype.descr`.

use super::super::text::Sink;
use super::super::{DType, Field, Layout};
use super::code::{Spelling, code, innermost, name, shape};

/// Writes a record: `[('id', '|u1'), ('', '|V3'), ('pos', '<f4', (3,))]`.
pub(super) const fn layout(layout: &Layout, out: &mut Sink<'_>) {
    out.byte(b'[');
    let fields = layout.fields();
    let ordered = in_memory_order(fields);
    // Every byte before this one has been written of.
    let mut at = 0;
    let mut entries = 0;
    let mut last = None;
    while entries < fields.len() {
        let next = if ordered { entries } else { next_in_memory(fields, last) };
        let field = &fields[next];
        if entries > 0 {
            out.text(", ");
        }
        if field.offset() > at {
            padding(field.offset() - at, out);
            out.text(", ");
        }
        out.byte(b'(');
        name(field, out);
        out.text(", ");
        type_of(innermost(field.dtype()), out);
        if let DType::Array(..) = field.dtype() {
            out.text(", ");
            shape(field.dtype(), out);
        }
        out.byte(b')');
        if field.end() > at {
            at = field.end();
        }
        last = Some(next);
        entries += 1;
    }
    if layout.itemsize() > at {
        if entries > 0 {
            out.text(", ");
        }
        padding(layout.itemsize() - at, out);
    }
    out.byte(b']');
}

const fn type_of(dtype: &DType, out: &mut Sink<'_>) {
    match dtype {
        DType::Record(nested) => layout(nested.get(), out),
        _ => code(dtype, Spelling::Full, out),
    }
}

const fn padding(bytes: usize, out: &mut Sink<'_>) {
    out.text("('', '|V");
    out.number(bytes);
    out.text("')");
}

const fn in_memory_order(fields: &[Field]) -> bool {
    let mut i = 1;
    while i < fields.len() {
        if fields[i].offset() < fields[i - 1].end() {
            return false;
        }
        i += 1;
    }
    true
}

/// The field that comes after `last` in memory; those of no size come before
/// the one that starts at the same byte. Sorting needs memory that a constant
/// does not have, so this looks at all fields for each one.
const fn next_in_memory(fields: &[Field], last: Option<usize>) -> usize {
    let mut next = None;
    let mut i = 0;
    while i < fields.len() {
        let after = match last {
            None => true,
            Some(last) => before(fields, last, i),
        };
        if after {
            match next {
                Some(best) if !before(fields, i, best) => {}
                _ => next = Some(i),
            }
        }
        i += 1;
    }
    match next {
        Some(next) => next,
        None => panic!("asked for more fields than there are"),
    }
}

const fn before(fields: &[Field], a: usize, b: usize) -> bool {
    let (x, y) = (&fields[a], &fields[b]);
    if x.offset() != y.offset() {
        x.offset() < y.offset()
    } else if x.end() != y.end() {
        x.end() < y.end()
    } else {
        a < b
    }
}
