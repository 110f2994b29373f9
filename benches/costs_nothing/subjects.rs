//! The records that are measured: 18 bytes packed, 44 aligned, 256 of 40 fields.

use std::fmt::Debug;
use std::ops::{Add, Sub};

use records_core::{Column, ColumnMut, FixedBytes, Number, Record, Records, RecordsMut};

/// A number that a column of a subject holds, and what a loop over it does.
pub trait Key:
    Number + Add<Output = Self> + Sub<Output = Self> + PartialOrd + Default + PartialEq + Debug
{
    /// From its bytes, as people write it by hand.
    fn from_bytes(bytes: &[u8]) -> Self;
}

impl Key for f64 {
    fn from_bytes(bytes: &[u8]) -> f64 {
        f64::from_ne_bytes(bytes.try_into().unwrap())
    }
}

impl Key for i32 {
    fn from_bytes(bytes: &[u8]) -> i32 {
        i32::from_ne_bytes(bytes.try_into().unwrap())
    }
}

/// A record to be measured, with what the hand-written side needs to know of it.
///
/// The numbers are written out, as a person would who writes the loop by hand.
pub trait Subject: Record + PartialEq + Debug {
    /// What the table calls it.
    const NAME: &'static str;
    /// Bytes of a record.
    const BYTES: usize;
    /// The byte at which the field `key` starts.
    const KEY_AT: usize;
    /// The type of the field `key`.
    type Key: Key;
    /// A few of the fields, among them `key`, as a record of its own.
    type Part: Record + PartialEq + Debug;

    /// Record number `i`.
    fn make(i: usize) -> Self;
    /// The same record with another key.
    fn with_key(self, i: usize) -> Self;
    /// One field.
    fn key(&self) -> Self::Key;
    /// All fields, added up.
    fn total(&self) -> f64;
    /// The field `key` of a part.
    fn part_key(part: &Self::Part) -> Self::Key;
    /// The same part, made of a whole record.
    fn part(&self) -> Self::Part;
    /// The column `key`.
    fn column<'a>(records: &Records<'a, Self>) -> Column<'a, Self::Key>;
    /// The column `key` of the projection on `Part`.
    fn part_column<'a>(records: &Records<'a, Self>) -> Column<'a, Self::Key>;
    /// The column `key`, to be written.
    fn column_mut<'a>(records: &'a mut RecordsMut<'_, Self>) -> ColumnMut<'a, Self::Key>;
}

/// A record twice: as people declare it, and as one whose layout Rust keeps.
macro_rules! subject {
    (
        $(#[$layout:meta])* $name:ident $part:ident, $(#[$repr:meta])* $twin:ident, $title:literal, $bytes:literal,
        key: $key:ident $key_type:ty, $key_at:literal,
        part: { $($part_field:ident $part_type:ty),* },
        { $($field:ident $type:ty),* $(,)? },
        |$i:ident| { $($make:tt)* },
        |$it:ident| $total:expr
    ) => {
        subject!(@one $(#[$layout])* $name $part, $title, $bytes, $key $key_type, $key_at,
            { $($part_field $part_type),* }, { $($field $type),* },
            |$i| { $($make)* }, |$it| $total);
        subject!(@one $(#[$repr])* $twin $part, $title, $bytes, $key $key_type, $key_at,
            { $($part_field $part_type),* }, { $($field $type),* },
            |$i| { $($make)* }, |$it| $total);

        #[derive(Record, Clone, Copy, Debug, PartialEq)]
        #[record(packed, project = $name, project = $twin)]
        pub struct $part { $(pub $part_field: $part_type),* }
    };
    (
        @one $(#[$layout:meta])* $name:ident $part:ident, $title:literal, $bytes:literal,
        $key:ident $key_type:ty, $key_at:literal,
        { $($part_field:ident $part_type:ty),* },
        { $($field:ident $type:ty),* },
        |$i:ident| { $($make:tt)* },
        |$it:ident| $total:expr
    ) => {
        #[derive(Record, Clone, Copy, Debug, PartialEq)]
        $(#[$layout])*
        pub struct $name { $(pub $field: $type),* }

        const _: () = assert!($name::LAYOUT.itemsize() == $bytes);

        impl Subject for $name {
            const NAME: &'static str = $title;
            const BYTES: usize = $bytes;
            const KEY_AT: usize = $key_at;
            type Key = $key_type;
            type Part = $part;

            fn make($i: usize) -> Self {
                $name { $($make)* }
            }
            #[inline(always)]
            fn with_key(self, i: usize) -> Self {
                $name { $key: (i % 1000) as $key_type, ..self }
            }
            #[inline(always)]
            fn key(&self) -> $key_type {
                self.$key
            }
            #[inline(always)]
            fn total(&self) -> f64 {
                // By value: a packed twin lends no references to its fields.
                let $it = *self;
                $total
            }
            #[inline(always)]
            fn part_key(part: &$part) -> $key_type {
                part.$key
            }
            #[inline(always)]
            fn part(&self) -> $part {
                $part { $($part_field: self.$part_field),* }
            }
            #[inline(always)]
            fn column<'a>(records: &Records<'a, Self>) -> Column<'a, $key_type> {
                records.columns().$key
            }
            #[inline(always)]
            fn part_column<'a>(records: &Records<'a, Self>) -> Column<'a, $key_type> {
                records.project::<$part>().columns().$key
            }
            #[inline(always)]
            fn column_mut<'a>(records: &'a mut RecordsMut<'_, Self>) -> ColumnMut<'a, $key_type> {
                records.columns_mut().$key
            }
        }
    };
}

subject! {
    #[record(packed)] Sample SamplePart, #[repr(C, packed)] SampleInPlace, "18 bytes, packed", 18,
    key: sin f64, 2,
    part: { sin f64, id i16 },
    { id i16, sin f64, cos f64 },
    |i| { id: (i % 1000) as i16, sin: (i % 97) as f64, cos: (i % 89) as f64 },
    |it| f64::from(it.id) + it.sin + it.cos
}

subject! {
    #[record(aligned)] Person PersonPart, #[repr(C)] PersonInPlace, "44 bytes, aligned", 44,
    key: age i32, 32,
    part: { age i32, height f32 },
    { name FixedBytes<30>, age i32, weight f32, height f32 },
    |i| {
        name: FixedBytes::from_bytes(b"Zhang").unwrap(),
        age: (i % 97) as i32,
        weight: (i % 89) as f32,
        height: (i % 83) as f32,
    },
    // Of the name its first byte: adding up thirty would be all that is measured.
    |it| {
        f64::from(it.name.to_array()[0]) + f64::from(it.age) + f64::from(it.weight) + f64::from(it.height)
    }
}

/// A subject of 24 doubles and 16 floats.
macro_rules! wide {
    ($($double:ident)* ; $($float:ident)*) => {
        subject! {
            #[record(aligned)] Wide WidePart, #[repr(C)] WideInPlace, "256 bytes, 40 fields", 256,
            key: d9 f64, 72,
            part: { d9 f64, f3 f32 },
            { $($double f64,)* $($float f32,)* },
            |i| { $($double: (i % 97) as f64,)* $($float: (i % 89) as f32,)* },
            |it| 0.0 $(+ it.$double)* $(+ f64::from(it.$float))*
        }
    };
}

wide! {
    d0 d1 d2 d3 d4 d5 d6 d7 d8 d9 d10 d11 d12 d13 d14 d15 d16 d17 d18 d19 d20 d21 d22 d23;
    f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15
}
