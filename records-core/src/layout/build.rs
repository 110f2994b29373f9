//! Making layouts at run time.
//!
//! Whatever comes in goes through [`sound`], the twin of the compile-time
//! [`check_layout`](super::check_layout): both refuse the same layouts, this one
//! with an error and in time `n log n`, since the fields may come from a file.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;

use super::{ByteOrder, DType, Field, FieldList, Layout, LayoutError, Rule};

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

    /// Fields at the given offsets; by the aligned rule, where the alignment of
    /// each allows (NumPy's dict form with `align=True`).
    pub(super) fn placed<N: Into<Cow<'static, str>>>(
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

    /// A record of the named fields, in the order of `names`, each where it lies
    /// in this record, in as many bytes: the layout of the same memory with the
    /// other fields out of sight, as NumPy's index by a list of names makes it.
    ///
    /// Like NumPy it keeps [`is_aligned`](Layout::is_aligned) but gives the
    /// selection alignment 1. [`packed`](FieldList::packed) and
    /// [`aligned`](FieldList::aligned) lay it out anew, without the holes.
    ///
    /// # Errors
    /// [`LayoutError::UnknownField`], [`LayoutError::RepeatedField`].
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let all = Layout::packed([("a", DType::U8), ("b", DType::F64), ("c", DType::U16)]);
    /// let some = all.select(&["c", "a"])?;
    /// assert_eq!(some.itemsize(), 11);
    /// assert_eq!(some.field("c").unwrap().offset(), 9);
    /// assert_eq!(some.packed().itemsize(), 3);
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    #[must_use = "a selection is a new layout"]
    pub fn select(&self, names: &[&str]) -> Result<Layout, LayoutError> {
        let mut taken = BTreeSet::new();
        let mut fields = Vec::with_capacity(names.len());
        let mut next = 0;
        for &name in names {
            // Most lists go along the fields, and need no search.
            let index = match self.fields().get(next) {
                Some(field) if field.name() == name => next,
                _ => self.index_of(name).ok_or_else(|| self.unknown(name))?,
            };
            let field = &self.fields()[index];
            next = index + 1;
            // By its title or by its name, it is the same field.
            if !taken.insert(field.name()) {
                return Err(LayoutError::RepeatedField { name: name.to_string() });
            }
            fields.push(field.clone());
        }
        Ok(Layout {
            list: FieldList { fields: Cow::Owned(fields) },
            name: Cow::Borrowed(""),
            itemsize: self.itemsize,
            alignment: 1,
            aligned: self.aligned,
        })
    }

    /// The same record with other names for some of its fields, as pairs of the old
    /// and the new name, all exchanged at once.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let pair = Layout::packed([("a", DType::U8), ("b", DType::F32)]);
    /// let swapped = pair.renamed(&[("a", "b"), ("b", "a")])?;
    /// assert_eq!(swapped.field("a").unwrap().offset(), 1);
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::UnknownField`] if there is no field of an old name,
    /// [`LayoutError::RepeatedField`] if one is listed twice,
    /// [`LayoutError::DuplicateField`] if two fields would have the same name.
    pub fn renamed(&self, names: &[(&str, &str)]) -> Result<Layout, LayoutError> {
        let mut fields = self.fields().to_vec();
        let mut taken = BTreeSet::new();
        for &(old, new) in names {
            let index = self.index_of(old).ok_or_else(|| self.unknown(old))?;
            if !taken.insert(index) {
                return Err(LayoutError::RepeatedField { name: old.to_string() });
            }
            fields[index].name = Cow::Owned(new.to_string());
        }
        let list = FieldList { fields: Cow::Owned(fields) };
        let layout = Layout { list, name: self.name.clone(), ..*self };
        sound(&layout).map_err(|(error, _)| error)?;
        Ok(layout)
    }

    /// Its fields in their order laid out anew by its own rule, so that no hole is left
    /// but those of alignment.
    ///
    /// # Errors
    /// [`LayoutError::TooLarge`] if the padding makes the record larger than
    /// `isize::MAX` bytes.
    pub(crate) fn repacked(&self) -> Result<Layout, LayoutError> {
        let rule = if self.is_aligned() { Rule::Aligned } else { Rule::Packed };
        Ok(self.list.by_rule(rule)?.named(self.name.clone()))
    }

    /// Its fields and behind them those of another record, laid out anew by its own rule.
    ///
    /// # Errors
    /// [`LayoutError::DuplicateField`] if both have a field of one name,
    /// [`LayoutError::TooLarge`].
    pub(crate) fn followed_by(&self, other: &Layout) -> Result<Layout, LayoutError> {
        let rule = if self.is_aligned() { Rule::Aligned } else { Rule::Packed };
        by_rule(rule, self.fields().iter().chain(other.fields()).cloned())
    }

    /// The error for a name that no field has.
    pub(crate) fn unknown(&self, name: &str) -> LayoutError {
        unknown(self.fields(), name)
    }

    /// The same record with all its numbers, times and characters in this byte
    /// order, those of nested records included; see [`DType::with_order`].
    ///
    /// ```
    /// use records_core::{ByteOrder, DType, Layout};
    ///
    /// let wire = Layout::packed([("id", DType::U16)]).with_order(ByteOrder::Big);
    /// assert_eq!(wire.descr(), "[('id', '>u2')]");
    /// ```
    #[must_use]
    pub fn with_order(&self, order: ByteOrder) -> Layout {
        let fields = self.fields().iter().map(|field| Field {
            name: field.name.clone(),
            title: field.title.clone(),
            offset: field.offset,
            dtype: field.dtype.with_order(order),
        });
        Layout { list: FieldList { fields: fields.collect() }, name: self.name.clone(), ..*self }
    }

    /// The same layout under this [name](Layout::name), which pictures, messages
    /// and [`to_c`](Layout::to_c) show.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let point = Layout::packed([("x", DType::F32), ("y", DType::F32)]).named("Point");
    /// assert_eq!(point.name(), "Point");
    /// ```
    #[must_use]
    pub fn named(self, name: impl Into<Cow<'static, str>>) -> Layout {
        Layout { name: name.into(), ..self }
    }

    /// The same layout with these [titles](Field::title): NumPy's second names, by
    /// which [`field`](Layout::field) finds the fields too. Fields that are not
    /// among them keep the title they have.
    ///
    /// # Errors
    /// [`LayoutError::UnknownField`], and [`LayoutError::DuplicateField`] when a title
    /// is the name or the title of a field already.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let image = Layout::packed([("r", DType::U8), ("g", DType::U8)])
    ///     .with_titles([("r", "Red"), ("g", "Green")])?;
    /// assert_eq!(image.descr(), "[(('Red', 'r'), '|u1'), (('Green', 'g'), '|u1')]");
    /// assert_eq!(image.field("Green").unwrap().offset(), 1);
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    pub fn with_titles<'n, T: Into<Cow<'static, str>>>(
        self,
        titles: impl IntoIterator<Item = (&'n str, T)>,
    ) -> Result<Layout, LayoutError> {
        let Layout { list, name, itemsize, alignment, aligned } = self;
        let mut fields = list.fields.into_owned();
        let mut places = BTreeMap::new();
        for (index, field) in fields.iter().enumerate() {
            places.insert(field.name().to_string(), index);
        }
        for (name, title) in titles {
            let &index = places.get(name).ok_or_else(|| unknown(&fields, name))?;
            fields[index].title = Some(title.into());
        }
        if let Some((_, twice)) = repeated(&fields) {
            return Err(LayoutError::DuplicateField { name: twice.to_string() });
        }
        let list = FieldList { fields: Cow::Owned(fields) };
        Ok(Layout { list, name, itemsize, alignment, aligned })
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

    fn by_rule(&self, rule: Rule) -> Result<Layout, LayoutError> {
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
fn by_rule(rule: Rule, fields: impl Iterator<Item = Field>) -> Result<Layout, LayoutError> {
    let mut end = 0;
    let place = |field: Field| {
        let offset = rule.next(end, field.alignment());
        let field = Field { offset, ..field };
        end = field.end();
        field
    };
    finish(fields.map(place).collect(), rule, None).map_err(|(error, _)| error)
}

fn unknown(fields: &[Field], name: &str) -> LayoutError {
    LayoutError::UnknownField {
        name: name.to_string(),
        known: fields.iter().map(|field| field.name().to_string()).collect(),
    }
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
/// field within the record, where its alignment allows, and on top of no other.
fn sound(layout: &Layout) -> Result<(), (LayoutError, Option<usize>)> {
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
fn repeated(fields: &[Field]) -> Option<(usize, &str)> {
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
