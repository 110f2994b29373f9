//! Carrying a plan out.

use alloc::string::ToString;
use core::ops::Range;

use super::{How, Step};
use crate::Error;
use crate::kernel::cast::{TILE, cast_items, swap_items};
use crate::kernel::copy_items;
use crate::kernel::share::{self, Addresses};
use crate::memory::Strided;

/// Takes the rows of `from` to those of `to`, step by step in tiles of rows.
///
/// # Errors
/// [`Error::Invalid`] if a time does not fit the finer unit.
///
/// # Safety
/// The steps name parts of the rows, readable and initialised in `from`, writable and
/// zero in `to`, of which there are as many; the two share no byte.
pub(super) unsafe fn run(steps: &[Step], from: Strided, to: Strided) -> Result<(), Error> {
    if steps.is_empty() {
        // Of rows of no bytes there may be any number.
        return Ok(());
    }
    let bytes = from.stride().unsigned_abs().max(to.stride().unsigned_abs());
    // SAFETY: each row goes to one row, of which no two share a byte.
    let all = unsafe { Addresses::new((from, to)) };
    let cut = |len: usize| Some(len / 2 - len / 2 % TILE).filter(|&half| half > 0);
    let part = |rows: Range<usize>| {
        let (from, to) = all.get();
        // SAFETY: the caller's promise for these rows.
        unsafe { some(steps, from, to, rows) }
    };
    // The first row that fails is that of one thread.
    share::halves(0..to.len(), bytes, &cut, &part, &|front, back| front.and(back))
}

/// Takes some of the rows over.
///
/// # Safety
/// As for [`run`].
unsafe fn some(
    steps: &[Step],
    from: Strided,
    to: Strided,
    rows: Range<usize>,
) -> Result<(), Error> {
    for start in rows.clone().step_by(TILE) {
        let end = rows.end.min(start + TILE);
        let (source, target) = (from.slice(start..end), to.slice(start..end));
        for step in steps {
            // SAFETY: the caller's promise for these rows.
            unsafe { one(step, source, target) }.map_err(|row| Error::Invalid {
                row: start + row,
                field: step.path.clone(),
                byte: step.from,
                found: "a time".to_string(),
                expected: "one that the finer unit can count".to_string(),
            })?;
        }
    }
    Ok(())
}

/// Takes a part of some rows over; the row at which it fails if it does.
///
/// # Safety
/// As for [`run`].
unsafe fn one(step: &Step, from: Strided, to: Strided) -> Result<(), usize> {
    // Without padding between them, items that lie one behind the other in both are one.
    if let How::Copy(width) = step.how {
        let (from, to) = (from.shifted(step.from), to.shifted(step.to));
        // SAFETY: the caller's promise for all items of the step.
        unsafe { copy_items(from, to, width * step.count) };
        return Ok(());
    }
    for k in 0..step.count {
        let (width, into) = step.how.widths();
        let (from, to) = (from.shifted(step.from + k * width), to.shifted(step.to + k * into));
        // SAFETY: the caller's promise for item k of the step.
        unsafe {
            match &step.how {
                How::Parts(parts, ..) => {
                    for part in parts {
                        one(part, from, to)?;
                    }
                }
                &How::Copy(width) | &How::Pad(width, _) => copy_items(from, to, width),
                &How::PadSwapped(chars, _) => {
                    for char in 0..chars {
                        swap_items(from.shifted(4 * char), to.shifted(4 * char), 4);
                    }
                }
                &How::Swap(width, parts) => {
                    for part in 0..parts {
                        let at = part * width;
                        swap_items(from.shifted(at), to.shifted(at), width);
                    }
                }
                &How::Cast(a, b) | &How::Real(a, b) => cast_items(from, a, to, b),
                &How::Complex(a, b) => {
                    cast_items(from, a, to, b);
                    cast_items(from.shifted(a.scalar.size()), a, to.shifted(b.scalar.size()), b);
                }
                &How::Refine(a, b, factor) => {
                    for row in 0..to.len() {
                        let steps = from.at(row).cast::<[u8; 8]>().read();
                        let steps = i64::from_ne_bytes(a.arrange(steps));
                        let fine = if steps == i64::MIN {
                            // NaT.
                            steps
                        } else {
                            let fine = steps.checked_mul(factor).filter(|&fine| fine != i64::MIN);
                            fine.ok_or(row)?
                        };
                        to.at(row).cast::<[u8; 8]>().write(b.arrange(fine.to_ne_bytes()));
                    }
                }
            }
        }
    }
    Ok(())
}
