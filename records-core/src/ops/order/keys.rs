//! What rows are ordered by: field tokens.

use core::fmt;

use super::words::Key;
use crate::{Element, Placement, Record, Token};

/// The field of a token, the greatest first: `Person::FIELDS.age.desc()`.
///
/// ```
/// # use records_core::{Record, RecordBuf};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Person { age: i32, height: f32 }
/// # let people: RecordBuf<Person> =
/// #     [(40, 1.8), (30, 1.7), (40, 1.6)].map(|(age, height)| Person { age, height }).into_iter().collect();
/// let by = (Person::FIELDS.age.desc(), Person::FIELDS.height);
/// assert_eq!(people.view().argsort(by), [2, 0, 1]);
/// ```
#[derive(Clone, Copy)]
pub struct Descending<T>(T);

impl<R, F, const I: usize> Token<R, F, I> {
    /// The same field, the greatest first, where rows are ordered. NaN and NaT still
    /// come last, and equal rows keep their order.
    #[must_use]
    pub const fn desc(self) -> Descending<Self> {
        Descending(self)
    }
}

/// As the token, with the direction: `Person.age descending`.
impl<T: fmt::Debug> fmt::Debug for Descending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} descending", self.0)
    }
}

/// What rows of `R` are ordered by: a field token, or a tuple of one to twelve, the
/// weightiest first.
///
/// [`Token::desc`] puts the greatest first. Fields of every type have an order, that
/// of NumPy's sort:
///
/// | type | order |
/// |---|---|
/// | numbers, `bool` | by value, in whatever byte order they are kept; `-0.0` equals `0.0`; NaNs equal each other and come last |
/// | enums | by the number of the variant |
/// | complex numbers | by the real part, then by the imaginary one; those with a NaN come last |
/// | `FixedBytes`, `Raw` | byte by byte; trailing NULs of text make no difference |
/// | `FixedStr` | character by character |
/// | `DateTime64`, `TimeDelta64` | by time; NaT equals NaT and comes last |
/// | arrays, nested records | by the first element or field in which they differ |
///
/// NaN and NaT come last in descending order, too.
///
/// ```
/// use records_core::{OrderBy, Record, RecordBuf, Records};
/// # #[derive(Record, Clone, Copy, Debug, PartialEq)]
/// # #[record(packed)]
/// # struct Person { age: i32, height: f32 }
///
/// fn first<K: OrderBy<Person>>(people: &Records<'_, Person>, keys: K) -> Option<Person> {
///     people.get(*people.argsort(keys).first()?)
/// }
/// let people: RecordBuf<Person> =
///     [(40, 1.8), (30, 1.7)].map(|(age, height)| Person { age, height }).into_iter().collect();
/// assert_eq!(first(&people.view(), Person::FIELDS.height), people.get(1));
/// assert_eq!(first(&people.view(), (Person::FIELDS.age.desc(),)), people.get(0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what rows of `{R}` are ordered by",
    label = "expected a field token or a tuple of one to twelve, such as `({R}::FIELDS.a, {R}::FIELDS.b.desc())`"
)]
pub trait OrderBy<R: Record> {
    /// The fields' places in `R`, and whether the greatest comes first.
    #[doc(hidden)]
    const KEYS: &'static [(usize, bool)];
}

/// One part of an [`OrderBy`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say what rows of `{R}` are ordered by",
    label = "expected a field token, such as `{R}::FIELDS.a` or `{R}::FIELDS.b.desc()`"
)]
pub trait OrderKey<R: Record> {
    /// The field's place in `R`, and whether the greatest comes first.
    const KEY: (usize, bool);
}

impl<R: Record, F: Element, const I: usize> OrderKey<R> for Token<R, F, I> {
    const KEY: (usize, bool) = (I, false);
}

impl<R: Record, F: Element, const I: usize> OrderKey<R> for Descending<Token<R, F, I>> {
    const KEY: (usize, bool) = (I, true);
}

impl<R: Record, F: Element, const I: usize> OrderBy<R> for Token<R, F, I> {
    const KEYS: &'static [(usize, bool)] = &[(I, false)];
}

impl<R: Record, F: Element, const I: usize> OrderBy<R> for Descending<Token<R, F, I>> {
    const KEYS: &'static [(usize, bool)] = &[(I, true)];
}

macro_rules! tuple {
    ($($type:ident)+) => {
        impl<Rec: Record, $($type: OrderKey<Rec>),+> OrderBy<Rec> for ($($type,)+) {
            const KEYS: &'static [(usize, bool)] = &[$($type::KEY),+];
        }
    };
}

tuple!(A);
tuple!(A B);
tuple!(A B C);
tuple!(A B C D);
tuple!(A B C D E);
tuple!(A B C D E F);
tuple!(A B C D E F G);
tuple!(A B C D E F G H);
tuple!(A B C D E F G H I);
tuple!(A B C D E F G H I J);
tuple!(A B C D E F G H I J K);
tuple!(A B C D E F G H I J K L);

/// Keys of the rows of a view, where it has their fields.
///
/// # Panics
/// If `R` has no such field, which no token says.
pub(super) fn keys_at<'p, R: Record, L: Placement<R>>(
    keys: &'p [(usize, bool)],
    place: &'p L,
) -> impl Iterator<Item = Key<'static>> + 'p {
    keys.iter().map(|&(index, descending)| Key {
        offset: place.offset(index),
        dtype: R::LAYOUT.fields()[index].dtype(),
        descending,
    })
}
