//! Items in any number of dimensions.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::RangeBounds;

use super::{Lines, Strided};
use crate::Error;
use crate::error::extent;

/// Dimensions that an array may have: as many as NumPy allows.
pub(crate) const MAX_DIMS: usize = 64;

/// Items in `shape.len()` dimensions: from one to the next along dimension `i` it
/// is `strides[i]` bytes.
///
/// **Invariant**: as many strides as dimensions, at most [`MAX_DIMS`]; `len` is the
/// product of the shape. If it is not 0, then for every index within the shape, and for
/// every sum of some of its steps, the distance from `base` fits an `isize`.
#[derive(Clone, Debug)]
pub(crate) struct Shaped {
    base: *mut u8,
    shape: Vec<usize>,
    strides: Vec<isize>,
    len: usize,
}

impl Shaped {
    /// Items that a caller has checked to lie within one allocation, or of which there
    /// are none.
    ///
    /// # Errors
    /// Those of [`count`].
    pub(crate) fn new(
        base: *mut u8,
        shape: Vec<usize>,
        strides: Vec<isize>,
    ) -> Result<Shaped, Error> {
        let len = count(&shape, strides.len())?;
        Ok(Shaped { base, shape, strides, len })
    }

    /// Items in one dimension.
    pub(crate) fn line(items: Strided) -> Shaped {
        let (shape, strides) = ([items.len()].into(), [items.stride()].into());
        Shaped { base: items.base(), shape, strides, len: items.len() }
    }

    /// The address of the first item.
    pub(crate) const fn base(&self) -> *mut u8 {
        self.base
    }

    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(crate) fn strides(&self) -> &[isize] {
        &self.strides
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// The address of an item, if there is one.
    pub(crate) fn at(&self, index: &[usize]) -> Option<*mut u8> {
        let inside = index.len() == self.shape.len()
            && index.iter().zip(&self.shape).all(|(&i, &len)| i < len);
        inside.then(|| {
            let steps = index.iter().zip(&self.strides);
            steps.fold(self.base, |at, (&i, &stride)| {
                at.wrapping_offset((i as isize).wrapping_mul(stride))
            })
        })
    }

    /// The items of one dimension, the others at their first index; with it the
    /// arithmetic of [`Strided`] serves every dimension.
    fn axis(&self, axis: usize) -> Strided {
        Strided::new(self.base, self.shape[axis], self.strides[axis])
    }

    /// The same items with another run of them along one dimension.
    fn with_axis(&self, axis: usize, run: Strided) -> Shaped {
        let mut items = self.clone();
        items.base = run.base();
        items.shape[axis] = run.len();
        items.strides[axis] = run.stride();
        // No more than there were; with an empty dimension the others may be of any length.
        items.len = if self.len == 0 { 0 } else { items.shape.iter().product() };
        items
    }

    /// One dimension less: the items at one index of it.
    ///
    /// # Panics
    /// If there is no such dimension or index.
    #[track_caller]
    pub(crate) fn index(&self, axis: usize, index: usize) -> Shaped {
        let run = self.axis(axis);
        assert!(index < run.len(), "index {index} of a dimension of length {}", run.len());
        let mut items = self.clone();
        items.base = run.at(index);
        items.shape.remove(axis);
        items.strides.remove(axis);
        items.len = self.len / run.len();
        items
    }

    /// The items of a range of one dimension.
    ///
    /// # Panics
    /// If there is no such dimension, or the range does not lie within it.
    #[track_caller]
    pub(crate) fn slice(&self, axis: usize, range: impl RangeBounds<usize>) -> Shaped {
        if self.len == 0 {
            // The distances are not bounded, and nobody goes there.
            let run = Strided::new(self.base, self.shape[axis], 0).slice(range);
            return self.with_axis(axis, Strided::new(self.base, run.len(), self.strides[axis]));
        }
        self.with_axis(axis, self.axis(axis).slice(range))
    }

    /// The last item first, in one dimension.
    ///
    /// # Panics
    /// If there is no such dimension.
    #[track_caller]
    pub(crate) fn reversed(&self, axis: usize) -> Shaped {
        let run = self.axis(axis);
        if self.len == 0 { self.clone() } else { self.with_axis(axis, run.reversed()) }
    }

    /// The dimensions in the opposite order.
    pub(crate) fn transposed(&self) -> Shaped {
        let mut items = self.clone();
        items.shape.reverse();
        items.strides.reverse();
        items
    }

    /// What lies `offset` bytes into each item.
    pub(crate) fn shifted(&self, offset: usize) -> Shaped {
        Shaped { base: self.base.wrapping_add(offset), ..self.clone() }
    }

    /// Whether items of `size` bytes lie one right behind the other, the index of the
    /// last dimension changing fastest.
    pub(crate) fn is_c_dense(&self, size: usize) -> bool {
        self.is_dense(size, self.shape.iter().zip(&self.strides).rev())
    }

    /// Whether they do with the index of the first dimension changing fastest.
    pub(crate) fn is_f_dense(&self, size: usize) -> bool {
        self.is_dense(size, self.shape.iter().zip(&self.strides))
    }

    fn is_dense<'s>(
        &self,
        size: usize,
        fastest_first: impl Iterator<Item = (&'s usize, &'s isize)>,
    ) -> bool {
        let mut dense = size;
        self.len == 0
            || fastest_first.filter(|(len, _)| **len != 1).all(|(&len, &stride)| {
                let follows = usize::try_from(stride) == Ok(dense);
                dense = dense.saturating_mul(len);
                follows
            })
    }

    /// The same items in the same order in as few dimensions as do; those of length 1
    /// are gone, and so are those whose steps go on where the ones of the next end.
    pub(crate) fn merged(&self) -> Shaped {
        let (mut shape, mut strides) = (Vec::new(), Vec::new());
        if self.len == 0 {
            (shape, strides) = ([0].into(), [0].into());
            return Shaped { base: self.base, shape, strides, len: 0 };
        }
        for (&len, &stride) in self.shape.iter().zip(&self.strides).filter(|(len, _)| **len != 1) {
            if let (Some(outer), Some(step)) = (shape.last_mut(), strides.last_mut())
                && isize::try_from(len).ok().and_then(|len| stride.checked_mul(len)) == Some(*step)
            {
                // Less than `self.len`.
                *outer *= len;
                *step = stride;
            } else {
                shape.push(len);
                strides.push(stride);
            }
        }
        Shaped { base: self.base, shape, strides, len: self.len }
    }

    /// All items in C order as those of one dimension, if their distances are the
    /// same everywhere. `size` is the stride of one item alone.
    pub(crate) fn collapsed(&self, size: usize) -> Option<Strided> {
        if let ([len], [stride]) = (&self.shape[..], &self.strides[..]) {
            return Some(Strided::new(self.base, *len, *stride));
        }
        let merged = self.merged();
        match (&merged.shape[..], &merged.strides[..]) {
            ([], _) => Some(Strided::new(self.base, 1, size as isize)),
            ([0], _) => Some(Strided::new(self.base, 0, size as isize)),
            ([len], [stride]) => Some(Strided::new(self.base, *len, *stride)),
            _ => None,
        }
    }

    /// The lines of two dimensions.
    pub(crate) fn lines(&self) -> Option<Lines> {
        match (&self.shape[..], &self.strides[..]) {
            // No item is anywhere, whatever the strides.
            ([height, width], _) if self.len == 0 => {
                Some(Lines::new(Strided::new(self.base, *height, 0), *width, 0))
            }
            ([height, width], [row_stride, stride]) => {
                Some(Lines::new(Strided::new(self.base, *height, *row_stride), *width, *stride))
            }
            _ => None,
        }
    }

    /// The items along the last dimension, for each index of the others, in C order;
    /// one item without dimensions is a lane of its own.
    pub(crate) fn lanes(&self, size: usize) -> Lanes {
        let mut outer = self.clone();
        let (len, stride) = match (outer.shape.pop(), outer.strides.pop()) {
            (Some(len), Some(stride)) => (len, stride),
            _ => (1, size as isize),
        };
        // Empty lanes are counted like others.
        outer.len = outer.shape.iter().fold(1, |all: usize, &len| all.saturating_mul(len));
        let at = alloc::vec![0; outer.shape.len()];
        Lanes { left: outer.len, next: outer.base, empty: self.len == 0, outer, at, len, stride }
    }
}

/// The items along the last dimension; made by [`Shaped::lanes`].
#[derive(Clone, Debug)]
pub(crate) struct Lanes {
    outer: Shaped,
    /// The index of the next lane, and the address of its first item.
    at: Vec<usize>,
    next: *mut u8,
    left: usize,
    empty: bool,
    len: usize,
    stride: isize,
}

impl Iterator for Lanes {
    type Item = Strided;

    fn next(&mut self) -> Option<Strided> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let lane = Strided::new(self.next, self.len, if self.empty { 0 } else { self.stride });
        for axis in (0..self.at.len()).rev() {
            let stride = self.outer.strides[axis];
            self.at[axis] += 1;
            if self.at[axis] < self.outer.shape[axis] {
                self.next = self.next.wrapping_offset(stride);
                break;
            }
            let back = (self.at[axis] as isize - 1).wrapping_mul(stride);
            self.next = self.next.wrapping_offset(back.wrapping_neg());
            self.at[axis] = 0;
        }
        Some(lane)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Lanes {}

/// How many items there are in this shape, for which there are so many strides.
///
/// # Errors
/// [`Error::Lengths`] if those are more or fewer than dimensions, [`Error::Shape`] if there are more
/// than [`MAX_DIMS`] dimensions or more items than a `usize` counts.
pub(crate) fn count(shape: &[usize], strides: usize) -> Result<usize, Error> {
    if strides != shape.len() {
        let what = "the list of strides".into();
        return Err(Error::Lengths { what, expected: shape.len(), found: strides });
    }
    let refused = |reason: &str| {
        let shape = shape[..shape.len().min(MAX_DIMS)].to_vec();
        Err(Error::Shape { shape, reason: reason.to_string() })
    };
    if shape.len() > MAX_DIMS {
        return refused("and more dimensions than the 64 there may be");
    }
    if shape.contains(&0) {
        return Ok(0);
    }
    match shape.iter().try_fold(1_usize, |items, &len| items.checked_mul(len)) {
        Some(items) => Ok(items),
        None => refused("has more items than can be counted"),
    }
}

/// The strides of items of `size` bytes that lie one right behind the other, the index
/// of the last dimension changing fastest.
pub(crate) fn dense_strides(shape: &[usize], size: usize) -> Vec<isize> {
    let mut stride = size;
    let mut strides: Vec<isize> = shape
        .iter()
        .rev()
        .map(|&len| {
            let here = isize::try_from(stride).unwrap_or(isize::MAX);
            // Saturates where there are no items, or more than memory holds.
            stride = stride.saturating_mul(len.max(1));
            here
        })
        .collect();
    strides.reverse();
    strides
}

/// Checks that items of `size` bytes of a shape that [`count`] accepts all lie within `bytes`
/// bytes, the first at byte `offset`.
///
/// # Errors
/// [`Error::ArrayOutOfBounds`] if not. No items lie anywhere within the bytes or right
/// behind them.
pub(crate) fn check_shape_within(
    bytes: usize,
    offset: usize,
    shape: &[usize],
    strides: &[isize],
    size: usize,
) -> Result<(), Error> {
    match extent(offset, shape, strides, size) {
        Some((first, end)) if first >= 0 && end <= bytes as i128 => Ok(()),
        _ => Err(Error::ArrayOutOfBounds {
            offset,
            shape: shape.to_vec(),
            strides: strides.to_vec(),
            size,
            bytes,
        }),
    }
}

/// Checks that no two items of `size` bytes have a byte in common: from the smallest
/// stride to the largest, each must step over all that the ones before reach.
///
/// Items whose lines interleave without touching are refused, too: to tell those from
/// overlapping ones takes more than looking at each stride.
///
/// # Errors
/// [`Error::RowsOverlap`] if they may.
pub(crate) fn check_shape_apart(
    shape: &[usize],
    strides: &[isize],
    size: usize,
) -> Result<(), Error> {
    if size == 0 || shape.contains(&0) {
        return Ok(());
    }
    let mut steps: Vec<(isize, usize)> = strides
        .iter()
        .zip(shape)
        .filter(|(_, len)| **len > 1)
        .map(|(&stride, &len)| (stride, len))
        .collect();
    steps.sort_unstable_by_key(|(stride, _)| stride.unsigned_abs());
    let mut reached = size;
    for (stride, len) in steps {
        if stride.unsigned_abs() < reached {
            return Err(Error::RowsOverlap { stride, size: reached });
        }
        reached = (len - 1).saturating_mul(stride.unsigned_abs()).saturating_add(reached);
    }
    Ok(())
}
