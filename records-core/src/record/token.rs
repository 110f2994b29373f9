//! Typed names of fields.

use core::fmt;
use core::marker::PhantomData;

use super::{Family, Invariant, Record};
use crate::{DType, Element};

/// Names field `I` of record `R`, which holds an `F`: `Person::FIELDS.age`.
///
/// It takes no memory: everything it says is in its type.
///
/// ```
/// use records_core::Record;
///
/// #[derive(Record, Clone, Copy)]
/// #[record(aligned)]
/// struct Person { id: u8, age: i32 }
///
/// assert_eq!(Person::FIELDS.age.name(), "age");
/// assert_eq!(Person::FIELDS.age.offset(), 4);
/// ```
pub struct Token<R, F, const I: usize>(Invariant<(R, F)>);

impl<R, F, const I: usize> Token<R, F, I> {
    /// Used by the code that the derive makes.
    ///
    /// # Safety
    /// Field `I` of `R` is an `F`.
    #[doc(hidden)]
    #[must_use]
    pub const unsafe fn new() -> Self {
        Token(PhantomData)
    }
}

impl<R: Record, F: Element, const I: usize> Token<R, F, I> {
    /// The name of the field.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        R::LAYOUT.fields()[I].name()
    }

    /// Bytes from the start of the record to the field.
    #[must_use]
    pub const fn offset(&self) -> usize {
        R::OFFSETS[I]
    }

    /// What the field holds.
    #[must_use]
    pub const fn dtype(&self) -> &'static DType {
        F::DTYPE
    }

    /// The place of the field among the fields of the record.
    #[must_use]
    pub const fn index(&self) -> usize {
        I
    }
}

impl<R, F, const I: usize> Clone for Token<R, F, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R, F, const I: usize> Copy for Token<R, F, I> {}

impl<R: Record, F: Element, const I: usize> fmt::Debug for Token<R, F, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", R::LAYOUT.name(), self.name())
    }
}

/// The family of [`Token`]s of record `R`.
#[derive(Debug)]
pub struct TokensFamily<R>(Invariant<R>);

impl<R: Record> Family for TokensFamily<R> {
    type Slot<F, const I: usize> = Token<R, F, I>;

    fn show<F: Element, const I: usize>(
        slot: &Token<R, F, I>,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        fmt::Debug::fmt(slot, f)
    }

    /// A token is all in its type.
    fn same<F: Element, const I: usize>(_: &Token<R, F, I>, _: &Token<R, F, I>) -> bool {
        true
    }
}
