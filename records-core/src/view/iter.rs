//! Iterators over rows and over the items of a column.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;

use crate::memory::Strided;
use crate::record::read_row;
use crate::{Column, Element, Own, Placement, Record, Records};

/// Everything an iterator over [`Strided`] items has, from a way to read one.
macro_rules! walk {
    (($($generics:tt)*) $type:ty, $item:ty, |$self:ident, $at:ident| $read:expr) => {
        impl<$($generics)*> Iterator for $type {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                let $self = self;
                let $at = $self.items.pop_front()?;
                Some($read)
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.items.len(), Some(self.items.len()))
            }

            #[inline]
            fn count(self) -> usize {
                self.items.len()
            }

            #[inline]
            fn last(mut self) -> Option<$item> {
                self.next_back()
            }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<$item> {
                self.items.skip(n);
                self.next()
            }

            #[inline]
            fn fold<Acc, Fold: FnMut(Acc, $item) -> Acc>(self, init: Acc, mut fold: Fold) -> Acc {
                let $self = self;
                let mut acc = init;
                for index in 0..$self.items.len() {
                    let $at = $self.items.at(index);
                    acc = fold(acc, $read);
                }
                acc
            }
        }

        impl<$($generics)*> DoubleEndedIterator for $type {
            #[inline]
            fn next_back(&mut self) -> Option<$item> {
                let $self = self;
                let $at = $self.items.pop_back()?;
                Some($read)
            }

            #[inline]
            fn nth_back(&mut self, n: usize) -> Option<$item> {
                self.items.skip_back(n);
                self.next_back()
            }

            #[inline]
            fn rfold<Acc, Fold: FnMut(Acc, $item) -> Acc>(self, init: Acc, mut fold: Fold) -> Acc {
                let $self = self;
                let mut acc = init;
                for index in (0..$self.items.len()).rev() {
                    let $at = $self.items.at(index);
                    acc = fold(acc, $read);
                }
                acc
            }
        }

        impl<$($generics)*> ExactSizeIterator for $type {}
        impl<$($generics)*> FusedIterator for $type {}
    };
}

/// The rows of a view, first to last; made by [`Records::iter`].
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// let mut rows = points.iter();
/// assert_eq!(rows.len(), 5);
/// assert_eq!(rows.next_back(), Some(Point { x: 4.0, y: 0.5 }));
/// assert_eq!(rows.nth(1).map(|point| point.x), Some(1.0));
/// ```
pub struct RecordsIter<'a, R, L = Own> {
    items: Strided,
    place: L,
    of: PhantomData<Records<'a, R, L>>,
}

impl<'a, R, L> RecordsIter<'a, R, L> {
    /// The items are rows that a `Records<'a, R, L>` or `RecordsMut` promises to be readable for `'a`.
    pub(super) fn new(items: Strided, place: L) -> RecordsIter<'a, R, L> {
        RecordsIter { items, place, of: PhantomData }
    }
}

walk! {
    ('a, R: Record, L: Placement<R>) RecordsIter<'a, R, L>, R,
    // SAFETY: an item of the view that made this, readable for 'a.
    |this, at| unsafe { read_row(at, &this.place) }
}

impl<R, L: Clone> Clone for RecordsIter<'_, R, L> {
    fn clone(&self) -> Self {
        RecordsIter::new(self.items, self.place.clone())
    }
}

impl<R: Record, L: Placement<R>> fmt::Debug for RecordsIter<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordsIter({} left)", self.items.len())
    }
}

/// The items of a column, first to last; made by [`Column::iter`].
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// let xs = points.columns().x;
/// assert_eq!(xs.iter().rev().take(2).collect::<Vec<_>>(), [4.0, 3.0]);
/// ```
pub struct ColumnIter<'a, F> {
    items: Strided,
    of: PhantomData<Column<'a, F>>,
}

impl<'a, F> ColumnIter<'a, F> {
    /// The items are those that a `Column<'a, F>` or `ColumnMut` promises to be readable for `'a`.
    pub(super) fn new(items: Strided) -> ColumnIter<'a, F> {
        ColumnIter { items, of: PhantomData }
    }
}

walk! {
    ('a, F: Element) ColumnIter<'a, F>, F,
    // SAFETY: an item of the column that made this, readable for 'a.
    |this, at| unsafe { F::read(at) }
}

impl<F> Clone for ColumnIter<'_, F> {
    fn clone(&self) -> Self {
        ColumnIter::new(self.items)
    }
}

impl<F> fmt::Debug for ColumnIter<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ColumnIter({} left)", self.items.len())
    }
}

// SAFETY: they read what the view of which they are a part reads, by shared
// reference to the bytes; see `Records` and `Column`.
unsafe impl<R: Sync, L: Send> Send for RecordsIter<'_, R, L> {}
// SAFETY: as above.
unsafe impl<R: Sync, L: Sync> Sync for RecordsIter<'_, R, L> {}
// SAFETY: as above.
unsafe impl<F: Sync> Send for ColumnIter<'_, F> {}
// SAFETY: as above.
unsafe impl<F: Sync> Sync for ColumnIter<'_, F> {}

/// A view in parts of equal length, the last one maybe shorter; made by `chunks`.
///
/// `V` is the view: [`Records`] or [`Column`].
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Point { x: f32, y: f32 }
/// # let points: RecordBuf<Point> = (0..5).map(|i| Point { x: i as f32, y: 0.5 }).collect();
/// let sums: Vec<f32> = points.columns().x.chunks(2).map(|pair| pair.sum()).collect();
/// assert_eq!(sums, [1.0, 5.0, 4.0]);
/// ```
#[derive(Clone, Debug)]
pub struct Chunks<V> {
    rest: V,
    size: usize,
}

/// A view that can be cut in two.
pub(crate) trait Split: Clone {
    fn len(&self) -> usize;
    fn split_at(&self, middle: usize) -> (Self, Self);
}

impl<V> Chunks<V> {
    #[track_caller]
    pub(crate) fn new(rest: V, size: usize) -> Chunks<V> {
        assert!(size > 0, "chunks of no rows never end");
        Chunks { rest, size }
    }
}

#[allow(private_bounds, reason = "implemented for the views, which are public")]
impl<V: Split> Iterator for Chunks<V> {
    type Item = V;

    fn next(&mut self) -> Option<V> {
        if self.rest.len() == 0 {
            return None;
        }
        let (chunk, rest) = self.rest.split_at(self.size.min(self.rest.len()));
        self.rest = rest;
        Some(chunk)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let chunks = self.rest.len().div_ceil(self.size);
        (chunks, Some(chunks))
    }
}

#[allow(private_bounds, reason = "implemented for the views, which are public")]
impl<V: Split> DoubleEndedIterator for Chunks<V> {
    fn next_back(&mut self) -> Option<V> {
        let len = self.rest.len();
        if len == 0 {
            return None;
        }
        let last = if len.is_multiple_of(self.size) { self.size } else { len % self.size };
        let (rest, chunk) = self.rest.split_at(len - last);
        self.rest = rest;
        Some(chunk)
    }
}

#[allow(private_bounds, reason = "implemented for the views, which are public")]
impl<V: Split> ExactSizeIterator for Chunks<V> {}
#[allow(private_bounds, reason = "implemented for the views, which are public")]
impl<V: Split> FusedIterator for Chunks<V> {}
