//! What functions of the module take.

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;

/// More than any record has fields, or any array dimensions.
const MOST: usize = 1 << 20;

/// Several things: what an iterable has, whatever it says of its length.
#[derive(Debug)]
pub(crate) struct List<T>(pub(crate) Vec<T>);

impl<'a, 'py, T> FromPyObject<'a, 'py> for List<T>
where
    T: for<'b> FromPyObject<'b, 'py, Error = PyErr>,
{
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<List<T>> {
        if object.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err("a text where a list is expected"));
        }
        let mut list = Vec::new();
        for item in object.try_iter()? {
            if list.len() == MOST {
                return Err(PyValueError::new_err(format!("more than {MOST} in a list")));
            }
            list.push(item?.extract()?);
        }
        Ok(List(list))
    }
}

/// A number, or several.
#[derive(Debug)]
pub(crate) struct Numbers<T>(pub(crate) Vec<T>);

impl<'a, 'py, T> FromPyObject<'a, 'py> for Numbers<T>
where
    T: for<'b> FromPyObject<'b, 'py, Error = PyErr>,
{
    type Error = PyErr;

    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Numbers<T>> {
        match object.extract() {
            Ok(number) => Ok(Numbers(vec![number])),
            Err(error) => match object.extract() {
                Ok(List(numbers)) => Ok(Numbers(numbers)),
                // Of what is one number, the reason why not.
                Err(other) => Err(if object.try_iter().is_ok() { other } else { error }),
            },
        }
    }
}
