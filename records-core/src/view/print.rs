//! Rows and columns for a person: tables and lists, the middle of long ones left
//! out.
//!
//! Values are printed by their dtype, so that every record prints, whether its
//! struct implements `Debug` or not.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::valid;
use crate::{
    ByteOrder, Column, ColumnMut, DType, Element, Grid, GridMut, Matrix, Placement, Record,
    Records, RecordsMut, Scalar,
};

/// Rows shown before the middle is left out, and how many at each end then.
const ROWS: (usize, usize) = (20, 8);
/// Items of a list shown before the middle is left out, and how many at each end then.
const ITEMS: (usize, usize) = (24, 4);
/// Items of an array in a cell of a table.
const CELL_ITEMS: (usize, usize) = (8, 3);

/// Which of `len` are shown: a run from the start, and one up to the end.
fn shown(
    len: usize,
    (all, end): (usize, usize),
) -> (core::ops::Range<usize>, core::ops::Range<usize>) {
    if len <= all { (0..len, len..len) } else { (0..end, len - end..len) }
}

/// A value of a dtype at an address, to be printed.
///
/// **Invariant**: while it lives, the bytes of the dtype's fields at the address
/// can be read, are initialised and valid.
struct Value<'d> {
    dtype: &'d DType,
    at: *const u8,
}

impl<'d> Value<'d> {
    /// # Safety
    /// The invariant of the type.
    unsafe fn new(dtype: &'d DType, at: *const u8) -> Value<'d> {
        Value { dtype, at }
    }

    /// The value's own bytes, first byte first in the order of the machine.
    fn bytes<const N: usize>(&self, order: ByteOrder) -> [u8; N] {
        debug_assert_eq!(N, self.dtype.size());
        // SAFETY: the invariant; N is the size of the dtype, which has no padding.
        let mut bytes = unsafe { self.at.cast::<[u8; N]>().read() };
        if !order.is_native() {
            bytes.reverse();
        }
        bytes
    }

    fn scalar(&self, scalar: Scalar, order: ByteOrder, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        macro_rules! number {
            ($type:ty) => {
                fmt::Debug::fmt(&<$type>::from_ne_bytes(self.bytes(order)), f)
            };
        }
        match scalar {
            Scalar::Bool => {
                f.write_str(if self.bytes::<1>(order)[0] == 0 { "false" } else { "true" })
            }
            Scalar::U8 => number!(u8),
            Scalar::U16 => number!(u16),
            Scalar::U32 => number!(u32),
            Scalar::U64 => number!(u64),
            Scalar::U128 => number!(u128),
            Scalar::I8 => number!(i8),
            Scalar::I16 => number!(i16),
            Scalar::I32 => number!(i32),
            Scalar::I64 => number!(i64),
            Scalar::I128 => number!(i128),
            Scalar::F32 => number!(f32),
            Scalar::F64 => number!(f64),
            Scalar::F16 => fmt::Debug::fmt(&half_to_f32(u16::from_ne_bytes(self.bytes(order))), f),
            Scalar::C64 => self.complex(&DType::Scalar(Scalar::F32, order), f),
            Scalar::C128 => self.complex(&DType::Scalar(Scalar::F64, order), f),
        }
    }

    fn complex(&self, part: &DType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: two parts, one behind the other, within the value.
        let (re, im) =
            unsafe { (Value::new(part, self.at), Value::new(part, self.at.add(part.size()))) };
        let im = im.to_string();
        let sign = if im.starts_with('-') { "" } else { "+" };
        write!(f, "{re}{sign}{im}i")
    }

    fn code_points(&self, chars: usize, order: ByteOrder) -> String {
        let unit = DType::Scalar(Scalar::U32, order);
        let codes: Vec<u32> = (0..chars)
            // SAFETY: `chars` numbers of 4 bytes, one behind the other.
            .map(|i| unsafe { Value::new(&unit, self.at.add(4 * i)) })
            .map(|code| u32::from_ne_bytes(code.bytes(order)))
            .collect();
        let len = codes.iter().rposition(|&code| code != 0).map_or(0, |last| last + 1);
        codes[..len]
            .iter()
            .map(|&code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    }
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.dtype {
            DType::Scalar(scalar, order) => self.scalar(*scalar, *order, f),
            DType::Enum(of) => {
                // SAFETY: the invariant.
                let value = unsafe { valid::integer(of.repr(), self.at) };
                match of.variants().iter().find(|(_, known)| *known == value) {
                    Some((name, _)) => f.write_str(name),
                    None => write!(f, "{value}"),
                }
            }
            DType::Bytes(len) => {
                // SAFETY: the invariant.
                let bytes = unsafe { core::slice::from_raw_parts(self.at, *len) };
                let text = bytes.iter().rposition(|&b| b != 0).map_or(0, |last| last + 1);
                write!(f, "{:?}", String::from_utf8_lossy(&bytes[..text]))
            }
            DType::Str(chars, order) => write!(f, "{:?}", self.code_points(*chars, *order)),
            DType::Raw(len) => {
                // SAFETY: the invariant.
                let bytes = unsafe { core::slice::from_raw_parts(self.at, *len) };
                f.write_str("0x")?;
                bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
            DType::DateTime(step, order) | DType::TimeDelta(step, order) => {
                f.write_str(&step.text(i64::from_ne_bytes(self.bytes(*order))))
            }
            DType::Array(element, len) => {
                let size = element.get().size();
                // SAFETY: the elements of an array lie within it.
                list(f, *len, CELL_ITEMS, |i| unsafe {
                    Value::new(element.get(), self.at.add(i * size))
                })
            }
            DType::Record(layout) => {
                f.write_str("{")?;
                for (i, field) in layout.get().fields().iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    // SAFETY: the fields of a record lie within it.
                    let value = unsafe { Value::new(field.dtype(), self.at.add(field.offset())) };
                    write!(f, "{}: {value}", field.name())?;
                }
                f.write_str("}")
            }
        }
    }
}

/// `[1, 2, ..., 9]`
fn list<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    len: usize,
    limit: (usize, usize),
    item: impl Fn(usize) -> T,
) -> fmt::Result {
    let (front, back) = shown(len, limit);
    f.write_str("[")?;
    for i in front.clone() {
        write!(f, "{}{}", if i > 0 { ", " } else { "" }, item(i))?;
    }
    if front.len() + back.len() < len {
        f.write_str(", ...")?;
    }
    for i in back {
        write!(f, ", {}", item(i))?;
    }
    f.write_str("]")
}

/// The value of IEEE 754 half precision.
fn half_to_f32(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = ((bits >> 10) & 0x1f, f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * fraction / 16_777_216.0,
        0x1f if fraction == 0.0 => sign * f32::INFINITY,
        0x1f => f32::NAN,
        _ => {
            let power = f32::from_bits((u32::from(exponent) + 127 - 15) << 23);
            sign * power * (1.0 + fraction / 1024.0)
        }
    }
}

/// The fields of one row.
fn cells<'v, R: Record, L: Placement<R>>(
    records: &'v Records<'_, R, L>,
    row: usize,
) -> impl Iterator<Item = Value<'static>> + use<'v, R, L> {
    assert!(row < records.len());
    let at = records.rows().at(row).cast_const();
    R::LAYOUT.fields().iter().enumerate().map(move |(i, field)| {
        // SAFETY: field i of a row of the view; the values are printed while
        // `records` is borrowed.
        unsafe { Value::new(field.dtype(), at.wrapping_add(records.place().offset(i))) }
    })
}

/// A table: the row number and a column for each field, the middle rows of long
/// views left out.
///
/// ```
/// # use records_core::{Record, Records};
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Tick { side: u8, price: f32 }
///
/// let bytes = [66, 0, 0, 0x80, 0x3f, 83, 0, 0, 0, 0x40];
/// let ticks = Records::<Tick>::from_bytes(&bytes)?;
/// let table = "   side  price
/// 0    66    1.0
/// 1    83    2.0
/// (2 rows)";
/// assert_eq!(ticks.to_string(), table);
/// # Ok::<(), records_core::Error>(())
/// ```
impl<R: Record, L: Placement<R>> fmt::Display for Records<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (front, back) = shown(self.len(), ROWS);
        let cut = front.len() + back.len() < self.len();
        let mut table: Vec<Vec<String>> = Vec::new();
        let names = R::LAYOUT.fields().iter().map(|field| field.name().to_string());
        table.push(core::iter::once(String::new()).chain(names).collect());
        let line = |row: usize| {
            let values = cells(self, row).map(|value| value.to_string());
            core::iter::once(row.to_string()).chain(values).collect::<Vec<_>>()
        };
        table.extend(front.map(line));
        if cut {
            let dots = core::iter::repeat_n("...".to_string(), R::OFFSETS.len() + 1);
            table.push(dots.collect());
        }
        table.extend(back.map(line));

        let width =
            |column: usize| table.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..=R::OFFSETS.len()).map(width).collect();
        let right: Vec<bool> =
            R::LAYOUT.fields().iter().map(|field| is_number(field.dtype())).collect();
        for row in &table {
            let mut text = format!("{:<1$}", row[0], widths[0]);
            for (column, cell) in row.iter().enumerate().skip(1) {
                let width = widths[column];
                let cell = if right[column - 1] {
                    format!("{cell:>width$}")
                } else {
                    format!("{cell:<width$}")
                };
                text += "  ";
                text += &cell;
            }
            writeln!(f, "{}", text.trim_end())?;
        }
        write!(f, "({} row{})", self.len(), if self.len() == 1 { "" } else { "s" })
    }
}

/// Whether its cells stand at the right of their column.
fn is_number(dtype: &DType) -> bool {
    matches!(dtype, DType::Scalar(..) | DType::DateTime(..) | DType::TimeDelta(..))
}

/// `[{id: 1, sin: 0.5}, ...]`, the middle of long views left out.
impl<R: Record, L: Placement<R>> fmt::Debug for Records<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.len(), ITEMS, |row| {
            let mut text = String::from("{");
            for (i, (field, value)) in R::LAYOUT.fields().iter().zip(cells(self, row)).enumerate() {
                let comma = if i > 0 { ", " } else { "" };
                text += &format!("{comma}{}: {value}", field.name());
            }
            text + "}"
        })
    }
}

impl<R: Record, L: Placement<R>> fmt::Display for RecordsMut<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

impl<R: Record, L: Placement<R>> fmt::Debug for RecordsMut<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}

/// `[1, 2, ..., 9]`, the middle of long columns left out.
impl<F: Element> fmt::Display for Column<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: items of the column, which is borrowed while they are printed.
        list(f, self.len(), ITEMS, |i| unsafe { Value::new(F::DTYPE, self.items().at(i)) })
    }
}

impl<F: Element> fmt::Debug for Column<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<F: Element> fmt::Display for ColumnMut<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

impl<F: Element> fmt::Debug for ColumnMut<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.view(), f)
    }
}

/// A list of rows, each a list; the middle of long ones left out.
impl<F: Element> fmt::Debug for Matrix<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.height(), ITEMS, |y| self.row(y))
    }
}

/// A list of lines, each a list; the middle of long ones left out.
impl<R: Record, L: Placement<R>> fmt::Debug for Grid<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.height(), ITEMS, |y| format!("{:?}", self.row(y)))
    }
}

impl<R: Record, L: Placement<R>> fmt::Debug for GridMut<'_, R, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
    }
}
