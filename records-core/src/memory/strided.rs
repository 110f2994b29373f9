//! Items a fixed number of bytes apart.

use core::ops::{Bound, RangeBounds};

/// `len` items, the first at `base`, each `stride` bytes behind the one before
/// (in front of it if negative, upon it if zero).
///
/// **Invariant**: `(len - 1) * stride` fits an `isize`. Which bytes at an item
/// may be touched, and for how long, is the business of the view that holds it;
/// addresses are worked out with wrapping arithmetic from the one `base`
/// pointer, so its provenance covers every item.
#[derive(Clone, Copy, Debug)]
pub struct Strided {
    base: *mut u8,
    len: usize,
    stride: isize,
}

impl Strided {
    /// Items that a caller has checked to lie within one allocation (so that the
    /// invariant holds, an allocation being at most `isize::MAX` bytes), or of which there are
    /// at most one, or whose stride is 0.
    #[inline(always)]
    pub(crate) const fn new(base: *mut u8, len: usize, stride: isize) -> Strided {
        Strided { base, len, stride }
    }

    #[inline(always)]
    pub(crate) const fn base(&self) -> *mut u8 {
        self.base
    }

    #[inline(always)]
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub(crate) const fn stride(&self) -> isize {
        self.stride
    }

    /// The address of item `index`, which is less than `len` where it is used to
    /// touch memory.
    #[inline(always)]
    pub(crate) const fn at(&self, index: usize) -> *mut u8 {
        self.base.wrapping_offset((index as isize).wrapping_mul(self.stride))
    }

    /// What lies `offset` bytes into each item.
    #[inline(always)]
    pub(crate) const fn shifted(&self, offset: usize) -> Strided {
        Strided { base: self.base.wrapping_add(offset), ..*self }
    }

    /// The items from `start` on, which is not greater than `len`.
    #[inline(always)]
    pub(crate) const fn from(&self, start: usize) -> Strided {
        Strided { base: self.at(start), len: self.len - start, stride: self.stride }
    }

    /// The items of a range.
    ///
    /// # Panics
    /// If the range ends behind the last item or before it starts, as slices do.
    #[track_caller]
    pub(crate) fn slice(&self, range: impl RangeBounds<usize>) -> Strided {
        let (start, end) = resolve(&range, self.len);
        Strided { base: self.at(start), len: end - start, stride: self.stride }
    }

    /// Every `step`-th item, the first included.
    ///
    /// # Panics
    /// If `step` is 0.
    #[track_caller]
    pub(crate) fn step_by(&self, step: usize) -> Strided {
        assert!(step > 0, "a step of 0 never ends");
        let len = self.len.div_ceil(step);
        // With two items or more, `step` is less than the old `len`, and the
        // invariant keeps the product in range; with fewer no stride is used.
        let stride = if len > 1 { self.stride.wrapping_mul(step as isize) } else { self.stride };
        Strided { len, stride, ..*self }
    }

    /// The last item first. Keeps the stride where there are no two items.
    pub(crate) fn reversed(&self) -> Strided {
        if self.len < 2 {
            return *self;
        }
        Strided {
            base: self.at(self.len - 1),
            len: self.len,
            // A stride of `isize::MIN` spans the address space with two items;
            // no allocation holds them.
            stride: self.stride.wrapping_neg(),
        }
    }

    /// The first `middle` items, and the rest.
    ///
    /// # Panics
    /// If there are fewer.
    #[track_caller]
    pub(crate) fn split_at(&self, middle: usize) -> (Strided, Strided) {
        (self.slice(..middle), self.slice(middle..))
    }

    /// The address of the first item, which is taken off.
    #[inline(always)]
    pub(crate) const fn pop_front(&mut self) -> Option<*mut u8> {
        if self.len == 0 {
            return None;
        }
        let first = self.base;
        self.base = self.at(1);
        self.len -= 1;
        Some(first)
    }

    /// The address of the last item, which is taken off.
    #[inline(always)]
    pub(crate) const fn pop_back(&mut self) -> Option<*mut u8> {
        if self.len == 0 {
            return None;
        }
        self.len -= 1;
        Some(self.at(self.len))
    }

    /// Takes the first `n` items off, or all.
    #[inline]
    pub(crate) const fn skip(&mut self, n: usize) {
        let n = if n < self.len { n } else { self.len };
        self.base = self.at(n);
        self.len -= n;
    }

    /// Takes the last `n` items off, or all.
    #[inline]
    pub(crate) const fn skip_back(&mut self, n: usize) {
        self.len = self.len.saturating_sub(n);
    }

    /// Whether items of `size` bytes lie one right behind the other.
    #[inline(always)]
    pub(crate) const fn is_dense(&self, size: usize) -> bool {
        self.stride == size as isize || self.len < 2
    }
}

/// Start and end of a range over `len` items.
#[track_caller]
fn resolve(range: &impl RangeBounds<usize>, len: usize) -> (usize, usize) {
    let start = match range.start_bound() {
        Bound::Included(&start) => Some(start),
        Bound::Excluded(&start) => start.checked_add(1),
        Bound::Unbounded => Some(0),
    };
    let end = match range.end_bound() {
        Bound::Included(&end) => end.checked_add(1),
        Bound::Excluded(&end) => Some(end),
        Bound::Unbounded => Some(len),
    };
    match (start, end) {
        (Some(start), Some(end)) if start <= end && end <= len => (start, end),
        _ => panic!(
            "the range {}..{} does not lie within {len} items",
            start.unwrap_or(usize::MAX),
            end.unwrap_or(usize::MAX)
        ),
    }
}
