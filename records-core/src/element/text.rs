//! Text of four bytes a character: [`FixedStr`].

use alloc::string::String;
use core::fmt;

use super::Element;
use crate::layout::ByteOrder;
use crate::{DType, Error};

/// `N` characters of four bytes each, in native byte order, shorter text padded
/// with NULs (NumPy's `U`).
///
/// Bytes from outside may hold numbers that are no characters; they show as
/// U+FFFD.
///
/// ```
/// use records_core::FixedStr;
///
/// let city = FixedStr::<8>::new("Zürich")?;
/// assert_eq!(city.to_string(), "Zürich");
/// assert_eq!(city.chars().count(), 6);
/// assert_eq!(city, "Zürich");
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct FixedStr<const N: usize>([u32; N]);

impl<const N: usize> FixedStr<N> {
    /// The text, padded with NULs.
    ///
    /// # Errors
    /// [`Error::TooLong`] if it has more than `N` characters.
    pub fn new(text: &str) -> Result<FixedStr<N>, Error> {
        let found = text.chars().count();
        if found > N {
            return Err(Error::TooLong { found, room: N, unit: "characters" });
        }
        let mut codes = [0; N];
        for (code, char) in codes.iter_mut().zip(text.chars()) {
            *code = char.into();
        }
        Ok(FixedStr(codes))
    }

    /// The code points as they are, the padding included.
    #[must_use]
    pub const fn from_array(codes: [u32; N]) -> FixedStr<N> {
        FixedStr(codes)
    }

    /// The code points as they are, the padding included.
    #[must_use]
    pub const fn to_array(self) -> [u32; N] {
        self.0
    }

    /// The characters, without the trailing NULs; U+FFFD for numbers that are none.
    pub fn chars(&self) -> impl DoubleEndedIterator<Item = char> + '_ {
        let len = self.0.iter().rposition(|&code| code != 0).map_or(0, |last| last + 1);
        self.0[..len]
            .iter()
            .map(|&code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
    }
}

impl<const N: usize> Default for FixedStr<N> {
    fn default() -> Self {
        FixedStr([0; N])
    }
}

impl<const N: usize> core::str::FromStr for FixedStr<N> {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        FixedStr::new(text)
    }
}

impl<const N: usize> TryFrom<&str> for FixedStr<N> {
    type Error = Error;

    fn try_from(text: &str) -> Result<Self, Error> {
        FixedStr::new(text)
    }
}

impl<const N: usize> PartialEq<str> for FixedStr<N> {
    fn eq(&self, other: &str) -> bool {
        self.chars().eq(other.chars())
    }
}

impl<const N: usize> PartialEq<&str> for FixedStr<N> {
    fn eq(&self, other: &&str) -> bool {
        self.chars().eq(other.chars())
    }
}

/// The text in quotes.
impl<const N: usize> fmt::Debug for FixedStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.chars().collect::<String>(), f)
    }
}

impl<const N: usize> fmt::Display for FixedStr<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.chars().collect::<String>())
    }
}

// SAFETY: `repr(transparent)` over `[u32; N]`: every byte pattern is a value,
// there is no padding, and unaligned copies read and write it.
unsafe impl<const N: usize> Element for FixedStr<N> {
    const DTYPE: &'static DType = &DType::Str(N, ByteOrder::NATIVE);
    const IN_PLACE: bool = true;

    #[inline(always)]
    unsafe fn read(from: *const u8) -> Self {
        // SAFETY: the caller's promise.
        unsafe { from.cast::<Self>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn write(self, to: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { to.cast::<Self>().write_unaligned(self) }
    }
}

// SAFETY: `repr(transparent)` over an array of `Pod` numbers.
unsafe impl<const N: usize> bytemuck::Zeroable for FixedStr<N> {}
// SAFETY: as above.
unsafe impl<const N: usize> bytemuck::Pod for FixedStr<N> {}
