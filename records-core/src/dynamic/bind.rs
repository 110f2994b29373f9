//! Finding the fields of a record in rows of a run-time layout.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr;

use super::path;
use crate::record::Invariant;
use crate::{
    DType, Difference, DifferenceKind, Error, Grid, Layout, Mismatch, Own, Placement, Record,
    Records, Scalar,
};

/// The fields of `R` where a run-time layout has them: a table of offsets.
///
/// ```
/// use records_core::{Bound, DType, DynRecords, Layout, Record, Records};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(packed)]
/// struct Height { height: u8 }
///
/// let layout = Layout::packed([("age", DType::U8), ("height", DType::U8)]);
/// let rows = DynRecords::from_bytes(&[41, 175], &layout)?;
/// let heights: Records<'_, Height, Bound<Height>> = rows.typed()?;
/// assert_eq!(heights.get(0), Some(Height { height: 175 }));
/// # Ok::<(), records_core::Error>(())
/// ```
pub struct Bound<R: Record> {
    /// **Invariant**: for each field of R its offset in the rows that this was made
    /// for, where there is a field or a part of one that reads as R's.
    table: R::Table,
    /// Whether the rows are laid out as R is.
    own: bool,
    /// Bytes of a row.
    itemsize: usize,
    of: Invariant<R>,
}

impl<R: Record> Clone for Bound<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R: Record> Copy for Bound<R> {}

impl<R: Record> Bound<R> {
    fn offsets(&self) -> &[usize] {
        // SAFETY: `Table` is `[usize; N]`, N the number of fields.
        unsafe {
            core::slice::from_raw_parts(
                ptr::from_ref(&self.table).cast::<usize>(),
                R::OFFSETS.len(),
            )
        }
    }
}

impl<R: Record> fmt::Debug for Bound<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = R::LAYOUT.fields().iter().map(crate::Field::name);
        f.debug_map().entries(fields.zip(self.offsets())).finish()
    }
}

// SAFETY: made by `bind`, which finds each field in the layout of the rows as one that
// reads as R's; `bind_mut` also sees to it that no two have a byte in common.
unsafe impl<R: Record> Placement<R> for Bound<R> {
    #[inline(always)]
    fn offset(&self, field: usize) -> usize {
        self.offsets()[field]
    }

    fn row_size(&self) -> Option<usize> {
        Some(self.itemsize)
    }
}

impl<'a, R: Record> Records<'a, R, Bound<R>> {
    /// The same rows with the record's own layout, if that is how they are laid
    /// out: what has constant offsets, and [`as_slice`](Records::as_slice).
    #[must_use]
    pub fn as_own(&self) -> Option<Records<'a, R>> {
        // SAFETY: `own` says that the rows are laid out as R is, R::SIZE bytes each.
        self.place().own.then(|| unsafe { Records::from_rows(self.rows(), Own) })
    }
}

impl<'a, R: Record> Grid<'a, R, Bound<R>> {
    /// The same lines with the record's own layout, if that is how their records are laid
    /// out; see [`Records::as_own`].
    #[must_use]
    pub fn as_own(&self) -> Option<Grid<'a, R>> {
        // SAFETY: `own` says that the records are laid out as R is, R::SIZE bytes each.
        self.place().own.then(|| unsafe { Grid::from_lines(self.lines(), Own) })
    }
}

/// Finds the fields of `R` in rows of a layout, to read them.
///
/// # Errors
/// [`Error::Mismatch`] listing all that differs.
pub(super) fn bind<R: Record>(layout: &Layout) -> Result<Bound<R>, Error> {
    bind_by::<R>(layout, Access::Read)
}

/// Finds the fields of `R` in rows of a layout, to write them, too.
///
/// # Errors
/// [`Error::Mismatch`] listing all that differs.
pub(super) fn bind_mut<R: Record>(layout: &Layout) -> Result<Bound<R>, Error> {
    bind_by::<R>(layout, Access::Write)
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Access {
    Read,
    Write,
}

fn bind_by<R: Record>(layout: &Layout, access: Access) -> Result<Bound<R>, Error> {
    let fields = R::LAYOUT.fields();
    let mut offsets = Vec::with_capacity(fields.len());
    let (mut differences, mut differing) = (Vec::new(), 0);
    for field in fields {
        let before = differences.len();
        match path::seek(layout, field.name()) {
            Ok((offset, found)) => {
                compare(field.name(), field.dtype(), found, offset, access, &mut differences);
                offsets.push(offset);
            }
            Err(_) => differences.push(Difference::missing(field.name(), field.dtype())),
        }
        differing += usize::from(differences.len() > before);
    }
    if differences.is_empty() && access == Access::Write {
        find_overlaps::<R>(&offsets, &mut differences);
        differing = differences.len();
    }
    if !differences.is_empty() {
        let record = R::LAYOUT.name().into();
        let verb = "do not hold";
        let fields = fields.len();
        return Err(Error::Mismatch(Mismatch { record, fields, differing, verb, differences }));
    }
    let mut table = MaybeUninit::<R::Table>::uninit();
    assert_eq!(size_of::<R::Table>(), size_of_val(&offsets[..]));
    // SAFETY: `Table` is `[usize; N]`, N the number of fields and of the offsets.
    let table = unsafe {
        ptr::copy_nonoverlapping(offsets.as_ptr(), table.as_mut_ptr().cast(), offsets.len());
        table.assume_init()
    };
    let own = offsets == R::OFFSETS && layout.itemsize() >= R::SIZE;
    Ok(Bound { table, own, itemsize: layout.itemsize(), of: PhantomData })
}

/// Fields that paths find inside each other, or twice.
fn find_overlaps<R: Record>(offsets: &[usize], differences: &mut Vec<Difference>) {
    let fields = R::LAYOUT.fields();
    let mut order: Vec<usize> = (0..fields.len()).filter(|&i| fields[i].size() > 0).collect();
    order.sort_by_key(|&i| (offsets[i], i));
    let mut reaching = None::<usize>;
    for &i in &order {
        if let Some(before) = reaching
            && offsets[i] < offsets[before] + fields[before].size()
        {
            differences.push(Difference {
                field: fields[i].name().into(),
                kind: DifferenceKind::Overlap,
                expected: fields[i].dtype().to_string(),
                found: Some((fields[i].dtype().to_string(), offsets[i])),
                why: format!("`{}` lies there, too", fields[before].name()),
            });
        }
        let end = |i: usize| offsets[i] + fields[i].size();
        if reaching.is_none_or(|before| end(before) < end(i)) {
            reaching = Some(i);
        }
    }
}

/// Lists how `found`, at a byte of the row, differs from the dtype wanted there.
fn compare(
    path: &str,
    wanted: &DType,
    found: &DType,
    offset: usize,
    access: Access,
    differences: &mut Vec<Difference>,
) {
    if fits(found, wanted, access) {
        return;
    }
    let mut differ = |kind, why| {
        differences.push(Difference {
            field: path.into(),
            kind,
            expected: wanted.to_string(),
            found: Some((found.to_string(), offset)),
            why,
        });
    };
    match (wanted, found) {
        (DType::Record(a), DType::Record(b)) => {
            let (wanted, found) = (a.get(), b.get());
            if wanted.itemsize() != found.itemsize() {
                let (a, b) = (wanted.itemsize(), found.itemsize());
                return differ(DifferenceKind::Layout, format!("{b} bytes, not {a}"));
            }
            let before = differences.len();
            for field in wanted.fields() {
                let path = format!("{path}.{}", field.name());
                let at = |part: &crate::Field| offset + part.offset();
                match found.field(field.name()) {
                    Some(part) if part.offset() == field.offset() => {
                        compare(&path, field.dtype(), part.dtype(), at(part), access, differences);
                    }
                    Some(part) => differences.push(Difference {
                        field: path,
                        kind: DifferenceKind::Layout,
                        expected: field.dtype().to_string(),
                        found: Some((part.dtype().to_string(), at(part))),
                        why: format!("expected at byte {}", offset + field.offset()),
                    }),
                    None => differences.push(Difference::missing(&path, field.dtype())),
                }
            }
            if differences.len() == before {
                // The same fields, and others besides.
                differences.push(Difference {
                    field: path.into(),
                    kind: DifferenceKind::Layout,
                    expected: wanted.name().into(),
                    found: Some((DType::record(found.clone()).to_string(), offset)),
                    why: format!("{} fields, not {}", found.fields().len(), wanted.fields().len()),
                });
            }
        }
        _ => {
            let swapped = [crate::ByteOrder::Little, crate::ByteOrder::Big]
                .iter()
                .any(|&order| fits(&found.with_order(order), wanted, access));
            differ(
                if swapped { DifferenceKind::ByteOrder } else { DifferenceKind::DType },
                String::new(),
            );
        }
    }
}

/// Whether bytes of `found` can be read, or also written, as values of `wanted`
/// once they have been checked.
///
/// Beyond equal dtypes these are an integer for an enum that it stores, which NumPy
/// cannot say otherwise, and 16 raw bytes, as which its texts show 128-bit
/// integers.
pub(super) fn fits(found: &DType, wanted: &DType, access: Access) -> bool {
    match (found, wanted) {
        (DType::Scalar(number, order), DType::Enum(of)) => {
            *number == of.repr() && (number.size() == 1 || order.is_native())
        }
        (DType::Raw(16), DType::Scalar(Scalar::U128 | Scalar::I128, _)) => true,
        (DType::Array(a, n), DType::Array(b, m)) => n == m && fits(a.get(), b.get(), access),
        (DType::Record(a), DType::Record(b)) => {
            let (a, b) = (a.get(), b.get());
            a.itemsize() == b.itemsize()
                && a.fields().len() == b.fields().len()
                && a.fields().iter().zip(b.fields()).all(|(a, b)| {
                    a.offset() == b.offset()
                        && a.name() == b.name()
                        && fits(a.dtype(), b.dtype(), access)
                })
        }
        _ => match access {
            Access::Read => found.reads_as(wanted),
            Access::Write => found == wanted,
        },
    }
}
