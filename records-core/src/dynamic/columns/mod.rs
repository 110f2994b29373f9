//! Columns of a run-time layout in memory of their own.

mod assign;
mod buf;
mod fill;
mod order;
mod place;

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::{DynRecords, path};
use crate::store::aligned::AlignedBytes;
use crate::{Column, Element, Error, Field, Layout};

pub use buf::DynColumnBuf;
use place::LINE;

/// All columns of rows of a run-time layout, each dense in memory of its own, its first byte at the
/// start of a line of the cache; the twin of the generated `...Vecs`. Made by
/// [`DynRecords::to_columns`].
///
/// The columns lie in one block of memory, which clones share until one of them is filled again.
#[derive(Clone)]
pub struct DynColumns {
    layout: Arc<Layout>,
    /// **Invariant**: one for each field of the layout, of its dtype and of `len`
    /// items.
    columns: Vec<DynColumnBuf>,
    /// Where the columns lie.
    block: Arc<AlignedBytes>,
    len: usize,
}

impl DynColumns {
    /// Columns without an item for the fields of a layout.
    pub(super) fn empty(layout: Layout) -> DynColumns {
        let block = Arc::new(DynColumns::no_block(&layout));
        let fields = layout.fields().iter();
        let columns = fields.map(|field| DynColumnBuf::empty(field.dtype(), &block)).collect();
        DynColumns { columns, layout: Arc::new(layout), block, len: 0 }
    }

    /// No memory, to be aligned as the columns of a layout want it.
    fn no_block(layout: &Layout) -> AlignedBytes {
        let fields = layout.fields().iter();
        AlignedBytes::new(fields.map(Field::alignment).fold(LINE, usize::max))
    }

    /// Makes them columns without an item for the fields of another layout, in the same memory if
    /// that is aligned for them.
    pub(super) fn become_of(&mut self, layout: Layout) {
        let none = DynColumns::empty(layout);
        let block = core::mem::replace(self, none).block;
        if block.align() == self.block.align() {
            self.block = block;
        }
    }

    /// Whether these columns can hold rows of this layout.
    pub(super) fn has_fields_of(&self, layout: &Layout) -> bool {
        *self.layout == *layout
    }

    /// How many rows they have been made of.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there was none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(super) fn shared_layout(&self) -> Arc<Layout> {
        Arc::clone(&self.layout)
    }

    /// The layout of the rows that they have been made of.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The column of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&DynColumnBuf> {
        self.columns.get(self.layout.index_of(name)?)
    }

    /// All columns with the names of their fields, in the order of the layout.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &DynColumnBuf)> {
        self.layout.fields().iter().map(Field::name).zip(&self.columns)
    }

    /// The column of a field, or of a part of one, as one of `F`; see
    /// [`DynRecords::column`]. [`Column::as_slice`] gives the slice of a whole field.
    ///
    /// # Errors
    /// As for [`DynRecords::column`].
    pub fn column<F: Element>(&self, path: &str) -> Result<Column<'_, F>, Error> {
        if let Some(column) = self.get(path) {
            return column.view().typed_at(path, 0);
        }
        path::find(&self.layout, path)?;
        let name = path::first(&self.layout, path).map(Field::name);
        let (name, column) = name
            .and_then(|name| Some((name, self.get(name)?)))
            .ok_or_else(|| Error::unknown_field(&self.layout, path))?;
        // Its items are records of the one field.
        let layout =
            Layout::try_packed([(alloc::string::String::from(name), column.dtype().clone())])?;
        let rows = DynRecords::from_bytes_at(column.as_bytes(), &layout, 0, column.len())?;
        rows.column(path)
    }
}

/// Equal layouts and the same values.
impl PartialEq for DynColumns {
    fn eq(&self, other: &DynColumns) -> bool {
        self.layout == other.layout && self.columns == other.columns
    }
}

impl fmt::Debug for DynColumns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
