//! What the picture of a record shows as one box.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::ops::Range;

use super::super::draw::visible;
use super::super::pieces::{Piece, pieces};
use super::super::{DType, Layout};

/// Records in records are taken apart to this depth, ...
const DEPTH: usize = 4;
/// ... arrays of records up to this length, ...
const ELEMENTS: usize = 8;
/// ... and no more once there are so many boxes.
const PARTS: usize = 1024;

/// One box, perhaps over several rows.
pub(super) struct Part {
    /// Bytes of the whole record.
    pub(super) range: Range<usize>,
    /// `None` for a hole.
    pub(super) field: Option<FieldPart>,
}

pub(super) struct FieldPart {
    /// The way to it: `pos.x`, `trail[2].y`.
    pub(super) name: String,
    pub(super) dtype: String,
    /// Counts the fields of the whole record, so that the parts of a nested record get
    /// one colour.
    pub(super) group: usize,
}

impl Part {
    /// What a reader is told of it: `age: i32, bytes 32..36`.
    pub(super) fn description(&self) -> String {
        let Range { start, end } = self.range;
        match &self.field {
            Some(field) => format!("{}: {}, bytes {start}..{end}", field.name, field.dtype),
            None => format!("hole, bytes {start}..{end}"),
        }
    }
}

/// The boxes of a record in the order of memory.
pub(super) fn parts(layout: &Layout) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut group = 0;
    for piece in pieces(layout) {
        match piece {
            Piece::Hole(range) => parts.push(Part { range, field: None }),
            Piece::Field(field) => {
                let name = visible(field.name());
                take_apart(field.dtype(), name, field.offset(), group, 0, &mut parts);
                group += 1;
            }
        }
    }
    parts
}

fn take_apart(
    dtype: &DType,
    name: String,
    base: usize,
    group: usize,
    depth: usize,
    parts: &mut Vec<Part>,
) {
    if depth < DEPTH && parts.len() < PARTS {
        match dtype {
            DType::Record(layout) if !layout.get().fields().is_empty() => {
                for piece in pieces(layout.get()) {
                    match piece {
                        Piece::Hole(hole) => {
                            let range = base + hole.start..base + hole.end;
                            parts.push(Part { range, field: None });
                        }
                        Piece::Field(field) => {
                            let name = format!("{name}.{}", visible(field.name()));
                            let base = base + field.offset();
                            take_apart(field.dtype(), name, base, group, depth + 1, parts);
                        }
                    }
                }
                return;
            }
            DType::Array(element, len)
                if (1..=ELEMENTS).contains(len) && holds_records(element.get()) =>
            {
                for index in 0..*len {
                    let (name, base) =
                        (format!("{name}[{index}]"), base + index * element.get().size());
                    take_apart(element.get(), name, base, group, depth, parts);
                }
                return;
            }
            _ => {}
        }
    }
    let range = base..base + dtype.size();
    let dtype = visible(&dtype.to_string());
    parts.push(Part { range, field: Some(FieldPart { name, dtype, group }) });
}

fn holds_records(dtype: &DType) -> bool {
    match dtype {
        DType::Array(element, _) => holds_records(element.get()),
        DType::Record(_) => true,
        _ => false,
    }
}
