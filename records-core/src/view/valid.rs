//! Looking for bytes that are not values: `bool` other than 0 and 1, enums
//! without such a variant.

use alloc::format;
use alloc::string::{String, ToString};

use crate::memory::Strided;
use crate::{DType, EnumType, Error, Scalar};

/// The first value of a column that is none.
struct Invalid {
    row: usize,
    /// Bytes from the start of the column's items.
    byte: usize,
    /// The way to the value from the column: `.flags[3]`.
    path: String,
    found: String,
    expected: String,
}

impl Invalid {
    fn within(mut self, step: &str, offset: usize) -> Invalid {
        self.path.insert_str(0, step);
        self.byte += offset;
        self
    }
}

/// Checks all values of one field.
///
/// # Errors
/// [`Error::Invalid`] for a value that is none.
///
/// # Safety
/// The bytes of the dtype's fields at each item can be read and are initialised.
pub(crate) unsafe fn check_column(
    name: &str,
    offset: usize,
    dtype: &DType,
    items: Strided,
) -> Result<(), Error> {
    // Items upon each other are one item, however many there are said to be.
    let items = if items.stride() == 0 { items.slice(..items.len().min(1)) } else { items };
    // SAFETY: the caller's promise.
    unsafe { check(dtype, items) }.map_err(|invalid| {
        let invalid = invalid.within(name, offset);
        Error::Invalid {
            row: invalid.row,
            field: invalid.path,
            byte: invalid.byte,
            found: invalid.found,
            expected: invalid.expected,
        }
    })
}

/// Recurses into arrays and records; a type without invalid values costs nothing.
///
/// # Safety
/// As for [`check_column`].
unsafe fn check(dtype: &DType, items: Strided) -> Result<(), Invalid> {
    if items.len() == 0 || !dtype.needs_check() {
        // Without an item, an array may be said to be of any length.
        return Ok(());
    }
    match dtype {
        DType::Scalar(Scalar::Bool, _) => {
            for row in 0..items.len() {
                // SAFETY: row < len, and the byte is initialised.
                let byte = unsafe { items.at(row).read() };
                if byte > 1 {
                    return Err(Invalid {
                        row,
                        byte: 0,
                        path: String::new(),
                        found: format!("0x{byte:02x}"),
                        expected: "a bool, 0x00 or 0x01".to_string(),
                    });
                }
            }
            Ok(())
        }
        DType::Enum(of) => {
            for row in 0..items.len() {
                // SAFETY: row < len, and the bytes of the integer are initialised.
                let value = unsafe { integer(of.repr(), items.at(row)) };
                if !of.has(value) {
                    return Err(Invalid {
                        row,
                        byte: 0,
                        path: String::new(),
                        found: value.to_string(),
                        expected: variants(of),
                    });
                }
            }
            Ok(())
        }
        DType::Array(element, len) => {
            let (element, size) = (element.get(), element.get().size());
            for index in 0..*len {
                let offset = index * size;
                // SAFETY: the elements of an array are parts of it.
                unsafe { check(element, items.shifted(offset)) }
                    .map_err(|invalid| invalid.within(&format!("[{index}]"), offset))?;
            }
            Ok(())
        }
        DType::Record(layout) => {
            for field in layout.get().fields() {
                // SAFETY: the fields of a record are parts of it.
                unsafe { check(field.dtype(), items.shifted(field.offset())) }.map_err(
                    |invalid| invalid.within(&format!(".{}", field.name()), field.offset()),
                )?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// The value of an enum's integer.
///
/// # Safety
/// Its bytes can be read and are initialised.
pub(crate) unsafe fn integer(repr: Scalar, at: *const u8) -> i128 {
    // SAFETY: the caller's promise, for the size of each type.
    unsafe {
        match repr {
            Scalar::U8 => at.read().into(),
            Scalar::I8 => at.cast::<i8>().read().into(),
            Scalar::U16 => at.cast::<u16>().read_unaligned().into(),
            Scalar::I16 => at.cast::<i16>().read_unaligned().into(),
            Scalar::U32 => at.cast::<u32>().read_unaligned().into(),
            Scalar::I32 => at.cast::<i32>().read_unaligned().into(),
            Scalar::U64 => at.cast::<u64>().read_unaligned().into(),
            Scalar::I64 => at.cast::<i64>().read_unaligned().into(),
            // The derive allows no other integer.
            _ => unreachable!("an enum of {}", repr.name()),
        }
    }
}

/// "`Side`: 66 (Buy) or 83 (Sell)"; long lists are cut.
fn variants(of: &EnumType) -> String {
    const SHOWN: usize = 8;
    let all = of.variants();
    let mut text = format!("`{}`: ", of.name());
    for (i, (name, value)) in all.iter().take(SHOWN).enumerate() {
        if i > 0 {
            text += if i + 1 == all.len() { " or " } else { ", " };
        }
        text += &format!("{value} ({name})");
    }
    if all.len() > SHOWN {
        text += &format!(", ... ({} in all)", all.len());
    }
    text
}
