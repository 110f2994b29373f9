//! Dtypes of `ctypes` types, by their fields.
//!
//! Their buffers say too little: a structure with `_pack_` is bytes, and C's `long` is called `l`
//! in a mode in which that has four.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PySequence, PyTuple, PyType};
use records_core::{ByteOrder, DType, Layout};

use crate::error::{layout, parse};

/// Deeper than any C has it.
const MAX_DEPTH: usize = 64;

/// The module, if the program has imported it, and the object is of one of its types or is a
/// `memoryview` that says just what such an object says.
///
/// The dtype of an item: of an array its innermost element.
pub(crate) fn of_ctypes(object: &Bound<'_, PyAny>) -> PyResult<Option<DType>> {
    let Some(ctypes) = loaded(object.py())? else {
        return Ok(None);
    };
    let mut exporter = object.clone();
    if let Ok(view) = object.cast::<pyo3::types::PyMemoryView>() {
        exporter = view.getattr("obj")?;
        if !ctypes.is_data(&exporter)? {
            return Ok(None);
        }
        let first = pyo3::types::PyMemoryView::from(&exporter)?;
        for name in ["format", "itemsize"] {
            if !first.getattr(name)?.eq(view.getattr(name)?)? {
                return Ok(None);
            }
        }
    }
    if !ctypes.is_data(&exporter)? {
        return Ok(None);
    }
    let mut of = exporter.get_type();
    // A program may have set the attribute to a class that leads back here.
    let mut depth = 0;
    while of.is_subclass(&ctypes.array)? {
        depth += 1;
        if depth > MAX_DEPTH {
            return Err(PyValueError::new_err("a ctypes type nested too deep"));
        }
        of = of.getattr("_type_")?.cast_into::<PyType>()?;
    }
    ctypes.dtype(&of, 0).map(Some)
}

/// What is needed of the module.
struct Ctypes<'py> {
    array: Bound<'py, PyAny>,
    structure: Bound<'py, PyAny>,
    union: Bound<'py, PyAny>,
    simple: Bound<'py, PyAny>,
    sizeof: Bound<'py, PyAny>,
}

fn loaded(py: Python<'_>) -> PyResult<Option<Ctypes<'_>>> {
    let modules = py.import("sys")?.getattr("modules")?;
    if !modules.contains("_ctypes")? {
        return Ok(None);
    }
    let module = modules.get_item("_ctypes")?;
    let of = |name| module.getattr(name);
    Ok(Some(Ctypes {
        array: of("Array")?,
        structure: of("Structure")?,
        union: of("Union")?,
        simple: of("_SimpleCData")?,
        sizeof: of("sizeof")?,
    }))
}

impl<'py> Ctypes<'py> {
    fn is_data(&self, object: &Bound<'py, PyAny>) -> PyResult<bool> {
        for kind in [&self.array, &self.structure, &self.union, &self.simple] {
            if object.is_instance(kind)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn size(&self, of: &Bound<'py, PyType>) -> PyResult<usize> {
        self.sizeof.call1((of,))?.extract()
    }

    fn dtype(&self, of: &Bound<'py, PyType>, depth: usize) -> PyResult<DType> {
        if depth > MAX_DEPTH {
            return Err(PyValueError::new_err("a ctypes type nested too deep"));
        }
        if of.is_subclass(&self.structure)? {
            return Ok(DType::record(self.record(of, depth)?));
        }
        if of.is_subclass(&self.array)? {
            let element = of.getattr("_type_")?.cast_into::<PyType>()?;
            let len = of.getattr("_length_")?.extract()?;
            let element = self.dtype(&element, depth + 1)?;
            // As a text would be: checked.
            return Layout::try_packed([("f0", DType::array(element, len))])
                .map(|record| record.fields()[0].dtype().clone())
                .map_err(|error| layout(&error));
        }
        let size = self.size(of)?;
        if of.is_subclass(&self.simple)? {
            return simple(of, size);
        }
        if of.is_subclass(&self.union)? {
            return DType::parse(&format!("V{size}")).map_err(|error| parse(&error));
        }
        Err(PyValueError::new_err(format!("a ctypes {} is no field of a record", of.name()?)))
    }

    fn record(&self, of: &Bound<'py, PyType>, depth: usize) -> PyResult<Layout> {
        let mut fields = Vec::new();
        // Those of the base first.
        let mro = of.getattr("__mro__")?.cast_into::<PyTuple>()?;
        for class in mro.iter().collect::<Vec<_>>().into_iter().rev() {
            let own = class.getattr("__dict__")?;
            if !own.contains("_fields_")? {
                continue;
            }
            let list = own.get_item("_fields_")?.cast_into::<PySequence>()?.to_tuple()?;
            for field in list {
                let field = field.cast_into::<PySequence>()?.to_tuple()?;
                let name: String = field.get_item(0)?.extract()?;
                let class_of = field.get_item(1)?.cast_into::<PyType>()?;
                if field.len() > 2 {
                    return Err(PyValueError::new_err(format!(
                        "field {name:?} of the ctypes {} is of bits",
                        of.name()?
                    )));
                }
                let offset: usize = own.get_item(&name)?.getattr("offset")?.extract()?;
                fields.push((name, self.dtype(&class_of, depth + 1)?, offset));
            }
        }
        Layout::explicit(fields, self.size(of)?).map_err(|error| layout(&error))
    }
}

/// A number, or a byte of text.
fn simple(of: &Bound<'_, PyType>, size: usize) -> PyResult<DType> {
    let code: String = of.getattr("_type_")?.extract()?;
    let kind = match code.as_str() {
        "b" | "h" | "i" | "l" | "q" => 'i',
        "B" | "H" | "I" | "L" | "Q" => 'u',
        "f" | "d" => 'f',
        "?" => 'b',
        "c" => 'S',
        "u" if size == 4 => return DType::parse("U1").map_err(|error| parse(&error)),
        _ => {
            return Err(PyValueError::new_err(format!(
                "a ctypes {} is no field of a record",
                of.name()?
            )));
        }
    };
    let swapped = match ByteOrder::NATIVE {
        ByteOrder::Little => "__ctype_be__",
        ByteOrder::Big => "__ctype_le__",
    };
    let is_swapped = size > 1 && of.getattr_opt(swapped)?.is_some_and(|other| other.is(of));
    let little = (ByteOrder::NATIVE == ByteOrder::Little) != is_swapped;
    let order = if little { '<' } else { '>' };
    DType::parse(&format!("{order}{kind}{size}")).map_err(|error| parse(&error))
}
