//! A record from its first byte to its last: fields and holes, as pictures and
//! C declarations walk it.

use alloc::vec::Vec;
use core::ops::Range;

use super::{DType, Field, Layout, Rule};

/// A stretch of a record.
#[derive(Clone)]
pub(super) enum Piece<'l> {
    Field(&'l Field),
    /// Bytes that belong to no field; the last piece of a record is its tail.
    Hole(Range<usize>),
}

/// The fields in the order of memory, those of no size before the one that starts
/// at the same byte, with the holes between and behind them.
pub(super) fn pieces(layout: &Layout) -> Vec<Piece<'_>> {
    let mut fields: Vec<&Field> = layout.fields().iter().collect();
    fields.sort_by_key(|field| (field.offset(), field.end()));
    let mut pieces = Vec::with_capacity(fields.len() + 1);
    let mut at = 0;
    for field in fields {
        if field.offset() > at {
            pieces.push(Piece::Hole(at..field.offset()));
        }
        pieces.push(Piece::Field(field));
        at = at.max(field.end());
    }
    if layout.itemsize() > at {
        pieces.push(Piece::Hole(at..layout.itemsize()));
    }
    pieces
}

/// Bytes of holes in the records nested in this one.
pub(super) fn nested_padding(layout: &Layout) -> usize {
    fn within(dtype: &DType) -> usize {
        match dtype {
            DType::Array(element, len) => within(element.get()).saturating_mul(*len),
            DType::Record(layout) => layout.get().padding() + nested_padding(layout.get()),
            _ => 0,
        }
    }
    // Padding is a part of the itemsize, so that the sum fits.
    layout.fields().iter().map(|field| within(field.dtype())).sum()
}

/// An order of the fields in which the aligned rule needs fewer bytes, and how
/// many; `None` if the record is not aligned or its order is as good.
pub(super) fn better_order(layout: &Layout) -> Option<(Vec<&Field>, usize)> {
    if !layout.is_aligned() {
        return None;
    }
    let mut fields: Vec<&Field> = layout.fields().iter().collect();
    // Sizes are multiples of their alignments, so that in this order no hole is
    // left between fields, and the tail is the least there can be.
    fields.sort_by_key(|field| core::cmp::Reverse(field.alignment()));
    let largest = fields.first()?.alignment();
    let mut end = 0;
    for field in &fields {
        end = Rule::Aligned.next(end, field.alignment()).saturating_add(field.size());
    }
    let size = Rule::Aligned.next(end, largest);
    // Only what the order costs: not what was asked for by an explicit size or
    // offset, which another order would have to keep.
    let mut end = 0;
    for field in layout.fields() {
        let offset = Rule::Aligned.next(end, field.alignment());
        if field.offset() != offset {
            return None;
        }
        end = field.end();
    }
    let now = Rule::Aligned.next(end, largest);
    (size < now && now == layout.itemsize()).then_some((fields, size))
}
