//! Layouts in Python.

use pyo3::prelude::*;
use records_core::Layout;

use crate::arguments::List;
use crate::layouts::{dtype_of, named};

/// What the fields of a record are, where they lie and what lies between them.
///
/// `str(layout)` draws it, `layout.svg()` is the same as a picture, which notebooks show.
#[pyclass(frozen, name = "Layout", module = "nprecords", eq)]
#[derive(Debug, PartialEq)]
pub struct PyLayout {
    layout: Layout,
}

impl PyLayout {
    /// The layout as an object of Python.
    #[must_use]
    pub fn new(layout: Layout) -> PyLayout {
        PyLayout { layout }
    }

    /// The layout.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

#[pymethods]
impl PyLayout {
    #[new]
    #[pyo3(signature = (dtype, names=None))]
    fn parse(dtype: &Bound<'_, PyAny>, names: Option<List<String>>) -> PyResult<PyLayout> {
        Ok(PyLayout { layout: named(dtype_of(dtype)?, names.map(|names| names.0))? })
    }

    /// Bytes of a record.
    #[getter]
    fn itemsize(&self) -> usize {
        self.layout.itemsize()
    }

    /// The picture as a text of SVG.
    fn svg(&self) -> String {
        self.layout.to_svg()
    }

    fn _repr_svg_(&self) -> String {
        self.layout.to_svg()
    }

    fn __str__(&self) -> String {
        self.layout.to_string()
    }

    fn __repr__(&self) -> String {
        format!("nprecords.Layout({})", self.layout.descr())
    }
}
