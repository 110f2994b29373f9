//! The formats in which Python's buffers and its `struct` module describe records.

mod pep3118;
mod struct_codes;

use alloc::format;
use alloc::string::{String, ToString};

use super::{DType, Layout, LayoutError, Scalar};

impl Layout {
    /// The layout as the buffer protocol describes it (PEP 3118).
    ///
    /// Every value says its byte order (`=` where it has none), so that nothing is
    /// aligned by whoever reads it, and all padding is there, that at the end too,
    /// which NumPy leaves out. Titles are left out, as NumPy does; enums appear as
    /// their integers, raw bytes and the 128-bit integers as padding with a name,
    /// which is how NumPy writes `V`.
    ///
    /// # Errors
    /// [`LayoutError::Unwritable`] for what the format has no words for: times, names
    /// with a colon or a NUL, fields in another order than that of memory.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let layout = Layout::aligned([("pos", DType::array(DType::F32, 3)), ("id", DType::U8)]);
    /// # #[cfg(target_endian = "little")]
    /// assert_eq!(layout.pep3118()?, "T{(3)<f:pos:=B:id:3x}");
    /// assert_eq!(Layout::parse(&layout.pep3118()?)?, layout);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    pub fn pep3118(&self) -> Result<String, LayoutError> {
        pep3118::format(self)
    }

    /// The values of the layout as Python's `struct` module describes them: one byte
    /// order in front, then a code for each value and padding where it is.
    ///
    /// The format has no names and no records within records: [`Layout::parse`] makes
    /// fields `f0`, `f1` .. of it, one for each value, those of arrays included
    /// (`=3h` alone is one array). Enums appear as their integers, raw bytes as
    /// `s`, which is bytes in Python.
    ///
    /// # Errors
    /// [`LayoutError::Unwritable`] for what the format has no words for: complex and
    /// 128-bit numbers, `U`, times, more than one byte order, fields in another order
    /// than that of memory, arrays of records that take more than 65,536 characters.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let sample = Layout::packed([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]);
    /// assert_eq!(sample.struct_format()?, "=hdd");
    /// assert_eq!(sample.aligned().struct_format()?, "=h6xdd");
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    pub fn struct_format(&self) -> Result<String, LayoutError> {
        struct_codes::format(self)
    }
}

impl DType {
    /// One item as the buffer protocol describes it (PEP 3118): `<d`, `(3)<f`, and as
    /// [`Layout::pep3118`] for a record.
    ///
    /// # Errors
    /// [`LayoutError::Unwritable`] for what the format has no words for; an item without a name
    /// is called by its dtype.
    ///
    /// ```
    /// use records_core::DType;
    ///
    /// # #[cfg(target_endian = "little")]
    /// assert_eq!(DType::array(DType::F32, 3).pep3118()?, "(3)<f");
    /// assert!(DType::parse("M8[s]")?.pep3118().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn pep3118(&self) -> Result<String, LayoutError> {
        pep3118::item(self)
    }
}

/// The letter of a number, which both formats share.
fn letter(scalar: Scalar) -> Option<char> {
    Some(match scalar {
        Scalar::Bool => '?',
        Scalar::U8 => 'B',
        Scalar::U16 => 'H',
        Scalar::U32 => 'I',
        Scalar::U64 => 'Q',
        Scalar::I8 => 'b',
        Scalar::I16 => 'h',
        Scalar::I32 => 'i',
        Scalar::I64 => 'q',
        Scalar::F16 => 'e',
        Scalar::F32 => 'f',
        Scalar::F64 => 'd',
        Scalar::C64 | Scalar::C128 | Scalar::U128 | Scalar::I128 => return None,
    })
}

const REORDERED: &str = "it lies before a field that is listed before it";

/// The way to the field that is being written: `pos.x`.
struct Path<'p> {
    outer: Option<&'p Path<'p>>,
    name: &'p str,
}

impl Path<'_> {
    fn text(&self) -> String {
        match self.outer {
            Some(outer) => format!("{}.{}", outer.text(), self.name),
            None => self.name.to_string(),
        }
    }

    fn unwritable(&self, format: &'static str, reason: &'static str) -> LayoutError {
        LayoutError::Unwritable { field: self.text(), format, reason }
    }
}

/// `x`, `3x`, or nothing.
fn padding(bytes: usize, out: &mut String) {
    match bytes {
        0 => {}
        1 => out.push('x'),
        _ => out.push_str(&format!("{bytes}x")),
    }
}
