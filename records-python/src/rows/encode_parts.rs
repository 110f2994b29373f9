//! Values made of values: records and arrays.

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString, PyTuple};
use pyo3::{PyErr, ffi};
use records_core::Layout;

use super::encode::Code;
use super::encode_short::Short;
use super::encode_trouble::{Outcome, Trouble};
use super::numpy_types::{NumpyKind, numpy_kind};

/// How the fields of a record are written.
#[derive(Debug)]
pub(super) struct Fields {
    fields: Box<[Slot]>,
    /// Whether some bytes belong to no field.
    padding: bool,
}

/// How one field is written.
#[derive(Debug)]
struct Slot {
    code: Code,
    short: Option<Short>,
    start: usize,
    end: usize,
    name: Py<PyString>,
}

impl Fields {
    pub(super) fn new(py: Python<'_>, layout: &Layout) -> Fields {
        let fields = layout.fields().iter().map(|field| Slot {
            code: Code::new(py, field.dtype()),
            short: Short::of(field.dtype()),
            start: field.offset(),
            end: field.end(),
            name: PyString::intern(py, field.name()).unbind(),
        });
        Fields { fields: fields.collect(), padding: layout.has_padding() }
    }

    /// Writes a record: the values of its fields in order or by name. Padding is zero.
    pub(super) fn write(&self, record: &Bound<'_, PyAny>, out: &mut [u8]) -> Outcome<()> {
        if let Ok(tuple) = record.cast::<PyTuple>() {
            return self.tuple(tuple, out);
        }
        if let Ok(list) = record.cast::<PyList>() {
            return self.list(list, out);
        }
        if let Ok(dict) = record.cast_exact::<PyDict>() {
            return self.named(record, dict.len(), out, |name| dict.get_item(name));
        }
        if numpy_kind(record)? == NumpyKind::Void {
            let names = record.getattr("dtype")?.getattr("names")?;
            if let Ok(names) = names.cast::<PyTuple>() {
                return self.named(record, names.len(), out, |name| {
                    if !names.contains(name)? {
                        return Ok(None);
                    }
                    record.get_item(name).map(Some)
                });
            }
        }
        if let Ok(mapping) = record.cast::<PyMapping>() {
            return self.named(record, mapping.len()?, out, |name| match mapping.get_item(name) {
                Err(error) if error.is_instance_of::<PyKeyError>(record.py()) => Ok(None),
                other => other.map(Some),
            });
        }
        let count = self.fields.len();
        Err(Trouble::kind(
            format!("takes a tuple or list of {count} values, a dict or a NumPy record"),
            record,
        ))
    }

    #[inline]
    pub(super) fn tuple(&self, tuple: &Bound<'_, PyTuple>, out: &mut [u8]) -> Outcome<()> {
        // SAFETY: a tuple.
        let found = unsafe { ffi::PyTuple_Size(tuple.as_ptr()) };
        if found != self.fields.len().cast_signed() {
            return Err(self.wrong_count(tuple.py(), tuple.len()));
        }
        self.zero_padding(out);
        for (index, slot) in self.fields.iter().enumerate() {
            // Straight from Python: PyO3's way is a call of its own.
            // SAFETY: a tuple, which has so many items and keeps them; null is an error, which
            // there is not.
            let value = unsafe {
                let value = ffi::PyTuple_GetItem(tuple.as_ptr(), index.cast_signed());
                Borrowed::from_ptr_or_err(tuple.py(), value)?
            };
            if let Some(short) = slot.short
                && short.try_write(value, &mut out[slot.start..slot.end])
            {
                continue;
            }
            slot.write(value, out)?;
        }
        Ok(())
    }

    fn list(&self, list: &Bound<'_, PyList>, out: &mut [u8]) -> Outcome<()> {
        if list.len() != self.fields.len() {
            return Err(self.wrong_count(list.py(), list.len()));
        }
        self.zero_padding(out);
        for (index, slot) in self.fields.iter().enumerate() {
            // Owned, and looked for each time: what a value runs may change the list.
            let value = list.get_item(index)?;
            slot.write(value.as_borrowed(), out)?;
        }
        Ok(())
    }

    /// By name; `found` are how many names there are in the record.
    fn named<'py>(
        &self,
        record: &Bound<'py, PyAny>,
        found: usize,
        out: &mut [u8],
        get: impl Fn(&Bound<'py, PyString>) -> PyResult<Option<Bound<'py, PyAny>>>,
    ) -> Outcome<()> {
        let py = record.py();
        self.zero_padding(out);
        for slot in &self.fields {
            let name = slot.name.bind(py);
            let Some(value) = get(name)? else {
                return Err(Trouble::value(format!("takes {}: no `{name}`", self.names(py))));
            };
            slot.write(value.as_borrowed(), out)?;
        }
        if found != self.fields.len() {
            let names = self.names(py);
            return Err(Trouble::value(format!("takes {names} and nothing else: {found} keys")));
        }
        Ok(())
    }

    #[inline]
    fn zero_padding(&self, out: &mut [u8]) {
        if self.padding {
            out.fill(0);
        }
    }

    #[cold]
    fn wrong_count(&self, py: Python<'_>, found: usize) -> Box<Trouble> {
        let count = self.fields.len();
        Trouble::value(format!("takes {count} values ({}), not {found}", self.names(py)))
    }

    /// The names of the fields, those that lead if there are many.
    fn names(&self, py: Python<'_>) -> String {
        const MOST: usize = 12;
        let name = |slot: &Slot| format!("`{}`", slot.name.bind(py).to_string_lossy());
        let mut names: Vec<_> = self.fields.iter().take(MOST).map(name).collect();
        if self.fields.len() > MOST {
            names.push(format!("... {} in all", self.fields.len()));
        }
        names.join(", ")
    }
}

impl Slot {
    #[inline]
    fn write(&self, value: Borrowed<'_, '_, PyAny>, out: &mut [u8]) -> Outcome<()> {
        self.code
            .write(value, &mut out[self.start..self.end])
            .map_err(|trouble| self.locate(value.py(), trouble))
    }

    #[cold]
    fn locate(&self, py: Python<'_>, trouble: Box<Trouble>) -> Box<Trouble> {
        trouble.within(format!(".{}", self.name.bind(py).to_string_lossy()))
    }
}

/// Writes the elements of an array, `size` bytes each.
pub(super) fn elements(
    element: &Code,
    len: usize,
    size: usize,
    array: &Bound<'_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    let takes = || Trouble::kind(format!("takes a list, tuple or array of {len} values"), array);
    let wrong_count = |found: usize| Trouble::value(format!("takes {len} values, not {found}"));
    let mut write = |index: usize, value: Borrowed<'_, '_, PyAny>| {
        element
            .write(value, &mut out[index * size..(index + 1) * size])
            .map_err(|trouble| trouble.within(format!("[{index}]")))
    };
    if let Ok(tuple) = array.cast::<PyTuple>() {
        if tuple.len() != len {
            return Err(wrong_count(tuple.len()));
        }
        for index in 0..len {
            write(index, tuple.get_borrowed_item(index)?)?;
        }
        return Ok(());
    }
    if let Ok(list) = array.cast::<PyList>() {
        if list.len() != len {
            return Err(wrong_count(list.len()));
        }
        for index in 0..len {
            write(index, list.get_item(index)?.as_borrowed())?;
        }
        return Ok(());
    }
    // Arrays of any make. Texts would be their characters; a mapping has no order.
    // SAFETY: an object.
    let is_sequence = unsafe { ffi::PySequence_Check(array.as_ptr()) } != 0;
    let is_other = array.is_instance_of::<PyString>() || array.cast::<PyMapping>().is_ok();
    if !is_sequence || is_other {
        return Err(takes());
    }
    let found = match array.len() {
        Ok(found) => found,
        // An array of no dimensions.
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyTypeError>(array.py()) => {
            return Err(takes());
        }
        Err(error) => return Err(error.into()),
    };
    if found != len {
        return Err(wrong_count(found));
    }
    let mut values = array.try_iter()?;
    for index in 0..len {
        let value = values.next().ok_or_else(|| wrong_count(index))?;
        write(index, value.map_err(Box::<Trouble>::from)?.as_borrowed())?;
    }
    if values.next().is_some() {
        return Err(Trouble::value(format!("takes {len} values, not more")));
    }
    Ok(())
}

/// For `?` on what `cast` says.
impl From<pyo3::CastError<'_, '_>> for Box<Trouble> {
    #[cold]
    fn from(error: pyo3::CastError<'_, '_>) -> Box<Trouble> {
        PyErr::from(error).into()
    }
}
