//! Which bytes of a row are values, and where they go.

use alloc::vec;
use alloc::vec::Vec;

use crate::kernel::Move;
use crate::{DType, Placement, Record};

/// What takes a record from where `from` has its fields to where `to` has them:
/// the bytes of the fields, and none of the padding, not even of nested records.
/// Neighbours in both become one move.
pub(crate) fn moves<R: Record, L: Placement<R>, M: Placement<R>>(from: &L, to: &M) -> Vec<Move> {
    if const { L::WHOLE && M::WHOLE && R::SIZE > 0 && !R::LAYOUT.has_padding() } {
        // All bytes of the row, without a look at the fields.
        return vec![Move::once(0, 0, R::SIZE)];
    }
    let fields = R::LAYOUT.fields().iter().enumerate();
    moves_of(fields.map(|(i, field)| (field.dtype(), from.offset(i), to.offset(i))))
}

/// What takes values of these dtypes from the first byte to the second of each.
pub(crate) fn moves_of<'l>(fields: impl Iterator<Item = (&'l DType, usize, usize)>) -> Vec<Move> {
    let mut moves = Vec::new();
    for (dtype, from, to) in fields {
        add(dtype, from, to, &mut moves);
    }
    join(&mut moves);
    moves
}

/// Adds a move, or makes the last one longer: most rows have their fields in order, and become a
/// move or two before there is anything to sort.
fn push(moves: &mut Vec<Move>, next: Move) {
    if !moves.last_mut().is_some_and(|last| adjoins(last, &next)) {
        moves.push(next);
    }
}

/// Makes the move longer by the next one, if they are neighbours in both rows.
fn adjoins(last: &mut Move, next: &Move) -> bool {
    let adjoins = (last.times, next.times) == (1, 1)
        && last.from + last.width == next.from
        && last.to + last.width == next.to;
    if adjoins {
        last.width += next.width;
    }
    adjoins
}

/// Makes one of moves that are neighbours in both rows.
fn join(moves: &mut Vec<Move>) {
    moves.sort_unstable_by_key(|part| part.to);
    moves.dedup_by(|next, last| adjoins(last, next));
}

/// Adds what copies a value, part by part where it has padding inside.
fn add(dtype: &DType, from: usize, to: usize, moves: &mut Vec<Move>) {
    match dtype {
        DType::Array(..) if dtype.has_padding() => elements(dtype, from, to, moves),
        DType::Record(layout) if dtype.has_padding() => {
            for field in layout.get().fields() {
                add(field.dtype(), from + field.offset(), to + field.offset(), moves);
            }
        }
        _ if dtype.size() == 0 => {}
        _ => push(moves, Move::once(from, to, dtype.size())),
    }
}

/// Adds what copies an array of padded elements: what copies one of them, as often as
/// there are elements. A move for each would take more memory than the rows.
fn elements(dtype: &DType, from: usize, to: usize, moves: &mut Vec<Move>) {
    let (mut element, mut times) = (dtype, 1);
    while let DType::Array(inner, len) = element {
        // No more than the bytes of the array, which has padding and so elements.
        (element, times) = (inner.get(), times * len);
    }
    let (mut one, step) = (Vec::new(), element.size());
    add(element, 0, 0, &mut one);
    join(&mut one);
    for part in one {
        let (from, to) = (from + part.from, to + part.to);
        if part.times == 1 {
            moves.push(Move { from, to, times, step, ..part });
        } else {
            // Arrays in the elements of an array.
            moves.extend((0..times).map(|time| Move {
                from: from + time * step,
                to: to + time * step,
                ..part
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Own;

    #[test]
    fn rows_without_padding_are_one_move_as_their_fields_are() {
        type Row = (u8, f64, [u16; 3]);
        let fields = Row::LAYOUT.fields().iter();
        let by_fields =
            moves_of(fields.map(|field| (field.dtype(), field.offset(), field.offset())));
        assert_eq!(moves::<Row, _, _>(&Own, &Own), by_fields);
        assert_eq!(by_fields, [Move::once(0, 0, 15)]);
        assert_eq!(moves::<(), _, _>(&Own, &Own), []);
    }
}
