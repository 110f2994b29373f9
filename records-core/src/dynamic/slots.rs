//! How the fields of a layout are written, looked up once for many rows.

use alloc::boxed::Box;

use super::encode;
use crate::{DType, Error, Layout, Scalar, Value};

/// How each field of a layout is written.
#[derive(Clone, Debug)]
pub(super) struct Slots {
    /// **Invariant**: one for each field of the layout, in its order; those of numbers and
    /// bytes are at the place and of the size of the field.
    slots: Box<[Slot]>,
    /// Bytes of a row.
    size: usize,
    /// Whether all are numbers.
    numbers: bool,
    /// Whether a row is to be zeroed first: some of its bytes may not be written, or are lent
    /// before they are.
    zero: bool,
}

/// A field, and which values have a short way into it: plain stores, inlined where the values are
/// made, so that of a row whose types the compiler knows only the stores are left.
#[derive(Clone, Copy, Debug)]
struct Slot {
    offset: usize,
    /// Bytes.
    size: usize,
    kind: Kind,
    /// The integers that have the short way; none where the field is no integer.
    least: i64,
    greatest: i64,
}

/// The kinds of fields that values have a short way into; the others, and values that do not fit,
/// go by way of [`encode`].
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Bool,
    Integer,
    F32,
    F64,
    Bytes,
    Other,
}

impl Slots {
    pub(super) fn new(layout: &Layout) -> Slots {
        let slots: Box<[Slot]> =
            layout.fields().iter().map(|field| Slot::of(field.offset(), field.dtype())).collect();
        let other = slots.iter().any(|slot| slot.kind == Kind::Other);
        let numbers = slots.iter().all(|slot| !matches!(slot.kind, Kind::Bytes | Kind::Other));
        Slots { slots, size: layout.itemsize(), numbers, zero: other || layout.has_padding() }
    }

    /// Bytes of a row.
    #[inline(always)]
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// Whether all fields are numbers: so are the values of a row that was written the short way.
    #[inline(always)]
    pub(super) const fn are_numbers(&self) -> bool {
        self.numbers
    }

    /// Writes a row, and says whether it was one whose values all go into their fields without
    /// further ado; if not, [`write`](Slots::write) must follow.
    ///
    /// # Safety
    /// As for [`write`](Slots::write). If it says so, all bytes are initialised.
    #[inline(always)]
    pub(super) unsafe fn try_write(&self, values: &[Value], row: *mut u8) -> bool {
        // SAFETY: the caller's promise.
        unsafe {
            if self.zero {
                row.write_bytes(0, self.size);
            }
            // As long as the values, whose number is known where they are made.
            let Some(slots) = self.slots.get(..values.len()) else { return false };
            if slots.len() != self.slots.len() {
                return false;
            }
            for index in 0..values.len() {
                let slot = &slots[index];
                if !slot.write(&values[index], row.wrapping_add(slot.offset)) {
                    return false;
                }
            }
            true
        }
    }

    /// Writes a row; padding is zero. What is rare goes by way of [`encode::value`].
    ///
    /// # Errors
    /// [`Error::Lengths`], [`Error::CannotHold`]; some fields may have been written then.
    ///
    /// # Safety
    /// The slots have been made of this layout; its itemsize of bytes can be written at `row`,
    /// initialised or not. Afterwards, unless there was an error, they are initialised.
    pub(super) unsafe fn write(
        &self,
        layout: &Layout,
        values: &[Value],
        row: *mut u8,
    ) -> Result<(), Error> {
        if values.len() != self.slots.len() {
            return Err(encode::wrong_count(layout, values));
        }
        if self.zero {
            // SAFETY: the caller's promise.
            unsafe { row.write_bytes(0, self.size) };
        }
        let mut at = 0;
        loop {
            // SAFETY: the caller's promise; as many values as slots.
            unsafe {
                at += self.write_from(at, values, row);
                if at == values.len() {
                    return Ok(());
                }
                self.other(layout, at, &values[at], row)?;
            }
            at += 1;
        }
    }

    /// Writes the fields from `at` on, up to the first whose value has no short way, and says how
    /// many they were.
    ///
    /// # Safety
    /// As for [`write`](Slots::write); as many values as slots.
    #[inline(always)]
    unsafe fn write_from(&self, at: usize, values: &[Value], row: *mut u8) -> usize {
        let mut done = 0;
        for (slot, value) in self.slots[at..].iter().zip(&values[at..]) {
            // SAFETY: the field's bytes, which are a part of the row.
            if !unsafe { slot.write(value, row.wrapping_add(slot.offset)) } {
                break;
            }
            done += 1;
        }
        done
    }

    /// Writes a field of any kind.
    ///
    /// # Errors
    /// As for [`encode::value`].
    ///
    /// # Safety
    /// As for [`write`](Slots::write).
    unsafe fn other(
        &self,
        layout: &Layout,
        field: usize,
        value: &Value,
        row: *mut u8,
    ) -> Result<(), Error> {
        let (field, kind) = (&layout.fields()[field], self.slots[field].kind);
        // SAFETY: the field's bytes, which are initialised before they are lent; with padding, or
        // of no short kind, they have been with the row.
        let bytes = unsafe {
            let first = row.add(field.offset());
            if kind != Kind::Other {
                first.write_bytes(0, field.size());
            }
            core::slice::from_raw_parts_mut(first, field.size())
        };
        encode::value(field.dtype(), field.name(), value, bytes)
    }
}

impl Slot {
    fn of(offset: usize, dtype: &DType) -> Slot {
        const NONE: (i64, i64) = (1, 0);
        let (kind, (least, greatest)) = match dtype {
            DType::Scalar(scalar, order) if order.is_native() || scalar.size() == 1 => match scalar
            {
                Scalar::Bool => (Kind::Bool, NONE),
                Scalar::U8 => (Kind::Integer, (0, u8::MAX.into())),
                Scalar::U16 => (Kind::Integer, (0, u16::MAX.into())),
                Scalar::U32 => (Kind::Integer, (0, u32::MAX.into())),
                // Greater ones are rare.
                Scalar::U64 => (Kind::Integer, (0, i64::MAX)),
                Scalar::I8 => (Kind::Integer, (i8::MIN.into(), i8::MAX.into())),
                Scalar::I16 => (Kind::Integer, (i16::MIN.into(), i16::MAX.into())),
                Scalar::I32 => (Kind::Integer, (i32::MIN.into(), i32::MAX.into())),
                Scalar::I64 => (Kind::Integer, (i64::MIN, i64::MAX)),
                Scalar::F32 => (Kind::F32, NONE),
                Scalar::F64 => (Kind::F64, NONE),
                _ => (Kind::Other, NONE),
            },
            DType::Bytes(_) => (Kind::Bytes, NONE),
            _ => (Kind::Other, NONE),
        };
        Slot { offset, size: dtype.size(), kind, least, greatest }
    }

    /// Writes a value, and says whether it has the short way.
    ///
    /// # Safety
    /// The bytes of the field can be written at `field`.
    #[inline(always)]
    unsafe fn write(&self, value: &Value, field: *mut u8) -> bool {
        // SAFETY: the caller's promise, the kind being one of such numbers.
        unsafe {
            // By the value first: where it is made, what it is is known.
            match value {
                Value::F64(number) => match self.kind {
                    Kind::F64 => put(field, *number),
                    Kind::F32 => {
                        let short = *number as f32;
                        // That a number becomes an infinity is an error.
                        (short.is_finite() || !number.is_finite()) && put(field, short)
                    }
                    _ => false,
                },
                Value::F32(number) => match self.kind {
                    Kind::F32 => put(field, *number),
                    Kind::F64 => put(field, f64::from(*number)),
                    _ => false,
                },
                // Unlike `try_from`, the compiler sees through this where the number is a narrow one.
                Value::Int(number) => {
                    let short = *number as i64;
                    i128::from(short) == *number && self.put_integer(field, short)
                }
                Value::UInt(number) => {
                    let short = *number as u64 & i64::MAX as u64;
                    u128::from(short) == *number && self.put_integer(field, short as i64)
                }
                Value::Bool(value) => self.kind == Kind::Bool && put(field, u8::from(*value)),
                Value::Bytes(text) => self.kind == Kind::Bytes && self.put_text(field, text),
                Value::Str(text) => {
                    self.kind == Kind::Bytes && self.put_text(field, text.as_bytes())
                }
                _ => false,
            }
        }
    }

    /// # Safety
    /// As for [`write`](Slot::write).
    #[inline(always)]
    unsafe fn put_integer(&self, field: *mut u8, number: i64) -> bool {
        if number < self.least || number > self.greatest {
            return false;
        }
        // SAFETY: the caller's promise: an integer of so many bytes, which holds the number.
        unsafe {
            match self.size {
                1 => put(field, number as u8),
                2 => put(field, number as u16),
                4 => put(field, number as u32),
                _ => put(field, number),
            }
        }
    }

    /// # Safety
    /// As for [`write`](Slot::write), in a field of bytes.
    #[inline(never)]
    unsafe fn put_text(&self, field: *mut u8, text: &[u8]) -> bool {
        if text.len() > self.size {
            return false;
        }
        // SAFETY: the caller's promise: `size` bytes.
        unsafe {
            field.copy_from_nonoverlapping(text.as_ptr(), text.len());
            field.add(text.len()).write_bytes(0, self.size - text.len());
        }
        true
    }
}

/// Writes the bytes of a number.
///
/// # Safety
/// They can be written at `field`, at any alignment.
#[inline(always)]
unsafe fn put<T>(field: *mut u8, number: T) -> bool {
    // SAFETY: the caller's promise.
    unsafe { field.cast::<T>().write_unaligned(number) };
    true
}
