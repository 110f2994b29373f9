//! Columns of a run-time layout in memory of their own.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::{DynColumn, DynRecordBuf, DynRecords, path};
use crate::kernel::{self, Holes, Lane, columns_in, columns_out};
use crate::memory::Strided;
use crate::store::aligned::AlignedBytes;
use crate::view::moves_of;
use crate::{Column, DType, Element, Error, Field, Layout};

/// All columns of rows of a run-time layout, each dense and aligned in memory of
/// its own; the twin of the generated `...Vecs`. Made by
/// [`DynRecords::to_columns`].
#[derive(Clone)]
pub struct DynColumns {
    layout: Arc<Layout>,
    /// **Invariant**: one for each field of the layout, of its dtype and of `len`
    /// items.
    columns: Vec<DynColumnBuf>,
    len: usize,
}

/// One column of a run-time dtype in memory of its own: dense, aligned.
#[derive(Clone)]
pub struct DynColumnBuf {
    dtype: DType,
    /// **Invariant**: `len` items of the dtype, one behind the other, initialised.
    bytes: AlignedBytes,
    len: usize,
}

impl DynColumns {
    /// Columns without an item for the fields of a layout.
    pub(super) fn empty(layout: &Layout) -> DynColumns {
        let columns = layout.fields().iter().map(|field| DynColumnBuf::empty(field.dtype()));
        DynColumns { columns: columns.collect(), layout: Arc::new(layout.clone()), len: 0 }
    }

    /// Whether these columns can hold rows of this layout.
    pub(super) fn has_fields_of(&self, layout: &Layout) -> bool {
        *self.layout == *layout
    }

    /// Takes the columns of as many rows as there are, of this layout.
    pub(super) fn fill(&mut self, records: &DynRecords<'_>) {
        let rows = records.rows();
        let mut lanes = Vec::with_capacity(self.columns.len());
        // Memory may run out on the way: until all columns are there, there is no row.
        self.len = 0;
        for (column, field) in self.columns.iter_mut().zip(records.layout().fields()) {
            column.resize(rows.len());
            let size = field.size();
            let offset = field.offset();
            if rows.len() == 0 {
                continue;
            }
            if field.dtype().has_padding() {
                let parts = moves_of([(field.dtype(), offset, 0)].into_iter());
                // SAFETY: the moves are the bytes of the field's values; the column has
                // room for as many items as there are rows, and is its own memory.
                unsafe { kernel::repack(rows, column.items(), &parts, Holes::Zero) };
            } else {
                lanes.push(Lane { offset, width: size, column: column.items().base() });
            }
        }
        // SAFETY: fields of the rows; each column has room for an item of each row.
        unsafe { columns_out(rows, &lanes) };
        self.len = rows.len();
    }

    /// The rows of which these are the columns.
    pub(super) fn to_rows(&self) -> DynRecordBuf {
        let mut buf = DynRecordBuf::zeroed(self.layout.as_ref().clone(), self.len);
        let rows = buf.rows();
        let lanes = self.columns.iter().zip(self.layout.fields()).map(|(column, field)| Lane {
            offset: field.offset(),
            width: field.size(),
            column: column.bytes.as_slice().as_ptr().cast_mut(),
        });
        // SAFETY: columns of as many items as there are rows, whose bytes, padding
        // inside nested records included, are initialised; fields of new rows.
        unsafe { columns_in(rows, &lanes.collect::<Vec<_>>(), Holes::Zero) };
        buf
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
            Layout::try_packed([(alloc::string::String::from(name), column.dtype.clone())])?;
        let rows = DynRecords::from_bytes_at(column.as_bytes(), &layout, 0, column.len)?;
        rows.column(path)
    }
}

impl DynColumnBuf {
    fn empty(dtype: &DType) -> DynColumnBuf {
        DynColumnBuf { dtype: dtype.clone(), bytes: AlignedBytes::new(dtype.alignment()), len: 0 }
    }

    /// So many items, of zeros where there were fewer.
    fn resize(&mut self, len: usize) {
        let size = len.checked_mul(self.dtype.size()).expect("capacity overflow");
        self.len = 0;
        if self.dtype.has_padding() {
            // Padding of other items must not become these items'.
            self.bytes.truncate(0);
        }
        self.bytes.truncate(size);
        if self.bytes.len() == 0 {
            self.bytes = AlignedBytes::zeroed(size, self.dtype.alignment());
        } else {
            self.bytes.extend_zeroed(size - self.bytes.len());
        }
        self.len = len;
    }

    fn items(&mut self) -> Strided {
        let stride = self.dtype.size() as isize;
        Strided::new(self.bytes.as_mut_slice().as_mut_ptr(), self.len, stride)
    }

    /// What an item is.
    #[must_use]
    pub const fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The items, to read them.
    #[must_use]
    pub fn view(&self) -> DynColumn<'_> {
        let items = Strided::new(
            self.bytes.as_slice().as_ptr().cast_mut(),
            self.len,
            self.dtype.size() as isize,
        );
        // SAFETY: the items, borrowed with `self`.
        unsafe { DynColumn::from_items(items, self.dtype.clone()) }
    }

    /// The bytes of all items.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// The bytes of all items.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes.into_vec()
    }
}

impl<'a> From<&'a DynColumnBuf> for DynColumn<'a> {
    fn from(column: &'a DynColumnBuf) -> DynColumn<'a> {
        column.view()
    }
}

impl PartialEq for DynColumnBuf {
    fn eq(&self, other: &DynColumnBuf) -> bool {
        self.view() == other.view()
    }
}

impl fmt::Debug for DynColumnBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.view(), f)
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
