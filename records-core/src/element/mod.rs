//! What a field may be: the trait [`Element`] and its types.

mod array;
mod bytes;
#[cfg(feature = "num-complex")]
mod complex;
mod endian;
#[cfg(feature = "half")]
mod half;
mod number;
mod primitive;
mod text;
mod time;

pub use bytes::{FixedBytes, Raw};
pub use number::Number;
pub(crate) use number::Sealed;
pub use text::FixedStr;
pub use time::*;

use crate::DType;

/// A type that a field of a record can have.
///
/// Implemented by the numbers, `bool`, arrays of elements, [`FixedBytes`],
/// [`FixedStr`], [`Raw`], [`DateTime64`], [`TimeDelta64`], the endian types of
/// [`zerocopy`](https://docs.rs/zerocopy), records (by `#[derive(Record)]`), enums without data
/// (by `#[derive(Element)]`), and behind features `half::f16` and `num_complex::Complex`.
///
/// In memory an element is a string of [`SIZE`](Element::SIZE) bytes at any
/// address, which need not be the bytes that Rust keeps for the same value: a
/// packed record nested in another stays packed, whatever Rust does with the
/// struct.
///
/// ```
/// use records_core::{Element, FixedBytes};
///
/// assert_eq!(<[f32; 3]>::SIZE, 12);
/// assert_eq!(FixedBytes::<30>::DTYPE.to_string(), "S30");
/// assert!(bool::DTYPE.needs_check() && !f64::DTYPE.needs_check());
/// ```
///
/// # Safety
/// Implement it by the derives only. Views rely on all of this:
///
/// - [`DTYPE`](Element::DTYPE) tells the truth: [`read`](Element::read) is sound for any
///   `SIZE` initialised bytes that are valid for it, and two types of equal dtypes have the same
///   valid bytes.
/// - `read` reads no other byte than the `SIZE` at its address, and padding among
///   them at most untyped, as a copy does; [`write`](Element::write) writes the bytes of the
///   dtype's fields, all of them, initialised and valid, and no other byte.
/// - If [`IN_PLACE`](Element::IN_PLACE), `Self` has size `SIZE`, and its bytes in Rust's memory
///   are those of the dtype, field by field.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a record field",
    label = "not a type of fixed bytes that records know",
    note = "fields are numbers, `bool`, arrays, `FixedBytes<N>`, `FixedStr<N>`, `Raw<N>`, `DateTime64<Unit>`, `TimeDelta64<Unit>`, zerocopy's endian types, other records (`#[derive(Record)]`) and enums without data (`#[derive(Element)]` with `#[repr(u8)]`)"
)]
pub unsafe trait Element: Copy + Send + Sync + 'static {
    /// What the bytes mean.
    const DTYPE: &'static DType;

    /// Bytes that one element takes in a record.
    const SIZE: usize = Self::DTYPE.size();

    /// Whether Rust keeps the value in memory as the record does, so that bytes
    /// can be lent as `&[Self]` where the address is aligned for `Self`.
    const IN_PLACE: bool;

    /// Reads an element.
    ///
    /// # Safety
    /// `from` is valid for reads of `SIZE` bytes, at any alignment; the bytes of
    /// the dtype's fields are initialised and valid for it, padding may be neither.
    unsafe fn read(from: *const u8) -> Self;

    /// Writes an element. Padding inside it is left as it was.
    ///
    /// # Safety
    /// `to` is valid for writes of `SIZE` bytes, at any alignment.
    unsafe fn write(self, to: *mut u8);
}
