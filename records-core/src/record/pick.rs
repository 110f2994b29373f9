//! Some fields of a record, as tuples.

use core::fmt;
use core::marker::PhantomData;

use super::{Invariant, Placement, Record, Token};
use crate::Element;
use crate::layout::text::fail;

/// A tuple of field tokens of `R`: what [`Records::select`](crate::Records::select) takes.
///
/// Implemented for tuples of one to twelve tokens.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// use records_core::Pick;
///
/// fn count<T: Pick<Point>>(points: &RecordBuf<Point>, fields: T) -> usize {
///     points.view().select(fields).repack().as_bytes().len()
/// }
/// assert_eq!(count(&points, (Point::FIELDS.y,)), 20);
/// ```
///
/// # Safety
/// Field `i` of `Row` has the type of field `INDICES[i]` of `R`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tuple of fields of `{R}`",
    label = "expected one to twelve tokens, such as `({R}::FIELDS.a, {R}::FIELDS.b)`"
)]
pub unsafe trait Pick<R: Record> {
    /// The tuple of the fields' types.
    type Row: Record;

    /// The fields' places in `R`.
    #[doc(hidden)]
    const INDICES: &'static [usize];
}

/// The fields that the tuple of tokens `T` names in the rows of `R`.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// let picked = points.view().select((Point::FIELDS.y, Point::FIELDS.x));
/// assert_eq!(picked.get(1), Some((0.5, 1.0)));
/// assert_eq!(picked.columns().0.len(), 5);
/// ```
pub struct Picked<R, T, L> {
    whole: L,
    of: Invariant<(R, T)>,
}

impl<R, T, L> Picked<R, T, L> {
    pub(crate) const fn new(whole: L) -> Picked<R, T, L> {
        Picked { whole, of: PhantomData }
    }
}

impl<R, T, L: Clone> Clone for Picked<R, T, L> {
    fn clone(&self) -> Self {
        Picked::new(self.whole.clone())
    }
}

impl<R, T, L: Copy> Copy for Picked<R, T, L> {}

impl<R: Record, T: Pick<R>, L> fmt::Debug for Picked<R, T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = T::INDICES.iter().map(|&index| R::LAYOUT.fields()[index].name());
        f.debug_list().entries(names).finish()
    }
}

// SAFETY: `Pick` promises that field i of the row has the type of field
// `INDICES[i]` of R, which `L` places. A field named twice is found twice: the
// mutable selection refuses that.
unsafe impl<R: Record, T: Pick<R>, L: Placement<R>> Placement<T::Row> for Picked<R, T, L> {
    #[inline(always)]
    fn offset(&self, field: usize) -> usize {
        self.whole.offset(T::INDICES[field])
    }

    fn row_size(&self) -> Option<usize> {
        self.whole.row_size()
    }
}

/// Checks that no field is picked twice.
///
/// # Panics
/// If one is. In a constant the panic is the compiler's error.
pub(crate) const fn check_distinct<R: Record, T: Pick<R>>() {
    let picked = T::INDICES;
    let mut i = 0;
    while i < picked.len() {
        let mut before = 0;
        while before < i {
            if picked[before] == picked[i] {
                fail!("field `", str R::LAYOUT.fields()[picked[i]].name(), "` of `",
                    str R::LAYOUT.name(), "` is named twice in a mutable selection");
            }
            before += 1;
        }
        i += 1;
    }
}

macro_rules! pick {
    ($($type:ident $index:ident),+) => {
        // SAFETY: a token's index is that of a field of its type.
        unsafe impl<Rec: Record, $($type: Element, const $index: usize),+> Pick<Rec>
            for ($(Token<Rec, $type, $index>,)+)
        {
            type Row = ($($type,)+);
            const INDICES: &'static [usize] = &[$($index),+];
        }
    };
}

pick!(A I);
pick!(A I, B J);
pick!(A I, B J, C K);
pick!(A I, B J, C K, D L);
pick!(A I, B J, C K, D L, E M);
pick!(A I, B J, C K, D L, E M, F N);
pick!(A I, B J, C K, D L, E M, F N, G O);
pick!(A I, B J, C K, D L, E M, F N, G O, H P);
pick!(A I, B J, C K, D L, E M, F N, G O, H P, T Q);
pick!(A I, B J, C K, D L, E M, F N, G O, H P, T Q, U R);
pick!(A I, B J, C K, D L, E M, F N, G O, H P, T Q, U R, V S);
pick!(A I, B J, C K, D L, E M, F N, G O, H P, T Q, U R, V S, W X);
