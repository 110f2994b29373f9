//! Reading layouts from text.
//!
//! The texts are those of NumPy, of Python's `struct` module and of the buffer
//! protocol. [`literal`] reads what is written as Python's values, [`value`] makes
//! dtypes of those, [`comma`] and [`code`] read NumPy's strings, [`struct_codes`] and
//! [`pep3118`] the rest. Everything takes time in proportion to the text (but for
//! sorting), and nothing that it says decides how much memory is taken.

mod code;
mod codes;
mod comma;
mod dict;
mod draft;
pub(crate) mod error;
mod list;
pub(crate) mod literal;
mod name;
mod pep3118;
mod source;
mod string;
mod struct_codes;
mod value;

use core::str::FromStr;

use self::error::{ParseError, ParseErrorKind};
use self::literal::{Kind, Literal};
use self::source::Source;
use self::value::Context;
use super::{DType, Layout};

impl Layout {
    /// The layout that a text describes, in any form in which NumPy writes or accepts
    /// a record:
    ///
    /// | form | example |
    /// |---|---|
    /// | list | `[('id', '<i2'), (('Position', 'pos'), '<f4', (3,)), ('', '\|V2')]` |
    /// | dict of lists | `{'names': ['id'], 'formats': ['<i2'], 'offsets': [4], 'itemsize': 8}` |
    /// | dict of fields | `{'id': ('<i2', 4), 'pos': ('<f4', 0)}` |
    /// | repr | `dtype([('id', 'i1'), ('x', '<f8')], align=True)`, `np.dtype(...)` |
    /// | commas | `i8, f4, (3,)i1` |
    /// | `struct` codes | `=hdd`, `<3si`, `@b3xi` |
    /// | PEP 3118 | `T{<h:id:(3)<f:pos:2x}` |
    ///
    /// Whatever `numpy.dtype` accepts means what it means there, with these exceptions:
    ///
    /// - A text that is no record, `<f8` or `(3,)f4`, is a record of one field `f0`.
    /// - An entry of a list without a name and of plain bytes, `('', '|V2')`, is
    ///   padding, as `dtype.descr` and `.npy` files write it; NumPy's `dtype` makes a
    ///   field `f1` of it. Other fields without a name are named as NumPy does: by
    ///   their place in the list.
    /// - `dtype((numpy.record, [...]), align=True)`, which NumPy prints but reads as
    ///   packed, is aligned.
    /// - Units of time that overflow NumPy's arithmetic (`M8[2147483647D/3]`), and
    ///   byte orders and counts that it reads twice (`1<2?`), are refused.
    ///
    /// A text is read as codes of the `struct` module only where NumPy refuses it. As in
    /// that module `=3hd` is four values, fields `f0` to `f3`, and `3s` is one; without
    /// a character for the byte order, sizes and alignment are C's. But `=3h` alone
    /// is NumPy's array of three, and `<l` alone NumPy's eight bytes where C's `long`
    /// has eight. Texts with names, braces, shapes or complex numbers are PEP 3118,
    /// where `3h` is an array.
    ///
    /// Python 2's `L` and `u''` are read, and names in any of Python's quotes.
    ///
    /// # Errors
    /// A [`ParseError`] that points at what is wrong: no such type, types that no record
    /// holds (`O`, `g`, `StringDType`), overlapping fields (which NumPy accepts), names
    /// that occur twice, records that are too large, or that have more than 65,536 array
    /// elements of no bytes (`(100000,)V0`).
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let sample = Layout::parse("[('id', '<i2'), ('sin', '<f8'), ('cos', '<f8')]")?;
    /// assert_eq!(sample.itemsize(), 18);
    /// assert_eq!(Layout::parse(&sample.descr())?, sample);
    /// let plain = Layout::parse("=hdd")?;
    /// assert_eq!(plain.field("f2").unwrap().offset(), 10);
    /// # Ok::<(), records_core::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Layout, ParseError> {
        let dtype = DType::parse(text)?;
        value::layout(dtype, 0).map_err(|error| error.within(text))
    }
}

impl FromStr for Layout {
    type Err = ParseError;

    /// [`Layout::parse`].
    fn from_str(text: &str) -> Result<Layout, ParseError> {
        Layout::parse(text)
    }
}

impl DType {
    /// The dtype that a text describes: one value (`<f8`, `int32`, `S30`, `M8[us]`), an
    /// array (`('<f4', (2, 3))`, `(2,3)f4`), or a record in any of the forms of
    /// [`Layout::parse`].
    ///
    /// # Errors
    /// Those of [`Layout::parse`].
    ///
    /// ```
    /// use records_core::DType;
    ///
    /// assert_eq!(DType::parse("float64")?, DType::F64);
    /// assert_eq!(DType::parse("('f4', (3,))")?, DType::array(DType::F32, 3));
    /// # Ok::<(), records_core::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<DType, ParseError> {
        read(text).map_err(|error| error.within(text))
    }

    /// The dtype of an item that the buffer protocol describes (PEP 3118), as a `memoryview`
    /// has it as its `format`. Unlike in [`DType::parse`] no text is read as NumPy's codes:
    /// `=l` is C's `long` of four bytes, and `3s` three bytes. Without a byte order character
    /// items are aligned as C aligns them.
    ///
    /// ```
    /// use records_core::DType;
    ///
    /// assert_eq!(DType::parse_pep3118("=l")?, DType::I32);
    /// assert_eq!(DType::parse("=l")?.size(), size_of::<std::ffi::c_long>());
    /// assert_eq!(DType::parse_pep3118("T{b:a:d:b:}")?.size(), 16);
    /// # Ok::<(), records_core::ParseError>(())
    /// ```
    ///
    /// # Errors
    /// A [`ParseError`] that points at what is wrong, as of [`Layout::parse`].
    pub fn parse_pep3118(text: &str) -> Result<DType, ParseError> {
        pep3118::dtype(Source::whole(text)).map_err(|error| error.within(text))
    }

    /// The dtype that the `descr` of a file's header describes. Unlike in
    /// [`DType::parse`] fields of a list may have an empty name, as `numpy.load` has it.
    /// The caller adds the text to the error.
    pub(crate) fn from_literal(literal: &Literal) -> Result<DType, ParseError> {
        value::dtype(literal, Context::FILE)
    }
}

impl FromStr for DType {
    type Err = ParseError;

    /// [`DType::parse`].
    fn from_str(text: &str) -> Result<DType, ParseError> {
        DType::parse(text)
    }
}

fn read(text: &str) -> Result<DType, ParseError> {
    if !is_literal(text.trim()) {
        return codes(Source::whole(text).trimmed());
    }
    let literal = literal::read(text)?;
    match &literal.kind {
        Kind::Str(inner) => codes(Source::contents(&literal, inner).trimmed()),
        _ => value::dtype(&literal, Context::TOP),
    }
}

/// Whether a text is a Python value rather than a string without its quotes.
fn is_literal(text: &str) -> bool {
    let bytes = text.as_bytes();
    match bytes {
        [b'[' | b'{', ..] => return true,
        // A shape with something behind it, or a tuple.
        [b'(', rest @ ..] => {
            let inner = |byte: &&u8| matches!(byte, b'0'..=b'9' | b',' | b' ');
            let len = rest.iter().take_while(inner).count();
            return !matches!(rest[len..], [b')', _, ..]);
        }
        _ if string::starts(bytes) => return true,
        _ => {}
    }
    let word = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let len = bytes.iter().take_while(word).count();
    // `np.int32`, or `dtype(`, but not the shape in `h(2)f`.
    let call = text[len..].trim_start().strip_prefix('(').map(str::trim_start);
    text.starts_with("np.")
        || text.starts_with("numpy.")
        || (bytes.first().is_some_and(u8::is_ascii_alphabetic)
            && call.is_some_and(|args| !args.starts_with(|c: char| c.is_ascii_digit())))
}

/// Reads a string: as NumPy does, or else as codes.
fn codes(source: Source<'_>) -> Result<DType, ParseError> {
    let error = match comma::dtype(source, Context::TOP) {
        Ok(dtype) => return Ok(dtype),
        Err(error) => error,
    };
    match error.kind() {
        ParseErrorKind::UnknownType { .. } | ParseErrorKind::Syntax { .. } => {}
        // NumPy knows what it means.
        _ => return Err(error),
    }
    let named = source.text.contains([':', '{', '(', 'Z', 'w', '^']);
    let codes = if named { pep3118::dtype(source) } else { struct_codes::dtype(source) };
    codes.map_err(|other| if looks_like_codes(source.text) { other } else { error })
}

/// Whether to say what is wrong with a text as codes, rather than as NumPy's string.
fn looks_like_codes(text: &str) -> bool {
    let rest = match text.as_bytes() {
        [b'@' | b'!' | b'^', ..] => return true,
        [b'=' | b'<' | b'>', rest @ ..] => rest,
        _ => return text.contains([':', '{']),
    };
    // One letter and a size is a dtype that there is not, as `<f9`; names have no
    // byte order.
    !text.contains(',')
        && !rest.iter().skip(1).all(u8::is_ascii_digit)
        && name::meaning(&text[1..]).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_keep_empty_names() {
        let text = "[('', '|V2'), ('', [('', 'u1')])]";
        let read = DType::from_literal(&literal::read(text).unwrap()).unwrap();
        let inner = DType::record(Layout::packed([("", DType::U8)]));
        assert_eq!(read, DType::record(Layout::explicit([("", inner, 2)], 3).unwrap()));
        let inner = DType::record(Layout::packed([("f0", DType::U8)]));
        assert_eq!(
            DType::parse(text),
            Ok(DType::record(Layout::explicit([("f1", inner, 2)], 3).unwrap()))
        );
    }
}
