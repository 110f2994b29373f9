#[derive(Clone, Copy)]
#[repr(C)]
pub struct Point {
    pub x: f32,
    y: [u8; 4],
}
/// What stands for each field of [`Point`]: [`PointColumns`], [`PointColumnsMut`], [`PointVecs`] and the type of `Point::FIELDS` are this struct with a family put in.
pub struct PointColumnSet<K: ::records_core::Family> {
    /// Field `x`.
    pub x: K::Slot<f32, 0>,
    /// Field `y`.
    y: K::Slot<[u8; 4], 1>,
}
/// A column for each field of [`Point`].
pub type PointColumns<'a> = PointColumnSet<::records_core::ColumnsFamily<'a>>;
/// A mutable column for each field of [`Point`].
pub type PointColumnsMut<'a> = PointColumnSet<::records_core::ColumnsMutFamily<'a>>;
/// A vector for each field of [`Point`].
pub type PointVecs = PointColumnSet<::records_core::VecsFamily>;
#[automatically_derived]
impl<__K: ::records_core::Family> ::core::fmt::Debug for PointColumnSet<__K> {
    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::records_core::__private::show_set::<Point, __K>(self, __f)
    }
}
impl<__K: ::records_core::Family> ::core::cmp::PartialEq for PointColumnSet<__K> {
    fn eq(&self, __other: &Self) -> ::core::primitive::bool {
        ::records_core::__private::same_set::<Point, __K>(self, __other)
    }
}
#[automatically_derived]
impl<'__a> ::core::clone::Clone for PointColumnSet<::records_core::ColumnsFamily<'__a>> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
impl<'__a> ::core::marker::Copy for PointColumnSet<::records_core::ColumnsFamily<'__a>> {}
#[automatically_derived]
impl ::core::clone::Clone for PointColumnSet<::records_core::VecsFamily> {
    fn clone(&self) -> Self {
        ::records_core::__private::clone_vecs::<Point>(self)
    }
}
#[automatically_derived]
impl ::core::default::Default for PointColumnSet<::records_core::VecsFamily> {
    fn default() -> Self {
        <Point as ::records_core::Record>::build(&mut ::records_core::__private::NewVecs)
    }
}
#[automatically_derived]
unsafe impl ::records_core::Element for Point {
    const DTYPE: &'static ::records_core::DType = &::records_core::DType::Record(
        ::records_core::__private::Nested::Static(
            <Self as ::records_core::Record>::LAYOUT,
        ),
    );
    const IN_PLACE: ::core::primitive::bool = ::records_core::__private::in_place(
        <Self as ::records_core::Record>::SPECS,
    )
        && ::records_core::__private::check_rust_layout(
            <Self as ::records_core::Record>::LAYOUT,
            "C",
            true,
            &[::core::mem::offset_of!(Self, x), ::core::mem::offset_of!(Self, y)],
            ::core::mem::size_of::<Self>(),
        );
    #[inline(always)]
    unsafe fn read(__from: *const ::core::primitive::u8) -> Self {
        unsafe {
            <Self as ::records_core::Record>::read_row(__from, &::records_core::Own)
        }
    }
    #[inline(always)]
    unsafe fn write(self, __to: *mut ::core::primitive::u8) {
        unsafe {
            <Self as ::records_core::Record>::write_row(self, __to, &::records_core::Own)
        }
    }
}
#[automatically_derived]
unsafe impl ::records_core::Record for Point {
    const SPECS: &'static [::records_core::__private::Spec] = &[
        ::records_core::__private::Spec::new(
            "x",
            <f32 as ::records_core::Element>::DTYPE,
            <f32 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "y",
            <[u8; 4] as ::records_core::Element>::DTYPE,
            <[u8; 4] as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
    ];
    const OFFSETS: &'static [::core::primitive::usize] = &::records_core::__private::offsets::<
        2,
    >(::records_core::__private::Rule::Aligned, <Self as ::records_core::Record>::SPECS);
    const DESC: &'static [::records_core::Field] = &::records_core::__private::fields::<
        2,
    >(
        <Self as ::records_core::Record>::SPECS,
        <Self as ::records_core::Record>::OFFSETS,
    );
    const DRAFT: &'static ::records_core::Layout = &unsafe {
        ::records_core::Layout::draft(
            "Point",
            <Self as ::records_core::Record>::DESC,
            ::records_core::__private::Rule::Aligned,
            ::core::option::Option::None,
        )
    };
    type Table = [::core::primitive::usize; 2];
    type Set<__K: ::records_core::Family> = PointColumnSet<__K>;
    type First = f32;
    #[inline(always)]
    unsafe fn read_row<__L: ::records_core::Placement<Self>>(
        __row: *const ::core::primitive::u8,
        __place: &__L,
    ) -> Self {
        unsafe {
            Self {
                x: ::records_core::__private::read_field::<
                    f32,
                    Self,
                    _,
                >(__row, __place, 0),
                y: ::records_core::__private::read_field::<
                    [u8; 4],
                    Self,
                    _,
                >(__row, __place, 1),
            }
        }
    }
    #[inline(always)]
    unsafe fn write_row<__L: ::records_core::Placement<Self>>(
        self,
        __row: *mut ::core::primitive::u8,
        __place: &__L,
    ) {
        unsafe {
            ::records_core::__private::write_field::<
                f32,
                Self,
                _,
            >(self.x, __row, __place, 0);
            ::records_core::__private::write_field::<
                [u8; 4],
                Self,
                _,
            >(self.y, __row, __place, 1);
        }
    }
    #[inline]
    unsafe fn visit<
        __K: ::records_core::Family,
        __V: ::records_core::__private::VisitSet<__K>,
    >(__set: *mut PointColumnSet<__K>, __visit: &mut __V) {
        unsafe {
            ::records_core::__private::VisitSet::slot::<
                f32,
                0,
            >(__visit, &raw mut (*__set).x);
            ::records_core::__private::VisitSet::slot::<
                [u8; 4],
                1,
            >(__visit, &raw mut (*__set).y);
        }
    }
}
const _: () = {
    const fn __holds<__T: ::records_core::bytemuck::AnyBitPattern>() {}
    __holds::<f32>();
    __holds::<[u8; 4]>();
    #[automatically_derived]
    unsafe impl ::records_core::bytemuck::Zeroable for Point {}
    const __PADDED: ::core::primitive::bool = !<Point as ::records_core::Element>::IN_PLACE
        || <Point as ::records_core::Record>::LAYOUT.has_padding();
    struct __PaddingOf<'__a, const PADDED: ::core::primitive::bool>(&'__a ());
    struct __Yes;
    struct __No;
    trait __Is {
        type Padded;
    }
    impl __Is for __PaddingOf<'_, true> {
        type Padded = __Yes;
    }
    impl __Is for __PaddingOf<'_, false> {
        type Padded = __No;
    }
    #[automatically_derived]
    unsafe impl ::records_core::bytemuck::AnyBitPattern for Point
    where
        for<'__a> __PaddingOf<'__a, { __PADDED }>: __Is<Padded = __Yes>,
    {}
    #[automatically_derived]
    unsafe impl ::records_core::bytemuck::Pod for Point
    where
        for<'__a> __PaddingOf<'__a, { __PADDED }>: __Is<Padded = __No>,
    {}
};
const _: ::core::primitive::bool = <Point as ::records_core::Element>::IN_PLACE;
const _: () = ::records_core::__private::check_projection::<Point, Point>();
