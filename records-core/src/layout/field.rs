//! One field, and the list of fields of a layout.

use alloc::borrow::Cow;

use super::DType;

/// One field of a layout: its name, what it holds and where.
///
/// ```
/// use records_core::{DType, Layout};
///
/// let layout = Layout::aligned([("id", DType::U8), ("value", DType::F64)]);
/// let value = &layout.fields()[1];
/// assert_eq!((value.name(), value.offset(), value.end()), ("value", 8, 16));
/// assert_eq!(*value.dtype(), DType::F64);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub(super) name: Cow<'static, str>,
    /// NumPy's second name for a field; only dtypes that arrive at run time have one.
    pub(super) title: Option<Cow<'static, str>>,
    pub(super) offset: usize,
    pub(super) dtype: DType,
}

impl Field {
    /// A field of a constant layout; used by the code that the derive makes.
    #[doc(hidden)]
    #[must_use]
    pub const fn constant(name: &'static str, dtype: &'static DType, offset: usize) -> Field {
        Field { name: Cow::Borrowed(name), title: None, offset, dtype: dtype.copy() }
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &str {
        match &self.name {
            Cow::Borrowed(name) => name,
            Cow::Owned(name) => name.as_str(),
        }
    }

    /// The title, a second name that NumPy lets a field have: `(('title', 'name'), '<i4')`.
    #[must_use]
    pub const fn title(&self) -> Option<&str> {
        match &self.title {
            Some(Cow::Borrowed(title)) => Some(title),
            Some(Cow::Owned(title)) => Some(title.as_str()),
            None => None,
        }
    }

    /// Whether both have the same title or none.
    pub(super) const fn same_title(&self, other: &Field) -> bool {
        match (self.title(), other.title()) {
            (None, None) => true,
            (Some(title), Some(other)) => super::text::same(title, other),
            _ => false,
        }
    }

    /// Bytes from the start of the record to the start of the field.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// Bytes from the start of the record to the end of the field.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.offset.saturating_add(self.dtype.size())
    }

    /// What the field holds.
    #[must_use]
    pub const fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// Bytes the field takes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.dtype.size()
    }

    /// The alignment the field asks for in an aligned record, in bytes; see
    /// [`DType::alignment`].
    #[must_use]
    pub const fn alignment(&self) -> usize {
        self.dtype.alignment()
    }

    /// Whether the two take a byte in common.
    pub(super) const fn overlaps(&self, other: &Field) -> bool {
        self.offset < other.end()
            && other.offset < self.end()
            && self.size() > 0
            && other.size() > 0
    }
}

/// The fields of a [`Layout`](super::Layout), to which a layout dereferences: what can be laid
/// out anew.
///
/// It exists so that `Layout::packed([...])` can make a layout from a list and
/// `layout.packed()` from another layout.
#[derive(Clone, Debug)]
pub struct FieldList {
    pub(super) fields: Cow<'static, [Field]>,
}

impl FieldList {
    pub(super) const fn as_slice(&self) -> &[Field] {
        match &self.fields {
            Cow::Borrowed(fields) => fields,
            Cow::Owned(fields) => fields.as_slice(),
        }
    }
}
