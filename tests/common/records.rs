//! The records that the tests of views go through, each with its model.

#![allow(dead_code, reason = "each test uses a part of it")]

use records_core::{Element, FixedBytes, Record};
use zerocopy::big_endian;

use crate::model::{naive_enum, naive_record};

/// NumPy's `=hdd`, where Rust may lay the struct out as it likes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Sample {
    pub id: i16,
    pub sin: f64,
    pub cos: f64,
}
naive_record!(Sample, 18, in_rust: false, { id: i16 = 0, sin: f64 = 2, cos: f64 = 10 });

/// Fields of [`Sample`], in another order.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned, project = Sample)]
pub struct CosId {
    pub cos: f64,
    pub id: i16,
}
naive_record!(CosId, 16, in_rust: false, { cos: f64 = 0, id: i16 = 8 });

/// The same record, where Rust's layout is that of the record.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
pub struct PackedSample {
    pub id: i16,
    pub sin: f64,
    pub cos: f64,
}
naive_record!(PackedSample, 18, in_rust: true, { id: i16 = 0, sin: f64 = 2, cos: f64 = 10 });

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Person {
    pub name: FixedBytes<30>,
    pub age: i32,
    pub weight: f32,
    pub height: f32,
}
naive_record!(Person, 44, in_rust: true, {
    name: FixedBytes<30> = 0, age: i32 = 32, weight: f32 = 36, height: f32 = 40,
});

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned, project = Person)]
pub struct AgeHeight {
    pub age: i32,
    pub height: f32,
}
naive_record!(AgeHeight, 8, in_rust: false, { age: i32 = 0, height: f32 = 4 });

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = AgeHeight, project = Person)]
pub struct Height {
    pub height: f32,
}
naive_record!(Height, 4, in_rust: false, { height: f32 = 0 });

/// Fields in another order than in memory, with holes between them and behind.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, size = 40)]
pub struct Holes {
    #[record(offset = 24)]
    pub a: u32,
    #[record(offset = 3)]
    pub b: f64,
    #[record(offset = 13)]
    pub c: [u16; 3],
}
naive_record!(Holes, 40, in_rust: false, { a: u32 = 24, b: f64 = 3, c: [u16; 3] = 13 });

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = Holes)]
pub struct HolesPart {
    pub c: [u16; 3],
    pub a: u32,
}
naive_record!(HolesPart, 10, in_rust: false, { c: [u16; 3] = 0, a: u32 = 6 });

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C, packed)]
pub struct Tight {
    pub x: u8,
    pub y: u32,
}
naive_record!(Tight, 5, in_rust: true, { x: u8 = 0, y: u32 = 1 });

/// Three bytes of padding in the middle.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Loose {
    pub x: u8,
    pub y: u32,
}
naive_record!(Loose, 8, in_rust: true, { x: u8 = 0, y: u32 = 4 });

/// Packed and padded records, and arrays of both, in an aligned one.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Nest {
    pub tight: Tight,
    pub loose: Loose,
    pub many: [Loose; 2],
    pub three: [Tight; 3],
    pub last: u16,
}
naive_record!(Nest, 52, in_rust: true, {
    tight: Tight = 0, loose: Loose = 8, many: [Loose; 2] = 16, three: [Tight; 3] = 32, last: u16 = 48,
});

/// An aligned record, and an array of them, in a packed one: at odd bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Crate {
    pub first: u8,
    pub nest: Nest,
    pub grid: [[Loose; 2]; 2],
}
naive_record!(Crate, 85, in_rust: false, {
    first: u8 = 0, nest: Nest = 1, grid: [[Loose; 2]; 2] = 53,
});

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = Crate)]
pub struct CratePart {
    pub grid: [[Loose; 2]; 2],
    pub first: u8,
}
naive_record!(CratePart, 33, in_rust: false, { grid: [[Loose; 2]; 2] = 0, first: u8 = 32 });

/// As bytes come from a network.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Wire {
    pub kind: big_endian::U16,
    pub price: big_endian::F64,
    pub sizes: [big_endian::I32; 2],
    pub at: big_endian::U64,
}
naive_record!(Wire, 26, in_rust: false, {
    kind: big_endian::U16 = 0, price: big_endian::F64 = 2,
    sizes: [big_endian::I32; 2] = 10, at: big_endian::U64 = 18,
});

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = Wire)]
pub struct WirePart {
    pub sizes: [big_endian::I32; 2],
    pub kind: big_endian::U16,
}
naive_record!(WirePart, 10, in_rust: false, {
    sizes: [big_endian::I32; 2] = 0, kind: big_endian::U16 = 8,
});

/// 128-bit numbers, and an array of no elements, which aligns all the same.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct Wide {
    pub small: u8,
    pub none: [f64; 0],
    pub big: u128,
    pub signed: i128,
}
naive_record!(Wide, 48, in_rust: true, {
    small: u8 = 0, none: [f64; 0] = 8, big: u128 = 16, signed: i128 = 32,
});

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = Wide)]
pub struct WidePart {
    pub signed: i128,
    pub none: [f64; 0],
}
naive_record!(WidePart, 16, in_rust: false, { signed: i128 = 0, none: [f64; 0] = 16 });

/// No bytes at all.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed)]
pub struct Nothing {}
naive_record!(Nothing, 0, in_rust: false, {});

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
pub enum Side {
    Buy = b'B',
    Sell = b'S',
}
naive_enum!(Side u8 [Buy Sell]);

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(i16)]
pub enum Level {
    Low = -300,
    Middle = 0,
    High = 300,
}
naive_enum!(Level i16 [Low Middle High]);

#[derive(Element, Clone, Copy, Debug, PartialEq)]
#[repr(u64)]
pub enum Mask {
    None = 0,
    All = u64::MAX,
}
naive_enum!(Mask u64 [None All]);

/// Fields with few valid bytes.
#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
pub struct Flags {
    pub on: bool,
    pub level: Level,
    pub sides: [Side; 3],
    pub mask: Mask,
    pub x: i32,
}
naive_record!(Flags, 24, in_rust: false, {
    on: bool = 0, level: Level = 2, sides: [Side; 3] = 4, mask: Mask = 8, x: i32 = 16,
});

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(packed, project = Flags)]
pub struct FlagsPart {
    pub mask: Mask,
    pub on: bool,
    pub sides: [Side; 3],
}
naive_record!(FlagsPart, 12, in_rust: false, { mask: Mask = 0, on: bool = 8, sides: [Side; 3] = 9 });
