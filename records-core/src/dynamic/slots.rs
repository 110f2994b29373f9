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
    /// Whether there are texts.
    texts: bool,
    /// Whether a row is to be zeroed first: some of its bytes may not be written, or are lent
    /// before they are.
    zero: bool,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    offset: usize,
    kind: Kind,
}

/// The kinds of fields that values have a short way into; the others, and values that do not fit,
/// go by way of [`encode`].
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Bool,
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    F32,
    F64,
    Bytes(usize),
    Other,
}

impl Slots {
    pub(super) fn new(layout: &Layout) -> Slots {
        let slots = layout
            .fields()
            .iter()
            .map(|field| Slot { offset: field.offset(), kind: Kind::of(field.dtype()) });
        let slots: Box<[Slot]> = slots.collect();
        let other = slots.iter().any(|slot| slot.kind == Kind::Other);
        let texts = slots.iter().any(|slot| matches!(slot.kind, Kind::Bytes(_)));
        Slots { slots, texts, zero: other || layout.has_padding() }
    }

    /// Writes a row, and says whether it was one whose values all go into their fields without
    /// further ado; if not, [`write`](Slots::write) must follow.
    ///
    /// # Safety
    /// As for [`write`](Slots::write). If it says so, all bytes are initialised.
    #[inline]
    pub(super) unsafe fn try_write(&self, values: &[Value], row: *mut u8, size: usize) -> bool {
        // SAFETY: the caller's promise.
        unsafe {
            if self.zero {
                row.write_bytes(0, size);
            }
            values.len() == self.slots.len() && self.write_from(0, values, row) == values.len()
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
            unsafe { row.write_bytes(0, layout.itemsize()) };
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
        let (slots, values) = (&self.slots[at..], &values[at..]);
        // SAFETY: the caller's promise.
        unsafe {
            if self.texts {
                write_fields::<true>(slots, values, row)
            } else {
                write_fields::<false>(slots, values, row)
            }
        }
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

/// [`Slots::write_from`]. Without texts it calls nobody, so that all it knows stays in registers.
///
/// # Safety
/// As there.
#[inline(never)]
unsafe fn write_fields<const TEXTS: bool>(slots: &[Slot], values: &[Value], row: *mut u8) -> usize {
    let mut done = 0;
    for (slot, value) in slots.iter().zip(values) {
        // SAFETY: the field's bytes, which are a part of the row.
        if !unsafe { slot.write::<TEXTS>(value, row.wrapping_add(slot.offset)) } {
            break;
        }
        done += 1;
    }
    done
}

impl Kind {
    fn of(dtype: &DType) -> Kind {
        match dtype {
            DType::Scalar(scalar, order) if order.is_native() || scalar.size() == 1 => match scalar
            {
                Scalar::Bool => Kind::Bool,
                Scalar::U8 => Kind::U8,
                Scalar::U16 => Kind::U16,
                Scalar::U32 => Kind::U32,
                Scalar::U64 => Kind::U64,
                Scalar::I8 => Kind::I8,
                Scalar::I16 => Kind::I16,
                Scalar::I32 => Kind::I32,
                Scalar::I64 => Kind::I64,
                Scalar::F32 => Kind::F32,
                Scalar::F64 => Kind::F64,
                _ => Kind::Other,
            },
            DType::Bytes(len) => Kind::Bytes(*len),
            _ => Kind::Other,
        }
    }
}

impl Slot {
    /// Writes a value, and says whether it has the short way.
    ///
    /// # Safety
    /// The bytes of the field can be written at `field`.
    #[inline(always)]
    unsafe fn write<const TEXTS: bool>(self, value: &Value, field: *mut u8) -> bool {
        macro_rules! put {
            ($number:expr) => {{
                let number = $number;
                // SAFETY: the caller's promise, the kind being one of such numbers.
                unsafe {
                    core::ptr::from_ref(&number)
                        .cast::<u8>()
                        .copy_to_nonoverlapping(field, size_of_val(&number))
                };
                true
            }};
        }
        macro_rules! integer {
            ($type:ty) => {
                match value {
                    Value::Int(number) => match <$type>::try_from(*number) {
                        Ok(number) => put!(number),
                        Err(_) => false,
                    },
                    Value::UInt(number) => match <$type>::try_from(*number) {
                        Ok(number) => put!(number),
                        Err(_) => false,
                    },
                    _ => false,
                }
            };
        }
        match self.kind {
            Kind::Bool => match value {
                Value::Bool(value) => put!(u8::from(*value)),
                _ => false,
            },
            Kind::U8 => integer!(u8),
            Kind::U16 => integer!(u16),
            Kind::U32 => integer!(u32),
            Kind::U64 => integer!(u64),
            Kind::I8 => integer!(i8),
            Kind::I16 => integer!(i16),
            Kind::I32 => integer!(i32),
            Kind::I64 => integer!(i64),
            Kind::F32 => match value {
                Value::F32(number) => put!(*number),
                Value::F64(number) => {
                    let short = *number as f32;
                    // That a number becomes an infinity is an error.
                    (short.is_finite() || !number.is_finite()) && put!(short)
                }
                _ => false,
            },
            Kind::F64 => match value {
                Value::F64(number) => put!(*number),
                Value::F32(number) => put!(f64::from(*number)),
                _ => false,
            },
            Kind::Bytes(len) if TEXTS => {
                let text = match value {
                    Value::Bytes(text) => text,
                    Value::Str(text) => text.as_bytes(),
                    _ => return false,
                };
                if text.len() > len {
                    return false;
                }
                // SAFETY: the caller's promise: `len` bytes.
                unsafe {
                    field.write_bytes(0, len);
                    field.copy_from_nonoverlapping(text.as_ptr(), text.len());
                }
                true
            }
            Kind::Bytes(_) | Kind::Other => false,
        }
    }
}
