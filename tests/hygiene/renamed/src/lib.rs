//! The derives by another name: a library without std whose users see records
//! through it.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings)]

/// Where users find the crate.
pub mod deep {
    pub use under_another_name as inside;
}

use deep::inside::{Element, Record};

/// A record.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, crate = crate::deep::inside, bytemuck)]
pub struct Sample {
    /// Not a keyword before edition 2024.
    pub gen: i16,
    /// A number.
    pub sin: f64,
}

/// An enum.
#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
#[record(crate = deep::inside)]
pub enum Side {
    /// One.
    Buy,
    /// The other.
    Sell,
}

/// Makes a record in the crate that calls it, with `Sample` found here.
#[macro_export]
macro_rules! record {
    ($name:ident) => {
        /// Made by a macro of another crate.
        #[derive($crate::deep::inside::Record, Clone, Copy, Debug)]
        #[record(aligned, crate = $crate::deep::inside)]
        pub struct $name {
            /// A record of that crate.
            pub sample: $crate::Sample,
            /// An enum of that crate.
            pub side: [$crate::Side; 2],
        }
    };
}

record!(Own);

/// The number of samples.
#[must_use]
pub fn count(bytes: &[u8]) -> usize {
    deep::inside::Records::<Sample>::from_bytes(bytes).map_or(0, |rows| rows.len())
}
