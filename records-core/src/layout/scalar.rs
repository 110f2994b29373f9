//! The number types a field can hold.

/// The kind of a single number, without its byte order.
///
/// ```
/// use records_core::Scalar;
///
/// assert_eq!((Scalar::F64.size(), Scalar::F64.name()), (8, "f64"));
/// assert_eq!(Scalar::C64.alignment(), Scalar::F32.alignment());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scalar {
    /// One byte, 0 or 1 (NumPy's `?`).
    Bool,
    /// Unsigned, 1 byte.
    U8,
    /// Unsigned, 2 bytes.
    U16,
    /// Unsigned, 4 bytes.
    U32,
    /// Unsigned, 8 bytes.
    U64,
    /// Unsigned, 16 bytes. NumPy has no such type; its texts show `V16`.
    U128,
    /// Signed, 1 byte.
    I8,
    /// Signed, 2 bytes.
    I16,
    /// Signed, 4 bytes.
    I32,
    /// Signed, 8 bytes.
    I64,
    /// Signed, 16 bytes. NumPy has no such type; its texts show `V16`.
    I128,
    /// IEEE 754 half precision (NumPy's `f2`).
    F16,
    /// IEEE 754 single precision.
    F32,
    /// IEEE 754 double precision.
    F64,
    /// Two `f32`, real part first (NumPy's `c8`).
    C64,
    /// Two `f64`, real part first (NumPy's `c16`).
    C128,
}

impl Scalar {
    /// Bytes that one number takes.
    #[must_use]
    pub const fn size(self) -> usize {
        match self {
            Scalar::Bool | Scalar::U8 | Scalar::I8 => 1,
            Scalar::U16 | Scalar::I16 | Scalar::F16 => 2,
            Scalar::U32 | Scalar::I32 | Scalar::F32 => 4,
            Scalar::U64 | Scalar::I64 | Scalar::F64 | Scalar::C64 => 8,
            Scalar::U128 | Scalar::I128 | Scalar::C128 => 16,
        }
    }

    /// The alignment that C compilers and NumPy's `align=True` give it, in
    /// bytes: that of the Rust type on the target (16 for the 128-bit integers,
    /// 4 for `u64` on 32-bit x86 ...).
    #[must_use]
    pub const fn alignment(self) -> usize {
        match self {
            Scalar::Bool | Scalar::U8 | Scalar::I8 => 1,
            Scalar::U16 | Scalar::I16 | Scalar::F16 => align_of::<u16>(),
            Scalar::U32 | Scalar::I32 => align_of::<u32>(),
            Scalar::U64 | Scalar::I64 => align_of::<u64>(),
            Scalar::U128 | Scalar::I128 => align_of::<u128>(),
            Scalar::F32 | Scalar::C64 => align_of::<f32>(),
            Scalar::F64 | Scalar::C128 => align_of::<f64>(),
        }
    }

    /// The Rust name, as messages show it: `i32`, `f64`, `bool`, `c64`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Scalar::Bool => "bool",
            Scalar::U8 => "u8",
            Scalar::U16 => "u16",
            Scalar::U32 => "u32",
            Scalar::U64 => "u64",
            Scalar::U128 => "u128",
            Scalar::I8 => "i8",
            Scalar::I16 => "i16",
            Scalar::I32 => "i32",
            Scalar::I64 => "i64",
            Scalar::I128 => "i128",
            Scalar::F16 => "f16",
            Scalar::F32 => "f32",
            Scalar::F64 => "f64",
            Scalar::C64 => "c64",
            Scalar::C128 => "c128",
        }
    }

    /// `==` for constants.
    pub(crate) const fn same(self, other: Scalar) -> bool {
        self as u8 == other as u8
    }
}
