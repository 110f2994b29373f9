//! Why a value cannot be written, and where.

use pyo3::PyErr;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::prelude::*;

/// Boxed, so that it costs nothing where all is well.
pub(super) type Outcome<T> = Result<T, Box<Trouble>>;

/// Why a value cannot be written.
#[derive(Debug)]
pub(super) struct Trouble {
    what: What,
    /// The way to the value, from its end: `.x`, `[3]`, `.pos`.
    path: Vec<String>,
}

#[derive(Debug)]
enum What {
    /// What Python's code raised.
    Raised(PyErr),
    /// An object of another kind than the field takes.
    Kind(String),
    /// A value of the right kind that the field has no room for.
    Value(String),
    /// A number that is too large.
    Range(String),
}

impl Trouble {
    fn new(what: What) -> Box<Trouble> {
        Box::new(Trouble { what, path: Vec::new() })
    }

    /// What a field is or takes, which the object is not.
    #[cold]
    pub(super) fn kind(field: String, found: &Bound<'_, PyAny>) -> Box<Trouble> {
        let found = shown(found);
        Trouble::new(What::Kind(format!("{field}, not {found}")))
    }

    /// What a field is, which cannot hold the value.
    #[cold]
    pub(super) fn cannot_hold(field: &str, found: &Bound<'_, PyAny>) -> Box<Trouble> {
        let found = shown(found);
        Trouble::new(What::Value(format!("is {field}, which cannot hold {found}")))
    }

    /// What a field is, which has no room for a text.
    #[cold]
    pub(super) fn too_long(
        field: &str,
        found: usize,
        unit: &str,
        text: &Bound<'_, PyAny>,
    ) -> Box<Trouble> {
        let text = shown(text);
        Trouble::value(format!("is {field}, which cannot hold the {found} {unit} of {text}"))
    }

    /// What a field is, beyond which a number lies.
    #[cold]
    pub(super) fn range(field: &str, found: &Bound<'_, PyAny>) -> Box<Trouble> {
        let found = shown(found);
        Trouble::new(What::Range(format!("is {field}, which cannot hold {found}")))
    }

    /// What is wrong with a value of the right kind.
    #[cold]
    pub(super) fn value(text: String) -> Box<Trouble> {
        Trouble::new(What::Value(text))
    }

    /// The same, of a part of what it was the trouble of.
    #[cold]
    pub(super) fn within(mut self: Box<Self>, part: String) -> Box<Trouble> {
        self.path.push(part);
        self
    }

    /// The exception. `whole` is what is called wrong if it is no field of it; `row` its number
    /// among many.
    #[cold]
    #[allow(clippy::boxed_local, reason = "it comes in a box")]
    pub(super) fn raise(self: Box<Self>, py: Python<'_>, whole: &str, row: Option<usize>) -> PyErr {
        let Trouble { what, mut path } = *self;
        path.reverse();
        let path = path.concat();
        let subject = match path.strip_prefix('.').unwrap_or(&path) {
            "" => whole.to_string(),
            path => format!("field `{path}`"),
        };
        let subject = match row {
            Some(row) => format!("row {row}: {subject}"),
            None => subject,
        };
        match what {
            What::Raised(error) => {
                // Theirs as it is. Whoever cannot take a note has none.
                let _ = error.add_note(py, format!("while writing {subject}"));
                error
            }
            What::Kind(text) => PyTypeError::new_err(format!("{subject} {text}")),
            What::Value(text) => PyValueError::new_err(format!("{subject} {text}")),
            What::Range(text) => PyOverflowError::new_err(format!("{subject} {text}")),
        }
    }
}

impl From<PyErr> for Box<Trouble> {
    #[cold]
    fn from(error: PyErr) -> Box<Trouble> {
        Trouble::new(What::Raised(error))
    }
}

/// An object as messages show it: what it prints as, not too long, and its type.
fn shown(object: &Bound<'_, PyAny>) -> String {
    const ROOM: usize = 60;
    let kind = object.get_type().name().map_or_else(|_| "object".into(), |name| name.to_string());
    if object.is_none() {
        return kind.replace("NoneType", "None");
    }
    // Python refuses to print numbers of thousands of digits, and others to print at all.
    let Ok(text) = object.repr() else { return format!("a value of the type {kind}") };
    let text = text.to_string_lossy();
    let text = match text.char_indices().nth(ROOM) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.into_owned(),
    };
    format!("{text} ({kind})")
}
