//! The endian types of `zerocopy`.

use zerocopy::byteorder::{
    BigEndian, F32, F64, I16, I32, I64, I128, LittleEndian, U16, U32, U64, U128,
};

use super::Element;
use crate::DType;
use crate::layout::{ByteOrder, Scalar};

macro_rules! endian {
    ($($type:ident $scalar:ident)*) => {$(
        endian! { @ $type $scalar BigEndian Big }
        endian! { @ $type $scalar LittleEndian Little }
    )*};
    (@ $type:ident $scalar:ident $endian:ident $order:ident) => {
        // SAFETY: zerocopy documents the type as `repr(transparent)` over the bytes
        // of the number in that order, valid for every byte pattern and without
        // padding, so plain unaligned copies read and write it.
        unsafe impl Element for $type<$endian> {
            const DTYPE: &'static DType = &DType::Scalar(Scalar::$scalar, ByteOrder::$order);
            const IN_PLACE: bool = true;

            #[inline(always)]
            unsafe fn read(from: *const u8) -> Self {
                // SAFETY: the caller's promise.
                unsafe { from.cast::<Self>().read_unaligned() }
            }

            #[inline(always)]
            unsafe fn write(self, to: *mut u8) {
                // SAFETY: the caller's promise.
                unsafe { to.cast::<Self>().write_unaligned(self) }
            }
        }
    };
}

endian! {
    U16 U16 U32 U32 U64 U64 U128 U128
    I16 I16 I32 I32 I64 I64 I128 I128
    F32 F32 F64 F64
}
