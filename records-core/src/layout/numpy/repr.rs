//! `repr(dtype)`.
//!
//! NumPy prints a nested record without saying by which rule it was laid out,
//! and reads it by the rule of the record around it. Where that happens to give
//! the same bytes the text is NumPy's own; elsewhere nested records say what they
//! are.

use super::super::text::Sink;
use super::super::{DType, Layout, Rule, Scalar};
use super::code::{Spelling, code, innermost, name, shape};
use super::literal::literal;

/// How nested records are written.
#[derive(Clone, Copy)]
enum Nesting {
    /// As NumPy does.
    Plain,
    /// As a `dtype(...)` of their own, unless the plain text means the same where
    /// it is read by this rule.
    Exact(Rule),
}

/// Writes a whole repr: `dtype([('id', 'u1')], align=True)`.
pub(super) const fn layout(layout: &Layout, out: &mut Sink<'_>) {
    dtype_call(layout, rule_of(layout), None, out);
}

const fn rule_of(layout: &Layout) -> Rule {
    if layout.is_aligned() { Rule::Aligned } else { Rule::Packed }
}

/// `wanted` is the alignment that the dtype must come out with, if it matters.
const fn dtype_call(layout: &Layout, rule: Rule, wanted: Option<usize>, out: &mut Sink<'_>) {
    out.text("dtype(");
    let plain = match (evaluates(layout, rule, rule), wanted) {
        (Some(alignment), Some(wanted)) => alignment == wanted,
        (Some(_), None) => true,
        (None, _) => false,
    };
    let nesting = if plain { Nesting::Plain } else { Nesting::Exact(rule) };
    record(layout, rule, nesting, out);
    if matches!(rule, Rule::Aligned) {
        out.text(", align=True");
    }
    out.byte(b')');
}

const fn record(layout: &Layout, rule: Rule, nesting: Nesting, out: &mut Sink<'_>) {
    if is_list(layout, rule) {
        list(layout, nesting, out);
    } else {
        dict(layout, nesting, out);
    }
}

/// `[('id', 'u1'), ('pos', '<f4', (3,))]`
const fn list(layout: &Layout, nesting: Nesting, out: &mut Sink<'_>) {
    out.byte(b'[');
    let fields = layout.fields();
    let mut i = 0;
    while i < fields.len() {
        if i > 0 {
            out.text(", ");
        }
        let dtype = fields[i].dtype();
        out.byte(b'(');
        name(&fields[i], out);
        out.text(", ");
        type_of(innermost(dtype), nesting, out);
        if let DType::Array(..) = dtype {
            out.text(", ");
            shape(dtype, out);
        }
        out.byte(b')');
        i += 1;
    }
    out.byte(b']');
}

/// `{'names': ['id'], 'formats': ['u1'], 'offsets': [0], 'itemsize': 8}`
const fn dict(layout: &Layout, nesting: Nesting, out: &mut Sink<'_>) {
    let fields = layout.fields();
    out.text("{'names': [");
    let mut i = 0;
    while i < fields.len() {
        if i > 0 {
            out.text(", ");
        }
        literal(fields[i].name(), out);
        i += 1;
    }
    out.text("], 'formats': [");
    let mut i = 0;
    while i < fields.len() {
        if i > 0 {
            out.text(", ");
        }
        let dtype = fields[i].dtype();
        if let DType::Array(..) = dtype {
            out.byte(b'(');
            type_of(innermost(dtype), nesting, out);
            out.text(", ");
            shape(dtype, out);
            out.byte(b')');
        } else {
            type_of(dtype, nesting, out);
        }
        i += 1;
    }
    out.text("], 'offsets': [");
    let mut i = 0;
    while i < fields.len() {
        if i > 0 {
            out.text(", ");
        }
        out.number(fields[i].offset());
        i += 1;
    }
    if has_titles(layout) {
        out.text("], 'titles': [");
        let mut i = 0;
        while i < fields.len() {
            if i > 0 {
                out.text(", ");
            }
            match fields[i].title() {
                Some(title) => literal(title, out),
                None => out.text("None"),
            }
            i += 1;
        }
    }
    out.text("], 'itemsize': ");
    out.number(layout.itemsize());
    out.byte(b'}');
}

const fn has_titles(layout: &Layout) -> bool {
    let fields = layout.fields();
    let mut i = 0;
    while i < fields.len() {
        if fields[i].title().is_some() {
            return true;
        }
        i += 1;
    }
    false
}

const fn type_of(dtype: &DType, nesting: Nesting, out: &mut Sink<'_>) {
    let DType::Record(nested) = dtype else {
        return code(dtype, Spelling::Short, out);
    };
    let nested = nested.get();
    let Nesting::Exact(outer) = nesting else {
        return record(nested, rule_of(nested), nesting, out);
    };
    let wanted = alignment_of(nested);
    match evaluates(nested, rule_of(nested), outer) {
        Some(alignment) if alignment == wanted => {
            record(nested, rule_of(nested), Nesting::Plain, out);
        }
        // A selection of an aligned record claims the aligned rule, but has
        // alignment 1.
        _ if wanted == 1 => dtype_call(nested, Rule::Packed, Some(1), out),
        _ => dtype_call(nested, Rule::Aligned, Some(wanted), out),
    }
}

/// Whether the rule puts NumPy's fields where the fields are, so that the list
/// form describes the record.
const fn is_list(layout: &Layout, rule: Rule) -> bool {
    let fields = layout.fields();
    let (mut end, mut largest) = (0, 1);
    let mut i = 0;
    while i < fields.len() {
        let alignment = numpy_alignment(fields[i].dtype());
        if fields[i].name().is_empty() || fields[i].offset() != rule.next(end, alignment) {
            return false;
        }
        end = fields[i].end();
        largest = max(largest, alignment);
        i += 1;
    }
    layout.itemsize() == rule.next(end, largest)
}

/// The alignment that NumPy's dtype for the record has, were it made with the
/// same offsets and rule.
const fn alignment_of(layout: &Layout) -> usize {
    if !layout.is_aligned() || layout.alignment() == 1 {
        return 1;
    }
    let fields = layout.fields();
    let mut largest = 1;
    let mut i = 0;
    while i < fields.len() {
        largest = max(largest, numpy_alignment(fields[i].dtype()));
        i += 1;
    }
    largest
}

/// As [`DType::alignment`], but 1 for the numbers that NumPy has no type for.
const fn numpy_alignment(dtype: &DType) -> usize {
    match dtype {
        DType::Array(element, _) => numpy_alignment(element.get()),
        DType::Record(layout) => alignment_of(layout.get()),
        DType::Scalar(Scalar::U128 | Scalar::I128, _) => 1,
        _ => dtype.alignment(),
    }
}

/// The alignment of the dtype that NumPy makes of the record's plain text,
/// written by one rule, when it reads it by another; `None` if that is not a
/// dtype equal to the record.
const fn evaluates(layout: &Layout, written: Rule, read: Rule) -> Option<usize> {
    let fields = layout.fields();
    let list = is_list(layout, written);
    let aligned = matches!(read, Rule::Aligned);
    let (mut end, mut largest) = (0, 1);
    let mut i = 0;
    while i < fields.len() {
        let (dtype, offset) = (fields[i].dtype(), fields[i].offset());
        let alignment = match innermost(dtype) {
            DType::Record(nested) => {
                let nested = nested.get();
                match evaluates(nested, rule_of(nested), read) {
                    Some(alignment) => alignment,
                    None => return None,
                }
            }
            plain => numpy_alignment(plain),
        };
        let fits = if list {
            offset == read.next(end, alignment)
        } else {
            !aligned || offset.is_multiple_of(alignment)
        };
        if !fits {
            return None;
        }
        end = fields[i].end();
        largest = max(largest, alignment);
        i += 1;
    }
    let fits = if list {
        layout.itemsize() == read.next(end, largest)
    } else {
        !aligned || layout.itemsize().is_multiple_of(largest)
    };
    match (fits, aligned) {
        (false, _) => None,
        (true, true) => Some(largest),
        (true, false) => Some(1),
    }
}

const fn max(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}
