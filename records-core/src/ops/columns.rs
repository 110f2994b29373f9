//! All columns out of rows, in one pass.

use crate::view::empty_columns;
use crate::{Placement, Record, Records, VecsFamily};

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// A copy of all columns, made in one pass over the rows.
    ///
    /// ```
    /// # use records_core::{Record, RecordBuf};
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct Sample { id: i16, value: f64 }
    ///
    /// let samples: RecordBuf<Sample> = (0..3).map(|id| Sample { id, value: 0.5 }).collect();
    /// let columns = samples.view().to_columns();
    /// assert_eq!(columns.id, [0, 1, 2]);
    /// ```
    #[must_use]
    pub fn to_columns(&self) -> R::Set<VecsFamily> {
        let mut columns = empty_columns::<R>();
        self.copy_columns_into(&mut columns);
        columns
    }

    /// Copies all columns into vectors in one pass over the rows. What the
    /// vectors held is gone; their memory is used again.
    pub fn copy_columns_into(&self, columns: &mut R::Set<VecsFamily>) {
        self.columns_into(columns);
    }
}
