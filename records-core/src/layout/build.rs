//! Making layouts at run time.
//!
//! Whatever comes in goes through [`sound`], the twin of the compile-time
//! [`check_layout`](super::check_layout): both refuse the same layouts, this one
//! with an error and in time `n log n`, since the fields may come from a file.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::check::EMPTY_ELEMENTS;
use super::{DType, Field, FieldList, Layout, LayoutError, Rule};

impl Layout {
    /// The layout of these fields one behind the other, without padding and with
    /// alignment 1: NumPy's default.
    ///
    /// For lists written in the source; [`try_packed`](Layout::try_packed) is for
    /// those that come from elsewhere.
    ///
    /// # Panics
    /// If two fields have the same name, or if the record would be larger than
    /// `isize::MAX` bytes.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let sample = Layout::packed([("id", DType::I16), ("sin", DType::F64)]);
    /// assert_eq!(sample.itemsize(), 10);
    /// assert_eq!(sample.field("sin").unwrap().offset(), 2);
    /// // Laid out anew, by the other rule:
    /// assert_eq!(sample.aligned().itemsize(), 16);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn packed<N: Into<Cow<'static, str>>>(
        fields: impl IntoIterator<Item = (N, DType)>,
    ) -> Layout {
        expect(Layout::try_packed(fields))
    }

    /// The layout of these fields, each at the next multiple of its
    /// [alignment](DType::alignment), the itemsize rounded up to the largest of
    /// them: what C compilers do, and NumPy's `align=True`.
    ///
    /// For lists written in the source; [`try_aligned`](Layout::try_aligned) is for
    /// those that come from elsewhere.
    ///
    /// # Panics
    /// If two fields have the same name, or if the record would be larger than
    /// `isize::MAX` bytes.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let person = Layout::aligned([("name", DType::Bytes(30)), ("age", DType::I32)]);
    /// assert_eq!(person.field("age").unwrap().offset(), 32);
    /// assert_eq!((person.itemsize(), person.alignment()), (36, 4));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn aligned<N: Into<Cow<'static, str>>>(
        fields: impl IntoIterator<Item = (N, DType)>,
    ) -> Layout {
        expect(Layout::try_aligned(fields))
    }

    /// [`Layout::packed`] for fields that come from outside.
    ///
    /// # Errors
    /// [`LayoutError::DuplicateField`] and [`LayoutError::TooLarge`].
    pub fn try_packed<N: Into<Cow<'static, str>>>(
        fields: impl IntoIterator<Item = (N, DType)>,
    ) -> Result<Layout, LayoutError> {
        by_rule(Rule::Packed, fields.into_iter().map(unplaced))
    }

    /// [`Layout::aligned`] for fields that come from outside.
    ///
    /// # Errors
    /// [`LayoutError::DuplicateField`] and [`LayoutError::TooLarge`].
    pub fn try_aligned<N: Into<Cow<'static, str>>>(
        fields: impl IntoIterator<Item = (N, DType)>,
    ) -> Result<Layout, LayoutError> {
        by_rule(Rule::Aligned, fields.into_iter().map(unplaced))
    }

    /// The layout of fields that lie at the given byte offsets, in any order, in
    /// a record of `itemsize` bytes. Its alignment is 1. Fields of no size may
    /// lie anywhere in `0..=itemsize`.
    ///
    /// # Errors
    /// [`LayoutError::DuplicateField`], [`LayoutError::Overlap`] when two fields
    /// take a byte in common, [`LayoutError::TooSmall`] when one ends behind the
    /// record, [`LayoutError::TooLarge`].
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// // A C union is no record, but a part of a larger one is:
    /// let entry = Layout::explicit([("size", DType::U32, 12), ("tag", DType::U8, 0)], 16)?;
    /// assert_eq!(entry.padding(), 11);
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    pub fn explicit<N: Into<Cow<'static, str>>>(
        fields: impl IntoIterator<Item = (N, DType, usize)>,
        itemsize: usize,
    ) -> Result<Layout, LayoutError> {
        Layout::placed(Rule::Packed, fields, itemsize)
    }

    /// The layout of fields that lie at the given byte offsets in an aligned record, each
    /// where its alignment allows: NumPy's dict form with `align=True`. Its alignment is the
    /// largest of theirs.
    ///
    /// # Errors
    /// Those of [`Layout::explicit`]; [`LayoutError::Misaligned`] if a field does not lie at
    /// a multiple of its alignment, [`LayoutError::MisalignedSize`] if `itemsize` is not one
    /// of the largest.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let c = Layout::explicit_aligned([("tag", DType::U8, 0), ("size", DType::U32, 8)], 16)?;
    /// assert_eq!((c.alignment(), c.is_aligned()), (4, true));
    /// assert!(Layout::explicit_aligned([("size", DType::U32, 2)], 8).is_err());
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    pub fn explicit_aligned<N: Into<Cow<'static, str>>>(
        fields: impl IntoIterator<Item = (N, DType, usize)>,
        itemsize: usize,
    ) -> Result<Layout, LayoutError> {
        Layout::placed(Rule::Aligned, fields, itemsize)
    }

    /// Fields at the given offsets; by the aligned rule, where the alignment of
    /// each allows (NumPy's dict form with `align=True`).
    fn placed<N: Into<Cow<'static, str>>>(
        rule: Rule,
        fields: impl IntoIterator<Item = (N, DType, usize)>,
        itemsize: usize,
    ) -> Result<Layout, LayoutError> {
        let fields = fields
            .into_iter()
            .map(|(name, dtype, offset)| Field { name: name.into(), title: None, offset, dtype })
            .collect();
        finish(fields, rule, Some(itemsize)).map_err(|(error, _)| error)
    }
}

impl FieldList {
    /// These fields in their order without padding, as [`Layout::packed`] lays
    /// them. Nested records stay as they are. The layout has no name.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let c = Layout::aligned([("tag", DType::U8), ("value", DType::F64)]);
    /// assert_eq!((c.itemsize(), c.packed().itemsize()), (16, 9));
    /// ```
    #[must_use]
    #[track_caller]
    pub fn packed(&self) -> Layout {
        // Fields that lie side by side in one record fit side by side.
        expect(self.by_rule(Rule::Packed))
    }

    /// These fields in their order where their alignments allow, as
    /// [`Layout::aligned`] lays them. Nested records stay as they are. The
    /// layout has no name.
    ///
    /// # Panics
    /// If the padding makes the record larger than `isize::MAX` bytes.
    #[must_use]
    #[track_caller]
    pub fn aligned(&self) -> Layout {
        expect(self.by_rule(Rule::Aligned))
    }

    pub(super) fn by_rule(&self, rule: Rule) -> Result<Layout, LayoutError> {
        by_rule(rule, self.as_slice().iter().cloned())
    }
}

#[track_caller]
fn expect(layout: Result<Layout, LayoutError>) -> Layout {
    match layout {
        Ok(layout) => layout,
        Err(error) => panic!("{error}"),
    }
}

/// These fields where the rule puts them.
pub(super) fn by_rule(
    rule: Rule,
    fields: impl Iterator<Item = Field>,
) -> Result<Layout, LayoutError> {
    let mut end = 0;
    let place = |field: Field| {
        let offset = rule.next(end, field.alignment());
        let field = Field { offset, ..field };
        end = field.end();
        field
    };
    finish(fields.map(place).collect(), rule, None).map_err(|(error, _)| error)
}

/// A field whose place is yet to be found.
fn unplaced<N: Into<Cow<'static, str>>>((name, dtype): (N, DType)) -> Field {
    Field { name: name.into(), title: None, offset: 0, dtype }
}

/// The layout of fields that have their offsets; with the error comes the field
/// that is at fault, if it is one.
pub(super) fn finish(
    fields: Vec<Field>,
    rule: Rule,
    size: Option<usize>,
) -> Result<Layout, (LayoutError, Option<usize>)> {
    let list = FieldList { fields: Cow::Owned(fields) };
    let layout = Layout::unchecked(list, Cow::Borrowed(""), rule, size);
    sound(&layout)?;
    Ok(layout)
}

/// Whether the views may rely on this layout: names and titles once each, every
/// field within the record, where its alignment allows, and on top of no other, and not
/// more array elements of no bytes than can be gone over.
pub(super) fn sound(layout: &Layout) -> Result<(), (LayoutError, Option<usize>)> {
    let fields = layout.fields();
    if let Some((index, twice)) = repeated(fields) {
        return Err((LayoutError::DuplicateField { name: twice.to_string() }, Some(index)));
    }
    if isize::try_from(layout.itemsize()).is_err() {
        let past = |field: &Field| isize::try_from(field.end()).is_err();
        return Err((LayoutError::TooLarge, fields.iter().position(past)));
    }
    for (index, field) in fields.iter().enumerate() {
        if field.end() > layout.itemsize() {
            let error = LayoutError::TooSmall {
                itemsize: layout.itemsize(),
                field: field.name().to_string(),
                end: field.end(),
            };
            return Err((error, Some(index)));
        }
        if field.dtype().empty_elements() > EMPTY_ELEMENTS {
            let field = field.name().to_string();
            return Err((LayoutError::EmptyElements { field, limit: EMPTY_ELEMENTS }, Some(index)));
        }
        if layout.is_aligned() && !field.offset().is_multiple_of(field.alignment()) {
            let error = LayoutError::Misaligned {
                field: field.name().to_string(),
                offset: field.offset(),
                alignment: field.alignment(),
            };
            return Err((error, Some(index)));
        }
    }
    if layout.is_aligned() && !layout.itemsize().is_multiple_of(layout.alignment()) {
        let error = LayoutError::MisalignedSize {
            itemsize: layout.itemsize(),
            alignment: layout.alignment(),
        };
        return Err((error, None));
    }
    match overlap(fields) {
        None => Ok(()),
        Some((first, index)) => {
            let (first, second) = (&fields[first], &fields[index]);
            let error = LayoutError::Overlap {
                first: first.name().to_string(),
                first_range: first.offset()..first.end(),
                second: second.name().to_string(),
                second_range: second.offset()..second.end(),
            };
            Err((error, Some(index)))
        }
    }
}

/// The first name or title that an earlier field has too, and the field.
pub(super) fn repeated(fields: &[Field]) -> Option<(usize, &str)> {
    let mut names = BTreeSet::new();
    for (index, field) in fields.iter().enumerate() {
        for name in core::iter::once(field.name()).chain(field.title()) {
            if !names.insert(name) {
                return Some((index, name));
            }
        }
    }
    None
}

/// Two fields that take a byte in common, in the order of their declaration.
fn overlap(fields: &[Field]) -> Option<(usize, usize)> {
    let mut order: Vec<usize> = (0..fields.len()).filter(|&i| fields[i].size() > 0).collect();
    order.sort_by_key(|&i| (fields[i].offset(), i));
    // In the order of memory some pair of neighbours overlaps if any two do.
    let pair = order.windows(2).find(|pair| fields[pair[0]].overlaps(&fields[pair[1]]))?;
    Some((pair[0].min(pair[1]), pair[0].max(pair[1])))
}
