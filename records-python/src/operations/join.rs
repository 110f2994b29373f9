//! Pairs of rows that are equal in some fields.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use records_core::SortKey;

use super::work::{detached, one_dimension};
use crate::error::raise;
use crate::memory::{View, room};

/// The numbers of the rows of each pair, on the left and on the right; -1 where a row on the left
/// has no partner and stands all the same.
pub(crate) fn join(
    py: Python<'_>,
    left: &View,
    right: &View,
    keys: &[SortKey<'static>],
    right_keys: &[SortKey<'static>],
    how: &str,
) -> PyResult<(View, View)> {
    let inner = match how {
        "inner" => true,
        "left" => false,
        other => {
            return Err(PyValueError::new_err(format!(
                "how is \"inner\" or \"left\", not {other:?}"
            )));
        }
    };
    one_dimension(left)?;
    one_dimension(right)?;
    let rows = left.len().checked_add(right.len());
    room(rows.and_then(|rows| rows.checked_mul(64)))?;
    let (left_reading, right_reading) = (left.read()?, right.read()?);
    let (rows, others) = (left_reading.records()?, right_reading.records()?);
    let bytes = left.nbytes().saturating_add(right.nbytes());
    let pairs = detached(py, bytes, || -> Result<(Vec<isize>, Vec<isize>), records_core::Error> {
        Ok(if inner {
            let pairs = rows.join_on(&others, keys, right_keys)?;
            pairs.into_iter().map(|(row, other)| (row as isize, other as isize)).unzip()
        } else {
            let pairs = rows.left_join_on(&others, keys, right_keys)?;
            let number = |other: Option<usize>| other.map_or(-1, |other| other as isize);
            pairs.into_iter().map(|(row, other)| (row as isize, number(other))).unzip()
        })
    });
    let (rows, others) = pairs.map_err(raise)?;
    Ok((View::numbers(rows)?, View::numbers(others)?))
}
