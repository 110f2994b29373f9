//! Parts of rows as numbers of at most 64 bits.

use core::marker::PhantomData;

use super::number::{Bits, Class, Float, Int, Number, Text, Time, Truth};

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One byte, 0 or another.
    Truth,
    /// An integer of 1, 2, 4 or 8 bytes, signed or not.
    Int {
        /// Bytes.
        width: u8,
        /// Whether there are negative ones.
        signed: bool,
    },
    /// A float of 2, 4 or 8 bytes.
    Float(u8),
    /// Which parts of a complex number of two floats of 4 or 8 bytes are NaN.
    Class(u8),
    /// 8 bytes of which the least number comes last.
    Time,
    /// 1 to 8 bytes, the first the weightiest.
    Text(u8),
}

/// One element, or a few of a kind so many bytes apart, as one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word {
    /// Bytes from the start of the row to the first element.
    pub(crate) offset: usize,
    pub(crate) kind: Kind,
    /// Whether the bytes are in the other order than the machine's.
    pub(crate) swap: bool,
    /// Whether the greatest comes first.
    pub(crate) descending: bool,
    /// How many elements: at least 1, no more than fit 64 bits.
    pub(crate) count: usize,
    /// Bytes from one element to the next.
    pub(crate) step: usize,
}

impl Kind {
    /// Bits of the number that an element becomes.
    pub(crate) const fn bits(self) -> u32 {
        match self {
            Kind::Truth => 1,
            Kind::Class(_) => 2,
            Kind::Int { width, .. } | Kind::Float(width) | Kind::Text(width) => width as u32 * 8,
            Kind::Time => 64,
        }
    }
}

/// What is to be done with the number of each of some elements.
pub(super) trait With {
    type Out;
    fn with(self, number: impl Number) -> Self::Out;
}

impl Word {
    /// Bits of the number.
    pub(crate) const fn bits(&self) -> u32 {
        self.kind.bits() * self.count as u32
    }

    /// Calls with what makes numbers of the elements, so that its kind is looked at
    /// once for all of them.
    pub(super) fn with<W: With>(&self, with: W) -> W::Out {
        if self.swap { self.with_swap::<true, W>(with) } else { self.with_swap::<false, W>(with) }
    }

    fn with_swap<const SWAP: bool, W: With>(&self, with: W) -> W::Out {
        let all = if self.descending { u64::MAX >> (64 - self.kind.bits()) } else { 0 };
        match self.kind {
            Kind::Truth => with.with(Truth { xor: all }),
            Kind::Int { width, signed } => {
                let xor = all ^ if signed { 1 << (self.kind.bits() - 1) } else { 0 };
                match width {
                    1 => with.with(int::<u8, false>(xor)),
                    2 => with.with(int::<u16, SWAP>(xor)),
                    4 => with.with(int::<u32, SWAP>(xor)),
                    _ => with.with(int::<u64, SWAP>(xor)),
                }
            }
            Kind::Float(2) => with.with(float::<u16, SWAP>(all)),
            Kind::Float(4) => with.with(float::<u32, SWAP>(all)),
            Kind::Float(_) => with.with(float::<u64, SWAP>(all)),
            Kind::Class(4) => with.with(Class::<u32, SWAP>(PhantomData)),
            Kind::Class(_) => with.with(Class::<u64, SWAP>(PhantomData)),
            Kind::Time if self.descending => with.with(Time::<SWAP, true>),
            Kind::Time => with.with(Time::<SWAP, false>),
            Kind::Text(1) => with.with(Text::<1> { xor: all }),
            Kind::Text(2) => with.with(Text::<2> { xor: all }),
            Kind::Text(3) => with.with(Text::<3> { xor: all }),
            Kind::Text(4) => with.with(Text::<4> { xor: all }),
            Kind::Text(5) => with.with(Text::<5> { xor: all }),
            Kind::Text(6) => with.with(Text::<6> { xor: all }),
            Kind::Text(7) => with.with(Text::<7> { xor: all }),
            Kind::Text(_) => with.with(Text::<8> { xor: all }),
        }
    }

    /// Reads the word of as many rows as `out` is long.
    ///
    /// # Safety
    /// The word's bytes at `row(i)` can be read and are initialised, for each `i` less
    /// than the length of `out`.
    pub(super) unsafe fn read(&self, row: impl Fn(usize) -> *const u8, out: &mut [u64]) {
        self.with(Read { word: self, row, out });
    }
}

/// Reads the word of each row.
struct Read<'o, R> {
    word: &'o Word,
    row: R,
    out: &'o mut [u64],
}

impl<R: Fn(usize) -> *const u8> With for Read<'_, R> {
    type Out = ();

    #[inline(always)]
    fn with(self, number: impl Number) {
        let Word { offset, count, step, kind, .. } = *self.word;
        for (i, out) in self.out.iter_mut().enumerate() {
            let at = (self.row)(i).wrapping_add(offset);
            // SAFETY: `Word::read`'s caller promises the bytes of all elements.
            unsafe { *out = joined(number, at, count, step, kind.bits()) };
        }
    }
}

/// The number of `count` elements, the first the weightiest.
///
/// # Safety
/// The elements' bytes can be read and are initialised.
#[inline(always)]
pub(super) unsafe fn joined(
    number: impl Number,
    at: *const u8,
    count: usize,
    step: usize,
    bits: u32,
) -> u64 {
    // SAFETY: the caller's promise, element by element.
    unsafe {
        let mut all = number.number(at);
        for i in 1..count {
            // More than one take 32 bits each at most.
            all = all << bits | number.number(at.wrapping_add(i * step));
        }
        all
    }
}

fn int<T: Bits, const SWAP: bool>(xor: u64) -> Int<T, SWAP> {
    Int { xor, of: PhantomData }
}

fn float<T: Bits, const SWAP: bool>(xor: u64) -> Float<T, SWAP> {
    Float { xor, of: PhantomData }
}
