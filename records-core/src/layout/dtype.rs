//! What one field holds.

use alloc::boxed::Box;

use super::{ByteOrder, Layout, Scalar, TimeStep};

/// The type of a field: what its bytes mean, how many there are, and which
/// alignment it asks for in an aligned record.
///
/// The same type serves the constants that the derive makes and the layouts
/// that arrive at run time, so nested parts are held by [`Nested`]: a
/// reference in a constant, a box otherwise.
///
/// Two dtypes are equal when every byte string means the same value under
/// both: sizes, kinds, byte orders, the valid values of an enum, and for nested
/// records the layouts, compared as [`Layout::eq`] compares them.
///
/// ```
/// use records_core::{ByteOrder, DType};
///
/// assert_eq!(DType::F64.size(), 8);
/// assert_eq!(DType::F64.with_order(ByteOrder::Big).size(), 8);
/// assert_ne!(DType::F64.with_order(ByteOrder::Big), DType::F64.with_order(ByteOrder::Little));
/// assert_eq!(DType::array(DType::F32, 3).to_string(), "[f32; 3]");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum DType {
    /// A number.
    Scalar(Scalar, ByteOrder),
    /// An integer of which only some values are valid; made by
    /// `#[derive(Element)]` on an enum. NumPy sees the integer.
    Enum(&'static EnumType),
    /// So many bytes of text, shorter text padded with NULs (NumPy's `S`).
    Bytes(usize),
    /// So many characters of four bytes each (NumPy's `U`).
    Str(usize, ByteOrder),
    /// So many bytes without a meaning (NumPy's `V`).
    Raw(usize),
    /// A moment, counted in steps from 1970-01-01 (NumPy's `M8`).
    DateTime(TimeStep, ByteOrder),
    /// A span of time, counted in steps (NumPy's `m8`).
    TimeDelta(TimeStep, ByteOrder),
    /// So many elements of one type, one behind the other.
    Array(Nested<DType>, usize),
    /// A record inside the record.
    Record(Nested<Layout>),
}

/// A part of a layout: borrowed in constants, owned at run time.
///
/// ```
/// use records_core::{DType, Element, Nested};
///
/// // A constant borrows the type of the elements, a value made at run time owns it.
/// assert!(matches!(<[f32; 3]>::DTYPE, DType::Array(Nested::Static(_), 3)));
/// assert!(matches!(DType::array(DType::F32, 3), DType::Array(Nested::Owned(_), 3)));
/// assert_eq!(*<[f32; 3]>::DTYPE, DType::array(DType::F32, 3));
/// ```
#[derive(Clone, Debug)]
pub enum Nested<T: 'static> {
    /// Part of a constant.
    Static(&'static T),
    /// Made at run time.
    Owned(Box<T>),
}

impl<T> Nested<T> {
    /// The part itself.
    #[must_use]
    pub const fn get(&self) -> &T {
        match self {
            Nested::Static(part) => part,
            Nested::Owned(part) => part,
        }
    }
}

/// An integer type of which only the listed values are valid.
///
/// ```
/// use records_core::{DType, Element};
///
/// #[derive(Element, Clone, Copy)]
/// #[repr(u8)]
/// enum Side { Buy = b'B', Sell = b'S' }
///
/// let DType::Enum(side) = Side::DTYPE else { unreachable!() };
/// assert_eq!(side.name(), "Side");
/// assert_eq!(side.variants(), [("Buy", 66), ("Sell", 83)]);
/// assert!(!side.has(67));
/// ```
#[derive(Debug)]
pub struct EnumType {
    name: &'static str,
    repr: Scalar,
    variants: &'static [(&'static str, i128)],
}

impl EnumType {
    /// Used by the code that `#[derive(Element)]` makes.
    ///
    /// # Panics
    /// If `repr` is no integer of at most 64 bits, which views read enums as.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(
        name: &'static str,
        repr: Scalar,
        variants: &'static [(&'static str, i128)],
    ) -> EnumType {
        assert!(
            matches!(
                repr,
                Scalar::U8
                    | Scalar::U16
                    | Scalar::U32
                    | Scalar::U64
                    | Scalar::I8
                    | Scalar::I16
                    | Scalar::I32
                    | Scalar::I64
            ),
            "an enum is stored as an integer of at most 64 bits"
        );
        EnumType { name, repr, variants }
    }

    /// The name of the Rust enum.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The integer that stores it, in native byte order.
    #[must_use]
    pub const fn repr(&self) -> Scalar {
        self.repr
    }

    /// Names and values of the variants, in the order of the source.
    #[must_use]
    pub const fn variants(&self) -> &'static [(&'static str, i128)] {
        self.variants
    }

    /// Whether a variant has this value.
    #[must_use]
    pub const fn has(&self, value: i128) -> bool {
        let mut i = 0;
        while i < self.variants.len() {
            if self.variants[i].1 == value {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Whether every valid value of `self` is valid for `other`.
    const fn within(&self, other: &EnumType) -> bool {
        let mut i = 0;
        while i < self.variants.len() {
            if !other.has(self.variants[i].1) {
                return false;
            }
            i += 1;
        }
        true
    }
}

/// How two dtypes relate; see [`DType::reads_as`].
#[derive(Clone, Copy)]
enum Relation {
    /// The same values and the same valid bytes.
    Equal,
    /// Bytes valid for the first are valid, and mean the same, for the second.
    Reads,
}

impl DType {
    /// `bool`: one byte, 0 or 1.
    pub const BOOL: DType = DType::native(Scalar::Bool);
    /// `u8`.
    pub const U8: DType = DType::native(Scalar::U8);
    /// `u16` in native byte order.
    pub const U16: DType = DType::native(Scalar::U16);
    /// `u32` in native byte order.
    pub const U32: DType = DType::native(Scalar::U32);
    /// `u64` in native byte order.
    pub const U64: DType = DType::native(Scalar::U64);
    /// `u128` in native byte order.
    pub const U128: DType = DType::native(Scalar::U128);
    /// `i8`.
    pub const I8: DType = DType::native(Scalar::I8);
    /// `i16` in native byte order.
    pub const I16: DType = DType::native(Scalar::I16);
    /// `i32` in native byte order.
    pub const I32: DType = DType::native(Scalar::I32);
    /// `i64` in native byte order.
    pub const I64: DType = DType::native(Scalar::I64);
    /// `i128` in native byte order.
    pub const I128: DType = DType::native(Scalar::I128);
    /// Half precision in native byte order.
    pub const F16: DType = DType::native(Scalar::F16);
    /// `f32` in native byte order.
    pub const F32: DType = DType::native(Scalar::F32);
    /// `f64` in native byte order.
    pub const F64: DType = DType::native(Scalar::F64);
    /// A complex number of two `f32`, in native byte order.
    pub const C64: DType = DType::native(Scalar::C64);
    /// A complex number of two `f64`, in native byte order.
    pub const C128: DType = DType::native(Scalar::C128);

    const fn native(scalar: Scalar) -> DType {
        DType::Scalar(scalar, ByteOrder::NATIVE)
    }

    /// An array of `len` elements (NumPy's subarray).
    #[must_use]
    pub fn array(element: DType, len: usize) -> DType {
        DType::Array(Nested::Owned(Box::new(element)), len)
    }

    /// A record inside a record.
    #[must_use]
    pub fn record(layout: Layout) -> DType {
        DType::Record(Nested::Owned(Box::new(layout)))
    }

    /// The same type in another byte order. Types that have no byte order
    /// (bytes, raw bytes, enums, which are native always) stay as they are;
    /// arrays and records change in all their parts.
    #[must_use]
    pub fn with_order(&self, order: ByteOrder) -> DType {
        match self {
            DType::Scalar(scalar, _) => DType::Scalar(*scalar, order),
            DType::Str(chars, _) => DType::Str(*chars, order),
            DType::DateTime(step, _) => DType::DateTime(*step, order),
            DType::TimeDelta(step, _) => DType::TimeDelta(*step, order),
            DType::Array(element, len) => DType::array(element.get().with_order(order), *len),
            DType::Record(layout) => DType::record(layout.get().with_order(order)),
            DType::Enum(_) | DType::Bytes(_) | DType::Raw(_) => self.clone(),
        }
    }

    /// Bytes that one value takes. A size beyond the address space reads as
    /// `usize::MAX`; no [`Layout`] accepts it.
    #[must_use]
    pub const fn size(&self) -> usize {
        match self {
            DType::Scalar(scalar, _) => scalar.size(),
            DType::Enum(of) => of.repr.size(),
            DType::Bytes(len) | DType::Raw(len) => *len,
            DType::Str(chars, _) => chars.saturating_mul(4),
            DType::DateTime(..) | DType::TimeDelta(..) => 8,
            DType::Array(element, len) => element.get().size().saturating_mul(*len),
            DType::Record(layout) => layout.get().itemsize(),
        }
    }

    /// The alignment it asks for in an aligned record, in bytes, as NumPy and C
    /// have it: independent of the byte order; 1 for text and raw bytes, 4 for
    /// `U`, that of the element for arrays, that of the nested layout (1 unless
    /// it is aligned itself) for records.
    #[must_use]
    pub const fn alignment(&self) -> usize {
        match self {
            DType::Scalar(scalar, _) => scalar.alignment(),
            DType::Enum(of) => of.repr.alignment(),
            DType::Bytes(_) | DType::Raw(_) => 1,
            DType::Str(..) => align_of::<u32>(),
            DType::DateTime(..) | DType::TimeDelta(..) => align_of::<i64>(),
            DType::Array(element, _) => element.get().alignment(),
            DType::Record(layout) => layout.get().alignment(),
        }
    }

    /// Whether some byte patterns are not values: `bool`, enums, and whatever
    /// holds one of them. Only layouts with such a field are checked when bytes
    /// become records.
    #[must_use]
    pub const fn needs_check(&self) -> bool {
        match self {
            DType::Scalar(scalar, _) => scalar.same(Scalar::Bool),
            DType::Enum(_) => true,
            DType::Array(element, len) => *len > 0 && element.get().needs_check(),
            DType::Record(layout) => layout.get().needs_check(),
            DType::Bytes(_)
            | DType::Str(..)
            | DType::Raw(_)
            | DType::DateTime(..)
            | DType::TimeDelta(..) => false,
        }
    }

    /// Whether some of the bytes belong to no field of a nested record.
    #[must_use]
    pub const fn has_padding(&self) -> bool {
        match self {
            DType::Array(element, len) => *len > 0 && element.get().has_padding(),
            DType::Record(layout) => layout.get().has_padding(),
            _ => false,
        }
    }

    /// How many array elements of no bytes one value has; no more than `usize::MAX`.
    pub(super) const fn empty_elements(&self) -> usize {
        match self {
            DType::Array(element, len) => {
                let element = element.get();
                let own = if element.size() == 0 { 1 } else { 0 };
                element.empty_elements().saturating_add(own).saturating_mul(*len)
            }
            DType::Record(layout) => {
                let fields = layout.get().fields();
                let (mut count, mut i) = (0_usize, 0);
                while i < fields.len() {
                    count = count.saturating_add(fields[i].dtype().empty_elements());
                    i += 1;
                }
                count
            }
            _ => 0,
        }
    }

    /// `==` for constants.
    #[must_use]
    pub const fn same(&self, other: &DType) -> bool {
        self.relates(other, Relation::Equal)
    }

    /// Whether bytes that are valid for `self` are valid for `as_` and mean the
    /// same: equal dtypes, an enum read as its integer, or as an enum with more
    /// variants.
    #[must_use]
    pub const fn reads_as(&self, as_: &DType) -> bool {
        self.relates(as_, Relation::Reads)
    }

    const fn relates(&self, other: &DType, relation: Relation) -> bool {
        match (self, other) {
            (DType::Scalar(a, x), DType::Scalar(b, y)) => {
                a.same(*b) && (a.size() == 1 || x.same(*y))
            }
            (DType::Enum(a), DType::Enum(b)) => {
                a.repr.same(b.repr)
                    && a.within(b)
                    && (matches!(relation, Relation::Reads) || b.within(a))
            }
            (DType::Enum(a), DType::Scalar(b, order)) => {
                matches!(relation, Relation::Reads)
                    && a.repr.same(*b)
                    && (b.size() == 1 || order.is_native())
            }
            (DType::Bytes(a), DType::Bytes(b)) | (DType::Raw(a), DType::Raw(b)) => *a == *b,
            (DType::Str(a, x), DType::Str(b, y)) => *a == *b && x.same(*y),
            (DType::DateTime(a, x), DType::DateTime(b, y))
            | (DType::TimeDelta(a, x), DType::TimeDelta(b, y)) => a.same(*b) && x.same(*y),
            (DType::Array(a, n), DType::Array(b, m)) => {
                *n == *m && a.get().relates(b.get(), relation)
            }
            (DType::Record(a), DType::Record(b)) => {
                let (a, b) = (a.get(), b.get());
                let (fields, others) = (a.fields(), b.fields());
                if a.itemsize() != b.itemsize() || fields.len() != others.len() {
                    return false;
                }
                let mut i = 0;
                while i < fields.len() {
                    if fields[i].offset() != others[i].offset()
                        || !super::text::same(fields[i].name(), others[i].name())
                        || (matches!(relation, Relation::Equal)
                            && !fields[i].same_title(&others[i]))
                        || !fields[i].dtype().relates(others[i].dtype(), relation)
                    {
                        return false;
                    }
                    i += 1;
                }
                true
            }
            _ => false,
        }
    }

    /// A copy, in a constant, of a dtype that is a constant itself.
    ///
    /// # Panics
    /// If a part was made at run time; the parts of constants never are.
    pub(crate) const fn copy(&'static self) -> DType {
        match self {
            DType::Scalar(scalar, order) => DType::Scalar(*scalar, *order),
            DType::Enum(of) => DType::Enum(of),
            DType::Bytes(len) => DType::Bytes(*len),
            DType::Str(chars, order) => DType::Str(*chars, *order),
            DType::Raw(len) => DType::Raw(*len),
            DType::DateTime(step, order) => DType::DateTime(*step, *order),
            DType::TimeDelta(step, order) => DType::TimeDelta(*step, *order),
            DType::Array(element, len) => DType::Array(Nested::Static(element.get()), *len),
            DType::Record(layout) => DType::Record(Nested::Static(layout.get())),
        }
    }
}

impl PartialEq for DType {
    fn eq(&self, other: &DType) -> bool {
        self.same(other)
    }
}

impl Eq for DType {}
