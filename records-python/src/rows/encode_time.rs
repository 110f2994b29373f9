//! Times.

use pyo3::exceptions::PyImportError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyInt, PyString, PyTuple};
use records_core::{ByteOrder, DType, TimeStep, TimeUnit};

use super::encode_number::{index, put};
use super::encode_trouble::{Outcome, Trouble};
use super::numpy_types::{NumpyKind, numpy_kind};
use super::time_steps;
use crate::layouts;

/// Not a time, of both kinds.
const NAT: i64 = i64::MIN;

/// Writes a moment: a `datetime64`, a `datetime` or `date`, the steps themselves as an int, a text
/// as NumPy reads it, or None for NaT.
pub(super) fn moment(
    step: TimeStep,
    order: ByteOrder,
    object: &Bound<'_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    let field = || DType::DateTime(step, ByteOrder::NATIVE).to_string();
    let takes = || {
        let takes =
            format!("is {}, which takes a datetime64, a datetime, a date or steps", field());
        Trouble::kind(takes, object)
    };
    let steps = if object.is_none() {
        Some(NAT)
    } else if let Some(steps) = steps(object)? {
        steps
    } else if let Some((steps, own)) = of_numpy(object, NumpyKind::Datetime)? {
        anew(steps, own, step, time_steps::moment)
    } else if object.is_instance_of::<PyString>() {
        let Some((steps, own)) = of_text(object)? else { return Err(takes()) };
        anew(steps, own, step, time_steps::moment)
    } else {
        let Some(microseconds) = microseconds(object)? else { return Err(takes()) };
        time_steps::moment(microseconds, TimeStep::one(TimeUnit::Microsecond), step)
    };
    write(steps, &field, order, object, out)
}

/// Writes a span: a `timedelta64`, a `timedelta`, the steps themselves as an int, or None for NaT.
pub(super) fn span(
    step: TimeStep,
    order: ByteOrder,
    object: &Bound<'_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    let field = || DType::TimeDelta(step, ByteOrder::NATIVE).to_string();
    let steps = if object.is_none() {
        Some(NAT)
    } else if let Some(steps) = steps(object)? {
        steps
    } else if let Some((steps, own)) = of_numpy(object, NumpyKind::Timedelta)? {
        // Without a unit they are steps of any.
        let own = if own.unit == TimeUnit::Generic { step } else { own };
        anew(steps, own, step, time_steps::span)
    } else if object.is_instance(datetime(object.py())?.timedelta.bind(object.py()))? {
        let microseconds = span_of(object)?;
        time_steps::span(microseconds, TimeStep::one(TimeUnit::Microsecond), step)
    } else {
        let takes = format!("is {}, which takes a timedelta64, a timedelta or steps", field());
        return Err(Trouble::kind(takes, object));
    };
    write(steps, &field, order, object, out)
}

fn write(
    steps: Option<i64>,
    field: &dyn Fn() -> String,
    order: ByteOrder,
    object: &Bound<'_, PyAny>,
    out: &mut [u8],
) -> Outcome<()> {
    let Some(steps) = steps else {
        return Err(Trouble::cannot_hold(&format!("{}, in whole steps", field()), object));
    };
    put(order, steps.to_ne_bytes(), out);
    Ok(())
}

/// The steps in those of the field.
fn anew(
    steps: i64,
    own: TimeStep,
    step: TimeStep,
    exactly: fn(i128, TimeStep, TimeStep) -> Option<i64>,
) -> Option<i64> {
    if steps == NAT || own == step { Some(steps) } else { exactly(steps.into(), own, step) }
}

/// The steps that an int is, if 64 bits hold them; nothing for other objects.
fn steps(object: &Bound<'_, PyAny>) -> PyResult<Option<Option<i64>>> {
    if let Ok(int) = object.cast_exact::<PyInt>() {
        return Ok(Some(int.extract().ok()));
    }
    // True is no number of steps, though Python has it as one.
    if object.is_instance_of::<pyo3::types::PyBool>() || numpy_kind(object)? != NumpyKind::Other {
        return Ok(None);
    }
    Ok(index(object)?.map(|int| int.extract().ok()))
}

/// The steps of a scalar of NumPy's, and what they are.
fn of_numpy(object: &Bound<'_, PyAny>, kind: NumpyKind) -> PyResult<Option<(i64, TimeStep)>> {
    if numpy_kind(object)? != kind {
        return Ok(None);
    }
    let data = layouts::module(object.py())?
        .getattr("datetime_data")?
        .call1((object.getattr("dtype")?,))?;
    let (code, count): (String, u32) = data.cast::<PyTuple>()?.extract()?;
    let Some(unit) = TimeUnit::from_code(&code) else { return Ok(None) };
    let steps = object.call_method1("view", ("i8",))?.extract()?;
    Ok(Some((steps, TimeStep { unit, count })))
}

/// What NumPy reads in a text; nothing without NumPy.
fn of_text(text: &Bound<'_, PyAny>) -> PyResult<Option<(i64, TimeStep)>> {
    let numpy = match layouts::module(text.py()) {
        Ok(numpy) => numpy,
        Err(error) if error.is_instance_of::<PyImportError>(text.py()) => return Ok(None),
        Err(error) => return Err(error),
    };
    of_numpy(&numpy.getattr("datetime64")?.call1((text,))?, NumpyKind::Datetime)
}

/// The classes of the module `datetime`.
struct Datetime {
    datetime: Py<PyAny>,
    date: Py<PyAny>,
    timedelta: Py<PyAny>,
}

fn datetime(py: Python<'_>) -> PyResult<&Datetime> {
    static DATETIME: PyOnceLock<Datetime> = PyOnceLock::new();
    DATETIME.get_or_try_init(py, || {
        let module = py.import("datetime")?;
        let of = |name: &str| module.getattr(name).map(Bound::unbind);
        Ok(Datetime { datetime: of("datetime")?, date: of("date")?, timedelta: of("timedelta")? })
    })
}

/// The microseconds from 1970 to a `datetime` or `date`, in UTC if it has a time zone; nothing for
/// other objects.
fn microseconds(object: &Bound<'_, PyAny>) -> PyResult<Option<i128>> {
    let py = object.py();
    let classes = datetime(py)?;
    if !object.is_instance(classes.date.bind(py))? {
        return Ok(None);
    }
    let (year, month, day) = (
        object.getattr("year")?.extract()?,
        object.getattr("month")?.extract()?,
        object.getattr("day")?.extract()?,
    );
    if !object.is_instance(classes.datetime.bind(py))? {
        return Ok(Some(time_steps::microseconds(year, month, day, 0)));
    }
    // Of a subclass they may be anything.
    let part = |name: &str| object.getattr(name)?.extract::<u32>().map(i128::from);
    let seconds = part("hour")? * 3600 + part("minute")? * 60 + part("second")?;
    let of_day = seconds * 1_000_000 + part("microsecond")?;
    let local = time_steps::microseconds(year, month, day, of_day);
    let offset = object.call_method0("utcoffset")?;
    if offset.is_none() {
        return Ok(Some(local));
    }
    Ok(Some(local - span_of(&offset)?))
}

/// The microseconds of a `timedelta`.
fn span_of(object: &Bound<'_, PyAny>) -> PyResult<i128> {
    let part = |name: &str| object.getattr(name)?.extract::<i64>().map(i128::from);
    Ok((part("days")? * 86_400 + part("seconds")?) * 1_000_000 + part("microseconds")?)
}
