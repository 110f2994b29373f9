//! The derives of [`records_core`](https://docs.rs/records-core): use them from there,
//! where each has the name of its trait.
//!
//! A derive is a pipeline: `attr` reads the attributes, `model` holds the struct as
//! data, `check` and `types` find what is wrong with it (all of it, each mistake at
//! its token), `expand` writes the code.
#![forbid(unsafe_code)]

mod attr;
mod check;
mod expand;
mod model;
mod nearest;
mod sink;
mod span;
mod types;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Makes a struct a record: fields at fixed bytes, found in memory through a layout.
///
/// ```
/// use records_core::{FixedBytes, Record};
///
/// #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// #[record(aligned)]
/// pub struct Person {
///     pub name: FixedBytes<30>,
///     pub age: i32,
///     pub weight: f32,
///     pub height: f32,
/// }
///
/// assert_eq!(Person::LAYOUT.itemsize(), 44);
/// assert_eq!(Person::FIELDS.age.offset(), 32);
/// ```
///
/// The struct must be [`Copy`]. It may have named fields or none, be a tuple
/// struct (the fields of its layout are named `f0`, `f1`, ..., as in NumPy), and
/// have type and const parameters; each type parameter is taken to be an `Element`.
///
/// # What is generated
///
/// For a struct `Person`, with its visibility and that of its fields:
///
/// - `Person::LAYOUT` and `Person::FIELDS`, of the trait `Record`;
/// - `PersonColumns<'a>`, with a `Column<'a, F>` for each field: what `columns()` returns;
/// - `PersonColumnsMut<'a>`, with a `ColumnMut<'a, F>` for each field: what `columns_mut()` returns;
/// - `PersonVecs`, with a `Vec<F>` for each field: what `to_columns()` returns.
///
/// The last three are one struct, `PersonColumnSet<K>`, with something else in
/// its fields. They carry the doc comments of the struct's fields.
///
/// # Which layout
///
/// The layout belongs to the data, not to the Rust struct. One of these is needed:
///
/// - `#[record(packed)]`: field behind field without padding, alignment 1. NumPy's default.
/// - `#[record(aligned)]`: each field at a multiple of its alignment, the size rounded
///   up to the largest one. As C does, and NumPy with `align=True`.
/// - `#[repr(C, packed)]` means `packed` and `#[repr(C)]` means `aligned`, if no
///   attribute says otherwise. A `repr` that contradicts the attribute is an error; one that
///   agrees lets Rust slices of the struct be seen as records without copying,
///   and the other way round.
///
/// # Attributes of the struct
///
/// | attribute | meaning |
/// |---|---|
/// | `#[record(packed)]` | the packed layout |
/// | `#[record(aligned)]` | the aligned layout |
/// | `#[record(size = 64)]` | so many bytes from one record to the next; what the fields leave is padding |
/// | `#[record(project = Person)]` | this record can be read in the rows of a `Person`: checked by `cargo check`; may be repeated |
/// | `#[record(columns = People)]` | names the structs of columns `People` and `PeopleMut` |
/// | `#[record(bytemuck)]` | implements the traits of `bytemuck` that hold: `Zeroable`, `AnyBitPattern`, and, for `repr(C)` structs without padding, `Pod`; with a `bool`, `Zeroable` and `NoUninit` |
/// | `#[record(crate = path)]` | where to find `records_core`, if not at `::records_core` |
///
/// ```
/// # use records_core::{FixedBytes, Record};
/// # #[derive(Record, Clone, Copy)]
/// # #[record(aligned)]
/// # pub struct Person { pub name: FixedBytes<30>, pub age: i32, pub weight: f32, pub height: f32 }
/// # mod my_crate { pub use records_core; }
/// #[derive(Record, Clone, Copy)]
/// #[record(aligned, project = Person)]
/// pub struct AgeHeight { pub age: i32, pub height: f32 }
///
/// #[derive(Record, Clone, Copy)]
/// #[repr(C)]
/// #[record(bytemuck, columns = Points, crate = my_crate::records_core)]
/// pub struct Point { pub x: f32, pub y: f32 }
/// ```
///
/// # Attributes of fields
///
/// | attribute | meaning |
/// |---|---|
/// | `#[record(offset = 8)]` | the field starts at this byte; fields behind it follow it |
/// | `#[record(rename = "text")]` | the name of the field in the layout |
///
/// ```
/// # use records_core::Record;
/// #[derive(Record, Clone, Copy)]
/// #[record(packed, size = 16)]
/// pub struct Header {
///     #[record(offset = 8)]
///     pub count: u32,
///     #[record(offset = 0, rename = "magic number")]
///     pub magic: [u8; 4],
/// }
/// ```
///
/// Sizes and offsets are constant expressions. Fields may lie in any order in
/// memory; two that overlap, one that is misaligned in an aligned record, and a size that is too
/// small are errors.
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    expand::derive_record(input.into()).into()
}

/// Makes an enum without data a type that fields of records can have.
///
/// ```
/// use records_core::Element;
///
/// #[derive(Element, Clone, Copy, Debug, PartialEq)]
/// #[repr(u8)]
/// pub enum Side {
///     Buy = b'B',
///     Sell = b'S',
/// }
/// ```
///
/// Its integer is the one of its `repr`, one of `u8` to `u64` and `i8` to `i64`, in native byte
/// order. Bytes that are none of the variants are found when a view of
/// records is made: once, with an error that names row, field and byte.
///
/// The only attribute is `#[record(crate = path)]`: where to find `records_core`, if not at
/// `::records_core`.
#[proc_macro_derive(Element, attributes(record))]
pub fn derive_element(input: TokenStream) -> TokenStream {
    expand::derive_element(input.into()).into()
}
