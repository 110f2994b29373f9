//! Masks and row numbers as programs give them.

use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyString};
use records_core::{DType, DynRecords, Scalar};

use crate::borrow::{Request, view_of};
use crate::error::refused;
use crate::memory::{View, room};

/// Which rows.
#[derive(Debug)]
pub(crate) enum Selection {
    /// Those with `true` in their place.
    Mask(Vec<bool>),
    /// These, from the end if negative; not checked yet.
    Rows(Vec<i64>),
}

/// What an array or a sequence of bools or of row numbers says.
///
/// # Errors
/// `TypeError` if it is neither.
pub(crate) fn selection(given: &Bound<'_, PyAny>) -> PyResult<Selection> {
    if !given.is_instance_of::<PyString>() {
        match view_of(given, Request::default()) {
            Ok(view) => return of_array(&view),
            Err(error) => refused(given.py(), error)?,
        }
    }
    of_sequence(given)
}

/// A copy of what an array has.
fn of_array(view: &View) -> PyResult<Selection> {
    if view.shape().len() != 1 {
        return Err(PyTypeError::new_err(format!(
            "rows are chosen by an array of one dimension, not of {}",
            view.shape().len()
        )));
    }
    let len = view.len();
    match view.dtype() {
        DType::Scalar(Scalar::Bool, _) => {
            // Bytes of others: any but 0 is true.
            Ok(Selection::Mask(view.to_bytes()?.into_iter().map(|byte| byte != 0).collect()))
        }
        DType::Scalar(scalar, _) if is_integer(*scalar) => {
            room(len.checked_mul(size_of::<i64>()))?;
            let reading = view.read()?;
            numbers(&reading.records()?).map(Selection::Rows)
        }
        // An empty list is an array of floats for NumPy.
        _ if len == 0 => Ok(Selection::Rows(Vec::new())),
        other => Err(PyTypeError::new_err(format!(
            "rows are chosen by bools or by integers, not by {other}"
        ))),
    }
}

const fn is_integer(scalar: Scalar) -> bool {
    use Scalar::{I8, I16, I32, I64, U8, U16, U32, U64};
    matches!(scalar, I8 | I16 | I32 | I64 | U8 | U16 | U32 | U64)
}

/// Integers of any width and byte order.
fn numbers(rows: &DynRecords<'_>) -> PyResult<Vec<i64>> {
    macro_rules! native {
        ($($type:ty),*) => {
            $(if let Ok(column) = rows.column::<$type>("f0") {
                return Ok(column.iter().map(|row| row as i64).collect());
            })*
        };
    }
    if let Ok(column) = rows.column::<i64>("f0") {
        return Ok(column.to_vec());
    }
    native!(i32, u32, i16, u16, i8, u8);
    let column = rows.dyn_column("f0").map_err(crate::error::raise)?;
    // What does not fit is the number of no row.
    let number = |at| column.get(at).and_then(|value| value.as_i64()).unwrap_or(i64::MAX);
    Ok((0..column.len()).map(number).collect())
}

fn of_sequence(given: &Bound<'_, PyAny>) -> PyResult<Selection> {
    let wrong = |error| {
        if let Err(error) = refused(given.py(), error) {
            return error;
        }
        let kind = given.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
        PyTypeError::new_err(format!("rows are chosen by bools or by integers, not by a {kind}"))
    };
    if given.is_instance_of::<PyString>() {
        return Err(wrong(PyTypeError::new_err("")));
    }
    let mut items = given.try_iter().map_err(wrong)?.peekable();
    let is_mask = match items.peek() {
        None => return Ok(Selection::Rows(Vec::new())),
        Some(Ok(first)) => first.is_instance_of::<PyBool>() || first.extract::<bool>().is_ok(),
        Some(Err(_)) => false,
    };
    if is_mask {
        let mask = items.map(|item| item?.extract::<bool>());
        return mask.collect::<PyResult<_>>().map(Selection::Mask);
    }
    let rows = items.map(|item| {
        let item = item?;
        if item.is_instance_of::<PyBool>() {
            return Err(PyTypeError::new_err("a bool among row numbers"));
        }
        item.extract::<i64>()
    });
    rows.collect::<PyResult<_>>().map(Selection::Rows)
}

/// A mask.
///
/// # Errors
/// `TypeError` if it is none.
pub(crate) fn mask(given: &Bound<'_, PyAny>) -> PyResult<Vec<bool>> {
    match selection(given)? {
        Selection::Mask(mask) => Ok(mask),
        Selection::Rows(rows) if rows.is_empty() => Ok(Vec::new()),
        Selection::Rows(_) => {
            Err(PyTypeError::new_err("a mask is made of bools: row numbers are for `take`"))
        }
    }
}

/// Row numbers of `len` rows, checked.
///
/// # Errors
/// `TypeError` if they are none, `IndexError` if there is no such row.
pub(crate) fn indices(given: &Bound<'_, PyAny>, len: usize) -> PyResult<Vec<usize>> {
    match selection(given)? {
        Selection::Rows(rows) => checked(rows, len),
        Selection::Mask(_) => {
            Err(PyTypeError::new_err("row numbers are integers: a mask of bools is for `filter`"))
        }
    }
}

/// The numbers counted from the first row, all of them less than `len`.
pub(crate) fn checked(rows: Vec<i64>, len: usize) -> PyResult<Vec<usize>> {
    let signed = len as i64;
    let from_start = |row: i64| if row < 0 { row.wrapping_add(signed) } else { row };
    // In the memory of the numbers.
    let found: Vec<usize> = rows.into_iter().map(|row| from_start(row) as usize).collect();
    // Without a branch for each.
    if !found.iter().fold(false, |bad, &row| bad | (row >= len)) {
        return Ok(found);
    }
    let at = found.iter().position(|&row| row >= len).unwrap_or(0);
    // What was negative is so still.
    let row = found[at] as i64;
    let row = if row < 0 { row.wrapping_sub(signed) } else { row };
    let plural = if len == 1 { "" } else { "s" };
    Err(PyIndexError::new_err(format!(
        "index {row} (at {at}) is out of bounds: there are {len} row{plural}"
    )))
}
