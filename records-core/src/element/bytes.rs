//! Bytes: [`FixedBytes`], text padded with NULs, and [`Raw`], bytes without a meaning.

use core::fmt;

use super::Element;
use crate::{DType, Error};

/// `N` bytes of text, shorter text padded with NULs (NumPy's `S`).
///
/// As in NumPy, trailing NULs are no part of the text: [`as_bytes`](FixedBytes::as_bytes) leaves
/// them out, and comparisons, which go by the text, do not see them.
///
/// ```
/// use records_core::FixedBytes;
///
/// let name = FixedBytes::<30>::from_bytes(b"Zhang")?;
/// assert_eq!(name.as_bytes(), b"Zhang");
/// assert_eq!(name.to_str()?, "Zhang");
/// assert_eq!(name, *b"Zhang");
/// assert!(FixedBytes::<3>::from_bytes(b"Zhang").is_err());
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct FixedBytes<const N: usize>([u8; N]);

impl<const N: usize> FixedBytes<N> {
    /// The text, padded with NULs.
    ///
    /// # Errors
    /// [`Error::TooLong`] if it has more than `N` bytes.
    pub const fn from_bytes(text: &[u8]) -> Result<FixedBytes<N>, Error> {
        if text.len() > N {
            return Err(Error::TooLong { found: text.len(), room: N, unit: "bytes" });
        }
        let mut bytes = [0; N];
        let mut i = 0;
        while i < text.len() {
            bytes[i] = text[i];
            i += 1;
        }
        Ok(FixedBytes(bytes))
    }

    /// All `N` bytes as they are.
    #[must_use]
    pub const fn from_array(bytes: [u8; N]) -> FixedBytes<N> {
        FixedBytes(bytes)
    }

    /// All `N` bytes, the padding included.
    #[must_use]
    pub const fn to_array(self) -> [u8; N] {
        self.0
    }

    /// The text: the bytes without the trailing NULs.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        let mut len = N;
        while len > 0 && self.0[len - 1] == 0 {
            len -= 1;
        }
        self.0.split_at(len).0
    }

    /// The text as UTF-8.
    ///
    /// # Errors
    /// [`Error::NotText`] if it is not UTF-8.
    pub const fn to_str(&self) -> Result<&str, Error> {
        match core::str::from_utf8(self.as_bytes()) {
            Ok(text) => Ok(text),
            Err(error) => {
                Err(Error::NotText { valid_up_to: error.valid_up_to(), encoding: "UTF-8" })
            }
        }
    }
}

impl<const N: usize> Default for FixedBytes<N> {
    fn default() -> Self {
        FixedBytes([0; N])
    }
}

impl<const N: usize> PartialEq for FixedBytes<N> {
    fn eq(&self, other: &Self) -> bool {
        // Padded with NULs both: equal texts are equal bytes.
        self.0 == other.0
    }
}

impl<const N: usize> Eq for FixedBytes<N> {}

impl<const N: usize> PartialOrd for FixedBytes<N> {
    fn partial_cmp(&self, other: &Self) -> Option<core::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<const N: usize> Ord for FixedBytes<N> {
    fn cmp(&self, other: &Self) -> core::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

impl<const N: usize> core::hash::Hash for FixedBytes<N> {
    fn hash<H: core::hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl<const N: usize> PartialEq<[u8]> for FixedBytes<N> {
    fn eq(&self, other: &[u8]) -> bool {
        self.as_bytes() == other
    }
}

impl<const N: usize, const M: usize> PartialEq<[u8; M]> for FixedBytes<N> {
    fn eq(&self, other: &[u8; M]) -> bool {
        self.as_bytes() == other
    }
}

impl<const N: usize> PartialEq<str> for FixedBytes<N> {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> PartialEq<&str> for FixedBytes<N> {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl<const N: usize> AsRef<[u8]> for FixedBytes<N> {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl<const N: usize> From<[u8; N]> for FixedBytes<N> {
    fn from(bytes: [u8; N]) -> Self {
        FixedBytes(bytes)
    }
}

impl<const N: usize> TryFrom<&[u8]> for FixedBytes<N> {
    type Error = Error;

    fn try_from(text: &[u8]) -> Result<Self, Error> {
        FixedBytes::from_bytes(text)
    }
}

impl<const N: usize> core::str::FromStr for FixedBytes<N> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        FixedBytes::from_bytes(text.as_bytes())
    }
}

/// The text in quotes, bytes that are no ASCII escaped: `b"Zhang"`.
impl<const N: usize> fmt::Debug for FixedBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.as_bytes().escape_ascii())
    }
}

/// The text; bytes that are not UTF-8 show as replacement characters.
impl<const N: usize> fmt::Display for FixedBytes<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&alloc::string::String::from_utf8_lossy(self.as_bytes()))
    }
}

/// `N` bytes without a meaning (NumPy's `V`).
///
/// ```
/// use records_core::Raw;
///
/// let magic = Raw(*b"\x7fELF");
/// assert_eq!(magic.as_bytes()[1..], *b"ELF");
/// assert_eq!(format!("{magic:?}"), "0x7f454c46");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Raw<const N: usize>(pub [u8; N]);

impl<const N: usize> Raw<N> {
    /// The bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl<const N: usize> Default for Raw<N> {
    fn default() -> Self {
        Raw([0; N])
    }
}

impl<const N: usize> From<[u8; N]> for Raw<N> {
    fn from(bytes: [u8; N]) -> Self {
        Raw(bytes)
    }
}

impl<const N: usize> AsRef<[u8]> for Raw<N> {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Hexadecimal digits, two a byte: `0x00ff`.
impl<const N: usize> fmt::Debug for Raw<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

macro_rules! byte_elements {
    ($($type:ident $dtype:ident)*) => {$(
        // SAFETY: `repr(transparent)` over `[u8; N]`: every byte pattern is a
        // value, there is no padding, and plain copies read and write it.
        unsafe impl<const N: usize> Element for $type<N> {
            const DTYPE: &'static DType = &DType::$dtype(N);
            const IN_PLACE: bool = true;

            #[inline(always)]
            unsafe fn read(from: *const u8) -> Self {
                // SAFETY: the caller's promise.
                unsafe { from.cast::<Self>().read() }
            }

            #[inline(always)]
            unsafe fn write(self, to: *mut u8) {
                // SAFETY: the caller's promise.
                unsafe { to.cast::<Self>().write(self) }
            }
        }

        // SAFETY: as above; bytes have no invalid values, no padding, no alignment.
        unsafe impl<const N: usize> bytemuck::Zeroable for $type<N> {}
        // SAFETY: as above.
        unsafe impl<const N: usize> bytemuck::Pod for $type<N> {}
    )*};
}

byte_elements! { FixedBytes Bytes Raw Raw }
