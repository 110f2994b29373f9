//! Keys as words that the kernel can compare.

use alloc::vec::Vec;

use crate::DType;
use crate::kernel::sort::{Kind, Word};
use crate::layout::{ByteOrder, Scalar};

/// A field, or a part of one, that rows are ordered by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key<'d> {
    /// Bytes from the start of the row.
    pub(crate) offset: usize,
    pub(crate) dtype: &'d DType,
    pub(crate) descending: bool,
}

/// The words of keys, for rows of which there is at least one: declared lengths of
/// arrays are believed.
pub(crate) fn words<'d>(keys: impl IntoIterator<Item = Key<'d>>) -> Vec<Word> {
    let mut words = Vec::new();
    keys.into_iter().for_each(|key| key.add_to(&mut words));
    words
}

impl Key<'_> {
    /// Another part of the row that is ordered the same way.
    fn part<'d>(&self, offset: usize, dtype: &'d DType) -> Key<'d> {
        Key { offset: self.offset + offset, dtype, descending: self.descending }
    }

    fn add_to(&self, words: &mut Vec<Word>) {
        match self.dtype {
            DType::Scalar(Scalar::U8, _) => words.push(self.word(Kind::Text(1), ByteOrder::NATIVE)),
            DType::Scalar(scalar, order) => self.add_scalar(*scalar, *order, words),
            DType::Enum(of) => {
                let dtype = DType::Scalar(of.repr(), ByteOrder::NATIVE);
                self.part(0, &dtype).add_to(words);
            }
            DType::Bytes(len) | DType::Raw(len) => self.add_text(*len, words),
            DType::Str(chars, order) => {
                let char = DType::Scalar(Scalar::U32, *order);
                self.add_elements(&char, *chars, words);
            }
            DType::DateTime(_, order) | DType::TimeDelta(_, order) => {
                words.push(self.word(Kind::Time, *order));
            }
            DType::Array(element, len) => {
                let (mut element, mut len) = (element.get(), *len);
                while let DType::Array(inner, times) = element {
                    // Where there are no bytes there may be any number of elements.
                    (element, len) = (inner.get(), len.saturating_mul(*times));
                }
                self.add_elements(element, len, words);
            }
            DType::Record(layout) => {
                for field in layout.get().fields() {
                    self.part(field.offset(), field.dtype()).add_to(words);
                }
            }
        }
    }

    fn add_scalar(&self, scalar: Scalar, order: ByteOrder, words: &mut Vec<Word>) {
        let int = |width, signed| self.word(Kind::Int { width, signed }, order);
        let word = match scalar {
            Scalar::Bool => self.word(Kind::Truth, order),
            Scalar::U8 | Scalar::U16 | Scalar::U32 | Scalar::U64 => int(scalar.size() as u8, false),
            Scalar::I8 | Scalar::I16 | Scalar::I32 | Scalar::I64 => int(scalar.size() as u8, true),
            Scalar::F16 | Scalar::F32 | Scalar::F64 => {
                self.word(Kind::Float(scalar.size() as u8), order)
            }
            Scalar::U128 | Scalar::I128 => {
                let (high, low) = if matches!(order, ByteOrder::Big) { (0, 8) } else { (8, 0) };
                let high = self.offset + high;
                words.push(Word { offset: high, ..int(8, matches!(scalar, Scalar::I128)) });
                Word { offset: self.offset + low, ..int(8, false) }
            }
            Scalar::C64 | Scalar::C128 => {
                let width = scalar.size() as u8 / 2;
                words.push(self.word(Kind::Class(width), order));
                let real = self.word(Kind::Float(width), order);
                words.push(real);
                Word { offset: self.offset + usize::from(width), ..real }
            }
        };
        words.push(word);
    }

    /// Bytes, the first the weightiest, eight of them in a word.
    fn add_text(&self, len: usize, words: &mut Vec<Word>) {
        for start in (0..len).step_by(8) {
            let kind = Kind::Text((len - start).min(8) as u8);
            let offset = self.offset + start;
            words.push(Word { offset, ..self.word(kind, ByteOrder::NATIVE) });
        }
    }

    /// Elements that are no arrays, small ones several in a word.
    fn add_elements(&self, element: &DType, len: usize, words: &mut Vec<Word>) {
        let size = element.size();
        if size == 0 || len == 0 {
            return;
        }
        if let DType::Scalar(Scalar::U8, _) = element {
            return self.add_text(len, words);
        }
        let first = words.len();
        self.part(0, element).add_to(words);
        let most = match words[first..] {
            [one] if one.count == 1 => 64 / one.bits() as usize,
            _ => 1,
        };
        if most < 2 {
            (1..len).for_each(|i| self.part(i * size, element).add_to(words));
        } else if let Some(one) = words.pop() {
            words.extend((0..len).step_by(most).map(|start| Word {
                offset: one.offset + start * size,
                count: (len - start).min(most),
                step: size,
                ..one
            }));
        }
    }

    /// The one element at the start of the key.
    fn word(&self, kind: Kind, order: ByteOrder) -> Word {
        Word {
            offset: self.offset,
            kind,
            swap: !order.is_native(),
            descending: self.descending,
            count: 1,
            step: 0,
        }
    }
}
