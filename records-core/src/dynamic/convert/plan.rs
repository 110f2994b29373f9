//! What gets rows of one layout into another, and what cannot.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{How, Step, Steps};
use crate::kernel::cast::Coded;
use crate::layout::{Scalar, TimeStep, TimeUnit};
use crate::{ByteOrder, DType, Difference, DifferenceKind};

#[derive(Default)]
pub(super) struct Plan {
    pub(super) steps: Steps,
    pub(super) differences: Vec<Difference>,
}

impl Plan {
    /// Adds what gets a value of `found`, at byte `from` of a row, to byte `to` of
    /// the other row as one of `wanted`.
    pub(super) fn add(
        &mut self,
        path: &str,
        found: &DType,
        from: usize,
        wanted: &DType,
        to: usize,
    ) {
        match (found, wanted) {
            (DType::Array(a, n), DType::Array(b, m)) if n == m => {
                let (a, b) = (a.get(), b.get());
                if let Ok(how) = leaf(a, b) {
                    self.push(path, from, to, *n, how);
                    return;
                }
                // The parts of one element, which is where the others are, too.
                let steps = core::mem::take(&mut self.steps);
                self.add(path, a, 0, b, 0);
                let parts = core::mem::replace(&mut self.steps, steps);
                self.push(path, from, to, *n, How::Parts(parts, a.size(), b.size()));
            }
            (DType::Record(a), DType::Record(b)) => {
                let places = a.get().places();
                for field in b.get().fields() {
                    let path = format!("{path}.{}", field.name());
                    match places.get(field.name()).map(|&index| &a.get().fields()[index]) {
                        Some(part) => self.add(
                            &path,
                            part.dtype(),
                            from + part.offset(),
                            field.dtype(),
                            to + field.offset(),
                        ),
                        None => self.differences.push(Difference::missing(&path, field.dtype())),
                    }
                }
            }
            _ => match leaf(found, wanted) {
                Ok(how) => self.push(path, from, to, 1, how),
                Err((kind, why)) => self.differences.push(Difference {
                    field: path.into(),
                    kind,
                    expected: wanted.to_string(),
                    found: Some((found.to_string(), from)),
                    why,
                }),
            },
        }
    }

    fn push(&mut self, path: &str, from: usize, to: usize, count: usize, how: How) {
        // In an array of no elements these may be of any size.
        if count == 0 || how.widths().1 == 0 {
            // Nothing is written, however many elements there are.
            return;
        }
        self.steps.push(Step { path: path.into(), from, to, count, how });
    }
}

/// Of types without parts.
fn leaf(found: &DType, wanted: &DType) -> Result<How, (DifferenceKind, String)> {
    let loss = |why: &str| Err((DifferenceKind::Loss, why.to_string()));
    Ok(match (found, wanted) {
        (DType::Scalar(a, x), DType::Scalar(b, y)) => {
            return number(Coded { scalar: *a, order: *x }, Coded { scalar: *b, order: *y });
        }
        (DType::Enum(of), DType::Scalar(b, y)) => {
            let repr = Coded { scalar: of.repr(), order: ByteOrder::NATIVE };
            return number(repr, Coded { scalar: *b, order: *y });
        }
        (DType::Scalar(a, x), DType::Enum(of)) if *a != Scalar::Bool => {
            let repr = Coded { scalar: of.repr(), order: ByteOrder::NATIVE };
            return number(Coded { scalar: *a, order: *x }, repr);
        }
        (DType::Enum(a), DType::Enum(b)) if a.repr() == b.repr() => How::Copy(found.size()),
        (DType::Raw(16), DType::Scalar(Scalar::U128 | Scalar::I128, _)) => How::Copy(16),
        (DType::Bytes(n), DType::Bytes(m)) if n <= m => How::Pad(*n, *m),
        (DType::Bytes(_), DType::Bytes(m)) => return loss(&format!("longer than {m} bytes")),
        (DType::Raw(n), DType::Raw(m)) if n == m => How::Copy(*n),
        (DType::Str(n, x), DType::Str(m, y)) if n <= m => {
            if x == y {
                How::Pad(n.saturating_mul(4), m.saturating_mul(4))
            } else {
                How::PadSwapped(*n, *m)
            }
        }
        (DType::Str(..), DType::Str(m, _)) => return loss(&format!("longer than {m} characters")),
        (DType::DateTime(a, x), DType::DateTime(b, y))
        | (DType::TimeDelta(a, x), DType::TimeDelta(b, y)) => match refinement(*a, *b) {
            Some(1) if x == y => How::Copy(8),
            Some(1) => How::Swap(8, 1),
            Some(factor) => How::Refine(*x, *y, factor),
            None => return loss(no_refinement(*a, *b)),
        },
        _ => return Err((DifferenceKind::DType, String::new())),
    })
}

fn number(from: Coded, to: Coded) -> Result<How, (DifferenceKind, String)> {
    let width = from.scalar.size();
    if from.scalar == to.scalar {
        let parts = if is_complex(from.scalar) { 2 } else { 1 };
        return Ok(match (width, from.order == to.order) {
            (_, true) | (1, _) => How::Copy(width),
            _ => How::Swap(width / parts, parts),
        });
    }
    let loss = Err((DifferenceKind::Loss, "does not hold all of them".to_string()));
    match (is_complex(from.scalar), is_complex(to.scalar)) {
        (false, false) if holds(to.scalar, from.scalar) => Ok(How::Cast(from, to)),
        (false, true) => {
            let part = Coded { scalar: part(to.scalar), order: to.order };
            if part.scalar == from.scalar || holds(part.scalar, from.scalar) {
                Ok(How::Real(from, part))
            } else {
                loss
            }
        }
        (true, true) if to.scalar == Scalar::C128 => Ok(How::Complex(
            Coded { scalar: Scalar::F32, order: from.order },
            Coded { scalar: Scalar::F64, order: to.order },
        )),
        _ if to.scalar == Scalar::Bool => Err((DifferenceKind::DType, String::new())),
        _ => loss,
    }
}

fn is_complex(scalar: Scalar) -> bool {
    matches!(scalar, Scalar::C64 | Scalar::C128)
}

/// The type of real and imaginary part.
fn part(complex: Scalar) -> Scalar {
    if complex == Scalar::C64 { Scalar::F32 } else { Scalar::F64 }
}

/// What a real number type can hold.
struct Range {
    /// Bits of the largest whole number of which it holds all up to there, without
    /// the sign.
    bits: u32,
    signed: bool,
    float: bool,
}

fn range(scalar: Scalar) -> Range {
    let (bits, signed, float) = match scalar {
        Scalar::Bool => (1, false, false),
        Scalar::U8 => (8, false, false),
        Scalar::U16 => (16, false, false),
        Scalar::U32 => (32, false, false),
        Scalar::U64 => (64, false, false),
        Scalar::U128 => (128, false, false),
        Scalar::I8 => (7, true, false),
        Scalar::I16 => (15, true, false),
        Scalar::I32 => (31, true, false),
        Scalar::I64 => (63, true, false),
        Scalar::I128 => (127, true, false),
        Scalar::F16 => (11, true, true),
        Scalar::F32 | Scalar::C64 => (24, true, true),
        Scalar::F64 | Scalar::C128 => (53, true, true),
    };
    Range { bits, signed, float }
}

/// Whether `wide` holds every value of `narrow`, another type.
pub(super) fn holds(wide: Scalar, narrow: Scalar) -> bool {
    if wide == Scalar::Bool {
        return false;
    }
    let (wide, narrow) = (range(wide), range(narrow));
    wide.bits >= narrow.bits && (wide.signed || !narrow.signed) && (wide.float || !narrow.float)
}

/// How many steps of `to` one of `from` is, if that is a whole number that is the
/// same everywhere in the calendar.
fn refinement(from: TimeStep, to: TimeStep) -> Option<i64> {
    if from == to {
        return Some(1);
    }
    let (a, b) = (length(from.unit)?, length(to.unit)?);
    if a.0 != b.0 {
        return None;
    }
    let (a, b) = (a.1 * i128::from(from.count), b.1 * i128::from(to.count));
    (b != 0 && a % b == 0).then(|| i64::try_from(a / b).ok()).flatten()
}

/// Why there is no [`refinement`].
fn no_refinement(from: TimeStep, to: TimeStep) -> &'static str {
    match (length(from.unit), length(to.unit)) {
        (Some((a, _)), Some((b, _))) if a == b => "its steps are no whole number of those wanted",
        (Some(_), Some(_)) => "years and months have no fixed length",
        _ => "steps without a unit have no length",
    }
}

/// Months of a unit of the calendar, attoseconds of one of the clock.
fn length(unit: TimeUnit) -> Option<(bool, i128)> {
    const SECOND: i128 = 1_000_000_000_000_000_000;
    let attoseconds = match unit {
        TimeUnit::Year => return Some((true, 12)),
        TimeUnit::Month => return Some((true, 1)),
        TimeUnit::Week => 604_800 * SECOND,
        TimeUnit::Day => 86_400 * SECOND,
        TimeUnit::Hour => 3_600 * SECOND,
        TimeUnit::Minute => 60 * SECOND,
        TimeUnit::Second => SECOND,
        TimeUnit::Millisecond => SECOND / 1_000,
        TimeUnit::Microsecond => SECOND / 1_000_000,
        TimeUnit::Nanosecond => SECOND / 1_000_000_000,
        TimeUnit::Picosecond => 1_000_000,
        TimeUnit::Femtosecond => 1_000,
        TimeUnit::Attosecond => 1,
        TimeUnit::Generic => return None,
    };
    Some((false, attoseconds))
}
