//! The derives under the strictest lints, which users may forbid to be allowed.
#![forbid(unsafe_code, deprecated, dead_code, unused, nonstandard_style)]
#![forbid(missing_docs, unreachable_pub, trivial_casts, trivial_numeric_casts)]
#![forbid(unused_qualifications, unused_lifetimes, single_use_lifetimes)]
#![forbid(missing_debug_implementations, missing_copy_implementations, let_underscore_drop)]
#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::undocumented_unsafe_blocks, clippy::indexing_slicing, clippy::as_conversions)]

use records_core::{Element, Record};

/// A number of old.
#[deprecated]
pub type Old = u16;

/// A record.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Sample {
    /// The number of the sample.
    pub id: i16,
    /// Its sine.
    pub sin: f64,
    pub(crate) cos: f64,
    flags: [u8; 2],
}

impl Sample {
    /// The sum of all.
    #[must_use]
    pub fn sum(&self) -> f64 {
        f64::from(self.id) + self.sin + self.cos + f64::from(self.flags[0])
    }
}

/// A generic one, of everything that a record can have.
#[derive(Record, Clone, Copy, Debug)]
#[record(aligned, size = 64, columns = Pairs)]
pub struct Pair<T: Element, const N: usize> {
    /// The first.
    #[record(offset = 16)]
    pub first: [T; N],
    /// The second.
    #[record(rename = "the second")]
    pub second: T,
    /// Which.
    #[record(offset = 0)]
    pub side: Side,
}

/// An enum.
#[derive(Element, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Side {
    /// One.
    Buy = b'B',
    /// The other.
    Sell = b'S',
}

/// One that Rust keeps as it is.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(bytemuck, project = Point)]
#[repr(C)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Upwards.
    pub y: f32,
}

/// One without fields.
#[derive(Record, Clone, Copy, Debug, PartialEq, Eq)]
#[record(packed)]
pub struct Nothing;

/// One with places.
#[derive(Record, Clone, Copy, Debug, PartialEq, Eq)]
#[record(packed, size = 8)]
pub struct Placed(
    /// The last byte.
    #[record(offset = 7)]
    pub u8,
    /// The first byte.
    #[record(offset = 0)]
    pub u8,
);
