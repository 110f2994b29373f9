//! Values found in sorted columns.

use alloc::vec;
use alloc::vec::Vec;

use super::words;
use super::words::Key;
use crate::kernel::sort::{Keyed, Sought, search};
use crate::memory::Strided;
use crate::{Column, Element};

/// Where a value is put among items that are equal to it (NumPy's `side`).
///
/// ```
/// use records_core::{Column, SearchSide};
///
/// let column = Column::from_slice(&[1, 3, 3, 5]);
/// assert_eq!(column.search_sorted(3, SearchSide::Left), 1);
/// assert_eq!(column.search_sorted(3, SearchSide::Right), 3);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SearchSide {
    /// Before all of them.
    #[default]
    Left,
    /// Behind all of them.
    Right,
}

impl SearchSide {
    pub(crate) const fn sought(self) -> Sought {
        match self {
            SearchSide::Left => Sought::First,
            SearchSide::Right => Sought::Last,
        }
    }
}

impl<F: Element> Column<'_, F> {
    /// Where in a sorted column a value would have to be put so that it stays sorted
    /// (NumPy's `searchsorted`): the number of items that are less, or, on the right,
    /// not greater.
    ///
    /// The column ascends in the order that [`OrderBy`](crate::OrderBy) tells, NaN last; of
    /// one that does not, the answer is some place. One that descends ascends
    /// [`reversed`](Column::reversed).
    ///
    /// ```
    /// use records_core::{Column, FixedBytes, SearchSide};
    ///
    /// let names = [b"Li\0\0\0", b"Wang\0", b"Zhang"].map(|&name| FixedBytes::from(name));
    /// let column = Column::from_slice(&names);
    /// let name = FixedBytes::from_bytes(b"Wang")?;
    /// assert_eq!(column.search_sorted(name, SearchSide::Left), 1);
    /// assert_eq!(column.search_sorted(name, SearchSide::Right), 2);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn search_sorted(&self, value: F, side: SearchSide) -> usize {
        self.search_sorted_many(&[value], side)[0]
    }

    /// [`search_sorted`](Column::search_sorted) of many values, in whatever order.
    ///
    /// ```
    /// use records_core::{Column, SearchSide};
    ///
    /// let column = Column::from_slice(&[0.5, 1.0, f64::NAN]);
    /// let places = column.search_sorted_many(&[f64::NAN, 0.75, 9.0], SearchSide::Left);
    /// assert_eq!(places, [2, 1, 2]);
    /// ```
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    #[must_use]
    pub fn search_sorted_many(&self, values: &[F], side: SearchSide) -> Vec<usize> {
        let mut places = Vec::new();
        self.search_sorted_many_into(values, side, &mut places);
        places
    }

    /// [`search_sorted_many`](Column::search_sorted_many) into a vector. What it held is gone; its
    /// memory is used again.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn search_sorted_many_into(&self, values: &[F], side: SearchSide, places: &mut Vec<usize>) {
        if self.is_empty() || values.is_empty() {
            places.clear();
            places.resize(values.len(), 0);
            return;
        }
        // As records have them; Rust may keep them otherwise.
        // Values may take more bytes than in Rust's memory.
        let bytes = values.len().checked_mul(F::SIZE).expect("capacity overflow");
        let mut bytes = vec![0_u8; bytes];
        let items = Strided::new(bytes.as_mut_ptr(), values.len(), F::SIZE as isize);
        for (i, value) in values.iter().enumerate() {
            // SAFETY: there are F::SIZE bytes for each value.
            unsafe { value.write(items.at(i)) };
        }
        let words = words([Key { offset: 0, dtype: F::DTYPE, descending: false }]);
        // SAFETY: the words are those of F, which the items of both are.
        unsafe {
            let sorted = Keyed::new(self.items(), &words);
            search(&sorted, &Keyed::new(items, &words), side.sought(), places);
        }
    }
}
