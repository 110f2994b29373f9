//! Whether items lie within some bytes, with arithmetic that cannot overflow.

use crate::Error;

/// Checks that `count` items of `size` bytes, `stride` bytes apart, the first at
/// byte `offset`, all lie within `bytes` bytes.
///
/// # Errors
/// [`Error::OutOfBounds`] if not. No items lie anywhere within the bytes or
/// right behind them.
pub(crate) fn check_within(
    bytes: usize,
    offset: usize,
    stride: isize,
    count: usize,
    size: usize,
) -> Result<(), Error> {
    let inside = || {
        let first = offset as i128;
        let span = (count.saturating_sub(1) as i128).checked_mul(stride as i128)?;
        let last = first.checked_add(span)?;
        let end = first.max(last).checked_add(if count == 0 { 0 } else { size as i128 })?;
        Some(first.min(last) >= 0 && end <= bytes as i128)
    };
    match inside() {
        Some(true) => Ok(()),
        _ => Err(Error::OutOfBounds { offset, stride, count, size, bytes }),
    }
}

/// Checks that no two of `count` items of `size` bytes, `stride` bytes apart,
/// have a byte in common, so that all of them may be written.
///
/// # Errors
/// [`Error::RowsOverlap`] if they do.
pub(crate) fn check_apart(stride: isize, count: usize, size: usize) -> Result<(), Error> {
    if count > 1 && stride.unsigned_abs() < size {
        return Err(Error::RowsOverlap { stride, size });
    }
    Ok(())
}
