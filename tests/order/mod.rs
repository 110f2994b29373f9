//! Rows whose fields are of every kind, with few values each, so that many are equal,
//! and the plain comparisons that the tests compare with.

use std::cmp::Ordering;

use records_core::zerocopy::big_endian;
use records_core::{DateTime64, Element, FixedBytes, FixedStr, Raw, Record, Seconds, TimeDelta64};

/// How two values compare; what has no place in the order of its type comes last, whichever way
/// the others run.
pub trait Naive {
    fn order(&self, other: &Self, down: bool) -> Ordering;
}

fn turned(order: Ordering, down: bool) -> Ordering {
    if down { order.reverse() } else { order }
}

macro_rules! plain {
    ($($type:ty)*) => {$(
        impl Naive for $type {
            fn order(&self, other: &Self, down: bool) -> Ordering {
                turned(self.cmp(other), down)
            }
        }
    )*};
}

plain! { bool u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 Side }

macro_rules! floats {
    ($($type:ty)*) => {$(
        impl Naive for $type {
            fn order(&self, other: &Self, down: bool) -> Ordering {
                match self.partial_cmp(other) {
                    Some(order) => turned(order, down),
                    None => self.is_nan().cmp(&other.is_nan()),
                }
            }
        }
    )*};
}

floats! { f32 f64 }

macro_rules! endian {
    ($($type:ident)*) => {$(
        impl Naive for big_endian::$type {
            fn order(&self, other: &Self, down: bool) -> Ordering {
                self.get().order(&other.get(), down)
            }
        }
    )*};
}

endian! { U16 I32 U64 F32 F64 I128 }

macro_rules! times {
    ($($type:ty)*) => {$(
        impl Naive for $type {
            fn order(&self, other: &Self, down: bool) -> Ordering {
                match (self.get(), other.get()) {
                    (Some(a), Some(b)) => a.order(&b, down),
                    (a, b) => a.is_none().cmp(&b.is_none()),
                }
            }
        }
    )*};
}

times! { DateTime64<Seconds> TimeDelta64<Seconds> }

impl<const N: usize> Naive for FixedBytes<N> {
    fn order(&self, other: &Self, down: bool) -> Ordering {
        turned(self.as_bytes().cmp(other.as_bytes()), down)
    }
}

impl<const N: usize> Naive for FixedStr<N> {
    fn order(&self, other: &Self, down: bool) -> Ordering {
        turned(self.chars().cmp(other.chars()), down)
    }
}

impl<const N: usize> Naive for Raw<N> {
    fn order(&self, other: &Self, down: bool) -> Ordering {
        turned(self.0.cmp(&other.0), down)
    }
}

impl<T: Naive, const N: usize> Naive for [T; N] {
    fn order(&self, other: &Self, down: bool) -> Ordering {
        let orders = self.iter().zip(other).map(|(a, b)| a.order(b, down));
        orders.fold(Ordering::Equal, Ordering::then)
    }
}

#[derive(Element, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(i16)]
pub enum Side {
    Short = -2,
    None = 0,
    Long = 300,
}

#[derive(Record, Clone, Copy, Debug, PartialEq)]
#[record(aligned)]
pub struct Point {
    pub flag: bool,
    pub x: f32,
    pub y: big_endian::U16,
}

impl Naive for Point {
    fn order(&self, other: &Self, down: bool) -> Ordering {
        let orders = (self.flag.order(&other.flag, down), self.x.order(&other.x, down));
        orders.0.then(orders.1).then(self.y.order(&other.y, down))
    }
}

macro_rules! all {
    ($($(#[$attr:meta])* $name:ident: $type:ty = $values:expr;)*) => {
        /// A field of every kind.
        #[derive(Record, Clone, Copy, Debug, PartialEq)]
        #[record(packed)]
        pub struct All {
            $(pub $name: $type,)*
            pub id: u32,
        }

        impl All {
            /// A row of values that come up often.
            pub fn some(below: &mut impl FnMut(usize) -> usize, id: u32) -> All {
                $(let $name = {
                    let values: &[$type] = &$values;
                    values[below(values.len())]
                };)*
                All { $($name,)* id }
            }
        }

        /// One key of `All`, by its number.
        #[derive(Clone, Copy, Debug)]
        #[allow(non_camel_case_types)]
        pub enum Field { $($name,)* }

        impl Field {
            pub const ALL: &'static [Field] = &[$(Field::$name,)*];

            pub fn name(self) -> &'static str {
                match self { $(Field::$name => stringify!($name),)* }
            }

            pub fn order(self, a: &All, b: &All, down: bool) -> Ordering {
                match self {
                    $(Field::$name => {
                        let (a, b) = ({ a.$name }, { b.$name });
                        a.order(&b, down)
                    })*
                }
            }

            /// The typed sort by this field.
            pub fn argsort(self, rows: &records_core::Records<'_, All>, down: bool) -> Vec<usize> {
                match self {
                    $(Field::$name if down => rows.argsort(All::FIELDS.$name.desc()),
                    Field::$name => rows.argsort((All::FIELDS.$name,)),)*
                }
            }
        }
    };
}

fn text<const N: usize>(text: &str) -> FixedStr<N> {
    FixedStr::new(text).unwrap()
}

fn bytes<const N: usize>(text: &[u8]) -> FixedBytes<N> {
    FixedBytes::from_bytes(text).unwrap()
}

const NANS: [f64; 3] = [f64::NAN, -f64::NAN, f64::from_bits(0x7ff0_0000_0000_0001)];

all! {
    truth: bool = [false, true];
    tiny: u8 = [0, 1, 127, 128, 255];
    byte: i8 = [-128, -1, 0, 1, 127];
    short: u16 = [0, 255, 256, 65535];
    int: i32 = [i32::MIN, -70_000, -1, 0, 1, 65_536, i32::MAX];
    wide: u64 = [0, 1, u64::MAX, 1 << 63, 1 << 32];
    signed: i64 = [i64::MIN, -1, 0, 1, i64::MAX, 1 << 40];
    huge: u128 = [0, u128::MAX, 1 << 64, (1 << 64) + 1, 1 << 127];
    vast: i128 = [i128::MIN, -1, 0, 1, i128::MAX, -(1 << 64), 1 << 64];
    single: f32 = [0.0, -0.0, 1.5, -1.5, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, -f32::NAN, 1e-45, f32::MAX];
    double: f64 = [0.0, -0.0, 1.5, -1.5, f64::INFINITY, f64::NEG_INFINITY, NANS[0], NANS[1], NANS[2], f64::MIN];
    big_short: big_endian::U16 = [0.into(), 255.into(), 256.into()];
    big_int: big_endian::I32 = [(-1).into(), 0.into(), 256.into(), i32::MIN.into()];
    big_wide: big_endian::U64 = [0.into(), 1.into(), (1 << 56).into()];
    big_single: big_endian::F32 = [(-0.5).into(), 2.0.into(), f32::NAN.into(), (-0.0).into(), 0.0.into()];
    big_double: big_endian::F64 = [(-0.5).into(), 2.0.into(), f64::NAN.into(), (-0.0).into(), 0.0.into()];
    big_vast: big_endian::I128 = [(-1).into(), 0.into(), (1 << 64).into(), i128::MIN.into()];
    side: Side = [Side::Short, Side::None, Side::Long];
    name: FixedBytes<11> = [bytes(b""), bytes(b"a"), bytes(b"a\0b"), bytes(b"ab"), bytes(b"abcdefgh"), bytes(b"abcdefghi"), bytes(b"\xff"), bytes(b"abcdefgh\0\0j")];
    letter: FixedBytes<1> = [bytes(b""), bytes(b"a")];
    city: FixedStr<3> = [text(""), text("a"), text("Zü"), text("Zur"), text("\u{10ffff}"), text("\u{ffff}")];
    raw: Raw<5> = [Raw(*b"\0\0\0\0\0"), Raw(*b"\0\0\0\0\x01"), Raw(*b"\xff\0\0\0\0"), Raw(*b"\xff\0\0\0\x02")];
    at: DateTime64<Seconds> = [DateTime64::NAT, DateTime64::new(-5), DateTime64::new(0), DateTime64::new(i64::MAX), DateTime64::new(i64::MIN + 1)];
    span: TimeDelta64<Seconds> = [TimeDelta64::NAT, TimeDelta64::new(-5), TimeDelta64::new(7)];
    shorts: [i16; 5] = [[0; 5], [0, 0, 0, 0, -1], [-1, 0, 0, 0, 0], [0, 0, 0, 0, 1], [1, -1, 1, -1, 1]];
    truths: [bool; 3] = [[false; 3], [false, false, true], [true, false, false]];
    octets: [u8; 9] = [[0; 9], *b"\0\0\0\0\0\0\0\0\x01", *b"\xff\0\0\0\0\0\0\0\0"];
    matrix: [[f32; 2]; 2] = [[[0.0; 2]; 2], [[-0.0, 0.0], [f32::NAN, 1.0]], [[0.0, 0.0], [1.0, f32::NAN]], [[f32::NAN; 2]; 2]];
    names: [FixedBytes<3>; 3] = [[bytes(b""); 3], [bytes(b"a"), bytes(b"b"), bytes(b"c")], [bytes(b"a"), bytes(b"b"), bytes(b"d")]];
    point: Point = [Point { flag: true, x: 0.5, y: 1.into() }, Point { flag: false, x: f32::NAN, y: 1.into() }, Point { flag: false, x: -1.0, y: 256.into() }, Point { flag: false, x: -1.0, y: 255.into() }];
    points: [Point; 2] = [[Point { flag: true, x: 0.5, y: 1.into() }; 2], [Point { flag: true, x: 0.5, y: 1.into() }, Point { flag: true, x: -0.0, y: 1.into() }], [Point { flag: true, x: 0.5, y: 1.into() }, Point { flag: true, x: 0.0, y: 0.into() }]];
    nothing: [u64; 0] = [[]];
}
