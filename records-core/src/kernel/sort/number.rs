//! Values as unsigned numbers of the same order.
//!
//! What has no place in the order of numbers (NaN, NaT) comes last, whichever way
//! the others run, as one value: NaNs of all kinds are equal. So are 0.0 and -0.0.

use core::marker::PhantomData;

/// How an element in memory becomes a number.
pub(super) trait Number: Copy {
    /// # Safety
    /// The element's bytes at `at` can be read and are initialised.
    unsafe fn number(self, at: *const u8) -> u64;
}

/// An unsigned integer in memory, at any alignment.
pub(super) trait Bits: Copy {
    /// # Safety
    /// Its bytes at `at` can be read and are initialised.
    unsafe fn read<const SWAP: bool>(at: *const u8) -> Self;
    fn wide(self) -> u64;
}

/// The bits of a float.
pub(super) trait FloatBits: Bits {
    /// The float's number; `xor` turns all over, to run the other way.
    fn number(self, xor: u64) -> u64;
    fn is_nan(self) -> bool;
}

macro_rules! bits {
    ($($type:ident)*) => {$(
        impl Bits for $type {
            #[inline(always)]
            unsafe fn read<const SWAP: bool>(at: *const u8) -> $type {
                // SAFETY: the caller's promise.
                let number = unsafe { at.cast::<$type>().read_unaligned() };
                if SWAP { number.swap_bytes() } else { number }
            }

            #[inline(always)]
            fn wide(self) -> u64 {
                self.into()
            }
        }
    )*};
}

bits! { u8 u16 u32 u64 }

macro_rules! floats {
    ($($type:ident $signed:ident $infinity:literal;)*) => {$(
        impl FloatBits for $type {
            #[inline(always)]
            fn number(self, xor: u64) -> u64 {
                const SIGN: $type = 1 << ($type::BITS - 1);
                // 0.0 for -0.0, too.
                let bits = if self == SIGN { 0 } else { self };
                // Of those with a sign, the greater ones are less.
                let turned = bits ^ (((bits as $signed) >> ($type::BITS - 1)) as $type | SIGN);
                // One more than that of infinity, and, the other way round, of its negative.
                let last = u64::from(SIGN | $infinity) + 1;
                if self.is_nan() { last } else { u64::from(turned) ^ xor }
            }

            #[inline(always)]
            fn is_nan(self) -> bool {
                (self & ($type::MAX >> 1)) > $infinity
            }
        }
    )*};
}

floats! {
    u16 i16 0x7c00;
    u32 i32 0x7f80_0000;
    u64 i64 0x7ff0_0000_0000_0000;
}

/// An integer; `xor` has the sign bit set for signed ones, all are turned over to
/// run the other way.
#[derive(Clone, Copy)]
pub(super) struct Int<T, const SWAP: bool> {
    pub(super) xor: u64,
    pub(super) of: PhantomData<T>,
}

impl<T: Bits, const SWAP: bool> Number for Int<T, SWAP> {
    #[inline(always)]
    unsafe fn number(self, at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        unsafe { T::read::<SWAP>(at) }.wide() ^ self.xor
    }
}

/// A float of the width of `T`.
#[derive(Clone, Copy)]
pub(super) struct Float<T, const SWAP: bool> {
    pub(super) xor: u64,
    pub(super) of: PhantomData<T>,
}

impl<T: FloatBits, const SWAP: bool> Number for Float<T, SWAP> {
    #[inline(always)]
    unsafe fn number(self, at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        unsafe { T::read::<SWAP>(at) }.number(self.xor)
    }
}

/// Whether the parts of a complex number are NaN, of which NumPy puts those with a
/// NaN real part last, and those with a NaN imaginary part before them.
#[derive(Clone, Copy)]
pub(super) struct Class<T, const SWAP: bool>(pub(super) PhantomData<T>);

impl<T: FloatBits, const SWAP: bool> Number for Class<T, SWAP> {
    #[inline(always)]
    unsafe fn number(self, at: *const u8) -> u64 {
        // SAFETY: the caller's promise, of both parts.
        let (re, im) = unsafe { (T::read::<SWAP>(at), T::read::<SWAP>(at.add(size_of::<T>()))) };
        u64::from(re.is_nan()) << 1 | u64::from(im.is_nan())
    }
}

/// A number of steps, of which the least is NaT.
#[derive(Clone, Copy)]
pub(super) struct Time<const SWAP: bool, const DESCENDING: bool>;

impl<const SWAP: bool, const DESCENDING: bool> Number for Time<SWAP, DESCENDING> {
    #[inline(always)]
    unsafe fn number(self, at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        let steps = unsafe { u64::read::<SWAP>(at) } ^ (1 << 63);
        // NaT, now 0, becomes the greatest either way.
        if DESCENDING { !steps } else { steps.wrapping_sub(1) }
    }
}

/// A `bool`: any byte but 0 is true.
#[derive(Clone, Copy)]
pub(super) struct Truth {
    pub(super) xor: u64,
}

impl Number for Truth {
    #[inline(always)]
    unsafe fn number(self, at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        u64::from(unsafe { at.read() } != 0) ^ self.xor
    }
}

/// `N` bytes, the first the weightiest.
#[derive(Clone, Copy)]
pub(super) struct Text<const N: usize> {
    pub(super) xor: u64,
}

impl<const N: usize> Number for Text<N> {
    #[inline(always)]
    unsafe fn number(self, at: *const u8) -> u64 {
        // SAFETY: the caller's promise.
        let bytes = unsafe { at.cast::<[u8; N]>().read() };
        let mut whole = [0; 8];
        whole[8 - N..].copy_from_slice(&bytes);
        u64::from_be_bytes(whole) ^ self.xor
    }
}
