//! Values found in sorted columns.

use alloc::vec;
use alloc::vec::Vec;

use crate::dynamic::{DynColumn, encode};
use crate::kernel::sort::{Keyed, search};
use crate::memory::Strided;
use crate::ops::order::{Key, words};
use crate::{Error, SearchSide, Value};

impl DynColumn<'_> {
    /// Where in a sorted column a value would have to be put so that it stays sorted; see
    /// [`Column::search_sorted`](crate::Column::search_sorted).
    ///
    /// ```
    /// use records_core::{DynColumn, SearchSide};
    ///
    /// let column = DynColumn::from(&[1_u8, 3, 3, 5]);
    /// assert_eq!(column.search_sorted(&3.into(), SearchSide::Right)?, 3);
    /// assert!(column.search_sorted(&300.into(), SearchSide::Right).is_err());
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::CannotHold`] if an item of the column cannot be the value; what can is as for
    /// [`DynRecordsMut::set_value`](crate::DynRecordsMut::set_value).
    pub fn search_sorted(&self, value: &Value, side: SearchSide) -> Result<usize, Error> {
        Ok(self.search_sorted_many(core::slice::from_ref(value), side)?[0])
    }

    /// [`search_sorted`](DynColumn::search_sorted) of many values, in whatever order.
    ///
    /// # Errors
    /// As there.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn search_sorted_many(
        &self,
        values: &[Value],
        side: SearchSide,
    ) -> Result<Vec<usize>, Error> {
        let mut places = Vec::new();
        self.search_sorted_many_into(values, side, &mut places)?;
        Ok(places)
    }

    /// [`search_sorted_many`](DynColumn::search_sorted_many) into a vector. What it held is gone; its
    /// memory is used again.
    ///
    /// # Errors
    /// As there; then nothing is changed.
    ///
    /// # Panics
    /// If memory runs out, as `Vec` does.
    pub fn search_sorted_many_into(
        &self,
        values: &[Value],
        side: SearchSide,
        places: &mut Vec<usize>,
    ) -> Result<(), Error> {
        if self.is_empty() || values.is_empty() {
            // No bytes stand behind the lengths of arrays.
            places.clear();
            places.resize(values.len(), 0);
            return Ok(());
        }
        let (dtype, size) = (self.dtype(), self.dtype().size());
        let bytes = size.checked_mul(values.len()).expect("capacity overflow");
        let mut bytes = vec![0_u8; bytes];
        if size > 0 {
            for (value, item) in values.iter().zip(bytes.chunks_exact_mut(size)) {
                encode::value(dtype, "", value, item)?;
            }
        }
        let items = Strided::new(bytes.as_mut_ptr(), values.len(), size as isize);
        let words = words([Key { offset: 0, dtype, descending: false }]);
        // SAFETY: the words are those of the dtype, which the items of both are.
        unsafe {
            let sorted = Keyed::new(self.items(), &words);
            search(&sorted, &Keyed::new(items, &words), side.sought(), places);
        }
        Ok(())
    }
}
