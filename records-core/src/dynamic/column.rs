//! One field of all rows, its type known at run time only.

use core::fmt;
use core::marker::PhantomData;
use core::ops::RangeBounds;

use super::bind::{Access, fits};
use crate::memory::Strided;
use crate::value::list::{ITEMS, list};
use crate::view::valid::check_column;
use crate::view::value_at::ValueAt;
use crate::{Column, DType, Element, Error, Value};

/// One field of all rows of a [`DynRecords`](crate::DynRecords): `len` items of a
/// dtype, a fixed number of bytes apart.
///
/// ```
/// use records_core::{DType, DynRecords, Layout};
///
/// let layout = Layout::packed([("tag", DType::Bytes(2)), ("pos", DType::array(DType::U8, 2))]);
/// let rows = DynRecords::from_bytes(b"a\0\x01\x02bc\x03\x04", &layout)?;
/// let pos = rows.dyn_column("pos")?;
/// assert_eq!(pos.dtype(), &DType::array(DType::U8, 2));
/// assert_eq!(pos.to_string(), "[[1, 2], [3, 4]]");
/// assert_eq!(rows.dyn_column("pos[1]")?.typed::<u8>()?.sum(), 6);
/// # Ok::<(), records_core::Error>(())
/// ```
#[derive(Clone)]
pub struct DynColumn<'a> {
    /// **Invariant**: for `'a`, the bytes of the dtype at each item lie within one
    /// allocation and can be read, those of its fields are initialised (padding may
    /// not be), and nobody writes them.
    items: Strided,
    dtype: DType,
    of: PhantomData<&'a [u8]>,
}

// SAFETY: a column lends values out of shared bytes, as `&[u8]` does.
unsafe impl Send for DynColumn<'_> {}
// SAFETY: as above.
unsafe impl Sync for DynColumn<'_> {}

impl<'a> DynColumn<'a> {
    /// # Safety
    /// The items satisfy the invariant of the field.
    pub(crate) unsafe fn from_items(items: Strided, dtype: DType) -> DynColumn<'a> {
        DynColumn { items, dtype, of: PhantomData }
    }

    pub(super) const fn items(&self) -> Strided {
        self.items
    }

    /// What an item is.
    #[must_use]
    pub const fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// How many items there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.len() == 0
    }

    /// Bytes from one item to the next.
    #[must_use]
    pub const fn stride(&self) -> isize {
        self.items.stride()
    }

    /// The address of the first item, at any alignment.
    #[must_use]
    pub const fn as_ptr(&self) -> *const u8 {
        self.items.base()
    }

    /// Item `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Value> {
        (index < self.len()).then(|| self.at(index).decode())
    }

    /// Item `index`, of which there are more.
    fn at(&self, index: usize) -> ValueAt<'_> {
        debug_assert!(index < self.len());
        // SAFETY: an item of the column.
        unsafe { ValueAt::new(&self.dtype, self.items.at(index)) }
    }

    /// The items of a range.
    ///
    /// # Panics
    /// If it does not lie within the column.
    #[must_use]
    #[track_caller]
    pub fn slice(&self, range: impl RangeBounds<usize>) -> DynColumn<'a> {
        DynColumn { items: self.items.slice(range), ..self.clone() }
    }

    /// The column as one of `F`: nothing is copied.
    ///
    /// # Errors
    /// [`Error::WrongType`] if the items are not `F`, in its byte order;
    /// [`Error::Invalid`] if `F` is a `bool` or an enum, or holds one, and some
    /// item is no value of it.
    pub fn typed<F: Element>(&self) -> Result<Column<'a, F>, Error> {
        self.typed_at("", 0)
    }

    /// [`typed`](DynColumn::typed), for a field of this path at this byte of a row.
    pub(super) fn typed_at<F: Element>(
        &self,
        path: &str,
        offset: usize,
    ) -> Result<Column<'a, F>, Error> {
        check_type::<F>(path, &self.dtype, Access::Read)?;
        // SAFETY: the items, whose bytes are initialised and of F's size.
        unsafe {
            check_values::<F>(path, offset, self.items)?;
            Ok(Column::from_items(self.items))
        }
    }
}

/// Checks that a field can be seen as an `F`.
pub(super) fn check_type<F: Element>(
    path: &str,
    found: &DType,
    access: Access,
) -> Result<(), Error> {
    use alloc::string::ToString;
    if fits(found, F::DTYPE, access) {
        return Ok(());
    }
    Err(Error::WrongType {
        field: path.into(),
        expected: F::DTYPE.to_string(),
        found: found.to_string(),
    })
}

/// Checks that items are values of `F`; free for types of which all bytes are.
///
/// # Safety
/// The bytes of the dtype's fields at each item can be read and are initialised.
pub(super) unsafe fn check_values<F: Element>(
    path: &str,
    offset: usize,
    items: Strided,
) -> Result<(), Error> {
    if const { F::DTYPE.needs_check() } {
        // SAFETY: the caller's promise.
        unsafe { check_column(path, offset, F::DTYPE, items)? };
    }
    Ok(())
}

impl<'a, F: Element> From<Column<'a, F>> for DynColumn<'a> {
    fn from(column: Column<'a, F>) -> DynColumn<'a> {
        // SAFETY: items of F, readable for 'a.
        unsafe { DynColumn::from_items(column.items(), F::DTYPE.clone()) }
    }
}

/// Does not compile for types that Rust keeps in memory in another way than records
/// do; see [`Column::from_slice`].
impl<'a, F: Element> From<&'a [F]> for DynColumn<'a> {
    fn from(items: &'a [F]) -> DynColumn<'a> {
        Column::from_slice(items).into()
    }
}

impl<'a, F: Element, const N: usize> From<&'a [F; N]> for DynColumn<'a> {
    fn from(items: &'a [F; N]) -> DynColumn<'a> {
        Column::from_slice(items).into()
    }
}

impl<'a, F: Element> From<&'a alloc::vec::Vec<F>> for DynColumn<'a> {
    fn from(items: &'a alloc::vec::Vec<F>) -> DynColumn<'a> {
        Column::from_slice(items).into()
    }
}

/// Equal dtypes and the same values.
impl PartialEq for DynColumn<'_> {
    fn eq(&self, other: &DynColumn<'_>) -> bool {
        self.dtype == other.dtype
            && self.len() == other.len()
            // Of items of no bytes there may be any number.
            && (self.dtype.size() == 0 || (0..self.len()).all(|i| self.at(i).same(&other.at(i))))
    }
}

impl fmt::Display for DynColumn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, self.len(), ITEMS, |i| self.at(i))
    }
}

impl fmt::Debug for DynColumn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
