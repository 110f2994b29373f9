//! Layouts in Python.

use std::collections::hash_map::DefaultHasher;
use std::ffi::CString;
use std::hash::{Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use records_core::{DType, Field, Layout};

use crate::arguments::List;
use crate::layouts::{dtype_of, named, word};

/// What the fields of a record are, where they lie and what lies between them.
///
/// ``str(layout)`` draws it, ``layout.svg()`` is the same as a picture, which notebooks show. Two
/// are equal if all fields have the same names and dtypes at the same offsets.
///
/// ``dtype`` is a text in any form that NumPy has (``"=hdd"``, ``"i4,f8"``, a list or a dict of
/// fields), such a list or dict itself, a ``numpy.dtype`` or what NumPy makes one of; ``names`` are
/// names for the fields, which otherwise keep theirs, or are ``f0``, ``f1`` and so on.
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

    /// Bytes from one record to the next in an array of them.
    #[getter]
    fn itemsize(&self) -> usize {
        self.layout.itemsize()
    }

    /// The alignment of a record in bytes: that of its fields if it is aligned, else 1.
    #[getter]
    fn alignment(&self) -> usize {
        self.layout.alignment()
    }

    /// Whether the fields lie one behind the other in their order, without a hole.
    #[getter]
    fn is_packed(&self) -> bool {
        self.layout.is_packed()
    }

    /// Whether it was laid out as C lays out a struct (NumPy's ``isalignedstruct``).
    #[getter]
    fn is_aligned(&self) -> bool {
        self.layout.is_aligned()
    }

    /// Bytes that belong to no field.
    #[getter]
    fn padding(&self) -> usize {
        self.layout.padding()
    }

    /// The names of the fields, in their order.
    #[getter]
    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        names(py, &self.layout)
    }

    /// The fields, in their order, each with ``name``, ``offset``, ``itemsize`` and ``dtype``.
    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let fields: PyResult<Vec<_>> =
            self.layout.fields().iter().map(|field| Bound::new(py, PyField::new(field))).collect();
        PyTuple::new(py, fields?)
    }

    /// The bytes that belong to no field: pairs of the first one and of the one behind the last.
    #[getter]
    fn holes(&self) -> Vec<(usize, usize)> {
        self.layout.holes().map(|hole| (hole.start, hole.end)).collect()
    }

    /// NumPy's list of fields, padding included: ``[('id', '<i2'), ('', '|V2')]``.
    #[getter]
    fn descr<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let text = CString::new(self.layout.descr().into_string())?;
        py.eval(&text, Some(&PyDict::new(py)), None)
    }

    /// The ``numpy.dtype``.
    ///
    /// Raises ``ImportError`` without NumPy.
    fn numpy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        crate::layouts::to_numpy(py, &DType::record(self.layout.clone()))
    }

    /// The same struct in C.
    fn to_c(&self) -> String {
        self.layout.to_c()
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

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = self.layout.dtype_repr().into_string();
        let inner = text.strip_prefix("dtype(").and_then(|text| text.strip_suffix(')'));
        match inner {
            // Nothing but lists, tuples, dicts and texts.
            Some(inner) if !inner.contains("dtype(") && !inner.ends_with(", align=True") => {
                Ok(format!("nprecords.Layout({inner})"))
            }
            _ => Ok(format!("nprecords.Layout({})", PyString::new(py, &text).repr()?)),
        }
    }

    fn __hash__(&self) -> u64 {
        // What makes layouts equal, and no more.
        let mut hasher = DefaultHasher::new();
        self.layout.itemsize().hash(&mut hasher);
        for field in self.layout.fields() {
            (field.name(), field.title(), field.offset(), field.size()).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// One field of a layout.
#[pyclass(frozen, get_all, name = "Field", module = "nprecords", eq, hash)]
#[derive(Debug, PartialEq, Hash)]
pub struct PyField {
    /// The name.
    pub name: String,
    /// Bytes from the start of the record to the start of the field.
    pub offset: usize,
    /// Bytes of the field.
    pub itemsize: usize,
    /// The dtype, a text that ``numpy.dtype`` takes: ``"<f8"``, ``"(3,)<f4"``.
    pub dtype: String,
    /// NumPy's second name for a field, which few have.
    pub title: Option<String>,
}

impl PyField {
    fn new(field: &Field) -> PyField {
        PyField {
            name: field.name().into(),
            offset: field.offset(),
            itemsize: field.size(),
            dtype: dtype_text(field.dtype()),
            title: field.title().map(Into::into),
        }
    }
}

#[pymethods]
impl PyField {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let PyField { name, offset, dtype, .. } = self;
        let (name, dtype) = (PyString::new(py, name).repr()?, PyString::new(py, dtype).repr()?);
        Ok(format!("Field(name={name}, offset={offset}, dtype={dtype})"))
    }
}

/// The names of the fields.
pub(super) fn names<'py>(py: Python<'py>, layout: &Layout) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, layout.fields().iter().map(Field::name))
}

/// A dtype as a text that [`dtype_of`] reads: of records the list or dict that NumPy would print, or,
/// of aligned ones, the call.
pub(super) fn dtype_text(dtype: &DType) -> String {
    let mut lens = Vec::new();
    let mut element = dtype;
    while let DType::Array(inner, len) = element {
        lens.push(len.to_string());
        element = inner.get();
    }
    let text = match element {
        DType::Record(layout) => {
            let text = layout.get().dtype_repr().into_string();
            let inner = text.strip_prefix("dtype(").and_then(|text| text.strip_suffix(')'));
            // With what is said beside the fields it takes a call to say it.
            let alone = inner.filter(|inner| !inner.ends_with(", align=True"));
            alone.map(Into::into).unwrap_or(text)
        }
        other => word(other),
    };
    match (lens.len(), element) {
        (0, _) => text,
        (_, DType::Record(_)) => format!("({text}, ({},))", lens.join(", ")),
        (1, _) => format!("({},){text}", lens[0]),
        _ => format!("({}){text}", lens.join(", ")),
    }
}
