#[derive(Clone, Copy)]
pub struct Twelve {
    pub a: u8,
    pub b: u16,
    pub c: u32,
    pub d: u64,
    pub e: i8,
    pub f: i16,
    pub g: i32,
    pub h: i64,
    pub i: f32,
    pub j: f64,
    pub k: [u8; 4],
    pub l: bool,
}
/// What stands for each field of [`Twelve`]: [`TwelveColumns`], [`TwelveColumnsMut`], [`TwelveVecs`] and the type of `Twelve::FIELDS` are this struct with a family put in.
pub struct TwelveColumnSet<K: ::records_core::Family> {
    /// Field `a`.
    pub a: K::Slot<u8, 0>,
    /// Field `b`.
    pub b: K::Slot<u16, 1>,
    /// Field `c`.
    pub c: K::Slot<u32, 2>,
    /// Field `d`.
    pub d: K::Slot<u64, 3>,
    /// Field `e`.
    pub e: K::Slot<i8, 4>,
    /// Field `f`.
    pub f: K::Slot<i16, 5>,
    /// Field `g`.
    pub g: K::Slot<i32, 6>,
    /// Field `h`.
    pub h: K::Slot<i64, 7>,
    /// Field `i`.
    pub i: K::Slot<f32, 8>,
    /// Field `j`.
    pub j: K::Slot<f64, 9>,
    /// Field `k`.
    pub k: K::Slot<[u8; 4], 10>,
    /// Field `l`.
    pub l: K::Slot<bool, 11>,
}
/// A column for each field of [`Twelve`].
pub type TwelveColumns<'a> = TwelveColumnSet<::records_core::ColumnsFamily<'a>>;
/// A mutable column for each field of [`Twelve`].
pub type TwelveColumnsMut<'a> = TwelveColumnSet<::records_core::ColumnsMutFamily<'a>>;
/// A vector for each field of [`Twelve`].
pub type TwelveVecs = TwelveColumnSet<::records_core::VecsFamily>;
#[automatically_derived]
impl<__K: ::records_core::Family> ::core::fmt::Debug for TwelveColumnSet<__K> {
    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::records_core::__private::show_set::<Twelve, __K>(self, __f)
    }
}
impl<__K: ::records_core::Family> ::core::cmp::PartialEq for TwelveColumnSet<__K> {
    fn eq(&self, __other: &Self) -> ::core::primitive::bool {
        ::records_core::__private::same_set::<Twelve, __K>(self, __other)
    }
}
#[automatically_derived]
impl<'__a> ::core::clone::Clone
for TwelveColumnSet<::records_core::ColumnsFamily<'__a>> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
impl<'__a> ::core::marker::Copy
for TwelveColumnSet<::records_core::ColumnsFamily<'__a>> {}
#[automatically_derived]
impl ::core::clone::Clone for TwelveColumnSet<::records_core::VecsFamily> {
    fn clone(&self) -> Self {
        ::records_core::__private::clone_vecs::<Twelve>(self)
    }
}
#[automatically_derived]
impl ::core::default::Default for TwelveColumnSet<::records_core::VecsFamily> {
    fn default() -> Self {
        <Twelve as ::records_core::Record>::build(
            &mut ::records_core::__private::NewVecs,
        )
    }
}
#[automatically_derived]
unsafe impl ::records_core::Element for Twelve {
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
unsafe impl ::records_core::Record for Twelve {
    const SPECS: &'static [::records_core::__private::Spec] = &[
        ::records_core::__private::Spec::new(
            "a",
            <u8 as ::records_core::Element>::DTYPE,
            <u8 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "b",
            <u16 as ::records_core::Element>::DTYPE,
            <u16 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "c",
            <u32 as ::records_core::Element>::DTYPE,
            <u32 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "d",
            <u64 as ::records_core::Element>::DTYPE,
            <u64 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "e",
            <i8 as ::records_core::Element>::DTYPE,
            <i8 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "f",
            <i16 as ::records_core::Element>::DTYPE,
            <i16 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "g",
            <i32 as ::records_core::Element>::DTYPE,
            <i32 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "h",
            <i64 as ::records_core::Element>::DTYPE,
            <i64 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "i",
            <f32 as ::records_core::Element>::DTYPE,
            <f32 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "j",
            <f64 as ::records_core::Element>::DTYPE,
            <f64 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "k",
            <[u8; 4] as ::records_core::Element>::DTYPE,
            <[u8; 4] as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "l",
            <bool as ::records_core::Element>::DTYPE,
            <bool as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
    ];
    const OFFSETS: &'static [::core::primitive::usize] = &::records_core::__private::offsets::<
        12,
    >(::records_core::__private::Rule::Packed, <Self as ::records_core::Record>::SPECS);
    const DESC: &'static [::records_core::Field] = &::records_core::__private::fields::<
        12,
    >(
        <Self as ::records_core::Record>::SPECS,
        <Self as ::records_core::Record>::OFFSETS,
    );
    const DRAFT: &'static ::records_core::Layout = &unsafe {
        ::records_core::Layout::draft(
            "Twelve",
            <Self as ::records_core::Record>::DESC,
            ::records_core::__private::Rule::Packed,
            ::core::option::Option::None,
        )
    };
    type Table = [::core::primitive::usize; 12];
    type Set<__K: ::records_core::Family> = TwelveColumnSet<__K>;
    type First = u8;
    #[inline(always)]
    unsafe fn read_row<__L: ::records_core::Placement<Self>>(
        __row: *const ::core::primitive::u8,
        __place: &__L,
    ) -> Self {
        unsafe {
            Self {
                a: ::records_core::__private::read_field::<
                    u8,
                    Self,
                    _,
                >(__row, __place, 0),
                b: ::records_core::__private::read_field::<
                    u16,
                    Self,
                    _,
                >(__row, __place, 1),
                c: ::records_core::__private::read_field::<
                    u32,
                    Self,
                    _,
                >(__row, __place, 2),
                d: ::records_core::__private::read_field::<
                    u64,
                    Self,
                    _,
                >(__row, __place, 3),
                e: ::records_core::__private::read_field::<
                    i8,
                    Self,
                    _,
                >(__row, __place, 4),
                f: ::records_core::__private::read_field::<
                    i16,
                    Self,
                    _,
                >(__row, __place, 5),
                g: ::records_core::__private::read_field::<
                    i32,
                    Self,
                    _,
                >(__row, __place, 6),
                h: ::records_core::__private::read_field::<
                    i64,
                    Self,
                    _,
                >(__row, __place, 7),
                i: ::records_core::__private::read_field::<
                    f32,
                    Self,
                    _,
                >(__row, __place, 8),
                j: ::records_core::__private::read_field::<
                    f64,
                    Self,
                    _,
                >(__row, __place, 9),
                k: ::records_core::__private::read_field::<
                    [u8; 4],
                    Self,
                    _,
                >(__row, __place, 10),
                l: ::records_core::__private::read_field::<
                    bool,
                    Self,
                    _,
                >(__row, __place, 11),
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
                u8,
                Self,
                _,
            >(self.a, __row, __place, 0);
            ::records_core::__private::write_field::<
                u16,
                Self,
                _,
            >(self.b, __row, __place, 1);
            ::records_core::__private::write_field::<
                u32,
                Self,
                _,
            >(self.c, __row, __place, 2);
            ::records_core::__private::write_field::<
                u64,
                Self,
                _,
            >(self.d, __row, __place, 3);
            ::records_core::__private::write_field::<
                i8,
                Self,
                _,
            >(self.e, __row, __place, 4);
            ::records_core::__private::write_field::<
                i16,
                Self,
                _,
            >(self.f, __row, __place, 5);
            ::records_core::__private::write_field::<
                i32,
                Self,
                _,
            >(self.g, __row, __place, 6);
            ::records_core::__private::write_field::<
                i64,
                Self,
                _,
            >(self.h, __row, __place, 7);
            ::records_core::__private::write_field::<
                f32,
                Self,
                _,
            >(self.i, __row, __place, 8);
            ::records_core::__private::write_field::<
                f64,
                Self,
                _,
            >(self.j, __row, __place, 9);
            ::records_core::__private::write_field::<
                [u8; 4],
                Self,
                _,
            >(self.k, __row, __place, 10);
            ::records_core::__private::write_field::<
                bool,
                Self,
                _,
            >(self.l, __row, __place, 11);
        }
    }
    #[inline]
    unsafe fn visit<
        __K: ::records_core::Family,
        __V: ::records_core::__private::VisitSet<__K>,
    >(__set: *mut TwelveColumnSet<__K>, __visit: &mut __V) {
        unsafe {
            ::records_core::__private::VisitSet::slot::<
                u8,
                0,
            >(__visit, &raw mut (*__set).a);
            ::records_core::__private::VisitSet::slot::<
                u16,
                1,
            >(__visit, &raw mut (*__set).b);
            ::records_core::__private::VisitSet::slot::<
                u32,
                2,
            >(__visit, &raw mut (*__set).c);
            ::records_core::__private::VisitSet::slot::<
                u64,
                3,
            >(__visit, &raw mut (*__set).d);
            ::records_core::__private::VisitSet::slot::<
                i8,
                4,
            >(__visit, &raw mut (*__set).e);
            ::records_core::__private::VisitSet::slot::<
                i16,
                5,
            >(__visit, &raw mut (*__set).f);
            ::records_core::__private::VisitSet::slot::<
                i32,
                6,
            >(__visit, &raw mut (*__set).g);
            ::records_core::__private::VisitSet::slot::<
                i64,
                7,
            >(__visit, &raw mut (*__set).h);
            ::records_core::__private::VisitSet::slot::<
                f32,
                8,
            >(__visit, &raw mut (*__set).i);
            ::records_core::__private::VisitSet::slot::<
                f64,
                9,
            >(__visit, &raw mut (*__set).j);
            ::records_core::__private::VisitSet::slot::<
                [u8; 4],
                10,
            >(__visit, &raw mut (*__set).k);
            ::records_core::__private::VisitSet::slot::<
                bool,
                11,
            >(__visit, &raw mut (*__set).l);
        }
    }
}
