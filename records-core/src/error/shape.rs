//! Shapes and strides in messages.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The first byte of all items and the one behind the last of them, if these numbers
/// can be told.
pub(crate) fn extent(
    offset: usize,
    shape: &[usize],
    strides: &[isize],
    size: usize,
) -> Option<(i128, i128)> {
    let offset = offset as i128;
    if shape.contains(&0) {
        return Some((offset, offset));
    }
    let (mut first, mut last) = (offset, offset);
    for (&len, &stride) in shape.iter().zip(strides) {
        let span = (len as i128 - 1).checked_mul(stride as i128)?;
        let end = if span < 0 { &mut first } else { &mut last };
        *end = end.checked_add(span)?;
    }
    Some((first, last.checked_add(size as i128)?))
}

/// `(3,)`, `(2, 3)`: numbers as Python prints a tuple of them.
pub(crate) fn tuple<T: core::fmt::Display>(numbers: &[T]) -> String {
    let list: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let comma = if numbers.len() == 1 { "," } else { "" };
    alloc::format!("({}{comma})", list.join(", "))
}
