//! The view that a caller asks for of what an object has.

use std::sync::Arc;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use records_core::{DType, DynArray, Error, Layout};

use super::Source;
use crate::error::raise;
use crate::layouts::named;
use crate::memory::{Item, View};

/// What a caller says of the memory of an object, over what the object says.
#[derive(Debug, Default)]
pub(crate) struct Request {
    /// What an item is.
    pub(crate) dtype: Option<DType>,
    /// What its fields are called.
    pub(crate) names: Option<Vec<String>>,
    /// Bytes from the start of the memory to the first item.
    pub(crate) offset: Option<isize>,
    /// How many items along each dimension.
    pub(crate) shape: Option<Vec<usize>>,
    /// Bytes from one item to the next along each dimension.
    pub(crate) strides: Option<Vec<isize>>,
    /// Who else is to be kept alive.
    pub(crate) owner: Option<Py<PyAny>>,
}

/// An object's memory as the caller asks for it.
///
/// # Errors
/// `TypeError` if the object has none, `ValueError` if it is not as asked for.
pub(crate) fn view_of(object: &Bound<'_, PyAny>, request: Request) -> PyResult<View> {
    shaped(Source::of(object)?, request)
}

/// An object's memory as records of a layout, if the object has bytes and does not say of what,
/// and otherwise as it says.
///
/// # Errors
/// As for [`view_of`].
pub(crate) fn view_as(object: &Bound<'_, PyAny>, layout: &Layout) -> PyResult<View> {
    let source = Source::of(object)?;
    let untold = match &source.item {
        Ok(item) => source.itemsize == 1 && !matches!(item.dtype(), DType::Record(_)),
        Err(_) => source.itemsize == layout.itemsize(),
    };
    let dtype = untold.then(|| DType::record(layout.clone()));
    shaped(source, Request { dtype, ..Request::default() })
}

fn shaped(mut source: Source, request: Request) -> PyResult<View> {
    if let Some(owner) = request.owner {
        source.owner = Arc::new((source.owner, owner));
    }
    if request.dtype.is_some() || request.names.is_some() {
        let dtype = match request.dtype {
            Some(dtype) => dtype,
            None => source.item?.dtype().clone(),
        };
        source.item = Ok(Arc::new(Item::new(DType::record(named(dtype, request.names)?))));
    }
    let plain = request.offset.is_none() && request.shape.is_none() && request.strides.is_none();
    let size = source.item.as_ref().map_or(source.itemsize, |item| item.size());
    if plain && size == source.itemsize {
        return source.into_view();
    }
    let dense_source = source.is_dense();
    let item = source.item?;
    if !dense_source {
        return Err(PyValueError::new_err(format!(
            "the memory is not contiguous: of its items of {} bytes, in the shape {:?} with the \
             strides {:?}, {} of {size} bytes can be seen only one by one",
            source.itemsize,
            source.shape,
            source.strides,
            item.dtype(),
        )));
    }
    // A product that was checked, or beside a 0 any.
    let items = source.shape.iter().fold(1, |items: usize, &len| items.saturating_mul(len));
    let bytes = if source.shape.contains(&0) { 0 } else { items.saturating_mul(source.itemsize) };
    let offset = request.offset.unwrap_or(0);
    let offset = usize::try_from(offset)
        .map_err(|_| PyValueError::new_err(format!("offset is {offset}, which is negative")))?;
    let shape = match (request.shape, &request.strides) {
        (Some(shape), _) => shape,
        (None, Some(strides)) if strides.len() != 1 => {
            return Err(PyTypeError::new_err("strides of other than one dimension need a shape"));
        }
        (None, strides) => {
            let stride = strides.as_ref().map_or(size as isize, |strides| strides[0]);
            vec![fitting(bytes, offset, size, stride, strides.is_some())?]
        }
    };
    let strides = match request.strides {
        Some(strides) => strides,
        None => dense(&shape, size),
    };
    DynArray::check_strided(bytes, item.dtype(), offset, &shape, &strides).map_err(raise)?;
    let first = source.first.wrapping_add(offset);
    // SAFETY: within the bytes of the source.
    unsafe { View::new(first, shape, strides, item, source.writable, source.owner) }.map_err(raise)
}

/// How many items there are up to the end of the bytes.
fn fitting(
    bytes: usize,
    offset: usize,
    size: usize,
    stride: isize,
    given: bool,
) -> PyResult<usize> {
    let Some(rest) = bytes.checked_sub(offset) else {
        return Err(PyValueError::new_err(format!(
            "offset is {offset}, but there are only {bytes} bytes"
        )));
    };
    let step = usize::try_from(stride).unwrap_or(0);
    if step == 0 {
        return Err(PyValueError::new_err(format!(
            "items {stride} bytes apart may be any number: give a count"
        )));
    }
    if given {
        return Ok(if rest < size { 0 } else { (rest - size) / step + 1 });
    }
    if !rest.is_multiple_of(size) {
        return Err(raise(Error::Length { bytes: rest, itemsize: size }));
    }
    Ok(rest / size)
}

/// The strides of items one behind the other in C order.
pub(super) fn dense(shape: &[usize], size: usize) -> Vec<isize> {
    let mut strides = vec![0; shape.len()];
    let mut next = size;
    for (stride, &len) in strides.iter_mut().zip(shape).rev() {
        *stride = next as isize;
        next = next.saturating_mul(len.max(1)).min(isize::MAX as usize);
    }
    strides
}

impl Source {
    /// Whether all bytes belong to items, one behind the other in C order.
    pub(super) fn is_dense(&self) -> bool {
        self.shape.contains(&0)
            || dense(&self.shape, self.itemsize)
                .iter()
                .zip(&self.strides)
                .zip(&self.shape)
                .all(|((dense, stride), &len)| len == 1 || dense == stride)
    }
}
