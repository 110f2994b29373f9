//! Which numbers of two dtypes are in another byte order.

use alloc::vec::Vec;

use crate::kernel::Turn;
use crate::{ByteOrder, DType, Scalar};

/// What has to be turned round to make values of the one dtype those of the other; `None` if they
/// differ in more than the byte order.
pub(super) fn turns(from: &DType, to: &DType) -> Option<Vec<Turn>> {
    let mut turns = Vec::new();
    add(from, to, 0, &mut turns)?;
    Some(turns)
}

/// Adds what lies in a value at byte `at`.
fn add(from: &DType, to: &DType, at: usize, turns: &mut Vec<Turn>) -> Option<()> {
    let mut numbers = |a: ByteOrder, b: ByteOrder, width: usize, times: usize| {
        if a != b && width > 1 && times > 0 {
            turns.push(Turn { at, width, times, step: width });
        }
    };
    match (from, to) {
        (DType::Scalar(a, x), DType::Scalar(b, y)) if a == b => match a {
            Scalar::C64 | Scalar::C128 => numbers(*x, *y, a.size() / 2, 2),
            _ => numbers(*x, *y, a.size(), 1),
        },
        (DType::Str(n, x), DType::Str(m, y)) if n == m => numbers(*x, *y, 4, *n),
        (DType::DateTime(a, x), DType::DateTime(b, y))
        | (DType::TimeDelta(a, x), DType::TimeDelta(b, y))
            if a == b =>
        {
            numbers(*x, *y, 8, 1);
        }
        (DType::Array(a, n), DType::Array(b, m)) if n == m => {
            elements(a.get(), b.get(), *n, at, turns)?;
        }
        (DType::Record(a), DType::Record(b)) => {
            let (a, b) = (a.get(), b.get());
            if (a.fields().len(), a.itemsize()) != (b.fields().len(), b.itemsize()) {
                return None;
            }
            for (a, b) in a.fields().iter().zip(b.fields()) {
                if (a.name(), a.offset()) != (b.name(), b.offset()) {
                    return None;
                }
                add(a.dtype(), b.dtype(), at + a.offset(), turns)?;
            }
        }
        _ => return (from == to).then_some(()),
    }
    Some(())
}

/// Adds what lies in so many elements of an array.
fn elements(from: &DType, to: &DType, len: usize, at: usize, turns: &mut Vec<Turn>) -> Option<()> {
    let mut one = Vec::new();
    add(from, to, 0, &mut one)?;
    let size = from.size();
    for turn in one {
        if turn.is_all(size) {
            // No more than the bytes of the array.
            turns.push(Turn { at, times: turn.times * len, ..turn });
        } else if turn.times == 1 {
            turns.push(Turn { at: at + turn.at, times: len, step: size, ..turn });
        } else {
            // Arrays in the elements of an array.
            turns.extend((0..len).map(|k| Turn { at: at + k * size + turn.at, ..turn }));
        }
    }
    turns.retain(|turn| turn.times > 0);
    Some(())
}
