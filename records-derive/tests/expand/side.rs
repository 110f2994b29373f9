#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Side {
    Buy = b'B',
    Sell = b'S',
}
const _: fn(Side) = |__it| match __it {
    Side::Buy | Side::Sell => {}
};
#[automatically_derived]
unsafe impl ::records_core::Element for Side {
    const DTYPE: &'static ::records_core::DType = {
        ::core::assert!(
            ::core::mem::size_of:: < Self > () == ::records_core::Scalar::U8.size()
        );
        &::records_core::DType::Enum(
            &::records_core::EnumType::new(
                "Side",
                ::records_core::Scalar::U8,
                &[
                    ("Buy", Self::Buy as ::core::primitive::i128),
                    ("Sell", Self::Sell as ::core::primitive::i128),
                ],
            ),
        )
    };
    const IN_PLACE: ::core::primitive::bool = true;
    #[inline(always)]
    unsafe fn read(__from: *const ::core::primitive::u8) -> Self {
        unsafe { ::core::ptr::read_unaligned(__from.cast::<Self>()) }
    }
    #[inline(always)]
    unsafe fn write(self, __to: *mut ::core::primitive::u8) {
        unsafe { ::core::ptr::write_unaligned(__to.cast::<Self>(), self) }
    }
}
