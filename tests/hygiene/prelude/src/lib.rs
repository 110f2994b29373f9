//! The derives where nothing is in scope: no prelude, names taken by others.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]

/// Takes the names that a careless expansion would use.
#[allow(missing_docs, dead_code, nonstandard_style, missing_debug_implementations)]
pub mod taken {
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Sized;
    pub struct Copy;
    pub struct Clone;
    pub struct Default;
    pub struct Element;
    pub struct Record;
    pub struct Layout;
    pub struct K;
    pub mod core {}
    pub mod std {}
    pub mod records_core {}
    pub const row: f64 = 0.0;
    pub const place: f64 = 1.0;
    pub const set: f64 = 2.0;
    pub const visit: f64 = 3.0;
    pub type usize = u8;
    pub type u8 = u16;
    pub type u16 = [::core::primitive::u8; 2];
    pub type bool = f32;

    /// A record among them.
    #[derive(::records_core::Record, ::core::clone::Clone, ::core::marker::Copy)]
    #[record(packed, size = 40)]
    pub struct Sample<L: ::records_core::Element> {
        pub row: u8,
        pub bool: bool,
        pub gen: L,
        #[record(offset = 20)]
        pub r#async: [i64; 2],
    }

    /// One with all checks that constants make.
    #[derive(::records_core::Record, ::core::clone::Clone, ::core::marker::Copy)]
    #[record(aligned, project = Whole, bytemuck)]
    #[repr(C)]
    pub struct Whole {
        pub place: u8,
        pub set: f64,
    }

    /// And one with offsets.
    #[derive(::records_core::Record, ::core::clone::Clone, ::core::marker::Copy)]
    #[record(packed, project = Whole, size = 11)]
    pub struct Part {
        #[record(offset = 1)]
        pub set: f64,
    }

    /// An enum, too.
    #[derive(::records_core::Element, ::core::clone::Clone, ::core::marker::Copy)]
    #[repr(i16)]
    pub enum Side {
        Some,
        None,
        gen = -3,
    }
}
