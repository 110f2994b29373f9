//! Lists for a person, the middle of long ones left out.

use core::fmt;
use core::ops::Range;

/// Items of an array in a cell of a table.
pub(crate) const CELL_ITEMS: (usize, usize) = (8, 3);

/// Items of a list shown before the middle is left out, and how many at each end then.
pub(crate) const ITEMS: (usize, usize) = (24, 4);

/// Which of `len` are shown: a run from the start, and one up to the end.
pub(crate) fn shown(len: usize, (all, end): (usize, usize)) -> (Range<usize>, Range<usize>) {
    if len <= all { (0..len, len..len) } else { (0..end, len - end..len) }
}

/// `[1, 2, ..., 9]`
pub(crate) fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    len: usize,
    limit: (usize, usize),
    item: impl Fn(usize) -> T,
) -> fmt::Result {
    let (front, back) = shown(len, limit);
    f.write_str("[")?;
    for i in front.clone() {
        write!(f, "{}{}", if i > 0 { ", " } else { "" }, item(i))?;
    }
    if front.len() + back.len() < len {
        f.write_str(", ...")?;
    }
    for i in back {
        write!(f, ", {}", item(i))?;
    }
    f.write_str("]")
}
