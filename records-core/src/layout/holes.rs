//! The bytes of a record that belong to no field.

use core::ops::Range;

use super::Layout;

/// The holes of a layout in the order of memory, the tail's included; made by
/// [`Layout::holes`].
///
/// In a constant, where iterators cannot run, call
/// [`next_hole`](Holes::next_hole):
///
/// ```
/// use records_core::{FixedBytes, Record};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(aligned)]
/// struct Person { name: FixedBytes<30>, age: i32 }
///
/// const FIRST: Option<core::ops::Range<usize>> = Person::LAYOUT.holes().next_hole();
/// assert_eq!(FIRST, Some(30..32));
/// assert_eq!(Person::LAYOUT.holes().count(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Holes<'l> {
    layout: &'l Layout,
    /// Every byte before this one has been accounted for.
    at: usize,
    /// The first field not looked at yet, if they lie in their order.
    next: Option<usize>,
}

impl<'l> Holes<'l> {
    pub(super) const fn new(layout: &'l Layout) -> Holes<'l> {
        let fields = layout.fields();
        let mut next = Some(0);
        let (mut i, mut end) = (0, 0);
        while i < fields.len() {
            if fields[i].offset() < end {
                next = None;
            }
            end = fields[i].end();
            i += 1;
        }
        Holes { layout, at: 0, next }
    }

    /// The next hole between fields that lie in their order: each is looked at once.
    const fn next_in_order(&mut self, mut next: usize) -> Option<Range<usize>> {
        let (fields, itemsize) = (self.layout.fields(), self.layout.itemsize());
        let mut hole = None;
        while hole.is_none() && self.at < itemsize {
            let (start, end) = match next < fields.len() {
                true => (fields[next].offset(), fields[next].end()),
                false => (itemsize, itemsize),
            };
            // Fields of no size lie in holes.
            let tail = next >= fields.len();
            next += 1;
            if start < end || tail {
                if start > self.at {
                    hole = Some(self.at..start);
                }
                self.at = end;
            }
        }
        self.next = Some(next);
        hole
    }

    /// The next hole; what `next` does, for constants.
    pub const fn next_hole(&mut self) -> Option<Range<usize>> {
        if let Some(next) = self.next {
            return self.next_in_order(next);
        }
        let fields = self.layout.fields();
        let itemsize = self.layout.itemsize();
        loop {
            if self.at >= itemsize {
                return None;
            }
            // Fields may lie in any order: look at all of them for one that
            // covers this byte, and for the nearest one behind it.
            let mut covered_to = self.at;
            let mut nearest = itemsize;
            let mut i = 0;
            while i < fields.len() {
                let (start, end) = (fields[i].offset(), fields[i].end());
                if start <= covered_to && covered_to < end {
                    covered_to = end;
                } else if start > self.at && start < nearest && start < end {
                    nearest = start;
                }
                i += 1;
            }
            if covered_to > self.at {
                self.at = covered_to;
                continue;
            }
            let hole = self.at..nearest;
            self.at = nearest;
            return Some(hole);
        }
    }
}

impl Iterator for Holes<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        self.next_hole()
    }
}

impl core::iter::FusedIterator for Holes<'_> {}
