//! Rows of a run-time layout, to be read.

use alloc::sync::Arc;
use core::fmt;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use crate::memory::Strided;
use crate::view::value_at::ValueAt;
use crate::{Chunks, Error, Layout, Value};

/// Records in bytes that somebody else owns, whose layout is known at run time
/// only; the twin of [`Records`](crate::Records).
///
/// It is a view: nothing is copied until a value, a column or rows are asked for.
/// Columns and rows become typed when their types have been compared, once, with
/// the layout:
///
/// ```
/// use records_core::{DynRecords, Layout, Record};
///
/// let layout = Layout::parse("[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]")?;
/// let bytes = [0; 36];
/// let rows = DynRecords::from_bytes(&bytes, &layout)?;
/// assert_eq!(rows.len(), 2);
/// assert_eq!(rows.value(1, "id")?, 0);
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Cos { cos: f64 }
///
/// # #[cfg(target_endian = "little")] {
/// assert_eq!(rows.column::<f64>("sin")?.sum(), 0.0);                  // a column, in place
/// assert_eq!(rows.typed::<Cos>()?.columns().cos.max(), Some(0.0));    // rows, in place
/// # }
/// # Ok::<(), records_core::Error>(())
/// ```
///
/// Bytes that are no `bool` or no variant of an enum are looked for when a typed
/// column or typed rows are asked for, not before.
#[derive(Clone)]
pub struct DynRecords<'a> {
    /// **Invariant**: for `'a`, at each item the `itemsize` bytes of the layout lie
    /// within one allocation and can be read, those of its fields are
    /// initialised (padding may not be), and nobody writes them.
    rows: Strided,
    layout: Arc<Layout>,
    /// Whether the rows have fields that the layout leaves out, so that some of
    /// its holes hold what must not be copied.
    part: bool,
    of: PhantomData<&'a [u8]>,
}

// SAFETY: rows lend values out of shared bytes, as `&[u8]` does.
unsafe impl Send for DynRecords<'_> {}
// SAFETY: as above.
unsafe impl Sync for DynRecords<'_> {}

impl<'a> DynRecords<'a> {
    /// # Safety
    /// The rows satisfy the invariant of the field.
    pub(crate) unsafe fn from_rows(
        rows: Strided,
        layout: Arc<Layout>,
        part: bool,
    ) -> DynRecords<'a> {
        DynRecords { rows, layout, part, of: PhantomData }
    }

    pub(crate) const fn rows(&self) -> Strided {
        self.rows
    }

    /// Whether some of the rows' fields are out of sight.
    pub(crate) const fn is_part(&self) -> bool {
        self.part
    }

    pub(super) const fn shared_layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    fn with_rows(&self, rows: Strided) -> DynRecords<'a> {
        DynRecords { rows, ..self.clone() }
    }

    /// What a row looks like.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.len() == 0
    }

    /// Bytes from one row to the next.
    #[must_use]
    pub const fn stride(&self) -> isize {
        self.rows.stride()
    }

    /// The address of the first row, at any alignment.
    #[must_use]
    pub const fn as_ptr(&self) -> *const u8 {
        self.rows.base()
    }

    /// Row `index` by itself: a record of values.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Value> {
        if index >= self.len() {
            return None;
        }
        let fields = self.layout.fields().iter().map(|field| {
            // SAFETY: a field of a row of the view.
            let value = unsafe {
                ValueAt::new(field.dtype(), self.rows.at(index).wrapping_add(field.offset()))
            };
            (field.name().into(), value.decode())
        });
        Some(Value::Record(fields.collect()))
    }

    /// The rows, first to last, each by itself: for looking at some. Columns and
    /// [typed](DynRecords::typed) rows are faster by far.
    #[must_use]
    pub fn iter(&self) -> DynRecordsIter<'a> {
        DynRecordsIter { rows: self.clone(), at: 0..self.len() }
    }

    /// The rows of a range.
    ///
    /// # Panics
    /// If it does not lie within the view.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> DynRecords<'a> {
        self.with_rows(self.rows.slice(range))
    }

    /// Every `step`-th row, the first included.
    ///
    /// # Panics
    /// If `step` is 0.
    #[must_use]
    #[track_caller]
    pub fn step_by(&self, step: usize) -> DynRecords<'a> {
        self.with_rows(self.rows.step_by(step))
    }

    /// The last row first.
    #[must_use]
    pub fn reversed(&self) -> DynRecords<'a> {
        self.with_rows(self.rows.reversed())
    }

    /// The first `middle` rows, and the rest.
    ///
    /// # Panics
    /// If there are fewer.
    #[must_use]
    #[track_caller]
    pub fn split_at(&self, middle: usize) -> (DynRecords<'a>, DynRecords<'a>) {
        (self.slice(..middle), self.slice(middle..))
    }

    /// Parts of `size` rows, the last one maybe shorter.
    ///
    /// # Panics
    /// If `size` is 0.
    #[must_use]
    #[track_caller]
    pub fn chunks(&self, size: usize) -> Chunks<DynRecords<'a>> {
        Chunks::new(self.clone(), size)
    }

    /// The number of a row, if there is one.
    pub(super) fn check_row(&self, row: usize) -> Result<usize, Error> {
        if row < self.len() { Ok(row) } else { Err(Error::RowOutOfRange { row, len: self.len() }) }
    }
}

impl crate::view::Split for DynRecords<'_> {
    fn len(&self) -> usize {
        self.len()
    }

    fn split_at(&self, middle: usize) -> (Self, Self) {
        self.split_at(middle)
    }
}

/// The rows of a [`DynRecords`], each by itself; made by [`DynRecords::iter`].
#[derive(Clone, Debug)]
pub struct DynRecordsIter<'a> {
    rows: DynRecords<'a>,
    at: core::ops::Range<usize>,
}

impl Iterator for DynRecordsIter<'_> {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        self.rows.get(self.at.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.at.size_hint()
    }

    fn nth(&mut self, n: usize) -> Option<Value> {
        self.rows.get(self.at.nth(n)?)
    }
}

impl DoubleEndedIterator for DynRecordsIter<'_> {
    fn next_back(&mut self) -> Option<Value> {
        self.rows.get(self.at.next_back()?)
    }
}

impl ExactSizeIterator for DynRecordsIter<'_> {}
impl core::iter::FusedIterator for DynRecordsIter<'_> {}

impl<'a> IntoIterator for &DynRecords<'a> {
    type Item = Value;
    type IntoIter = DynRecordsIter<'a>;

    fn into_iter(self) -> DynRecordsIter<'a> {
        self.iter()
    }
}

/// Equal layouts, and the same values in every row, wherever the rows lie.
impl PartialEq for DynRecords<'_> {
    fn eq(&self, other: &DynRecords<'_>) -> bool {
        *self.layout == *other.layout
            && self.len() == other.len()
            && self.layout.fields().iter().filter(|field| field.size() > 0).all(|field| {
                let (items, others) =
                    (self.rows.shifted(field.offset()), other.rows.shifted(field.offset()));
                (0..items.len()).all(|row| {
                    // SAFETY: a field of a row of each view.
                    unsafe {
                        ValueAt::new(field.dtype(), items.at(row))
                            .same(&ValueAt::new(field.dtype(), others.at(row)))
                    }
                })
            })
    }
}

impl fmt::Debug for DynRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::print::list_rows(self, f)
    }
}

impl fmt::Display for DynRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        super::print::table(self, f)
    }
}
