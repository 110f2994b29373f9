//! `=hdd`.

use alloc::format;
use alloc::string::String;

use super::super::{ByteOrder, DType, Layout, LayoutError, Scalar};
use super::{Path, REORDERED, letter, padding};

const NAME: &str = "struct format";

/// Characters that a text may have; arrays of records are written element by element.
const LONGEST: usize = 1 << 16;

pub(super) fn format(layout: &Layout) -> Result<String, LayoutError> {
    let mut format = Format { out: String::new(), at: 0, order: None };
    format.record(layout, 0, None)?;
    padding(layout.itemsize() - format.at, &mut format.out);
    let sign = match format.order {
        Some(order) if !order.is_native() => match order {
            ByteOrder::Little => '<',
            ByteOrder::Big => '>',
        },
        _ => '=',
    };
    format.out.insert(0, sign);
    Ok(format.out)
}

struct Format {
    out: String,
    /// Every byte before this one has been written of.
    at: usize,
    order: Option<ByteOrder>,
}

impl Format {
    fn record(
        &mut self,
        layout: &Layout,
        start: usize,
        outer: Option<&Path<'_>>,
    ) -> Result<(), LayoutError> {
        for field in layout.fields() {
            let path = Path { outer, name: field.name() };
            self.value(field.dtype(), start + field.offset(), &path)?;
        }
        Ok(())
    }

    /// Writes a value that starts at byte `start` of the whole record.
    fn value(&mut self, dtype: &DType, start: usize, path: &Path<'_>) -> Result<(), LayoutError> {
        match dtype {
            DType::Record(nested) => self.record(nested.get(), start, Some(path)),
            DType::Array(element, len) => self.array(element.get(), *len, start, path),
            DType::Scalar(scalar, order) => self.numbers(*scalar, *order, 1, start, path),
            DType::Enum(of) => self.numbers(of.repr(), ByteOrder::NATIVE, 1, start, path),
            DType::Bytes(len) | DType::Raw(len) => {
                self.gap(start, path)?;
                self.out.push_str(&format!("{len}s"));
                self.at += len;
                self.fits(path)
            }
            DType::Str(..) => Err(path.unwritable(NAME, "it has no text of wide characters")),
            DType::DateTime(..) | DType::TimeDelta(..) => {
                Err(path.unwritable(NAME, "it has no times"))
            }
        }
    }

    fn array(
        &mut self,
        element: &DType,
        len: usize,
        start: usize,
        path: &Path<'_>,
    ) -> Result<(), LayoutError> {
        // An array of arrays of numbers is one of as many numbers.
        let (mut inner, mut count) = (element, len);
        while let DType::Array(element, len) = inner {
            count = count.saturating_mul(*len);
            inner = element.get();
        }
        if count == 0 {
            return Ok(());
        }
        match inner {
            DType::Scalar(scalar, order) => self.numbers(*scalar, *order, count, start, path),
            DType::Enum(of) => self.numbers(of.repr(), ByteOrder::NATIVE, count, start, path),
            _ => {
                for i in 0..count {
                    let written = self.out.len();
                    self.value(inner, start + i * inner.size(), path)?;
                    // Records without values have none the next time either.
                    if self.out.len() == written {
                        break;
                    }
                }
                Ok(())
            }
        }
    }

    fn numbers(
        &mut self,
        scalar: Scalar,
        order: ByteOrder,
        count: usize,
        start: usize,
        path: &Path<'_>,
    ) -> Result<(), LayoutError> {
        let Some(code) = letter(scalar) else {
            return Err(path.unwritable(NAME, "it has no complex or 128-bit numbers"));
        };
        if scalar.size() > 1 && *self.order.get_or_insert(order) != order {
            return Err(path.unwritable(NAME, "its byte order is another one than before"));
        }
        self.gap(start, path)?;
        if count > 1 {
            self.out.push_str(&format!("{count}"));
        }
        self.out.push(code);
        self.at += count * scalar.size();
        self.fits(path)
    }

    /// Writes the padding up to byte `start`.
    fn gap(&mut self, start: usize, path: &Path<'_>) -> Result<(), LayoutError> {
        let gap = start.checked_sub(self.at);
        padding(gap.ok_or_else(|| path.unwritable(NAME, REORDERED))?, &mut self.out);
        self.at = start;
        Ok(())
    }

    fn fits(&self, path: &Path<'_>) -> Result<(), LayoutError> {
        if self.out.len() > LONGEST {
            return Err(path.unwritable(NAME, "the text would be longer than 65536 characters"));
        }
        Ok(())
    }
}
