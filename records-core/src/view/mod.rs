//! Rows and columns over memory.
//!
//! Every view is a [`Strided`](crate::memory::Strided) with a promise about what lies at its items:
//! [`Records`] finds whole records there, through a [`Placement`], [`Column`] one
//! field. `...Mut` views are the only ones on their bytes and can write them.

use core::marker::PhantomData;

use crate::record::Invariant;

mod column;
mod column_mut;
mod families;
mod grid;
mod grid_mut;
mod iter;
mod matrix;
mod matrix_mut;
mod moves;
pub(crate) mod print;
mod records;
mod records_mut;
mod sets;
pub(crate) mod valid;
pub(crate) mod value_at;

pub use column::Column;
pub use column_mut::ColumnMut;
pub use families::{ColumnsFamily, ColumnsMutFamily, VecsFamily};
pub use grid::{Grid, GridRows};
pub use grid_mut::GridMut;
pub use iter::{Chunks, ColumnIter, RecordsIter};
pub use matrix::{Matrix, MatrixBuf};
pub use matrix_mut::MatrixMut;
pub use records::Records;
pub use records_mut::RecordsMut;

#[doc(hidden)]
pub use families::{NewVecs, clone_vecs, same_set, show_set};

pub(crate) use iter::Split;
pub(crate) use moves::{moves, moves_of};
pub(crate) use records::{check_rows, count_whole};
pub(crate) use sets::{columns_from, common_len, empty as empty_columns};

/// Marks a view that lends values of `F` out of bytes borrowed for `'a`.
type Lent<'a, F> = PhantomData<(&'a [u8], Invariant<F>)>;

/// Marks a view that reads and writes values of `F` in bytes borrowed for `'a`.
type LentMut<'a, F> = PhantomData<(&'a mut [u8], Invariant<F>)>;
