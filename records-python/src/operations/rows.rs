//! Rows chosen, ordered, copied and described.

use std::sync::Arc;

use pyo3::prelude::*;
use records_core::{DType, Description, DynRecordBuf, Layout, SortKey};

use super::detached;
use super::work::on_rows;
use crate::error::{layout as wrong_layout, raise};
use crate::memory::{Item, View, room};

/// Checks that there is room for a copy of so many rows.
fn room_for(view: &View, rows: usize) -> PyResult<()> {
    room(rows.checked_mul(view.item().size()))
}

/// Checks that there is room to order the rows.
fn room_to_sort(view: &View) -> PyResult<()> {
    // Row numbers, and keys of eight bytes and more.
    room(view.len().checked_mul(32))
}

pub(crate) fn filter(py: Python<'_>, view: &View, mask: &[bool]) -> PyResult<View> {
    room_for(view, mask.len())?;
    View::owned(on_rows(py, view, |rows| rows.filter_mask(mask))?, view.item())
}

/// The rows of these numbers, which may be out of bounds.
pub(crate) fn take(py: Python<'_>, view: &View, rows: &[usize]) -> PyResult<View> {
    room_for(view, rows.len())?;
    View::owned(on_rows(py, view, |records| records.take(rows))?, view.item())
}

pub(crate) fn sort(py: Python<'_>, view: &View, keys: &[SortKey<'static>]) -> PyResult<View> {
    room_to_sort(view)?;
    room_for(view, view.len())?;
    View::owned(on_rows(py, view, |rows| rows.sort_by(keys))?, view.item())
}

pub(crate) fn argsort(py: Python<'_>, view: &View, keys: &[SortKey<'static>]) -> PyResult<View> {
    room_to_sort(view)?;
    View::row_numbers(on_rows(py, view, |rows| rows.argsort(keys))?)
}

pub(crate) fn unique(py: Python<'_>, view: &View, keys: &[SortKey<'static>]) -> PyResult<View> {
    room_to_sort(view)?;
    room_for(view, view.len())?;
    View::owned(on_rows(py, view, |rows| rows.unique_by(keys))?, view.item())
}

pub(crate) fn find_duplicates(
    py: Python<'_>,
    view: &View,
    keys: &[SortKey<'static>],
) -> PyResult<View> {
    room_to_sort(view)?;
    room_for(view, view.len())?;
    View::owned(on_rows(py, view, |rows| rows.find_duplicates(keys))?, view.item())
}

pub(crate) fn convert(py: Python<'_>, view: &View, to: &Layout) -> PyResult<View> {
    room(view.len().checked_mul(to.itemsize()))?;
    let like = Arc::new(Item::new(DType::record(to.clone())));
    View::owned(on_rows(py, view, |rows| rows.convert_to(to))?, &like)
}

/// The same rows, their fields called otherwise.
pub(crate) fn rename(view: &View, names: &[(String, String)]) -> PyResult<View> {
    let pairs: Vec<_> = names.iter().map(|(old, new)| (old.as_str(), new.as_str())).collect();
    let layout = view.item().layout().renamed(&pairs).map_err(|error| wrong_layout(&error))?;
    view.with_item(Arc::new(Item::new(DType::record(layout))))
}

/// A copy of an array of any number of dimensions without the holes that other fields leave.
pub(crate) fn repack(py: Python<'_>, view: &View) -> PyResult<View> {
    room_for(view, view.len())?;
    let copied = {
        let reading = view.read()?;
        let array = reading.array();
        detached(py, view.nbytes(), || match array.records() {
            Ok(rows) => rows.repack(),
            Err(_) => array.to_records(),
        })
    };
    View::owned_array(copied, view.item(), view.shape())
}

/// A copy of an array of any number of dimensions, laid out as it is, in C order; what belongs to
/// no field is zero.
pub(crate) fn copy(py: Python<'_>, view: &View) -> PyResult<View> {
    room_for(view, view.len())?;
    let copied = {
        let reading = view.read()?;
        let array = reading.array();
        let layout = array.layout();
        detached(py, view.nbytes(), || -> Result<DynRecordBuf, records_core::Error> {
            if let Ok(rows) = array.records() {
                return rows.filter_mask(&vec![true; rows.len()]);
            }
            let mut all = DynRecordBuf::new(layout);
            for lane in array.lanes() {
                let lane = lane.filter_mask(&vec![true; lane.len()])?;
                all.extend_from_bytes(lane.as_bytes())?;
            }
            Ok(all)
        })
        .map_err(raise)?
    };
    View::owned_array(copied, view.item(), view.shape())
}

/// What the columns are like.
pub(crate) fn describe(py: Python<'_>, view: &View) -> PyResult<Description> {
    let reading = view.read()?;
    let array = reading.array();
    if array.records().is_err() {
        room_for(view, view.len())?;
    }
    Ok(detached(py, view.nbytes(), || match array.records() {
        Ok(rows) => rows.describe(),
        Err(_) => array.to_records().view().describe(),
    }))
}
