//! Some fields of the rows: columns, typed rows, selections, other names.

use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::bind::bind;
use super::{Bound, DynColumn, DynRecords, path};
use crate::view::valid::check_column;
use crate::{Column, Element, Error, Layout, Record, Records, Value};

impl<'a> DynRecords<'a> {
    /// The column of a field, or of a part of one, as one of `F`: nothing is
    /// copied.
    ///
    /// The path is the name of a field, from which `.x` leads into a nested
    /// record and `[2]` into an array: `"age"`, `"pos.x"`, `"hits[1].energy"`.
    ///
    /// The dtype must be that of `F`, byte order included: a big-endian column is
    /// one of `zerocopy::big_endian::F64`. An integer may be read as an enum that it
    /// stores.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout, zerocopy::big_endian};
    ///
    /// let layout = Layout::parse("[('id', '|u1'), ('pos', '>i2', (2,))]")?;
    /// let rows = DynRecords::from_bytes(&[1, 0, 2, 0, 3, 9, 0, 4, 0, 5], &layout)?;
    /// let y = rows.column::<big_endian::I16>("pos[1]")?;
    /// assert_eq!(y.sum(), 8);
    ///
    /// let error = rows.column::<i32>("id").unwrap_err();
    /// assert_eq!(error.to_string(), "field `id` is u8, not i32");
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field, [`Error::NoSuchPart`] if the field
    /// has no such part; [`Error::WrongType`] if it is not an `F`;
    /// [`Error::Invalid`] if `F` is a `bool` or an enum and some item is no value
    /// of it.
    pub fn column<F: Element>(&self, path: &str) -> Result<Column<'a, F>, Error> {
        let (offset, dtype) = path::find(self.layout(), path)?;
        // SAFETY: a part of the rows, of this dtype.
        let column = unsafe { DynColumn::from_items(self.rows().shifted(offset), dtype.clone()) };
        column.typed_at(path, offset)
    }

    /// The column of a field, or of a part of one, of whatever dtype it is.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field, [`Error::NoSuchPart`] if the field
    /// has no such part.
    pub fn dyn_column(&self, path: &str) -> Result<DynColumn<'a>, Error> {
        let (offset, dtype) = path::find(self.layout(), path)?;
        // SAFETY: a part of the rows, of this dtype.
        Ok(unsafe { DynColumn::from_items(self.rows().shifted(offset), dtype.clone()) })
    }

    /// All columns with the names of their fields, in the order of the layout.
    pub fn dyn_columns(&self) -> impl ExactSizeIterator<Item = (&str, DynColumn<'a>)> {
        self.layout().fields().iter().map(|field| {
            let items = self.rows().shifted(field.offset());
            // SAFETY: a field of the rows.
            (field.name(), unsafe { DynColumn::from_items(items, field.dtype().clone()) })
        })
    }

    /// One value: a field of a row, or a part of one; see
    /// [`column`](DynRecords::column) for paths.
    ///
    /// For looking at single values; a [`column`](DynRecords::column) looks up its
    /// field once.
    ///
    /// # Errors
    /// [`Error::RowOutOfRange`] if there is no such row, and those of
    /// [`dyn_column`](DynRecords::dyn_column).
    pub fn value(&self, row: usize, path: &str) -> Result<Value, Error> {
        let (offset, dtype) = path::find(self.layout(), path)?;
        let at = self.rows().at(self.check_row(row)?).wrapping_add(offset);
        // SAFETY: a part of a row of the view, of this dtype.
        Ok(unsafe { crate::view::value_at::ValueAt::new(dtype, at) }.decode())
    }

    /// The same rows as records of `R`, whose fields are found by name, wherever
    /// they lie: nothing is copied, and what `R` does not name stays out of sight.
    ///
    /// A field of `R` may also be the [path](DynRecords::column) of a part:
    /// `#[record(rename = "pos.x")] x: f32`.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout, Record};
    ///
    /// #[derive(Record, Clone, Copy, Debug, PartialEq)]
    /// #[record(packed)]
    /// struct Side { side: u8, #[record(rename = "pos[1]")] y: u8 }
    ///
    /// let layout = Layout::parse("[('pos', 'u1', 3), ('side', 'u1')]")?;
    /// let rows = DynRecords::from_bytes(b"\x01\x02\x03B", &layout)?;
    /// assert_eq!(rows.typed::<Side>()?.get(0), Some(Side { side: b'B', y: 2 }));
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Mismatch`] with every difference, field by field; [`Error::Invalid`]
    /// if `R` holds a `bool` or an enum and the bytes are no value of it.
    pub fn typed<R: Record>(&self) -> Result<Records<'a, R, Bound<R>>, Error> {
        let bound = bind::<R>(self.layout())?;
        // SAFETY: `bind` found each field of R among the parts of the rows; those that
        // not all bytes are values of are checked before anybody reads them.
        unsafe {
            check_bound(self.rows(), &bound)?;
            Ok(Records::from_rows(self.rows(), bound))
        }
    }

    /// The same rows with some of their fields, in the order of the names: nothing
    /// is copied, and the layout has the fields where they were
    /// ([`Layout::select`]).
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,u1,u1")?;
    /// let rows = DynRecords::from_bytes(&[1, 2, 3, 4, 5, 6], &layout)?;
    /// let some = rows.select(&["f2", "f0"])?;
    /// assert_eq!(some.value(1, "f2")?, 6);
    /// assert_eq!(some.repack().as_bytes(), [3, 1, 6, 4]);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field, or one is named twice.
    pub fn select(&self, names: &[&str]) -> Result<DynRecords<'a>, Error> {
        Ok(self.with_layout(self.layout().select(names)?, true))
    }

    /// The same rows without some of their fields: nothing is copied.
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field.
    pub fn without(&self, names: &[&str]) -> Result<DynRecords<'a>, Error> {
        let layout = self.layout();
        let places = layout.places();
        let index = |name: &&str| {
            places.get(name).copied().ok_or_else(|| Error::unknown_field(layout, name))
        };
        let left_out = names.iter().map(index).collect::<Result<BTreeSet<usize>, Error>>()?;
        let fields = layout.fields().iter().enumerate();
        let kept = fields.filter(|(index, _)| !left_out.contains(index));
        self.select(&kept.map(|(_, field)| field.name()).collect::<Vec<_>>())
    }

    /// The same rows with other names for some of their fields, as pairs of the
    /// old and the new name: nothing is copied.
    ///
    /// ```
    /// use records_core::{DynRecords, Layout};
    ///
    /// let layout = Layout::parse("u1,u1")?;
    /// let rows = DynRecords::from_bytes(&[1, 2], &layout)?.rename(&[("f1", "age")])?;
    /// assert_eq!(rows.value(0, "age")?, 2);
    /// # Ok::<(), records_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Layout`] if there is no such field, or if two fields would have the
    /// same name.
    pub fn rename(&self, names: &[(&str, &str)]) -> Result<DynRecords<'a>, Error> {
        Ok(self.with_layout(self.layout().renamed(names)?, self.is_part()))
    }

    /// The same rows seen by a layout of some of their fields.
    fn with_layout(&self, layout: Layout, part: bool) -> DynRecords<'a> {
        debug_assert!(layout.itemsize() == self.layout().itemsize());
        // SAFETY: the fields are some of those of the rows, in as many bytes.
        unsafe { DynRecords::from_rows(self.rows(), Arc::new(layout), part) }
    }
}

/// Checks the `bool`s and enums of bound rows; free for records without.
///
/// # Safety
/// `bound` was made for the layout of the rows, whose fields are initialised.
pub(super) unsafe fn check_bound<R: Record>(
    rows: crate::memory::Strided,
    bound: &Bound<R>,
) -> Result<(), Error> {
    use crate::Placement;
    if const { R::LAYOUT.needs_check() } {
        for (index, field) in R::LAYOUT.fields().iter().enumerate() {
            let offset = bound.offset(index);
            // SAFETY: the caller's promise: a part of the rows of this size.
            unsafe { check_column(field.name(), offset, field.dtype(), rows.shifted(offset))? };
        }
    }
    Ok(())
}
