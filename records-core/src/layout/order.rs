//! The order of the bytes of a number.

/// Which end of a number comes first in memory.
///
/// One-byte types have no order; they carry [`ByteOrder::NATIVE`] and compare
/// equal whatever they carry.
///
/// ```
/// use records_core::ByteOrder;
///
/// assert!(ByteOrder::NATIVE.is_native());
/// assert_ne!(ByteOrder::Little.is_native(), ByteOrder::Big.is_native());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// Least significant byte first (NumPy's `<`).
    Little,
    /// Most significant byte first (NumPy's `>`).
    Big,
}

impl ByteOrder {
    /// The order of the machine this was compiled for (NumPy's `=`).
    pub const NATIVE: ByteOrder =
        if cfg!(target_endian = "big") { ByteOrder::Big } else { ByteOrder::Little };

    /// Whether the machine reads this order without swapping.
    #[must_use]
    pub const fn is_native(self) -> bool {
        self.same(ByteOrder::NATIVE)
    }

    /// The bytes of a number from the machine's order into this one, or back.
    #[inline(always)]
    pub(crate) fn arrange<const N: usize>(self, mut bytes: [u8; N]) -> [u8; N] {
        if !self.is_native() {
            bytes.reverse();
        }
        bytes
    }

    /// `==` for constants.
    pub(crate) const fn same(self, other: ByteOrder) -> bool {
        matches!(
            (self, other),
            (ByteOrder::Little, ByteOrder::Little) | (ByteOrder::Big, ByteOrder::Big)
        )
    }
}
