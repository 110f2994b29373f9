//! Items in memory that somebody keeps.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use pyo3::PyResult;
use records_core::{
    ArrayInterface, DType, DynArray, DynArrayMut, DynRecords, DynRecordsMut, Error,
};

use super::claim::common;
use super::{Claim, Comb, Item};
use crate::error::raise;

/// Whatever keeps memory where it is and as it is until it is dropped: a buffer that Python
/// exports, an owner in Rust, a claim on something that could grow.
pub(crate) type Owner = Arc<dyn Any + Send + Sync>;

/// An array of items of one dtype, of any number of dimensions, with its owner.
#[derive(Clone)]
pub(crate) struct View {
    /// **Invariant**: while `owner` lives, the bytes of the dtype at each item by `shape` and
    /// `strides`, padding included, are initialised and can be read, and written if `writable`, by
    /// whoever has a claim on them; the items lie in one allocation. (Memory that Python hands out
    /// is initialised as far as Rust can tell.) If `writable`, no value that is written makes them
    /// invalid for anybody else: for the owner, when it is dropped.
    ///
    /// The bytes between items may be somebody else's: another column, which Rust writes.
    pub(super) first: *mut u8,
    pub(super) shape: Vec<usize>,
    pub(super) strides: Vec<isize>,
    pub(super) item: Arc<Item>,
    pub(super) writable: bool,
    pub(super) owner: Owner,
}

// SAFETY: an address with the owner of what is there; whoever reads or writes what is there has
// a claim on it.
unsafe impl Send for View {}
// SAFETY: as above.
unsafe impl Sync for View {}

impl View {
    /// # Safety
    /// The invariant of `first`.
    ///
    /// # Errors
    /// Those of [`DynArray::from_raw_parts`].
    pub(crate) unsafe fn new(
        first: *mut u8,
        shape: Vec<usize>,
        strides: Vec<isize>,
        item: Arc<Item>,
        writable: bool,
        owner: Owner,
    ) -> Result<View, Error> {
        let view = View { first, shape, strides, item, writable, owner };
        // SAFETY: the caller's promise.
        unsafe { view.items()? };
        let mut view = view.flat();
        // The elements of arrays may be more than can be counted, if they have no bytes.
        // SAFETY: the same items.
        unsafe { view.items()? };
        view.check_size()?;
        if view.first.is_null() {
            // Of no bytes; nothing may be at null.
            view.first = std::ptr::dangling_mut();
        }
        Ok(view)
    }

    /// That Python can tell of the array: lengths are signed there, beside a 0, too. And that its
    /// items lie within the address space, less than half of it apart.
    fn check_size(&self) -> Result<(), Error> {
        let lens = self.shape.iter().map(|&len| isize::try_from(len));
        let size = lens
            .filter(|len| *len != Ok(0))
            .try_fold(1_isize, |size, len| size.checked_mul(len.ok()?));
        let reason = match size.and_then(|size| size.checked_mul(self.item.size().max(1) as isize))
        {
            None => "is larger than Python can tell".to_string(),
            Some(_) if self.checked_extent().is_none() => {
                format!("with the strides {:?} does not fit into memory", self.strides)
            }
            Some(_) => return Ok(()),
        };
        Err(Error::Shape { shape: self.shape.clone(), reason })
    }

    /// The same with the elements of arrays as dimensions of their own, as NumPy has them.
    fn flat(mut self) -> View {
        let mut dtype = self.item.dtype();
        while let DType::Array(element, len) = dtype {
            dtype = element.get();
            self.shape.push(*len);
            self.strides.push(dtype.size() as isize);
        }
        if self.item.dtype() != dtype {
            self.item = Arc::new(Item::new(dtype.clone()));
        }
        self
    }

    /// Items along each dimension.
    pub(crate) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Bytes from one item to the next along each dimension.
    pub(crate) fn strides(&self) -> &[isize] {
        &self.strides
    }

    pub(crate) fn layout(&self) -> &records_core::Layout {
        self.item.layout()
    }

    pub(crate) fn item(&self) -> &Arc<Item> {
        &self.item
    }

    pub(crate) fn dtype(&self) -> &DType {
        self.item.dtype()
    }

    pub(crate) fn is_writable(&self) -> bool {
        self.writable
    }

    pub(crate) fn owner(&self) -> &Owner {
        &self.owner
    }

    pub(crate) fn first(&self) -> *mut u8 {
        self.first
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        // Lengths beside a 0 may be any.
        if self.shape.contains(&0) {
            return 0;
        }
        self.shape.iter().fold(1, |items: usize, &len| items.saturating_mul(len))
    }

    /// Bytes of the items, without those between them.
    pub(crate) fn nbytes(&self) -> usize {
        self.len().saturating_mul(self.item.size())
    }

    /// Bytes from the first item to the lowest byte of any, which is not above it, and to the
    /// end of the highest.
    pub(crate) fn extent(&self) -> (isize, isize) {
        // Told by the invariant.
        self.checked_extent().unwrap_or_default()
    }

    fn checked_extent(&self) -> Option<(isize, isize)> {
        if self.nbytes() == 0 {
            return Some((0, 0));
        }
        let (mut low, mut high) = (0_isize, isize::try_from(self.item.size()).ok()?);
        for (&len, &stride) in self.shape.iter().zip(&self.strides) {
            let last = isize::try_from(len - 1).ok()?.checked_mul(stride)?;
            low = low.checked_add(last.min(0))?;
            high = high.checked_add(last.max(0))?;
        }
        let first = self.first.addr();
        first.checked_add_signed(low)?;
        first.checked_add_signed(high)?;
        high.checked_sub(low)?;
        Some((low, high))
    }

    /// Which bytes the items are, as far as somebody else's can be told from them.
    fn comb(&self) -> Comb {
        let (low, high) = self.extent();
        let first = self.first.addr();
        let (start, end) = (first.wrapping_add_signed(low), first.wrapping_add_signed(high));
        let steps = self.shape.iter().zip(&self.strides).filter(|(len, _)| **len > 1);
        let step = steps.fold(0, |step, (_, stride)| common(step, stride.unsigned_abs()));
        let width = self.item.size();
        if step < width {
            Comb::whole(start, end)
        } else {
            Comb { start, end, step, at: first, width }
        }
    }

    /// # Safety
    /// While the array lives, so does the owner, and nobody writes the items.
    pub(crate) unsafe fn items<'a>(&self) -> Result<DynArray<'a>, Error> {
        // SAFETY: the invariant, and the caller's promise.
        unsafe {
            DynArray::from_raw_parts(self.first, self.item.dtype(), &self.shape, &self.strides)
        }
    }

    /// # Safety
    /// While the array lives, so does the owner; the items may be written, and nobody else reads
    /// or writes them.
    pub(crate) unsafe fn items_mut<'a>(&self) -> Result<DynArrayMut<'a>, Error> {
        let (dtype, shape, strides) = (self.item.dtype(), &self.shape, &self.strides);
        // SAFETY: the invariant, and the caller's promise.
        unsafe { DynArrayMut::from_raw_parts(self.first, dtype, shape, strides) }
    }

    /// The same owner's memory as the array that `part` makes of this view's.
    ///
    /// Nothing is read: only the addresses are looked at.
    pub(crate) fn part<'v>(
        &'v self,
        part: impl FnOnce(DynArray<'v>) -> Result<DynArray<'v>, Error>,
    ) -> PyResult<View> {
        // SAFETY: `part` is one of ours, and reads no item.
        let whole = unsafe { self.items() }.map_err(raise)?;
        let part = part(whole).map_err(raise)?;
        let first = self.first.wrapping_byte_offset(
            part.as_ptr().addr().wrapping_sub(self.first.addr()).cast_signed(),
        );
        let item = match part.dtype() {
            same if std::ptr::eq(same, self.item.dtype()) => Arc::clone(&self.item),
            same if *same == *self.item.dtype() => Arc::clone(&self.item),
            other => Arc::new(Item::new(other.clone())),
        };
        let (shape, strides) = (part.shape().into(), part.strides().into());
        let (writable, owner) = (self.writable, Arc::clone(&self.owner));
        Ok(View { first, shape, strides, item, writable, owner }.flat())
    }

    /// What the array interface says of it.
    ///
    /// # Errors
    /// None that [`View::new`] has let pass.
    pub(crate) fn interface(&self) -> PyResult<ArrayInterface> {
        // SAFETY: nothing is read.
        let mut interface = unsafe { self.items() }.map_err(raise)?.array_interface();
        interface.data.1 = !self.writable;
        Ok(interface)
    }

    /// The bytes of the items, if these lie one behind the other in C order.
    ///
    /// # Errors
    /// None that [`View::new`] has let pass.
    pub(crate) fn raw(&self) -> PyResult<Option<View>> {
        // SAFETY: nothing is read.
        if !unsafe { self.items() }.map_err(raise)?.is_c_contiguous() {
            return Ok(None);
        }
        let (item, owner) = (Arc::new(Item::new(DType::U8)), Arc::clone(&self.owner));
        let (shape, writable) = (vec![self.nbytes()], self.writable);
        // SAFETY: each byte of the items is one of these, and all lie in one run.
        unsafe { View::new(self.first, shape, vec![1], item, writable, owner) }
            .map(Some)
            .map_err(raise)
    }

    /// Whether there may be bytes between the items that are no item's.
    pub(crate) fn has_gaps(&self) -> bool {
        let mut steps: Vec<_> = self.shape.iter().zip(&self.strides).collect();
        steps.retain(|&(&len, &stride)| len > 1 && stride != 0);
        steps.sort_by_key(|(_, stride)| stride.unsigned_abs());
        // Each dimension repeats what those before it cover, without gaps up to here.
        let mut covered = self.item.size();
        self.nbytes() > 0
            && steps.into_iter().any(|(&len, &stride)| {
                let gap = stride.unsigned_abs() > covered;
                covered = covered.saturating_add(stride.unsigned_abs().saturating_mul(len - 1));
                gap
            })
    }

    /// Reads the items, which nobody of this library writes meanwhile.
    ///
    /// # Errors
    /// `BufferError` if somebody writes them.
    pub(crate) fn read(&self) -> PyResult<Reading<'_>> {
        let claim = self.claim_read()?;
        // SAFETY: the claim lives as long as the array.
        let array = unsafe { self.items() }.map_err(raise)?;
        Ok(Reading { array, _claim: claim })
    }

    /// Writes the items, which nobody of this library reads or writes meanwhile.
    ///
    /// # Errors
    /// `BufferError` if somebody reads or writes them; `ValueError` if they are read-only, or
    /// if some share bytes.
    pub(crate) fn write(&self) -> PyResult<Writing<'_>> {
        let claim = self.claim_write()?;
        // SAFETY: the view and the claim live as long as the array.
        let array = unsafe { self.items_mut() }.map_err(raise)?;
        Ok(Writing { array, _claim: claim })
    }

    /// The right to read the items.
    ///
    /// # Errors
    /// Those of [`read`](View::read).
    pub(crate) fn claim_read(&self) -> PyResult<Claim> {
        Claim::read(self.comb())
    }

    /// The right to write the items.
    ///
    /// # Errors
    /// `BufferError` if somebody reads or writes them; `ValueError` if they are read-only.
    pub(crate) fn claim_write(&self) -> PyResult<Claim> {
        self.check_writable()?;
        Claim::write(self.comb())
    }

    /// # Errors
    /// `ValueError` if the memory is read-only, as NumPy has it.
    pub(crate) fn check_writable(&self) -> PyResult<()> {
        if self.writable {
            return Ok(());
        }
        Err(pyo3::exceptions::PyValueError::new_err("the records are read-only"))
    }

    /// The same, not to be written.
    pub(crate) fn read_only(mut self) -> View {
        self.writable = false;
        self
    }
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("first", &self.first)
            .field("shape", &self.shape)
            .field("strides", &self.strides)
            .field("dtype", self.dtype())
            .field("writable", &self.writable)
            .finish_non_exhaustive()
    }
}

/// The items of a view, being read.
#[derive(Debug)]
pub(crate) struct Reading<'v> {
    array: DynArray<'v>,
    _claim: Claim,
}

impl Reading<'_> {
    pub(crate) fn array(&self) -> &DynArray<'_> {
        &self.array
    }

    /// The bytes of the items, if these lie one behind the other in C order.
    pub(crate) fn contents(&self) -> Option<&[u8]> {
        if !self.array.is_c_contiguous() {
            return None;
        }
        let len = self.array.shape().iter().product::<usize>() * self.array.dtype().size();
        if len == 0 {
            return Some(&[]);
        }
        // SAFETY: all bytes of the items, which are initialised and not written meanwhile.
        Some(unsafe { std::slice::from_raw_parts(self.array.as_ptr(), len) })
    }

    /// The items in C order as rows.
    ///
    /// # Errors
    /// `ValueError` if they are not equally far apart.
    pub(crate) fn records(&self) -> PyResult<DynRecords<'_>> {
        self.array.records().map_err(raise)
    }
}

/// The items of a view, being written.
#[derive(Debug)]
pub(crate) struct Writing<'v> {
    array: DynArrayMut<'v>,
    _claim: Claim,
}

impl Writing<'_> {
    pub(crate) fn array(&mut self) -> DynArrayMut<'_> {
        self.array.reborrow()
    }

    /// # Errors
    /// As for [`Reading::records`].
    pub(crate) fn records(&mut self) -> PyResult<DynRecordsMut<'_>> {
        self.array.records_mut().map_err(raise)
    }
}
