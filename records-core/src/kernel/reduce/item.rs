//! How the bytes of an item become a number.

use core::marker::PhantomData;

use super::Num;
use crate::value::half::half_to_f32;

/// How the bytes of an item become a number.
///
/// Public only because `Number` names it; not to be implemented outside.
pub trait Item: 'static {
    /// The number, in native byte order.
    type Number: Num;
    /// Bytes of an item.
    const SIZE: usize;
    /// How its bytes are those of the number.
    const FORM: Form;

    /// # Safety
    /// `SIZE` initialised bytes can be read, at any alignment.
    unsafe fn read(from: *const u8) -> Self::Number;
}

/// How the bytes of an item are those of the number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// They are.
    Native,
    /// The last one first.
    Swapped,
    /// They are not: the number is wider.
    Other,
}

/// A number in native byte order, or in the other one.
#[derive(Clone, Copy, Debug)]
pub struct Plain<T, const SWAPPED: bool>(PhantomData<T>);

impl<T: Num, const SWAPPED: bool> Item for Plain<T, SWAPPED> {
    type Number = T;
    const SIZE: usize = size_of::<T>();
    const FORM: Form = if SWAPPED { Form::Swapped } else { Form::Native };

    #[inline(always)]
    unsafe fn read(from: *const u8) -> T {
        // SAFETY: the caller's promise.
        unsafe { T::read::<SWAPPED>(from) }
    }
}

/// Half precision, which counts as single.
#[allow(unreachable_pub, reason = "public where `half::f16` is a number")]
#[derive(Clone, Copy, Debug)]
pub struct HalfItem<const SWAPPED: bool>(());

impl<const SWAPPED: bool> Item for HalfItem<SWAPPED> {
    type Number = f32;
    const SIZE: usize = 2;
    const FORM: Form = Form::Other;

    #[inline(always)]
    unsafe fn read(from: *const u8) -> f32 {
        // SAFETY: the caller's promise.
        half_to_f32(unsafe { u16::read::<SWAPPED>(from) })
    }
}

/// A `bool`, of which any byte but 0 is true, and which counts as 0 or 1.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TruthItem(());

impl Item for TruthItem {
    type Number = u8;
    const SIZE: usize = 1;
    const FORM: Form = Form::Other;

    #[inline(always)]
    unsafe fn read(from: *const u8) -> u8 {
        // SAFETY: the caller's promise.
        u8::from(unsafe { from.read() } != 0)
    }
}
