#[derive(Clone, Copy)]
struct Header(u32, records_core::FixedBytes<4>);
/// What stands for each field of [`Header`]: [`Headers`], [`HeadersMut`], [`HeaderVecs`] and the type of `Header::FIELDS` are this struct with a family put in.
struct HeadersSet<K: ::records_core::Family> {
    /// Field `count`.
    f0: K::Slot<u32, 0>,
    /// Field `f1`.
    f1: K::Slot<records_core::FixedBytes<4>, 1>,
}
/// A column for each field of [`Header`].
type Headers<'a> = HeadersSet<::records_core::ColumnsFamily<'a>>;
/// A mutable column for each field of [`Header`].
type HeadersMut<'a> = HeadersSet<::records_core::ColumnsMutFamily<'a>>;
/// A vector for each field of [`Header`].
type HeaderVecs = HeadersSet<::records_core::VecsFamily>;
#[automatically_derived]
impl<__K: ::records_core::Family> ::core::fmt::Debug for HeadersSet<__K> {
    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::records_core::__private::show_set::<Header, __K>(self, __f)
    }
}
impl<__K: ::records_core::Family> ::core::cmp::PartialEq for HeadersSet<__K> {
    fn eq(&self, __other: &Self) -> ::core::primitive::bool {
        ::records_core::__private::same_set::<Header, __K>(self, __other)
    }
}
#[automatically_derived]
impl<'__a> ::core::clone::Clone for HeadersSet<::records_core::ColumnsFamily<'__a>> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
impl<'__a> ::core::marker::Copy for HeadersSet<::records_core::ColumnsFamily<'__a>> {}
#[automatically_derived]
impl ::core::clone::Clone for HeadersSet<::records_core::VecsFamily> {
    fn clone(&self) -> Self {
        ::records_core::__private::clone_vecs::<Header>(self)
    }
}
#[automatically_derived]
impl ::core::default::Default for HeadersSet<::records_core::VecsFamily> {
    fn default() -> Self {
        <Header as ::records_core::Record>::build(
            &mut ::records_core::__private::NewVecs,
        )
    }
}
#[automatically_derived]
unsafe impl ::records_core::Element for Header {
    const DTYPE: &'static ::records_core::DType = &::records_core::DType::Record(
        ::records_core::__private::Nested::Static(
            <Self as ::records_core::Record>::LAYOUT,
        ),
    );
    const IN_PLACE: ::core::primitive::bool = false;
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
unsafe impl ::records_core::Record for Header {
    const SPECS: &'static [::records_core::__private::Spec] = &[
        ::records_core::__private::Spec::new(
            "count",
            <u32 as ::records_core::Element>::DTYPE,
            <u32 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::Some(8),
        ),
        ::records_core::__private::Spec::new(
            "f1",
            <records_core::FixedBytes<4> as ::records_core::Element>::DTYPE,
            <records_core::FixedBytes<4> as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
    ];
    const OFFSETS: &'static [::core::primitive::usize] = &::records_core::__private::offsets::<
        2,
    >(::records_core::__private::Rule::Packed, <Self as ::records_core::Record>::SPECS);
    const DESC: &'static [::records_core::Field] = &::records_core::__private::fields::<
        2,
    >(
        <Self as ::records_core::Record>::SPECS,
        <Self as ::records_core::Record>::OFFSETS,
    );
    const DRAFT: &'static ::records_core::Layout = &unsafe {
        ::records_core::Layout::draft(
            "Header",
            <Self as ::records_core::Record>::DESC,
            ::records_core::__private::Rule::Packed,
            ::core::option::Option::Some(16),
        )
    };
    const LAYOUT: &'static ::records_core::Layout = <Self as ::records_core::Record>::DRAFT;
    type Table = [::core::primitive::usize; 2];
    type Set<__K: ::records_core::Family> = HeadersSet<__K>;
    type First = u32;
    #[inline(always)]
    unsafe fn read_row<__L: ::records_core::Placement<Self>>(
        __row: *const ::core::primitive::u8,
        __place: &__L,
    ) -> Self {
        unsafe {
            let _ = <records_core::FixedBytes<4> as ::records_core::Element>::DTYPE;
            Self {
                0: ::records_core::__private::read_field::<
                    u32,
                    Self,
                    _,
                >(__row, __place, 0),
                1: ::records_core::__private::read_field::<
                    records_core::FixedBytes<4>,
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
            let _ = <records_core::FixedBytes<4> as ::records_core::Element>::DTYPE;
            ::records_core::__private::write_field::<
                u32,
                Self,
                _,
            >(self.0, __row, __place, 0);
            ::records_core::__private::write_field::<
                records_core::FixedBytes<4>,
                Self,
                _,
            >(self.1, __row, __place, 1);
        }
    }
    #[inline]
    unsafe fn visit<
        __K: ::records_core::Family,
        __V: ::records_core::__private::VisitSet<__K>,
    >(__set: *mut HeadersSet<__K>, __visit: &mut __V) {
        unsafe {
            let _ = <records_core::FixedBytes<4> as ::records_core::Element>::DTYPE;
            ::records_core::__private::VisitSet::slot::<
                u32,
                0,
            >(__visit, &raw mut (*__set).f0);
            ::records_core::__private::VisitSet::slot::<
                records_core::FixedBytes<4>,
                1,
            >(__visit, &raw mut (*__set).f1);
        }
    }
}
const _: () = ::records_core::__private::check_field(
    {
        const __DRAFT: &::records_core::Layout = &unsafe {
            ::records_core::Layout::draft(
                "Header",
                <Header as ::records_core::Record>::DESC,
                ::records_core::__private::Rule::Packed,
                ::core::option::Option::None,
            )
        };
        __DRAFT
    },
    0,
);
const _: () = ::records_core::__private::check_field(
    {
        const __DRAFT: &::records_core::Layout = &unsafe {
            ::records_core::Layout::draft(
                "Header",
                <Header as ::records_core::Record>::DESC,
                ::records_core::__private::Rule::Packed,
                ::core::option::Option::None,
            )
        };
        __DRAFT
    },
    1,
);
const _: () = ::records_core::__private::check_layout(
    <Header as ::records_core::Record>::DRAFT,
);
