//! Fixed-size binary records: layouts as data, columns without copying,
//! projections in place.
#![no_std]
#![warn(missing_docs)]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

// The derives name this crate from outside and, in its own doctests and tests,
// from inside.
extern crate self as records_core;

mod element;
mod error;
mod kernel;
mod layout;
mod memory;
mod ops;
mod record;
mod store;
mod view;

pub use element::*;
pub use error::Error;
pub use layout::{
    ByteOrder, DType, EnumType, Field, FieldList, Holes, Layout, LayoutError, LayoutText, Nested,
    Scalar, TimeStep, TimeUnit,
};
pub use record::{Family, Own, Pick, Picked, Placement, Record, Token, TokensFamily, Within};
pub use store::{RecordArray, RecordBuf};
pub use view::*;

#[cfg(feature = "derive")]
pub use records_derive::{Element, Record};

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
