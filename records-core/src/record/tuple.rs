//! Tuples as records: the rows of a selection of fields.
//!
//! The fields are named `f0`, `f1`, ..., as NumPy names those without a name,
//! and packed.

use super::{
    BuildSet, Family, Own, Placement, Record, Spec, Token, TokensFamily, VisitSet, fields, offsets,
};
use crate::Element;
use crate::layout::{DType, Field, Layout, Nested, Rule};

macro_rules! tuple {
    ($count:literal $name:literal $($type:ident $index:tt $field:literal),*) => {
        // SAFETY: see `Record` below, through which it reads and writes.
        unsafe impl<$($type: Element),*> Element for ($($type,)*) {
            const DTYPE: &'static DType = &DType::Record(Nested::Static(Self::LAYOUT));
            // Rust does not say how it lays out tuples.
            const IN_PLACE: bool = false;

            #[inline(always)]
            unsafe fn read(from: *const u8) -> Self {
                // SAFETY: the caller's promise: the fields at their own offsets.
                unsafe { Self::read_row(from, &Own) }
            }

            #[inline(always)]
            unsafe fn write(self, to: *mut u8) {
                // SAFETY: the caller's promise: the fields at their own offsets.
                unsafe { self.write_row(to, &Own) }
            }
        }

        // SAFETY: offsets come from the rule and make the checked layout; fields
        // are read and written by their own types, in their order.
        #[allow(unused_variables, unused_unsafe, clippy::unused_unit, reason = "the tuple without fields")]
        unsafe impl<$($type: Element),*> Record for ($($type,)*) {
            const SPECS: &'static [Spec] = &[$(Spec::new($field, $type::DTYPE, $type::IN_PLACE, None)),*];
            const OFFSETS: &'static [usize] = &offsets::<$count>(Rule::Packed, Self::SPECS);
            const DESC: &'static [Field] = &fields::<$count>(Self::SPECS, Self::OFFSETS);
            const DRAFT: &'static Layout = {
                // SAFETY: `LAYOUT`, the trait's own, checks it.
                unsafe { &Layout::draft($name, Self::DESC, Rule::Packed, None) }
            };

            type Table = [usize; $count];
            type Set<Kind: Family> = ($(Kind::Slot<$type, $index>,)*);
            type First = tuple!(@first $($type)*);

            const FIELDS: Self::Set<TokensFamily<Self>> = {
                // SAFETY: field `index` of the tuple is of that type.
                unsafe { ($(Token::<Self, $type, $index>::new(),)*) }
            };

            #[inline(always)]
            unsafe fn read_row<Place: Placement<Self>>(row: *const u8, place: &Place) -> Self {
                // SAFETY: the caller's promise, field by field.
                unsafe { ($($type::read(row.add(place.offset($index))),)*) }
            }

            #[inline(always)]
            unsafe fn write_row<Place: Placement<Self>>(self, row: *mut u8, place: &Place) {
                // SAFETY: the caller's promise, field by field.
                unsafe { $(self.$index.write(row.add(place.offset($index)));)* }
            }

            #[inline]
            fn build<Kind: Family, Build: BuildSet<Kind>>(build: &mut Build) -> Self::Set<Kind> {
                ($(build.slot::<$type, $index>(),)*)
            }

            #[inline]
            unsafe fn visit<Kind: Family, Visit: VisitSet<Kind>>(
                set: *mut Self::Set<Kind>,
                visit: &mut Visit,
            ) {
                // SAFETY: the caller's promise, slot by slot.
                unsafe { $(visit.slot::<$type, $index>(&raw mut (*set).$index);)* }
            }
        }
    };
    (@first) => { () };
    (@first $first:ident $($rest:ident)*) => { $first };
}

tuple!(0 "()");
tuple!(1 "(A,)" A 0 "f0");
tuple!(2 "(A, B)" A 0 "f0", B 1 "f1");
tuple!(3 "(A, B, C)" A 0 "f0", B 1 "f1", C 2 "f2");
tuple!(4 "(A, B, C, D)" A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3");
tuple!(5 "(A, B, C, D, E)" A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4");
tuple!(6 "(A, B, C, D, E, F)" A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5");
tuple!(7 "(A, B, C, D, E, F, G)"
    A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5", G 6 "f6");
tuple!(8 "(A, B, C, D, E, F, G, H)"
    A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5", G 6 "f6", H 7 "f7");
tuple!(9 "(A, B, C, D, E, F, G, H, I)"
    A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5", G 6 "f6", H 7 "f7", I 8 "f8");
tuple!(10 "(A, B, C, D, E, F, G, H, I, J)"
    A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5", G 6 "f6", H 7 "f7", I 8 "f8",
    J 9 "f9");
tuple!(11 "(A, B, C, D, E, F, G, H, I, J, K)"
    A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5", G 6 "f6", H 7 "f7", I 8 "f8",
    J 9 "f9", K 10 "f10");
tuple!(12 "(A, B, C, D, E, F, G, H, I, J, K, L)"
    A 0 "f0", B 1 "f1", C 2 "f2", D 3 "f3", E 4 "f4", F 5 "f5", G 6 "f6", H 7 "f7", I 8 "f8",
    J 9 "f9", K 10 "f10", L 11 "f11");
