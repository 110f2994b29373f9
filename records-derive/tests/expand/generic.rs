#[derive(Clone, Copy)]
pub struct Pair<T: PartialEq, const N: usize = 2>
where
    T: Send,
{
    a: [T; N],
    b: T,
}
/// What stands for each field of [`Pair`]: [`PairColumns`], [`PairColumnsMut`], [`PairVecs`] and the type of `Pair::FIELDS` are this struct with a family put in.
pub struct PairColumnSet<K: ::records_core::Family, T: PartialEq, const N: usize = 2>
where
    T: Send,
{
    /// Field `a`.
    a: K::Slot<[T; N], 0>,
    /// Field `b`.
    b: K::Slot<T, 1>,
}
/// A column for each field of [`Pair`].
pub type PairColumns<'a, T, const N: usize = 2> = PairColumnSet<
    ::records_core::ColumnsFamily<'a>,
    T,
    N,
>;
/// A mutable column for each field of [`Pair`].
pub type PairColumnsMut<'a, T, const N: usize = 2> = PairColumnSet<
    ::records_core::ColumnsMutFamily<'a>,
    T,
    N,
>;
/// A vector for each field of [`Pair`].
pub type PairVecs<T, const N: usize = 2> = PairColumnSet<
    ::records_core::VecsFamily,
    T,
    N,
>;
#[automatically_derived]
impl<__K: ::records_core::Family, T: PartialEq, const N: usize> ::core::fmt::Debug
for PairColumnSet<__K, T, N>
where
    T: Send,
    T: ::records_core::Element,
{
    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::records_core::__private::show_set::<Pair<T, N>, __K>(self, __f)
    }
}
impl<__K: ::records_core::Family, T: PartialEq, const N: usize> ::core::cmp::PartialEq
for PairColumnSet<__K, T, N>
where
    T: Send,
    T: ::records_core::Element,
{
    fn eq(&self, __other: &Self) -> ::core::primitive::bool {
        ::records_core::__private::same_set::<Pair<T, N>, __K>(self, __other)
    }
}
#[automatically_derived]
impl<'__a, T: PartialEq, const N: usize> ::core::clone::Clone
for PairColumnSet<::records_core::ColumnsFamily<'__a>, T, N>
where
    T: Send,
    T: ::records_core::Element,
{
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
impl<'__a, T: PartialEq, const N: usize> ::core::marker::Copy
for PairColumnSet<::records_core::ColumnsFamily<'__a>, T, N>
where
    T: Send,
    T: ::records_core::Element,
{}
#[automatically_derived]
impl<T: PartialEq, const N: usize> ::core::clone::Clone
for PairColumnSet<::records_core::VecsFamily, T, N>
where
    T: Send,
    T: ::records_core::Element,
{
    fn clone(&self) -> Self {
        ::records_core::__private::clone_vecs::<Pair<T, N>>(self)
    }
}
#[automatically_derived]
impl<T: PartialEq, const N: usize> ::core::default::Default
for PairColumnSet<::records_core::VecsFamily, T, N>
where
    T: Send,
    T: ::records_core::Element,
{
    fn default() -> Self {
        <Pair<
            T,
            N,
        > as ::records_core::Record>::build(&mut ::records_core::__private::NewVecs)
    }
}
#[automatically_derived]
unsafe impl<T: PartialEq, const N: usize> ::records_core::Element for Pair<T, N>
where
    T: Send,
    T: ::records_core::Element,
{
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
unsafe impl<T: PartialEq, const N: usize> ::records_core::Record for Pair<T, N>
where
    T: Send,
    T: ::records_core::Element,
{
    const SPECS: &'static [::records_core::__private::Spec] = &[
        ::records_core::__private::Spec::new(
            "a",
            <[T; N] as ::records_core::Element>::DTYPE,
            <[T; N] as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "b",
            <T as ::records_core::Element>::DTYPE,
            <T as ::records_core::Element>::IN_PLACE,
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
            "Pair",
            <Self as ::records_core::Record>::DESC,
            ::records_core::__private::Rule::Aligned,
            ::core::option::Option::None,
        )
    };
    type Table = [::core::primitive::usize; 2];
    type Set<__K: ::records_core::Family> = PairColumnSet<__K, T, N>;
    type First = ();
    #[inline(always)]
    unsafe fn read_row<__L: ::records_core::Placement<Self>>(
        __row: *const ::core::primitive::u8,
        __place: &__L,
    ) -> Self {
        unsafe {
            let _ = <[T; N] as ::records_core::Element>::DTYPE;
            let _ = <T as ::records_core::Element>::DTYPE;
            Self {
                a: ::records_core::__private::read_field::<
                    [T; N],
                    Self,
                    _,
                >(__row, __place, 0),
                b: ::records_core::__private::read_field::<T, Self, _>(__row, __place, 1),
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
            let _ = <[T; N] as ::records_core::Element>::DTYPE;
            let _ = <T as ::records_core::Element>::DTYPE;
            ::records_core::__private::write_field::<
                [T; N],
                Self,
                _,
            >(self.a, __row, __place, 0);
            ::records_core::__private::write_field::<
                T,
                Self,
                _,
            >(self.b, __row, __place, 1);
        }
    }
    #[inline]
    unsafe fn visit<
        __K: ::records_core::Family,
        __V: ::records_core::__private::VisitSet<__K>,
    >(__set: *mut PairColumnSet<__K, T, N>, __visit: &mut __V) {
        unsafe {
            let _ = <[T; N] as ::records_core::Element>::DTYPE;
            let _ = <T as ::records_core::Element>::DTYPE;
            ::records_core::__private::VisitSet::slot::<
                [T; N],
                0,
            >(__visit, &raw mut (*__set).a);
            ::records_core::__private::VisitSet::slot::<
                T,
                1,
            >(__visit, &raw mut (*__set).b);
        }
    }
}
