//! What a record looks like: fields, dtypes, offsets, itemsize.
//!
//! Everything here is data. A [`Layout`] is a constant when a derive made it and
//! a value when a file or another program described it; everything that
//! compares, explains, draws or exports layouts is written once, for both.

mod assert;
mod build;
mod c;
mod change;
mod check;
mod compare;
mod draw;
mod dtype;
mod error;
mod field;
mod format;
mod holes;
mod numpy;
mod order;
pub(crate) mod parse;
mod pieces;
mod place;
mod scalar;
mod svg;
pub(crate) mod text;
mod time;

use alloc::borrow::Cow;

pub(crate) use draw::{padded, visible};
pub use dtype::{DType, EnumType, Nested};
pub use error::LayoutError;
pub use field::{Field, FieldList};
pub use holes::Holes;
pub use numpy::LayoutText;
pub(crate) use numpy::{python_str, typestr};
pub use order::ByteOrder;
pub use parse::error::{ParseError, ParseErrorKind};
pub(crate) use place::Place;
pub use place::Rule;
pub use scalar::Scalar;
pub use time::{TimeStep, TimeUnit};

pub(crate) use compare::{comparable, find_field, find_field_mut};

#[doc(hidden)]
pub use check::{
    assert_alignment, assert_field, assert_itemsize, check_field, check_layout, check_rust_layout,
};

/// The layout itself, once [`check_layout`] is content with it and its fields lie
/// at `offsets`.
pub(crate) const fn checked(draft: &'static Layout, offsets: &[usize]) -> &'static Layout {
    check_layout(draft);
    let fields = draft.fields();
    assert!(fields.len() == offsets.len());
    let mut i = 0;
    while i < fields.len() {
        assert!(fields[i].offset() == offsets[i]);
        i += 1;
    }
    draft
}

/// The layout of a record: the fields in their order, each with a byte offset,
/// and the itemsize, the bytes from one record to the next.
///
/// A derive makes one as a constant ([`Record::LAYOUT`](crate::Record::LAYOUT)); at run time one is
/// built with [`Layout::packed`], [`Layout::aligned`] or [`Layout::explicit`].
///
/// Fields never overlap, and they lie within the itemsize: every way to make a
/// layout checks it. The views rely on it.
///
/// ```
/// use records_core::{DType, Layout, Record};
///
/// #[derive(Record, Clone, Copy)]
/// #[record(packed)]
/// struct Sample { id: i16, sin: f64, cos: f64 }
///
/// let same = Layout::packed([("id", DType::I16), ("sin", DType::F64), ("cos", DType::F64)]);
/// assert_eq!(*Sample::LAYOUT, same);
/// assert_eq!(same.itemsize(), 18);
/// assert_eq!(same.field("cos").unwrap().offset(), 10);
/// ```
#[derive(Clone, Debug)]
pub struct Layout {
    list: FieldList,
    name: Cow<'static, str>,
    itemsize: usize,
    alignment: usize,
    aligned: bool,
}

impl Layout {
    /// A constant layout, not yet checked; used by the code that the derive makes.
    ///
    /// # Safety
    /// Nothing but [`check_layout`] and its parts uses it before they are content.
    #[doc(hidden)]
    #[must_use]
    pub const unsafe fn draft(
        name: &'static str,
        fields: &'static [Field],
        rule: Rule,
        size: Option<usize>,
    ) -> Layout {
        let list = FieldList { fields: Cow::Borrowed(fields) };
        Layout::unchecked(list, Cow::Borrowed(name), rule, size)
    }

    /// Works out itemsize and alignment, and checks nothing.
    const fn unchecked(
        list: FieldList,
        name: Cow<'static, str>,
        rule: Rule,
        size: Option<usize>,
    ) -> Layout {
        let aligned = matches!(rule, Rule::Aligned);
        let (mut end, mut alignment) = (0, 1);
        {
            let fields = list.as_slice();
            let mut i = 0;
            while i < fields.len() {
                if fields[i].end() > end {
                    end = fields[i].end();
                }
                if aligned && fields[i].alignment() > alignment {
                    alignment = fields[i].alignment();
                }
                i += 1;
            }
        }
        let itemsize = match size {
            Some(size) => size,
            None => rule.next(end, alignment),
        };
        Layout { list, name, itemsize, alignment, aligned }
    }

    /// The name of the struct it was derived from; empty for layouts made at run
    /// time. It takes no part in comparisons.
    #[must_use]
    pub const fn name(&self) -> &str {
        match &self.name {
            Cow::Borrowed(name) => name,
            Cow::Owned(name) => name.as_str(),
        }
    }

    /// Bytes from one record to the next in an array of them.
    #[must_use]
    pub const fn itemsize(&self) -> usize {
        self.itemsize
    }

    /// The alignment of the record in bytes: the largest of its fields' if it is
    /// aligned, else 1.
    #[must_use]
    pub const fn alignment(&self) -> usize {
        self.alignment
    }

    /// Whether it was laid out by the aligned rule (NumPy's `isalignedstruct`).
    #[must_use]
    pub const fn is_aligned(&self) -> bool {
        self.aligned
    }

    /// The fields, in the order of their declaration (which explicit offsets may
    /// make another one than that of memory).
    #[must_use]
    pub const fn fields(&self) -> &[Field] {
        self.list.as_slice()
    }

    /// The field of this name, or else of this [title](Field::title).
    #[must_use]
    pub const fn field(&self, name: &str) -> Option<&Field> {
        match self.index_of(name) {
            Some(index) => Some(&self.fields()[index]),
            None => None,
        }
    }

    /// The place of the field of this name, or else of this
    /// [title](Field::title), in [`fields`](Layout::fields).
    #[must_use]
    pub const fn index_of(&self, name: &str) -> Option<usize> {
        let fields = self.fields();
        let mut i = 0;
        while i < fields.len() {
            if text::same(fields[i].name(), name) {
                return Some(i);
            }
            i += 1;
        }
        let mut i = 0;
        while i < fields.len() {
            if let Some(title) = fields[i].title()
                && text::same(title, name)
            {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    /// The byte ranges that belong to no field of this record, in the order of
    /// memory, the tail's included. Holes inside nested records are theirs.
    #[must_use]
    pub const fn holes(&self) -> Holes<'_> {
        Holes::new(self)
    }

    /// Bytes that belong to no field: the sum of the [`holes`](Layout::holes).
    #[must_use]
    pub const fn padding(&self) -> usize {
        let fields = self.fields();
        let mut padding = self.itemsize;
        let mut i = 0;
        while i < fields.len() {
            padding -= fields[i].size();
            i += 1;
        }
        padding
    }

    /// Whether the fields lie one behind the other in their order without a hole,
    /// as `Layout::packed` lays them.
    #[must_use]
    pub const fn is_packed(&self) -> bool {
        let fields = self.fields();
        let mut end = 0;
        let mut i = 0;
        while i < fields.len() {
            if fields[i].offset() != end {
                return false;
            }
            end = fields[i].end();
            i += 1;
        }
        end == self.itemsize
    }

    /// Whether some byte belongs to no field, of this record or of one nested in it.
    #[must_use]
    pub const fn has_padding(&self) -> bool {
        if self.padding() > 0 {
            return true;
        }
        let fields = self.fields();
        let mut i = 0;
        while i < fields.len() {
            if fields[i].dtype().has_padding() {
                return true;
            }
            i += 1;
        }
        false
    }

    /// Whether some byte patterns are no records; see [`DType::needs_check`].
    #[must_use]
    pub const fn needs_check(&self) -> bool {
        let fields = self.fields();
        let mut i = 0;
        while i < fields.len() {
            if fields[i].dtype().needs_check() {
                return true;
            }
            i += 1;
        }
        false
    }

    /// `==` for constants: the same names and titles in the same order, of equal
    /// dtypes at the same offsets, and the same itemsize. As in NumPy, names of
    /// structs and the alignment flag take no part.
    ///
    /// ```
    /// # use records_core::{DType, Layout, Record};
    /// #[derive(Record, Clone, Copy)]
    /// #[record(packed)]
    /// struct A { x: f32 }
    /// #[derive(Record, Clone, Copy)]
    /// #[record(aligned)]
    /// struct B { x: f32 }
    ///
    /// const _: () = assert!(A::LAYOUT.eq(B::LAYOUT));
    /// ```
    #[must_use]
    #[allow(clippy::should_implement_trait, reason = "the const twin of PartialEq::eq")]
    pub const fn eq(&self, other: &Layout) -> bool {
        let (fields, others) = (self.fields(), other.fields());
        if self.itemsize != other.itemsize || fields.len() != others.len() {
            return false;
        }
        let mut i = 0;
        while i < fields.len() {
            if fields[i].offset() != others[i].offset()
                || !text::same(fields[i].name(), others[i].name())
                || !fields[i].same_title(&others[i])
                || !fields[i].dtype().same(others[i].dtype())
            {
                return false;
            }
            i += 1;
        }
        true
    }
}

impl PartialEq for Layout {
    fn eq(&self, other: &Layout) -> bool {
        Layout::eq(self, other)
    }
}

impl Eq for Layout {}

impl core::ops::Deref for Layout {
    type Target = FieldList;

    fn deref(&self) -> &FieldList {
        &self.list
    }
}
