//! What the derive says of a field, from which constants make the rest.
//!
//! One call for each field is all that generated code has: what it repeats, every
//! user of the derive compiles.

use core::mem::MaybeUninit;

use crate::layout::{DType, Field, Place, Rule};

/// A field as the derive sees it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Spec {
    name: &'static str,
    dtype: &'static DType,
    place: Place,
    in_place: bool,
}

impl Spec {
    /// A field of a type with this dtype, which Rust keeps in memory as records do, or not; with
    /// `offset`, it lies there whatever the rule says.
    ///
    /// Not generic over the type: a bound here would be one more place where the
    /// compiler complains of a type that is no field.
    #[must_use]
    pub const fn new(
        name: &'static str,
        dtype: &'static DType,
        in_place: bool,
        offset: Option<usize>,
    ) -> Spec {
        Spec { name, dtype, place: Place::new(dtype, offset), in_place }
    }
}

/// Where the fields lie by the rule.
///
/// # Panics
/// If there are not `N`.
#[doc(hidden)]
#[must_use]
pub const fn offsets<const N: usize>(rule: Rule, specs: &[Spec]) -> [usize; N] {
    assert!(specs.len() == N);
    let mut places = [Place::NOTHING; N];
    let mut i = 0;
    while i < N {
        places[i] = specs[i].place;
        i += 1;
    }
    rule.offsets(places)
}

/// The fields at their offsets.
///
/// # Panics
/// If there are not `N`.
#[doc(hidden)]
#[must_use]
pub const fn fields<const N: usize>(specs: &'static [Spec], offsets: &[usize]) -> [Field; N] {
    assert!(specs.len() == N && offsets.len() == N);
    let mut fields = MaybeUninit::<[Field; N]>::uninit();
    let first = fields.as_mut_ptr().cast::<Field>();
    let mut i = 0;
    while i < N {
        let field = Field::constant(specs[i].name, specs[i].dtype, offsets[i]);
        // SAFETY: one of the N fields of the array.
        unsafe { first.add(i).write(field) };
        i += 1;
    }
    // SAFETY: all N fields have been written.
    unsafe { fields.assume_init() }
}

/// Whether Rust keeps all the fields in memory as records do.
#[doc(hidden)]
#[must_use]
pub const fn in_place(specs: &[Spec]) -> bool {
    let mut i = 0;
    while i < specs.len() {
        if !specs[i].in_place {
            return false;
        }
        i += 1;
    }
    true
}
