#[derive(Clone, Copy)]
struct Nothing;
/// What stands for each field of [`Nothing`]: [`NothingColumns`], [`NothingColumnsMut`], [`NothingVecs`] and the type of `Nothing::FIELDS` are this struct with a family put in.
struct NothingColumnSet<K: ::records_core::Family> {
    __family: ::core::marker::PhantomData<K>,
}
/// A column for each field of [`Nothing`].
type NothingColumns<'a> = NothingColumnSet<::records_core::ColumnsFamily<'a>>;
/// A mutable column for each field of [`Nothing`].
type NothingColumnsMut<'a> = NothingColumnSet<::records_core::ColumnsMutFamily<'a>>;
/// A vector for each field of [`Nothing`].
type NothingVecs = NothingColumnSet<::records_core::VecsFamily>;
#[automatically_derived]
impl<__K: ::records_core::Family> ::core::fmt::Debug for NothingColumnSet<__K> {
    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::records_core::__private::show_set::<Nothing, __K>(self, __f)
    }
}
impl<__K: ::records_core::Family> ::core::cmp::PartialEq for NothingColumnSet<__K> {
    fn eq(&self, __other: &Self) -> ::core::primitive::bool {
        ::records_core::__private::same_set::<Nothing, __K>(self, __other)
    }
}
#[automatically_derived]
impl<'__a> ::core::clone::Clone
for NothingColumnSet<::records_core::ColumnsFamily<'__a>> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
impl<'__a> ::core::marker::Copy
for NothingColumnSet<::records_core::ColumnsFamily<'__a>> {}
#[automatically_derived]
impl ::core::clone::Clone for NothingColumnSet<::records_core::VecsFamily> {
    fn clone(&self) -> Self {
        ::records_core::__private::clone_vecs::<Nothing>(self)
    }
}
#[automatically_derived]
impl ::core::default::Default for NothingColumnSet<::records_core::VecsFamily> {
    fn default() -> Self {
        <Nothing as ::records_core::Record>::build(
            &mut ::records_core::__private::NewVecs,
        )
    }
}
#[automatically_derived]
unsafe impl ::records_core::Element for Nothing {
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
unsafe impl ::records_core::Record for Nothing {
    const SPECS: &'static [::records_core::__private::Spec] = &[];
    const OFFSETS: &'static [::core::primitive::usize] = &::records_core::__private::offsets::<
        0,
    >(::records_core::__private::Rule::Packed, <Self as ::records_core::Record>::SPECS);
    const DESC: &'static [::records_core::Field] = &::records_core::__private::fields::<
        0,
    >(
        <Self as ::records_core::Record>::SPECS,
        <Self as ::records_core::Record>::OFFSETS,
    );
    const DRAFT: &'static ::records_core::Layout = &unsafe {
        ::records_core::Layout::draft(
            "Nothing",
            <Self as ::records_core::Record>::DESC,
            ::records_core::__private::Rule::Packed,
            ::core::option::Option::None,
        )
    };
    type Table = [::core::primitive::usize; 0];
    type Set<__K: ::records_core::Family> = NothingColumnSet<__K>;
    type First = ();
    #[inline(always)]
    unsafe fn read_row<__L: ::records_core::Placement<Self>>(
        __row: *const ::core::primitive::u8,
        __place: &__L,
    ) -> Self {
        unsafe { Self {} }
    }
    #[inline(always)]
    unsafe fn write_row<__L: ::records_core::Placement<Self>>(
        self,
        __row: *mut ::core::primitive::u8,
        __place: &__L,
    ) {
        unsafe {}
    }
    #[inline]
    unsafe fn visit<
        __K: ::records_core::Family,
        __V: ::records_core::__private::VisitSet<__K>,
    >(__set: *mut NothingColumnSet<__K>, __visit: &mut __V) {
        unsafe {}
    }
}
