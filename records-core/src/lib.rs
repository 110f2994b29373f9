//! Fixed-size binary records: layouts as data, columns without copying,
//! projections in place.
//!
//! You have bytes: a sensor log, market ticks, a symbol table, an image, memory
//! shared with C or Python. Derive [`Record`] on a struct, and read and write
//! them in place:
//!
//! ```
//! use records_core::{Record, RecordBuf, Records};
//!
//! #[derive(Record, Clone, Copy, Debug, PartialEq)]
//! #[record(packed)]
//! struct Sample { id: i16, sin: f64, cos: f64 }
//!
//! let mut samples = RecordBuf::new();
//! for id in 0..4 {
//!     let angle = f64::from(id) / 10.0;
//!     samples.push(Sample { id, sin: angle.sin(), cos: angle.cos() });
//! }
//! let bytes = samples.into_bytes();
//!
//! let samples = Records::<Sample>::from_bytes(&bytes)?;       // no copy, at any alignment
//! assert_eq!(samples.columns().cos.max(), Some(1.0));         // one field of all rows, in place
//! let waves = samples.select((Sample::FIELDS.sin, Sample::FIELDS.cos));
//! assert_eq!(waves.repack().as_bytes().len(), 4 * 16);        // a copy of two fields
//! # Ok::<(), records_core::Error>(())
//! ```
//!
//! # Where to look
//!
//! | what | where |
//! |---|---|
//! | what a record looks like | [`Layout`], [`DType`], [`Record::LAYOUT`], [`assert_layout!`] |
//! | what a field may be | [`Element`], [`FixedBytes`], [`FixedStr`], [`Raw`], [`DateTime64`], [`TimeDelta64`] |
//! | rows in bytes | [`Records`], [`RecordsMut`] |
//! | one field of all rows | [`Column`], [`ColumnMut`], [`Token`] |
//! | some fields in place | [`Records::project`], [`Records::select`] |
//! | rows of one's own | [`RecordBuf`]; kept alive by their owner: [`RecordArray`] |
//! | many rows copied | [`Records::repack`], [`Records::filter`], [`Records::take`], [`Records::to_columns`] |
//! | rows in order | [`Records::sort_by`], [`Records::argsort`], [`OrderBy`], [`Records::join`], [`Column::search_sorted`] |
//! | what columns are like | [`Column::sum`], [`Column::max`], [`Records::describe`], [`Summary`] |
//! | two dimensions | [`Grid`], [`GridMut`], [`Matrix`] |
//! | rows whose layout arrives at run time | [`DynRecords`], [`DynRecordsMut`], [`DynRecordBuf`], [`Value`] |
//! | arrays of any number of dimensions | [`DynArray`], [`DynArrayMut`] |
//! | from Python and to it | [`ArrayInterface`], [`ArrayStruct`] |
//! | NumPy's files | `npy`, `npz` |
//! | which instructions the hot loops use | [`Kernel`] |
//! | what went wrong | [`Error`], [`LayoutError`], [`ParseError`] |
//!
//! What makes many rows or numbers has a form whose name ends in `_into`, which writes to memory that
//! is there already: [`Records::repack_into`], [`Records::argsort_into`],
//! [`Records::copy_columns_into`].
//!
//! # Features
//!
//! `std`, `derive` and `npy` are on by default; without `std` the crate needs `alloc` only. `half` makes
//! `half::f16` a field type, `num-complex` `Complex<f32>` and `Complex<f64>`. `ndarray` sees columns
//! and matrices as its views, `image` grids as its images, and both the other way round; `bytes` and
//! `memmap2` own the bytes of records; `serde` writes and reads rows, values and layouts; `jiff` has
//! timestamps, civil times and durations for `DateTime64` and `TimeDelta64`. `npy` has
//! NumPy's files, `npz` archives of them.
//!
//! `rayon` shares work on 8 MiB and more among threads, with the same bits as results: sums, means,
//! variances and extremes of a column, `describe`, columns out and in (`to_columns`,
//! `assign_columns`), rows copied (`repack`, `filter_mask`, `take`), `convert`, and `sort_by` of
//! rows of up to 64 bytes. A copy in one piece, of dense rows without padding, is not shared.
//! `filter` by a function and `argsort` stay with one thread, and so do the searches for
//! equal rows and places (`unique_by`, `join`, `search_sorted`) but for copying the rows they find.
//!
//! Strides and offsets are bytes, everywhere.
#![no_std]
#![deny(missing_docs)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The derives name this crate from outside and, in its own doctests and tests,
// from inside.
extern crate self as records_core;

mod dynamic;
mod element;
mod error;
mod interop;
mod kernel;
mod layout;
mod memory;
mod ops;
mod record;
mod store;
mod value;
mod view;

pub use dynamic::*;
pub use element::*;
#[cfg(feature = "ndarray")]
pub use error::NdarrayError;
#[cfg(feature = "image")]
pub use error::SamplesError;
#[cfg(feature = "jiff")]
pub use error::TimeError;
pub use error::{Difference, DifferenceKind, Error, Mismatch};
#[cfg(feature = "npy")]
pub use interop::npy;
#[cfg(feature = "npz")]
pub use interop::npy::npz;
pub use interop::{ArrayInterface, ArrayStruct, PyArrayInterface};
pub use kernel::{Kernel, KernelError};
pub use layout::{
    ByteOrder, DType, EnumType, Field, FieldList, Holes, Layout, LayoutError, LayoutText, Nested,
    ParseError, ParseErrorKind, Scalar, TimeStep, TimeUnit,
};
pub use ops::*;
pub use record::{Family, Own, Pick, Picked, Placement, Record, Token, TokensFamily, Within};
pub use store::{RecordArray, RecordBuf};
pub use value::Value;
pub use view::*;

#[cfg(feature = "derive")]
pub use records_derive::{Element, Record};

#[cfg(feature = "bytes")]
pub use bytes;
#[cfg(feature = "half")]
pub use half;
#[cfg(feature = "image")]
pub use image;
#[cfg(feature = "jiff")]
pub use jiff;
#[cfg(feature = "memmap2")]
pub use memmap2;
#[cfg(feature = "ndarray")]
pub use ndarray;
#[cfg(feature = "num-complex")]
pub use num_complex;
/// The crates whose traits `#[record(bytemuck)]` implements and whose types are
/// fields, so that users need not depend on the same versions themselves.
pub use {bytemuck, zerocopy};

/// What the derives write. Not for people, and not stable.
#[doc(hidden)]
pub mod __private {
    pub use crate::layout::{
        EnumType, Field, Layout, Nested, Rule, assert_alignment, assert_field, assert_itemsize,
        check_field, check_layout, check_rust_layout,
    };
    pub use crate::record::{
        BuildSet, Spec, VisitSet, check_projection, fields, in_place, offsets, read_field,
        write_field,
    };
    pub use crate::view::{NewVecs, clone_vecs, same_set, show_set};
}
