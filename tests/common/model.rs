//! The naive model of views: rows are places in a `Vec<u8>`, values are byte
//! strings, offsets are written down by hand. Whatever the crate does to a view,
//! the model does with plain vectors, and both must agree.

#![allow(dead_code, unused_macros, unused_imports, reason = "each test uses a part of it")]

use std::fmt::Debug;

use records_core::{
    Column, ColumnMut, Element, FixedBytes, Placement, Record, Records, VecsFamily,
};
use zerocopy::big_endian;

/// First byte and length.
pub type Span = (usize, usize);

/// What the model knows of a field type, independently of the crate.
pub trait Naive: Element + Debug {
    /// Bytes in a record.
    const BYTES: usize;
    /// Whether Rust keeps it in memory as records do.
    const IN_RUST: bool = true;
    /// Whether some bytes are no value, so that rows must not overlap at random.
    const PICKY: bool = false;
    /// Where the bytes of its values lie, if it starts at `at`: all but padding.
    fn spans(at: usize, out: &mut Vec<Span>) {
        out.push((at, Self::BYTES));
    }
    /// The bytes of its values, as they must stand in memory.
    fn put(&self, out: &mut Vec<u8>);
    /// Makes a value of any bytes.
    fn mend(_bytes: &mut [u8]) {}
}

macro_rules! naive_numbers {
    ($($type:ty)*) => {$(
        impl Naive for $type {
            const BYTES: usize = size_of::<$type>();
            fn put(&self, out: &mut Vec<u8>) {
                out.extend(self.to_ne_bytes());
            }
        }
    )*};
}

naive_numbers! { u8 u16 u32 u64 u128 i8 i16 i32 i64 i128 f32 f64 }

macro_rules! naive_big_endian {
    ($($type:ident)*) => {$(
        impl Naive for big_endian::$type {
            const BYTES: usize = size_of::<big_endian::$type>();
            fn put(&self, out: &mut Vec<u8>) {
                out.extend(self.get().to_be_bytes());
            }
        }
    )*};
}

naive_big_endian! { U16 I32 U64 F32 F64 }

impl Naive for bool {
    const BYTES: usize = 1;
    const PICKY: bool = true;
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }
    fn mend(bytes: &mut [u8]) {
        bytes[0] &= 1;
    }
}

impl<const N: usize> Naive for FixedBytes<N> {
    const BYTES: usize = N;
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_array());
    }
}

impl<E: Naive, const N: usize> Naive for [E; N] {
    const BYTES: usize = N * E::BYTES;
    const IN_RUST: bool = E::IN_RUST;
    const PICKY: bool = E::PICKY;
    fn spans(at: usize, out: &mut Vec<Span>) {
        for k in 0..N {
            E::spans(at + k * E::BYTES, out);
        }
    }
    fn put(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|element| element.put(out));
    }
    fn mend(bytes: &mut [u8]) {
        for k in 0..N {
            E::mend(&mut bytes[k * E::BYTES..][..E::BYTES]);
        }
    }
}

/// The model of an enum: its integer, its variants, where they lie by hand.
macro_rules! naive_enum {
    ($enum:ident $repr:ident [$($variant:ident)*]) => {
        impl $crate::model::Naive for $enum {
            const BYTES: usize = size_of::<$repr>();
            const PICKY: bool = true;
            fn put(&self, out: &mut Vec<u8>) {
                out.extend((*self as $repr).to_ne_bytes());
            }
            fn mend(bytes: &mut [u8]) {
                let all = [$($enum::$variant),*];
                let value = all[usize::from(bytes[0]) % all.len()] as $repr;
                bytes.copy_from_slice(&value.to_ne_bytes());
            }
        }
    };
}
pub(crate) use naive_enum;

/// What the model knows of a record.
pub trait NaiveRecord: Record + Naive + Copy {
    /// The fields' names, in order.
    const NAMES: &'static [&'static str];
    /// The fields' offsets, in the same order, by hand.
    const AT: &'static [usize];

    /// Where the bytes of each field lie, if the fields start at `fields`.
    fn field_spans(fields: &[usize]) -> Vec<Vec<Span>>;

    /// The columns of a view against those of the model, by all three ways to them.
    fn columns_agree<L: Placement<Self>>(view: &Records<'_, Self, L>, model: &Model);

    /// Turns every column around, all of them held at the same time.
    fn turn_columns<L: Placement<Self>>(
        view: &mut records_core::RecordsMut<'_, Self, L>,
        model: &mut Model,
    );

    /// Owned columns against those of the model.
    fn vecs_agree(vecs: &Self::Set<VecsFamily>, model: &Model);
}

/// Writes down a record for the model: its size, and each field with its offset.
macro_rules! naive_record {
    ($record:ident, $bytes:literal, in_rust: $in_rust:expr,
     { $($field:ident: $type:ty = $at:literal),* $(,)? }) => {
        impl $crate::model::Naive for $record {
            const BYTES: usize = $bytes;
            const IN_RUST: bool = $in_rust;
            const PICKY: bool = false $(|| <$type as $crate::model::Naive>::PICKY)*;
            fn spans(at: usize, out: &mut Vec<$crate::model::Span>) {
                let _ = (at, &out);
                $(<$type as $crate::model::Naive>::spans(at + $at, out);)*
            }
            fn put(&self, out: &mut Vec<u8>) {
                let _ = &out;
                // A copy, because a field of a packed struct cannot be borrowed.
                $({ let value = self.$field; $crate::model::Naive::put(&value, out); })*
            }
            fn mend(bytes: &mut [u8]) {
                let _ = &bytes;
                $({
                    let field = &mut bytes[$at..][..<$type as $crate::model::Naive>::BYTES];
                    <$type as $crate::model::Naive>::mend(field);
                })*
            }
        }

        impl $crate::model::NaiveRecord for $record {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];
            const AT: &'static [usize] = &[$($at),*];

            fn field_spans(fields: &[usize]) -> Vec<Vec<$crate::model::Span>> {
                let mut fields = fields.iter();
                let _ = &mut fields;
                vec![$({
                    let mut spans = Vec::new();
                    <$type as $crate::model::Naive>::spans(*fields.next().unwrap(), &mut spans);
                    spans
                }),*]
            }

            fn columns_agree<L: records_core::Placement<Self>>(
                view: &records_core::Records<'_, Self, L>,
                model: &$crate::model::Model,
            ) {
                let mut indices = 0..Self::NAMES.len();
                $({
                    let (name, index) = (stringify!($field), indices.next().unwrap());
                    model.column_agrees::<Self, $type>(index, &view.columns().$field);
                    model.column_agrees::<Self, $type>(index, &view.column(Self::FIELDS.$field));
                    let named = view.column_named::<$type>(name).unwrap();
                    model.column_agrees::<Self, $type>(index, &named);
                })*
                let _ = (&mut indices, model);
                assert!(view.column_named::<u8>("no such field").is_err());
            }

            fn turn_columns<L: records_core::Placement<Self>>(
                view: &mut records_core::RecordsMut<'_, Self, L>,
                model: &mut $crate::model::Model,
            ) {
                let (mut all, mut indices) = (view.columns_mut(), 0..Self::NAMES.len());
                $(
                    $crate::model::turn(&mut all.$field);
                    model.turn::<Self>(indices.next().unwrap());
                )*
                let _ = (&mut all, &mut indices, model);
            }

            fn vecs_agree(
                vecs: &Self::Set<records_core::VecsFamily>,
                model: &$crate::model::Model,
            ) {
                let mut indices = 0..Self::NAMES.len();
                $({
                    let found: Vec<_> = vecs.$field.iter().map($crate::model::bytes_of).collect();
                    assert_eq!(found, model.column::<Self>(indices.next().unwrap()));
                })*
                let _ = (&mut indices, vecs, model);
            }
        }
    };
}
pub(crate) use naive_record;

/// The bytes of a value.
pub fn bytes_of<F: Naive>(value: &F) -> Vec<u8> {
    let mut bytes = Vec::new();
    value.put(&mut bytes);
    bytes
}

/// The bytes of a whole record, padding zero.
pub fn bytes_of_padded<R: NaiveRecord>(record: &R) -> Vec<u8> {
    let mut model = Model {
        bytes: vec![0; R::BYTES],
        rows: vec![0],
        fields: R::AT.to_vec(),
        address: 0,
        whole: true,
    };
    model.set(0, record);
    model.bytes
}

/// Turns a column around, item by item.
pub fn turn<F: Naive>(column: &mut ColumnMut<'_, F>) {
    let items = column.to_vec();
    for (index, item) in items.into_iter().rev().enumerate() {
        column.set(index, item);
    }
}

/// Some rows of some bytes.
#[derive(Clone, Debug)]
pub struct Model {
    /// All bytes, with those around the ones that the view was given.
    pub bytes: Vec<u8>,
    /// Where the rows start in them.
    pub rows: Vec<usize>,
    /// Where the fields start in a row.
    pub fields: Vec<usize>,
    /// The address of the first byte in the memory that the crate looks at.
    pub address: usize,
    /// Whether the rows are the record's own, not those of a projection.
    pub whole: bool,
}

impl Model {
    fn pick(&self, row: usize, spans: &[Span]) -> Vec<u8> {
        let row = &self.bytes[self.rows[row]..];
        spans.iter().flat_map(|&(at, len)| row[at..at + len].to_vec()).collect()
    }

    /// The bytes of the fields of a row.
    pub fn row<R: NaiveRecord>(&self, row: usize) -> Vec<u8> {
        self.pick(row, &R::field_spans(&self.fields).concat())
    }

    /// Those of all rows.
    pub fn all_rows<R: NaiveRecord>(&self) -> Vec<Vec<u8>> {
        (0..self.rows.len()).map(|row| self.row::<R>(row)).collect()
    }

    /// The bytes of a field of all rows.
    pub fn column<R: NaiveRecord>(&self, field: usize) -> Vec<Vec<u8>> {
        let spans = &R::field_spans(&self.fields)[field];
        (0..self.rows.len()).map(|row| self.pick(row, spans)).collect()
    }

    fn put(&mut self, row: usize, spans: &[Span], mut value: &[u8]) {
        for &(at, len) in spans {
            let (these, rest) = value.split_at(len);
            self.bytes[self.rows[row] + at..][..len].copy_from_slice(these);
            value = rest;
        }
        assert!(value.is_empty());
    }

    /// Writes the fields of a row, and nothing else.
    pub fn set<R: NaiveRecord>(&mut self, row: usize, value: &R) {
        let spans = R::field_spans(&self.fields).concat();
        self.put(row, &spans, &bytes_of(value));
    }

    /// Turns a column around.
    pub fn turn<R: NaiveRecord>(&mut self, field: usize) {
        let spans = R::field_spans(&self.fields).swap_remove(field);
        let items = self.column::<R>(field);
        for (row, item) in items.iter().rev().enumerate() {
            self.put(row, &spans, item);
        }
    }

    /// The rows as those of `P`, whose fields are found by name.
    pub fn project<R: NaiveRecord, P: NaiveRecord>(&self) -> Model {
        let find = |name| self.fields[R::NAMES.iter().position(|known| known == name).unwrap()];
        let fields = P::NAMES.iter().map(find).collect();
        Model { fields, whole: false, ..self.clone() }
    }

    /// Whether items of `size` bytes, `offset` bytes into each row, can be lent as
    /// a slice of a type that wants this alignment.
    fn lends(&self, offset: usize, size: usize, align: usize) -> bool {
        let Some(first) = self.rows.first() else { return true };
        self.rows.windows(2).all(|pair| pair[1] == pair[0] + size)
            && (self.address + first + offset).is_multiple_of(align)
    }

    /// A column of the crate against field `index` of the model.
    pub fn column_agrees<R: NaiveRecord, F: Naive>(&self, index: usize, column: &Column<'_, F>) {
        let expected = self.column::<R>(index);
        let offset = self.fields[index];
        assert_eq!((column.len(), column.is_empty()), (expected.len(), expected.is_empty()));
        let found: Vec<_> = column.iter().map(|item| bytes_of(&item)).collect();
        assert_eq!(found, expected);
        let found: Vec<_> = column.to_vec().iter().map(bytes_of).collect();
        assert_eq!(found, expected);
        for row in 0..expected.len() + 2 {
            assert_eq!(column.get(row).as_ref().map(bytes_of), expected.get(row).cloned());
        }
        if let Some(first) = self.rows.first() {
            assert_eq!(column.as_ptr().addr(), self.address + first + offset);
        }

        let lends = F::IN_RUST && self.lends(offset, F::BYTES, align_of::<F>());
        assert_eq!(column.as_slice().is_some(), lends || expected.is_empty());
        if let Some(slice) = column.as_slice() {
            assert_eq!(slice.iter().map(bytes_of).collect::<Vec<_>>(), expected);
        }
    }

    /// A view of the crate against the model, by every way to its rows.
    pub fn agrees<R: NaiveRecord, L: Placement<R>>(&self, view: &Records<'_, R, L>) {
        let expected = self.all_rows::<R>();
        assert_eq!((view.len(), view.is_empty()), (expected.len(), expected.is_empty()));
        for row in 0..expected.len() + 2 {
            assert_eq!(view.get(row).as_ref().map(bytes_of), expected.get(row).cloned());
        }
        assert_eq!(view.get(usize::MAX).as_ref().map(bytes_of), None);
        assert_eq!(view.first().as_ref().map(bytes_of), expected.first().cloned());
        assert_eq!(view.last().as_ref().map(bytes_of), expected.last().cloned());
        assert_eq!(view.to_vec().iter().map(bytes_of).collect::<Vec<_>>(), expected);
        if let Some(first) = self.rows.first() {
            assert_eq!(view.as_ptr().addr(), self.address + first);
        }

        let lends = R::IN_RUST && self.whole && self.lends(0, R::BYTES, align_of::<R>());
        assert_eq!(view.as_slice().is_some(), lends || expected.is_empty());
        if let Some(slice) = view.as_slice() {
            assert_eq!(slice.iter().map(bytes_of).collect::<Vec<_>>(), expected);
        }
        R::columns_agree(view, self);
    }
}

/// One step of an iterator.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    Next,
    NextBack,
    Nth(usize),
    NthBack(usize),
}

/// An iterator against that of a slice: the script first, then what is left in
/// every way there is.
pub fn iter_agrees<T: Naive>(
    iter: impl DoubleEndedIterator<Item = T> + ExactSizeIterator + Clone,
    expected: &[Vec<u8>],
    script: &[Step],
) {
    let (mut iter, mut model) = (iter, expected.iter());
    for step in script {
        let (found, wanted) = match *step {
            Step::Next => (iter.next(), model.next()),
            Step::NextBack => (iter.next_back(), model.next_back()),
            Step::Nth(n) => (iter.nth(n), model.nth(n)),
            Step::NthBack(n) => (iter.nth_back(n), model.nth_back(n)),
        };
        assert_eq!(found.as_ref().map(bytes_of).as_ref(), wanted);
        assert_eq!(iter.len(), model.len());
        assert_eq!(iter.size_hint(), model.size_hint());
    }
    let rest = model.as_slice();
    let bytes = |mut all: Vec<_>, item: T| {
        all.push(bytes_of(&item));
        all
    };
    assert_eq!(iter.clone().fold(Vec::new(), bytes), rest);
    let mut back = iter.clone().rfold(Vec::new(), bytes);
    back.reverse();
    assert_eq!(back, rest);
    assert_eq!(iter.clone().count(), rest.len());
    assert_eq!(iter.clone().last().as_ref().map(bytes_of).as_ref(), rest.last());
    let mut back: Vec<_> = iter.clone().rev().map(|item| bytes_of(&item)).collect();
    back.reverse();
    assert_eq!(back, rest);

    // Fused: once at its end, it stays there, from both sides.
    while iter.next().is_some() {}
    assert!(iter.next().is_none() && iter.next_back().is_none() && iter.nth(3).is_none());
    assert_eq!(iter.len(), 0);
}
