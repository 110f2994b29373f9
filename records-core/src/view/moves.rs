//! Which bytes of a row are values, and where they go.

use alloc::vec::Vec;

use crate::kernel::Move;
use crate::{DType, Placement, Record};

/// What takes a record from where `from` has its fields to where `to` has them:
/// the bytes of the fields, and none of the padding, not even of nested records.
/// Neighbours in both become one move.
pub(crate) fn moves<R: Record>(from: &impl Placement<R>, to: &impl Placement<R>) -> Vec<Move> {
    let fields = R::LAYOUT.fields().iter().enumerate();
    moves_of(fields.map(|(i, field)| (field.dtype(), from.offset(i), to.offset(i))))
}

/// What takes values of these dtypes from the first byte to the second of each.
pub(crate) fn moves_of<'l>(fields: impl Iterator<Item = (&'l DType, usize, usize)>) -> Vec<Move> {
    let mut moves = Vec::with_capacity(fields.size_hint().0);
    for (dtype, from, to) in fields {
        add(dtype, from, to, &mut moves);
    }
    moves.sort_unstable_by_key(|part| part.to);
    moves.dedup_by(|next, last| {
        let adjoins = last.from + last.width == next.from && last.to + last.width == next.to;
        if adjoins {
            last.width += next.width;
        }
        adjoins
    });
    moves
}

/// Adds what copies a value, part by part where it has padding inside.
fn add(dtype: &DType, from: usize, to: usize, moves: &mut Vec<Move>) {
    match dtype {
        DType::Array(element, len) if dtype.has_padding() => {
            for index in 0..*len {
                let at = index * element.get().size();
                add(element.get(), from + at, to + at, moves);
            }
        }
        DType::Record(layout) if dtype.has_padding() => {
            for field in layout.get().fields() {
                add(field.dtype(), from + field.offset(), to + field.offset(), moves);
            }
        }
        _ if dtype.size() == 0 => {}
        _ => moves.push(Move { from, to, width: dtype.size() }),
    }
}
