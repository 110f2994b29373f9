//! Where the fields of a record are found in a row.

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr;

use super::{Invariant, Record};
use crate::layout::{find_field, find_field_mut};

/// Says at which byte of a row each field of `R` lies.
///
/// A row need not be laid out as `R` is: [`Own`] takes `R`'s own layout, [`Within`] finds `R`'s
/// fields in the rows of another record, [`Picked`](crate::Picked) some fields of a record as a
/// tuple. These take no memory and cost nothing at run time.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// use records_core::{Placement, Records};
///
/// // Views of points, wherever their fields lie.
/// fn mean<L: Placement<Point>>(points: &Records<'_, Point, L>) -> Option<f32> {
///     points.columns().x.mean()
/// }
/// assert_eq!(mean(&points.view()), Some(2.0));
/// assert_eq!(mean(&points.view().project()), Some(2.0));
/// ```
///
/// # Safety
/// Answers never change, and are the same for every clone. The fields that a
/// placement names lie within the rows of the views it is made for, hold what
/// `R` has there, and two of them have no byte in common, unless the placement is used for reading
/// only.
pub unsafe trait Placement<R: Record>: Clone + Send + Sync {
    /// Whether the rows are laid out as `R` itself is, all `R::SIZE` bytes of it.
    const WHOLE: bool = false;

    /// Bytes from the start of the row to the start of field `field` of `R`.
    ///
    /// # Panics
    /// If `R` has no such field.
    fn offset(&self, field: usize) -> usize;

    /// Bytes of the whole row, of which the fields are some, where they are known.
    #[doc(hidden)]
    fn row_size(&self) -> Option<usize> {
        None
    }
}

/// The record's own layout.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// use records_core::{Own, Records};
///
/// let whole: Records<'_, Point, Own> = points.view();
/// assert!(whole.as_slice().is_none(), "no `repr`");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own;

// SAFETY: constants, checked with the layout.
unsafe impl<R: Record> Placement<R> for Own {
    const WHOLE: bool = true;

    #[inline(always)]
    fn offset(&self, field: usize) -> usize {
        R::OFFSETS[field]
    }

    fn row_size(&self) -> Option<usize> {
        Some(R::SIZE)
    }
}

/// Found by name among the fields of `R`, whose own place is `L`'s business.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// use records_core::{Records, Within};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Height { y: f32 }
///
/// let heights: Records<'_, Height, Within<Point>> = points.view().project();
/// assert_eq!(heights.columns().y.sum(), 2.5);
/// ```
#[derive(Debug)]
pub struct Within<R, L = Own> {
    whole: L,
    of: Invariant<R>,
}

impl<R, L> Within<R, L> {
    pub(crate) const fn new(whole: L) -> Within<R, L> {
        Within { whole, of: PhantomData }
    }
}

impl<R, L: Clone> Clone for Within<R, L> {
    fn clone(&self) -> Self {
        Within { whole: self.whole.clone(), of: PhantomData }
    }
}

impl<R, L: Copy> Copy for Within<R, L> {}

// SAFETY: `Found` compiles only if every field of P is a field of R with a dtype
// that reads as P's; names are unique in a layout, so they are different fields,
// which have no byte in common because R's have none.
unsafe impl<P: Record, R: Record, L: Placement<R>> Placement<P> for Within<R, L> {
    #[inline(always)]
    fn offset(&self, field: usize) -> usize {
        self.whole.offset(Found::<P, R>::index(field))
    }

    fn row_size(&self) -> Option<usize> {
        self.whole.row_size()
    }
}

/// The fields of `P` among those of `R`.
pub(crate) struct Found<P, R>(PhantomData<(P, R)>);

impl<P: Record, R: Record> Found<P, R> {
    /// For each field of `P`, the index of the field of `R`. Does not compile if there is one
    /// that is not among them; whoever makes a projection mentions it, so that the
    /// error leads to the caller, whether a field is ever read or not.
    pub(crate) const TABLE: P::Table = {
        let mut table = MaybeUninit::<P::Table>::uninit();
        let indices = table.as_mut_ptr().cast::<usize>();
        let fields = P::LAYOUT.fields();
        assert!(size_of::<P::Table>() == size_of::<usize>() * fields.len());
        let mut i = 0;
        while i < fields.len() {
            let index = find_field(&fields[i], P::LAYOUT, R::LAYOUT);
            // SAFETY: `Table` is `[usize; N]`, N the number of fields.
            unsafe { indices.add(i).write(index) };
            i += 1;
        }
        // SAFETY: all N numbers have been written.
        unsafe { table.assume_init() }
    };

    #[inline(always)]
    fn index(field: usize) -> usize {
        // A copy, because the compiler does not know that a `Table` has no cell in
        // it and can be lent for ever; optimised, it is the constant itself.
        let table = Self::TABLE;
        // SAFETY: `Table` is `[usize; N]`, N the number of fields.
        let indices = unsafe {
            core::slice::from_raw_parts(ptr::from_ref(&table).cast::<usize>(), P::OFFSETS.len())
        };
        indices[field]
    }
}

/// Checks that `P` can be read in the rows of `R`; `#[record(project = R)]` asks.
///
/// # Panics
/// If not. In a constant the panic is the compiler's error.
#[doc(hidden)]
pub const fn check_projection<P: Record, R: Record>() {
    let fields = P::LAYOUT.fields();
    let mut i = 0;
    while i < fields.len() {
        find_field(&fields[i], P::LAYOUT, R::LAYOUT);
        i += 1;
    }
}

/// Checks that `P` can be read and written in the rows of `R`.
///
/// # Panics
/// If not. In a constant the panic is the compiler's error.
pub(crate) const fn check_projection_mut<P: Record, R: Record>() {
    let fields = P::LAYOUT.fields();
    let mut i = 0;
    while i < fields.len() {
        find_field_mut(&fields[i], P::LAYOUT, R::LAYOUT);
        i += 1;
    }
}
