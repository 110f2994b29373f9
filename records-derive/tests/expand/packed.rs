#[derive(Clone, Copy)]
/// A sample of two waves.
pub struct Sample {
    /// The number of the sample.
    pub id: i16,
    pub sin: f64,
    pub cos: f64,
}
/// What stands for each field of [`Sample`]: [`SampleColumns`], [`SampleColumnsMut`], [`SampleVecs`] and the type of `Sample::FIELDS` are this struct with a family put in.
pub struct SampleColumnSet<K: ::records_core::Family> {
    /// The number of the sample.
    pub id: K::Slot<i16, 0>,
    /// Field `sin`.
    pub sin: K::Slot<f64, 1>,
    /// Field `cos`.
    pub cos: K::Slot<f64, 2>,
}
/// A column for each field of [`Sample`].
pub type SampleColumns<'a> = SampleColumnSet<::records_core::ColumnsFamily<'a>>;
/// A mutable column for each field of [`Sample`].
pub type SampleColumnsMut<'a> = SampleColumnSet<::records_core::ColumnsMutFamily<'a>>;
/// A vector for each field of [`Sample`].
pub type SampleVecs = SampleColumnSet<::records_core::VecsFamily>;
#[automatically_derived]
impl<__K: ::records_core::Family> ::core::fmt::Debug for SampleColumnSet<__K> {
    fn fmt(&self, __f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        ::records_core::__private::show_set::<Sample, __K>(self, __f)
    }
}
impl<__K: ::records_core::Family> ::core::cmp::PartialEq for SampleColumnSet<__K> {
    fn eq(&self, __other: &Self) -> ::core::primitive::bool {
        ::records_core::__private::same_set::<Sample, __K>(self, __other)
    }
}
#[automatically_derived]
impl<'__a> ::core::clone::Clone
for SampleColumnSet<::records_core::ColumnsFamily<'__a>> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
#[automatically_derived]
impl<'__a> ::core::marker::Copy
for SampleColumnSet<::records_core::ColumnsFamily<'__a>> {}
#[automatically_derived]
impl ::core::clone::Clone for SampleColumnSet<::records_core::VecsFamily> {
    fn clone(&self) -> Self {
        ::records_core::__private::clone_vecs::<Sample>(self)
    }
}
#[automatically_derived]
impl ::core::default::Default for SampleColumnSet<::records_core::VecsFamily> {
    fn default() -> Self {
        <Sample as ::records_core::Record>::build(
            &mut ::records_core::__private::NewVecs,
        )
    }
}
#[automatically_derived]
unsafe impl ::records_core::Element for Sample {
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
unsafe impl ::records_core::Record for Sample {
    const SPECS: &'static [::records_core::__private::Spec] = &[
        ::records_core::__private::Spec::new(
            "id",
            <i16 as ::records_core::Element>::DTYPE,
            <i16 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "sin",
            <f64 as ::records_core::Element>::DTYPE,
            <f64 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
        ::records_core::__private::Spec::new(
            "cos",
            <f64 as ::records_core::Element>::DTYPE,
            <f64 as ::records_core::Element>::IN_PLACE,
            ::core::option::Option::None,
        ),
    ];
    const OFFSETS: &'static [::core::primitive::usize] = &::records_core::__private::offsets::<
        3,
    >(::records_core::__private::Rule::Packed, <Self as ::records_core::Record>::SPECS);
    const DESC: &'static [::records_core::Field] = &::records_core::__private::fields::<
        3,
    >(
        <Self as ::records_core::Record>::SPECS,
        <Self as ::records_core::Record>::OFFSETS,
    );
    const DRAFT: &'static ::records_core::Layout = &unsafe {
        ::records_core::Layout::draft(
            "Sample",
            <Self as ::records_core::Record>::DESC,
            ::records_core::__private::Rule::Packed,
            ::core::option::Option::None,
        )
    };
    type Table = [::core::primitive::usize; 3];
    type Set<__K: ::records_core::Family> = SampleColumnSet<__K>;
    type First = i16;
    #[inline(always)]
    unsafe fn read_row<__L: ::records_core::Placement<Self>>(
        __row: *const ::core::primitive::u8,
        __place: &__L,
    ) -> Self {
        unsafe {
            Self {
                id: ::records_core::__private::read_field::<
                    i16,
                    Self,
                    _,
                >(__row, __place, 0),
                sin: ::records_core::__private::read_field::<
                    f64,
                    Self,
                    _,
                >(__row, __place, 1),
                cos: ::records_core::__private::read_field::<
                    f64,
                    Self,
                    _,
                >(__row, __place, 2),
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
                i16,
                Self,
                _,
            >(self.id, __row, __place, 0);
            ::records_core::__private::write_field::<
                f64,
                Self,
                _,
            >(self.sin, __row, __place, 1);
            ::records_core::__private::write_field::<
                f64,
                Self,
                _,
            >(self.cos, __row, __place, 2);
        }
    }
    #[inline]
    unsafe fn visit<
        __K: ::records_core::Family,
        __V: ::records_core::__private::VisitSet<__K>,
    >(__set: *mut SampleColumnSet<__K>, __visit: &mut __V) {
        unsafe {
            ::records_core::__private::VisitSet::slot::<
                i16,
                0,
            >(__visit, &raw mut (*__set).id);
            ::records_core::__private::VisitSet::slot::<
                f64,
                1,
            >(__visit, &raw mut (*__set).sin);
            ::records_core::__private::VisitSet::slot::<
                f64,
                2,
            >(__visit, &raw mut (*__set).cos);
        }
    }
}
