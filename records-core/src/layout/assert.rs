//! The macro that fails to compile when a layout is not what it should be.

/// Fails to compile unless a record has this size, this alignment, and these
/// fields at these byte offsets.
///
/// Name as much as matters: any of `size` and `align`, and any fields. A field
/// called `size` or `align` is written `r#size`, a renamed one as a text.
///
/// ```
/// use records_core::{FixedBytes, Record, assert_layout};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(aligned)]
/// struct Person { name: FixedBytes<30>, age: i32, weight: f32, height: f32 }
///
/// assert_layout!(Person, size = 44, align = 4, name = 0, age = 32, weight = 36, height = 40);
/// ```
///
/// ```compile_fail
/// # use records_core::{FixedBytes, Record, assert_layout};
/// # #[derive(Record, Clone, Copy)]
/// # #[record(aligned)]
/// # struct Person { name: FixedBytes<30>, age: i32, weight: f32, height: f32 }
/// // error: field `age` of `Person` is at byte 32, not 30
/// assert_layout!(Person, age = 30);
/// ```
#[macro_export]
macro_rules! assert_layout {
    ($record:ty $(, $what:tt = $value:expr)* $(,)?) => {
        const _: () = {
            $($crate::__assert_layout!($record, $what, $value);)*
        };
    };
}

/// One part of [`assert_layout!`].
#[doc(hidden)]
#[macro_export]
macro_rules! __assert_layout {
    ($record:ty, size, $value:expr) => {
        $crate::__private::assert_itemsize(<$record as $crate::Record>::LAYOUT, $value)
    };
    ($record:ty, align, $value:expr) => {
        $crate::__private::assert_alignment(<$record as $crate::Record>::LAYOUT, $value)
    };
    ($record:ty, $field:ident, $value:expr) => {
        $crate::__private::assert_field(
            <$record as $crate::Record>::LAYOUT,
            ::core::stringify!($field),
            $value,
        )
    };
    ($record:ty, $field:literal, $value:expr) => {
        $crate::__private::assert_field(<$record as $crate::Record>::LAYOUT, $field, $value)
    };
}
