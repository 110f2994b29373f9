//! The numbers and `bool`.

use super::Element;
use crate::DType;

macro_rules! primitives {
    ($($type:ident $dtype:ident)*) => {$(
        // SAFETY: the dtype is the type's own, in native byte order; every byte
        // pattern it allows (for `bool`, 0 and 1) is a value; `read_unaligned` and
        // `write_unaligned` touch exactly the bytes of the type.
        unsafe impl Element for $type {
            const DTYPE: &'static DType = &DType::$dtype;
            const IN_PLACE: bool = true;

            #[inline(always)]
            unsafe fn read(from: *const u8) -> $type {
                // SAFETY: the caller's promise.
                unsafe { from.cast::<$type>().read_unaligned() }
            }

            #[inline(always)]
            unsafe fn write(self, to: *mut u8) {
                // SAFETY: the caller's promise.
                unsafe { to.cast::<$type>().write_unaligned(self) }
            }
        }
    )*};
}
#[cfg(any(feature = "half", feature = "num-complex"))]
pub(super) use primitives;

primitives! {
    bool BOOL
    u8 U8 u16 U16 u32 U32 u64 U64 u128 U128
    i8 I8 i16 I16 i32 I32 i64 I64 i128 I128
    f32 F32 f64 F64
}
