//! Records for a person.

use pyo3::prelude::*;

use super::PyRecords;
use crate::show;

#[pymethods]
impl PyRecords {
    fn __str__(&self) -> PyResult<String> {
        Ok(self.view.read()?.array().to_string())
    }

    fn __repr__(&self) -> PyResult<String> {
        self.__str__()
    }

    fn _repr_html_(&self) -> PyResult<String> {
        show::records(&self.view)
    }
}
