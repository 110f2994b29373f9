//! The array interface out of every view.

use alloc::vec::Vec;

use super::{ArrayInterface, VERSION};
use crate::dynamic::placed_layout;
use crate::layout::typestr;
use crate::{
    Column, ColumnMut, DType, DynArray, DynArrayMut, DynColumn, DynRecordBuf, DynRecords,
    DynRecordsMut, Element, Grid, GridMut, Layout, Matrix, MatrixMut, Placement, Record, RecordBuf,
    Records, RecordsMut,
};

/// Items of a record in memory that is not to be written.
fn of_records(
    first: *const u8,
    shape: Vec<usize>,
    strides: Vec<isize>,
    layout: &Layout,
) -> ArrayInterface {
    ArrayInterface {
        shape,
        typestr: alloc::format!("|V{}", layout.itemsize()),
        descr: layout.descr().into_string(),
        data: (first.expose_provenance(), true),
        strides: Some(strides),
        version: VERSION,
    }
}

/// Items of any dtype; those of an array are dimensions of their own, as in NumPy.
fn of_items(
    first: *const u8,
    mut shape: Vec<usize>,
    mut strides: Vec<isize>,
    mut dtype: &DType,
) -> ArrayInterface {
    while let DType::Array(element, len) = dtype {
        dtype = element.get();
        shape.push(*len);
        // An array that is in a view fits the address space.
        strides.push(isize::try_from(dtype.size()).unwrap_or(isize::MAX));
    }
    if let DType::Record(layout) = dtype {
        return of_records(first, shape, strides, layout.get());
    }
    let typestr = typestr(dtype);
    let descr = alloc::format!("[('', '{typestr}')]");
    let data = (first.expose_provenance(), true);
    ArrayInterface { shape, typestr, descr, data, strides: Some(strides), version: VERSION }
}

/// The layout of the rows of a view.
///
/// # Panics
/// If two fields of the view share a byte.
#[track_caller]
fn layout_of<R: Record, L: Placement<R>>(place: &L) -> alloc::borrow::Cow<'static, Layout> {
    use alloc::borrow::Cow;
    if L::WHOLE {
        return Cow::Borrowed(R::LAYOUT);
    }
    match placed_layout::<R, L>(place, place.row_size()) {
        Ok(layout) => Cow::Owned(layout),
        Err(error) => panic!("no descr names these fields: {error}"),
    }
}

impl ArrayInterface {
    fn writable(self) -> ArrayInterface {
        ArrayInterface { data: (self.data.0, false), ..self }
    }
}

impl<R: Record, L: Placement<R>> Records<'_, R, L> {
    /// The [`ArrayInterface`] of the rows, read-only. Fields that a projection leaves out
    /// are holes.
    ///
    /// # Panics
    /// If two fields of the view share a byte, as in a selection that names one twice: no
    /// `descr` can tell of them.
    #[must_use]
    #[track_caller]
    pub fn array_interface(&self) -> ArrayInterface {
        let (shape, strides) = ([self.len()].into(), [self.stride()].into());
        of_records(self.as_ptr(), shape, strides, &layout_of::<R, L>(self.place()))
    }
}

impl<R: Record, L: Placement<R>> Grid<'_, R, L> {
    /// The [`ArrayInterface`] of the lines, read-only, in two dimensions. Fields that a
    /// projection leaves out are holes.
    ///
    /// # Panics
    /// If two fields of the view share a byte, as in a selection that names one twice: no
    /// `descr` can tell of them.
    #[must_use]
    #[track_caller]
    pub fn array_interface(&self) -> ArrayInterface {
        let shape = [self.height(), self.width()].into();
        let strides = [self.row_stride(), self.stride()].into();
        of_records(self.as_ptr(), shape, strides, &layout_of::<R, L>(self.place()))
    }
}

impl<F: Element> Column<'_, F> {
    /// The [`ArrayInterface`] of the items, read-only; arrays are dimensions of their own.
    ///
    /// ```
    /// # use records_core::{DType, Record, Records};
    /// # #[derive(Record, Clone, Copy)]
    /// # #[record(packed)]
    /// # struct Sample { id: u8, size: [u8; 2] }
    /// let bytes = [1, 10, 11, 2, 20, 21];
    /// let interface = Records::<Sample>::from_bytes(&bytes)?.columns().size.array_interface();
    /// assert_eq!(interface.shape, [2, 2]);
    /// assert_eq!(interface.strides, Some(vec![3, 1]));
    /// assert_eq!(interface.typestr, "|u1");
    /// # Ok::<(), records_core::Error>(())
    /// ```
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        of_items(self.as_ptr(), [self.len()].into(), [self.stride()].into(), F::DTYPE)
    }
}

impl<F: Element> Matrix<'_, F> {
    /// The [`ArrayInterface`] of the items, read-only, in two dimensions.
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        let (row_stride, stride) = self.strides();
        let shape = [self.height(), self.width()].into();
        of_items(self.as_ptr(), shape, [row_stride, stride].into(), F::DTYPE)
    }
}

impl DynRecords<'_> {
    /// The [`ArrayInterface`] of the rows, read-only.
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        of_records(self.as_ptr(), [self.len()].into(), [self.stride()].into(), self.layout())
    }
}

impl DynColumn<'_> {
    /// The [`ArrayInterface`] of the items, read-only; arrays are dimensions of their own.
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        of_items(self.as_ptr(), [self.len()].into(), [self.stride()].into(), self.dtype())
    }
}

impl DynArray<'_> {
    /// The [`ArrayInterface`] of the array, read-only.
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        of_items(self.as_ptr(), self.shape().into(), self.strides().into(), self.dtype())
    }
}

impl<R: Record> RecordBuf<R> {
    /// The [`ArrayInterface`] of the records, read-only; [`view_mut`](RecordBuf::view_mut)
    /// has one to write them. It is of no use once the buffer grows.
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        self.view().array_interface()
    }
}

impl DynRecordBuf {
    /// The [`ArrayInterface`] of the records, read-only; [`view_mut`](DynRecordBuf::view_mut)
    /// has one to write them. It is of no use once the buffer grows.
    #[must_use]
    pub fn array_interface(&self) -> ArrayInterface {
        self.view().array_interface()
    }
}

/// Mutable views, of the same memory and writable.
macro_rules! writable {
    ($([$($generics:tt)*] $view:ty, $what:literal;)*) => {$(
        impl<$($generics)*> $view {
            #[doc = concat!("The [`ArrayInterface`] of the ", $what, ", to be written, too.")]
            ///
            /// Whoever writes by it must be the only one to do so: it is for the time
            /// in which this view lives and is not used.
            #[must_use]
            pub fn array_interface(&mut self) -> ArrayInterface {
                self.view().array_interface().writable()
            }
        }
    )*};
}

writable! {
    [R: Record, L: Placement<R>] RecordsMut<'_, R, L>, "rows";
    [R: Record, L: Placement<R>] GridMut<'_, R, L>, "lines";
    [F: Element] ColumnMut<'_, F>, "items";
    [F: Element] MatrixMut<'_, F>, "items";
    [] DynRecordsMut<'_>, "rows";
    [] DynArrayMut<'_>, "array";
}
