//! NumPy's texts for a layout: `dtype.descr` and `repr(dtype)`.
//!
//! The writers are `const fn` over a [`Sink`], so that the texts of derived
//! layouts can be constants. [`LayoutText`] is the handle that both uses share.

mod code;
mod descr;
mod literal;
mod repr;

use alloc::string::String;
use core::cell::OnceCell;
use core::fmt;

use super::text::{Sink, collect};
use super::{DType, Layout};

impl Layout {
    /// What NumPy gives as `dtype.descr`, printed as Python prints it.
    ///
    /// Holes appear as NumPy writes them, as fields without a name: `('', '|V2')`.
    /// Enums appear as their integers, the 128-bit integers, which NumPy does not
    /// have, as `|V16`. The fields come in the order of memory, which is that of
    /// their declaration unless explicit offsets made it another one; NumPy
    /// itself has no descr for a record whose fields are in another order.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let text = Layout::aligned([("id", DType::U8), ("pos", DType::array(DType::F32, 3))]);
    /// # #[cfg(target_endian = "little")]
    /// assert_eq!(text.descr(), "[('id', '|u1'), ('', '|V3'), ('pos', '<f4', (3,))]");
    /// ```
    #[must_use]
    pub const fn descr(&self) -> LayoutText<'_> {
        LayoutText { layout: self, form: Form::Descr, text: OnceCell::new() }
    }

    /// What NumPy prints as `repr(dtype)`: with `from numpy import dtype`, Python's
    /// `eval` of it gives an equal dtype, offsets and itemsize included.
    ///
    /// It is a list of fields where packing them, or aligning them if the record
    /// [is aligned](Layout::is_aligned), gives their offsets, else a dict that
    /// names every offset.
    ///
    /// Two things differ from NumPy 2, where its own text does not evaluate to
    /// the dtype it was printed for: a nested record whose rule is another one
    /// than that of the record around it is written as a `dtype(...)` of its
    /// own (NumPy forgets its `align=True`), and a field with an empty name makes
    /// the text a dict (NumPy would rename the field).
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let list = Layout::aligned([("id", DType::U8), ("tag", DType::Bytes(3))]);
    /// assert_eq!(list.dtype_repr(), "dtype([('id', 'u1'), ('tag', 'S3')], align=True)");
    ///
    /// let dict = Layout::explicit([("id", DType::U8, 0), ("tag", DType::Bytes(3), 8)], 16)?;
    /// assert_eq!(
    ///     dict.dtype_repr(),
    ///     "dtype({'names': ['id', 'tag'], 'formats': ['u1', 'S3'], \
    ///      'offsets': [0, 8], 'itemsize': 16})",
    /// );
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    #[must_use]
    pub const fn dtype_repr(&self) -> LayoutText<'_> {
        LayoutText { layout: self, form: Form::Repr, text: OnceCell::new() }
    }
}

#[derive(Clone, Copy)]
enum Form {
    Descr,
    Repr,
}

impl Form {
    const fn write(self, layout: &Layout, out: &mut Sink<'_>) {
        match self {
            Form::Descr => descr::layout(layout, out),
            Form::Repr => repr::layout(layout, out),
        }
    }
}

/// NumPy's code for a dtype as its array interface gives it: `<f8`, `|S30`, `|V18` for
/// records. Arrays have none.
pub(crate) fn typestr(dtype: &DType) -> String {
    match dtype {
        DType::Record(layout) => alloc::format!("|V{}", layout.get().itemsize()),
        _ => {
            let quoted = collect(|out| code::code(dtype, code::Spelling::Full, out));
            quoted.trim_matches('\'').into()
        }
    }
}

/// A text as Python prints it, in quotes.
pub(crate) fn python_str(text: &str) -> String {
    collect(|out| literal::literal(text, out))
}

/// A text that describes a layout, from [`Layout::descr`] or
/// [`Layout::dtype_repr`]. It is a `str` to all that reads it: it dereferences
/// to one, prints as one and compares with one. It is written when it is first
/// read.
///
/// A constant cannot hold a string that it makes itself, but it can hold an
/// array. [`byte_len`](LayoutText::byte_len) and
/// [`into_array`](LayoutText::into_array) run at compile time. Keep the array, or
/// the `str` in it, as the constant rather than the `LayoutText`, which holds the
/// place for its string:
///
/// ```
/// use records_core::{Layout, Record};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Mono { level: i8 }
///
/// const MONO: &Layout = Mono::LAYOUT;
/// const BYTES: [u8; MONO.descr().byte_len()] = MONO.descr().into_array();
/// const TEXT: &str = match core::str::from_utf8(&BYTES) {
///     Ok(text) => text,
///     Err(_) => unreachable!(),
/// };
/// assert_eq!(TEXT, "[('level', '|i1')]");
/// ```
#[derive(Clone)]
pub struct LayoutText<'l> {
    layout: &'l Layout,
    form: Form,
    text: OnceCell<String>,
}

impl LayoutText<'_> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.get_or_init(|| collect(|out| self.form.write(self.layout, out)))
    }

    /// The text as a string of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        let LayoutText { layout, form, text } = self;
        text.into_inner().unwrap_or_else(|| collect(|out| form.write(layout, out)))
    }

    /// Bytes of the text, for constants; elsewhere its `len()` does.
    ///
    /// It takes the text itself, since a constant cannot drop one.
    #[must_use]
    pub const fn byte_len(self) -> usize {
        let mut count = Sink::new(&mut []);
        self.form.write(self.layout, &mut count);
        core::mem::forget(self);
        count.len()
    }

    /// The bytes of the text, in UTF-8, for constants.
    ///
    /// # Panics
    /// If `N` is not the [`byte_len`](LayoutText::byte_len) of the text. In a
    /// constant the panic is the compiler's error.
    #[must_use]
    pub const fn into_array<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        let len = {
            let mut out = Sink::new(&mut bytes);
            self.form.write(self.layout, &mut out);
            out.len()
        };
        core::mem::forget(self);
        assert!(len == N, "the array has not the length of the text");
        bytes
    }
}

impl core::ops::Deref for LayoutText<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for LayoutText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for LayoutText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl AsRef<str> for LayoutText<'_> {
    fn as_ref(&self) -> &str {
        self
    }
}

impl AsRef<[u8]> for LayoutText<'_> {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl From<LayoutText<'_>> for String {
    fn from(text: LayoutText<'_>) -> String {
        text.into_string()
    }
}

impl PartialEq for LayoutText<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for LayoutText<'_> {}

macro_rules! compares_with {
    ($($other:ty),*) => {$(
        impl PartialEq<$other> for LayoutText<'_> {
            fn eq(&self, other: &$other) -> bool {
                let other: &str = other.as_ref();
                self.as_str() == other
            }
        }

        impl PartialEq<LayoutText<'_>> for $other {
            fn eq(&self, other: &LayoutText<'_>) -> bool {
                other == self
            }
        }
    )*};
}
compares_with!(str, &str, String);
