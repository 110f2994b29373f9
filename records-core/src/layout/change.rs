//! Layouts made of others: some of the fields, other names, another byte order.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::vec::Vec;

use super::build::{by_rule, repeated, sound};
use super::text::same;
use super::{ByteOrder, Field, FieldList, Layout, LayoutError, Rule};

impl Layout {
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
        let places = self.places();
        let mut taken = BTreeSet::new();
        let mut fields = Vec::with_capacity(names.len());
        for &name in names {
            let &index = places.get(name).ok_or_else(|| self.unknown(name))?;
            let field = &self.fields()[index];
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
        let places = self.places();
        let mut fields = self.fields().to_vec();
        let mut taken = BTreeSet::new();
        for &(old, new) in names {
            let &index = places.get(old).ok_or_else(|| self.unknown(old))?;
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

    /// Its fields in their order laid out anew by its own rule, packed or aligned, so that no hole
    /// is left but those of alignment: the layout of [a copy](crate::DynRecords::repack) of a part
    /// of some rows.
    ///
    /// ```
    /// use records_core::{DType, Layout};
    ///
    /// let all = Layout::aligned([("a", DType::U8), ("b", DType::F64), ("c", DType::U16)]);
    /// let some = all.select(&["a", "c"])?;
    /// assert_eq!((some.itemsize(), some.repacked()?.itemsize()), (24, 4));
    /// # Ok::<(), records_core::LayoutError>(())
    /// ```
    ///
    /// # Errors
    /// [`LayoutError::TooLarge`] if the padding makes the record larger than
    /// `isize::MAX` bytes.
    pub fn repacked(&self) -> Result<Layout, LayoutError> {
        let rule = if self.is_aligned() { Rule::Aligned } else { Rule::Packed };
        Ok(self.list.by_rule(rule)?.named(self.name.clone()))
    }

    /// Whether another is what [`repacked`](Layout::repacked) makes of this one: without making it.
    pub(crate) fn is_repacked_to(&self, copy: &Layout) -> bool {
        let rule = if self.is_aligned() { Rule::Aligned } else { Rule::Packed };
        let mut end = 0;
        let placed = self.fields().iter().zip(copy.fields()).all(|(field, copied)| {
            let place = copied.offset() == rule.next(end, field.alignment());
            end = copied.end();
            place
                && same(field.name(), copied.name())
                && field.same_title(copied)
                && field.dtype() == copied.dtype()
        });
        placed
            && self.fields().len() == copy.fields().len()
            && same(self.name(), copy.name())
            && self.is_aligned() == copy.is_aligned()
            && copy.itemsize() == rule.next(end, copy.alignment())
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

    /// The index of each field by its name, and by its title if it has one: what
    /// [`index_of`](Layout::index_of) finds, for those who look for many.
    pub(crate) fn places(&self) -> BTreeMap<&str, usize> {
        let fields = self.fields().iter().enumerate();
        let names = fields.clone().map(|(index, field)| (field.name(), index));
        // Names and titles are once each.
        fields.filter_map(|(index, field)| Some((field.title()?, index))).chain(names).collect()
    }

    /// The error for a name that no field has.
    pub(crate) fn unknown(&self, name: &str) -> LayoutError {
        unknown(self.fields(), name)
    }

    /// The same record with all its numbers, times and characters in this byte
    /// order, those of nested records included; see [`DType::with_order`](crate::DType::with_order).
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

fn unknown(fields: &[Field], name: &str) -> LayoutError {
    LayoutError::UnknownField {
        name: name.to_string(),
        known: fields.iter().map(|field| field.name().to_string()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn what_is_repacked_is_told_from_what_is_not() {
        let texts = [
            "u1,f8",
            "f8,u1",
            "u1,f8,u2",
            "u1,>f8",
            "u1,(2,)f4",
            "[('a', 'u1'), ('b', '<f8')]",
            "[(('t', 'a'), 'u1'), ('b', '<f8')]",
            "[('a', 'u1'), ('b', [('c', '<f8')])]",
            "{'names': ['f0', 'f1'], 'formats': ['u1', '<f8'], 'offsets': [0, 1], 'itemsize': 12}",
            "{'names': ['f0', 'f1'], 'formats': ['u1', '<f8'], 'offsets': [8, 0]}",
            "[]",
            "dtype([('f0', 'u1'), ('f1', '<f8')], align=True)",
            "dtype([('f0', '<f8'), ('f1', 'u1')], align=True)",
            "{'names': ['f0'], 'formats': ['u1'], 'offsets': [3]}",
            "u1",
        ];
        let mut layouts: Vec<_> = texts.iter().map(|text| Layout::parse(text).unwrap()).collect();
        let aligned = layouts[11].select(&["f0"]).unwrap();
        layouts.extend([aligned, layouts[0].clone().named("Other")]);
        layouts.extend(layouts.clone().iter().map(|layout| layout.repacked().unwrap()));
        let mut same = 0;
        for from in &layouts {
            let repacked = format!("{:?}", from.repacked().unwrap());
            for to in &layouts {
                let expected = format!("{to:?}") == repacked;
                assert_eq!(from.is_repacked_to(to), expected, "{from} to {to}");
                same += usize::from(expected);
            }
        }
        assert!(same > layouts.len());
    }
}
