//! Items of one number type into items of another, either in any byte order.

use crate::layout::{ByteOrder, Scalar};
use crate::memory::Strided;
use crate::value::half::{f32_to_half, half_to_f32};

/// Items handled at a time, by way of a buffer that stays in cache.
pub(crate) const TILE: usize = 128;

/// A number type in a byte order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Coded {
    pub(crate) scalar: Scalar,
    pub(crate) order: ByteOrder,
}

/// Copies items with the bytes of each turned round: `width` bytes an item, 2, 4,
/// 8 or 16.
///
/// # Safety
/// `from` has as many items as `to`; at each, `width` bytes can be read, initialised,
/// and written respectively; the two share no byte.
pub(crate) unsafe fn swap_items(from: Strided, to: Strided, width: usize) {
    macro_rules! swap {
        ($type:ty) => {
            for i in 0..to.len() {
                // SAFETY: the caller's promise, at any alignment.
                unsafe {
                    let item = from.at(i).cast::<$type>().read_unaligned();
                    to.at(i).cast::<$type>().write_unaligned(item.swap_bytes());
                }
            }
        };
    }
    debug_assert!(from.len() >= to.len());
    match width {
        2 => swap!(u16),
        4 => swap!(u32),
        8 => swap!(u64),
        16 => swap!(u128),
        _ => unreachable!("numbers of {width} bytes have no order"),
    }
}

/// Copies numbers into items of a type that holds all of the other's.
///
/// # Safety
/// `from` has as many items as `to`; the items of the one can be read as its type,
/// initialised, those of the other written as its; the two share no byte. Every
/// value of the one type is one of the other.
pub(crate) unsafe fn cast_items(from: Strided, from_type: Coded, to: Strided, to_type: Coded) {
    let float = matches!(to_type.scalar, Scalar::F16 | Scalar::F32 | Scalar::F64);
    let from_float = matches!(from_type.scalar, Scalar::F16 | Scalar::F32 | Scalar::F64);
    let (mut whole, mut floats) = ([0_i128; TILE], [0.0_f64; TILE]);
    for start in (0..to.len()).step_by(TILE) {
        let end = to.len().min(start + TILE);
        let (from, to) = (from.slice(start..end), to.slice(start..end));
        let (whole, floats) = (&mut whole[..end - start], &mut floats[..end - start]);
        // SAFETY: the caller's promise for these items.
        unsafe {
            if from_float {
                read_floats(from, from_type, floats);
            } else {
                read_whole(from, from_type, whole);
                if float {
                    for (float, whole) in floats.iter_mut().zip(whole.iter()) {
                        *float = *whole as f64;
                    }
                }
            }
            if float {
                write_floats(floats, to, to_type);
            } else {
                write_whole(whole, to, to_type);
            }
        }
    }
}

/// Reads each item with a function of its bytes, in the order of the machine.
///
/// # Safety
/// `N` initialised bytes can be read at each of as many items as `out` has.
#[inline(always)]
unsafe fn read<const N: usize, T>(
    items: Strided,
    order: ByteOrder,
    out: &mut [T],
    value: impl Fn([u8; N]) -> T,
) {
    for (i, out) in out.iter_mut().enumerate() {
        // SAFETY: the caller's promise.
        let bytes = unsafe { items.at(i).cast::<[u8; N]>().read() };
        *out = value(order.arrange(bytes));
    }
}

/// Writes what a function makes of each value, in the order asked for.
///
/// # Safety
/// `N` bytes can be written at each of as many items as there are values.
#[inline(always)]
unsafe fn write<const N: usize, T: Copy>(
    values: &[T],
    items: Strided,
    order: ByteOrder,
    bytes: impl Fn(T) -> [u8; N],
) {
    for (i, &value) in values.iter().enumerate() {
        let bytes = order.arrange(bytes(value));
        // SAFETY: the caller's promise.
        unsafe { items.at(i).cast::<[u8; N]>().write(bytes) };
    }
}

/// # Safety
/// As for [`cast_items`].
unsafe fn read_whole(items: Strided, of: Coded, out: &mut [i128]) {
    macro_rules! integer {
        ($type:ty) => {
            // SAFETY: the caller's promise: items of this type.
            unsafe { read(items, of.order, out, |bytes| <$type>::from_ne_bytes(bytes) as i128) }
        };
    }
    match of.scalar {
        // SAFETY: the caller's promise: items of one byte.
        Scalar::Bool => unsafe { read(items, of.order, out, |[byte]| (byte != 0).into()) },
        Scalar::U8 => integer!(u8),
        Scalar::U16 => integer!(u16),
        Scalar::U32 => integer!(u32),
        Scalar::U64 => integer!(u64),
        Scalar::I8 => integer!(i8),
        Scalar::I16 => integer!(i16),
        Scalar::I32 => integer!(i32),
        Scalar::I64 => integer!(i64),
        Scalar::I128 => integer!(i128),
        _ => unreachable!("no integer type is narrower than {}", of.scalar.name()),
    }
}

/// # Safety
/// As for [`cast_items`].
unsafe fn write_whole(values: &[i128], items: Strided, of: Coded) {
    macro_rules! integer {
        ($type:ty) => {
            // SAFETY: the caller's promise: items of this type.
            unsafe { write(values, items, of.order, |value| (value as $type).to_ne_bytes()) }
        };
    }
    match of.scalar {
        Scalar::U8 => integer!(u8),
        Scalar::U16 => integer!(u16),
        Scalar::U32 => integer!(u32),
        Scalar::U64 => integer!(u64),
        Scalar::U128 => integer!(u128),
        Scalar::I8 => integer!(i8),
        Scalar::I16 => integer!(i16),
        Scalar::I32 => integer!(i32),
        Scalar::I64 => integer!(i64),
        Scalar::I128 => integer!(i128),
        _ => unreachable!("{} is no integer", of.scalar.name()),
    }
}

/// # Safety
/// As for [`cast_items`].
unsafe fn read_floats(items: Strided, of: Coded, out: &mut [f64]) {
    // SAFETY: the caller's promise: items of this type.
    unsafe {
        match of.scalar {
            Scalar::F16 => {
                read(items, of.order, out, |bytes| half_to_f32(u16::from_ne_bytes(bytes)).into())
            }
            Scalar::F32 => read(items, of.order, out, |bytes| f32::from_ne_bytes(bytes).into()),
            Scalar::F64 => read(items, of.order, out, f64::from_ne_bytes),
            _ => unreachable!("{} is no float", of.scalar.name()),
        }
    }
}

/// # Safety
/// As for [`cast_items`].
unsafe fn write_floats(values: &[f64], items: Strided, of: Coded) {
    // SAFETY: the caller's promise: items of this type.
    unsafe {
        match of.scalar {
            Scalar::F16 => {
                write(values, items, of.order, |value| f32_to_half(value as f32).to_ne_bytes());
            }
            Scalar::F32 => write(values, items, of.order, |value| (value as f32).to_ne_bytes()),
            Scalar::F64 => write(values, items, of.order, f64::to_ne_bytes),
            _ => unreachable!("{} is no float", of.scalar.name()),
        }
    }
}
